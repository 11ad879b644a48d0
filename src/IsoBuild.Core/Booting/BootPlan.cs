using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Machines;
using IsoBuild.Partitions;

namespace IsoBuild.Booting;

/// <summary>The entries of the boot catalog, and the files that are their images.</summary>
internal sealed class BootPlan
{
    private readonly CatalogOrder<PlannedBoot> order;
    private readonly ContentFile? catalog;
    private readonly bool isForeign;

    public BootPlan(ContentTree content, List<PlannedBoot> entries, ContentFile? catalog)
    {
        order = new CatalogOrder<PlannedBoot>(entries, boot => boot.Entry);
        BootResolver.Settle(order);
        this.catalog = catalog?.Source is DeferredSource ? catalog.HardLinkOf ?? catalog : null;
        // What is for another processor is none for PCs, although the catalog has no other name for it.
        isForeign = order.Default is { } first && IsForeign(first.Image);
        Entries = [.. order.Entries.Select(each => each.Entry)];
        foreach (var boot in Entries)
        {
            // Code that is loaded is not unpacked; what is changed is nobody else's, and neither is what lies apart from all files.
            boot.Image.Compress = false;
            boot.Image.StandsAlone = boot.HasBootInfo || boot.HasGrubInfo || boot.Entry.Platform == BootPlatform.Uefi;
        }

        if (this.catalog is not null)
        {
            this.catalog.Compress = false;
            this.catalog.StandsAlone = true;
        }

        // A boot image that is hidden, and another name of a file that is not, is that file.
        Unshown = [.. Entries.Where(boot => content.Unshown.Contains(boot.Image)).DistinctBy(boot => boot.Image)];
    }

    /// <summary>In the order of the catalog.</summary>
    public IReadOnlyList<PlannedBoot> Entries { get; }

    /// <summary>What BIOS machines boot from when the image is on a disk: the default entry, without emulation.</summary>
    public PlannedBoot? DiskBios => order.Default is { Entry: { Platform: BootPlatform.Bios, Emulation: BootEmulation.None } } boot && !isForeign ? boot : null;

    /// <summary>The code for the master boot record that lies beside the boot loader in the content, where one was looked for.</summary>
    public FoundBootCode? BootCode { get; set; }

    private IReadOnlyList<PlannedBoot> Unshown { get; }

    private static bool IsForeign(ContentFile image)
    {
        Span<byte> head = stackalloc byte[ForeignPrograms.HeadSize];
        return FileHead.TryRead(image, head, new DiagnosticBag()) && ForeignPrograms.IsS390(head);
    }

    /// <summary>What concerns disks: their firmware knows no emulation.</summary>
    public DiskBoot ForDisks(FileData files)
    {
        var bios = DiskBios;
        var efi = Entries.Where(each => each.Entry is { Platform: BootPlatform.Uefi, Emulation: BootEmulation.None }).Select(each => each.Image).ToList();
        return new DiskBoot
        {
            HasEntries = true,
            BiosImage = bios?.Image,
            EmulatedPath = bios is null && !isForeign && order.Default is { Entry: { Platform: BootPlatform.Bios, IsBootable: true } } emulated ? emulated.Entry.Item : null,
            CodeRefusal = BootCode?.Refusal,
            IsGrub = bios is { HasGrubInfo: true },
            HasEfi = efi.Count > 0,
            BiosRegion = () => bios is null ? null : files.RegionOf(bios.Image),
            DefaultRegion = () => order.Default is { } first ? files.RegionOf(first.Image) : null,
            EfiRegions = () => efi.Select(image => files.RegionOf(image)!.Value),
        };
    }

    /// <summary>Files that are stored as stretches of boot images, and how far behind the start of these, in bytes.</summary>
    public IReadOnlyList<(ContentFile File, ContentFile Outer, long Distance)> Within { get; init; } = [];

    /// <summary>What changes boot images, in the order in which it must: the checksum of the boot info table comes last.</summary>
    public IReadOnlyList<IFixUp> FixUps { get; private set; } = [];

    /// <summary>Tells the content of files where boot images lie, and what is changed in them.</summary>
    public BootCatalogPart AddTo(FileData files)
    {
        var fixUps = new List<IFixUp>();
        foreach (var boot in Entries.DistinctBy(boot => boot.Image))
        {
            var own = new List<IFixUp>();
            if (boot.HasGrubInfo)
            {
                own.Add(new GrubFixUp(() => files.RegionOf(boot.Image)!.Value));
            }

            if (boot.HasBootInfo)
            {
                own.Add(new BootInfoFixUp(() => files.RegionOf(boot.Image)!.Value));
            }

            if (own.Count > 0)
            {
                files.FixUps[boot.Image] = own;
                fixUps.AddRange(own);
            }
        }

        foreach (var boot in Entries.Where(boot => boot.Entry.Platform == BootPlatform.Uefi))
        {
            // A partition that is appended stays behind all else.
            files.Slots.TryAdd(boot.Image, RegionSlot.EfiImages);
        }

        foreach (var boot in Unshown)
        {
            if (files.Unshown.FindIndex(known => known.File == boot.Image) is >= 0 and var index)
            {
                files.Unshown[index] = (boot.Image, boot.Name, RegionKind.BootImage);
            }
            else
            {
                files.Unshown.Add((boot.Image, boot.Name, RegionKind.BootImage));
            }
        }

        foreach (var (file, outer, distance) in Within)
        {
            files.Within.TryAdd(file, (outer.HardLinkOf ?? outer, distance));
        }

        if (catalog is not null)
        {
            files.Slots[catalog] = RegionSlot.BootCatalogInTrees;
        }

        FixUps = fixUps;
        return new BootCatalogPart(order, files, catalog);
    }
}
