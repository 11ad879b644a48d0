using IsoBuild.Content;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of genisoimage, and those of cdrtools' mkisofs that callers of that name use.</summary>
internal static class GenisoimageOptions
{
    private const string NoXa = "XA attributes (CD-ROM XA) are not written. Leave the option out: no system needs them to read files.";
    private const string NoSectors = "Images have sectors of 2048 bytes, and no others. Leave the option out.";

    public static ProgramOptions All { get; } = new([.. CommonOptions.Rows.Select(Implied), .. Rows, .. HfsOptions.OfGenisoimage]);

    /// <summary>Some options are about a tree, and so add it.</summary>
    private static ProgramOption Implied(ProgramOption option) => option.Names[^1] switch
    {
        "uid" or "gid" or "file-mode" or "dir-mode" or "new-dir-mode" => option with { Apply = (request, values) =>
        {
            option.Apply(request, values);
            request.RockRidge = request.RockRidge == RockRidgeKind.None ? RockRidgeKind.OfDisk : request.RockRidge;
        } },
        "hide-joliet" or "hide-joliet-list" => option with { Apply = (request, values) =>
        {
            option.Apply(request, values);
            request.Formats(ImageFormats.Joliet);
        } },
        _ => option,
    };

    private static IEnumerable<ProgramOption> Rows =>
    [
        Value("e efi-boot", "PATH", "The boot image for UEFI in the image", (request, path) => BootOptions.Image(request, path, isEfi: true)),
        Switch("no-boot", "The boot entry is marked as not bootable", request => request.Boot.IsNotBootable = true),
        Value("boot-load-seg", "N", "The segment that the boot image is loaded to", BootOptions.LoadSegment),
        Switch("udf UDF", "A UDF tree too", request => request.Formats(ImageFormats.Udf)),
        Switch("dvd-video", "Lay out VIDEO_TS for DVD players", request => request.Options = request.Options with { DvdVideo = true }),
        Differs("dvd-audio dvd-hybrid", "AUDIO_TS is written like any other directory. DVD-Audio players may not find it.") with { IsForeign = true },
        Switch("allow-limited-size", "Files of 4 GiB and more", request => request.AllowsLargeFiles = true),
        Switch("T translation-table", "A file TRANS.TBL with the long names in each directory", request => request.HasTranslationTables = true),
        Value("table-name", "NAME", "Translation tables, which are called TRANS.TBL here", (request, name) =>
        {
            request.HasTranslationTables = true;
            if (!name.Equals("TRANS.TBL", StringComparison.OrdinalIgnoreCase))
            {
                request.Warn("-table-name", "Translation tables are always called TRANS.TBL here.");
            }
        }),
        Nothing("hide-joliet-trans-tbl", "No effect: translation tables are in no Joliet tree"),
        Nothing("hide-rr-moved", "No effect: deep directories stay where they are"),
        Value("hidden", "PATTERN", "Mark as hidden", (request, text) => request.MarkedHidden.Add(request.PatternOf(text))),
        Value("hidden-list", "FILE", "The same for the patterns of a list", (request, path) => request.MarkedHidden.AddRange(Patterns(request, "-hidden-list", path))),
        Value("hide-udf", "PATTERN", "Hide from UDF", (request, text) => request.HiddenFromUdf.Add(request.PatternOf(text))) with { IsForeign = true },
        Value("hide-udf-list", "FILE", "The same for the patterns of a list", (request, path) => request.HiddenFromUdf.AddRange(Patterns(request, "-hide-udf-list", path))) with { IsForeign = true },
        Switch("nobak no-bak", "Leave out files whose names have ~ or #, or end in .bak", request => request.Excluded.AddRange(((string[])["*~*", "*#*", "*.bak"]).Select(text => request.PatternOf(text)))),
        Value("sort", "FILE", "The order of file content: a path on disk and a weight a line", SortList.Read),
        Differs("no-iso-translate", "The characters # and ~ become _ in ISO 9660 names. Write -relaxed-filenames to keep them and others."),
        Nothing("debug", "No effect"),
        Nothing("noatime", "No effect: access dates are not stored") with { IsForeign = true },
        Nothing("check-oldnames force-rr no-rr no-split-symlink-components no-split-symlink-fields allow-leading-spaces", "No effect"),
        Refused("check-session", "Sessions of a former image are not read. Make a new image that is based on it: isobuild create FILES -o new.iso --base old.iso.", "FILE"),
        Refused("dev", "Drives are not read. Name an image with isobuild create --base.", "DEVICE"),
        Refused("split-output", "The image is not split. Leave the option out, and split the finished image."),
        Refused("stream-file-name stream-media-size", "Streaming a file into an image is not supported. Write the file to disk first.", "VALUE"),
        Refused("i", "The option is no longer supported by genisoimage either. Leave it out.", "FILE"),
        Value("s sectype", "data", "The kind of sectors: data", (_, text) =>
        {
            if (!text.Equals("data", StringComparison.OrdinalIgnoreCase))
            {
                throw CommandLineFault.Refused("-sectype", NoSectors);
            }
        }),
        Refused("xa", NoXa),
        Refused("XA", NoXa),
        Refused("sunx86-boot sunx86-label", "Boot records of Solaris on x86 are not written. Leave the option out, or use genisoimage for such images.", "VALUE"),
        Nothing("use-fileversion", "No effect: the version is 1", "N"),

        Refused("isohybrid-mbr isohybrid-gpt-basdat", "genisoimage makes no hybrid images. Call the program as xorrisofs, or make the image hybrid with isohybrid afterwards.") with { IsForeign = true },
    ];
}
