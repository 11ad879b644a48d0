namespace IsoBuild.Writing;

/// <summary>Changes bytes of an image while it is being written to a stream.</summary>
internal sealed class PatchedStream(Stream destination, IReadOnlyList<(long Offset, byte[] Bytes)> patches) : OutputStream
{
    private long written;

    /// <summary>Overwrites what is changed of the bytes that begin at <paramref name="offset"/>.</summary>
    public static void Apply(IReadOnlyList<(long Offset, byte[] Bytes)> patches, long offset, Span<byte> bytes)
    {
        foreach (var (at, changed) in patches)
        {
            var (start, end) = (Math.Max(at, offset), Math.Min(at + changed.Length, offset + bytes.Length));
            if (start < end)
            {
                changed.AsSpan((int)(start - at), (int)(end - start)).CopyTo(bytes[(int)(start - offset)..]);
            }
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsChanged(buffer.Length))
        {
            var copy = buffer.ToArray();
            Apply(patches, written, copy);
            destination.Write(copy);
        }
        else
        {
            destination.Write(buffer);
        }

        written += buffer.Length;
    }

    public override void Flush() => destination.Flush();

    private bool IsChanged(int count)
    {
        foreach (var (offset, bytes) in patches)
        {
            if (offset < written + count && offset + bytes.Length > written)
            {
                return true;
            }
        }

        return false;
    }
}
