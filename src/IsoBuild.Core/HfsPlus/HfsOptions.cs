using IsoBuild.Content;

namespace IsoBuild.HfsPlus;

/// <summary>What an HFS+ volume is to be.</summary>
/// <param name="Formats">The other trees of the image: what none of them shows is not shown here either.</param>
/// <param name="Creators">Creators and types of files.</param>
/// <param name="Blessed">The path of the directory that firmware starts from, or of a file in it; empty for none.</param>
/// <param name="ReachesUefiImages">Whether the volume holds images for UEFI too; not where they are partitions beside it.</param>
internal sealed record HfsOptions(ImageFormats Formats, IReadOnlyList<HfsCreator> Creators, string Blessed, bool ReachesUefiImages)
{
    /// <summary>On what boundary images for UEFI begin, in bytes.</summary>
    public long UefiAlignment { get; init; } = Bytes.Sector.Size;

    /// <summary>The rule for a file: of several, the last.</summary>
    public HfsCreator? CreatorOf(ContentNode node)
    {
        if (Creators.Count == 0)
        {
            return null;
        }

        var path = node.Path;
        return Creators.LastOrDefault(rule => rule.Pattern.Matches(path));
    }
}
