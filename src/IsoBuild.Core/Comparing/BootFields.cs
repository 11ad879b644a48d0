using IsoBuild.Bytes;
using IsoBuild.ElTorito;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>A field of the boot catalog, or one that is written into a boot image, and whose it is.</summary>
internal readonly record struct BootField(string Owner, FieldSpan Span);

/// <summary>Every field of the boot catalog and of what is written into boot images (El Torito 2.0; mkisofs' boot info table; GRUB).</summary>
internal static class BootFields
{
    private const int Checksum = 20;

    private static readonly FieldDefinition[] Validation =
    [
        new("header", 0, 1),
        new("platform", 1, 1, FieldType.Little),
        new("reserved field", 2, 2),
        new("identifier", 4, 24, FieldType.Text),
        new("checksum", 28, 2, FieldType.Little, FieldRole.Checksum),
        new("key bytes", 30, 2),
    ];

    private static readonly FieldDefinition[] Entry =
    [
        new("boot indicator", 0, 1),
        new("media type", 1, 1),
        new("load segment", 2, 2, FieldType.Little),
        new("system type", 4, 1),
        new("unused field", 5, 1),
        new("load size", 6, 2, FieldType.Little),
        new("location of the boot image", 8, 4, FieldType.Little, FieldRole.Location),
        new("selection criteria type", 12, 1),
        new("selection criteria", 13, 19),
    ];

    private static readonly FieldDefinition[] Section =
    [
        new("header", 0, 1),
        new("platform", 1, 1, FieldType.Little),
        new("number of entries", 2, 2, FieldType.Little, FieldRole.Count),
        new("identifier", 4, 28, FieldType.Text),
    ];

    private static readonly FieldDefinition[] Table =
    [
        new("location of the primary descriptor", 8, 4, FieldType.Little, FieldRole.Location),
        new("location of the boot image", 12, 4, FieldType.Little, FieldRole.Location),
        new("length of the boot image", 16, 4, FieldType.Little, FieldRole.Size),
        new("checksum", Checksum, 4, FieldType.Little, FieldRole.Size),
        new("reserved field", 24, 40),
    ];

    private static readonly FieldDefinition Grub = new("GRUB's location of its second part", GrubBootInfo.Offset, 8, FieldType.Little, FieldRole.Location);

    /// <summary>The fields of an image; none without a boot catalog.</summary>
    public static List<BootField> Of(ImageReader reader)
    {
        var fields = new List<BootField>();
        if (reader.Catalog is not { IsReadable: true } catalog || reader.Boot is not { } boot)
        {
            return fields;
        }

        Add("boot catalog", Validation, catalog.Validation, catalog.Offset);
        foreach (var (number, section) in catalog.Sections.Index())
        {
            Add($"boot section {number + 1}", Section, section.Bytes, catalog.Offset + ((long)section.Record * CatalogRecord.Size));
        }

        foreach (var (recorded, entry) in catalog.Entries.Zip(boot.Entries))
        {
            Add(Title(entry), Entry, recorded.Bytes, entry.RecordOffset);
        }

        foreach (var entry in boot.Entries.Where(entry => entry.Length > 0).DistinctBy(entry => entry.Sector))
        {
            var start = entry.Sector * Sector.Size;
            var bytes = new byte[GrubBootInfo.End];
            var count = (int)Math.Min(bytes.Length, entry.Length);
            if (!reader.Image.TryRead(start, bytes.AsSpan(0, count)))
            {
                continue;
            }

            var name = entry.Path ?? entry.Name;
            if (entry.BootInfoTable != BootPatchState.None && count >= BootInfoTable.End)
            {
                // A right checksum follows from what the image holds; a wrong one stands for itself.
                var table = entry.BootInfoTable == BootPatchState.Right ? Table : Array.ConvertAll(Table, field => field.Start == Checksum ? field with { Role = FieldRole.Plain } : field);
                Add($"boot info table of {name}", table, bytes, start);
            }

            if (entry.GrubBootInfo != BootPatchState.None)
            {
                Add($"boot image {name}", [Grub], bytes, start);
            }
        }

        return fields;

        void Add(string owner, FieldDefinition[] definitions, byte[] bytes, long offset)
        {
            foreach (var field in definitions)
            {
                fields.Add(new BootField(owner, new FieldSpan(field, offset + field.Start, bytes.AsMemory(field.Start, field.Length))));
            }
        }
    }

    public static string Title(BootEntryInfo entry) => $"boot entry {entry.Name}";
}
