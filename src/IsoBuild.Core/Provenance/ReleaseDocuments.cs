using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Provenance;

/// <summary>What a release says of an image: bills of materials and provenance. The same image has the same documents, on every machine.</summary>
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

    /// <summary>Reads all files of an image, each once. Of files that readers see by several paths, every path is told; files that only some trees show are told by the names that the first of them gives them.</summary>
    /// <param name="layout">The layout of an image that was made, or of one that is open.</param>
    /// <param name="sha256">The SHA-256 of the image in hexadecimal.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is none.</exception>
    /// <exception cref="ContentException">A file cannot be read, or is not any more what the image was made of; or the content is far more than the image (<see cref="ImageLayout.CheckContentSize"/>).</exception>
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
            : throw new ArgumentException("It is no SHA-256: 64 digits of hexadecimal.", nameof(sha256));
    }

    /// <summary>A document of SPDX 2.3 in JSON: the image as a package with its verification code, and its files with SHA-1 and SHA-256. Documents of SPDX in the image are referred to.</summary>
    public string ToSpdx() => SpdxDocument.Write(image, files);

    /// <summary>A document of CycloneDX 1.6 in JSON: a component for each file, with SHA-1 and SHA-256. Bills of materials in the image are referred to.</summary>
    public string ToCycloneDx() => CycloneDxDocument.Write(image, files);

    /// <summary>An in-toto statement with SLSA provenance, in JSON and not signed: the image, the options, a digest of all content, and the image that it is based on.</summary>
    /// <exception cref="InvalidOperationException">The image was read, so that nobody knows how it was made.</exception>
    public string ToProvenance() => inputs is null
        ? throw new InvalidOperationException("Only who makes an image knows how it was made: take BuildResult.ToReleaseDocuments.")
        : SlsaStatement.Write(image, files, inputs, baseSha256);
}
