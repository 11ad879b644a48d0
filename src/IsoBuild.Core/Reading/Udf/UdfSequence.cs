using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>The prevailing descriptors of a volume descriptor sequence (ECMA-167 3/8.4.3): of those of one kind, that of the highest number.</summary>
internal sealed class UdfSequence
{
    /// <summary>No writer makes longer sequences; a hostile one would be as long as the image.</summary>
    private const int MostBlocks = 1024;

    public byte[]? Primary { get; private set; }

    public byte[]? LogicalVolume { get; private set; }

    /// <summary>The implementation use volume descriptor that UDF knows (UDF 1.02 2.2.7); there may be others.</summary>
    public byte[]? VolumeInfo { get; private set; }

    /// <summary>By the numbers of the partitions.</summary>
    public Dictionary<ushort, byte[]> Partitions { get; } = [];

    /// <summary>Why descriptors may be missing that prevail, or are; <see langword="null"/> when all could be read.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether that is merely that a blank block, which ends a sequence (3/8.4.2), comes before further descriptors: these are left from before, or a block was lost.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Whether there is what leads to files.</summary>
    public bool IsComplete => LogicalVolume is not null && Partitions.Count > 0;

    /// <summary>Faults of descriptors that are used all the same, and where they lie.</summary>
    public List<(TagFaults Faults, long Offset)> Complaints { get; } = [];

    /// <summary>What else is to be said of it.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads a sequence.</summary>
    /// <param name="image">The image.</param>
    /// <param name="extent">Where it begins, and its length in bytes.</param>
    /// <param name="blockSize">The size of sectors.</param>
    public static UdfSequence Read(ImageFile image, (long Offset, long Length) extent, int blockSize)
    {
        var found = new UdfSequence();
        var (offset, left) = (extent.Offset, extent.Length / blockSize);
        var isOpen = true;
        for (var total = 0; isOpen && left > 0 && total < MostBlocks; total++)
        {
            var block = new byte[blockSize];
            if (!image.TryRead(offset, block))
            {
                found.Problem ??= $"its descriptors at byte {offset} are beyond the image's end at {image.Length}";
                break;
            }

            (offset, left, isOpen) = found.Add(image, block, offset, left);
        }

        if (!found.IsComplete)
        {
            found.Problem ??= $"there is no {(found.LogicalVolume is null ? "logical volume" : "partition")} descriptor in the sequence at byte {extent.Offset}";
        }
        else if (isOpen && left > 0)
        {
            found.Problem ??= $"it has more than {MostBlocks} descriptors";
        }

        return found;
    }

    /// <summary>Adds what another sequence has that is newer.</summary>
    public void Join(UdfSequence other)
    {
        foreach (var block in (byte[]?[])[other.Primary, other.LogicalVolume, other.VolumeInfo, .. other.Partitions.Values])
        {
            if (block is not null)
            {
                Take(new DescriptorTag(block).Id, block);
            }
        }

        Complaints.AddRange(other.Complaints);
    }

    /// <summary>Whether a descriptor that leads to files has a higher number than the other sequence's.</summary>
    public bool IsNewerThan(UdfSequence other) =>
        NumberOf(LogicalVolume!) > NumberOf(other.LogicalVolume!)
        || Partitions.Any(partition => !other.Partitions.TryGetValue(partition.Key, out var theirs) || NumberOf(partition.Value) > NumberOf(theirs));

    /// <summary>Whether both lead to the same files: the descriptors say the same but for their places and numbers.</summary>
    public bool LeadsWhere(UdfSequence other) =>
        Body(LogicalVolume!).SequenceEqual(Body(other.LogicalVolume!))
        && Partitions.Count == other.Partitions.Count
        && Partitions.All(partition => other.Partitions.TryGetValue(partition.Key, out var theirs) && Body(partition.Value).SequenceEqual(Body(theirs)));

    /// <summary>Takes a block into account; where the sequence goes on, if it does.</summary>
    private (long Offset, long Left, bool IsOpen) Add(ImageFile image, byte[] block, long offset, long left)
    {
        var next = (offset + block.Length, left - 1, true);
        var tag = new DescriptorTag(block);
        var faults = tag.Faults;
        if (UdfTags.IsNone(faults))
        {
            if (block.AsSpan().ContainsAnyExcept((byte)0))
            {
                // It may have been any of them, and there is a second copy.
                Problem ??= $"the block at byte {offset} is not a descriptor";
                return next;
            }

            if (Problem is null && IsFollowed(image, offset, left, block.Length))
            {
                (Problem, HasGap) = ($"the block at byte {offset} is blank, and descriptors follow", true);
            }

            return (offset, left, false);
        }

        if (tag.Id == TagId.Terminating)
        {
            return (offset, left, false);
        }

        faults |= tag.Location == offset / block.Length ? 0 : TagFaults.Location;
        if (UdfTags.IsDoubtful(faults) && tag.Id is not (TagId.PrimaryVolume or TagId.ImplementationUseVolume or TagId.UnallocatedSpace))
        {
            // They say where everything lies, or where more of them are.
            Problem ??= $"its {NameOf(tag.Id)} at byte {offset} {UdfTags.Describe(faults)}";
            return next;
        }

        if (UdfTags.Describe(faults) is not null)
        {
            Complaints.Add((faults, offset));
        }

        if (tag.Id == TagId.VolumePointer)
        {
            // The sequence goes on elsewhere (3/10.3).
            var extent = new VolumePointer(block).Next;
            return (extent.Sector * (long)block.Length, extent.Length / block.Length, true);
        }

        Take(tag.Id, block);
        return next;
    }

    private static string NameOf(TagId id) => id switch
    {
        TagId.Partition => "partition descriptor",
        TagId.LogicalVolume => "logical volume descriptor",
        TagId.VolumePointer => "volume descriptor pointer",
        _ => "descriptor",
    };

    private static bool IsFollowed(ImageFile image, long offset, long left, int blockSize)
    {
        var block = new byte[blockSize];
        for (var i = 1; i < Math.Min(left, MostBlocks) && image.TryRead(offset + ((long)i * blockSize), block); i++)
        {
            var tag = new DescriptorTag(block);
            if (tag.Id is TagId.Partition or TagId.LogicalVolume or TagId.VolumePointer or TagId.Terminating && tag.Check(tag.Id, (uint)((offset / blockSize) + i)) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Take(TagId id, byte[] block)
    {
        switch (id)
        {
            case TagId.PrimaryVolume when Primary is null || NumberOf(block) > NumberOf(Primary):
                Primary = block;
                break;
            case TagId.LogicalVolume when LogicalVolume is null || NumberOf(block) > NumberOf(LogicalVolume):
                LogicalVolume = block;
                break;
            case TagId.ImplementationUseVolume when new ImplementationUseDescriptor(block).Contents.Name.SequenceEqual(EntityId.VolumeInfo) && (VolumeInfo is null || NumberOf(block) > NumberOf(VolumeInfo)):
                VolumeInfo = block;
                break;
            case TagId.Partition:
                var number = new PartitionDescriptor(block).Number;
                if (!Partitions.TryGetValue(number, out var other) || NumberOf(block) > NumberOf(other))
                {
                    Partitions[number] = block;
                }

                break;
        }
    }

    /// <summary>All of them have it in one place (3/10.1.2, 3/10.5.2, 3/10.6.2).</summary>
    private static uint NumberOf(byte[] block) => new PartitionDescriptor(block).SequenceNumber;

    /// <summary>What comes behind the tag and the number.</summary>
    private static ReadOnlySpan<byte> Body(byte[] block) => block.AsSpan(DescriptorTag.Size + sizeof(uint));
}
