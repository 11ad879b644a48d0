using System.Buffers.Binary;

namespace IsoBuild.RockRidge;

/// <summary>Where libisofs' checksums lie: MD5s, of the session, then of files, and last of all that come before. Files have the number of theirs in an attribute, <c>isofs.cx</c>.</summary>
/// <param name="FirstSector">Where what the checksum of the session is of begins; it ends where the checksums begin.</param>
/// <param name="Sector">Where they begin.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct ChecksumArea(uint FirstSector, uint Sector, uint Count)
{
    /// <summary>The names of both attributes, with the byte that stands for their namespace (AAIP 2.0).</summary>
    public static ReadOnlySpan<byte> RecordedName => "\u0004ca"u8;

    public static ReadOnlySpan<byte> RecordedNameOfNumber => "\u0004cx"u8;

    public const string Name = "isofs.ca";

    public const string NameOfNumber = "isofs.cx";

    /// <summary>The size of one.</summary>
    public const int Each = 16;

    /// <summary>Numbers begin with how many bytes they have; these are as long as libisofs' own, whatever they are.</summary>
    private const int NumberSize = 1 + sizeof(uint);

    public const int Size = (3 * NumberSize) + 2 + 3;

    private static ReadOnlySpan<byte> Kind => "MD5"u8;

    /// <summary>How many bytes all of them take.</summary>
    public long Length => (long)Count * Each;

    public void Write(Span<byte> value)
    {
        WriteNumber(value, FirstSector);
        WriteNumber(value[NumberSize..], Sector);
        WriteNumber(value[(2 * NumberSize)..], Count);
        value = value[(3 * NumberSize)..];
        (value[0], value[1]) = (1, Each);
        Kind.CopyTo(value[2..]);
    }

    /// <summary><see langword="null"/> where it is not what libisofs writes.</summary>
    public static ChecksumArea? Read(ReadOnlySpan<byte> value) =>
        TryTakeNumber(ref value, out var first) && TryTakeNumber(ref value, out var sector) && TryTakeNumber(ref value, out var count) && TryTakeNumber(ref value, out var each)
        && each == Each && value.SequenceEqual(Kind) ? new ChecksumArea(first, sector, count) : null;

    private static void WriteNumber(Span<byte> place, uint number)
    {
        place[0] = sizeof(uint);
        BinaryPrimitives.WriteUInt32BigEndian(place[1..], number);
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> rest, out uint number)
    {
        number = 0;
        if (rest.IsEmpty || rest[0] > sizeof(uint) || rest.Length <= rest[0])
        {
            return false;
        }

        foreach (var digit in rest.Slice(1, rest[0]))
        {
            number = (number << 8) | digit;
        }

        rest = rest[(1 + rest[0])..];
        return true;
    }
}
