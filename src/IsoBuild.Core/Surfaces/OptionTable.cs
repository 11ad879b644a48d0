using System.Globalization;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.HfsPlus;
using IsoBuild.Partitions;

namespace IsoBuild.Surfaces;

/// <summary>All options of an image: the one place where they are named and described. Readers of texts, <c>--help</c>, completion, reference tables, targets and Cake's settings are made of it.</summary>
internal static class OptionTable
{
    private const string Volume = "Volume";
    private const string Trees = "Directory trees";
    private const string Entries = "Entries";
    private const string Layout = "Layout";
    private const string Boot = "Bootable images";

    private const string NameRemarks = "`lowercase`: lower case stays. `multidot`: several dots, also in directories. `relaxed`: all printable ASCII characters but `;` and `\\`. `leading-dots`: a dot at the beginning. `long`: 37 characters, without version. `no-version`: no `;1`. `no-trailing-dot`: no dot where there is no extension. `untranslated`: all of these but `long`. These are -allow-lowercase, -allow-multidot, -relaxed-filenames, -ldots, -max-iso9660-filenames, -N, -d and -U of mkisofs.";

    private static readonly string[] NameChoices = ["Lowercase", "MultiDot", "Relaxed", "LeadingDots", "Long", "NoVersion", "NoTrailingDot", "Untranslated"];

    public static readonly ImageOptions Defaults = new();

