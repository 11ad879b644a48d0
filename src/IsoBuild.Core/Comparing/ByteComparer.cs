using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>Finds where stretches of two images differ, with two buffers and no more.</summary>
internal sealed class ByteComparer(ImageFile before, ImageFile after, CancellationToken cancellationToken)
{
    private const int BufferSize = 1 << 20;

    private readonly byte[] left = new byte[BufferSize];
    private readonly byte[] right = new byte[BufferSize];

    /// <summary>The first byte in which the images differ; the end of the shorter one when it is the beginning of the other.</summary>
    public long? FirstDifference()
    {
        var common = Math.Min(before.Length, after.Length);
        return FirstDifference(0, 0, common) ?? (before.Length == after.Length ? null : common);
    }

    /// <summary>How many bytes from the beginning of both stretches are alike; <see langword="null"/> when all are.</summary>
    public long? FirstDifference(long offsetBefore, long offsetAfter, long length)
    {
        for (long position = 0; position < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = (int)Math.Min(BufferSize, length - position);
            var a = left.AsSpan(0, size);
            var b = right.AsSpan(0, size);
            if (!before.TryRead(offsetBefore + position, a) || !after.TryRead(offsetAfter + position, b))
            {
                // Of a stretch that goes beyond an image's end, what is not there differs.
                return position;
            }

            var same = a.CommonPrefixLength(b);
            if (same < size)
            {
                return position + same;
            }

            position += size;
        }

        return null;
    }

    /// <summary>How many bytes from the beginning of both are alike; <see langword="null"/> when all are.</summary>
    public long? FirstDifference(Stream contentBefore, Stream contentAfter)
    {
        for (long position = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = contentBefore.ReadAtLeast(left, BufferSize, throwOnEndOfStream: false);
            var other = contentAfter.ReadAtLeast(right, BufferSize, throwOnEndOfStream: false);
            var same = left.AsSpan(0, count).CommonPrefixLength(right.AsSpan(0, other));
            if (same < Math.Max(count, other))
            {
                return position + same;
            }

            if (count == 0)
            {
                return null;
            }

            position += count;
        }
    }
}
