using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Remastering;

/// <summary>A line of a <see cref="ChecksumList"/>.</summary>
/// <param name="Text">The line with its end, byte for character.</param>
/// <param name="Path">The path of the file; empty where the line lists none.</param>
/// <param name="Hash">Where in the line the hash stands.</param>
internal readonly record struct ChecksumLine(string Text, string Path, Range Hash)
{
    public HashAlgorithmName Algorithm => ChecksumList.AlgorithmOf(Text[Hash].Length)!.Value;

    /// <summary>The line with another hash, in letters of the same case.</summary>
    public string With(byte[] hash)
    {
        var isUpper = Text[Hash].Any(char.IsAsciiLetterUpper);
        return string.Concat(Text[..Hash.Start], isUpper ? Convert.ToHexString(hash) : Convert.ToHexStringLower(hash), Text[Hash.End..]);
    }
}

/// <summary>A list of files with their hashes, as media carry it so that who has one can check it: what coreutils' <c>md5sum</c> and its kin write,
/// and the <c>[checksums]</c> of a <c>.treeinfo</c>.</summary>
internal sealed class ChecksumList
{
    /// <summary>A disc of 60,000 packages has a list of 6 MB.</summary>
    public const int MostBytes = 1 << 25;

    private static readonly string[] Kinds = ["md5", "sha1", "sha256", "sha384", "sha512"];
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789ABCDEFabcdef");

    private ChecksumList(List<ChecksumLine> lines) => Lines = lines;

    public IReadOnlyList<ChecksumLine> Lines { get; }

    /// <summary>Whether a file is called as such lists are: <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>CHECKSUMS</c>, <c>root.sha512</c>.</summary>
    public static bool IsName(string name)
    {
        var text = name.ToLowerInvariant();
        text = text.EndsWith(".txt", StringComparison.Ordinal) ? text[..^4] : text;
        text = text.EndsWith("sums", StringComparison.Ordinal) ? text[..^1] : text;
        return text is "checksum" || IsTreeInfo(name)
            || Array.Exists(Kinds, kind => string.Equals(text, kind + "sum", StringComparison.Ordinal) || text.EndsWith('.' + kind, StringComparison.Ordinal) || text.EndsWith($".{kind}sum", StringComparison.Ordinal));
    }

    /// <summary>The list; <see langword="null"/> when the bytes are none.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="bytes">Its content.</param>
    public static ChecksumList? Read(string name, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var isTreeInfo = IsTreeInfo(name);
        var lines = new List<ChecksumLine>();
        var inSection = false;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            var line = text[start..end];
            start = end;
            var content = line.TrimEnd('\r', '\n');
            inSection = content.StartsWith('[') ? content.Trim().Equals("[checksums]", StringComparison.OrdinalIgnoreCase) : inSection;
            var found = !isTreeInfo ? OfCoreutils(content) : inSection ? OfTreeInfo(content) : null;
            if (found is var (path, hash) && AlgorithmOf(content[hash].Length) is not null)
            {
                lines.Add(new ChecksumLine(line, Decode(content[path]), hash));
            }
            else if (isTreeInfo || content.Length == 0 || content[0] is '#' or '\\')
            {
                lines.Add(new ChecksumLine(line, "", default));
            }
            else
            {
                return null;
            }
        }

        return lines.Exists(line => line.Path.Length > 0) ? new ChecksumList(lines) : null;
    }

    /// <summary>What makes hashes of so many digits.</summary>
    public static HashAlgorithmName? AlgorithmOf(int digits) => digits switch
    {
        32 => HashAlgorithmName.MD5,
        40 => HashAlgorithmName.SHA1,
        64 => HashAlgorithmName.SHA256,
        96 => HashAlgorithmName.SHA384,
        128 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static bool IsTreeInfo(string name) => name.TrimStart('.').Equals("treeinfo", StringComparison.OrdinalIgnoreCase);

    private static string Decode(string path) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path));

    /// <summary>Where path and hash stand in what coreutils writes: the hash, a space, and a space or an asterisk before the name.</summary>
    private static (Range Path, Range Hash)? OfCoreutils(string line)
    {
        var digits = HexDigits(line);
        return line.Length > digits + 2 && line[digits] == ' ' && line[digits + 1] is ' ' or '*' ? ((digits + 2).., ..digits) : null;
    }

    /// <summary>The same of a line of <c>.treeinfo</c>: <c>images/boot.iso = sha256:0123…</c>.</summary>
    private static (Range Path, Range Hash)? OfTreeInfo(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var colon = equals < 0 ? -1 : line.IndexOf(':', equals);
        if (colon < 0)
        {
            return null;
        }

        var path = line[..equals].TrimEnd().Length;
        var digits = HexDigits(line[(colon + 1)..].TrimEnd());
        return path > 0 && line[(colon + 1)..].TrimEnd().Length == digits ? (..path, (colon + 1)..(colon + 1 + digits)) : null;
    }

    private static int HexDigits(string text)
    {
        var other = text.AsSpan().IndexOfAnyExcept(Hex);
        return other < 0 ? text.Length : other;
    }
}
