using System.Security.Cryptography;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>A file (or, without content, a directory) of <see cref="HardTree"/>, and what its readers are to see.</summary>
internal sealed record HardEntry(string Path, byte[]? Content)
{
    /// <summary>Explicit permission bits.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>An explicit modification date.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>The date on disk, of entries that are scanned from there; the others are made in memory.</summary>
    public DateTimeOffset? OnDisk { get; init; }

    /// <summary>The name in the Joliet tree, where it is not the real one.</summary>
    public string? Joliet { get; init; }

    /// <summary>Whether the first bytes are those of a program.</summary>
    public bool IsProgram { get; init; }

    public bool IsDirectory => Content is null;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path of the directory it lies in: empty for the root, as the root's own path is.</summary>
    public string Parent => Path[..Math.Max(0, Path.LastIndexOf('/'))];

    public long Length => Content?.Length ?? 0;

    public string Sha256 { get; } = Content is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>By the rule: never the bits that the file has on disk.</summary>
    public UnixFileMode EffectiveMode => Mode ?? (IsDirectory || IsProgram ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100);

    public DateTimeOffset DateWith(ImageOptions options) => Modified ?? (OnDisk, options.FileDates) switch
    {
        ({ } date, FileDates.Preserve) => date,
        ({ } date, FileDates.Clamp) => date < options.Timestamp ? date : options.Timestamp,
        _ => options.Timestamp,
    };
}
