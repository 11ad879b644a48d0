namespace IsoBuild.Udf;

/// <summary>An indirect entry (ECMA-167 4/14.7): it leads to the next version of a file entry.</summary>
internal readonly ref struct IndirectEntry(ReadOnlySpan<byte> block)
{
    private const int Size = 52;
    private const int Icb = 36;

    private readonly ReadOnlySpan<byte> block = RecordBytes.OrZeros(block, Size);

    public bool IsSound => new DescriptorTag(block) is { Id: TagId.IndirectEntry } tag && (tag.Faults & (TagFaults.Short | TagFaults.Checksum)) == 0;

    /// <summary>Whether the block was never written: there is no next version.</summary>
    public bool IsBlank => !block.ContainsAnyExcept((byte)0);

    /// <summary>Where the next version lies; of no length when there is none.</summary>
    public LongExtent Next => LongExtent.Read(block[Icb..]);
}
