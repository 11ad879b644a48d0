using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>Gathers an <see cref="ImageSummary"/>.</summary>
internal static class ImageSummarizer
{
    public static ImageSummary Summarize(ImageReader reader, string name) => throw new NotSupportedException();
}
