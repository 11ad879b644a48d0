using System.Globalization;
using IsoBuild.Content;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options that genisoimage and xorriso's emulation understand in the same way.</summary>
internal static class CommonOptions
{
    public static IEnumerable<ProgramOption> Rows =>
    [
        Value("o output", "FILE", "The image to write; - or none for standard output", (request, path) => request.Output = path),
        Switch("graft-points", "Paths may be TARGET=SOURCE", request => request.AreGrafts = true),
        Value("path-list", "FILE", "Read more paths from a list, one a line; - for standard input", (request, path) => request.Paths.AddRange(PathsOf(request, path))),
        Switch("quiet", "Only problems are reported", request => request.IsQuiet = true),
        Nothing("v verbose", "No effect: what there is to say is said"),
        Nothing("gui", "No effect"),
        Switch("print-size", "Print the number of sectors of 2048 bytes instead of making the image", request => request.PrintsSize = true),
        Switch("version", "Print the version", request => request.Answer ??= () => ProgramTexts.Version(request)),
        Switch("help", "Print this", request => request.Answer ??= () => ProgramTexts.Help(request)),
        Value("log-file", "FILE", "Write messages to a file", (request, path) => request.LogFile = path),

        Value("V volid", "ID", "The volume identifier", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("A appid", "ID", "The application identifier", (request, text) => request.Options = request.Options with { ApplicationId = text }),
        Value("P publisher", "ID", "The publisher", (request, text) => request.Options = request.Options with { Publisher = text }),
        Value("p preparer", "ID", "The data preparer", (request, text) => request.Options = request.Options with { Preparer = text }),
        Value("sysid", "ID", "The system identifier", (request, text) => request.Options = request.Options with { SystemId = text }),
        Value("volset", "ID", "The volume set identifier", (request, text) => request.Options = request.Options with { VolumeSetId = text }),
        Value("copyright", "FILE", "The copyright file in the image's root", (request, text) => request.Options = request.Options with { CopyrightFile = text }),
        Value("abstract", "FILE", "The abstract file in the image's root", (request, text) => request.Options = request.Options with { AbstractFile = text }),
        Value("biblio", "FILE", "The bibliographic file in the image's root", (request, text) => request.Options = request.Options with { BibliographicFile = text }),
        Value("volset-size", "N", "1; the size of a volume set", (request, text) => OneVolume(request, "-volset-size", text)),
        Value("volset-seqno", "N", "1; the number in a volume set", (request, text) => OneVolume(request, "-volset-seqno", text)),

        Value("iso-level", "N", "The interchange level: 1 to 3, or 4 for ISO 9660:1999", (request, text) => request.IsoLevel = Number("-iso-level", text, 1, 4)),
        Switch("l full-iso9660-filenames", "ISO 9660 names of up to 31 characters", request => request.HasLongNames = true),
        Switch("max-iso9660-filenames", "ISO 9660 names of up to 37 characters, without a version", request => request.Free(IsoNameRules.Long)),
        Switch("d omit-period", "ISO 9660 names without a dot at their end", request => request.IsoNames |= IsoNameRules.NoTrailingDot),
        Switch("N omit-version-number", "ISO 9660 names without a version", request => request.IsoNames |= IsoNameRules.NoVersion),
        Switch("U untranslated-filenames", "ISO 9660 names as they are on disk", request => request.Free(IsoNameRules.Untranslated)),
        Switch("relaxed-filenames", "ISO 9660 names with any ASCII characters but lower case", request => request.IsoNames |= IsoNameRules.Relaxed),
        Switch("allow-lowercase", "ISO 9660 names in lower case too", request => request.IsoNames |= IsoNameRules.Lowercase),
        Switch("allow-multidot", "ISO 9660 names with more than one dot", request => request.IsoNames |= IsoNameRules.MultiDot),
        Switch("L ldots allow-leading-dots", "ISO 9660 names that begin with a dot", request => request.IsoNames |= IsoNameRules.LeadingDots),

        Switch("J joliet", "A Joliet tree", request => request.Formats(ImageFormats.Joliet)),
        Switch("joliet-long", "A Joliet tree with names of up to 103 characters", request =>
        {
            request.Formats(ImageFormats.Joliet);
            request.Options = request.Options with { JolietLongNames = true };
        }),
        Value("ucs-level", "N", "No effect: Joliet is written at level 3", (_, text) => Number("-ucs-level", text, 1, 3)),
        Value("input-charset", "NAME", "The charset of names on disk", (request, name) => Charsets.Check(request, "-input-charset", name)),
        Value("output-charset", "NAME", "The charset of Rock Ridge names", (request, name) => Charsets.Check(request, "-output-charset", name)),
        Value("jcharset", "NAME", "A Joliet tree; the charset of names on disk", (request, name) =>
        {
            request.Formats(ImageFormats.Joliet);
            Charsets.Check(request, "-jcharset", name);
        }),

        Switch("R rock", "Rock Ridge with the modes and owners of the disk", request => request.RockRidge = request.RockRidge == RockRidgeKind.Rational ? RockRidgeKind.Rational : RockRidgeKind.OfDisk),
        Switch("r rational-rock", "Rock Ridge with modes 0444 and 0555 and owner 0", request => request.RockRidge = RockRidgeKind.Rational),
        Value("uid", "N", "The owner of everything", (request, text) => request.Owner = IsRoot(request, text) ? 0 : Id("-uid", text)),
        Value("gid", "N", "The group of everything", (request, text) => request.Group = IsRoot(request, text) ? 0 : Id("-gid", text)),
        Value("file-mode", "OCTAL", "The mode of all files", (request, text) => request.FileMode = Mode("-file-mode", text)),
        Value("dir-mode", "OCTAL", "The mode of all directories", (request, text) => request.DirectoryMode = Mode("-dir-mode", text)),
        Value("new-dir-mode", "OCTAL", "The mode of directories that are made for grafts", (request, text) => request.Warn("-new-dir-mode", $"Directories that are not on disk have mode 0755 here, not {text}. Write -dir-mode to set the mode of all directories.")),
        Switch("f follow-links", "Store what symbolic links lead to", request => request.Options = request.Options with { FollowLinks = true, FollowLinksOutside = true }),
        Nothing("cache-inodes", "No effect: equal files are stored once"),
        Switch("no-cache-inodes", "Store equal files several times", request => request.Options = request.Options with { Dedupe = false }),

        Switch("D disable-deep-relocation", "Leave deep directories where they are", request => request.Options = request.Options with { RelocateDeepDirectories = false }),

        Value("m exclude", "PATTERN", "Leave out what has a name or a path on disk that matches", (request, text) => request.Excluded.Add(request.PatternOf(text))),
        Value("x old-exclude", "PATH", "Leave out a path on disk", (request, text) => request.Excluded.Add(request.PatternOf(text))),
        Value("exclude-list", "FILE", "The same for the patterns of a list", (request, path) => request.Excluded.AddRange(Patterns(request, "-exclude-list", path))),
        Value("hide", "PATTERN", "Hide from ISO 9660 and Rock Ridge", (request, text) => request.HiddenFromIso.Add(request.PatternOf(text))),
        Value("hide-list", "FILE", "The same for the patterns of a list", (request, path) => request.HiddenFromIso.AddRange(Patterns(request, "-hide-list", path))),
        Value("hide-joliet", "PATTERN", "Hide from Joliet", (request, text) => request.HiddenFromJoliet.Add(request.PatternOf(text))),
        Value("hide-joliet-list", "FILE", "The same for the patterns of a list", (request, path) => request.HiddenFromJoliet.AddRange(Patterns(request, "-hide-joliet-list", path))),
        Switch("pad", "150 empty sectors at the end", request => request.Options = request.Options with { PaddingSectors = new ImageOptions().PaddingSectors }),
        Switch("no-pad", "No empty sectors at the end", request => request.Options = request.Options with { PaddingSectors = 0 }),

        Value("b eltorito-boot", "PATH", "The boot image in the image", (request, path) => BootOptions.Image(request, path, isEfi: false)),
        Switch("eltorito-alt-boot", "The options that follow are those of another boot entry", request => request.NextBoot()),
        Value("eltorito-platform", "x86|efi|PPC|Mac|N", "The machines that the boot entry is for", BootOptions.Platform) with { IsForeign = true },
        Value("c eltorito-catalog", "PATH", "Where the boot catalog is shown; default: boot.catalog", (request, path) => request.Catalog = path),
        Switch("no-emul-boot", "The boot image is loaded and run as it is", request => request.Boot.HasNoEmulation = true),
        Switch("hard-disk-boot", "The boot image is a hard disk", request => request.Boot.IsHardDisk = true),
        Switch("boot-info-table", "Write the boot info table into the boot image's copy in the image", request => request.Boot.HasInfoTable = true),
        Value("boot-load-size", "N|full", "How many sectors of 512 bytes firmware loads; default: all", BootOptions.LoadSize),
        Value("G generic-boot", "FILE", "The first 32 KiB of the image", (request, path) => BootOptions.SystemArea(request, "-G", path)),
        Value("C cdrecord-params", "A,B", "The sectors at which the last session and this one begin", BootOptions.Session),
        Refused("M prev-session", "Appending a session to an image is not supported. Make a new image that is based on the former one: isobuild create FILES -o new.iso --base old.iso.", "FILE"),
        Refused("old-root", "Appending a session to an image is not supported. Make a new image that is based on the former one: isobuild create FILES -o new.iso --base old.iso.", "DIR"),
        Value("root", "DIR", "The directory of the image to which all paths go", (request, path) => request.Root = path),
        Nothing("z transparent-compression", "No effect: files that mkzftree has compressed are stored as they are, and marked as compressed"),
        .. HardwareRows,
        .. JigdoRows,
    ];

    private static readonly string[] OtherMachines = ["mips-boot", "mipsel-boot", "alpha-boot", "hppa-cmdline", "hppa-kernel-32", "hppa-kernel-64", "hppa-bootloader", "hppa-ramdisk", "B sparc-boot", "sparc-label"];

    private static readonly string[] Jigdo = ["jigdo-jigdo", "jigdo-template", "jigdo-min-file-size", "jigdo-force-md5", "jigdo-exclude", "jigdo-map", "jigdo-template-compress"];

    /// <summary>Machines without .NET.</summary>
    private static IEnumerable<ProgramOption> HardwareRows => OtherMachines.Select(names => Refused(names, "Boot records of SPARC, MIPS, Alpha and PA-RISC are not written. Leave the option out, or use xorriso for such images.", "VALUE"));

    private static IEnumerable<ProgramOption> JigdoRows =>
    [
        .. Jigdo.Select(names => Refused(names, "Jigdo files are not written. Leave the options of jigdo out to make the image alone, and make the jigdo files of the finished image with jigdo-file.", "VALUE")),
        Nothing("checksum_algorithm_iso", "No effect without jigdo", "NAMES"),
        Nothing("checksum_algorithm_template", "No effect without jigdo", "NAMES"),
        Nothing("md5-list checksum-list", "No effect without jigdo", "FILE"),
    ];

    /// <summary>xorriso takes names of users too, and one of them has the same number everywhere.</summary>
    private static bool IsRoot(ImageRequest request, string text) => request.Program == EmulatedProgram.Xorrisofs && text is "root";

    private static void OneVolume(ImageRequest request, string option, string text)
    {
        if (Number(option, text, 1, ushort.MaxValue) == 1)
        {
            return;
        }

        if (request.Program != EmulatedProgram.Xorrisofs)
        {
            throw CommandLineFault.RefusedValue(option, "Volume sets of several volumes are not supported. Write 1, or leave the option out.");
        }
    }

    private static IEnumerable<string> PathsOf(ImageRequest request, string path)
    {
        if (!string.Equals(path, "-", StringComparison.Ordinal))
        {
            return Listed(request, path, Lines(request, "-path-list", path));
        }

        using var input = new StreamReader(request.Streams.OpenInput());
        return Listed(request, "standard input", input.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n', StringSplitOptions.None));
    }

    /// <summary>xorriso skips empty lines; genisoimage looks for a file without a name.</summary>
    private static IEnumerable<string> Listed(ImageRequest request, string list, IEnumerable<string> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length > 0)
            {
                yield return line;
            }
            else if (request.Program != EmulatedProgram.Xorrisofs && !string.Equals(list, "standard input", StringComparison.Ordinal))
            {
                throw CommandLineFault.Missing(list, string.Create(CultureInfo.InvariantCulture, $"Line {number} of the list is empty. Remove it."));
            }
        }
    }
}
