using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;
using IsoBuild.Reading;

namespace IsoBuild.Booting;

/// <summary>Media have the files of their EFI system partition in the tree too, for machines that boot from USB sticks with files copied onto them: whoever changes one may mean both.</summary>
/// <param name="content">What the image holds.</param>
/// <param name="baseContent">What the base holds.</param>
/// <param name="diagnostics">Receives reports of files that were the same in both, and are not any more.</param>
internal sealed class EfiCopies(ContentTree content, ContentTree baseContent, DiagnosticBag diagnostics)
{
    /// <param name="merged">The partition of the base into which files went, if any did.</param>
    /// <param name="images">The boot images for UEFI.</param>
    public void Check(FatMerger? merged, IEnumerable<ContentFile> images)
    {
        foreach (var (entry, isAdded) in merged?.Entries ?? [])
        {
            if (isAdded && entry.Source is { } source && Find(content, entry.Path) is { } copy && !SameContent.MayBe(copy.Source, source))
            {
                diagnostics.Info(DiagnosticId.EfiCopyDiffers, copy.Path, "The image and its EFI system partition both have this file, and only the one in the partition is replaced, so they now differ. Replace the other one too if they should be the same.", copy.Source.FilePath);
            }
        }

        CheckTree(merged?.Entries.Where(file => !file.IsAdded).Select(file => (file.Entry.Path, file.Entry.Source)) ?? []);
        foreach (var image in images)
        {
            // What somebody added is not the base's.
            if (image.Source is ExtentSource && FatVolume.TryRead(image.Source, image.Path, start: 0, new DiagnosticBag(limit: 0)) is { } volume)
            {
                CheckTree(volume.Nodes.Select(node => (node.Path, (ContentSource?)node.Source)));
            }
        }
    }

    /// <summary>Tells of files of the partition whose copies in the base's tree are replaced, or removed.</summary>
    private void CheckTree(IEnumerable<(string Path, ContentSource? Source)> files)
    {
        var gone = new List<string>();
        foreach (var (path, stored) in files)
        {
            if (stored is not { } source || (Find(content, path) is var copy && copy is { IsFromBase: true })
                || Find(baseContent, path) is not { } before || !SameContent.MayBe(before.Source, source))
            {
                continue;
            }

            if (copy is null)
            {
                gone.Add(before.Path);
            }
            else if (!SameContent.MayBe(copy.Source, source))
            {
                diagnostics.Info(DiagnosticId.EfiCopyDiffers, copy.Path, "The image and its EFI system partition both have this file, and only the one in the image is replaced, so they now differ. Replace the other one too if they should be the same.", copy.Source.FilePath);
            }
        }

        if (gone.Count > 0)
        {
            var more = gone.Count == 1 ? "this file, which is" : string.Create(CultureInfo.InvariantCulture, $"this file and {gone.Count - 1} more, which are");
            diagnostics.Info(DiagnosticId.EfiCopyDiffers, gone[0], $"The base's EFI system partition has {more} removed from the image. The partition, from which UEFI machines boot, keeps {(gone.Count == 1 ? "it" : "them")}. To change the partition, add files to it.");
        }
    }

    private static ContentFile? Find(ContentTree tree, string path)
    {
        ContentNode? node = tree.Root;
        foreach (var name in path.Split('/'))
        {
            node = NameCase.Find(node as ContentDirectory, name, ignoresCase: true);
        }

        return node as ContentFile ?? (node as ContentLink)?.LeadsTo;
    }
}
