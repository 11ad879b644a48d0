using System.CommandLine;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;

namespace IsoBuild.Tool.Sources;

/// <summary>How machines boot from the image.</summary>
internal sealed class BootGroup() : OptionGroup("Bootable images (PATH is the path of a boot image in the image)")
{
    public const string LoaderName = "--boot";
    public const string S390xName = "--boot-s390x";

    private static readonly char[] Separators = ['/', '\\'];

    private readonly Option<string[]> bios = Many("--boot-bios", "path[,setting...]", "Add an El Torito boot image for BIOS, as in 'isolinux/isolinux.bin,boot-info-table'. The first is the default entry. Settings: emulation=none|floppy-1.2|floppy-1.44|floppy-2.88|hard-disk, load-size=N|whole, load-segment=HEX, boot-info-table, grub-boot-info, id=TEXT, bootable=false, selection=TYPE:HEX, platform=powerpc|mac. source=FILE in place of the path: a file on disk that is in no tree; partition=N: a partition of --append-partition.");
    private readonly Option<string[]> uefi = Many("--boot-uefi", "path[,setting...]", "Add an El Torito boot image for UEFI: the image of an EFI system partition.");
    private readonly Option<string?> loadSize = Text("--boot-load-size", "n|whole", "The number of 512-byte sectors that BIOS loads of the --boot-bios images. Default: 4, or 1 with emulation.");
    private readonly Option<bool> infoTable = Switch("--boot-info-table", "Write a boot info table into the --boot-bios images, as mkisofs -boot-info-table does. ISOLINUX and GRUB need it.");
    private readonly Option<string[]> s390x = Many(S390xName, "kernel[,...]", "Make one bootable file for s390x, boot/s390x.img, of KERNEL[,INITRD[,COMMAND LINE]], and add its boot entry. --boot-bios boot/linux.img,kernel=FILE,initrd=FILE,command-line=TEXT puts it elsewhere.");
    private readonly Option<string[]> efiBoot = Many("--efi-boot", "[target=]source", "Make an EFI system partition with this .efi program or directory, and boot UEFI machines from it. A program goes to EFI/BOOT/BOOTX64.EFI, or the name for its machine type. A FAT image becomes the partition itself.");

    private readonly Option<string[]> loaders = Many("--loader", "machine=file", "Put a boot loader where the firmware of a machine looks for it, as in 'arm64=grubaa64.efi'. Machines: ia32, x64, arm, arm64, riscv64, loongarch64 (an EFI program), ppc64le (an ELF program), s390x (a kernel with its initrd in one file); or a runtime identifier (linux-arm64).");

    private readonly Option<string[]> appended = Many("--append-partition", "n,type,file", "Append a file as partition N of the partition table, behind the content and in no tree, as in '2,0xef,efi.img'. TYPE is a number of the master boot record or a GUID. A boot entry can have it as its image: --boot-uefi partition=2. Implies --hybrid.");

    private readonly TableOptions table = new("Bootable images");

    public override IReadOnlyList<Option> Options => [bios, uefi, s390x, loadSize, infoTable, efiBoot, loaders, appended, .. table.All];

    public ImageOptions Read(ParseResult parsed, ImageOptions options) => table.Read(parsed, options);

    /// <summary>Whether there is something for the EFI system partition, or another one.</summary>
    public bool AddsContent(ParseResult parsed) => parsed.GetValue(efiBoot) is { Length: > 0 } || parsed.GetValue(loaders) is { Length: > 0 } || parsed.GetValue(appended) is { Length: > 0 };

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
            builder.AddBootEntry(entry with { LoadSize = entry.LoadSize ?? size, BootInfoTable = entry.BootInfoTable || (entry.Kernel.Length == 0 && parsed.GetValue(infoTable)) });
        }

        foreach (var entry in Read(parsed, uefi, BootPlatform.Uefi))
        {
            builder.AddBootEntry(entry);
        }

        foreach (var argument in parsed.GetValue(s390x) ?? [])
        {
            builder.AddBootEntry(BootText.TryParseS390x(argument, out var entry, out var problem) ? entry : throw new UsageException(S390xName, $"'{argument}' {problem}."));
        }

        foreach (var argument in parsed.GetValue(appended) ?? [])
        {
            builder.AppendPartition(AppendedPartition.TryParse(argument, out var partition, out var problem) ? partition : throw new UsageException(appended.Name, $"'{argument}' {problem}."));
        }

        foreach (var argument in parsed.GetValue(efiBoot) ?? [])
        {
            var (target, source) = ContentSpec.Parse(argument);
            builder.AddEfiBoot(target, source);
        }

        foreach (var argument in parsed.GetValue(loaders) ?? [])
        {
            var (machine, source) = ReadLoader(argument);
            builder.AddLoader(machine, source);
        }
    }

    private (Machine Machine, string Source) ReadLoader(string argument)
    {
        var end = argument.IndexOf('=', StringComparison.Ordinal);
        if (end < 0 || end == argument.Length - 1)
        {
            throw new UsageException(loaders.Name, $"'{argument}' must be MACHINE=FILE.");
        }

        if (!MachineNames.TryParse(argument[..end], out var machine) || machine == Machine.Bios)
        {
            var known = Enum.GetValues<Machine>().Where(each => each != Machine.Bios).Select(MachineNames.NameOf);
            throw new UsageException(loaders.Name, $"'{argument[..end]}' is no machine with a boot loader of one file; write {string.Join(", ", known)}. For BIOS, use --boot.");
        }

        return (machine, argument[(end + 1)..]);
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
