using System.Buffers.Binary;

namespace IsoBuild.Bytes;

/// <summary>A hash that takes bytes a block at a time, and at the end a bit, zeros and the number of bits (FIPS 180-4, 5.1; RFC 1321, 3.1).</summary>
/// <param name="size">How long a block is.</param>
internal abstract class HashBlocks(int size) : RunningHash
{
    private readonly byte[] pending = new byte[size];
    private int used;
    private long length;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        length += bytes.Length;
        if (used > 0)
        {
            var taken = Math.Min(size - used, bytes.Length);
            bytes[..taken].CopyTo(pending.AsSpan(used));
            used += taken;
            bytes = bytes[taken..];
            if (used < size)
            {
                return;
            }

            Take(pending);
        }

        for (; bytes.Length >= size; bytes = bytes[size..])
        {
            Take(bytes[..size]);
        }

        bytes.CopyTo(pending);
        used = bytes.Length;
    }

    public override byte[] Current()
    {
        var (keptUsed, keptLength, keptBytes, keptState) = (used, length, pending.AsSpan().ToArray(), Save());
        var hash = End();
        keptBytes.CopyTo(pending, 0);
        (used, length) = (keptUsed, keptLength);
        Restore(keptState);
        return hash;
    }

    public override byte[] Finish()
    {
        var hash = End();
        (used, length) = (0, 0);
        Reset();
        return hash;
    }

    /// <summary>Mixes a block in.</summary>
    protected abstract void Take(ReadOnlySpan<byte> block);

    /// <summary>The state as bytes of a hash.</summary>
    protected abstract byte[] Result();

    /// <summary>Writes the number of bits to the end of the last block.</summary>
    protected virtual void WriteLength(Span<byte> block, ulong bits) => BinaryPrimitives.WriteUInt64BigEndian(block[^8..], bits);

    protected abstract Array Save();

    protected abstract void Restore(Array state);

    protected abstract void Reset();

    private byte[] End()
    {
        var bits = (ulong)length << 3;
        // The number is as long as an eighth of a block.
        var room = size - (size / 8);
        pending[used++] = 0x80;
        if (used > room)
        {
            pending.AsSpan(used).Clear();
            Take(pending);
            used = 0;
        }

        pending.AsSpan(used).Clear();
        WriteLength(pending, bits);
        Take(pending);
        return Result();
    }
}

/// <summary>A hash whose state is words of 32 bits.</summary>
/// <param name="start">The state before the first block.</param>
internal abstract class WordHash(uint[] start) : HashBlocks(64)
{
    protected uint[] State { get; } = [.. start];

    protected override byte[] Result()
    {
        var hash = new byte[State.Length * sizeof(uint)];
        for (var i = 0; i < State.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * sizeof(uint)), State[i]);
        }

        return hash;
    }

    protected override Array Save() => (Array)State.Clone();

    protected override void Restore(Array state) => state.CopyTo(State, 0);

    protected override void Reset() => start.CopyTo(State, 0);
}
