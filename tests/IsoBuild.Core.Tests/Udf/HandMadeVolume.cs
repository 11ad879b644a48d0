using System.Buffers.Binary;
using System.Text;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>A UDF volume by hand, with blocks of any size, whose root is empty at first. Descriptors and blocks lie where the numbers here say, counted from the sector at which the session begins.</summary>
internal sealed class HandMadeVolume
{
    public const int Main = 260;
    public const int Reserve = 268;
    public const int Partition = 280;
    public const int PartitionBlocks = 200;
    public const int Blocks = Partition + PartitionBlocks;

    /// <summary>Where sequences have their descriptors.</summary>
    public const int PrimaryDescriptor = 0;
    public const int PartitionDescriptor = 1;
    public const int LogicalDescriptor = 2;
    public const int Terminator = 3;

    /// <summary>Blocks of the partition: the file set, the root's entry, and its file identifiers. Those from 4 on are free.</summary>
    public const int FileSet = 0;
    public const int RootEntry = 2;
    public const int RootIdentifiers = 3;
    public const int Free = 4;

    private readonly uint first;

    /// <summary>Lays the volume into an image, without any anchor.</summary>
    public HandMadeVolume(byte[] bytes, int blockSize = HandMade.Block, int startSector = 0, string name = "HAND")
    {
        (Bytes, BlockSize, first) = (bytes, blockSize, (uint)(startSector * 2048L / blockSize));
        Recognise(bytes, startSector, blockSize, "BEA01", "NSR02", "TEA01");
        PutSequence(Main, name);
        PutSequence(Reserve, name);
        PutFileSet(FileSet, RootEntry);
        PutDirectory(RootEntry, RootIdentifiers);
    }

    /// <summary>A volume of 512 bytes a block, with an anchor at block 256.</summary>
    public HandMadeVolume()
        : this(new byte[Blocks * HandMade.Block]) => PutAnchor(256);

    public byte[] Bytes { get; }

    public int BlockSize { get; }

    /// <summary>The volume recognition sequence (ECMA-167 2/8.3): descriptors of 2048 bytes, or of a sector where that is larger.</summary>
    public static void Recognise(byte[] bytes, int startSector, int blockSize, params string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            Span<byte> descriptor = bytes.AsSpan(((startSector + 16) * 2048) + (i * Math.Max(2048, blockSize)));
            Encoding.ASCII.GetBytes(names[i], descriptor[1..]);
            descriptor[6] = 1;
        }
    }

    /// <summary>The byte at which a sector of the volume lies.</summary>
    public int Sector(int number) => checked((int)((first + number) * BlockSize));

    /// <summary>The byte at which a block of the partition lies.</summary>
    public int Block(int number) => Sector(Partition + number);

    /// <summary>An anchor (3/10.2) in a sector of the image, whose tag is damaged, if it is to be.</summary>
    public void PutAnchor(long sector, TagFaults fault = TagFaults.None, int main = Main, int reserve = Reserve)
    {
        byte[] anchor = new byte[512];
        AnchorPointer.Write(anchor, (uint)sector, new VolumeExtent((uint)(8 * BlockSize), (uint)(first + main)), new VolumeExtent((uint)(8 * BlockSize), (uint)(first + reserve)));
        HandMade.With(anchor, fault).CopyTo(Bytes.AsSpan((int)(sector * BlockSize)));
    }

    /// <summary>The descriptors of a sequence, the first of them in that sector; the partition begins in the one given, and all have the number 1.</summary>
    public void PutSequence(int sector, string name, int partition = Partition)
    {
        Bytes.AsSpan(Sector(sector), 8 * BlockSize).Clear();
        IsoBuild.Udf.PrimaryVolumeDescriptor.Write(Descriptor(PrimaryDescriptor), Place(PrimaryDescriptor), 1, "", "", "", new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        IsoBuild.Udf.PartitionDescriptor.Write(Descriptor(PartitionDescriptor), Place(PartitionDescriptor), 1, number: 0, first + (uint)partition, PartitionBlocks);
        Span<byte> logical = Descriptor(LogicalDescriptor);
        LogicalVolumeDescriptor.Write(logical, Place(LogicalDescriptor), 1, name, partition: 0, new LongExtent(ExtentType.Recorded, (uint)(2 * BlockSize), default), default);
        BinaryPrimitives.WriteInt32LittleEndian(logical[212..], BlockSize);
        DescriptorTag.Write(logical[..512], TagId.LogicalVolume, Place(LogicalDescriptor));
        DescriptorTag.Write(Descriptor(Terminator)[..512], TagId.Terminating, Place(Terminator));

        Span<byte> Descriptor(int number) => Bytes.AsSpan(Sector(sector + number), BlockSize);
        uint Place(int number) => (uint)(first + sector + number);
    }

    /// <summary>Changes a descriptor of both sequences, and makes its tag right.</summary>
    public void Change(int descriptor, Action<byte[]> change)
    {
        foreach (int sequence in (int[])[Main, Reserve])
        {
            Change((uint)(first + sequence + descriptor), Sector(sequence + descriptor), change);
        }
    }

    /// <summary>Changes a descriptor of the partition, and makes its tag right.</summary>
    public void ChangeBlock(int number, Action<byte[]> change) => Change((uint)number, Block(number), change);

    public void PutFileSet(int block, uint root, TagFaults fault = TagFaults.None, string name = "")
    {
        byte[] set = new byte[512];
        FileSetDescriptor.Write(set, (uint)block, new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), "", name, "", "", new LongExtent(ExtentType.Recorded, (uint)BlockSize, new BlockAddress(root, 0)));
        Put(block, HandMade.With(set, fault));
    }

    /// <summary>A directory: its entry, and its file identifiers from a block on.</summary>
    public void PutDirectory(int entry, int identifiers, params byte[][] content)
    {
        byte[] all = [.. content.SelectMany(identifier => identifier)];
        all.CopyTo(Bytes, Block(identifiers));
        Put(entry, HandMade.Entry((ulong)all.Length, 0, HandMade.Short((ExtentType.Recorded, (uint)all.Length, (uint)identifiers)), (uint)entry, type: UdfFileType.Directory));
    }

    public void Put(int block, byte[] descriptor) => descriptor.CopyTo(Bytes, Block(block));

    /// <summary>A file identifier (4/14.4) of a name in ASCII.</summary>
    public static byte[] Identifier(string name, uint entry, int characteristics = 0, TagFaults fault = TagFaults.None, ushort partition = 0) =>
        Identifier([8, .. Encoding.Latin1.GetBytes(name)], entry, characteristics, fault, partition);

    /// <summary>A file identifier of any bytes of name.</summary>
    public static byte[] Identifier(byte[] name, uint entry, int characteristics = 0, TagFaults fault = TagFaults.None, ushort partition = 0)
    {
        byte[] record = new byte[(38 + name.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(16), 1);
        record[18] = (byte)characteristics;
        record[19] = (byte)name.Length;
        new LongExtent(ExtentType.Recorded, HandMade.Block, new BlockAddress(entry, partition)).Write(record.AsSpan(20));
        name.CopyTo(record, 38);
        DescriptorTag.Write(record, TagId.FileIdentifier, 0);
        return HandMade.With(record, fault);
    }

    private void Change(uint location, int at, Action<byte[]> change)
    {
        byte[] block = Bytes[at..(at + 512)];
        change(block);
        DescriptorTag.Write(block, new DescriptorTag(block).Id, location);
        block.CopyTo(Bytes, at);
    }
}
