namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>Where ours makes something else than the program that a command line is for, and why. What is not listed is the same.</summary>
internal static class CommandLineDifferences
{
    private const string Everything = "*";

    private static readonly (string Kind, string Reason, string Ids)[] Table =
    [
        // Ours makes an image where genisoimage, called as mkisofs, ends with an error.
        (Everything, "Made: -eltorito-platform of cdrtools, which genisoimage takes for -e", "L149 L151 L152 L171 M006"),
        (Everything, "Made: -UDF and -noatime of cdrtools, which genisoimage does not know", "L213 L224"),
        (Everything, "Made: -dvd-audio of cdrtools; AUDIO_TS is a directory like any other, with a warning", "L182"),
        (Everything, "Made: HFS+ in the place of HFS, which no macOS reads today; genisoimage wants files of types that the fixture lacks", "L174 L175 L176 L191"),

        // Ours refuses.
        (Everything, "Refused: XA attributes, with the code ISOB4108", "L209"),
        (ImageFacts.Exit, "Refused: jigdo; xorriso ends with 32 for want of its files", "L173"),
        (ImageFacts.Exit, "Refused: genisoimage takes the word behind -isohybrid-mbr for a file; ours says that it makes no hybrid images", "L132"),
        (Everything, "Refused: there is no path at all; xorriso makes nothing, and says that all is well", "M036"),
        (Everything, "Refused: the catalog would replace the boot image, from which the disc then could not boot", "M112"),
        (ImageFacts.Exit, "Refused: an image that is being changed is none of mkisofs's; xorriso finds that later", "M132"),

        // Trees.
        (ImageFacts.Plain, "Names of the ISO 9660 tree are those of the standard: directories without a dot, one character for each that ASCII lacks, no backslash and no semicolon", "M041 M042 M043 M037 M038 M039 M044 M045 M046 M047 M048"),
        (ImageFacts.Bytes, "Names of the ISO 9660 tree are those of the standard, and the tree is the best that there is", "M041 M042 M039 M047 M048"),
        (ImageFacts.Plain, "Directories deeper than eight levels stay: genisoimage leaves them out, or moves them to where not every reader finds them", "M049 M051 M050"),
        (ImageFacts.Posix, "Directories deeper than eight levels stay: genisoimage leaves them out, or moves them to where not every reader finds them", "M051 M050"),
        (ImageFacts.Bytes, "Directories deeper than eight levels stay: genisoimage leaves them out", "M049"),
        (ImageFacts.Joliet, "xorriso has no symbolic links in Joliet; here they are shown as what they lead to, so that Windows sees the file", "L004 L007 L008 L009 L025 L073 L075 L085 L087 L088 L090 L091 L093 L096 L123 L144 L148 L156 L162 L165 L187 L188 L196 L197 L198 L200 L202 L255 L256 L261 L262 M020 M021 M056 M078 M126 M129"),
        (ImageFacts.Joliet, "Joliet names that are too long keep their extension, and end in no dot, which Windows cannot open", "M037 M038 M045"),
        (ImageFacts.Joliet, "Translation tables are in no Joliet tree: who reads that has the long names", "L016 L026 L158 L194 M001 M002"),
        (ImageFacts.Posix, "Directories that are on no disk have mode 0755, so that who copies them can write there", "L010 L011 L014 L021 L113 L194 L230 L242 M026 M028 M031"),
        (ImageFacts.Plain, "Every directory has a translation table, those for grafts too", "L194"),
        (ImageFacts.Bytes, "Every directory has a translation table, those for grafts too", "L194"),
        (ImageFacts.Plain, "xorriso writes names in lower case if there is one boot entry with an info table (findings/xorriso-one-boot-image-lower-case.sh)", "L007 L009 L187 L198 M013 M021 M127 M129"),
        (ImageFacts.Plain, "Level 3, which files of 4 GiB need, has longer names too", "L158 L227"),
        (ImageFacts.Bytes, "Names that collide in the tree that bsdtar reads are made different in another way", "L017 L108 L111 L124 L128 L214 L218 L220 L239 M023 M106 M108 M109 M110 M111"),

        // Booting.
        (ImageFacts.Boot, "Equal boot images are stored once, and xorriso names the first path", "L079 L128 M022 M108 M110 M111 M118 M009 M115"),
        (ImageFacts.Boot, "The default entry is that for BIOS, which looks at no other, whatever the order of options", "M116"),
        (ImageFacts.Label, "Identifiers are as they are given; xorriso writes them in capitals where there is no Joliet", "M013"),
        (ImageFacts.Label, "An application identifier is UDF's too, which blkid shows", "L157"),
        (ImageFacts.Tables, "isohybrid: a protective MBR and a GPT that is valid and lists an EFI system partition, where isohybrid's GPT overlaps and lists basic data", "L029 L073 L088 L090 L093 L096 L142 L192 L196 L202 L204 L255 L258 M007 M020"),
        (ImageFacts.Tables, "One entry of the MBR is active, for firmware that starts no disk without, and gaps are no partitions", "L001 L075 L076 L084 L087 L197 L200 L207 L208 M008 M011 M121 M124 M128"),
        (ImageFacts.Tables, "The partition with the image has a type that systems know, and the EFI image is in a GPT too", "L072 L079 L081 L082 L085 L161 L198 L257 M015 M120 M122 M127 M119 M133"),
        (ImageFacts.Tables, "The HFS+ tree that is made in place of HFS has an Apple partition map", "L178"),
        (ImageFacts.Tables, "No gap partitions, and an active entry beside the Apple partition map", "L008"),
    ];

    /// <summary>The kinds of facts in which a line differs, with the reasons.</summary>
    public static IReadOnlyDictionary<string, string> Of(string id) => Table.Where(each => each.Ids.Split(' ').Contains(id))
        .GroupBy(each => each.Kind, each => each.Reason)
        .ToDictionary(kind => kind.Key, reasons => string.Join("; ", reasons));

    /// <summary>Whether anything may differ: only one of the two makes an image.</summary>
    public static bool IsWhole(string id) => Of(id).ContainsKey(Everything);

    /// <summary>Whether a line asks for what is not made.</summary>
    public static bool IsRefused(string id) => Of(id).Values.Any(reason => reason.StartsWith("Refused", StringComparison.Ordinal));
}
