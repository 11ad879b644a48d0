using System.Buffers.Binary;

namespace IsoBuild.Fuzz;

/// <summary>An image without its zeros, so that a fuzzer's changes hit what means something: how many sectors it has, what is repaired, and stretches of bytes with their offsets.</summary>
/// <remarks>Repaired are checksums that nearly every change makes wrong, and behind which nobody looks then.</remarks>
public static class SparseImage
{
    private const int Sector = 2048;
    private const int HeadSize = 3;
    private const int PieceHeadSize = 6;

    /// <summary>Larger images are slow, and have nothing that small ones have not.</summary>
    private const int MostSectors = 1024;

    /// <summary>So many zeros end a stretch.</summary>
    private const int Gap = 32;

    private const byte RepairsUdf = 1;
    private const byte RepairsGpt = 2;

    /// <summary>The image that an input stands for.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> input)
    {
        if (input.Length < HeadSize)
        {
            return [];
        }

        byte[] image = new byte[Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(input[1..]), MostSectors) * Sector];
        byte repairs = input[0];
        for (input = input[HeadSize..]; input.Length > PieceHeadSize;)
        {
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(input);
            int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(input[4..]), input.Length - PieceHeadSize);
            ReadOnlySpan<byte> piece = input.Slice(PieceHeadSize, length);
            input = input[(PieceHeadSize + length)..];
            if (offset < image.Length)
            {
                piece[..Math.Min(length, image.Length - (int)offset)].CopyTo(image.AsSpan((int)offset));
            }
        }

        if ((repairs & RepairsUdf) != 0)
        {
            UdfTags.Repair(image);
        }

        if ((repairs & RepairsGpt) != 0)
        {
            GptSums.Repair(image);
        }

        return image;
    }

    /// <summary>The input that stands for an image.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> image, bool repairs)
    {
        using MemoryStream input = new();
        Span<byte> head = [repairs ? (byte)(RepairsUdf | RepairsGpt) : (byte)0, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)((image.Length + Sector - 1) / Sector));
        input.Write(head);
        Span<byte> pieceHead = stackalloc byte[PieceHeadSize];
        for (int at = 0; at < image.Length;)
        {
            int zeros = image[at..].IndexOfAnyExcept((byte)0);
            if (zeros < 0)
            {
                break;
            }

            at += zeros;
            int end = Math.Min(image.Length, ((at / Sector) + 1) * Sector);
            ReadOnlySpan<byte> rest = image[at..end];
            int length = 0;
            while (rest[length..].IndexOfAnyExcept((byte)0) is >= 0 and < Gap and var next)
            {
                length += next + 1;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(pieceHead, (uint)at);
            BinaryPrimitives.WriteUInt16LittleEndian(pieceHead[4..], (ushort)length);
            input.Write(pieceHead);
            input.Write(rest[..length]);
            at += length;
        }

        return input.ToArray();
    }
}
