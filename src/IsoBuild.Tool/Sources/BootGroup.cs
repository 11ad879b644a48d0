using System.CommandLine;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Tool.Sources;

/// <summary>How machines start from the image.</summary>
internal sealed class BootGroup() : OptionGroup("Starting machines (PATH is a boot image's path in the image)")
{
    private static readonly char[] Separators = ['/', '\\'];

    private readonly Option<string?> boot = Text("--boot", "loader", "Make boot entries for the boot loader that lies in the content: auto, isolinux, grub, limine, systemd-boot or windows. What is found, and done, is told.");
    private readonly Option<string[]> bios = Many("--boot-bios", "path[,setting...]", "A boot image for BIOS, as in 'isolinux/isolinux.bin,boot-info-table'. The first is the default entry. Settings: emulation=none|floppy-1.2|floppy-1.44|floppy-2.88|hard-disk, load-size=N|whole, load-segment=HEX, boot-info-table, grub-boot-info, id=TEXT, bootable=false, selection=TYPE:HEX, platform=powerpc|mac.");
    private readonly Option<string[]> uefi = Many("--boot-uefi", "path[,setting...]", "A boot image for UEFI: an EFI system partition.");
    private readonly Option<string?> loadSize = Text("--boot-load-size", "n|whole", "How many sectors of 512 bytes BIOS loads of --boot-bios. Otherwise 4, or 1 with an emulation.");
    private readonly Option<bool> infoTable = Switch("--boot-info-table", "Tell the images of --boot-bios where they and the volume lie, as ISOLINUX and GRUB want it.");
    private readonly Option<string?> catalog = Text("--boot-catalog", "path", "Show the boot catalog as a file. Otherwise it is in no tree.");
    private readonly Option<string[]> efiBoot = Many("--efi-boot", "[target=]source", "A .efi program or a directory for the EFI system partition, which is made and started on UEFI. A program goes to EFI/BOOT/BOOTX64.EFI, or where its machines look for it; a FAT image is the partition itself.");
    private readonly Option<string?> efiImage = Text("--efi-image", "path", "As which file the EFI system partition is shown. Default: boot/efi.img, so that xorriso and others keep it when they edit the image. none: it is in no tree.");
    private readonly Option<bool> hybrid = Switch("--hybrid", "Start from USB sticks and disks too, to which the image is copied byte for byte. With --udf, 7-Zip warns of data behind the archive: the GPT's backup.");
    private readonly Option<string?> mbr = Text("--mbr", "file", "The code of the master boot record, as ISOLINUX' isohdpfx.bin or GRUB's boot_hybrid.img. Implies --hybrid.");
    private readonly Option<bool> noGpt = Switch("--no-gpt", "A master boot record alone. Otherwise there is a GPT too where UEFI is started. Implies --hybrid.");

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

    /// <summary>What nobody says is as in the image from which this one starts.</summary>
    private HybridOptions? ReadHybrid(ParseResult parsed, HybridOptions? kept)
    {
        var code = parsed.GetValue(mbr);
        if (!parsed.GetValue(hybrid) && code is null && !parsed.GetValue(noGpt))
        {
            return kept;
        }

        var options = kept ?? new HybridOptions();
        options = code is null ? options : options with { BootCodePath = code, BootCode = default };
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
            throw new UsageException(parsed.GetValue(infoTable) ? infoTable.Name : loadSize.Name, "It concerns the images of --boot-bios, and there is none. Name the boot image, or leave the option out.");
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
