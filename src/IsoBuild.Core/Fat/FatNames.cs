using System.Runtime.InteropServices;

namespace IsoBuild.Fat;

/// <summary>Gives the entries of a directory short names that are unique in it.</summary>
internal static class FatNames
{
    /// <param name="entries">All entries of one directory, in ordinal order.</param>
    public static void Identify(ReadOnlySpan<FatItem> entries)
    {
        HashSet<string> taken = new(entries.Length, StringComparer.Ordinal);
        Dictionary<string, int>? numbers = null;

        // What is a short name but for case keeps it. Names that differ in case alone are not in one directory, so none of these is taken.
        foreach (var entry in entries)
        {
            entry.ShortName = ShortName.Of(entry.Name, out var isSame, out var hasCapitals);
            entry.HasLongName = !hasCapitals;
            if (isSame)
            {
                taken.Add(entry.ShortName);
            }
        }

        foreach (var entry in entries)
        {
            var wanted = ShortName.Of(entry.Name, out var isSame, out _);
            if (isSame)
            {
                continue;
            }

            // The next number to try, so that many names that begin alike take no longer than few.
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers ??= new(StringComparer.Ordinal), ShortName.WithoutTail(wanted), out _);
            do
            {
                number++;
                entry.ShortName = ShortName.WithTail(wanted, number);
            }
            while (!taken.Add(entry.ShortName));
        }
    }
}
