using IsoBuild.Content;
using IsoBuild.Partitions;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>xorriso's options of images that boot from disks too.</summary>
internal static class HybridOptionRows
{
    /// <summary>What stands for no choice of a type.</summary>
    private const string DefaultType = "0x00";

    private static readonly (string Name, string Number)[] Types = [("FAT12", "0x01"), ("FAT16", "0x06"), ("Linux", "0x83")];

    public static IEnumerable<ProgramOption> All =>
    [
        Value("isohybrid-mbr", "FILE", "ISOLINUX's code for disks; makes a hybrid image", Isohybrid),
        Switch("isohybrid-gpt-basdat isohybrid-gpt-hfsplus", "List the EFI image in the partition tables", request => request.MarksEfi = true),
        Differs("isohybrid-apm-hfsplus", "The Apple partition map does not list the EFI image. Macs with Intel processors boot from it by the boot catalog and the GPT."),
        Switch("part_like_isohybrid", "A hybrid image without code for disks", request =>
        {
            request.IsIsohybrid = true;
            request.Hybrid(all => all);
        }),
        Value("grub2-mbr", "FILE", "GRUB's code for disks; makes a hybrid image", (request, path) => Code(request, "--grub2-mbr", path)),
        Switch("grub2-boot-info", "Write the place of the boot image into GRUB's boot image", request => request.Boot.HasGrubInfo = true),
        Switch("protective-msdos-label", "A partition table; makes a hybrid image", request => request.Hybrid(all => all)),
        Switch("efi-boot-image", "The EFI image is a partition of a GPT", request => request.Hybrid(all => all with { Gpt = true })),
        new(["efi-boot-part"], ["FILE|--efi-boot-image"], "The EFI image, or a file, is a partition of a GPT", (request, values) => EfiPartition(request, values[0])),
        new(["append_partition"], ["N", "TYPE", "FILE"], "Append a file as a partition", (request, values) => Append(request, "-append_partition", Number("-append_partition", values[0], 1, 8), values[1], values[2])),
        Switch("appended_part_as_gpt", "List appended partitions in a GPT", request => request.Hybrid(all => all with { Gpt = true })),
        Differs("appended_part_as_apm", "Appended partitions are not listed in an Apple partition map."),
        Value("partition_offset", "SECTOR", "The first partition begins here, and can be mounted too", (request, text) => request.Hybrid(all => all with { PartitionOffset = Number("-partition_offset", text, 0, int.MaxValue) })),
        Value("iso_mbr_part_type", "TYPE", "The type of the partition with the image", (request, text) => request.IsoPartitionType = text is DefaultType ? null : Type("-iso_mbr_part_type", text)),
        Value("gpt_disk_guid", "GUID", "The GUID of the disk in the GPT", DiskId),
        Switch("mbr-force-bootable", "One partition is active", request => request.Hybrid(all => all)),
        Nothing("partition_cyl_align", "No effect: partitions end where the image ends", "off|on|auto|all"),
        Nothing("partition_sec_hd", "No effect: the geometry follows from the size", "N"),
        Nothing("partition_hd_cyl", "No effect: the geometry follows from the size", "N"),
        Differs("chrp-boot chrp-boot-part", "The MBR entry for CHRP firmware is not written. Firmware of that kind reads /ppc/bootinfo.txt from the ISO 9660 tree."),
        Value("prep-boot-part", "FILE", "Append a file as a PReP partition", (request, path) => Append(request, "-prep-boot-part", 1, "0x41", path)),
    ];

    private static void Isohybrid(ImageRequest request, string path)
    {
        request.IsIsohybrid = true;
        Code(request, "-isohybrid-mbr", path);
    }

    /// <summary>Code of a file, or of an interval of one: mostly of the image that is made anew.</summary>
    private static void Code(ImageRequest request, string option, string path)
    {
        if (FileInterval.Read(option, path) is not { } interval)
        {
            request.Hybrid(all => all with { BootCodePath = request.OnDisk(path), BootCode = default });
            return;
        }

        var code = interval.Bytes(request, option, MasterBootRecord.LongCodeSize);
        request.Intervals.Add((option, interval with { Length = code.Length }, FileInterval.CopyOfCode));
        request.Hybrid(all => all with { BootCodePath = null, BootCode = code });
    }

    private static void EfiPartition(ImageRequest request, string path)
    {
        request.Hybrid(all => all with { Gpt = true });
        if (!path.EndsWith("-efi-boot-image", StringComparison.Ordinal))
        {
            Append(request, "-efi-boot-part", 2, "0xef", path);
        }
    }

    private static void Append(ImageRequest request, string option, int number, string type, string path)
    {
        var interval = FileInterval.Read(option, path);
        path = interval?.Path ?? path;
        if (!DiskPath.Exists(request.OnDisk(path)))
        {
            throw CommandLineFault.Missing(path, $"The file of {option} does not exist. Create it, or correct the path.");
        }

        request.Hybrid(all => all);
        request.Appended.Add(new AppendedPartition { Number = number, Type = Type(option, type), Path = request.OnDisk(path), Stretch = interval is null ? null : (interval.Start, interval.Length) });
        if (interval is not null)
        {
            request.Intervals.Add((option, interval, FileInterval.CopyOfPartition(number)));
        }
    }

    /// <summary>xorriso has names for some types, and takes the bytes of a GUID too, in their order on the disk.</summary>
    private static PartitionType Type(string option, string text) =>
        PartitionType.TryParse(Array.Find(Types, type => type.Name.Equals(text, StringComparison.Ordinal)).Number ?? (IsBytes(text) ? new Guid(Convert.FromHexString(text)).ToString() : text), out var type, out var problem)
            ? type
            : throw CommandLineFault.Usage(option, $"'{text}' {problem}.");

    private static bool IsBytes(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);

    private static void DiskId(ImageRequest request, string text)
    {
        if (text is "volume_date_uuid" or "modification-date")
        {
            return;
        }

        request.DiskId = IsBytes(text) ? new Guid(Convert.FromHexString(text))
            : Guid.TryParse(text, out var id) ? id
            : throw CommandLineFault.Usage("--gpt_disk_guid", $"'{text}' is not a GUID; write it as in C12A7328-F81F-11D2-BA4B-00A0C93EC93B.");
    }
}
