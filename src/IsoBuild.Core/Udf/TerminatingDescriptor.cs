namespace IsoBuild.Udf;

/// <summary>The terminating descriptor (ECMA-167 3/10.9, 4/14.2; UDF 1.02 2.2.9, 2.3.2.8): the sequence ends here.</summary>
internal readonly ref struct TerminatingDescriptor(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, DescriptorTag.Size);

    public static void Write(Span<byte> sector, uint location) => DescriptorTag.Write(sector[..Size], TagId.Terminating, location);

    public DescriptorTag Tag => new(sector);
}
