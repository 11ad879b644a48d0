using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>A volume that does not begin with its file. What comes before may belong to a format that stores blocks in an order of its own: where the descriptor and the root lie says little of the rest.</summary>
internal static class ShiftedVolume
{
    /// <summary>The tables of more directories than these are looked at in part.</summary>
    private const int MostBytes = 1 << 20;

    private const int PathTableSize = 132;
    private const int PathTableBlock = 140;

    /// <summary>Why the file does not hold the volume as it is; <see langword="null"/> when every directory of the path table is there.</summary>
    /// <param name="image">The file, from where the volume begins.</param>
    public static Diagnostic? Contradiction(ImageFile image)
    {
        var descriptor = new byte[Sector.Size];
        if (!image.TryRead(FixedAreas.SystemAreaSectors * Sector.Size, descriptor))
        {
            return null;
        }

        var table = new byte[Math.Min(MostBytes, BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(PathTableSize)))];
        var rest = table.AsSpan();
        if (!image.TryRead(BinaryPrimitives.ReadUInt32LittleEndian(descriptor.AsSpan(PathTableBlock)) * (long)Sector.Size, rest))
        {
            return null;
        }

        while (rest.Length > PathTableRecord.HeadSize && rest[0] > 0)
        {
            var block = BinaryPrimitives.ReadUInt32LittleEndian(rest[2..]);
            if (rest[1] == 0 && (block + 1L) * Sector.Size <= image.Length && !RootCheck.IsDirectory(image, block))
            {
                return new Diagnostic(
                    DiagnosticId.OtherFormat,
                    DiagnosticSeverity.Error,
                    Item: null,
                    $"The file has a volume from byte {image.Geometry.Start} on, but block {block} is not a directory, although the path table lists one there. The file is damaged, or a virtual disk or another container that reorders blocks. Convert it into an ISO image first, with the program that made it or one that supports the format.");
            }

            rest = rest[Math.Min(rest.Length, PathTableRecord.SizeWithIdentifier(rest[0]))..];
        }

        return null;
    }

    /// <summary>Whether it is known why the volume begins there: behind a pregap of nothing but zeros, in a Nero image, or in a partition of a disk; or its sectors say themselves which they are.</summary>
    public static bool IsExplained(ImageBytes bytes, SectorGeometry geometry)
    {
        if (geometry.FirstAddress is not null || ForeignFormat.IsNero(bytes))
        {
            return true;
        }

        var file = new ImageFile(bytes, new SectorGeometry(SectorFormat.Cooked, 0, Sector.Size, 0));
        var tables = PartitionTableReading.Read(file).Tables;
        return file.IsZero(0, geometry.Start)
            || tables.Mbr.Any(partition => partition.FirstBlock * Block.Size == geometry.Start)
            || tables.Gpt?.Partitions.Any(partition => partition.FirstBlock == (ulong)geometry.Start / Block.Size && geometry.Start % Block.Size == 0) == true;
    }
}
