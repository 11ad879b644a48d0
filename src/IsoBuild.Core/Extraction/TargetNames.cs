using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>Gives the entries of one directory names that the target holds, each its own. What is extracted beside an entry does not change its name.</summary>
internal static class TargetNames
{
    /// <returns>A name for each entry; <see langword="null"/> when all of them keep theirs.</returns>
    public static string[]? Assign(ContentNode[] entries, TargetRules rules, DiagnosticBag diagnostics)
    {
        if (!rules.Folds && AllKeepTheirs(entries, rules))
        {
            return null;
        }

        var shortNames = rules.IsWindows ? ShortNames.Of(entries) : null;
        var taken = new UniqueNames(entries.Length);
        var names = new string[entries.Length];

        // Entries that can have their own name come first; the others go around them.
        for (var i = 0; i < entries.Length; i++)
        {
            var name = entries[i].Name;
            if (string.Equals(rules.Apply(name), name, StringComparison.Ordinal) && shortNames?.MayBe(name) != true && taken.TryTake(rules.Fold(name)))
            {
                names[i] = name;
            }
        }

        for (var i = 0; i < entries.Length; i++)
        {
            if (names[i] is null)
            {
                names[i] = Replace(entries[i], rules, shortNames, taken, diagnostics);
            }
        }

        return names;
    }

    private static bool AllKeepTheirs(ContentNode[] entries, TargetRules rules)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var name = entries[i].Name;
            if (!ReferenceEquals(rules.Apply(name), name) || (i > 0 && string.Equals(entries[i - 1].Name, name, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static string Replace(ContentNode entry, TargetRules rules, ShortNames? shortNames, UniqueNames taken, DiagnosticBag diagnostics)
    {
        var isShort = shortNames?.MayBe(entry.Name) == true;
        var possible = rules.Apply(isShort ? entry.Name.Replace('~', '_') : entry.Name);
        var name = taken.Take(possible, rules.Shorten, rules.Fold);
        if (!diagnostics.Keeps(DiagnosticId.ExtractNameAltered))
        {
            diagnostics.Count(DiagnosticId.ExtractNameAltered, DiagnosticSeverity.Warning);
            return name;
        }

        diagnostics.Warning(DiagnosticId.ExtractNameAltered, entry.Path, isShort
            ? $"Extracted as \"{name}\", because Windows may give this name to a file with a longer one in the same directory."
            : string.Equals(possible, entry.Name, StringComparison.Ordinal)
            ? $"Extracted as \"{name}\", because another entry in the target directory already has this name."
            : $"Extracted as \"{name}\", because the target directory's file system cannot store the name.");
        return name;
    }
}
