using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace IsoBuild.Remastering;

/// <summary>A line of a <see cref="ChecksumList"/>.</summary>
/// <param name="Text">The line with its end, byte for character.</param>
/// <param name="Path">The path of the file; empty where the line lists none.</param>
/// <param name="Hash">Where in the line the hash stands.</param>
/// <param name="Algorithm">What makes the hash; <see langword="null"/> when nothing here does.</param>
internal readonly record struct ChecksumLine(string Text, string Path, Range Hash, HashAlgorithmName? Algorithm)
{
    /// <summary>The line with another hash, in letters of the same case.</summary>
    public string With(byte[] hash)
    {
        var isUpper = Text[Hash].Any(char.IsAsciiLetterUpper);
        return string.Concat(Text[..Hash.Start], isUpper ? Convert.ToHexString(hash) : Convert.ToHexStringLower(hash), Text[Hash.End..]);
    }
}

/// <summary>A list of files with their hashes, as media carry it so that who has one can check it: what coreutils' <c>md5sum</c> and its kin, BSD's and OpenSSL's
/// programs write, a hash alone in the file <c>NAME.sha256</c>, and the <c>[checksums]</c> of a <c>.treeinfo</c>.</summary>
internal sealed class ChecksumList
{
    /// <summary>A disc of 60,000 packages has a list of 6 MB.</summary>
    public const int MostBytes = 1 << 25;

    private const string Armor = "-----BEGIN PGP";

    /// <summary>Endings of names and what makes the hashes of such files: of some, nothing here does.</summary>
    private static readonly Dictionary<string, HashAlgorithmName?> Kinds = new(StringComparer.Ordinal)
    {
        ["md5"] = HashAlgorithmName.MD5,
        ["sha1"] = HashAlgorithmName.SHA1,
        ["sha224"] = null,
        ["sha256"] = HashAlgorithmName.SHA256,
        ["sha384"] = HashAlgorithmName.SHA384,
        ["sha512"] = HashAlgorithmName.SHA512,
        ["b2"] = null,
        ["blake2"] = null,
        ["blake2b"] = null,
        ["b3"] = null,
        ["blake3"] = null,
    };

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789ABCDEFabcdef");

    private ChecksumList(List<ChecksumLine> lines, bool isSigned) => (Lines, IsSigned) = (lines, isSigned);

    public IReadOnlyList<ChecksumLine> Lines { get; }

    /// <summary>Whether the list holds its own signature: changed, it would be worth nothing.</summary>
    public bool IsSigned { get; }

    /// <summary>Whether any of its lines can be made anew.</summary>
    public bool CanBeMade => !IsSigned && Lines.Any(line => line.Algorithm is not null);

    /// <summary>Whether a file is called as such lists are: <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>CHECKSUMS</c>, <c>root.sha512</c>.</summary>
    public static bool IsName(string name) => IsTreeInfo(name) || Shortened(name) is "checksum" or "shasum" || KindOf(name, out _) is not null;

    /// <summary>The list; <see langword="null"/> when the bytes are none.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="bytes">Its content.</param>
    public static ChecksumList? Read(string name, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var isTreeInfo = IsTreeInfo(name);
        var kind = KindOf(name, out var ofFile);
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
            lines.Add(!isTreeInfo ? OfCoreutils(line, content, kind) ?? OfTag(line, content) ?? new ChecksumLine(line, "", default, Algorithm: null)
                : (inSection ? OfTreeInfo(line, content) : null) ?? new ChecksumLine(line, "", default, Algorithm: null));
        }

        if (lines is [var only] && ofFile.Length > 0 && kind is not null && only.Text.Trim() is { Length: > 0 } hash && HexDigits(hash) == hash.Length && IsLengthOf(kind, hash.Length))
        {
            var at = only.Text.IndexOf(hash, StringComparison.Ordinal);
            lines[0] = only with { Path = ofFile, Hash = at..(at + hash.Length), Algorithm = Kinds[kind] };
        }

