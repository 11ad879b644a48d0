using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Writing;

/// <summary>An image that is on its way to a stream: bytes are made when they are asked for, and changes are kept until they are written.</summary>
internal sealed class ReplayedImage(ImageLayout layout, EncodingContext context) : IWrittenImage, IDisposable
{
    /// <summary>Larger regions that can be encoded in pieces are.</summary>
    private const int PieceSize = 1 << 20;

    private readonly List<(long Offset, byte[] Bytes)> patches = [];

    /// <summary>The region that was read last, and what is at hand of it.</summary>
    private int current = -1;
    private OpenContent content;
    private bool isOpen;
    private byte[] encoded = [];
    private long encodedFrom;

    /// <summary>What was changed, in the order of the changes.</summary>
    public IReadOnlyList<(long Offset, byte[] Bytes)> Patches => patches;

    public void Write(long offset, ReadOnlySpan<byte> bytes) => patches.Add((offset, bytes.ToArray()));

    public void Read(long offset, Span<byte> destination)
    {
        var start = offset;
        var all = destination;
        while (destination.Length > 0)
        {
            var count = ReadSome(offset, destination);
            destination = destination[count..];
            offset += count;
        }

        PatchedStream.Apply(patches, start, all);
    }

    public void Dispose() => Close();

    private int ReadSome(long offset, Span<byte> destination)
    {
        var number = Find(offset);
        var regions = layout.Regions;
        var next = number + 1 < regions.Length ? regions[number + 1].Offset : layout.Length;
        if (number < 0 || offset >= regions[number].Offset + regions[number].Length || regions[number] is { Encoder: null, File: null })
        {
            // Before the first region, behind one, or in one of zeros.
            var zeros = destination[..(int)Math.Min(destination.Length, Math.Max(1, next - offset))];
            zeros.Clear();
            return zeros.Length;
        }

        var region = regions[number];
        if (number != current)
        {
            Close();
            current = number;
        }

        var position = offset - region.Offset;
        var wanted = destination[..(int)Math.Min(destination.Length, region.Length - position)];
        if (region.Encoder is not null)
        {
            return Encode(region, position, wanted);
        }

        if (!isOpen)
        {
            content = FileCopier.Open(region);
            isOpen = true;
        }

        FileCopier.ReadExactly(region.File!, content, position, wanted);
        return wanted.Length;
    }

    private int Encode(Region region, long position, Span<byte> destination)
    {
        if (encoded.Length == 0 || position < encodedFrom || position >= encodedFrom + encoded.Length)
        {
            if (region.Encoder is IPiecewiseEncoder piecewise)
            {
                encodedFrom = position / PieceSize * PieceSize;
                encoded = new byte[Math.Min(PieceSize, region.Length - encodedFrom)];
                piecewise.Encode(region, context, encodedFrom, encoded);
            }
            else
            {
                encodedFrom = 0;
                encoded = new byte[region.Length];
                region.Encoder!.Encode(region, context, encoded);
            }
        }

        var rest = encoded.AsSpan((int)(position - encodedFrom));
        rest = rest[..Math.Min(rest.Length, destination.Length)];
        rest.CopyTo(destination);
        return rest.Length;
    }

    /// <summary>The last region that begins at or before a byte.</summary>
    private int Find(long offset)
    {
        var (low, high) = (0, layout.Regions.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            (low, high) = layout.Regions[middle].Offset <= offset ? (middle + 1, high) : (low, middle - 1);
        }

        return high;
    }

    private void Close()
    {
        if (isOpen)
        {
            content.Dispose();
            isOpen = false;
        }

        encoded = [];
        current = -1;
    }
}
