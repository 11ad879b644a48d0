using System.Buffers;
using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>
/// The second names that Windows gives to files whose own does not fit 8.3 ("Naming Files, Paths, and Namespaces", "Short vs. Long Names"): whoever makes
/// <c>PROGRA~1</c> where <c>Program Files</c> is, opens that one. They begin with the letter of the long name; what follows depends on the directory.
/// </summary>
internal sealed class ShortNames
{
    private const int StemLength = 8;
    private const int ExtensionLength = 3;

    private static readonly SearchValues<char> NotInShortNames = SearchValues.Create("+,;=[]");

    private readonly bool[] initials = new bool['\x80'];
    private readonly bool anyInitial;

    private ShortNames(ContentNode[] entries)
    {
        foreach (var entry in entries)
        {
            // Blanks and dots at the beginning are left out.
            var name = entry.Name.AsSpan().TrimStart(" .");
            if (Fits(entry.Name) || name.IsEmpty)
            {
                continue;
            }

            if (char.IsAsciiLetterOrDigit(name[0]))
            {
                initials[char.ToUpperInvariant(name[0])] = true;
            }
            else
            {
                // It depends on the code page.
                anyInitial = true;
            }
        }
    }

    /// <summary>Those of a directory's entries; <see langword="null"/> where no name looks like one.</summary>
    public static ShortNames? Of(ContentNode[] entries) => Array.Exists(entries, entry => IsShort(entry.Name)) ? new ShortNames(entries) : null;

    /// <summary>Whether Windows may have given the name to an entry with a longer one.</summary>
    public bool MayBe(string name) => IsShort(name) && (anyInitial || (char.IsAscii(name[0]) && initials[char.ToUpperInvariant(name[0])]));

    /// <summary>Whether a name is one that Windows makes: a tilde and a number before the extension.</summary>
    private static bool IsShort(string name)
    {
        if (!HasForm(name, out var stem))
        {
            return false;
        }

        var tilde = stem.LastIndexOf('~');
        return tilde > 0 && tilde < stem.Length - 1 && !stem[(tilde + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>Whether a name needs no second one, on every code page.</summary>
    private static bool Fits(string name) => HasForm(name, out _) && Ascii.IsValid(name) && !name.AsSpan().ContainsAny(NotInShortNames);

    private static bool HasForm(string name, out ReadOnlySpan<char> stem)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        stem = dot < 0 ? name : name.AsSpan(0, dot);
        return stem.Length is > 0 and <= StemLength
            && name.Length - stem.Length <= ExtensionLength + 1
            && name.LastIndexOf('.') == dot
            && !name.Contains(' ', StringComparison.Ordinal);
    }
}
