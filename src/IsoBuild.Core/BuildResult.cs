using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Planning;
using IsoBuild.Provenance;

namespace IsoBuild;

/// <summary>The result of <see cref="ImageBuilder.Plan"/>: the layout, which is known before a byte is written.</summary>
/// <param name="Layout">The layout; <see langword="null"/> if a diagnostic is an error.</param>
/// <param name="Diagnostics">The diagnostics, errors first, otherwise in the order of the content.</param>
public sealed record PlanResult(ImageLayout? Layout, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the image would have no entries and nothing to boot from.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>How many files the image would have. Each name of a file counts.</summary>
    public long FileCount { get; init; }

    /// <summary>How many directories the image would have, the root included.</summary>
    public long DirectoryCount { get; init; }

    /// <summary>How many bytes its files would have, whether or not some share their content.</summary>
    public long ContentLength { get; init; }

    /// <summary>What is known of an image before it is written.</summary>
    internal static PlanResult Of(ImagePlan plan, string name, IReadOnlyList<Diagnostic> diagnostics)
    {
        var (files, directories, bytes) = (0L, 0L, 0L);
        foreach (var node in plan.Content.AllNodes)
        {
            files += node is ContentFile ? 1 : 0;
            directories += node is ContentDirectory ? 1 : 0;
            bytes += node is ContentFile file ? file.Length : 0;
        }

        return new PlanResult(plan.Layout.Named(name), diagnostics) { IsEmpty = plan.IsEmpty, FileCount = files, DirectoryCount = directories, ContentLength = bytes };
    }
}

/// <summary>The result of <see cref="ImageBuilder.Write(string, WriteOptions?, CancellationToken)"/>.</summary>
/// <param name="Layout">The layout of the image; <see langword="null"/> if no image was made.</param>
/// <param name="Diagnostics">The diagnostics, errors first, otherwise in the order of the content.</param>
public sealed record BuildResult(ImageLayout? Layout, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Whether an image was made.</summary>
    public bool Succeeded => Layout is not null;

    /// <summary>The image's size in bytes.</summary>
    public long Length => Layout?.Length ?? 0;

    /// <summary>The SHA-256 of the image in lower-case hexadecimal, if <see cref="WriteOptions.ComputeSha256"/> is set.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether content from disk had symbolic links, stored or followed. A build tool that compares file dates
    /// does not see changes of their targets, and must build again.</summary>
    public bool HasLinksOnDisk { get; init; }

    /// <summary>What the system failed with when the image was to be written, by the number that Unix has for it (errno).</summary>
    internal int? SystemError { get; init; }

    /// <summary>What the image was made from, other than its files.</summary>
    internal BuildInputs? Inputs { get; init; }

    /// <summary>Creates bills of materials and a provenance statement, for which all files of the image are read once. Call it from <see cref="WriteOptions.Companions"/> to write them together with the image;
    /// later, sources and base must still be unchanged.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidOperationException">There is no image, or no <see cref="Sha256"/>.</exception>
    /// <exception cref="ContentException">A source cannot be read, or changed since the image was made.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ReleaseDocuments ToReleaseDocuments(CancellationToken cancellationToken = default) =>
        Layout is null || Sha256 is null
            ? throw new InvalidOperationException("WriteOptions.ComputeSha256 did not ask for the checksum, or no image was made.")
            : ReleaseDocuments.Of(Layout, Sha256, Inputs, cancellationToken);

    /// <summary>Formats a line for a checksum file, including the line end, as <c>sha256sum -c</c> reads it. If the name has a backslash or a line end, they are escaped and the line begins with a backslash.</summary>
    /// <param name="name">The image's path in the checksum file. Default: its file name, for a checksum file beside it.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="Sha256"/>.</exception>
    public string ToChecksumLine(string? name = null)
    {
        var plain = name ?? Layout?.Name ?? "";
        var escaped = plain.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal);
        return Sha256 is null
            ? throw new InvalidOperationException("WriteOptions.ComputeSha256 did not ask for the checksum.")
            : $"{(escaped == plain ? "" : @"\")}{Sha256}  {escaped}\n";
    }

    /// <summary>Returns this result, or throws if no image was made.</summary>
    /// <exception cref="ImageException">No image was made because of an error.</exception>
    /// <exception cref="InvalidOperationException">No image was made because <see cref="WriteOptions.Proceed"/> returned <see langword="false"/>.</exception>
    public BuildResult EnsureSuccess() =>
        Succeeded ? this
        : Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error ? throw new ImageException(error)
        : throw new InvalidOperationException("WriteOptions.Proceed made no image.");
}
