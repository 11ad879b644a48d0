using System.Text;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Looks at what stands where something is to be written: a former one of its kind may go, somebody else's file may not.</summary>
internal static class FormerOutput
{
    private const int LongestText = 1 << 16;
    private const int ShortestDigest = 32;

    /// <summary>Where a volume descriptor has its identifier: at sector 16 (ECMA-119 8.1.2), also of raw sectors of a CD in mode 1 and mode 2.</summary>
    private static readonly int[] Identifiers = [(16 * 2048) + 1, (16 * 2352) + 16 + 1, (16 * 2352) + 24 + 1];

    /// <summary>Whether an image that takes the place of what is at a path destroys nothing but an image: there is one, an empty file, nothing, or what is written to and not replaced.</summary>
    /// <param name="path">Where it is written.</param>
    /// <param name="why">Why nobody can say, where that is so.</param>
    public static bool IsImage(string path, out string? why) => Check(path, static file =>
    {
        Span<byte> identifier = stackalloc byte[5];
        foreach (var offset in Identifiers)
        {
            if (DiskBytes.Read(file, identifier, offset) == identifier.Length && (identifier.SequenceEqual("CD001"u8) || identifier.SequenceEqual("BEA01"u8)))
            {
                return true;
            }
        }

        return false;
    }, out why);

    /// <summary>The same of a text beside an image.</summary>
    public static bool IsText(string path, CompanionKind kind, out string? why) => Check(path, file => Looks(Start(file), kind), out why);

    /// <summary>Whether a text names something near its beginning.</summary>
    public static bool Names(string path, string name) => Check(path, file => Start(file).Contains(name, StringComparison.Ordinal), out _);

    /// <summary>The checksums in a small text file, each with the name that it is of; empty where it is something else.</summary>
    public static IReadOnlyList<(string Digest, string Name)> Checksums(string path)
    {
        try
        {
            using var file = DiskFile.OpenRead(path);
            var text = Start(file);
            return IsChecksum(text) ? [.. LinesOf(text).Select(Split)] : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Looks(string start, CompanionKind kind) => kind switch
    {
        CompanionKind.SectorMap => start.StartsWith("image ", StringComparison.Ordinal),
        CompanionKind.Picture => start.StartsWith("<svg", StringComparison.Ordinal),
        CompanionKind.Checksum => IsChecksum(start),
        _ => start.StartsWith('{') && Array.TrueForAll(CompanionText.MarksOf(kind), mark => start.Contains(mark, StringComparison.Ordinal)),
    };

    private static bool IsChecksum(string text) => LinesOf(text).All(line => Split(line).Digest.Length >= ShortestDigest);

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Digest and name of a line (coreutils: a backslash before a name that is escaped, then two characters between both); no digest where it is another text.</summary>
    private static (string Digest, string Name) Split(string line)
    {
        var text = line.TrimStart('\\');
        var end = text.TakeWhile(char.IsAsciiHexDigit).Count();
        return end == text.Length || text[end] == ' ' ? (text[..end], Unescaped(text[end..].TrimStart(' ', '*'), isEscaped: text.Length < line.Length)) : ("", "");
    }

    private static string Unescaped(string name, bool isEscaped) =>
        isEscaped ? string.Join('\\', name.Split(@"\\").Select(part => part.Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\r", "\r", StringComparison.Ordinal))) : name;

    private static string Start(SafeFileHandle file)
    {
        var bytes = new byte[Math.Min(DiskBytes.LengthOf(file), LongestText)];
        var count = 0;
        while (count < bytes.Length && DiskBytes.Read(file, bytes.AsSpan(count), count) is > 0 and var read)
        {
            count += read;
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static bool Check(string path, Func<SafeFileHandle, bool> isSuch, out string? why)
    {
        why = null;
        try
        {
            if (DiskFile.Look(path) is not { Exists: true, IsDirectory: false, Length: > 0 })
            {
                return true;
            }

            using var file = DiskFile.OpenRead(path);
            return isSuch(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            why = failure is IOException trouble ? DiskBytes.ReasonOf(trouble) : failure.Message;
            return false;
        }
    }
}
