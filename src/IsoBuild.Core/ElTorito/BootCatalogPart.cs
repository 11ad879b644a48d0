using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.ElTorito;

/// <summary>The boot record and the boot catalog: what leads firmware to the boot images.</summary>
/// <param name="entries">The entries, in the order of the catalog.</param>
/// <param name="files">Where the boot images lie.</param>
/// <param name="file">The catalog as a file of the content, if it is to be one.</param>
internal sealed class BootCatalogPart(CatalogOrder<PlannedBoot> entries, FileData files, ContentFile? file) : IImagePart, IRegionEncoder
{
    private RegionId record;
    private RegionId? catalog;

    public void Measure(RegionRequests requests)
    {
        record = requests.Add(RegionSlot.BootRecord, Bytes.Sector.Size, "boot record", this);
        catalog = file is null ? requests.Add(RegionSlot.BootCatalog, entries.Length, "el torito", this) : files.RegionOf(file);
        foreach (var (entry, _) in entries.Entries)
        {
            requests.AddView(entry.Title, ViewKind.BootImage, files.RegionOf(entry.Image)!.Value);
        }
    }

    /// <summary>Makes the content of the file that the catalog is, once everything has its place.</summary>
    public void Generate(ImageLayout layout)
    {
        if (file?.Source is DeferredSource source)
        {
            var bytes = new byte[source.Length];
            WriteCatalog(bytes, layout);
            source.Fulfil(new MemorySource(bytes));
        }
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        if (region.Id == record)
        {
            BootRecord.Write(destination, context.Layout.BlockOf(catalog!.Value));
        }
        else
        {
            WriteCatalog(destination, context.Layout);
        }
    }

    private void WriteCatalog(Span<byte> bytes, ImageLayout layout)
    {
        var first = entries.Default.Entry;
        CatalogRecord.WriteValidation(Next(ref bytes), first.Platform, first.Id);
        WriteEntry(ref bytes, entries.Default, layout);
        for (var i = 0; i < entries.Sections.Count; i++)
        {
            var (platform, members) = entries.Sections[i];
            CatalogRecord.WriteSection(Next(ref bytes), platform, members.Count, members[0].Entry.Id, isFinal: i == entries.Sections.Count - 1);
            foreach (var member in members)
            {
                WriteEntry(ref bytes, member, layout);
            }
        }
    }

    private void WriteEntry(ref Span<byte> bytes, PlannedBoot boot, ImageLayout layout)
    {
        CatalogRecord.WriteEntry(Next(ref bytes), boot.Entry, boot.SystemType, boot.LoadSize, layout.BlockOf(files.RegionOf(boot.Image)!.Value));
        for (var done = CatalogRecord.CriteriaSize; done < boot.Entry.SelectionCriteria.Length; done += CatalogRecord.ExtensionCriteriaSize)
        {
            CatalogRecord.WriteExtension(Next(ref bytes), boot.Entry.SelectionCriteria.Span[done..]);
        }
    }

    private static Span<byte> Next(ref Span<byte> bytes)
    {
        var next = bytes[..CatalogRecord.Size];
        bytes = bytes[CatalogRecord.Size..];
        return next;
    }
}
