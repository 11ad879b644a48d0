using System.Buffers;

namespace IsoBuild.Content;

/// <summary>Whether two sources hold the same bytes.</summary>
internal static class SameContent
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads both until they differ. Of what cannot be read, nothing is said here: whoever copies it says so.</summary>
    public static bool MayBe(ContentSource one, ContentSource other)
    {
        if (one.Length != other.Length || one.IsSameAs(other))
        {
            return one.Length == other.Length;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(2 * BufferSize);
        try
        {
            using var first = one.Open();
            using var second = other.Open();
            for (long position = 0; position < one.Length; position += BufferSize)
            {
                var count = (int)Math.Min(BufferSize, one.Length - position);
                if (!first.TryFill(position, buffer.AsSpan(0, count)) || !second.TryFill(position, buffer.AsSpan(BufferSize, count)))
                {
                    return true;
                }

                if (!buffer.AsSpan(0, count).SequenceEqual(buffer.AsSpan(BufferSize, count)))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ContentException)
        {
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
