using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>What names a target directory can hold, and which of them are one to it.</summary>
internal sealed record TargetRules
{
    /// <summary>Names as Unix systems take them.</summary>
    public static TargetRules Unix { get; } = new() { HoldsBytes = UnixCalls.AreSupported };

    /// <summary>Names as Windows takes them.</summary>
    public static TargetRules Windows { get; } = new() { IsWindows = true, IgnoresCase = true };

    /// <summary>Whether the rules of Windows hold: characters, devices, trailing dots and spaces.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Whether <c>readme</c> and <c>README</c> are one file.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether composed and decomposed letters are one file, as on macOS.</summary>
    public bool IgnoresComposition { get; init; }

    /// <summary>Whether names may be bytes that are not UTF-8.</summary>
    public bool HoldsBytes { get; init; }

    /// <summary>Whether names that differ can be one file.</summary>
    public bool Folds => IgnoresCase || IgnoresComposition;

    /// <summary>What names have in common that are one file.</summary>
    public string Fold(string name)
    {
        // Not .NET's normalisation: without ICU (InvariantGlobalization) it leaves names as they are.
        var folded = IgnoresComposition ? Decomposition.Of(name) : name;
        return IgnoresCase ? folded.ToUpperInvariant() : folded;
    }

    /// <summary>The name that an entry gets for itself: its own wherever possible, else with <c>_</c> in the place of what cannot be, and shortened.</summary>
    public string Apply(string name)
    {
        if (IsPlain(name))
        {
            return name;
        }

        var text = new StringBuilder(name.Length + 1);
        for (var rest = name.AsSpan(); rest.Length > 0;)
        {
            var isCharacter = Rune.DecodeFromUtf16(rest, out var rune, out var units) == System.Buffers.OperationStatus.Done;
            text.Append((isCharacter ? IsForbidden(rune) : !(HoldsBytes && NameBytes.IsRaw(rest[..1]))) ? "_" : rest[..units]);
            rest = rest[units..];
        }

        if (IsWindows)
        {
            // CreateFile drops them: "a. " would be "a".
            for (var i = text.Length - 1; i >= 0 && text[i] is '.' or ' '; i--)
            {
                text[i] = '_';
            }
        }

        var result = text.ToString();
        if (result is "" or "." or "..")
        {
            return result.Length == 0 ? "_" : result.Replace('.', '_');
        }

        return Shorten(IsWindows && IsDevice(result) ? "_" + result : result, suffix: "");
    }

    /// <summary>The name with something before its extension, within the longest that a name may be.</summary>
    public string Shorten(string name, string suffix)
    {
        const int longestExtension = 16;
        var dot = name.LastIndexOf('.');
        var (stem, extension) = dot > 0 && name.Length - dot <= longestExtension ? (name[..dot], name[dot..]) : (name, "");
        var length = stem.Length;
        for (var excess = Size(name) + Size(suffix) - LongestName; excess > 0;)
        {
            var last = length > 1 && char.IsSurrogatePair(stem, length - 2) ? 2 : 1;
            length -= last;
            excess -= Size(stem.AsSpan(length, last));
        }

        return string.Concat(stem.AsSpan(0, length), suffix, extension);
    }

    /// <summary>The most that ext4, XFS, Btrfs (bytes), NTFS and APFS (UTF-16 units) take.</summary>
    private const int LongestName = 255;

    private int Size(ReadOnlySpan<char> text) => IsWindows ? text.Length : NameBytes.CountOf(text);

    /// <summary>Whether nothing has to be looked at more closely; most names are.</summary>
    private bool IsPlain(string name)
    {
        if (name.Length is 0 or > LongestName / 3 || name is "." or "..")
        {
            return false;
        }

        foreach (var c in name)
        {
            if (c is '/' or '\0' || char.IsSurrogate(c))
            {
                return false;
            }
        }

        return !IsWindows || (!name.AsSpan().ContainsAny(WindowsForbidden) && name[^1] is not ('.' or ' ') && !IsDevice(name));
    }

    private static readonly System.Buffers.SearchValues<char> WindowsForbidden = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(c => (char)c), '<', '>', ':', '"', '/', '\\', '|', '?', '*']);

    private bool IsForbidden(Rune rune) =>
        rune.Value is '/' or '\0' || (IsWindows && rune.IsBmp && WindowsForbidden.Contains((char)rune.Value));

    /// <summary>Names that are devices in every directory, whatever their extension: Windows opens a printer for <c>lpt1.txt</c>.</summary>
    private static bool IsDevice(string name)
    {
        var end = name.AsSpan().IndexOfAny('.', ':');
        var stem = (end < 0 ? name.AsSpan() : name.AsSpan(0, end)).TrimEnd(' ');
        ReadOnlySpan<string> names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
        foreach (var device in names)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // The digits of Latin-1 count too.
        return stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
    }
}
