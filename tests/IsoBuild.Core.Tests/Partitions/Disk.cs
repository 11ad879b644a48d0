using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>The partition tables of an image, read by the UEFI specification and not by the engine.</summary>
internal sealed class Disk(byte[] bytes)
{
    public const int Block = 512;

    public static readonly Guid EfiSystem = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    public static readonly Guid BasicData = new("EBD0A0A2-B9E5-4433-87C0-68B6B72699C7");

    public int Blocks => bytes.Length / Block;

    public int LastHeader => bytes.Length - Block;

    /// <summary>The entries of the master boot record: status, type, first block, size.</summary>
    public (byte Status, byte Type, uint First, uint Count)[] Mbr => [.. Enumerable.Range(0, 4)
        .Select(i => 446 + (i * 16))
        .Select(at => (bytes[at], bytes[at + 4], Get32(at + 8), Get32(at + 12)))
        .TakeWhile(entry => entry is not (0, 0, 0, 0))];

    public List<(Guid Type, Guid Id, ulong First, ulong Last, string Name)> Gpt => [.. Entries(512)];

    public uint Get32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    public ulong Get64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));

    public void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    public void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);

    /// <summary>Where the entries of a header begin.</summary>
    public int Array(int header) => (int)Get64(header + 72) * Block;

    /// <summary>Makes the checksums of a header right again.</summary>
    public void Seal(int header)
    {
        Put32(header + 88, PartitionRecordTests.SlowCrc(bytes.AsSpan(Array(header), (int)(Get32(header + 80) * Get32(header + 84)))));
        SealHeader(header);
    }

    /// <summary>Makes the checksum of a header alone right again.</summary>
    public void SealHeader(int header)
    {
        Put32(header + 16, 0);
        Put32(header + 16, PartitionRecordTests.SlowCrc(bytes.AsSpan(header, (int)Get32(header + 12))));
    }

    /// <summary>Changes both tables of the GPT in the same way, and makes all checksums right again.</summary>
    public void ChangeGpt(Action<int> change)
    {
        foreach (int header in (int[])[Block, LastHeader])
        {
            change(header);
            Seal(header);
        }
    }

    /// <summary>Checks all that UEFI 5.3 demands of both tables.</summary>
    public void AssertGptIsSound()
    {
        Assert.Equal((0x55, 0xAA), (bytes[510], bytes[511]));
        Assert.Equal((0, 0xEE, 1u, (uint)Blocks - 1), ((int)Mbr[0].Status, (int)Mbr[0].Type, Mbr[0].First, Mbr[0].Count));
        foreach ((int header, ulong own, ulong other) in ((int, ulong, ulong)[])[(Block, 1, (ulong)Blocks - 1), (LastHeader, (ulong)Blocks - 1, 1)])
        {
            Assert.Equal("EFI PART", Encoding.ASCII.GetString(bytes, header, 8));
            Assert.Equal((0x10000u, 92u, 0u), (Get32(header + 8), Get32(header + 12), Get32(header + 20)));
            byte[] copy = bytes[header..(header + 92)];
            copy.AsSpan(16, 4).Clear();
            Assert.Equal(PartitionRecordTests.SlowCrc(copy), Get32(header + 16));
            Assert.Equal((own, other), (Get64(header + 24), Get64(header + 32)));
            Assert.Equal((128u, 128u), (Get32(header + 80), Get32(header + 84)));
            Assert.Equal(PartitionRecordTests.SlowCrc(bytes.AsSpan(Array(header), 16_384)), Get32(header + 88));
        }

        Assert.Equal((2, Blocks - 33), (Array(Block) / Block, Array(LastHeader) / Block));
        Assert.Equal((34ul, (ulong)Blocks - 34), (Get64(Block + 40), Get64(Block + 48)));
        Assert.Equal(bytes[(Block + 40)..(Block + 72)], bytes[(LastHeader + 40)..(LastHeader + 72)]);
        Assert.Equal(bytes[Array(Block)..(Array(Block) + 16_384)], bytes[Array(LastHeader)..(Array(LastHeader) + 16_384)]);
        ulong end = 33;
        foreach ((Guid _, Guid id, ulong first, ulong last, string _) in Gpt)
        {
            Assert.NotEqual(Guid.Empty, id);
            Assert.True(first > end && last >= first && last <= (ulong)Blocks - 34, $"{first}-{last}");
            end = last;
        }
    }

    private IEnumerable<(Guid Type, Guid Id, ulong First, ulong Last, string Name)> Entries(int header)
    {
        for (int at = Array(header); at < Array(header) + (int)(Get32(header + 80) * Get32(header + 84)); at += (int)Get32(header + 84))
        {
            Guid type = new(bytes.AsSpan(at, 16));
            if (type != Guid.Empty)
            {
                yield return (type, new Guid(bytes.AsSpan(at + 16, 16)), Get64(at + 32), Get64(at + 40), Encoding.Unicode.GetString(bytes, at + 56, 72).TrimEnd('\0'));
            }
        }
    }
}
