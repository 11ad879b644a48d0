namespace IsoBuild.Provenance;

/// <summary>A file of an image, and what its content comes to.</summary>
/// <param name="Path">The path from the root on, with a leading slash.</param>
/// <param name="Sha1">In lower-case hexadecimal.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
internal sealed record HashedFile(string Path, string Sha1, string Sha256);

/// <summary>What one pass over the files of an image finds.</summary>
/// <param name="All">Every path that the image shows, in ordinal order.</param>
/// <param name="Documents">The bills of materials that are among them, in the same order.</param>
internal sealed record HashedFiles(IReadOnlyList<HashedFile> All, IReadOnlyList<OwnDocument> Documents);
