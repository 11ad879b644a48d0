using System.CommandLine;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Tool.Sources;

/// <summary>How machines boot from the image.</summary>
internal sealed class BootGroup() : OptionGroup("Bootable images (PATH is the path of a boot image in the image)")
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly Option<string?> boot = Text("--boot", "loader", "Make boot entries for the boot loader in the content: auto, isolinux, grub, limine, systemd-boot or windows. The loader and its entries are reported.");
    private readonly Option<string[]> bios = Many("--boot-bios", "path[,setting...]", "Add an El Torito boot image for BIOS, as in 'isolinux/isolinux.bin,boot-info-table'. The first is the default entry. Settings: emulation=none|floppy-1.2|floppy-1.44|floppy-2.88|hard-disk, load-size=N|whole, load-segment=HEX, boot-info-table, grub-boot-info, id=TEXT, bootable=false, selection=TYPE:HEX, platform=powerpc|mac.");
    private readonly Option<string[]> uefi = Many("--boot-uefi", "path[,setting...]", "Add an El Torito boot image for UEFI: the image of an EFI system partition.");
    private readonly Option<string?> loadSize = Text("--boot-load-size", "n|whole", "The number of 512-byte sectors that BIOS loads of the --boot-bios images. Default: 4, or 1 with emulation.");
    private readonly Option<bool> infoTable = Switch("--boot-info-table", "Write a boot info table into the --boot-bios images, as mkisofs -boot-info-table does. ISOLINUX and GRUB need it.");
    private readonly Option<string?> catalog = Text("--boot-catalog", "path", "Show the boot catalog as a file at this path. Default: it is in no tree.");
    private readonly Option<string[]> efiBoot = Many("--efi-boot", "[target=]source", "Make an EFI system partition with this .efi program or directory, and boot UEFI machines from it. A program goes to EFI/BOOT/BOOTX64.EFI, or the name for its machine type. A FAT image becomes the partition itself.");
    private readonly Option<string?> efiImage = Text("--efi-image", "path", "Show the EFI system partition as a file at this path. Default: boot/efi.img, so that xorriso and others keep it when they modify the image. none: it is in no tree.");
    private readonly Option<bool> hybrid = Switch("--hybrid", "Make a hybrid image, which also boots from USB sticks and disks that it is copied to byte for byte. With --udf, 7-Zip warns of data after the archive: the backup GPT.");
    private readonly Option<string?> mbr = Text("--mbr", "file", "The MBR boot code, such as ISOLINUX's isohdpfx.bin or GRUB's boot_hybrid.img. Default: the one beside the BIOS boot image in the content. none: BIOS machines need not boot from disks. Implies --hybrid.");
    private readonly Option<bool> noGpt = Switch("--no-gpt", "Write a master boot record without a GPT. Default: a GPT too if the image boots on UEFI. Implies --hybrid.");

    public override IReadOnlyList<Option> Options => [boot, bios, uefi, loadSize, infoTable, catalog, efiBoot, efiImage, hybrid, mbr, noGpt];

    /// <exception cref="UsageException">An option is malformed.</exception>
    public ImageOptions Read(ParseResult parsed, ImageOptions options)
    {
        var loader = options.BootLoader;
        if (parsed.GetValue(boot) is { } text && !BootText.TryParseLoader(text, out loader, out var problem))
        {
            throw new UsageException(boot.Name, $"'{text}' {problem}.");
        }

        return options with
        {
            BootLoader = loader,
            BootCatalog = PathOf(catalog) ?? options.BootCatalog,
            EfiImage = parsed.GetValue(efiImage) is { } path ? BootText.EfiImagePath(path) : options.EfiImage,
            Hybrid = ReadHybrid(parsed, options.Hybrid),
        };

        string? PathOf(Option<string?> option) => parsed.GetValue(option)?.TrimStart(Separators);
    }

    /// <summary>What nobody says is as in the base image.</summary>
    private HybridOptions? ReadHybrid(ParseResult parsed, HybridOptions? kept)
    {
        var code = parsed.GetValue(mbr);
        if (!parsed.GetValue(hybrid) && code is null && !parsed.GetValue(noGpt))
        {
            return kept;
        }

        var options = kept ?? new HybridOptions();
        options = code is null ? options : options.WithBootCode(code);
        return parsed.GetValue(noGpt) ? options with { Gpt = false } : options;
    }

    /// <summary>Whether there is something for the EFI system partition.</summary>
    public bool AddsContent(ParseResult parsed) => parsed.GetValue(efiBoot) is { Length: > 0 };

    /// <exception cref="UsageException">An entry is malformed.</exception>
    public void AddTo(ImageBuilder builder, ParseResult parsed)
    {
        int? size = null;
        if (parsed.GetValue(loadSize) is { } text)
        {
            size = BootText.TryParseLoadSize(text, out var sectors, out var problem) ? sectors : throw new UsageException(loadSize.Name, $"'{text}' {problem}.");
        }

        // Of entries that are found, or come from the base, these settings are known.
        if (parsed.GetValue(bios) is not { Length: > 0 } && (parsed.GetValue(loadSize) is not null || parsed.GetValue(infoTable)))
        {
            throw new UsageException(parsed.GetValue(infoTable) ? infoTable.Name : loadSize.Name, "This option applies to the images of --boot-bios, but there is none. Name the boot image, or leave the option out.");
        }

        foreach (var entry in Read(parsed, bios, BootPlatform.Bios))
        {
            builder.AddBootEntry(entry with { LoadSize = entry.LoadSize ?? size, BootInfoTable = entry.BootInfoTable || parsed.GetValue(infoTable) });
        }

        foreach (var entry in Read(parsed, uefi, BootPlatform.Uefi))
        {
            builder.AddBootEntry(entry);
        }

        foreach (var argument in parsed.GetValue(efiBoot) ?? [])
        {
            var (target, source) = ContentSpec.Parse(argument);
            builder.AddEfiBoot(target, source);
        }
    }

    private static IEnumerable<BootEntry> Read(ParseResult parsed, Option<string[]> option, BootPlatform platform)
    {
        foreach (var text in parsed.GetValue(option) ?? [])
        {
            yield return BootText.TryParseEntry(text, platform, out var entry, out var problem)
                ? entry with { ImagePath = entry.ImagePath.TrimStart(Separators) }
                : throw new UsageException(option.Name, $"'{text}' {problem}.");
        }
    }
}
