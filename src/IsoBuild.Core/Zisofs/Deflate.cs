using System.Buffers.Binary;
using System.Numerics;

namespace IsoBuild.Zisofs;

/// <summary>Compresses blocks into zlib streams (RFC 1950, RFC 1951). The same block gives the same bytes on every machine, which no library promises:
/// the runtime's changes with its version and with the processor.</summary>
/// <remarks>One per thread. LZ77 with hash chains and one position of lazy matching; one deflate block for each stream, in the shortest of the three forms.</remarks>
internal sealed class Deflate
{
    /// <summary>What one stream holds at most: distances then never exceed the window.</summary>
    public const int MaxBlock = 1 << 15;

    /// <summary>Room for any block: stored, it takes 5 bytes of deflate and 6 of zlib more.</summary>
    public const int MaxCompressed = MaxBlock + 11;

    private const int MinMatch = 3;
    private const int MaxMatch = 258;

    /// <summary>How many earlier places are looked at; more make it slower for next to nothing.</summary>
    private const int MaxChain = 128;

    /// <summary>A match of this length is good enough not to look at the next position.</summary>
    private const int GoodMatch = 64;

    private const int HashBits = 15;
    private const int EndOfBlock = 256;
    private const int Literals = 286;
    private const int Distances = 30;

    private static readonly byte[] CodeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private readonly int[] head = new int[1 << HashBits];
    private readonly int[] previous = new int[MaxBlock];

    /// <summary>A literal byte, or a length in the upper and a distance in the lower 16 bits.</summary>
    private readonly int[] tokens = new int[MaxBlock];
    private readonly HuffmanCode literals = new(Literals, maxLength: 15);
    private readonly HuffmanCode distances = new(Distances, maxLength: 15);
    private readonly HuffmanCode codeLengths = new(19, maxLength: 7);

    /// <summary>The code lengths of both codes, run-length encoded: the symbol, and what its extra bits say above.</summary>
    private readonly int[] runs = new int[Literals + Distances];
    private int tokenCount;
    private int runCount;

    /// <summary>Compresses up to <see cref="MaxBlock"/> bytes.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="destination">Room for <see cref="MaxCompressed"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public int Compress(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block.Length, MaxBlock);
        FindMatches(block);
        literals.Build();
        distances.Build();
        EncodeLengths();
        codeLengths.Build();

        // A window of 32 KiB, no dictionary, and the check bits (RFC 1950 2.2).
        (destination[0], destination[1]) = (0x78, 0x9C);
        var bits = new BitWriter(destination[2..]);
        var (literalCount, distanceCount, lengthCount) = Counts();
        var dynamicBits = 14 + (3 * lengthCount) + codeLengths.CodedBits(static symbol => symbol switch { 16 => 2, 17 => 3, 18 => 7, _ => 0 }) + BodyBits(literals.LengthOf, distances.LengthOf);
        var fixedBits = BodyBits(FixedLength, static _ => 5);
        if (8 * (long)(block.Length + 4) <= Math.Min(dynamicBits, fixedBits))
        {
            bits.Write(0b001, 3); // the last block, stored (RFC 1951 3.2.4)
            bits.Align();
            bits.Write(block.Length, 16);
            bits.Write(~block.Length & 0xFFFF, 16);
            bits.Write(block);
        }
        else if (fixedBits <= dynamicBits)
        {
            bits.Write(0b011, 3);
            WriteBody(ref bits, FixedCode.Literals, FixedCode.Distances);
        }
        else
        {
            bits.Write(0b101, 3);
            bits.Write(literalCount - 257, 5);
            bits.Write(distanceCount - 1, 5);
            bits.Write(lengthCount - 4, 4);
            WriteLengths(ref bits, lengthCount);
            WriteBody(ref bits, literals, distances);
        }

