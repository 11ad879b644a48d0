using System.Buffers;
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

    /// <summary>Whether a name has the form that Windows makes: up to six characters, a tilde and a number before the extension.</summary>
    private static bool IsShort(string name)
    {
        var tilde = name.IndexOf('~', StringComparison.Ordinal);
        var digits = tilde + 1;
        return tilde > 0 && Fits(name) && digits < name.Length && char.IsAsciiDigit(name[digits]);
    }

    private static bool Fits(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (stem, extension) = dot < 0 ? (name.Length, 0) : (dot, name.Length - dot - 1);
        return stem is > 0 and <= StemLength
            && extension <= ExtensionLength
            && name.LastIndexOf('.') == dot
            && !name.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !name.AsSpan().ContainsAny(NotInShortNames);
    }
}
