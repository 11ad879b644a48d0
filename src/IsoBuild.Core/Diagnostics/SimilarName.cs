namespace IsoBuild.Diagnostics;

/// <summary>Finds the name that somebody probably meant by one that is unknown.</summary>
public static class SimilarName
{
    /// <summary>Names of so many characters may differ in more than one place, the first included. Short names differ little from names that mean something else.</summary>
    private const int Long = 8;

    /// <summary>Names of fewer characters have to be the same, but for their case.</summary>
    private const int Short = 4;

    /// <summary>Finds the most similar name: one that differs in case alone, or by a typing error or two (a wrong, missing or additional letter, or two that are exchanged).</summary>
    /// <param name="written">The unknown name.</param>
    /// <param name="known">The names to choose from, in any order.</param>
    /// <returns>One of <paramref name="known"/>; <see langword="null"/> if none is similar, or one is the same.</returns>
    public static string? Find(string written, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(known);
        string? best = null;
        var least = int.MaxValue;
        foreach (var name in known)
        {
            if (string.Equals(name, written, StringComparison.Ordinal))
            {
                return null;
            }

            if (Differences(written, name) is { } differences && (differences < least || (differences == least && string.CompareOrdinal(name, best) < 0)))
            {
                (best, least) = (name, differences);
            }
        }

        return best;
    }

    /// <summary>In how many letters two names differ; <see langword="null"/> where they are not similar.</summary>
    private static int? Differences(string written, string name)
    {
        if (string.Equals(written, name, StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        var most = name.Length < Short ? 0 : name.Length < Long ? 1 : 2;
        if (Math.Abs(written.Length - name.Length) > most || written.Length == 0 || (name.Length < Long && !AreSame(written[0], name[0])))
        {
            return null;
        }

        var differences = Distance(written, name);
        return differences <= most ? differences : null;
    }

    /// <summary>The distance of Damerau and Levenshtein, in which no letter is changed twice.</summary>
    private static int Distance(string one, string other)
    {
        var (before, last, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (AreSame(one[i - 1], other[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && AreSame(one[i - 1], other[j - 2]) && AreSame(one[i - 2], other[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[other.Length];
    }

    private static bool AreSame(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
