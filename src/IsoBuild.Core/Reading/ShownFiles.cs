using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>The files that readers of an image find, by path.</summary>
internal static class ShownFiles
{
    /// <summary>The files of the best tree, and what other trees have that lies where none of those does. Which empty files of other trees are the same nobody can tell, so they are not among them.</summary>
    /// <param name="shown">The session that readers see.</param>
    /// <param name="regions">The regions of the layout, which go by the names of the first tree that has them.</param>
    public static IEnumerable<ShownFile> Of(VolumeReading shown, Region[] regions)
    {
        var best = shown.Tree(shown.BestView)!.Content;
        foreach (var node in best.AllNodes)
        {
            if (node is ContentFile file)
            {
                yield return new ShownFile(file.Path, file);
            }
        }

        TreeReading?[] others = [shown.Primary, shown.Tree(ImageFormats.Joliet), shown.Enhanced(), shown.Udf];
        HashSet<ContentNode> ofOthers = [.. others.OfType<TreeReading>().Select(tree => tree.Content).Where(content => content != best).SelectMany(content => content.AllNodes)];
        foreach (var region in regions)
        {
            if (region is { Kind: RegionKind.File, Subject: not FilePart, File: { } first } && ofOthers.Contains(first))
            {
                foreach (var file in region.OtherFiles.Prepend(first))
                {
                    yield return new ShownFile(file.Path, file);
                }
            }
        }
    }
}
