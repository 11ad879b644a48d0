using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Provenance;

namespace IsoBuild;

/// <summary>What came of <see cref="ImageBuilder.Plan"/>: the layout, known before a byte is written.</summary>
/// <param name="Layout">The layout; <see langword="null"/> when a diagnostic is an error.</param>
/// <param name="Diagnostics">What there is to say, errors first, otherwise in the order of the content.</param>
public sealed record PlanResult(ImageLayout? Layout, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the image would have neither a file, a directory or a link, nor anything to boot from.</summary>
    public bool IsEmpty { get; init; }
}

/// <summary>What came of <see cref="ImageBuilder.Write(string, WriteOptions?, CancellationToken)"/>.</summary>
/// <param name="Layout">The layout of the image; <see langword="null"/> when none was made.</param>
/// <param name="Diagnostics">What there is to say, errors first, otherwise in the order of the content.</param>
public sealed record BuildResult(ImageLayout? Layout, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether there is an image.</summary>
    public bool Succeeded => Layout is not null;

    /// <summary>The image's size in bytes.</summary>
    public long Length => Layout?.Length ?? 0;

    /// <summary>The SHA-256 of the image in lower-case hexadecimal, when <see cref="WriteOptions.ComputeSha256"/> asked for it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether content from disk had symbolic links in it, stored or followed. Who compares dates of files to find out whether to build again
    /// does not see what such links lead to, and has to build again.</summary>
    public bool HasLinksOnDisk { get; init; }

    /// <summary>From what the image was made, beside its files.</summary>
    internal BuildInputs? Inputs { get; init; }

    /// <summary>Reads all files of the image once, for bills of materials and a statement of provenance. What <see cref="WriteOptions.Companions"/> makes of them is in place together with the image;
    /// afterwards, sources and base must still be what they were.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">There is no image, or no <see cref="Sha256"/>.</exception>
    /// <exception cref="ContentException">A source cannot be read, or is not any more what the image was made of.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ReleaseDocuments ToReleaseDocuments(CancellationToken cancellationToken = default) =>
        Layout is null || Sha256 is null
            ? throw new InvalidOperationException("WriteOptions.ComputeSha256 did not ask for the checksum, or no image was made.")
            : ReleaseDocuments.Of(Layout, Sha256, Inputs, cancellationToken);

    /// <summary>The line of a list of checksums, with its end, as <c>sha256sum -c</c> reads it: where a name has a backslash or the end of a line, those are escaped, and a backslash begins the line.</summary>
    /// <param name="name">How the list calls the image; by default as it is called itself, for a list beside it.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="Sha256"/>.</exception>
    public string ToChecksumLine(string? name = null)
    {
        var plain = name ?? Layout?.Name ?? "";
        var escaped = plain.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);
        return Sha256 is null
            ? throw new InvalidOperationException("WriteOptions.ComputeSha256 did not ask for the checksum.")
            : $"{(escaped == plain ? "" : @"\")}{Sha256}  {escaped}\n";
    }

    /// <summary>Returns this result, or throws when there is no image.</summary>
    /// <exception cref="ImageException">No image was made, because of an error.</exception>
    /// <exception cref="InvalidOperationException">No image was made, because <see cref="WriteOptions.Proceed"/> said so.</exception>
    public BuildResult EnsureSuccess() =>
        Succeeded ? this
        : Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error ? throw new ImageException(error)
        : throw new InvalidOperationException("WriteOptions.Proceed made no image.");
}
