using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Booting;

/// <summary>What is to boot: entries, and the files that are made for them. Their places in the content are taken before that is known, and filled once it is.</summary>
internal sealed class BootSetup
{
    private readonly ImageOptions options;
    private List<BootEntry> entries;
    private readonly EfiPartition efi;
    private readonly DeferredSource catalog = new();
    private readonly DeferredSource efiFile = new();
    private ContentFile? bootCode;
    private ContentSource? made;

    /// <summary>The trees of the image, if booting asks for others than the options do.</summary>
    public ImageFormats? Formats { get; private set; }

    /// <summary>The file that the EFI system partition is, once it is made of files.</summary>
    private ContentFile? efiImage;

    /// <summary>Whether trees may have files that are stretches of the EFI system partition: two files of HFS+ may not share blocks, and a partition that is a volume by itself ends before it.</summary>
    private bool SharesEfiFiles => options is { Dedupe: true, HfsPlus: false, Hybrid: null or { VolumeStart: 0 } };

    /// <summary>As which file the EFI system partition is shown; <see langword="null"/> for none.</summary>
    private string[]? efiPath;

    private BootSetup(ImageOptions options, IEnumerable<BootEntry> entries, EfiPartition efi)
    {
        this.options = options;
        this.entries = [.. entries];
        this.efi = efi;
    }

    /// <summary>Takes places in the content for what booting needs: the catalog, and the EFI system partition.</summary>
    /// <returns>What is to boot; <see langword="null"/> when nothing is, or it cannot.</returns>
    public static BootSetup? Start(ImageOptions options, IReadOnlyList<BootEntry> entries, EfiPartition efi, ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        var setup = new BootSetup(options, entries, efi);
        setup.FindLoaders(tree, diagnostics);
        if (setup.entries.Count == 0 && efi.IsEmpty)
        {
            Unused("boot catalog", options.BootCatalog, diagnostics);
            Unused("EFI system partition", options.EfiImage, diagnostics);
            if (options.EfiFilesInTree)
            {
                setup.ShowEfiFiles(tree, diagnostics);
            }

            return null;
        }

        if (!options.Formats.Complete().HasFlag(ImageFormats.Iso9660))
        {
            // The boot record is one of the ISO 9660 descriptors.
            diagnostics.Info(DiagnosticId.BootStub, item: null, "The image boots, so it has an ISO 9660 part, as media of Windows have; its tree holds only a note that the disc needs a reader of UDF.");
            setup.Formats = UdfStub.Formats;
        }

        foreach (var entry in setup.entries.Where(entry => entry.IsS390x && BootResolver.Problem(entry) is null))
        {
            if (Names(entry.ImagePath, diagnostics) is { } names && S390xImage.Make(entry, diagnostics) is { } image)
            {
                tree.AddFile(tree.Directory(names.AsSpan()[..^1]), names[^1], image, new EntryOptions { Mode = FileModes.Plain });
            }
        }

        foreach (var entry in setup.entries.Where(entry => entry.IsInTree))
        {
            // What is wrong with a path is said when it is looked up.
            if (Names(entry.ImagePath, new DiagnosticBag()) is { } names)
            {
                tree.Keep(names);
            }
        }

        if (NamesOfFile(options.BootCatalog, diagnostics) is { } place)
        {
            tree.AddCatalog(tree.Directory(place.AsSpan()[..^1]), place[^1], setup.catalog, new EntryOptions { Mode = ModeRule.OfMade(options.Modes) });
            tree.Keep(place);
        }

        if (options.EfiFilesInTree)
        {
            setup.ShowEfiFiles(tree, diagnostics);
        }

        if (!efi.IsEmpty)
        {
            setup.efiPath = options.EfiImage is { } path ? NamesOfFile(path, diagnostics) : EfiImagePath.Choose(tree.Root);
            if (setup.efiPath is { } names)
            {
                tree.AddFile(tree.Directory(names.AsSpan()[..^1]), names[^1], setup.efiFile, new EntryOptions { Mode = ModeRule.OfMade(options.Modes) });
                tree.Keep(names);
            }
        }
        else
        {
            Unused("EFI system partition", options.EfiImage, diagnostics);
        }

        if (setup.Formats == UdfStub.Formats)
        {
            UdfStub.AddTo(tree);
        }

        return setup;
    }

