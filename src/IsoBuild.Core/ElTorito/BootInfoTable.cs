using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.ElTorito;

/// <summary>The table in bytes 8 to 63 of a boot image that tells it where it lies, as mkisofs began it and ISOLINUX and GRUB want it. Offsets, and reading and writing side by side.</summary>
internal static class BootInfoTable
{
    /// <summary>Where the table begins.</summary>
    public const int Start = 8;

    /// <summary>Where it ends, and what the checksum covers begins.</summary>
    public const int End = 64;

    private const int Descriptor = 8;
    private const int File = 12;
    private const int Length = 16;
    private const int Checksum = 20;
    private const int Reserved = 24;

    /// <summary>How much is summed up at a time: whole double words.</summary>
    private const int PieceSize = 1 << 16;

    /// <summary>Writes the table into the first 64 bytes of a boot image.</summary>
    public static void Write(Span<byte> head, uint descriptor, uint file, uint length, uint checksum)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(head[Descriptor..], descriptor);
        BinaryPrimitives.WriteUInt32LittleEndian(head[File..], file);
        BinaryPrimitives.WriteUInt32LittleEndian(head[Length..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[Checksum..], checksum);
        head[Reserved..End].Clear();
    }

    /// <summary>The sum of all double words from byte 64 on, the last of them filled up with zeros.</summary>
    /// <param name="length">The size of the image in bytes.</param>
    /// <param name="read">Reads bytes of the image; <see langword="false"/> when they are not there.</param>
    public static uint Sum(long length, Reader read)
    {
        uint sum = 0;
        var buffer = new byte[PieceSize];
        for (long position = End; position < length; position += PieceSize)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(PieceSize, length - position));
            if (!read(position, piece))
            {
                break;
            }

            buffer.AsSpan(piece.Length).Clear();
            for (var i = 0; i < piece.Length; i += sizeof(uint))
            {
                sum += BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(i));
            }
        }

        return sum;
    }

    /// <summary>Reads bytes of a boot image.</summary>
    public delegate bool Reader(long position, Span<byte> destination);

    /// <summary>The table as a reader looks at it.</summary>
    internal readonly ref struct View(ReadOnlySpan<byte> head)
    {
        private readonly ReadOnlySpan<byte> head = head;

        /// <summary>The sector of the primary volume descriptor.</summary>
        public uint DescriptorSector => BinaryPrimitives.ReadUInt32LittleEndian(head[Descriptor..]);

        public uint FileSector => BinaryPrimitives.ReadUInt32LittleEndian(head[File..]);

        public uint FileLength => BinaryPrimitives.ReadUInt32LittleEndian(head[Length..]);

        public uint ChecksumField => BinaryPrimitives.ReadUInt32LittleEndian(head[Checksum..]);
    }
}

/// <summary>Writes a boot info table, once all else in the boot image stands.</summary>
/// <param name="regionOf">The image's region, once there is one.</param>
internal sealed class BootInfoFixUp(Func<RegionId> regionOf) : IFixUp
{
    private const uint PrimaryDescriptorSector = 16;

    public void Apply(ImageLayout layout, IWrittenImage image)
    {
        var region = layout[regionOf()];
        var sum = BootInfoTable.Sum(region.Length, (position, destination) =>
        {
            image.Read(region.Offset + position, destination);
            return true;
        });
        Span<byte> head = stackalloc byte[BootInfoTable.End];
        BootInfoTable.Write(head, PrimaryDescriptorSector, (uint)region.Sector, (uint)region.Length, sum);
        image.Write(region.Offset + BootInfoTable.Start, head[BootInfoTable.Start..]);
    }
}

/// <summary>The 64-bit number at byte 2548 by which GRUB 2's image for CDs finds the rest of itself: the block of 512 bytes at which it goes on (grub-core/boot/i386/pc/cdboot.S).</summary>
internal static class GrubBootInfo
{
    public const int Offset = 2548;

    public const int End = Offset + sizeof(ulong);

    /// <summary>How many blocks of 512 bytes after its beginning an image goes on: the first CD sector is loaded, and the block behind it is told.</summary>
    private const int BlocksBehind = 5;

    /// <summary>The number for an image at a sector.</summary>
    public static ulong Of(long sector) => ((ulong)sector * (Sector.Size / 512)) + BlocksBehind;

    public static void Write(Span<byte> field, long sector) => BinaryPrimitives.WriteUInt64LittleEndian(field, Of(sector));

    public static ulong Read(ReadOnlySpan<byte> field) => BinaryPrimitives.ReadUInt64LittleEndian(field);
}

/// <summary>Tells GRUB 2's image where it lies.</summary>
/// <param name="regionOf">The image's region, once there is one.</param>
internal sealed class GrubFixUp(Func<RegionId> regionOf) : IFixUp
{
    public void Apply(ImageLayout layout, IWrittenImage image)
    {
        var region = layout[regionOf()];
        Span<byte> field = stackalloc byte[sizeof(ulong)];
        GrubBootInfo.Write(field, region.Sector);
        image.Write(region.Offset + GrubBootInfo.Offset, field);
    }
}
