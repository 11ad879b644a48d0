using System.Buffers;
using System.Globalization;
using IsoBuild.Bytes;

namespace IsoBuild.Content;

/// <summary>What is called so is not finished. Who holds no lock on it has been killed; links, which nobody can lock, are made anew by whoever finds his gone.</summary>
/// <remarks>Images, the texts beside them, and files of extractions: all have names of one form.</remarks>
internal static class TemporaryNames
{
    private const string FormerPrefix = ".isobuild-";
    private const string Prefix = FormerPrefix + "x";
    private const string Suffix = ".tmp";
    private const int Digits = 32;

    /// <summary>What is put behind such a name to see whether the file system takes any bytes: no UTF-8 has it.</summary>
    public const byte NoText = 0xFF;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>For Windows and others that list by patterns.</summary>
    public static string Pattern => $"{Prefix}*{Suffix}";

    /// <summary>The name of a file that processes lock: one of the form that is not random.</summary>
    public static string OfLock => Prefix + new string('0', Digits) + Suffix;

    /// <summary>A name that nobody can have foreseen.</summary>
    public static string Make()
    {
#pragma warning disable RS0030 // The name of a file that is gone, or has another name, when the work is done; RandomNumberGenerator would need OpenSSL.
        var number = Guid.NewGuid();
#pragma warning restore RS0030
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:N}{Suffix}");
    }

    /// <summary>Whether a name is one of these, as bytes: users may have files whose names resemble them.</summary>
    public static bool Are(ReadOnlySpan<byte> name)
    {
        if (name is [.., NoText])
        {
            name = name[..^1];
        }

        return name.Length == Prefix.Length + Digits + Suffix.Length
            && name.StartsWith(".isobuild-x"u8)
            && name.EndsWith(".tmp"u8)
            && !name.Slice(Prefix.Length, Digits).ContainsAnyExcept(Hexadecimal);
    }

    /// <inheritdoc cref="Are(ReadOnlySpan{byte})"/>
    public static bool Are(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) && Are(NameBytes.Encode(name));

    /// <summary>Whether a name is one that former versions made, of a process and a number.</summary>
    public static bool AreFormer(string name) =>
        name.StartsWith(FormerPrefix, StringComparison.Ordinal)
        && name.EndsWith(Suffix, StringComparison.Ordinal)
        && name[FormerPrefix.Length..Math.Max(FormerPrefix.Length, name.Length - Suffix.Length)].Split('-') is [var process, var number]
        && IsNumber(process)
        && IsNumber(number);

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);
}
