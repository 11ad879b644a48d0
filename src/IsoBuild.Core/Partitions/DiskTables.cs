namespace IsoBuild.Partitions;

/// <summary>What both ends of the image say, once everything has its address.</summary>
/// <param name="Mbr">The entries of the master boot record, in the order of their numbers.</param>
/// <param name="Gpt">The entries of the GPT, in the order of their numbers.</param>
/// <param name="Entries">The bytes of the whole array of the GPT.</param>
/// <param name="Header">The first header of the GPT; <see langword="null"/> where there is none.</param>
/// <param name="DiskSignature">The number of the disk in the master boot record.</param>
internal sealed record DiskTables(IReadOnlyList<PlacedMbrEntry> Mbr, IReadOnlyList<GptPartition> Gpt, byte[] Entries, GptHeader? Header, uint DiskSignature)
{
    /// <summary>The second GPT, in blocks of 4096 bytes, where there is one.</summary>
    public (GptHeader Header, byte[] Entries)? Large { get; init; }
}

/// <summary>An entry of the master boot record with its place.</summary>
/// <param name="Partition">The entry.</param>
/// <param name="Form">How it is written.</param>
internal sealed record PlacedMbrEntry(MbrPartition Partition, MbrEntry Form)
{
    public void Write(Span<byte> entry)
    {
        var stored = Form.Stored.Span;
        if (!stored.IsEmpty && MbrPartition.Read(stored, Partition.Number) == Partition)
        {
            stored.CopyTo(entry);
        }
        else if (Partition.Type == MbrPartition.Protective)
        {
            MbrPartition.WriteProtective(entry, Partition.EndBlock, Partition.IsActive, Form.Geometry);
        }
        else
        {
            Partition.Write(entry, Form.Geometry);
        }
    }
}
