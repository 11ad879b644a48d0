using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Iso9660;

namespace IsoBuild.Reading;

/// <summary>An entry as the catalog has it.</summary>
/// <param name="Record">The number of its record in the catalog.</param>
/// <param name="Platform">Of its section.</param>
/// <param name="Id">Of its section.</param>
/// <param name="Bytes">The record.</param>
/// <param name="Criteria">The selection criteria of the record and its extensions.</param>
internal sealed record CatalogEntry(int Record, byte Platform, string Id, byte[] Bytes, byte[] Criteria);

/// <summary>A section header as the catalog has it.</summary>
/// <param name="Record">The number of its record in the catalog.</param>
/// <param name="Bytes">The record.</param>
/// <param name="Found">How many entries follow it, whatever it says.</param>
internal sealed record CatalogSection(int Record, byte[] Bytes, int Found);

/// <summary>A boot catalog: where it lies, and its records.</summary>
internal sealed class BootCatalogReading
{
    /// <summary>The boot record's sector.</summary>
    public required long RecordSector { get; init; }

    public required byte[] RecordBytes { get; init; }

    /// <summary>The sector of the catalog, as the boot record says.</summary>
    public required uint Sector { get; init; }

    public long Offset => (long)Sector * Bytes.Sector.Size;

    /// <summary>The validation entry; empty when the catalog lies beyond the image's end.</summary>
    public byte[] Validation { get; set; } = [];

    /// <summary>Whether it begins as a catalog does.</summary>
    public bool IsReadable { get; set; }

    public List<CatalogEntry> Entries { get; } = [];

    public List<CatalogSection> Sections { get; } = [];

    /// <summary>How many records it has.</summary>
    public int RecordCount { get; set; } = 1;

    /// <summary>Whether it goes on beyond what is read.</summary>
    public bool IsCut { get; set; }

    /// <summary>How many bytes its records take: whole sectors.</summary>
    public long Length => Bytes.Sector.AlignUp((long)RecordCount * CatalogRecord.Size);
}

/// <summary>Reads the boot catalog of a volume. Every record is read once, and no more than no firmware would look at.</summary>
internal sealed class BootCatalogReader
{
    /// <summary>Of a catalog of 32 sectors; firmware reads one.</summary>
    private const int MostRecords = 2048;

    private readonly ImageFile image;
    private readonly BootCatalogReading catalog;
    private readonly byte[] sector = new byte[Sector.Size];
    private long sectorAt = -1;

    private BootCatalogReader(ImageFile image, BootCatalogReading catalog) => (this.image, this.catalog) = (image, catalog);

    /// <summary>The catalog to which the first boot record of El Torito leads; <see langword="null"/> without one.</summary>
    public static BootCatalogReading? Read(ImageFile image, DescriptorSet descriptors, DiagnosticBag diagnostics)
    {
        var index = descriptors.All.FindIndex(descriptor => descriptor.Type == DescriptorType.BootRecord && BootRecord.IsElTorito(descriptor.Sector));
        if (index < 0)
        {
            return null;
        }

        var record = descriptors.All[index].Sector;
        var reading = new BootCatalogReading { RecordSector = descriptors.FirstSector + index, RecordBytes = record, Sector = BootRecord.CatalogSector(record) };
        var reader = new BootCatalogReader(image, reading);
        if (reader.Record(0) is not { } validation)
        {
            diagnostics.Warning(DiagnosticId.BootCatalogUnreadable, "boot catalog", $"The boot record points to byte {reading.Offset} for the boot catalog, beyond the image's end at {image.Length}, so the image is not bootable. Get a fresh copy, or recreate it.");
            return reading;
        }

        reading.Validation = validation;
        reading.IsReadable = new CatalogRecord.View(validation).IndicatorByte == CatalogRecord.ValidationHeader;
        if (reading.IsReadable)
        {
            reader.ReadEntries(DescriptorSet.Text(new CatalogRecord.View(validation).ValidationIdField));
        }
        else
        {
            diagnostics.Warning(DiagnosticId.BootCatalogUnreadable, "boot catalog", $"There is no boot catalog at byte {reading.Offset}, where the boot record points: a boot catalog begins with the byte 01. The image is not bootable. Recreate it.");
        }

        return reading;
    }

    private void ReadEntries(string id)
    {
        var platform = new CatalogRecord.View(catalog.Validation).PlatformByte;
        var next = 1;
        if (Record(1) is { } first && first.AsSpan().ContainsAnyExcept((byte)0))
        {
            AddEntry(first, ref next, platform, id);
        }
        else
        {
            next = 2;
        }

        // Headers follow each other until one says that it is the last; some writers do not say so, and zeros end the catalog all the same.
        while (Record(next) is { } header && header[0] is CatalogRecord.SectionHeader or CatalogRecord.FinalSectionHeader)
        {
            var view = new CatalogRecord.View(header);
            var (sectionRecord, count, found) = (next++, view.EntryCount, 0);
            (platform, id) = (view.PlatformByte, DescriptorSet.Text(view.SectionIdField));
            while (found < count && Record(next) is { } entry && IsEntry(entry))
            {
                AddEntry(entry, ref next, platform, id);
                found++;
            }

            catalog.Sections.Add(new CatalogSection(sectionRecord, header, found));
            if (header[0] == CatalogRecord.FinalSectionHeader)
            {
                break;
            }
        }

        catalog.RecordCount = next;
    }

    /// <summary>Whatever it begins with, as long as that is not what another record begins with.</summary>
    private static bool IsEntry(byte[] record) =>
        record[0] is not (CatalogRecord.SectionHeader or CatalogRecord.FinalSectionHeader or CatalogRecord.Extension) && record.AsSpan().ContainsAnyExcept((byte)0);

    private void AddEntry(byte[] entry, ref int next, byte platform, string id)
    {
        var record = next++;
        var criteria = new List<byte>();
        if (record > 1)
        {
            criteria.AddRange(new CatalogRecord.View(entry).CriteriaField);
            for (var hasMore = new CatalogRecord.View(entry).HasMore; hasMore && Record(next) is { } extension && extension[0] == CatalogRecord.Extension; next++)
            {
                criteria.AddRange(new CatalogRecord.View(extension).ExtensionCriteriaField);
                hasMore = new CatalogRecord.View(extension).HasMore;
            }
        }

        var length = criteria.FindLastIndex(value => value != 0) + 1;
        catalog.Entries.Add(new CatalogEntry(record, platform, id, entry, [.. criteria.Take(length)]));
    }

    /// <summary>A record of the catalog; <see langword="null"/> where the image ends, or more is not read.</summary>
    private byte[]? Record(int number)
    {
        if (number >= MostRecords)
        {
            catalog.IsCut = true;
            return null;
        }

        var offset = catalog.Offset + ((long)number * CatalogRecord.Size);
        var start = offset / Sector.Size * Sector.Size;
        if (start != sectorAt)
        {
            if (!image.TryRead(start, sector))
            {
                return null;
            }

            sectorAt = start;
        }

        return sector.AsSpan((int)(offset - start), CatalogRecord.Size).ToArray();
    }
}
