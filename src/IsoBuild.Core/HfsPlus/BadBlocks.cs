using System.Buffers.Binary;
using IsoBuild.Layout;

namespace IsoBuild.HfsPlus;

/// <summary>The records of the extents overflow file (TN1150, "Extents Overflow File"): files lie in one piece and need none, but blocks with what the volume does not show are
/// those of the bad block file (TN1150, "Bad Block File"), so that nobody takes them for free.</summary>
/// <param name="regions">What is in the volume and not shown, in the order on disk.</param>
/// <param name="blockOf">The block of the volume at which a region begins.</param>
internal sealed class BadBlocks(IReadOnlyList<Region> regions, Func<RegionId, ImageLayout, uint> blockOf) : ITreeRecords
{
    private const int FileId = 4;
    private const int StartBlock = 8;

    public ushort MaxKeyLength => 10;

    public bool HasVariableKeys => false;

    public long? First => regions.Count > 0 ? 0 : null;

    /// <summary>A place is the number of the first of the runs in the record.</summary>
    public long? Next(long place) => place + Fork.RunCount < regions.Count ? place + Fork.RunCount : null;

    public int KeySize(long place) => sizeof(ushort) + MaxKeyLength;

    public int DataSize(long place) => Fork.RunCount * BlockRun.Size;

    public void WriteKey(long place, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, MaxKeyLength);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FileId..], CatalogRecord.BadBlocksId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[StartBlock..], (uint)regions.Take((int)place).Sum(region => region.SectorCount));
    }

    public void WriteData(long place, EncodingContext context, Span<byte> destination)
    {
        for (var i = 0; i < Fork.RunCount && place + i < regions.Count; i++)
        {
            var region = regions[(int)place + i];
            new BlockRun(blockOf(region.Id, context.Layout), (uint)region.SectorCount).Write(destination[(i * BlockRun.Size)..]);
        }
    }
}
