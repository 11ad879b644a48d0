namespace IsoBuild.Udf;

/// <summary>The anchor volume descriptor pointer (ECMA-167 3/10.2; UDF 1.02 2.2.3), from which readers set out: at sector 256 and at the last one.</summary>
internal readonly ref struct AnchorPointer(ReadOnlySpan<byte> sector)
{
    public const int Size = 512;

    private const int Main = 16;
    private const int Reserve = 24;

    private readonly ReadOnlySpan<byte> sector = RecordBytes.OrZeros(sector, Size);

    public static void Write(Span<byte> sector, uint location, VolumeExtent main, VolumeExtent reserve)
    {
        main.Write(sector[Main..]);
        reserve.Write(sector[Reserve..]);
        DescriptorTag.Write(sector[..Size], TagId.Anchor, location);
    }

    public DescriptorTag Tag => new(sector);

    /// <summary>The main volume descriptor sequence.</summary>
    public VolumeExtent MainSequence => VolumeExtent.Read(sector[Main..]);

    /// <summary>The reserve volume descriptor sequence.</summary>
    public VolumeExtent ReserveSequence => VolumeExtent.Read(sector[Reserve..]);
}