        return lines.Exists(line => line.Path.Length > 0) ? new ChecksumList(lines, text.Contains(Armor, StringComparison.Ordinal)) : null;
    }

    /// <summary>What makes hashes of so many digits.</summary>
    private static HashAlgorithmName? AlgorithmOf(int digits) => digits switch
    {
        32 => HashAlgorithmName.MD5,
        40 => HashAlgorithmName.SHA1,
        64 => HashAlgorithmName.SHA256,
        96 => HashAlgorithmName.SHA384,
        128 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static bool IsLengthOf(string kind, int digits) => Kinds[kind] is { } algorithm ? AlgorithmOf(digits) == algorithm : digits >= 32;

    private static bool IsTreeInfo(string name) => name.TrimStart('.').Equals("treeinfo", StringComparison.OrdinalIgnoreCase);

    /// <summary>In small letters, without <c>.txt</c>, and <c>sums</c> as <c>sum</c>.</summary>
    private static string Shortened(string name)
    {
        var text = name.ToLowerInvariant();
        text = text.EndsWith(".txt", StringComparison.Ordinal) ? text[..^4] : text;
        return text.EndsWith("sums", StringComparison.Ordinal) ? text[..^1] : text;
    }

    /// <summary>The kind of hashes that a name tells; <see langword="null"/> for none.</summary>
    /// <param name="name">What the list is called.</param>
    /// <param name="ofFile">The file beside it of which it is, if it is named so: <c>root.img</c> of <c>root.img.sha256</c>; otherwise empty.</param>
    private static string? KindOf(string name, out string ofFile)
    {
        ofFile = "";
        var text = Shortened(name);
        var word = text.EndsWith("sum", StringComparison.Ordinal) ? text[..^3] : text;
        if (Kinds.ContainsKey(word) && word.Length < text.Length)
        {
            return word;
        }

        var dot = word.LastIndexOf('.');
        if (dot < 0 || !Kinds.ContainsKey(word[(dot + 1)..]))
        {
            return null;
        }

        ofFile = name[..dot];
        return word[(dot + 1)..];
    }

    private static string Decode(string path) => Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(path));

    /// <summary>Names with a backslash or the end of a line are written with escapes, and the line begins with a backslash.</summary>
    private static string Decode(string path, bool isEscaped) =>
        Decode(isEscaped ? string.Join('\\', path.Split(@"\\").Select(part => part.Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\r", "\r", StringComparison.Ordinal))) : path);

    /// <summary>A line as coreutils writes it: the hash, a space, and a space or an asterisk before the name. BSD's have one space.</summary>
    private static ChecksumLine? OfCoreutils(string line, string content, string? kind)
    {
        var start = content.StartsWith('\\') ? 1 : 0;
        var digits = HexDigits(content[start..]);
        var end = start + digits;
        if (digits < 32 || digits % 8 != 0 || content.Length < end + 2 || content[end] != ' ')
        {
            return null;
        }

        var path = content[end + 1] is ' ' or '*' ? end + 2 : end + 1;
        var algorithm = kind is not null && Kinds[kind] is null ? null : AlgorithmOf(digits);
        return path < content.Length ? new ChecksumLine(line, Decode(content[path..], start > 0), start..end, algorithm) : null;
    }

    /// <summary>A line that says what its hash is: <c>SHA512 (name) = 0123…</c>, and OpenSSL's <c>SHA512(name)= 0123…</c>.</summary>
    private static ChecksumLine? OfTag(string line, string content)
    {
        var start = content.StartsWith('\\') ? 1 : 0;
        var open = content.IndexOf('(', StringComparison.Ordinal);
        var close = content.LastIndexOf(')');
        var equals = close < 0 ? -1 : content.IndexOf("= ", close, StringComparison.Ordinal);
        if (open <= start || close <= open + 1 || equals < 0 || content[(close + 1)..equals].Trim().Length > 0)
        {
            return null;
        }

        var name = content[start..open].TrimEnd().Replace("SHA2-", "SHA", StringComparison.Ordinal);
        var hash = content[(equals + 2)..];
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '/') || hash.Contains(' ', StringComparison.Ordinal))
        {
            return null;
        }

        var algorithm = AlgorithmOf(hash.Length);
        var isKnown = string.Equals(algorithm?.Name, name, StringComparison.OrdinalIgnoreCase) && HexDigits(hash) == hash.Length;
        return new ChecksumLine(line, Decode(content[(open + 1)..close], start > 0), (equals + 2)..content.Length, isKnown ? algorithm : null);
    }

    /// <summary>A line of <c>.treeinfo</c>: <c>images/boot.iso = sha256:0123…</c>.</summary>
    private static ChecksumLine? OfTreeInfo(string line, string content)
    {
        var equals = content.IndexOf('=', StringComparison.Ordinal);
        var colon = equals < 0 ? -1 : content.IndexOf(':', equals);
        if (colon < 0)
        {
            return null;
        }

        var path = content[..equals].TrimEnd();
        var hash = content[(colon + 1)..].TrimEnd();
        return path.Length > 0 && hash.Length > 0 && HexDigits(hash) == hash.Length
            ? new ChecksumLine(line, Decode(path), (colon + 1)..(colon + 1 + hash.Length), AlgorithmOf(hash.Length))
            : null;
    }

    private static int HexDigits(string text)
    {
        var other = text.AsSpan().IndexOfAnyExcept(Hex);
        return other < 0 ? text.Length : other;
    }
}
