using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Provenance;

/// <summary>The documents for a release of an image: software bills of materials and provenance. The same image has the same documents on every machine.</summary>
/// <example><code>
/// using var image = IsoImage.Open("hello.iso");
/// File.WriteAllText("hello.iso.spdx.json", ReleaseDocuments.Of(image.Layout, sha256).ToSpdx());
/// </code></example>
public sealed class ReleaseDocuments
{
    private readonly DocumentIdentity image;
    private readonly HashedFiles files;
    private readonly BuildInputs? inputs;
    private readonly string? baseSha256;

    private ReleaseDocuments(ImageLayout layout, string sha256, BuildInputs? inputs, CancellationToken cancellationToken)
    {
        image = new DocumentIdentity(layout, sha256);
        files = new FileHasher(layout, cancellationToken).Run();
        this.inputs = inputs;
        baseSha256 = inputs?.HashBase?.Invoke(cancellationToken);
    }

    /// <summary>Creates the documents of an image; all its files are read once. A file with several paths is listed with each of them. A file that only some trees show is listed with its name in the first of them.</summary>
    /// <param name="layout">The layout of an image that was made, or of one that is open.</param>
    /// <param name="sha256">The SHA-256 of the image in hexadecimal.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not a SHA-256.</exception>
    /// <exception cref="ContentException">A file cannot be read, or changed since the image was made; or the content is far larger than the image (<see cref="ImageLayout.CheckContentSize"/>).</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static ReleaseDocuments Of(ImageLayout layout, string sha256, CancellationToken cancellationToken = default) => Of(layout, sha256, inputs: null, cancellationToken);

    /// <summary>The same of an image that was made, from what is known.</summary>
    internal static ReleaseDocuments Of(ImageLayout layout, string sha256, BuildInputs? inputs, CancellationToken cancellationToken)
    {
        const int digits = 64;
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(sha256);
        return sha256.Length == digits && sha256.All(char.IsAsciiHexDigit)
            ? new ReleaseDocuments(layout, sha256.ToLowerInvariant(), inputs, cancellationToken)
            : throw new ArgumentException("This is not a SHA-256, which has 64 hexadecimal digits.", nameof(sha256));
    }

    /// <summary>What follows the image's file name in that of a document beside it: <c>.spdx.json</c>, <c>.cdx.json</c>, <c>.intoto.json</c>.</summary>
    /// <param name="kind">The document.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is no release document.</exception>
    public static string ExtensionOf(CompanionKind kind) => kind switch
    {
        CompanionKind.Spdx => ".spdx.json",
        CompanionKind.CycloneDx => ".cdx.json",
        CompanionKind.Provenance => ".intoto.json",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Creates the document of a kind.</summary>
    /// <param name="kind">The document.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is no release document.</exception>
    /// <exception cref="InvalidOperationException">It is the statement of provenance, and the image was read, not made.</exception>
    public string ToText(CompanionKind kind) => kind switch
    {
        CompanionKind.Spdx => ToSpdx(),
        CompanionKind.CycloneDx => ToCycloneDx(),
        CompanionKind.Provenance => ToProvenance(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A document of SPDX 2.3 in JSON: the image as a package with its verification code, and its files with SHA-1 and SHA-256. It refers to SPDX documents in the image.</summary>
    public string ToSpdx() => SpdxDocument.Write(image, files);

    /// <summary>A document of CycloneDX 1.6 in JSON: a component for each file, with SHA-1 and SHA-256. It refers to bills of materials in the image.</summary>
    public string ToCycloneDx() => CycloneDxDocument.Write(image, files);

    /// <summary>An unsigned in-toto statement with SLSA provenance in JSON: the image, the options, a digest of all content, and the image that it is based on.</summary>
    /// <exception cref="InvalidOperationException">The layout was read from an image, so it is unknown how the image was made.</exception>
    public string ToProvenance() => inputs is null
        ? throw new InvalidOperationException("Provenance is known only when an image is made: use BuildResult.ToReleaseDocuments.")
        : SlsaStatement.Write(image, files, inputs, baseSha256);
}
