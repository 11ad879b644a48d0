using IsoBuild.Content;

namespace IsoBuild.Fat;

/// <summary>Gives the entries of a directory short names that are unique in it.</summary>
internal static class FatNames
{
    /// <param name="entries">All entries of one directory, in ordinal order.</param>
    public static void Identify(ReadOnlySpan<FatItem> entries)
    {
        var taken = new UniqueNames(entries.Length);

        // What is a short name but for case keeps it. Names that differ in case alone are not in one directory, so none of these is taken.
        foreach (var entry in entries)
        {
            entry.ShortName = ShortName.Of(entry.Name, out var isSame, out var hasCapitals);
            entry.HasLongName = !hasCapitals;
            if (isSame)
            {
                taken.TryTake(entry.ShortName);
            }
        }

        foreach (var entry in entries)
        {
            var wanted = ShortName.Of(entry.Name, out var isSame, out _);
            if (!isSame)
            {
                entry.ShortName = taken.TakeNumbered(wanted, '~', first: 1, ShortName.WithTail);
            }
        }
    }
}
