using System.Globalization;
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

        var taken = new HashSet<string>(entries.Length, StringComparer.Ordinal);
        var names = new string[entries.Length];

        // Entries that can have their own name come first; the others go around them.
        for (var i = 0; i < entries.Length; i++)
        {
            var name = entries[i].Name;
            if (string.Equals(rules.Apply(name), name, StringComparison.Ordinal) && taken.Add(rules.Fold(name)))
            {
                names[i] = name;
            }
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            if (names[i] is null)
            {
                names[i] = Replace(entries[i], rules, taken, numbers, diagnostics);
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

    private static string Replace(ContentNode entry, TargetRules rules, HashSet<string> taken, Dictionary<string, int> numbers, DiagnosticBag diagnostics)
    {
        var possible = rules.Apply(entry.Name);
        var isPossible = string.Equals(possible, entry.Name, StringComparison.Ordinal);
        var name = possible;
        var key = rules.Fold(possible);
        if (!taken.Add(key))
        {
            var number = numbers.GetValueOrDefault(key, 2);
            do
            {
                name = rules.Shorten(possible, string.Create(CultureInfo.InvariantCulture, $"_{number++}"));
            }
            while (!taken.Add(rules.Fold(name)));
            numbers[key] = number;
        }

        diagnostics.Warning(DiagnosticId.ExtractNameAltered, entry.Path, isPossible
            ? $"Extracted as \"{name}\": in the target directory, another entry has this name already."
            : $"Extracted as \"{name}\": the target directory cannot hold the name as it is.");
        return name;
    }
}
