using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>Files that both images have, and that share their sectors with others in one of them alone: nothing of their content is gone or new.</summary>
internal sealed class SharingChanges
{
    /// <summary>The digests of the files' paths, as they are and as sector maps spell them: there may be very many.</summary>
    private readonly HashSet<UInt128> paths = [];

    /// <summary>What no line of the sector map says.</summary>
    public List<ImageDifference> Unsaid { get; } = [];

    /// <summary>Whether there is any.</summary>
    public bool Any => paths.Count > 0;

    /// <summary>Whether a file is one, by its path or as sector maps spell it.</summary>
    public bool Contains(string path) => Any && paths.Contains(TextDigest.Of(path));

    /// <summary>Finds them.</summary>
    /// <param name="before">The first image.</param>
    /// <param name="after">The second image.</param>
    /// <param name="old">Its content, and</param>
    /// <param name="now">that of the second one.</param>
    /// <param name="allowance">How much may be told.</param>
    public static SharingChanges Find(ComparedImage before, ComparedImage after, ContentTree old, ContentTree now, TextAllowance allowance)
    {
        var found = new SharingChanges();
        var partners = after.Regions.PartnersIn(before.Regions);
        var isKept = new bool[before.Regions.Layout.Regions.Length];
        for (var i = 0; i < partners.Length; i++)
        {
            if (partners[i] < 0)
            {
                continue;
            }

            isKept[partners[i]] = true;
            var (was, has) = (before.Regions.Layout.Regions[partners[i]], after.Regions.Layout.Regions[i]);
            if (has.Kind == RegionKind.File && (was.SharedBy.Count, has.SharedBy.Count) is not (0, 0) && !was.SharedBy.SequenceEqual(has.SharedBy, StringComparer.Ordinal))
            {
                found.Add(RegionTitle.FilePath(has.Name));
            }
        }

        for (var i = 0; i < isKept.Length; i++)
        {
            if (!isKept[i] && FileOf(before.Regions.Layout.Regions[i], now) is var (path, file))
            {
                found.Add(path);
                if (NeighbourOf(file, path, after.Regions, i => partners[i] >= 0) is { } neighbour)
                {
                    Tell(path, $"is stored together with {neighbour}");
                }
            }
        }

        for (var i = 0; i < partners.Length; i++)
        {
            if (partners[i] < 0 && FileOf(after.Regions.Layout.Regions[i], old) is var (path, file))
            {
                found.Add(path);
                if (NeighbourOf(file, path, before.Regions, i => isKept[i]) is { } neighbour)
                {
                    Tell(path, $"is no longer stored together with {neighbour}");
                }
            }
        }

        return found;

        void Tell(string path, string what)
        {
            var title = $"file {LayoutText.Escape(path)}";
            allowance.TryAdd(found.Unsaid, new(DifferenceKind.Layout, DifferenceChange.Changed, title, $"{title} {what}"));
        }
    }

    /// <summary>The file that the other image has at the path after which a region is called.</summary>
    private static (string Path, ContentFile File)? FileOf(Region region, ContentTree other) =>
        region.Kind == RegionKind.File && RegionTitle.FilePath(region.Name) is var path && other.Find(path) is ContentFile file ? (path, file) : null;

    /// <summary>After what the region is called in which a file lies; <see langword="null"/> where that is the file itself, or where both images have the region, whose line says it.</summary>
    private static string? NeighbourOf(ContentFile file, string path, RegionIndex regions, Func<int, bool> isInBoth) =>
        TreeReading.ExtentsOf(file) is [var extent, ..] && regions.Find(extent.Offset) is >= 0 and var number && !isInBoth(number)
        && RegionTitle.FilePath(regions.Layout.Regions[number].Name) is var name && !string.Equals(name, path, StringComparison.Ordinal)
            ? LayoutText.Escape(name)
            : null;

    private void Add(string path)
    {
        paths.Add(TextDigest.Of(path));
        paths.Add(TextDigest.Of(LayoutText.Escape(path)));
    }
}
