namespace IsoBuild.Fat;

/// <summary>Short names (FAT 1.03, "FAT Short Directory Entries" and "Name Creation"): eight characters, and three behind the dot, which is not stored.</summary>
/// <remarks>A name that is one as it stands, in capital letters, is stored so. All others have a long name, and an alias as a short one. Small letters could be
/// told by two bits of Windows NT, but GRUB and simple firmware know long names only.</remarks>
internal static class ShortName
{
    public const int Size = StemSize + ExtensionSize;

    private const int StemSize = 8;
    private const int ExtensionSize = 3;

    /// <summary>Beside letters and digits.</summary>
    private const string Signs = "$%'-_@~`!(){}^#&";

    // Which half is shown in small letters.
    private const byte SmallStem = 0x08;
    private const byte SmallExtension = 0x10;

    /// <summary>In the first byte, for a character that would say that the entry is deleted.</summary>
    private const byte InsteadOfDeleted = 0x05;

    /// <summary>What the bytes from 0x80 on are on most systems: code page 437.</summary>
    private const string UpperHalf =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    /// <summary>What a name would be as a short one, as eleven characters.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isSame">Whether it is the name itself, but for small letters.</param>
    /// <param name="hasCapitals">Whether it is the name itself.</param>
    public static string Of(string name, out bool isSame, out bool hasCapitals)
    {
        Span<char> result = stackalloc char[Size];
        result.Fill(' ');
        (isSame, hasCapitals) = (true, true);
        var dot = name.LastIndexOf('.');
        // What begins with its only dot has no extension.
        dot = dot > 0 && name.AsSpan(0, dot).IndexOfAnyExcept('.', ' ') >= 0 ? dot : name.Length;
        Fill(name.AsSpan(0, dot), result[..StemSize], ref isSame, ref hasCapitals);
        Fill(name.AsSpan(Math.Min(dot + 1, name.Length)), result[StemSize..], ref isSame, ref hasCapitals);
        if (result[0] == ' ')
        {
            result[0] = '_';
            isSame = false;
        }

        hasCapitals &= isSame;
        return new string(result);
    }

    /// <summary>Puts a tail (<c>~1</c>) into a short name, where the stem ends or has to give way.</summary>
    public static string WithTail(string name, string tail)
    {
        var stem = name.AsSpan(0, StemSize).TrimEnd(' ');
        stem = stem[..Math.Min(stem.Length, StemSize - tail.Length)];
        return $"{string.Concat(stem, tail),-StemSize}{name.AsSpan(StemSize)}";
    }

    /// <summary>The name as it is shown: <c>GRUBX64.EFI</c>.</summary>
    public static string Show(ReadOnlySpan<byte> bytes, byte caseBits)
    {
        var stem = Decode(bytes[..StemSize]).TrimEnd(' ');
        var extension = Decode(bytes.Slice(StemSize, ExtensionSize)).TrimEnd(' ');
        stem = (caseBits & SmallStem) != 0 ? Small(stem) : stem;
        extension = (caseBits & SmallExtension) != 0 ? Small(extension) : extension;
        return extension.Length == 0 ? stem : $"{stem}.{extension}";
    }

    /// <summary>Text in bytes of which those from 0x80 on depend on a code page that is nowhere said.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = i == 0 && bytes[0] == InsteadOfDeleted ? (byte)0xE5 : bytes[i];
            text[i] = value < 0x80 ? (char)value : UpperHalf[value - 0x80];
        }

        return new string(text);
    }

    /// <summary>Whether a character may be in a short name, or a label, beside spaces.</summary>
    public static bool IsLegal(char character) => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || Signs.Contains(character, StringComparison.Ordinal);

    public static char Capital(char character) => char.IsAsciiLetterLower(character) ? (char)(character - ('a' - 'A')) : character;

    private static string Small(string text) => string.Create(text.Length, text, static (result, from) =>
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] + ('a' - 'A')) : from[i];
        }
    });

    private static void Fill(ReadOnlySpan<char> from, Span<char> to, ref bool isSame, ref bool hasCapitals)
    {
        var count = 0;
        foreach (var character in from)
        {
            if (character is ' ' or '.')
            {
                isSame = false;
                continue;
            }

            if (count == to.Length)
            {
                isSame = false;
                return;
            }

            var capital = Capital(character);
            hasCapitals &= capital == character;
            var isLegal = IsLegal(capital);
            isSame &= isLegal;
            // Half of a surrogate pair is enough to be replaced.
            if (!char.IsLowSurrogate(character))
            {
                to[count++] = isLegal ? capital : '_';
            }
        }
    }
}
