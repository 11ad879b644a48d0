using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of trees for Macs.</summary>
internal static class HfsOptions
{
    private const string NoForks = "Resource forks and Finder information of files on disk are not read; files have their data alone.";

    private const string NoHiding = "The HFS+ tree shows whatever another tree shows. Leave files out with -m to show them nowhere.";

    /// <summary>genisoimage makes HFS, which macOS no longer reads since 10.15; what it reads is HFS+.</summary>
    public static IEnumerable<ProgramOption> OfGenisoimage =>
    [
        new(["h", "hfs"], [], "An HFS+ tree instead of HFS", (request, _) =>
        {
            request.HasHfsPlus = true;
            request.Warn("-hfs", "The tree for Macs is HFS+, not HFS: macOS reads no HFS since version 10.15, and Mac OS reads HFS+ since version 8.1.");
        }),
        Differs("hfs-volid", "The HFS+ volume has the volume identifier, and no name of its own.", "NAME"),
        Value("hfs-bless", "DIRECTORY", "The directory whose files start a Mac", (request, path) => request.Blessed = path),
        Nothing("part", "No effect: the Apple partition map comes with the HFS+ tree"),
        Nothing("no-desktop", "No effect: there is no desktop database"),
        Nothing("probe", "No effect"),
        Nothing("hfs-unlock", "No effect"),
        Nothing("icon-position", "No effect"),
        Nothing("mac-name", "No effect"),
        Nothing("no-mac-files", "No effect"),
        Differs("hide-hfs", NoHiding, "PATTERN"),
        Differs("hide-hfs-list", NoHiding, "FILE"),
        Nothing("hfs-parms", "No effect", "TEXT"),
        Nothing("cluster-size", "No effect", "N"),
        Nothing("input-hfs-charset", "No effect", "NAME"),
        Nothing("output-hfs-charset", "No effect", "NAME"),
        Differs("H map", "Types and creators by file extension are not set. Write isobuild create --hfs-creator PATTERN=CREATOR,TYPE.", "FILE"),
        Differs("magic", "Types and creators by content are not set. Write isobuild create --hfs-creator PATTERN=CREATOR,TYPE.", "FILE"),
        Differs("hfs-type", "Files without a type have none here. Write isobuild create --hfs-creator PATTERN=CREATOR,TYPE.", "TYPE"),
        Differs("hfs-creator", "Files without a creator have none here. Write isobuild create --hfs-creator PATTERN=CREATOR,TYPE.", "CREATOR"),
        Differs("auto", "No file starts by itself: macOS obeys no such entry.", "FILE"),
        Differs("root-info", "The root's Finder information is not read from a file.", "FILE"),
        Differs("boot-hfs-file", "Boot blocks of HFS are not written: no Mac since 1998 starts from them.", "FILE"),
        Differs("prep-boot", "No PReP partition is written. Append one with xorrisofs -append_partition N 0x41 FILE.", "FILE"),
        Differs("chrp-boot", "The MBR entry for CHRP firmware is not written. Firmware of that kind reads /ppc/bootinfo.txt from the ISO 9660 tree."),
        Differs("g apple", "Apple's extensions to ISO 9660 are not written: macOS reads Rock Ridge and HFS+."),
        .. ((string[])["cap", "netatalk", "double", "ethershare", "exchange", "sgi", "macbin", "single", "ushare", "xinet", "dave", "sfm", "osx-double", "osx-hfs"]).Select(name => Differs(name, NoForks)),
    ];

    /// <summary>xorriso makes HFS+.</summary>
    public static IEnumerable<ProgramOption> OfXorriso =>
    [
        Switch("hfsplus", "An HFS+ tree and an Apple partition map", request => request.HasHfsPlus = true),
        Value("hfs-bless", "DIRECTORY", "The directory whose files start a Mac", (request, path) => request.Blessed = path),
        new(["hfs-bless-by"], ["WHAT", "PATH"], "p: the directory whose files start a Mac; i: the file that starts it", (request, values) => Bless(request, values[0], values[1])),
        new(["hfsplus-file-creator-type"], ["CREATOR", "TYPE", "PATH"], "Creator and type of a file", (request, values) => request.HfsCreators.Add((values[2], values[0], values[1]))),
        Differs("hfsplus-serial-no", "The HFS+ volume's identifier is derived from the content, so that it is the same on every machine.", "HEX"),
        Nothing("hfsplus-block-size", "No effect: blocks have 2048 bytes", "N"),
        Nothing("apm-block-size", "No effect: blocks have 2048 bytes", "N"),
        Differs("hide-hfsplus", NoHiding, "PATTERN"),
        Differs("hide-hfsplus-list", NoHiding, "FILE"),
    ];

    private static void Bless(ImageRequest request, string what, string path)
    {
        switch (what)
        {
            case "p" or "ppc_bootdir":
                request.Blessed = path;
                break;
            case "i" or "intel_bootfile":
                request.BlessedFile = path;
                break;
            default:
                request.Warn("-hfs-bless-by", $"Only p and i are written, not {what}.");
                break;
        }
    }
}
