using System.Buffers.Binary;
using System.Numerics;

namespace IsoBuild.Bytes;

/// <summary>The constants of SHA-2 (FIPS 180-4, 4.2.3 and 5.3): the first 64 bits of what cube and square roots of the first primes have behind the point; SHA-256 takes half of each.</summary>
internal static class Sha2Constants
{
    public static readonly ulong[] Cubes =
    [
        0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC,
        0x3956C25BF348B538, 0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118,
        0xD807AA98A3030242, 0x12835B0145706FBE, 0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2,
        0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235, 0xC19BF174CF692694,
        0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
        0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5,
        0x983E5152EE66DFAB, 0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4,
        0xC6E00BF33DA88FC2, 0xD5A79147930AA725, 0x06CA6351E003826F, 0x142929670A0E6E70,
        0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED, 0x53380D139D95B3DF,
        0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
        0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30,
        0xD192E819D6EF5218, 0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8,
        0x19A4C116B8D2D0C8, 0x1E376C085141AB53, 0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8,
        0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373, 0x682E6FF3D6B2B8A3,
        0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
        0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B,
        0xCA273ECEEA26619C, 0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178,
        0x06F067AA72176FBA, 0x0A637DC5A2C898A6, 0x113F9804BEF90DAE, 0x1B710B35131C471B,
        0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC, 0x431D67C49C100D4C,
        0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817,
    ];

    public static readonly ulong[] Squares =
    [
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
        0xCBBB9D5DC1059ED8, 0x629A292A367CD507, 0x9159015A3070DD17, 0x152FECD8F70E5939,
        0x67332667FFC00B31, 0x8EB44A8768581511, 0xDB0C2E0D64F98FA7, 0x47B5481DBEFA4FA4,
    ];

    public static uint[] Halves(ReadOnlySpan<ulong> constants)
    {
        var halves = new uint[constants.Length];
        for (var i = 0; i < halves.Length; i++)
        {
            halves[i] = (uint)(constants[i] >> 32);
        }

        return halves;
    }
}

/// <summary>SHA-256 (FIPS 180-4, 6.2).</summary>
internal sealed class Sha256Blocks() : WordHash(First)
{
    private static readonly uint[] First = Sha2Constants.Halves(Sha2Constants.Squares.AsSpan(0, 8));
    private static readonly uint[] Constants = Sha2Constants.Halves(Sha2Constants.Cubes.AsSpan(0, 64));

    protected override void Take(ReadOnlySpan<byte> block)
    {
        Span<uint> w = stackalloc uint[64];
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        }

        for (var t = 16; t < w.Length; t++)
        {
            var (x, y) = (w[t - 15], w[t - 2]);
            w[t] = w[t - 16] + w[t - 7]
                + (BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3))
                + (BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10));
        }

        var state = State;
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < w.Length; t++)
        {
            var one = h + (BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25)) + ((e & f) ^ (~e & g)) + Constants[t] + w[t];
            var two = (BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + two);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}

/// <summary>SHA-512 and SHA-384 (FIPS 180-4, 6.4 and 6.5).</summary>
/// <param name="isShort">Whether it is SHA-384.</param>
internal sealed class Sha512Blocks(bool isShort) : HashBlocks(128)
{
    private readonly ulong[] state = [.. StartOf(isShort)];

    protected override void Take(ReadOnlySpan<byte> block)
    {
        Span<ulong> w = stackalloc ulong[80];
        for (var t = 0; t < 16; t++)
        {
            w[t] = BinaryPrimitives.ReadUInt64BigEndian(block[(t * sizeof(ulong))..]);
        }

        for (var t = 16; t < w.Length; t++)
        {
            var (x, y) = (w[t - 15], w[t - 2]);
            w[t] = w[t - 16] + w[t - 7]
                + (BitOperations.RotateRight(x, 1) ^ BitOperations.RotateRight(x, 8) ^ (x >> 7))
                + (BitOperations.RotateRight(y, 19) ^ BitOperations.RotateRight(y, 61) ^ (y >> 6));
        }

        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < w.Length; t++)
        {
            var one = h + (BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41)) + ((e & f) ^ (~e & g)) + Sha2Constants.Cubes[t] + w[t];
            var two = (BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + two);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    protected override byte[] Result()
    {
        var hash = new byte[state.Length * sizeof(ulong)];
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * sizeof(ulong)), state[i]);
        }

        return isShort ? hash[..48] : hash;
    }

    protected override Array Save() => (Array)state.Clone();

    protected override void Restore(Array state) => state.CopyTo(this.state, 0);

    protected override void Reset() => StartOf(isShort).CopyTo(state);

    private static ReadOnlySpan<ulong> StartOf(bool isShort) => isShort ? Sha2Constants.Squares.AsSpan(8) : Sha2Constants.Squares.AsSpan(0, 8);
}
