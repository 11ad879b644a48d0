using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Bytes that come a few at a time, and of which there may be fewer or more than is said.</summary>
internal sealed class PartialSource(byte[] bytes, long length, int most = int.MaxValue) : ContentSource
{
    public override long Length => length;

    internal override OpenContent Open() => new(new Reader(bytes, most));

    private sealed class Reader(byte[] bytes, int most) : ContentReader
    {
        public override int Read(long position, Span<byte> buffer)
        {
            ReadOnlySpan<byte> there = bytes.AsSpan((int)Math.Min(position, bytes.Length));
            there = there[..Math.Min(Math.Min(there.Length, most), buffer.Length)];
            there.CopyTo(buffer);
            return there.Length;
        }

        public override void Dispose()
        {
        }
    }
}
