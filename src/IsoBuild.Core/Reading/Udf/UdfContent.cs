using IsoBuild.Diagnostics;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Where the bytes of a file or directory of UDF lie.</summary>
/// <param name="Extents">In the order of the file; holes lie nowhere.</param>
/// <param name="Length">How many bytes it has, as far as there is something of them.</param>
/// <param name="IsIncomplete">Whether these are not all of its bytes.</param>
internal readonly record struct UdfContent(Extent[] Extents, long Length, bool IsIncomplete);

/// <summary>Follows the allocation descriptors of files (ECMA-167 4/12, 4/14.14).</summary>
/// <param name="image">The image.</param>
/// <param name="blockSize">The size of logical blocks.</param>
/// <param name="locate">Where blocks lie.</param>
/// <param name="runs">In how many pieces the partitions lie.</param>
internal sealed class UdfAllocation(ImageFile image, int blockSize, UdfAllocation.Locate locate, int runs)
{
    /// <summary>How often a piece of a partition may end within an extent, for each piece that there is: where files lie apart, each does so once at most.</summary>
    private const int CutsPerRun = 8;

    /// <summary>Every volume may have some.</summary>
    private const int LeastCuts = 4096;

    private long cutsLeft = LeastCuts + ((long)CutsPerRun * runs);

    /// <summary>Finds a block.</summary>
    public delegate bool Locate(BlockAddress address, out long offset, out long room);

    /// <summary>Says what is wrong with a file: <see cref="DiagnosticId.ImageMalformed"/>, <see cref="DiagnosticId.ImageTruncated"/>, <see cref="DiagnosticId.ContentDamaged"/>, <see cref="DiagnosticId.TreeTooLarge"/>,
    /// <see cref="DiagnosticId.ContentUnsupported"/>, or <see cref="DiagnosticId.UdfTailBeyondExtents"/> where nothing is lost.</summary>
    public delegate void Report(DiagnosticId id, string message);

    private readonly List<Extent> extents = [];
    private readonly byte[] continuation = new byte[blockSize];
    private bool isIncomplete;

    /// <summary>The last extent of the file so far.</summary>
    private LongExtent lastExtent;

    /// <summary>Every allocation extent descriptor that was read: none belongs to two files, nor twice to one. So what an image costs is bounded by its size.</summary>
    private readonly HashSet<long> continuations = [];

    /// <summary>The allocation extent descriptors that the last file led to.</summary>
    public List<long> Continuations { get; } = [];

    /// <param name="entry">The file entry.</param>
    /// <param name="place">Where its block lies.</param>
    /// <param name="partition">The partition map in which it lies.</param>
    /// <param name="report">Is told what is wrong.</param>
    public UdfContent Read(FileEntry entry, long place, ushort partition, Report report)
    {
        extents.Clear();
        Continuations.Clear();
        lastExtent = default;
        var wanted = entry.Length;
        if (wanted > long.MaxValue)
        {
            report(DiagnosticId.ImageMalformed, $"The file entry gives a length of {wanted} bytes, which is impossible. The file is shown as empty.");
            return new UdfContent([], 0, IsIncomplete: true);
        }

        if (entry.IcbTag.Allocation > AllocationType.Embedded)
        {
            report(DiagnosticId.ContentUnsupported, $"The file uses allocation descriptors of an unknown type ({(int)entry.IcbTag.Allocation}). It is shown as empty.");
            return new UdfContent([], 0, IsIncomplete: true);
        }

        if (entry.IcbTag.IsTransformed)
        {
            Fail(DiagnosticId.ContentUnsupported, "The file is recorded in a transformed form, such as compressed or encrypted. It is read as it is recorded.", report);
        }

        var left = (long)wanted;
        if (entry.IcbTag.Allocation == AllocationType.Embedded)
        {
            // The file lies in its own entry (4/14.6.8).
            var there = Math.Min(left, entry.AllocationDescriptors.Length);
            Add(place + entry.DescriptorsOffset, there, report);
            return Finish(left - there, report);
        }

        var area = entry.AllocationDescriptors;
        while (true)
        {
            if (ReadArea(area, entry.IcbTag.Allocation, partition, ref left, report) is not { } next || !TryContinue(next, out area, report))
            {
                return Finish(left, report);
            }
        }
    }

    /// <summary>Adds what the descriptors of one area describe; where they go on, if they do.</summary>
    private BlockAddress? ReadArea(ReadOnlySpan<byte> area, AllocationType type, ushort partition, ref long left, Report report)
    {
        var size = type switch
        {
            AllocationType.Short => ShortExtent.Size,
            AllocationType.Long => LongExtent.Size,
            _ => ExtendedExtent.Size,
        };

        // Behind the last one there are zeros, which end them (4/12).
        for (var at = 0; left > 0; at += size)
        {
            var extent = Descriptor(area[at..], type, partition);
            if (extent.Length == 0)
            {
                return null;
            }

            if (extent.Type == ExtentType.Continuation)
            {
                return extent.Address;
            }

            if (type == AllocationType.Extended && ExtendedExtent.Read(area[at..]).IsPacked)
            {
                Fail(DiagnosticId.ContentUnsupported, $"The file is recorded in a transformed form, with fewer or more bytes than it has, at block {extent.Address.Block} of partition {extent.Address.Partition}. It is read as it is recorded.", report);
            }

            if (lastExtent.Length % (uint)blockSize != 0)
            {
                Fail(DiagnosticId.ImageMalformed, $"An extent of {lastExtent.Length} bytes, at block {lastExtent.Address.Block} of partition {lastExtent.Address.Partition}, ends within a block but is not the last: readers disagree on the rest.", report);
            }

            var length = Math.Min(extent.Length, left);
            left -= length;
            lastExtent = extent;
            if (extent.Type == ExtentType.Recorded)
            {
                AddBlocks(extent.Address, length, report);
            }
            else
            {
                AddHole(length);
            }
        }

        return null;
    }

