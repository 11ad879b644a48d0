using System.Buffers.Binary;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>A path table record (ECMA-119 9.4).</summary>
internal static class PathTableRecord
{
    public const int HeadSize = 8;

    private const int IdentifierLength = 0;
    private const int Extent = 2;
    private const int Parent = 6;

    /// <summary>The record's size: padded to an even one.</summary>
    public static int SizeWithIdentifier(int identifierLength) => (HeadSize + identifierLength + 1) & ~1;

    /// <summary>Fills everything but the identifier, and returns its place.</summary>
    public static Span<byte> Write(Span<byte> record, uint block, ushort parent, int identifierLength, bool bigEndian)
    {
        record[IdentifierLength] = (byte)identifierLength;
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(record[Extent..], block);
            BinaryPrimitives.WriteUInt16BigEndian(record[Parent..], parent);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record[Extent..], block);
            BinaryPrimitives.WriteUInt16LittleEndian(record[Parent..], parent);
        }

        return record.Slice(HeadSize, identifierLength);
    }
}

/// <summary>Writes one of the path tables of a tree.</summary>
internal sealed class PathTableEncoder(DirectoryTree tree, TreeScheme scheme, bool bigEndian) : IRegionEncoder
{
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        foreach (var directory in tree.Directories)
        {
            var parent = directory.Parent ?? directory;
            var identifierLength = Math.Max(1, scheme.SizeOf(directory.Identifier));
            var identifier = PathTableRecord.Write(destination, context.Layout.BlockOf(directory.Extent), (ushort)parent.Number, identifierLength, bigEndian);

            // The root's identifier is one zero byte, which is there already.
            scheme.WriteText(directory.Identifier, identifier);
            destination = destination[PathTableRecord.SizeWithIdentifier(identifierLength)..];
        }
    }
}
