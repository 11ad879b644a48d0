using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Iso9660;

/// <summary>The form of names that go beyond the standard: what some rules allow, or any name of UTF-8 (what other writers call level 4).</summary>
/// <param name="level">The interchange level: 1 for 8.3 names, <see cref="Free"/> for any name.</param>
/// <param name="rules">What is allowed.</param>
internal sealed class IsoNameForm(int level, IsoNameRules rules)
{
    /// <summary>What other writers call level 4: names that no interchange level allows.</summary>
    public const int Free = 4;

    private const int Level1Stem = 8;
    private const int Level1Extension = 3;
    private const int Characters = 31;
    private const int LongCharacters = 37;

    /// <summary>How much of a long name its stem gives up for its extension, at most.</summary>
    private const int ForExtension = 10;

    /// <summary>The rules with what they include.</summary>
    public IsoNameRules Rules { get; } = Complete(rules);

    /// <summary>Whether names are those of the standard.</summary>
    public bool IsStandard => Rules == IsoNameRules.None && !IsFree;

    /// <summary>Whether any name is allowed.</summary>
    public bool IsFree => level == Free;

    /// <summary>Whether files have versions.</summary>
    public bool HasVersions => !IsFree && !Rules.HasFlag(IsoNameRules.NoVersion);

    /// <summary>How many bytes a free name may have.</summary>
    public int MostBytes { get; init; }

    private int Most => Rules.HasFlag(IsoNameRules.Long) ? LongCharacters : Characters;

    /// <summary>The identifier of a name; of a free one, the bytes of its UTF-8 as characters.</summary>
    public string Mangle(string realName, bool isDirectory)
    {
        var name = NameBytes.Replace(realName);
        if (IsFree)
        {
            return FreeName(Allowed(name), "", isDirectory);
        }

        var dot = isDirectory ? -1 : DotOf(name);
        var isSingle = isDirectory && name.LastIndexOf('.') == 0;
        return dot >= 0 ? Join(Restrict(name.AsSpan(0, dot), isStem: true), Restrict(name.AsSpan(dot + 1), isStem: false), hasDot: true)
            : isDirectory ? Cut(Restrict(name, isStem: true, isSingle), level == 1 ? Level1Stem : Most)
            : Join(Restrict(name, isStem: true), "", hasDot: !Rules.HasFlag(IsoNameRules.NoTrailingDot));
    }

    /// <summary>Puts a suffix where the name ends, before its extension; what lies before it gives way.</summary>
    public string Add(string identifier, string suffix, bool isDirectory)
    {
        if (IsFree)
        {
            return FreeName(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(identifier)), suffix, isDirectory);
        }

        var dot = isDirectory ? -1 : identifier.LastIndexOf('.');
        var end = dot < 0 ? "" : identifier[dot..];
        var stem = dot < 0 ? identifier : identifier[..dot];
        var most = level == 1 ? Level1Stem : Most - end.Length;
        if (most <= suffix.Length)
        {
            // An extension that leaves no room.
            end = Cut(end, end.Length - (suffix.Length - most));
            most = suffix.Length;
        }

        return Cut(stem, most - suffix.Length) + suffix + end;
    }

    /// <summary>Where the extension begins: behind the last dot that does not begin the name, unless names may begin with one.</summary>
    private int DotOf(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 || Rules.HasFlag(IsoNameRules.LeadingDots) ? dot : -1;
    }

    private string Join(string stem, string extension, bool hasDot)
    {
        if (level == 1)
        {
            extension = Cut(extension, Level1Extension);
            return Cut(stem, Level1Stem) + (hasDot ? "." : "") + extension;
        }

        var room = Most - (hasDot ? 1 : 0);
        extension = Cut(extension, room - Math.Min(stem.Length, room - ForExtension));
        return Cut(stem, room - extension.Length) + (hasDot ? "." : "") + extension;
    }

    /// <summary>A name with <c>_</c> for every character that is not allowed (a surrogate pair is one).</summary>
    private string Restrict(ReadOnlySpan<char> name, bool isStem, bool isSingle = false)
    {
        var text = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsLowSurrogate(c))
            {
                continue;
            }

            var cased = char.IsAsciiLetterLower(c) && !Rules.HasFlag(IsoNameRules.Lowercase) ? (char)(c - 32) : c;
            var isAllowed = char.IsAsciiLetterOrDigit(c) || c == '_'
                || (c == '.' ? isStem && HasDot(i, isSingle) : Rules.HasFlag(IsoNameRules.Relaxed) && c is >= ' ' and < '\u007F' and not (';' or '/' or '\\'));
            text.Append(isAllowed ? cased : '_');
        }

        return text.ToString();
    }

    /// <summary>Whether a dot that is not that of an extension may stay: one that begins a name is one of several, or the single one of a directory.</summary>
    private bool HasDot(int index, bool isSingle) =>
        index > 0 ? Rules.HasFlag(IsoNameRules.MultiDot)
        : Rules.HasFlag(IsoNameRules.LeadingDots) && (Rules.HasFlag(IsoNameRules.MultiDot) || isSingle);

    /// <summary>Any characters but those that systems take for something else.</summary>
    private static string Allowed(string name) => string.Create(name.Length, name, static (text, all) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = all[i] is < ' ' or ';' or '/' ? '_' : all[i];
        }
    });

    private static IsoNameRules Complete(IsoNameRules rules)
    {
        const IsoNameRules untranslated = IsoNameRules.Lowercase | IsoNameRules.MultiDot | IsoNameRules.Relaxed | IsoNameRules.LeadingDots | IsoNameRules.NoVersion | IsoNameRules.NoTrailingDot;
        rules |= rules.HasFlag(IsoNameRules.Untranslated) ? untranslated : 0;
        return rules.HasFlag(IsoNameRules.Long) ? rules | IsoNameRules.NoVersion : rules;
    }

    /// <summary>A name with a suffix before its extension; what lies before it gives way. Its characters are the bytes.</summary>
    private string FreeName(string text, string suffix, bool isDirectory)
    {
        var dot = isDirectory ? -1 : text.LastIndexOf('.');
        var extension = dot > 0 ? EnhancedNames.Fit(text[dot..], MostBytes / 2) : "";
        var room = MostBytes - suffix.Length - Encoding.UTF8.GetByteCount(extension);
        var name = EnhancedNames.Fit(dot > 0 ? text[..dot] : text, room) + suffix + extension;
        return Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name));
    }

    private static string Cut(string text, int length) => text[..Math.Clamp(length, 0, text.Length)];
}
