using System.Buffers;
using System.Globalization;

namespace IsoBuild.Extraction;

/// <summary>What is called so is not finished. Who holds no lock on it has been killed; links, which nobody can lock, are made anew by whoever finds his gone.</summary>
/// <remarks>Images that are being written have names of the same form.</remarks>
internal static class TemporaryNames
{
    private const string Prefix = ".isobuild-x";
    private const string Suffix = ".tmp";
    private const int Digits = 32;
    private const int Length = 11 + Digits + 4;

    /// <summary>What is put behind such a name to see whether the file system takes any bytes: no UTF-8 has it.</summary>
    public const byte NoText = 0xFF;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>For Windows and others that list by patterns.</summary>
    public static string Pattern => $"{Prefix}*{Suffix}";

    /// <summary>A name that nobody can have foreseen.</summary>
    public static string Make()
    {
#pragma warning disable RS0030 // The name of a file that is gone, or has another name, when the work is done; RandomNumberGenerator would need OpenSSL.
        var number = Guid.NewGuid();
#pragma warning restore RS0030
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:N}{Suffix}");
    }

    /// <summary>Whether a name is one of these, as bytes.</summary>
    public static bool Are(ReadOnlySpan<byte> name)
    {
        if (name.Length == Length + 1 && name[^1] == NoText)
        {
            name = name[..^1];
        }

        return name.Length == Length
            && name.StartsWith(".isobuild-x"u8)
            && name.EndsWith(".tmp"u8)
            && !name.Slice(Prefix.Length, Digits).ContainsAnyExcept(Hexadecimal);
    }
}
