using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>Finds how two images differ, and why.</summary>
internal static class ImageComparer
{
    public static ImageDiff Compare(ImageReader before, ImageReader after, CancellationToken cancellationToken) => throw new NotSupportedException();
}
