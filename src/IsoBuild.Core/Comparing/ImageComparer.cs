using System.Globalization;
using IsoBuild.Layout;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>Finds how two images differ, and why.</summary>
/// <remarks>First both are read as bytes, side by side; only when they differ does anybody ask what the bytes mean. Then what both call the
/// same is compared wherever it lies, so that nothing that merely moved is told as different.</remarks>
internal static class ImageComparer
{
    public static ImageDiff Compare(ImageReader before, ImageReader after, CancellationToken cancellationToken)
    {
        var bytes = new ByteComparer(before.Image, after.Image, cancellationToken);
        if (bytes.FirstDifference() is not { } first)
        {
            return new ImageDiff([], FirstByte: null, Cause: null) { Length = after.Image.Length };
        }

        var (old, now) = (new ComparedImage(before), new ComparedImage(after));
        var contents = new ContentComparer(bytes, Math.Max(before.Image.Length, after.Image.Length));
        var boot = new BootComparer(old, now);
        boot.Compare();
        contents.IsAccountedFor = boot.AccountsFor;
        var allowance = new TextAllowance(old.Regions.Layout, now.Regions.Layout);
        var trees = new TreeComparer(contents, allowance, cancellationToken);
        var sharing = new SharingChanges();
        var view = VolumeReading.BestOf(before.Formats & after.Formats);
        if (before.Content(view) is { } contentBefore && after.Content(view) is { } contentAfter)
        {
            trees.Compare(contentBefore, contentAfter);
            sharing = SharingChanges.Find(old, now, contentBefore, contentAfter, allowance);
        }

        var volume = new VolumeComparer(old, now, entriesDiffer: trees.Entries.Count > 0);
        volume.Compare();
        var regions = new RegionComparer(old, now, contents, trees, sharing, volume, boot, allowance, cancellationToken);
        regions.Compare();

        List<ImageDifference> differences =
        [
            .. trees.Entries,
            .. trees.Contents,
            .. Uncompared(contents.Skipped),
            .. trees.Metadata,
            .. volume.Fields,
            .. boot.Fields,
            .. LayoutDiff.Compare(MapLines.Of(old.Regions), MapLines.Of(now.Regions), now.Regions.PartnersIn(old.Regions), IsReported, allowance),
            .. sharing.Unsaid,
            .. volume.Effects,
            .. boot.Effects,
            .. Lengths(before.Image.Length, after.Image.Length),
            .. regions.Found,
            .. Unlisted(allowance.Omitted),
        ];
        var (words, isEffect) = new FieldFinder(old, now).Describe(first);
        if (differences.Count == 0)
        {
            differences.Add(new(DifferenceKind.Bytes, DifferenceChange.Changed, words, string.Create(CultureInfo.InvariantCulture, $"{words}, byte {first}"), first));
        }

        // What descriptors there are decides of more than any file.
        var cause = isEffect ? volume.Fields.Concat(boot.Fields).FirstOrDefault(IsCause) ?? differences.FirstOrDefault(IsCause) : null;
        return new ImageDiff(differences, first, cause is null ? words : $"{words}, because {Because(cause)}") { Length = after.Image.Length };

        // Entries, and content of another size, are told of as such.
        bool IsReported(LayoutLine region) => region.Kind switch
        {
            "file" => RegionTitle.FilePath(region.Name) is var path && !sharing.Contains(path) && !trees.IsEntryReported(path) && !trees.IsContentReported(path),
            "directory" or "continuation" => !trees.IsEntryReported(RegionTitle.Split(region.Name).Path),
            _ => true,
        };
    }

    private static bool IsCause(ImageDifference difference) =>
        difference is { Kind: DifferenceKind.Entry or DifferenceKind.Content } or { Kind: DifferenceKind.Volume, Change: DifferenceChange.Added or DifferenceChange.Removed }
            or { Kind: DifferenceKind.Layout, Change: DifferenceChange.Added or DifferenceChange.Removed or DifferenceChange.Changed };

    private static string Because(ImageDifference cause) => cause.Change switch
    {
        DifferenceChange.Added => $"there is a new {cause.Message}",
        DifferenceChange.Removed => $"there is no longer a {cause.Message}",
        _ => cause.Message,
    };

    private static IEnumerable<ImageDifference> Lengths(long before, long after)
    {
        if (before != after)
        {
            yield return new(DifferenceKind.Layout, DifferenceChange.Changed, "image", $"image {DifferenceText.Resized(Bytes.Sector.Count(before), Bytes.Sector.Count(after), before, after)}");
        }
    }

    private static IEnumerable<ImageDifference> Unlisted(long count)
    {
        if (count > 0)
        {
            yield return new(DifferenceKind.Bytes, DifferenceChange.Changed, "differences", $"{HumanSize.Counted(count, "more difference is", "more differences are")} not listed: the listed paths are already many times as long as the records of both trees");
        }
    }

    /// <summary>What is said of files that were not compared.</summary>
    public static IEnumerable<ImageDifference> Uncompared(long count)
    {
        if (count > 0)
        {
            yield return new(DifferenceKind.Content, DifferenceChange.Changed, "files", $"the content of {HumanSize.Counted(count, "file", "files")} was not compared: it is larger than an image of this size can contain");
        }
    }
}
