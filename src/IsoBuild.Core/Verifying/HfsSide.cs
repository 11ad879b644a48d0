using System.Buffers.Binary;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>The HFS volume of a hybrid (Inside Macintosh: Files 2, "Volumes"; Devices 3, "The Partition Map"; TN1150), of which no more is read than that it is there.</summary>
/// <param name="Name"><c>HFS</c> or <c>HFS+</c>.</param>
/// <param name="Offset">Where its first block of the three that say what it is lies, in bytes.</param>
internal sealed record HfsSide(string Name, long Offset)
{
    /// <summary>Where in a volume the block lies that says what it is.</summary>
    private const int HeaderOffset = 1024;

    private const int MostEntries = 63;

    public bool IsExtended => Name.Length > 3;

    /// <summary>The volume, at the start of the image or where an Apple partition map says; <see langword="null"/> when there is none.</summary>
    public static HfsSide? Find(ImageFile image)
    {
        if (At(image, 0) is { } whole)
        {
            return whole;
        }

        var entry = new byte[Block.Size];
        if (!image.TryRead(0, entry) || !entry.AsSpan().StartsWith("ER"u8))
        {
            return null;
        }

        var count = 1u;
        for (var i = 1; i <= count && i <= MostEntries; i++)
        {
            if (!image.TryRead(i * Block.Size, entry) || !entry.AsSpan().StartsWith("PM"u8))
            {
                break;
            }

            count = BinaryPrimitives.ReadUInt32BigEndian(entry.AsSpan(4));
            var start = BinaryPrimitives.ReadUInt32BigEndian(entry.AsSpan(8)) * (long)Block.Size;
            if (entry.AsSpan(48).StartsWith("Apple_HFS\0"u8) && At(image, start) is { } side)
            {
                return side;
            }
        }

        return null;
    }

    private static HfsSide? At(ImageFile image, long start)
    {
        Span<byte> signature = stackalloc byte[4];
        return !image.TryRead(start + HeaderOffset, signature) ? null
            : signature.SequenceEqual("H+\0\u0004"u8) || signature.SequenceEqual("HX\0\u0005"u8) ? new HfsSide("HFS+", start + HeaderOffset)
            : signature.StartsWith("BD"u8) ? new HfsSide("HFS", start + HeaderOffset)
            : null;
    }
}
