using System.Globalization;
using IsoBuild.Content;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of xorriso's emulation of mkisofs, and the commands that may follow them.</summary>
internal static class XorrisoOptions
{
    private const int DigitsOfSeconds = 14;

    public static ProgramOptions All { get; } = new([.. CommonOptions.Rows.Where(IsThere), .. Rows, .. HybridOptionRows.All, .. HfsOptions.OfXorriso]);

    /// <summary>What may stand behind <c>--</c>.</summary>
    public static ProgramOptions Commands { get; } = new(
    [
        Value("volid", "ID", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("volset_id", "ID", "The volume set identifier", (request, text) => request.Options = request.Options with { VolumeSetId = text }),
        Value("publisher", "ID", "The publisher", (request, text) => request.Options = request.Options with { Publisher = text }),
        Value("application_id", "ID", "The application identifier", (request, text) => request.Options = request.Options with { ApplicationId = text }),
        Value("system_id", "ID", "The system identifier", (request, text) => request.Options = request.Options with { SystemId = text }),
        Value("preparer_id", "ID", "The data preparer", (request, text) => request.Options = request.Options with { Preparer = text }),
        Value("padding", "N", "The empty sectors at the end", (request, text) => request.Options = request.Options with { PaddingSectors = Padding(text) }),
        Value("joliet", "on|off", "A Joliet tree", (request, text) => request.Formats(text == "on" ? ImageFormats.Joliet : 0, ImageFormats.Joliet)),
        Value("volume_date", "KIND", "uuid: the date of the volume", (_, _) => throw CommandLineFault.Refused("-volume_date", "Write --modification-date=YYYYMMDDhhmmsscc before --.")),
        Nothing("commit", "No effect: the image is made in any case"),
        Nothing("end", "No effect"),
    ]);

    private static IEnumerable<ProgramOption> Rows =>
    [
        Value("e", "PATH", "The boot image for UEFI in the image", (request, path) => BootOptions.Image(request, path, isEfi: true)),
        Value("efi-boot", "PATH", "The same as an entry of its own, without emulation", BootOptions.EfiEntry),
        Value("eltorito-id", "TEXT", "The identifier of the boot entry", BootOptions.Id),
        Value("eltorito-selcrit", "HEX", "The selection criteria of the boot entry", BootOptions.Criteria),
        Switch("boot-catalog-hide", "The boot catalog is in no tree", request => request.HidesCatalog = true),
        Value("embedded-boot", "FILE", "The first 32 KiB of the image", (request, path) => BootOptions.SystemArea(request, "--embedded-boot", path)),
        Switch("norock", "No Rock Ridge", request => request.RockRidge = RockRidgeKind.None),
        Value("modification-date", "YYYYMMDDhhmmsscc", "The creation and modification date of the volume, in UTC", ModificationDate),
        Value("set_all_file_dates", "TIME", "The dates of all files", FileDate),
        Switch("hardlinks", "Hard links on disk stay hard links", request => request.Options = request.Options with { PreserveHardLinks = true }),
        new(["sort-weight"], ["N", "PATH"], "A weight of content at a path in the image: the greater, the nearer to the start", (request, values) => request.TargetWeights.Add((Path(values[1]), Weight(values[0])))),
        Value("sort-weight-list", "FILE", "The same from a list, a weight and a path a line", (request, path) => ReadWeights(request, "--sort-weight-list", path)),
        Value("padding", "N", "The empty sectors at the end", (request, text) => request.Options = request.Options with { PaddingSectors = Padding(text) }),
        Switch("hide-rr-moved", "Relocate deep directories", request => request.Options = request.Options with { RelocateDeepDirectories = true }),
        Value("quoted_path_list", "FILE", "Read more paths from a list", (request, path) => request.Paths.AddRange(Lines(request, "--quoted_path_list", path).Select(line => line.Trim('"', '\'')))),
        Nothing("T translation-table nobak no-bak check-oldnames force-rr no-split-symlink-components no-split-symlink-fields no-iso-translate allow-multidot", "No effect, as in xorriso"),
        Nothing("table-name hide-hfs hide-hfs-list check-session", "No effect, as in xorriso", "VALUE"),
        Switch("U untranslated-filenames", "ISO 9660 names as they are on disk, of up to 37 characters", request => request.Free(IsoNameRules.Untranslated | IsoNameRules.Long)),
        Nothing("sort", "No effect, as in xorriso", "FILE"),
        Nothing("disallow_dir_id_ext", "No effect: names of directories have no dot"),
        Nothing("joliet-utf16", "No effect: Joliet names are UTF-16"),
        Differs("untranslated_name_len", "ISO 9660 names are as -U makes them, whatever their length.", "N"),
        Differs("rr_reloc_dir", "Relocated directories are in /rr_moved.", "NAME"),
        Differs("file_name_limit", "Rock Ridge names are not cut.", "N"),
        Differs("acl", "Access control lists are not stored: few systems read them from images."),
        Differs("xattr", "Extended attributes are not stored: few systems read them from images."),
        Differs("xattr-any", "Extended attributes are not stored: few systems read them from images."),
        Differs("md5", "Checksums of files are not stored in the image. Write isobuild create --sha256 for one of the image."),
        Differs("for_backup", "Access control lists, extended attributes and checksums of files are not stored."),
        Differs("scdbackup_tag", "Checksums of scdbackup are not stored.", "PATH", "NAME"),
        Differs("application_use", "The application use field is empty.", "TEXT"),
        Nothing("stdio_sync", "No effect", "VALUE"),
        Nothing("no_rc", "No effect: files of defaults are not read"),
        Nothing("no-emul-toc", "No effect: there is one session"),
        Nothing("emul-toc", "No effect: there is one session"),
        Nothing("old-empty", "No effect"),
        Nothing("zisofs-version-2", "No effect"),
        Nothing("zisofs2-susp-z2", "No effect"),
        Nothing("zisofs2-susp-zf", "No effect"),
        Refused("dev", "Appending a session to an image is not supported. Make a new image that is based on the former one: isobuild create FILES -o new.iso --base old.iso.", "DEVICE"),
        Refused("grub2-sparc-core hppa-hdrversion", "Boot records of SPARC and PA-RISC are not written.", "VALUE"),
        Nothing("jigdo-checksum-algorithm", "No effect without jigdo", "NAME"),
        Nothing("jigdo-force-checksum", "No effect without jigdo", "PATTERN"),
    ];

    /// <summary>What xorriso does not know, nobody writes.</summary>
    private static bool IsThere(ProgramOption option) => !option.Names.Any(name => name is "i" or "U" or "allow-multidot" or "ucs-level" or "new-dir-mode");

    /// <summary>A date of xorriso: digits down to hundredths of a second, in UTC.</summary>
    internal static DateTimeOffset Date(string option, string text)
    {
        var digits = text.Trim();
        return digits.Length >= DigitsOfSeconds && digits.All(char.IsAsciiDigit) && ImageTimestamp.TryParseVolumeDate(digits.Length == DigitsOfSeconds ? digits + "00" : digits, out var date, out _)
            ? date
            : throw CommandLineFault.Usage(option, $"'{text}' is not a date; write YYYYMMDDhhmmsscc, as in 2026013112000000.");
    }

    private static void ModificationDate(ImageRequest request, string text) => request.VolumeDate = Date("--modification-date", text);

    private static void FileDate(ImageRequest request, string text)
    {
        if (text == "set_to_mtime")
        {
            request.Options = request.Options with { FileDates = FileDates.Preserve };
            return;
        }

        request.Options = request.Options with { FileDates = FileDates.Fixed };
        request.FileDate = text.StartsWith('=') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= ImageTimestamp.Latest.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : Date("--set_all_file_dates", text);
    }

    private static void ReadWeights(ImageRequest request, string option, string path)
    {
        foreach (var line in Lines(request, option, path).Where(line => line.Trim().Length > 0))
        {
            var blank = line.TrimStart().IndexOfAny([' ', '\t']);
            request.TargetWeights.Add(blank > 0
                ? (Path(line.TrimStart()[blank..].Trim()), Weight(line.TrimStart()[..blank]))
                : throw CommandLineFault.Usage(option, $"The line '{line}' of {path} is not a weight and a path. Write them with a blank between."));
        }
    }

    private static string Path(string text) => text.Trim('/');

    private static int Weight(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight) ? weight : throw CommandLineFault.Usage("--sort-weight", $"'{text}' is not a weight. Write a whole number.");

    /// <summary>A number of bytes with a unit, or of sectors: bare numbers are bytes, as in xorriso.</summary>
    private static int Padding(string text)
    {
        var unit = text.Length > 0 ? char.ToLowerInvariant(text[^1]) : '0';
        var factor = unit switch { 'd' => 512L, 'k' => 1024, 's' => 2048, 'm' => 1 << 20, 'g' => 1 << 30, _ => 1 };
        return long.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * factor < int.MaxValue
            ? (int)((number * factor + Bytes.Sector.Size - 1) / Bytes.Sector.Size)
            : throw CommandLineFault.Usage("-padding", $"'{text}' is not a size; write a number, and k, s or m for KiB, sectors or MiB.");
    }
}
