using System.Buffers.Binary;
using System.Numerics;

namespace IsoBuild.Bytes;

/// <summary>SHA-1 (FIPS 180-4, 6.1), as lists of checksums have it.</summary>
internal sealed class Sha1Blocks() : WordHash(First)
{
    private static readonly uint[] First = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];

    protected override void Take(ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[80];
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        }

        for (var t = 16; t < w.Length; t++)
        {
            w[t] = BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        }

        var state = State;
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var t = 0; t < w.Length; t++)
        {
            var mixed = (t / 20) switch
            {
                0 => ((b & c) ^ (~b & d)) + 0x5A827999,
                1 => (b ^ c ^ d) + 0x6ED9EBA1,
                2 => ((b & c) ^ (b & d) ^ (c & d)) + 0x8F1BBCDC,
                _ => (b ^ c ^ d) + 0xCA62C1D6,
            };
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, BitOperations.RotateLeft(a, 5) + mixed + e + w[t]);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }
}

/// <summary>MD5 (RFC 1321), as xorriso and media checks record it.</summary>
internal sealed class Md5Blocks() : WordHash(First)
{
    private static readonly uint[] First = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];

    /// <summary>The first 32 bits of the sines of 1 to 64 (RFC 1321, 3.4).</summary>
    private static readonly uint[] Sines =
    [
        0xD76AA478, 0xE8C7B756, 0x242070DB, 0xC1BDCEEE, 0xF57C0FAF, 0x4787C62A, 0xA8304613, 0xFD469501,
        0x698098D8, 0x8B44F7AF, 0xFFFF5BB1, 0x895CD7BE, 0x6B901122, 0xFD987193, 0xA679438E, 0x49B40821,
        0xF61E2562, 0xC040B340, 0x265E5A51, 0xE9B6C7AA, 0xD62F105D, 0x02441453, 0xD8A1E681, 0xE7D3FBC8,
        0x21E1CDE6, 0xC33707D6, 0xF4D50D87, 0x455A14ED, 0xA9E3E905, 0xFCEFA3F8, 0x676F02D9, 0x8D2A4C8A,
        0xFFFA3942, 0x8771F681, 0x6D9D6122, 0xFDE5380C, 0xA4BEEA44, 0x4BDECFA9, 0xF6BB4B60, 0xBEBFBC70,
        0x289B7EC6, 0xEAA127FA, 0xD4EF3085, 0x04881D05, 0xD9D4D039, 0xE6DB99E5, 0x1FA27CF8, 0xC4AC5665,
        0xF4292244, 0x432AFF97, 0xAB9423A7, 0xFC93A039, 0x655B59C3, 0x8F0CCC92, 0xFFEFF47D, 0x85845DD1,
        0x6FA87E4F, 0xFE2CE6E0, 0xA3014314, 0x4E0811A1, 0xF7537E82, 0xBD3AF235, 0x2AD7D2BB, 0xEB86D391,
    ];

    /// <summary>How far each step rotates: four numbers for each of the four rounds.</summary>
    private static readonly int[] Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

    protected override void Take(ReadOnlySpan<byte> block)
    {
        Span<uint> x = stackalloc uint[16];
        for (var t = 0; t < x.Length; t++)
        {
            x[t] = BinaryPrimitives.ReadUInt32LittleEndian(block[(t * sizeof(uint))..]);
        }

        var state = State;
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var t = 0; t < Sines.Length; t++)
        {
            var (mixed, word) = (t / 16) switch
            {
                0 => ((b & c) | (~b & d), t),
                1 => ((b & d) | (c & ~d), ((5 * t) + 1) % 16),
                2 => (b ^ c ^ d, ((3 * t) + 5) % 16),
                _ => (c ^ (b | ~d), 7 * t % 16),
            };
            var turned = BitOperations.RotateLeft(a + mixed + Sines[t] + x[word], Shifts[(t / 16 * 4) + (t % 4)]);
            (a, d, c, b) = (d, c, b, b + turned);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    protected override byte[] Result()
    {
        var hash = new byte[State.Length * sizeof(uint)];
        for (var i = 0; i < State.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(i * sizeof(uint)), State[i]);
        }

        return hash;
    }

    protected override void WriteLength(Span<byte> block, ulong bits) => BinaryPrimitives.WriteUInt64LittleEndian(block[^8..], bits);
}