    public static readonly ImageOption[] Rows =
    [
        Text("VolumeId", "--volume-id", "name", "The volume identifier (label): up to 32 characters", all => all.VolumeId, (all, text) => all with { VolumeId = text },
            "Stored as given: boot loaders and installers search for this exact text. With Joliet, Windows shows 16 characters. Default: the image's name in capitals (`APP_V1` for `app.v1.iso`)."),
        Text("Publisher", "--publisher", "text", "The publisher of the volume: up to 128 characters", all => all.Publisher, (all, text) => all with { Publisher = text }),
        Text("ApplicationId", "--application-id", "text", "The application identifier, what the volume is for: up to 128 characters", all => all.ApplicationId, (all, text) => all with { ApplicationId = text }),
        Text("SystemId", "--system-id", "name", "The system identifier, the system that uses the system area (sectors 0 to 15): up to 32 characters", all => all.SystemId, (all, text) => all with { SystemId = text }),
        Text("VolumeSetId", "--volume-set-id", "text", "The identifier of the volume set that the volume belongs to: up to 128 characters", all => all.VolumeSetId, (all, text) => all with { VolumeSetId = text }),
        Text("Preparer", "--preparer", "text", "The preparer of the volume's data: up to 128 characters", all => all.Preparer, (all, text) => all with { Preparer = text }),
        Text("CopyrightFile", "--copyright-file", "path", "The file in the image's root with the copyright notice", all => all.CopyrightFile, (all, text) => all with { CopyrightFile = text }),
        Text("AbstractFile", "--abstract-file", "path", "The file in the image's root with the abstract", all => all.AbstractFile, (all, text) => all with { AbstractFile = text }),
        Text("BibliographicFile", "--bibliographic-file", "path", "The file in the image's root with the bibliography", all => all.BibliographicFile, (all, text) => all with { BibliographicFile = text }),
        Time("Expires", "--expires", "The expiration date, after which the volume is obsolete", all => all.Expires, (all, time) => all with { Expires = time }),
        Time("Effective", "--effective", "The effective date, from which the volume may be used", all => all.Effective, (all, time) => all with { Effective = time }),
        Time("Timestamp", "--timestamp", "The date of the volume and of everything in it: RFC 3339 with a time zone, or Unix seconds", all => all.Timestamp, (all, time) => all with { Timestamp = time },
            "Linux and GRUB derive the volume's UUID from it, so images with the same timestamp have the same UUID. Default: `SOURCE_DATE_EPOCH` (in a project, `DeterministicTimestamp` before it), else 1980-01-01T00:00:00Z. The current time is never used."),
        Time("VolumeDate", "--volume-date", "The date of the volume alone, to the hundredth of a second: as the timestamp, or YYYYMMDDhhmmsscc in UTC", all => all.VolumeDate, (all, time) => all with { VolumeDate = time },
            "It is the volume's UUID for Linux and GRUB (`2024-01-02-03-04-05-67`), as xorriso's `--modification-date` sets it; files keep the timestamp. Default: the timestamp.", isOfVolume: true),
        Choice("FileDates", Entries, "--file-dates", ["Fixed", "Clamp", "Preserve"], "The dates of files and directories", all => all.FileDates, (all, name) => all with { FileDates = Enum.Parse<FileDates>(name) },
            "`Fixed`: the timestamp. `Clamp`: their own, but no later than the timestamp. `Preserve`: their own; the image then depends on when the files were written.", "dates"),
        Choice("Modes", Entries, "--modes", ["Normalized", "Disk", "ReadOnly"], "The modes, owners and groups of files and directories", all => all.Modes, (all, name) => all with { Modes = Enum.Parse<PosixModes>(name) },
            "`Normalized`: 0755 for directories and programs, 0644 for the rest, owner and group 0. `Disk`: as on the disk (on Windows as normalized); the image then depends on the machine that makes it. `ReadOnly`: owner and group 0, 0444 for files, 0555 for directories and for files that anybody may execute. Modes, owners and groups that are set for entries win.", "modes"),
        Mode("FileMode", "--file-mode", "The mode of all files for which none is set otherwise, as octal permission bits", all => all.FileMode, (all, mode) => all with { FileMode = mode }),
        Mode("DirectoryMode", "--directory-mode", "The mode of all directories for which none is set otherwise, as octal permission bits", all => all.DirectoryMode, (all, mode) => all with { DirectoryMode = mode }),
        new("Formats", Trees, OptionSyntax.Choices, "The formats, each with its own directory tree or fields", all => all.Formats, ReadFormats, all => string.Join(';', FormatsIn(all.Formats)))
        {
            Choices = ["Iso9660", "Joliet", "RockRidge", "Udf", "Iso1999"],
            Default = "Iso9660;Joliet;RockRidge",
            Remarks = "`Udf` can be the only one; every other format includes ISO 9660.",
            CakeMethod = "Formats",
            CakeParameter = "formats",
        },
        Number("IsoLevel", Trees, "--iso-level", "1|2|3|4", "The interchange level, which sets the length of names in the ISO 9660 tree", "an interchange level; write 1, 2, 3 or 4", number => number is >= 1 and <= 4, all => all.IsoLevel, (all, number) => all with { IsoLevel = number },
            "1: 8.3 names, as DOS and DOSBox need. 2 or 3: 31 characters. 4: names as they are, up to 207 bytes of UTF-8 (172 with Rock Ridge), and an ISO 9660:1999 descriptor of the same tree."),
        new("IsoNames", Trees, OptionSyntax.Choices, "What names of the ISO 9660 tree may have beyond the standard", all => all.IsoNames, ReadNames, all => string.Join(';', NameChoices.Where(name => all.IsoNames.HasFlag(Enum.Parse<IsoNameRules>(name)))))
        {
            Choices = NameChoices,
            Commands = [new CommandOption("--iso-names", "rule,...", "", Help("What names of the ISO 9660 tree may have beyond the standard", NameRemarks))],
            Remarks = NameRemarks,
            CakeMethod = "IsoNames",
            CakeParameter = "rules",
        },
        Switch("TranslationTables", Trees, "--translation-tables", "Whether every directory of the ISO 9660 tree has a file `TRANS.TBL` with the real names of its entries", "Write a file TRANS.TBL with the real names into every directory of the ISO 9660 tree, as mkisofs -T does.", all => all.TranslationTables, (all, on) => all with { TranslationTables = on },
            "Joliet and UDF do not show it (mkisofs: -hide-joliet-trans-tbl)."),
        Switch("JolietLongNames", Trees, "--joliet-long", "Whether Joliet names may have up to 103 characters instead of 64", "Allow Joliet names of up to 103 characters instead of 64.", all => all.JolietLongNames, (all, on) => all with { JolietLongNames = on }),
        Switch("RelocateDeepDirectories", Trees, "--relocate", "Whether directories below the eighth level are moved to `/rr_moved` in the ISO 9660 tree", "Move directories below the eighth level to /rr_moved in the ISO 9660 tree, as the standard requires.", all => all.RelocateDeepDirectories, (all, on) => all with { RelocateDeepDirectories = on }, "No current reader needs this.", "DeepDirectoriesRelocated"),
        Switch("HfsPlus", Trees, "--hfs-plus", "Whether the image also has an HFS+ volume with the same files and an Apple partition map, which Macs show and boot from", "Add an HFS+ volume over the same files and an Apple partition map: what Macs show, and what their firmware boots from.", all => all.HfsPlus, (all, on) => all with { HfsPlus = on },
            "It shows every entry that another tree of the image shows. Files with equal content are then stored separately: two files of HFS+ cannot share their content."),
        new("HfsCreators", Trees, OptionSyntax.Rules, "The creators and types of files in the HFS+ tree", all => all.HfsCreators, ReadCreators, all => all.HfsCreators)
        {
            Commands = [new CommandOption("--hfs-creator", "pattern=codes", "", "Set creator and type of files in the HFS+ tree, four characters each: --hfs-creator boot.efi=chrp,tbxi. The last one that matches counts.")],
            Remarks = "Rules `PATTERN=CREATOR,TYPE` with semicolons between, such as `*.txt=ttxt,TEXT`; creator and type are four ASCII characters each, and the last rule that matches a file counts.",
            CakeMethod = "HfsCreators",
            CakeParameter = "rules",
        },
        Text("HfsBless", "--hfs-bless", "path", "The path in the image of the directory that is blessed in the HFS+ volume, which Mac firmware boots from", all => all.HfsBless, (all, path) => all with { HfsBless = EntryPath.FromRoot(path) },
            "The firmware starts `boot.efi` in it; the path of a file blesses its directory, and that file is started.", Trees, OptionSyntax.PathInImage),
        Switch("Dedupe", Layout, "--no-dedupe", "Whether files with equal content share one extent", "Store files with equal content separately. Default: their content is stored once.", all => all.Dedupe, (all, on) => all with { Dedupe = on }),
        Number("Alignment", Layout, "--align", "bytes", "The alignment of file content in bytes: a power of two from 2048 to 1048576", "an alignment; write a power of two from 2048 to 1048576", number => number is >= 2048 and <= 1 << 20 && int.IsPow2(number), all => all.Alignment, (all, number) => all with { Alignment = number },
            "With 4096, file systems that support it clone blocks instead of copying.", "2048", "4096", "65536"),
        Switch("MediaChecksum", Layout, "--media-checksum", "Whether a checksum of the image is stored in the image, which `checkisomd5` and installers check", "Store a checksum of the image in the image, which checkisomd5 and installers check (as implantisomd5 does).", all => all.MediaChecksum, (all, on) => all with { MediaChecksum = on }),
        Switch("UpdateChecksums", Layout, "--update-checksums", "Whether lists of checksums in the content are updated", "Update lists of checksums in the content: md5sum.txt, SHA256SUMS, *.sha512 and similar files, and .treeinfo.", all => all.UpdateChecksums, (all, on) => all with { UpdateChecksums = on },
            "These are `md5sum.txt`, `SHA256SUMS`, `*.sha512` and similar lists in the format of coreutils (also with `--tag`) and OpenSSL, a single hash in `NAME.sha256`, and the checksums in `.treeinfo`: MD5, SHA-1 and the SHA-2 hashes from 256 bits. Lists of other hashes (BLAKE2), and lists that contain their own signature, are reported (ISOB1194). When off, lists of a base that are no longer correct are reported.", "UpdatedChecksums"),
        Switch("FollowLinks", Entries, "--follow-links", "Whether symbolic links in directories are replaced by their targets", "Store the targets of symbolic links instead of the links.", all => all.FollowLinks, (all, on) => all with { FollowLinks = on }, cakeMethod: ""),
        Switch("FollowLinksOutside", Entries, "--follow-links-outside", "Whether links that are followed may lead out of their directory", "Like --follow-links, also for links that lead out of the content directory.", all => all.FollowLinksOutside, (all, on) => all with { FollowLinksOutside = on, FollowLinks = on || all.FollowLinks },
            "`true` also sets FollowLinks.", ""),
        Switch("PreserveHardLinks", Entries, "--hard-links", "Whether hard links on disk stay hard links in the image", "Keep hard links on disk as hard links in the image. Default: each name is a separate file, as in a fresh checkout.", all => all.PreserveHardLinks, (all, on) => all with { PreserveHardLinks = on }, cakeMethod: "HardLinksPreserved"),
        new("DvdVideo", Layout, OptionSyntax.Switch, "Whether the directory `VIDEO_TS` is laid out as DVD-Video, with UDF, which DVD players read", all => all.DvdVideo, ReadSwitch((all, on) => all with { DvdVideo = on }), all => Name(all.DvdVideo == true))
        {
            Default = "",
            Commands =
            [
                new CommandOption("--dvd-video", "", "true", "Lay out the directory VIDEO_TS for DVD players, and add UDF, which they read. A VIDEO_TS with VIDEO_TS.IFO is laid out this way even without the option."),
                new CommandOption("--no-dvd-video", "", "false", "Write the directory VIDEO_TS like any other directory."),
            ],
            Remarks = "Files lie in the order and at the distances that the IFO files state. Not set: a directory with `VIDEO_TS.IFO` is laid out this way, but UDF is not added. `false`: an ordinary directory.",
        },
        new("BootLoader", Boot, OptionSyntax.Choice, "The boot loader to look for in the content, and to make boot entries for", all => all.BootLoader, ReadLoader, all => BootText.NameOf(all.BootLoader))
        {
            Property = "IsoBoot",
            Choices = BootText.LoaderNames,
            Remarks = "One of `auto`, `isolinux`, `grub`, `limine`, `systemd-boot` and `windows`. What was found is reported.",
            Default = "none",
            Commands = [new CommandOption("--boot", "loader", "", "Make boot entries for the boot loader in the content: auto, isolinux, grub, limine, systemd-boot or windows. The loader and its entries are reported. s390x KERNEL,INITRD,COMMAND LINE: as --boot-s390x.")],
        },
        Text("BootCatalog", "--boot-catalog", "path", "The path in the image at which the boot catalog is shown as a file", all => all.BootCatalog, (all, path) => all with { BootCatalog = EntryPath.FromRoot(path) },
            "By default it is in no tree.", Boot, OptionSyntax.PathInImage),
        new("EfiImage", Boot, OptionSyntax.PathInImage, "The path in the image at which the generated EFI system partition is shown as a file", all => all.EfiImage, ReadEfiImage, all => all.EfiImage is { Length: > 0 } path ? path : "none")
        {
            Default = "boot/efi.img",
            Commands = [new CommandOption("--efi-image", "path|none", "", "Show the EFI system partition as a file at this path. Default: boot/efi.img, so that xorriso and others keep it when they modify the image. none: it is in no tree.")],
            Remarks = "If the default path is taken, it is the first free path of `boot/efi2.img`, `boot/efi3.img` and so on; with a base, the path in the base. Programs that edit images, such as xorriso, keep the UEFI boot entry only if the partition is a file. `none`: it is in no tree.",
            CakeMethod = "EfiImage",
            CakeParameter = "targetPath",
        },
        Switch("EfiFilesInTree", Boot, "--efi-files-in-tree", "Whether the files of the generated EFI system partition are shown in the directory trees as well", "Show the files of the EFI system partition in the directory trees as well, so that a USB stick boots onto which the image's files are copied. They are stored once.", all => all.EfiFilesInTree, (all, on) => all with { EfiFilesInTree = on },
            "A FAT-formatted USB stick onto which the image's files are copied then boots on UEFI machines. The files are stored once, except with HFS+, without deduplication, or with a partition offset."),
        Text("SystemArea", "--system-area", "file", "The file with the system area (sectors 0 to 15), up to 32768 bytes, such as the IP.BIN of a console", all => all.SystemArea, (all, path) => all with { SystemArea = path },
            "A hybrid image has its partition tables over it, and the MBR code of the file if no other is named. With a base, it replaces what the base has there.", Boot, OptionSyntax.PathOnDisk),
        new("HybridBootCode", Boot, OptionSyntax.PathOnDisk, "The file with the code of the master boot record: `isohdpfx.bin` of ISOLINUX, `boot_hybrid.img` of GRUB, or any other code of up to 446 bytes", all => all.Hybrid is { NoBootCode: true } ? "none" : all.Hybrid?.BootCodePath, ReadBootCode, all => all.Hybrid is { NoBootCode: true } ? "none" : all.Hybrid?.BootCodePath)
        {
            Commands = [new CommandOption("--mbr", "file|none", "", "The MBR boot code, such as ISOLINUX's isohdpfx.bin or GRUB's boot_hybrid.img. Default: the one beside the BIOS boot image in the content. none: BIOS machines need not boot from disks. Implies --hybrid.")],
            Remarks = "Default: the file in the content beside the boot image of the BIOS entry (`isohdpfx.bin`, `isohdppx.bin`, `boot_hybrid.img`); if there is none, a warning says so (ISOB1126). `none`: BIOS machines need not boot from disks, and nothing is reported. Implies a hybrid image.",
        },
        new("HybridGpt", Boot, OptionSyntax.Switch, "Whether a GPT is written besides the master boot record", all => all.Hybrid?.Gpt, ReadSwitch((all, on) => all with { Hybrid = (all.Hybrid ?? new HybridOptions()) with { Gpt = on } }), all => all.Hybrid?.Gpt is { } gpt ? Name(gpt) : null)
        {
            Commands = [new CommandOption("--no-gpt", "", "false", "Write a master boot record without a GPT. Default: a GPT too if the image boots on UEFI. Implies --hybrid.")],
            Remarks = "Default: if there is a UEFI boot entry, or an appended partition has a GUID as its type. Implies a hybrid image.",
        },
        new("HybridGpt4K", Boot, OptionSyntax.Switch, "Whether a second GPT is written, for disks whose blocks have 4096 bytes (4Kn)", all => all.Hybrid?.Gpt4K ?? false, ReadSwitch((all, on) => all with { Hybrid = (all.Hybrid ?? new HybridOptions()) with { Gpt4K = on } }), all => Name(all.Hybrid?.Gpt4K ?? false))
        {
            Default = "false",
            Commands = [new CommandOption("--gpt-4k", "", "true", "Write a second GPT for disks whose blocks have 4096 bytes (4Kn), from which UEFI machines then boot too. Implies --hybrid.")],
            Remarks = "UEFI machines then boot from such disks too. The usual GPT has 24 entries beside it. Implies a hybrid image.",
        },
        new("HybridPartitionOffset", Boot, OptionSyntax.Number, "The sector of 2048 bytes at which the partition of the image itself begins: 0, or 16 and more", all => all.Hybrid?.PartitionOffset ?? 0, ReadPartitionOffset, all => Name(all.Hybrid?.PartitionOffset ?? 0))
        {
            Default = "0",
            Commands = [new CommandOption("--partition-offset", "sectors", "", "Let the partition of the image itself begin at this sector, with volume descriptors and directories of its own, so that it can be mounted by itself (as xorriso -partition_offset 16 does). Implies --hybrid.")],
            Remarks = "From 16 on, the partition has volume descriptors, path tables and directories of its own, and can be mounted by itself (xorriso's `-partition_offset`). Implies a hybrid image.",
        },
        new("HybridPartitionType", Boot, OptionSyntax.Text, "The type of the partition of the image itself: a number such as `0x83`, or a GUID", all => all.Hybrid?.PartitionType?.ToString(), ReadPartitionType, all => all.Hybrid?.PartitionType?.ToString())
        {
            Commands = [new CommandOption("--iso-partition-type", "0xnn|guid", "", "The type of the partition of the image itself, as a number of the master boot record or a GUID. Default: 0x17, none if an EFI system partition lies in it, or basic data in a GPT. Implies --hybrid.")],
            Remarks = "Default: `0x17` in a master boot record (none if an EFI system partition lies in it), basic data in a GPT. Implies a hybrid image.",
        },
        new("Hybrid", Boot, OptionSyntax.Switch, "Whether the image also boots from USB sticks and disks that it is copied to byte for byte", all => all.Hybrid is not null, ReadSwitch((all, on) => all with { Hybrid = on ? all.Hybrid ?? new HybridOptions() : null }), all => Name(all.Hybrid is not null))
        {
            Default = "false",
            Commands = [new CommandOption("--hybrid", "", "true", "Make a hybrid image, which also boots from USB sticks and disks that it is copied to byte for byte. With --udf, 7-Zip warns of data after the archive: the backup GPT.")],
            Remarks = "If an image has both UDF and a GPT, 7-Zip warns of \"data after the end of archive\", because the backup GPT must come last; it still extracts everything.",
        },
        Number("SessionStart", Layout, "--session-start", "sector", "The sector of a disc at which the image will be written as a later session, from which all of its addresses count", "a sector; write 0 or more", number => number >= 0, all => all.SessionStart, (all, number) => all with { SessionStart = number },
            "As B of `-C A,B` of mkisofs. Such an image has no boot catalog, partition tables or UDF, and cannot be mounted from a file by itself."),
        Number("PaddingSectors", Layout, "--padding", "sectors", "The number of empty sectors of 2048 bytes at the end of the image, for drives that read ahead", "a number of sectors; write 0 or more", number => number >= 0, all => all.PaddingSectors, (all, number) => all with { PaddingSectors = number },
            "With a base, the default is the base's padding (at most 150 sectors if they may belong to a partition)."),
    ];

