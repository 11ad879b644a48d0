using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Layout;

/// <summary>How much of an image is read for the content of all of its files. Files of a hostile image may share all of it, over and over, or be holes: an image of 6 MB can say 80 GB of them.</summary>
internal static class ContentBudget
{
    /// <summary>How many times its own size may be read of an image: its trees may show files in other pieces than each other.</summary>
    private const int TimesImage = 4;

    /// <summary>What may be read of every image.</summary>
    private const long Least = 64 << 20;

    /// <summary>How many bytes of holes and of unpacked content count as one that is read.</summary>
    private const int MadePerRead = 64;

    /// <summary>What reading a file costs of an image: what is stored of it, or a part of its length where that is much more; nothing, where it is no file of an image.</summary>
    public static long CostOf(ContentFile file) => file.Source.StoredLength is { } stored ? Math.Max(stored, file.Length / MadePerRead) : 0;

    /// <summary>How much may be read of an image.</summary>
    public static long Of(long imageLength) => (TimesImage * Math.Min(imageLength, long.MaxValue / (2 * TimesImage))) + Least;

    /// <exception cref="ContentException">The files have more content than that.</exception>
    public static void Check(ImageLayout layout)
    {
        var left = Of(layout.Length);
        foreach (var region in layout.Regions)
        {
            if (region is { Subject: not FilePart, File: { IsIncomplete: false } file } && (left -= CostOf(file)) < 0)
            {
                throw new ContentException(new Diagnostic(
                    DiagnosticId.ExtractTooLarge,
                    DiagnosticSeverity.Error,
                    file.Path,
                    $"The content of the files up to this one is more than {TimesImage} times the image's {layout.Length} bytes: they share what is stored again and again, or are holes. Such content is not read for hashes; 'extract' and 'cat' give single files out."));
            }
        }
    }
}