    /// <summary>Makes the EFI system partition, and finds the boot images.</summary>
    /// <param name="content">The content.</param>
    /// <param name="baseContent">What the base holds, if there is one.</param>
    /// <param name="diagnostics">Is told.</param>
    /// <returns>The plan; <see langword="null"/> when there is nothing to boot, or an image is missing or will not do.</returns>
    public BootPlan? Resolve(ContentTree content, ContentTree? baseContent, DiagnosticBag diagnostics)
    {
        var (ownEntry, ownImage) = AddEfiEntry(content, diagnostics);
        BootResolver.Check(entries, diagnostics);
        if (diagnostics.HasErrors || entries.Count == 0)
        {
            return null;
        }

        catalog.Promise(new CatalogOrder<BootEntry>(entries, entry => entry).Length);
        var resolver = new BootResolver(content, diagnostics) { Appended = number => options.Hybrid?.Appended?.FileOf(number) };
        var planned = new List<PlannedBoot>();
        foreach (var entry in entries)
        {
            if (resolver.Resolve(entry, ReferenceEquals(entry, ownEntry) ? ownImage : null) is { } boot)
            {
                CheckFat(boot, diagnostics);
                planned.Add(boot);
            }
        }

        if (planned.Count < entries.Count)
        {
            return null;
        }

        if (baseContent is not null)
        {
            new EfiCopies(content, baseContent, diagnostics).Check(efi.Merged, planned.Where(boot => boot.Entry.Platform == BootPlatform.Uefi).Select(boot => boot.Image));
        }

        var within = efi.InTree.Count == 0 ? [] : efi.InTree.Select(file => (file.File, Outer: efiImage!, file.Offset)).ToList();
        if (SharesEfiFiles)
        {
            within.AddRange(planned.Where(boot => boot.Entry.Platform == BootPlatform.Uefi).SelectMany(boot => OfBase(boot.Image, content)));
        }

        var plan = new BootPlan(content, planned, content.Find(options.BootCatalog.Replace('\\', '/')) as ContentFile) { Within = within };
        if (options.Hybrid is { BootCodePath: null, BootCode.IsEmpty: true, NoBootCode: false } && plan.DiskBios is { } bios)
        {
            plan.BootCode = new BootCodeFinder(content, diagnostics).Find(bios, bootCode);
        }

        foreach (var boot in plan.Entries)
        {
            CheckIsolinux(boot, diagnostics);
        }

        return plan;
    }

    private void FindLoaders(ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        var loaders = new BootLoaderFinder(tree, options.BootLoader, diagnostics).Find(
            needsBios: !entries.Exists(entry => entry is { Platform: BootPlatform.Bios, IsS390x: false }),
            needsUefi: efi.IsEmpty && !entries.Exists(entry => entry.Platform == BootPlatform.Uefi));
        entries.AddRange(loaders.Entries);
        foreach (var (target, file) in loaders.EfiContent)
        {
            efi.Add(target, file);
        }

        // BIOS machines boot from the first entry of their platform; firmware of s390x looks at all of them.
        entries = [.. entries.OrderBy(entry => entry.IsS390x)];
        bootCode = loaders.BootCode;
    }

    private (BootEntry? Entry, ContentFile? Image) AddEfiEntry(ContentTree content, DiagnosticBag diagnostics)
    {
        if (efi.IsEmpty)
        {
            return default;
        }

        made = efi.Make(SharesEfiFiles ? content : null, diagnostics);
        if (made is not { } image)
        {
            return default;
        }

        if (!options.EfiFilesInTree && efi.Programs(diagnostics).FirstOrDefault(path => content.Find(path) is null) is { } program)
        {
            diagnostics.Info(DiagnosticId.EfiFilesInPartitionOnly, program, "The program is in the EFI system partition only. Machines boot from discs, and from disks that the image is copied to byte for byte, but not from a USB stick onto which the image's files are copied. For that, show the files of the partition in the trees as well.");
        }

        if (efiPath is not null)
        {
            efiFile.Fulfil(image);
            efiImage = content.Find(string.Join('/', efiPath)) as ContentFile;
            if (efi.Entry is not null || !entries.Exists(entry => entry.Platform == BootPlatform.Uefi && Names(entry.ImagePath, new DiagnosticBag()) is { } names && names.SequenceEqual(efiPath, StringComparer.Ordinal)))
            {
                AddEntryOf(string.Join('/', efiPath));
            }

            return default;
        }

        const string name = "EFI system partition";
        var file = new ContentFile(name, image) { Parent = content.Root };
        content.Unshown = [.. content.Unshown, file];
        efiImage = file;
        return (AddEntryOf(name), file);
    }

    /// <summary>Puts what goes into the EFI system partition into the trees as well. What is there already stays.</summary>
    private void ShowEfiFiles(ContentTreeBuilder tree, DiagnosticBag diagnostics)
    {
        if (efi.IsEmpty)
        {
            diagnostics.Warning(DiagnosticId.BootOptionUnused, "EFI system partition", "The files of the EFI system partition are to be shown in the trees, but the image makes none. Add an EFI program, or leave the option out.");
            return;
        }

        foreach (var entry in efi.Named(diagnostics))
        {
            var names = entry.Path.Split('/');
            if (entry.Source is null)
            {
                tree.Directory(names);
            }
            else if (tree.Directory(names.AsSpan()[..^1]) is var directory && !directory.Entries.Exists(other => string.Equals(other.Name, names[^1], StringComparison.Ordinal)))
            {
                tree.AddFile(directory, names[^1], entry.Source, new EntryOptions { Mode = FileModes.Plain });
            }

            tree.Keep(names);
        }
    }

