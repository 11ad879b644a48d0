namespace IsoBuild.Content;

/// <summary>Names as systems compare them that know no case.</summary>
internal static class NameCase
{
    /// <summary>The form in which Windows compares names, near enough and the same on every machine: capitals for Latin, Greek and Cyrillic letters.</summary>
    /// <remarks>The runtime's own case tables come from the operating system's ICU, whose versions differ.</remarks>
    public static string Fold(string name)
    {
        if (!name.AsSpan().ContainsAnyExceptInRange('\0', '`'))
        {
            return name;
        }

        return string.Create(name.Length, name, static (result, source) => Fold(source, result));
    }

    private static void Fold(ReadOnlySpan<char> name, Span<char> result)
    {
        for (var i = 0; i < name.Length; i++)
        {
            result[i] = Fold(name[i]);
        }
    }

    /// <summary>Takes names for equal that are equal once they are folded.</summary>
    public static IEqualityComparer<string> Comparer { get; } = new Folding();

    /// <summary>Compares what <see cref="Fold(string)"/> makes of two names, in ordinal order.</summary>
    public static int CompareFolded(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        for (var i = a.CommonPrefixLength(b); i < a.Length && i < b.Length; i++)
        {
            if (Fold(a[i]).CompareTo(Fold(b[i])) is var order && order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    private static char Fold(char c) => c switch
    {
        >= 'a' and <= 'z' => (char)(c - 0x20),
        < '\u00E0' => c,
        '\u00F7' => c,
        <= '\u00FE' => (char)(c - 0x20),
        '\u00FF' => '\u0178',
        >= '\u0100' and <= '\u0137' when c is not ('\u0130' or '\u0131') => (char)(c & ~1),
        >= '\u0139' and <= '\u0148' => (char)(c - 1 | 1),
        >= '\u014A' and <= '\u0177' => (char)(c & ~1),
        >= '\u0179' and <= '\u017E' => (char)(c - 1 | 1),
        '\u03C2' => '\u03A3',
        >= '\u03B1' and <= '\u03CB' => (char)(c - 0x20),
        >= '\u0430' and <= '\u044F' => (char)(c - 0x20),
        >= '\u0450' and <= '\u045F' => (char)(c - 0x50),
        _ => c,
    };

    /// <summary>The entry of that name; where case does not count and no name is the same, of those that differ in case alone the first.</summary>
    public static ContentNode? Find(ContentDirectory? directory, string name, bool ignoresCase)
    {
        if (directory is null || directory.Find(name) is { } exact)
        {
            return directory?.Find(name);
        }

        var folded = ignoresCase ? Fold(name) : null;
        return folded is null ? null : Array.Find(directory.Entries, entry => string.Equals(Fold(entry.Name), folded, StringComparison.Ordinal));
    }

    private sealed class Folding : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => ReferenceEquals(x, y) || (x is not null && y is not null && CompareFolded(x, y) == 0);

        public int GetHashCode(string obj)
        {
            const int mostOnStack = 256;
            Span<char> folded = obj.Length <= mostOnStack ? stackalloc char[mostOnStack] : new char[obj.Length];
            Fold(obj, folded);
            return string.GetHashCode(folded[..obj.Length], StringComparison.Ordinal);
        }
    }
}