    /// <summary>A descriptor of any form, as if it were of the long one.</summary>
    public static LongExtent Descriptor(ReadOnlySpan<byte> bytes, AllocationType type, ushort partition)
    {
        switch (type)
        {
            case AllocationType.Short:
                var near = ShortExtent.Read(bytes);
                return new LongExtent(near.Type, near.Length, new BlockAddress(near.Block, partition));
            case AllocationType.Long:
                return LongExtent.Read(bytes);
            default:
                var extended = ExtendedExtent.Read(bytes);
                return new LongExtent(extended.Type, extended.Length, extended.Address);
        }
    }

    private bool TryContinue(BlockAddress next, out ReadOnlySpan<byte> area, Report report)
    {
        area = default;
        if (!locate(next, out var offset, out _) || !image.TryRead(offset, continuation))
        {
            report(DiagnosticId.ImageMalformed, $"Its allocation descriptors continue in block {next.Block} of partition {next.Partition}, which does not exist.");
            return false;
        }

        if (!continuations.Add(offset))
        {
            report(DiagnosticId.ImageMalformed, $"Its allocation descriptors continue at byte {offset}, which is already in use: they form a loop, or files overlap.");
            return false;
        }

        var descriptor = new AllocationExtentDescriptor(continuation);
        if (descriptor.Tag.Id != TagId.AllocationExtent || UdfTags.IsNone(descriptor.Tag.Faults))
        {
            report(DiagnosticId.ImageMalformed, $"Its allocation descriptors continue at byte {offset}, where there is no allocation extent descriptor.");
            return false;
        }

        var faults = descriptor.Tag.Check(TagId.AllocationExtent, next.Block);
        if (UdfTags.IsDoubtful(faults))
        {
            Fail(DiagnosticId.ContentDamaged, $"The allocation extent descriptor at byte {offset}, with which its extents continue, {UdfTags.Describe(faults)}: the content that is read may be wrong.", report);
        }

        Continuations.Add(offset);
        area = descriptor.AllocationDescriptors;
        return true;
    }

    /// <summary>Says why what is read is not the file.</summary>
    private void Fail(DiagnosticId id, string message, Report report)
    {
        // Of an image's descriptors, every one may be so.
        if (!isIncomplete)
        {
            report(id, message);
            isIncomplete = true;
        }
    }

    private void AddBlocks(BlockAddress address, long length, Report report)
    {
        long block = address.Block;
        while (length > 0)
        {
            if (block > uint.MaxValue || !locate(address with { Block = (uint)block }, out var offset, out var room))
            {
                report(DiagnosticId.ImageMalformed, $"An extent is in block {block} of partition {address.Partition}, which does not exist. Zeros are shown for {length} bytes.");
                AddHole(length);
                isIncomplete = true;
                return;
            }

            var piece = Math.Min(room, length);
            Add(offset, piece, report);
            if (piece < length && --cutsLeft < 0)
            {
                report(DiagnosticId.TreeTooLarge, $"Its extents cover more pieces of the partition than separate files can. Zeros are shown for {length - piece} bytes.");
                AddHole(length - piece);
                isIncomplete = true;
                return;
            }

            length -= piece;
            block += piece / blockSize;
        }
    }

    private void Add(long offset, long length, Report report)
    {
        var there = Math.Clamp(image.Length - offset, 0, length);
        if (there < length)
        {
            report(DiagnosticId.ImageTruncated, $"The file's extent at byte {offset}, {length} bytes long, goes beyond the image's end at {image.Length}.");
            isIncomplete = true;
        }

        if (there == 0)
        {
            return;
        }

        if (extents.Count > 0 && extents[^1] is { IsHole: false } last && last.Offset + last.Length == offset)
        {
            extents[^1] = last with { Length = last.Length + there };
        }
        else
        {
            extents.Add(new Extent(offset, there));
        }
    }

    private void AddHole(long length)
    {
        if (extents.Count > 0 && extents[^1] is { IsHole: true } last)
        {
            extents[^1] = last with { Length = last.Length + length };
        }
        else
        {
            extents.Add(Extent.Hole(length));
        }
    }

    /// <summary>Adds what Linux appended within the last recorded block: it makes the file longer, and the extent only when a block is added.</summary>
    private bool TryAddTail(long left, Report report)
    {
        var within = lastExtent.Length % (uint)blockSize;
        if (lastExtent.Type != ExtentType.Recorded || within == 0 || left > blockSize - within || !locate(lastExtent.Address with { Block = lastExtent.Address.Block + (lastExtent.Length / (uint)blockSize) }, out var block, out _))
        {
            return false;
        }

        report(DiagnosticId.UdfTailBeyondExtents, $"The file is {left} bytes longer than its extents. The rest is in its last block, as Linux leaves it, and is shown.");
        Add(block + within, left, report);
        return true;
    }

    private UdfContent Finish(long left, Report report)
    {
        if (left > 0 && !TryAddTail(left, report))
        {
            report(DiagnosticId.ImageMalformed, $"The file entry gives {left} bytes more than its extents have.");
            isIncomplete = true;
        }

        var found = extents.ToArray();
        long length = 0;
        foreach (var extent in found)
        {
            length += extent.Length;
        }

        var content = new UdfContent(found, length, isIncomplete);
        isIncomplete = false;
        return content;
    }
}