        bits.Align();
        var end = 2 + bits.Position;
        BinaryPrimitives.WriteUInt32BigEndian(destination[end..], Adler32(block));
        return end + sizeof(uint);
    }

    /// <summary>The checksum of RFC 1950 8.2.</summary>
    internal static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint modulus = 65521;

        // So many bytes at once keep the sums within 32 bits.
        const int most = 5552;
        var (a, b) = (1u, 0u);
        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(most, bytes.Length)];
            foreach (var value in piece)
            {
                a += value;
                b += a;
            }

            (a, b) = (a % modulus, b % modulus);
            bytes = bytes[piece.Length..];
        }

        return (b << 16) | a;
    }

    private void FindMatches(ReadOnlySpan<byte> block)
    {
        head.AsSpan().Fill(-1);
        literals.Clear();
        distances.Clear();
        tokenCount = 0;
        var pending = (Length: 0, Distance: 0);
        for (var position = 0; position < block.Length;)
        {
            var match = Longest(block, position, atLeast: pending.Length);
            Remember(block, position);
            if (pending.Length >= MinMatch && match.Length <= pending.Length)
            {
                // The match that begins a byte earlier is the better one.
                AddMatch(pending.Length, pending.Distance);
                var end = position - 1 + pending.Length;
                for (position++; position < end; position++)
                {
                    Remember(block, position);
                }

                pending = default;
                continue;
            }

            if (pending.Length >= MinMatch)
            {
                AddLiteral(block[position - 1]);
            }

            if (match.Length < MinMatch)
            {
                AddLiteral(block[position]);
                pending = default;
            }
            else
            {
                pending = match;
            }

            position++;
        }

        // No match is pending: the last two bytes begin none, so what came before them is settled there.
        literals.Count(EndOfBlock);
    }

    private (int Length, int Distance) Longest(ReadOnlySpan<byte> block, int position, int atLeast)
    {
        if (atLeast >= GoodMatch || block.Length - position < MinMatch)
        {
            return default;
        }

        var (best, distance) = (Math.Max(MinMatch - 1, atLeast), 0);
        var rest = block[position..];
        if (rest.Length > MaxMatch)
        {
            rest = rest[..MaxMatch];
        }

        if (best >= rest.Length)
        {
            return default;
        }

        var chain = MaxChain;
        for (var candidate = head[Hash(rest)]; candidate >= 0 && chain-- > 0; candidate = previous[candidate])
        {
            if (block[candidate + best] != rest[best])
            {
                continue;
            }

            var length = rest.CommonPrefixLength(block[candidate..]);
            if (length > best)
            {
                (best, distance) = (length, position - candidate);
                if (length == rest.Length)
                {
                    break;
                }
            }
        }

        return distance == 0 ? default : (best, distance);
    }

    private void Remember(ReadOnlySpan<byte> block, int position)
    {
        if (position + MinMatch <= block.Length)
        {
            var hash = Hash(block[position..]);
            previous[position] = head[hash];
            head[hash] = position;
        }
    }

    private static int Hash(ReadOnlySpan<byte> bytes) =>
        (int)(((bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16)) * 0x9E3779B1u) >> (32 - HashBits));

    private void AddLiteral(byte value)
    {
        tokens[tokenCount++] = value;
        literals.Count(value);
    }

    private void AddMatch(int length, int distance)
    {
        tokens[tokenCount++] = (length << 16) | distance;
        literals.Count(LengthSymbol(length, out _, out _));
        distances.Count(DistanceSymbol(distance, out _, out _));
    }

    /// <summary>RFC 1951 3.2.5: from 11 on, lengths share symbols by fours, eights and so on; 258 has one of its own.</summary>
    private static int LengthSymbol(int length, out int extraBits, out int extra)
    {
        var value = length - MinMatch;
        if (value < 8 || length == MaxMatch)
        {
            (extraBits, extra) = (0, 0);
            return length == MaxMatch ? 285 : 257 + value;
        }

        extraBits = BitOperations.Log2((uint)value) - 2;
        extra = value & ((1 << extraBits) - 1);
        return 257 + (extraBits * 4) + (value >> extraBits);
    }

    /// <summary>RFC 1951 3.2.5: from 5 on, distances share symbols by twos, fours and so on.</summary>
    private static int DistanceSymbol(int distance, out int extraBits, out int extra)
    {
        var value = distance - 1;
        if (value < 4)
        {
            (extraBits, extra) = (0, 0);
            return value;
        }

        extraBits = BitOperations.Log2((uint)value) - 1;
        extra = value & ((1 << extraBits) - 1);
        return (extraBits * 2) + (value >> extraBits);
    }

    /// <summary>RFC 1951 3.2.7: how many code lengths of each code are told; the zeros behind them are not.</summary>
    private (int Literals, int Distances, int Lengths) Counts()
    {
        var lengths = CodeLengthOrder.Length;
        while (lengths > 4 && codeLengths.LengthOf(CodeLengthOrder[lengths - 1]) == 0)
        {
            lengths--;
        }

        return (literals.UsedSymbols(257), distances.UsedSymbols(1), lengths);
    }

    private void EncodeLengths()
    {
        codeLengths.Clear();
        runCount = 0;
        Span<byte> all = stackalloc byte[Literals + Distances];
        var (literalCount, distanceCount) = (literals.UsedSymbols(257), distances.UsedSymbols(1));
        for (var i = 0; i < literalCount + distanceCount; i++)
        {
            all[i] = (byte)(i < literalCount ? literals.LengthOf(i) : distances.LengthOf(i - literalCount));
        }

        all = all[..(literalCount + distanceCount)];
        for (var i = 0; i < all.Length;)
        {
            var run = all[i..].IndexOfAnyExcept(all[i]) is >= 0 and var end ? end : all.Length - i;
            if (all[i] == 0 && run >= 3)
            {
                run = Math.Min(run, 138);
                AddRun(run <= 10 ? 17 : 18, run <= 10 ? run - 3 : run - 11);
            }
            else if (all[i] != 0 && i > 0 && all[i] == all[i - 1] && run >= 3)
            {
                run = Math.Min(run, 6);
                AddRun(16, run - 3);
            }
            else
            {
                run = 1;
                AddRun(all[i], 0);
            }

            i += run;
        }

        void AddRun(int symbol, int extra)
        {
            runs[runCount++] = symbol | (extra << 8);
            codeLengths.Count(symbol);
        }
    }

    private void WriteLengths(ref BitWriter bits, int lengthCount)
    {
        for (var i = 0; i < lengthCount; i++)
        {
            bits.Write(codeLengths.LengthOf(CodeLengthOrder[i]), 3);
        }

        foreach (var run in runs.AsSpan(0, runCount))
        {
            var symbol = run & 0xFF;
            codeLengths.Write(ref bits, symbol);
            if (symbol >= 16)
            {
                bits.Write(run >> 8, symbol switch { 16 => 2, 17 => 3, _ => 7 });
            }
        }
    }

    private void WriteBody(ref BitWriter bits, HuffmanCode literalCode, HuffmanCode distanceCode)
    {
        foreach (var token in tokens.AsSpan(0, tokenCount))
        {
            if (token < 0x10000)
            {
                literalCode.Write(ref bits, token);
                continue;
            }

            literalCode.Write(ref bits, LengthSymbol(token >> 16, out var lengthBits, out var length));
            bits.Write(length, lengthBits);
            distanceCode.Write(ref bits, DistanceSymbol(token & 0xFFFF, out var distanceBits, out var distance));
            bits.Write(distance, distanceBits);
        }

        literalCode.Write(ref bits, EndOfBlock);
    }

    /// <summary>How many bits the body takes under codes of the given lengths.</summary>
    private long BodyBits(Func<int, int> literalLength, Func<int, int> distanceLength)
    {
        long bits = 0;
        for (var symbol = 0; symbol < Literals; symbol++)
        {
            var extra = symbol is < 265 or 285 ? 0 : (symbol - 261) / 4;
            bits += literals.Frequency(symbol) * (literalLength(symbol) + extra);
        }

        for (var symbol = 0; symbol < Distances; symbol++)
        {
            bits += distances.Frequency(symbol) * (distanceLength(symbol) + (symbol < 4 ? 0 : (symbol / 2) - 1));
        }

        return bits;
    }

    private static int FixedLength(int symbol) => symbol switch { < 144 => 8, < 256 => 9, < 280 => 7, _ => 8 };

    /// <summary>The codes of RFC 1951 3.2.6.</summary>
    private static class FixedCode
    {
        public static readonly HuffmanCode Literals = HuffmanCode.OfLengths(288, FixedLength);

        public static readonly HuffmanCode Distances = HuffmanCode.OfLengths(30, static _ => 5);
    }
}
