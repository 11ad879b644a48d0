using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Finds the newest file entry of an ICB of strategy 4096 (UDF 1.02 6.6): behind each entry, an indirect one leads to the next.</summary>
/// <remarks>Each indirect entry is followed once, so that what an image costs is bounded by its size.</remarks>
internal sealed class UdfVersions(UdfVolumeReading volume)
{
    private readonly byte[] block = new byte[volume.BlockSize];
    private readonly HashSet<long> followed = [];

    /// <summary>What was found, by the first block of the ICB.</summary>
    private readonly Dictionary<BlockAddress, BlockAddress> known = [];

    /// <summary>The block of the newest entry; where there is no further one, or the ICB has another strategy, the first.</summary>
    /// <param name="icb">The ICB.</param>
    /// <param name="damaged">Where an entry lies that would lead on and cannot be read; -1, when all can.</param>
    public BlockAddress Newest(BlockAddress icb, out long damaged)
    {
        damaged = -1;
        var newest = icb;
        while (Read(newest) && IsOfStrategy4096())
        {
            if (known.TryGetValue(newest, out var found))
            {
                newest = found;
                break;
            }

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
                damaged = offset;
                break;
            }

            if (tag.Id != TagId.IndirectEntry)
            {
                break;
            }

            if (indirect.Next is not { Length: > 0 } next || !followed.Add(offset))
            {
                break;
            }

            newest = next.Address;
        }

        if (newest != icb)
        {
            known[icb] = newest;
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
