using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;

namespace IsoBuild.Fat;

/// <summary>Long names (FAT 1.03, "FAT Long Directory Entries"): before the entry with the short name, entries of 13 characters each, the last part first.</summary>
internal static class LongName
{
    /// <summary>In UTF-16.</summary>
    public const int MaxCharacters = 255;

    public const int CharactersPerEntry = 13;

    /// <summary>The most entries that a long name takes.</summary>
    public const int MaxEntries = (MaxCharacters + CharactersPerEntry - 1) / CharactersPerEntry;

    private const int AttributeByte = 11;
    private const int ChecksumByte = 13;
    private const int NameSize = 11;

    /// <summary>In the first byte: this is the last part, which stands first.</summary>
    private const byte LastMark = 0x40;

    private const char Padding = '\uFFFF';

    private const string Illegal = "\"*/:<>?\\|";

    /// <summary>Where the characters lie.</summary>
    private static ReadOnlySpan<byte> Places => [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30];

    public static int EntriesFor(string name) => (name.Length + CharactersPerEntry - 1) / CharactersPerEntry;

    /// <summary>Why a name cannot be stored, as a sentence; <see langword="null"/> when it can.</summary>
    public static string? Problem(string name)
    {
        if (name.Length == 0 || name is "." or "..")
        {
            return "A name in the path is empty, \".\" or \"..\"; FAT cannot store it. Give another path.";
        }

        if (name.Length > MaxCharacters)
        {
            return $"The name has {name.Length} UTF-16 characters, but FAT allows at most {MaxCharacters}. Shorten it.";
        }

        if (name[^1] is '.' or ' ' || name[0] == ' ')
        {
            return "The name begins with a space, or ends in a space or dot, which systems drop from names on FAT. Rename it.";
        }

        foreach (var character in name)
        {
            if (character < ' ' || character == '\u007F' || Illegal.Contains(character, StringComparison.Ordinal))
            {
                return $"The name has the character U+{(int)character:X4}, which FAT forbids, as it does all of {Illegal} and control characters. Rename it.";
            }
        }

        return NameBytes.IsSound(name) ? null : "The name is not valid Unicode: it has an unpaired surrogate. Rename it.";
    }

    /// <summary>What ties the parts to their short name.</summary>
    public static byte Checksum(ReadOnlySpan<byte> shortName)
    {
        byte sum = 0;
        foreach (var character in shortName[..NameSize])
        {
            sum = (byte)((sum << 7 | sum >> 1) + character);
        }

        return sum;
    }

    /// <summary>Writes all entries of a long name, over zeros.</summary>
    public static void Write(Span<byte> entries, string name, string shortName)
    {
        Span<byte> shortBytes = stackalloc byte[NameSize];
        Encoding.ASCII.GetBytes(shortName, shortBytes);
        var checksum = Checksum(shortBytes);
        var count = EntriesFor(name);
        for (var part = count; part > 0; part--)
        {
            entries[0] = (byte)(part == count ? part | LastMark : part);
            entries[AttributeByte] = (byte)FatAttributes.LongName;
            entries[ChecksumByte] = checksum;
            for (var i = 0; i < CharactersPerEntry; i++)
            {
                var index = ((part - 1) * CharactersPerEntry) + i;
                // A zero ends the name, and ones fill up behind it; a name that fills its entries has neither.
                var character = index < name.Length ? name[index] : index == name.Length ? '\0' : Padding;
                BinaryPrimitives.WriteUInt16LittleEndian(entries[Places[i]..], character);
            }

            entries = entries[DirectoryEntry.Size..];
        }
    }

    /// <summary>The number of a part, from 1 on, and whether it is the last, which comes first.</summary>
    public static (int Number, bool IsLast) Order(ReadOnlySpan<byte> entry) => (entry[0] & ~LastMark, (entry[0] & LastMark) != 0);

    public static byte ChecksumOf(ReadOnlySpan<byte> entry) => entry[ChecksumByte];

    /// <summary>Reads the characters of a part, as they are.</summary>
    public static void ReadPart(ReadOnlySpan<byte> entry, Span<char> destination)
    {
        for (var i = 0; i < CharactersPerEntry; i++)
        {
            destination[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(entry[Places[i]..]);
        }
    }
}
