using System.Buffers.Binary;

namespace IsoBuild.HfsPlus;

/// <summary>Blocks that lie together (HFSPlusExtentDescriptor, TN1150 "Fork Data Structure").</summary>
/// <param name="Start">The first allocation block.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct BlockRun(uint Start, uint Count)
{
    public const int Size = 8;

    public void Write(Span<byte> field)
    {
        BinaryPrimitives.WriteUInt32BigEndian(field, Start);
        BinaryPrimitives.WriteUInt32BigEndian(field[4..], Count);
    }

    public static BlockRun Read(ReadOnlySpan<byte> field) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(field), BinaryPrimitives.ReadUInt32BigEndian(field[4..]));
}

/// <summary>Where the bytes of a file lie (HFSPlusForkData, TN1150 "Fork Data Structure"). All of them lie together here.</summary>
/// <param name="Length">How many bytes there are.</param>
/// <param name="Blocks">Where.</param>
internal readonly record struct Fork(ulong Length, BlockRun Blocks)
{
    public const int Size = 80;

    /// <summary>How many runs of blocks a fork has room for.</summary>
    public const int RunCount = 8;

    private const int Clump = 8;
    private const int Total = 12;
    private const int Runs = 16;

    /// <summary>Writes the fork into zero bytes.</summary>
    /// <param name="field">Where.</param>
    /// <param name="clump">By how many bytes a system would extend it at a time.</param>
    public void Write(Span<byte> field, uint clump = 0)
    {
        BinaryPrimitives.WriteUInt64BigEndian(field, Length);
        BinaryPrimitives.WriteUInt32BigEndian(field[Clump..], clump);
        BinaryPrimitives.WriteUInt32BigEndian(field[Total..], Blocks.Count);
        if (Blocks.Count > 0)
        {
            Blocks.Write(field[Runs..]);
        }
    }

    /// <summary>Reads the fork; of one in several pieces, the first of them.</summary>
    public static Fork Read(ReadOnlySpan<byte> field) => new(BinaryPrimitives.ReadUInt64BigEndian(field), BlockRun.Read(field[Runs..]));
}