    private static ImageOption Text(string name, string command, string argument, string description, Func<ImageOptions, string> get, Func<ImageOptions, string, ImageOptions> set, string remarks = "", string section = Volume, OptionSyntax syntax = OptionSyntax.Text)
    {
        return new(name, section, syntax, description, get, Read, get)
        {
            Commands = [new CommandOption(command, argument, "", Help(description, remarks))],
            Remarks = remarks,
            CakeMethod = name,
            CakeParameter = syntax == OptionSyntax.PathInImage ? "targetPath" : argument == "path" ? argument : Camel(name),
        };

        string? Read(string text, ref ImageOptions options)
        {
            options = set(options, text);
            return null;
        }
    }

    private static ImageOption Time(string name, string command, string description, Func<ImageOptions, DateTimeOffset?> get, Func<ImageOptions, DateTimeOffset, ImageOptions> set, string remarks = "", bool isOfVolume = false)
    {
        return new(name, Volume, OptionSyntax.Time, description, all => get(all), Read, all => get(all) is not { } time ? null : isOfVolume ? ImageTimestamp.FormatVolumeDate(time) : ImageTimestamp.Format(time))
        {
            Commands = [new CommandOption(command, "time", "", Help(description, remarks))],
            Remarks = remarks,
            CakeMethod = name,
            CakeParameter = Camel(name),
        };

        string? Read(string text, ref ImageOptions options)
        {
            if (!(isOfVolume ? ImageTimestamp.TryParseVolumeDate(text, out var time, out var problem) : ImageTimestamp.TryParse(text, out time, out problem)))
            {
                return problem;
            }

            options = set(options, time);
            return null;
        }
    }

