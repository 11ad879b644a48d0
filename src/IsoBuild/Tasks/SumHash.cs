using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Tasks;

#pragma warning disable RS0030 // As in ChangeHash.

/// <summary>The hash of a set, whatever order its members come in: the sum of the SHA-256 of each.</summary>
internal readonly struct SumHash
{
    private readonly ulong one;
    private readonly ulong two;
    private readonly ulong three;
    private readonly ulong four;

    private SumHash(ulong one, ulong two, ulong three, ulong four) => (this.one, this.two, this.three, this.four) = (one, two, three, four);

    /// <summary>The hash of a text with numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SumHash Of(string text, params ReadOnlySpan<long> numbers)
    {
        const int onStack = 1024;
        var most = (numbers.Length * sizeof(long)) + Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = most > onStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[onStack];
        var length = 0;
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[length..], number);
            length += sizeof(long);
        }

        length += Encoding.UTF8.GetBytes(text, bytes[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return new SumHash(Part(hash, 0), Part(hash, 1), Part(hash, 2), Part(hash, 3));

        static ulong Part(ReadOnlySpan<byte> hash, int index) => BinaryPrimitives.ReadUInt64LittleEndian(hash[(index * sizeof(ulong))..]);
    }

    public static SumHash operator +(SumHash left, SumHash right) =>
        unchecked(new SumHash(left.one + right.one, left.two + right.two, left.three + right.three, left.four + right.four));

    /// <summary>The hash in hexadecimal.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{one:x16}{two:x16}{three:x16}{four:x16}");
}
