using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild;

/// <summary>What is to boot, before the content is known: entries, and the files that are made for them.</summary>
internal sealed class BootSetup
{
    private readonly List<BootEntry> entries;
    private readonly string catalogPath;

    /// <summary>The EFI system partition that is made, where it is no file of the content.</summary>
    private ContentFile? ownEfiImage;
    private BootEntry? ownEfiEntry;

    private BootSetup(List<BootEntry> entries, string catalogPath) => (this.entries, this.catalogPath) = (entries, catalogPath);

    /// <summary>Adds what booting needs to the content: the catalog, and the EFI system partition.</summary>
    /// <returns>What is to boot; <see langword="null"/> when nothing is, or it cannot.</returns>
    public static BootSetup? Add(ImageOptions options, IReadOnlyList<BootEntry> entries, ContentSource? efiImage, ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        if (entries.Count == 0 && efiImage is null)
        {
            foreach (var (option, path) in (ReadOnlySpan<(string, string)>)[("boot catalog", options.BootCatalog), ("EFI system partition", options.EfiImage)])
            {
                if (path.Length > 0)
                {
                    diagnostics.Warning(DiagnosticId.BootOptionUnused, path, $"The path of the {option} is given, but there is none: nothing boots. Add a boot entry, or leave the path out.");
                }
            }

            return null;
        }

        if (!options.Formats.Complete().HasFlag(ImageFormats.Iso9660))
        {
            diagnostics.Error(DiagnosticId.BootImpossible, "boot entries", "The boot record lies beside the descriptors of ISO 9660, which an image of UDF alone does not have. Add ISO 9660 to the formats, or leave the boot entries out.");
            return null;
        }

        var setup = new BootSetup([.. entries], options.BootCatalog);
        setup.AddEfiImage(options, efiImage, tree, diagnostics);
        BootResolver.Check(setup.entries, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        foreach (var entry in setup.entries)
        {
            Keep(entry.ImagePath, tree);
        }

        setup.AddCatalog(tree, diagnostics);
        return setup;
    }

    /// <summary>Finds the boot images.</summary>
    /// <returns>The plan; <see langword="null"/> when an image is missing or will not do.</returns>
    public BootPlan? Resolve(ContentTree content, DiagnosticBag diagnostics)
    {
        if (ownEfiImage is not null)
        {
            ownEfiImage.Parent = content.Root;
            content.Unshown = [.. content.Unshown, ownEfiImage];
        }

        var resolver = new BootResolver(content, diagnostics);
        var planned = new List<PlannedBoot>();
        foreach (var entry in entries)
        {
            if (resolver.Resolve(entry, ReferenceEquals(entry, ownEfiEntry) ? ownEfiImage : null) is { } boot)
            {
                planned.Add(boot);
            }
        }

        return planned.Count == entries.Count
            ? new BootPlan(content, planned, catalogPath.Length > 0 ? content.Find(catalogPath.Replace('\\', '/')) as ContentFile : null)
            : null;
    }

    private void AddEfiImage(ImageOptions options, ContentSource? efiImage, ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        if (efiImage is null)
        {
            if (options.EfiImage.Length > 0)
            {
                diagnostics.Warning(DiagnosticId.BootOptionUnused, options.EfiImage, "The path of the EFI system partition is given, but nothing is added to it, so none is made. Add something to it, or leave the path out.");
            }

            return;
        }

        if (options.EfiImage.Length == 0)
        {
            ownEfiImage = new ContentFile("EFI system partition", efiImage);
            ownEfiEntry = new BootEntry { ImagePath = "EFI system partition", Platform = BootPlatform.Uefi };
            entries.Add(ownEfiEntry);
        }
        else if (EntryPath.Split(options.EfiImage.TrimStart('/', '\\'), source: null, diagnostics) is { Length: > 0 } names)
        {
            tree.AddFile(tree.Directory(names.AsSpan()[..^1]), names[^1], efiImage, options: null);
            if (!entries.Exists(entry => entry.Platform == BootPlatform.Uefi && IsSame(entry.ImagePath, names)))
            {
                entries.Add(new BootEntry { ImagePath = string.Join('/', names), Platform = BootPlatform.Uefi });
            }
        }
    }

    private void AddCatalog(ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        if (catalogPath.Length > 0 && EntryPath.Split(catalogPath.TrimStart('/', '\\'), source: null, diagnostics) is { Length: > 0 } names)
        {
            var length = new CatalogOrder<BootEntry>(entries, entry => entry).Length;
            tree.AddFile(tree.Directory(names.AsSpan()[..^1]), names[^1], new GeneratedSource(length), new EntryOptions { Mode = FileModes.Plain });
            tree.Keep(names);
        }
    }

    private static void Keep(string path, ContentTreeBuilder tree)
    {
        // What is wrong with a path is said when it is looked up.
        if (EntryPath.Split(path.TrimStart('/', '\\'), source: null, new DiagnosticBag()) is { Length: > 0 } names)
        {
            tree.Keep(names);
        }
    }

    private static bool IsSame(string path, string[] names) =>
        path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries).SequenceEqual(names, StringComparer.Ordinal);
}

/// <summary>The entries of the boot catalog, and the files that are their images.</summary>
internal sealed class BootPlan
{
    private readonly CatalogOrder<PlannedBoot> order;
    private readonly ContentFile? catalog;

    public BootPlan(ContentTree content, List<PlannedBoot> entries, ContentFile? catalog)
    {
        order = new CatalogOrder<PlannedBoot>(entries, boot => boot.Entry);
        BootResolver.Settle(order);
        this.catalog = catalog?.Source is GeneratedSource ? catalog.HardLinkOf ?? catalog : null;
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

    /// <summary>The image that starts on BIOS: the default entry's.</summary>
    public ContentFile? BiosImage => order.Default is { Entry.Platform: BootPlatform.Bios } boot ? boot.Image : null;

    /// <summary>The image that is the EFI system partition: of several, the first.</summary>
    public ContentFile? EfiImage => Entries.FirstOrDefault(boot => boot.Entry.Platform == BootPlatform.Uefi)?.Image;

    private IReadOnlyList<PlannedBoot> Unshown { get; }

    /// <summary>What concerns disks: their firmware knows no emulation.</summary>
    public DiskBoot ForDisks(FileData files)
    {
        var bios = order.Default is { Entry: { Platform: BootPlatform.Bios, Emulation: BootEmulation.None } } boot ? boot : null;
        var efi = Entries.Where(each => each.Entry is { Platform: BootPlatform.Uefi, Emulation: BootEmulation.None }).Select(each => each.Image).ToList();
        return new DiskBoot
        {
            HasEntries = true,
            BiosImage = bios?.Image,
            IsGrub = bios is { HasGrubInfo: true },
            HasEfi = efi.Count > 0,
            BiosRegion = () => bios is null ? null : files.RegionOf(bios.Image),
            EfiRegions = () => efi.Select(image => files.RegionOf(image)!.Value),
        };
    }

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
            files.Slots[boot.Image] = RegionSlot.EfiImages;
        }

        foreach (var boot in Unshown)
        {
            files.Unshown.Add((boot.Image, boot.Name));
        }

        if (catalog is not null)
        {
            files.Slots[catalog] = RegionSlot.BootCatalog;
        }

        FixUps = fixUps;
        return new BootCatalogPart(order, files, catalog);
    }
}
