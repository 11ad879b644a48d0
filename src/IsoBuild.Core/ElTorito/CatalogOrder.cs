namespace IsoBuild.ElTorito;

/// <summary>The order of entries in the catalog: the first for BIOS is the default entry, or the first of all; the others follow in sections, a platform each.
/// UEFI's comes first: isohybrid and Ventoy look for it right after the default entry.</summary>
/// <typeparam name="T">What an entry is carried by.</typeparam>
internal sealed class CatalogOrder<T>
{
    private readonly Func<T, BootEntry> entryOf;

    /// <param name="entries">At least one, in the order in which they were added.</param>
    /// <param name="entryOf">The entry itself.</param>
    public CatalogOrder(IReadOnlyList<T> entries, Func<T, BootEntry> entryOf)
    {
        this.entryOf = entryOf;
        var first = entries.FirstOrDefault(entry => entryOf(entry).Platform == BootPlatform.Bios, entries[0]);
        Default = first;
        Sections =
        [
            .. entries.Where(entry => !ReferenceEquals(entry, first))
                .GroupBy(entry => entryOf(entry).Platform)
                .OrderByDescending(section => section.Key == BootPlatform.Uefi)
                .Select(section => (section.Key, section.ToList())),
        ];
    }

    public T Default { get; }

    public IReadOnlyList<(BootPlatform Platform, List<T> Entries)> Sections { get; }

    /// <summary>Every entry, in the order of the catalog, and the number of its record.</summary>
    public IEnumerable<(T Entry, int Record)> Entries
    {
        get
        {
            yield return (Default, 1);
            var record = 2;
            foreach (var (_, entries) in Sections)
            {
                record++;
                foreach (var entry in entries)
                {
                    yield return (entry, record);
                    record += 1 + CatalogRecord.ExtensionCount(entryOf(entry));
                }
            }
        }
    }

    /// <summary>How many bytes the catalog has: whole sectors.</summary>
    public long Length => Bytes.Sector.AlignUp((2L + Sections.Sum(section => 1L + section.Entries.Sum(entry => 1L + CatalogRecord.ExtensionCount(entryOf(entry))))) * CatalogRecord.Size);
}
