namespace IsoBuild.Core.Tests.Verifying;

/// <summary>A UDF volume with a packet that went bad and was brought elsewhere (UDF 2.60 2.2.9, 2.2.12): the same bytes for the fast tests and for the kernel.</summary>
internal sealed class UdfSparing
{
    public const int PacketLength = 4;

    /// <summary>What stands in the packet that went bad.</summary>
    public const byte Bad = 0xBA;

    private const int Sector = UdfImage.Sector;

    public UdfSparing()
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "SPARED", Formats = Content.ImageFormats.Udf, PaddingSectors = 16 });
        builder.AddFile("before", new byte[9000]).AddFile("spared", Text).AddFile("zz", "last"u8.ToArray());
        MemoryStream written = new();
        builder.Write(written).EnsureSuccess();
        Udf = new UdfImage(written.ToArray());

        int packet = Udf.Get32(Udf.Entry("spared") + 180) / PacketLength * PacketLength;
        (Original, Mapped) = ((uint)packet, (uint)Spare(8) / Sector);
        Udf.Image.Bytes.AsSpan(Udf.Block(packet), PacketLength * Sector).CopyTo(Udf.Image.Bytes.AsSpan(Spare(8)));
        Udf.Image.Bytes.AsSpan(Udf.Block(packet), PacketLength * Sector).Fill(Bad);
        PutMap(PacketLength, Spare(1), Spare(2));
        PutTable(Spare(1), number: 1, (Original, Mapped));
        PutTable(Spare(2), number: 1, (Original, Mapped));
    }

    /// <summary>What the file says, which lies in the packet.</summary>
    public static byte[] Text => "good data"u8.ToArray();

    public UdfImage Udf { get; }

    /// <summary>The packet's first block in the partition.</summary>
    public uint Original { get; }

    /// <summary>The sector to which it was brought.</summary>
    public uint Mapped { get; }

    /// <summary>A sector of the padding at the partition's end.</summary>
    public int Spare(int number) => Udf.Reserve - (number * Sector);

    /// <summary>UDF 2.60 2.2.9.</summary>
    public void PutMap(ushort packetLength, params int[] tables)
    {
        foreach (int sequence in (int[])[Udf.Main, Udf.Reserve])
        {
            int descriptor = sequence + (3 * Sector);
            int map = descriptor + 440;
            byte[] bytes = Udf.Image.Bytes;
            bytes.AsSpan(map, 64).Clear();
            (bytes[map], bytes[map + 1], bytes[map + 36], bytes[map + 42]) = (2, 64, 1, (byte)tables.Length);
            Udf.Image.Put(map + 5, "*UDF Sparable Partition");
            Udf.Put16(map + 40, packetLength);
            Udf.Put32(map + 44, Sector);
            for (int i = 0; i < tables.Length; i++)
            {
                Udf.Put32(map + 48 + (4 * i), tables[i] / Sector);
            }

            Udf.Put32(descriptor + 264, 64);
            Udf.Retag(descriptor, 440 + 64 - 16);
        }
    }

    /// <summary>UDF 2.60 2.2.12: a tag with the identifier 0 that is right in all else.</summary>
    public void PutTable(int at, int number, params (uint Original, uint Mapped)[] entries)
    {
        Udf.Image.Bytes.AsSpan(at, Sector).Clear();
        Udf.Put16(at + 2, 2);
        Udf.Put32(at + 12, at / Sector);
        Udf.Image.Put(at + 17, "*UDF Sparing Table");
        Udf.Put16(at + 48, entries.Length);
        Udf.Put32(at + 52, number);
        for (int i = 0; i < entries.Length; i++)
        {
            Udf.Put32(at + 56 + (8 * i), (int)entries[i].Original);
            Udf.Put32(at + 60 + (8 * i), (int)entries[i].Mapped);
        }

        Udf.Retag(at, 40 + (8 * entries.Length));
    }
}
