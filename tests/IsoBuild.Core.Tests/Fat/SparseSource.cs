using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>A sparse file: zeros behind its head.</summary>
internal sealed class SparseSource(byte[] head, long length) : ContentSource
{
    public long BytesRead { get; private set; }

    public override long Length => length;

    internal override OpenContent Open() => new(new Reader(this, head));

    private sealed class Reader(SparseSource source, byte[] head) : ContentReader
    {
        public override int Read(long position, Span<byte> buffer)
        {
            source.BytesRead += buffer.Length;
            buffer.Clear();
            if (position < head.Length)
            {
                ReadOnlySpan<byte> there = head.AsSpan((int)position);
                there[..Math.Min(there.Length, buffer.Length)].CopyTo(buffer);
            }

            return buffer.Length;
        }

        public override void Dispose()
        {
        }
    }
}
