using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>Where a program that is emulated reads and writes, and what it is told of its surroundings.</summary>
public sealed record EmulationStreams
{
    /// <summary>Receives what is reported, for standard error.</summary>
    public required Action<Diagnostic> Report { get; init; }

    /// <summary>Receives lines that are not problems, for standard error: progress and results.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Receives text for standard output.</summary>
    public required TextWriter Text { get; init; }

    /// <summary>Opens standard output for the bytes of an image. It stays open.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Opens standard input, from which lists of paths are read. Default: it is empty.</summary>
    public Func<Stream> OpenInput { get; init; } = static () => Stream.Null;

    /// <summary>The timestamp of images whose command line says none: neither clock nor environment count unless the caller has them count. Default: 1980.</summary>
    public DateTimeOffset Timestamp { get; init; } = ImageTimestamp.Default;

    /// <summary>Tells the present time in the local zone, for lines that say how far the work is and when it ends. Without it, there are no such lines. It never changes the image.</summary>
    public Func<DateTimeOffset>? Clock { get; init; }

    /// <summary>The directory that relative paths begin at. Default: the current directory.</summary>
    public string WorkingDirectory { get; init; } = "";
}
