using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>The bytes of an image that has zeros wherever nothing was put: as long as one likes, without a file.</summary>
internal sealed class SparseBytes(long length) : ImageBytes(name: null)
{
    private readonly Dictionary<long, byte[]> places = [];

    public override long Length => length;

    /// <summary>Bytes of an image as they are.</summary>
    public static ImageFile Cooked(byte[] bytes) => As(bytes, SectorFormat.Cooked, 0, Disc.Sector, 0);

    /// <summary>Bytes that store sectors in one way or another.</summary>
    public static ImageFile As(byte[] bytes, SectorFormat format, long start, int stride, int header) =>
        new(new SparseBytes(bytes.Length).Put(0, bytes), new SectorGeometry(format, start, stride, header));

    public ImageFile Open() => new(this, new SectorGeometry(SectorFormat.Cooked, 0, Disc.Sector, 0));

    public SparseBytes Put(long offset, byte[] bytes)
    {
        places[offset] = bytes;
        return this;
    }

    public override void Dispose()
    {
        // There is nothing to close.
    }

    protected override int ReadStored(long offset, Span<byte> destination)
    {
        int count = (int)Math.Min(destination.Length, Math.Max(0, length - offset));
        destination[..count].Clear();
        foreach ((long begin, byte[] bytes) in places)
        {
            long from = Math.Max(begin, offset);
            long to = Math.Min(begin + bytes.Length, offset + count);
            if (from < to)
            {
                bytes.AsSpan((int)(from - begin), (int)(to - from)).CopyTo(destination[(int)(from - offset)..]);
            }
        }

        return count;
    }
}
