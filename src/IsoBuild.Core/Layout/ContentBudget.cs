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

    /// <summary>The first file of an image up to which there is more content than that, each source counted once; <see langword="null"/> when all are read in time.</summary>
    public static ContentFile? FirstBeyond(ContentTree content, long imageLength)
    {
        var left = Of(imageLength);
        var counted = new HashSet<ContentSource>(new BySource());
        foreach (var node in content.Nodes)
        {
            if (node is ContentFile { IsIncomplete: false } file && counted.Add(file.Source) && (left -= CostOf(file)) < 0)
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>Why content is not read that is too much, as the beginning of a message.</summary>
    public static string Describe(long imageLength) =>
        $"The content of the files up to this one is more than {TimesImage} times the image's {imageLength} bytes: files share the same extents again and again, or have holes.";

    /// <exception cref="ContentException">The files have more content than that.</exception>
    public static void Check(ImageLayout layout)
    {
        var left = Of(layout.Length);
        foreach (var region in layout.Regions)
        {
            if (region is { Subject: not FilePart, File: { IsIncomplete: false } file } && (left -= CostOf(file)) < 0)
            {
                throw Refusal(file, layout.Length);
            }
        }
    }

    /// <summary>Why no hashes are made.</summary>
    /// <param name="file">The file up to which there is too much.</param>
    /// <param name="imageLength">The image's size.</param>
    public static ContentException Refusal(ContentFile file, long imageLength) => new(new Diagnostic(
        DiagnosticId.ExtractTooLarge,
        DiagnosticSeverity.Error,
        file.Path,
        $"{Describe(imageLength)} Such content is not hashed. 'extract' and 'cat' can read single files."));

    /// <summary>Sources that are the same bytes are one.</summary>
    public sealed class BySource : IEqualityComparer<ContentSource>
    {
        public bool Equals(ContentSource? x, ContentSource? y) => x is null ? y is null : x.IsSameAs(y);

        public int GetHashCode(ContentSource obj) => obj.SamenessHash;
    }
}
