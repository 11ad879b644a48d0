using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Finds the newest file entry of an ICB of strategy 4096 (UDF 1.02 6.6): behind each entry, an indirect one leads to the next.</summary>
/// <remarks>Each indirect entry is followed once, so that what an image costs is bounded by its size.</remarks>
internal sealed class UdfVersions(UdfVolumeReading volume)
{
    private readonly byte[] block = new byte[volume.BlockSize];
    private readonly HashSet<long> followed = [];

    /// <summary>What was found, by the first block of each entry on the way.</summary>
    private readonly Dictionary<BlockAddress, (BlockAddress Newest, (long, string)? Problem)> known = [];

    private readonly List<BlockAddress> chain = [];

    /// <summary>The block of the newest entry; where there is no further one, or the ICB has another strategy, the first.</summary>
    /// <param name="icb">The ICB.</param>
    /// <param name="problem">Why there may be newer ones; <see langword="null"/> when there are none.</param>
    public BlockAddress Newest(BlockAddress icb, out (long Offset, string Words)? problem)
    {
        chain.Clear();
        var newest = icb;
        problem = null;
        while (Read(newest) && IsOfStrategy4096())
        {
            // Others may lead to the middle of a chain.
            if (known.TryGetValue(newest, out var found))
            {
                (newest, problem) = found;
                break;
            }

            chain.Add(newest);
            var behind = newest with { Block = newest.Block + 1 };
            if (!volume.TryLocate(behind, out var offset, out _) || !Read(behind) || new IndirectEntry(block) is not { IsBlank: false } indirect)
            {
                break;
            }

            // Any other descriptor is of somebody else: there is no next version.
            var tag = new DescriptorTag(block);
            var faults = tag.Check(TagId.IndirectEntry, behind.Block);
            if (UdfTags.IsNone(faults) || (tag.Id == TagId.IndirectEntry && UdfTags.IsDoubtful(faults)))
            {
                problem = (offset, "cannot be read");
                break;
            }

            if (tag.Id != TagId.IndirectEntry || indirect.Next is not { Length: > 0 } next)
            {
                break;
            }

            if (!followed.Add(offset))
            {
                problem = (offset, "points back to older ones");
                break;
            }

            newest = next.Address;
        }

        foreach (var entry in chain)
        {
            known[entry] = (newest, problem);
        }

        return newest;
    }

    private bool Read(BlockAddress address) => volume.TryLocate(address, out var offset, out _) && volume.Image.TryRead(offset, block);

    private bool IsOfStrategy4096()
    {
        var entry = new FileEntry(block);
        return !UdfTags.IsNone(entry.Tag.Faults) && entry.IsSound && entry.IcbTag.Strategy == IcbTag.Strategy4096;
    }
}