    private static ImageOption Switch(string name, string section, string command, string description, string help, Func<ImageOptions, bool> get, Func<ImageOptions, bool, ImageOptions> set, string remarks = "", string? cakeMethod = null)
    {
        var isOn = get(Defaults);
        return new(name, section, OptionSyntax.Switch, description, all => get(all), ReadSwitch(set), all => Name(get(all)))
        {
            Commands = [new CommandOption(command, "", Name(!isOn), help)],
            Default = Name(isOn),
            Remarks = remarks,
            CakeMethod = cakeMethod ?? (isOn ? "out" : "") + name,
        };
    }

    private static ImageOption Number(string name, string section, string command, string argument, string description, string what, Predicate<int> isValid, Func<ImageOptions, int> get, Func<ImageOptions, int, ImageOptions> set, string remarks, params string[] usual)
    {
        return new(name, section, OptionSyntax.Number, description, all => get(all), Read, all => Name(get(all)))
        {
            Commands = [new CommandOption(command, argument, "", Help(description, $"{remarks} Default: {Name(get(Defaults))}."))],
            Choices = argument.Contains('|') ? argument.Split('|') : usual,
            Default = Name(get(Defaults)),
            Remarks = remarks,
            CakeMethod = name,
            CakeParameter = argument.Contains('|') ? "level" : argument,
        };

        string? Read(string text, ref ImageOptions options)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !isValid(number))
            {
                return $"is not {what}";
            }

