using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>Writes the content of an image into a directory, and nowhere else.</summary>
internal static class ImageExtractor
{
    public static ExtractResult Extract(ContentTree content, string directory, ExtractOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
