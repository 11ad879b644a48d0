using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Reading;

/// <summary>A stretch of an image that holds a part of a file (ECMA-119 6.4), all in bytes.</summary>
/// <param name="Offset">Where it begins; of a hole, nowhere.</param>
/// <param name="Length">How many bytes of the file it holds.</param>
/// <param name="Unit">Of an interleaved extent, the size of its file units (6.4.3); otherwise 0.</param>
/// <param name="Gap">Of an interleaved extent, what lies between two file units.</param>
internal readonly record struct Extent(long Offset, long Length, int Unit = 0, int Gap = 0)
{
    private const long Nowhere = -1;

    /// <summary>Whether it is not recorded, and reads as zeros (ECMA-167 4/14.14.1.1).</summary>
    public bool IsHole => Offset == Nowhere;

    /// <summary>A stretch that is not recorded.</summary>
    public static Extent Hole(long length) => new(Nowhere, length);

    /// <summary>Where it ends in the image: of an interleaved extent, after its last file unit.</summary>
    public long End => Unit == 0 || Length == 0 ? Offset + Length : Offset + Length + ((Length - 1) / Unit * Gap);

    /// <summary>Where the byte <paramref name="position"/> of the extent lies, and how many follow it without a gap.</summary>
    public (long Offset, long Count) Locate(long position) => Unit == 0
        ? (Offset + position, Length - position)
        : (Offset + position + (position / Unit * Gap), Math.Min(Unit - (position % Unit), Length - position));
}

/// <summary>A file of an image: where its bytes lie.</summary>
internal abstract class ImageContentSource : ContentSource
{
    /// <summary>The stretches that hold it, in the order of the file; what lies beyond the image's end is left out.</summary>
    public abstract ReadOnlySpan<Extent> Extents { get; }

    internal override long? StoredLength
    {
        get
        {
            long stored = 0;
            foreach (var extent in Extents)
            {
                stored += extent.IsHole ? 0 : extent.Length;
            }

            return stored;
        }
    }
}

/// <summary>A file of an image, stored as it is.</summary>
internal sealed class ExtentSource : ImageContentSource
{
    private readonly ImageFile image;

    /// <summary>The only one; where there are several, the first, as if it held the whole file.</summary>
    private readonly Extent first;

    /// <summary>All of them, when there are several.</summary>
    private readonly Extent[]? several;

    public ExtentSource(ImageFile image, Extent only)
    {
        this.image = image;
        first = only;
    }

    public ExtentSource(ImageFile image, Extent[] extents)
    {
        this.image = image;
        first = extents[0] with { Length = extents.Sum(extent => extent.Length) };
        several = extents;
    }

    public override long Length => first.Length;

    internal override bool HasHoles => several is null ? first.IsHole : Array.Exists(several, extent => extent.IsHole);

    internal override bool IsSameAs(ContentSource? other) => other is ExtentSource source && ReferenceEquals(image, source.image) && Extents.SequenceEqual(source.Extents);

    internal override int SamenessHash => first.GetHashCode();

    public override ReadOnlySpan<Extent> Extents => several ?? (Length == 0 ? default : new ReadOnlySpan<Extent>(in first));

    internal override (SafeFileHandle File, long Start)? Place =>
        several is null && first is { Unit: 0, IsHole: false } && image.CookedFile is { } file ? (file, image.Geometry.Start + first.Offset) : null;

    internal override OpenContent Open()
    {
        var reader = new ExtentReader(image, several ?? [first]);
        return Place is var (file, start) ? new OpenContent(reader, file, start) : new OpenContent(reader);
    }
}

/// <summary>Reads a file of an image extent by extent.</summary>
internal sealed class ExtentReader : ContentReader
{
    private readonly ImageFile image;
    private readonly Extent[] extents;

    /// <summary>Where in the file each extent ends.</summary>
    private readonly long[] ends;

    public ExtentReader(ImageFile image, Extent[] extents)
    {
        this.image = image;
        this.extents = extents;
        ends = new long[extents.Length];
        long end = 0;
        for (var i = 0; i < extents.Length; i++)
        {
            ends[i] = end += extents[i].Length;
        }
    }

    public override void Dispose()
    {
        // The image stays open.
    }

    public override int Read(long position, Span<byte> buffer)
    {
        var found = Array.BinarySearch(ends, position);
        for (var i = found < 0 ? ~found : found + 1; i < ends.Length; i++)
        {
            // An empty extent ends where the one before it does.
            if (ends[i] > position)
            {
                if (extents[i].IsHole)
                {
                    var zeros = (int)Math.Min(buffer.Length, ends[i] - position);
                    buffer[..zeros].Clear();
                    return zeros;
                }

                var (offset, count) = extents[i].Locate(position - (ends[i] - extents[i].Length));
                return image.ReadContent(offset, buffer[..(int)Math.Min(buffer.Length, count)]);
            }
        }

        return 0;
    }
}