            options = set(options, number);
            return null;
        }
    }

    private static ImageOption Choice(string name, string section, string command, string[] choices, string description, Func<ImageOptions, object> get, Func<ImageOptions, string, ImageOptions> set, string remarks, string cakeParameter)
    {
        return new(name, section, OptionSyntax.Choice, description, get, Read, all => get(all).ToString())
        {
            Commands = [new CommandOption(command, string.Join('|', choices).ToLowerInvariant(), "", Help(description, $"{remarks} Default: {choices[0]}."))],
            Choices = choices,
            Default = choices[0],
            Remarks = remarks,
            CakeMethod = name,
            CakeParameter = cakeParameter,
        };

        string? Read(string text, ref ImageOptions options)
        {
            if (Known(text, choices) is not { } known)
            {
                return Unknown(choices);
            }

            options = set(options, known);
            return null;
        }
    }

    private static ImageOption Mode(string name, string command, string description, Func<ImageOptions, UnixFileMode?> get, Func<ImageOptions, UnixFileMode, ImageOptions> set)
    {
        const string remarks = "Default: as the modes of the image are.";
        return new(name, Entries, OptionSyntax.Mode, description, all => get(all), Read, all => get(all) is { } mode ? EntryText.FormatMode(mode) : null)
        {
            Commands = [new CommandOption(command, "octal", "", Help(description, remarks))],
            Remarks = remarks,
        };

        string? Read(string text, ref ImageOptions options)
        {
            if (!EntryText.TryParseMode(text, out var mode, out var problem))
            {
                return problem;
            }

            options = set(options, mode);
            return null;
        }
    }

    private static ImageOption.TryRead ReadSwitch(Func<ImageOptions, bool, ImageOptions> set)
    {
        return Read;

        string? Read(string text, ref ImageOptions options)
        {
            if (!bool.TryParse(text, out var on))
            {
                return "is unknown; write true or false";
            }

            options = set(options, on);
            return null;
        }
    }

    private static string? ReadFormats(string text, ref ImageOptions options)
    {
        var formats = default(ImageFormats);
        string[] choices = [.. Enum.GetValues<ImageFormats>().Where(format => format != ImageFormats.Default).Select(format => format.ToString())];
        var names = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names)
        {
            if (Known(name, choices) is not { } known)
            {
                return names.Length == 1 ? Unknown(choices) : $"names '{name}', which {Unknown(choices)}";
            }

            formats |= Enum.Parse<ImageFormats>(known);
        }

        options = options with { Formats = formats == 0 ? ImageFormats.Iso9660 : formats };
        return null;
    }

    private static string? ReadNames(string text, ref ImageOptions options)
    {
        var rules = IsoNameRules.None;
        var names = text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names)
        {
            if (Known(name.Replace("-", "", StringComparison.Ordinal), NameChoices) is not { } known)
            {
                return names.Length == 1 ? Unknown(NameChoices) : $"names '{name}', which {Unknown(NameChoices)}";
            }

            rules |= Enum.Parse<IsoNameRules>(known);
        }

        options = options with { IsoNames = rules };
        return null;
    }

    private static IEnumerable<ImageFormats> FormatsIn(ImageFormats formats) => Enum.GetValues<ImageFormats>().Where(format => format != ImageFormats.Default && formats.HasFlag(format));

    private static string? ReadCreators(string text, ref ImageOptions options)
    {
        options = options with { HfsCreators = text };
        return HfsCreator.ParseAll(text, out var problem) is null ? problem : null;
    }

    private static string? ReadLoader(string text, ref ImageOptions options)
    {
        if (!BootText.TryParseLoader(text, out var loader, out var problem))
        {
            return problem;
        }

        options = options with { BootLoader = loader };
        return null;
    }

    private static string? ReadEfiImage(string text, ref ImageOptions options)
    {
        options = options with { EfiImage = BootText.EfiImagePath(text) };
        return null;
    }

    private static string? ReadPartitionOffset(string text, ref ImageOptions options)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sector) || sector is > 0 and < HybridOptions.LeastPartitionOffset)
        {
            return "is not a partition offset; write 0, or a number of sectors from 16 on";
        }

        options = options with { Hybrid = (options.Hybrid ?? new HybridOptions()) with { PartitionOffset = sector } };
        return null;
    }

    private static string? ReadPartitionType(string text, ref ImageOptions options)
    {
        if (!PartitionType.TryParse(text, out var type, out var problem))
        {
            return problem;
        }

        options = options with { Hybrid = (options.Hybrid ?? new HybridOptions()) with { PartitionType = type } };
        return null;
    }

    private static string? ReadBootCode(string text, ref ImageOptions options)
    {
        options = options with { Hybrid = (options.Hybrid ?? new HybridOptions()).WithBootCode(text) };
        return null;
    }

    private static string? Known(string text, string[] choices) => Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static string Unknown(string[] choices) => $"is unknown; write {string.Join(", ", choices[..^1])} or {choices[^1]}";

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Name(bool on) => on ? "true" : "false";

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As a terminal shows it, which marks no code.</summary>
    private static string Help(string description, string remarks) => $"{description}. {remarks}".Replace("`", "", StringComparison.Ordinal).TrimEnd();
}