    /// <summary>Files of the base that are stored as files of its EFI system partition.</summary>
    private static IEnumerable<(ContentFile File, ContentFile Outer, long Distance)> OfBase(ContentFile image, ContentTree content)
    {
        if (image.Source.Place is not var (handle, start))
        {
            yield break;
        }

        foreach (var node in content.AllNodes)
        {
            if (node is ContentFile { IsFromBase: true, HardLinkOf: null, Length: > 0 } file && file != image && file.Source.Place is var (same, begin)
                && same == handle && begin > start && begin + file.Length <= start + image.Length && (begin - start) % Bytes.Sector.Size == 0)
            {
                yield return (file, image, begin - start);
            }
        }
    }

    /// <summary>Adds the entry of the EFI system partition; in the place of the base's, where there is one.</summary>
    private BootEntry AddEntryOf(string path)
    {
        var entry = (efi.Entry ?? new BootEntry { ImagePath = path, Platform = BootPlatform.Uefi }) with { ImagePath = path };
        if (entries.FindIndex(other => ReferenceEquals(other, efi.Entry)) is >= 0 and var place)
        {
            entries[place] = entry;
        }
        else
        {
            entries.Add(entry);
        }

        return entry;
    }

    private static string[]? NamesOfFile(string path, DiagnosticBag diagnostics) => path.Length > 0 ? Names(path, diagnostics) : null;

    /// <summary>Firmware boots only from FAT (UEFI 13.3).</summary>
    private void CheckFat(PlannedBoot boot, DiagnosticBag diagnostics)
    {
        if (boot.Entry.Platform != BootPlatform.Uefi)
        {
            return;
        }

        if (EfiPartition.FatLength(boot.Image, diagnostics) is not { } length)
        {
            diagnostics.Warning(DiagnosticId.UefiImageNotFat, boot.Entry.Item, "The boot image is not a FAT file system, the only kind that UEFI firmware boots from. Name a FAT image, or have one made from the EFI program.", boot.Image.Source.FilePath);
        }
        else if (length > boot.Image.Length)
        {
            diagnostics.Warning(DiagnosticId.UefiImageCut, boot.Entry.Item, $"The FAT file system has {length} bytes according to its boot sector, but the boot image has only {boot.Image.Length}, so files may be missing. Get the complete image.", boot.Image.Source.FilePath);
        }
        else if (UefiPartition.CoveredBy(boot.LoadSize) is { } covered && covered < length)
        {
            diagnostics.Warning(DiagnosticId.UefiLoadShort, boot.Entry.Item, $"UEFI firmware takes the entry's load size, {boot.LoadSize} x {Block.Size} bytes, as the size of the EFI system partition, but the FAT file system has {length} bytes. Firmware may find nothing in it. Leave the load size out.", boot.Image.Source.FilePath);
        }
        else if (boot.Image.Source is not ImageContentSource && !(efi.IsChecked && IsMade(boot.Image)))
        {
            CheckPrograms(boot, diagnostics);
        }
    }

    /// <summary>Whether a boot image is the partition that is made here.</summary>
    private bool IsMade(ContentFile image) => ReferenceEquals(image.Source, efiFile) || ReferenceEquals(image.Source, made);

    /// <summary>Looks into a partition that somebody gave as a whole. What the base's has, verification of the base reports.</summary>
    private static void CheckPrograms(PlannedBoot boot, DiagnosticBag diagnostics)
    {
        if (FatVolume.TryRead(boot.Image.Source, boot.Entry.Item, start: 0, new DiagnosticBag()) is { } volume)
        {
            new EfiLoaders(diagnostics).Check([.. volume.Nodes.Where(node => !node.IsDirectory).Select(node => (node.Path, (ContentSource?)node.Source))], static _ => true, boot.Entry.Item);
        }
    }

    /// <summary>ISOLINUX checks the table, and stops where it finds none of its own (isolinux.asm).</summary>
    private static void CheckIsolinux(PlannedBoot boot, DiagnosticBag diagnostics)
    {
        if (boot is { HasBootInfo: false, Entry: { Platform: BootPlatform.Bios, Emulation: BootEmulation.None } } && HybridCheck.IsIsolinux(boot.Image.Source))
        {
            diagnostics.Warning(DiagnosticId.IsolinuxWithoutTable, boot.Entry.Item, "The boot image is ISOLINUX, which does not boot without a boot info table. Turn the boot info table on for this entry.", boot.Image.Source.FilePath);
        }
    }

    private static string[]? Names(string path, DiagnosticBag diagnostics) =>
        EntryPath.Split(EntryPath.FromRoot(path), source: null, diagnostics) is { Length: > 0 } names ? names : null;

    private static void Unused(string what, string? path, DiagnosticBag diagnostics)
    {
        if (!string.IsNullOrEmpty(path))
        {
            diagnostics.Warning(DiagnosticId.BootOptionUnused, path, $"A path for the {what} is set, but the image has none. Add a boot entry, or leave the path out.");
        }
    }
}
