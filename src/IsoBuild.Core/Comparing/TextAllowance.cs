using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>How much text differences may have together: as much as they have that name each entry of usual images, and no multiple of what holds the entries.</summary>
internal sealed class TextAllowance
{
    /// <summary>For each byte of directories and other structures of both images.</summary>
    private const int CharactersPerByte = 2;

    private const long Least = 1L << 24;

    private long left;

    /// <summary>As much as whoever asks for the comparison has entries on the disk.</summary>
    public TextAllowance() => left = long.MaxValue;

    public TextAllowance(ImageLayout before, ImageLayout after) => left = Math.Max(Least, CharactersPerByte * (StructuresOf(before) + StructuresOf(after)));

    /// <summary>Whether something was left out.</summary>
    public bool IsSpent => Omitted > 0;

    /// <summary>How many differences were left out.</summary>
    public long Omitted { get; private set; }

    /// <summary>Adds a difference to a list as long as there is room.</summary>
    public bool TryAdd(List<ImageDifference> differences, ImageDifference difference)
    {
        left -= IsSpent ? 0 : difference.Item.Length + difference.Message.Length;
        if (left < 0)
        {
            Omitted++;
            return false;
        }

        differences.Add(difference);
        return true;
    }

    private static long StructuresOf(ImageLayout layout) => layout.Regions.Sum(region =>
        region.Kind is RegionKind.VolumeDescriptor or RegionKind.PathTable or RegionKind.Directory or RegionKind.Continuation or RegionKind.FileEntries ? region.Length : 0);
}
