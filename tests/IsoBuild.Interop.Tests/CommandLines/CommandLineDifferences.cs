namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>Where ours makes something else than the program that a command line is for, and why. What is not listed is the same.</summary>
internal static class CommandLineDifferences
{
    private const string Everything = "*";

    private static readonly (string Kind, string Reason, string Ids)[] Table =
    [
        // Ours makes an image where genisoimage, called as mkisofs, ends with an error.
        (Everything, "Made: -eltorito-platform of cdrtools, which genisoimage takes for -e", "L149 L151 L152 L171"),
        (Everything, "Made: -UDF and -noatime of cdrtools, which genisoimage does not know", "L213 L224"),
        (Everything, "Made: -dvd-audio of cdrtools; AUDIO_TS is a directory like any other, with a warning", "L182"),
        (Everything, "Made: HFS+ in the place of HFS, which no macOS reads today; genisoimage wants files of types that the fixture lacks", "L174 L175 L176 L191"),

        // Ours refuses.
        (Everything, "Refused: XA attributes, with the code ISOB4108", "L209"),
        (ImageFacts.Exit, "Refused: jigdo; xorriso ends with 32 for want of its files", "L173"),
        (ImageFacts.Exit, "Refused: genisoimage takes the word behind -isohybrid-mbr for a file; ours says that it makes no hybrid images", "L132"),

        // Trees.
        (ImageFacts.Joliet, "xorriso has no symbolic links in Joliet; here they are shown as what they lead to, so that Windows sees the file", "L004 L007 L008 L009 L025 L073 L075 L085 L087 L088 L090 L091 L093 L096 L123 L144 L148 L156 L162 L165 L187 L188 L196 L197 L198 L200 L202 L255 L256 L261 L262"),
        (ImageFacts.Joliet, "Translation tables are in no Joliet tree: who reads that has the long names", "L016 L026 L158 L194"),
        (ImageFacts.Posix, "Directories that are on no disk have mode 0755, so that who copies them can write there", "L010 L011 L014 L021 L113 L194 L230 L242"),
        (ImageFacts.Posix, "Translation tables have mode 0644, as all that is made for the image", "L016 L026 L158"),
        (ImageFacts.Plain, "Every directory has a translation table, those for grafts too", "L194"),
        (ImageFacts.Bytes, "Every directory has a translation table, those for grafts too", "L194"),
        (ImageFacts.Plain, "xorriso writes names in lower case if there is one boot entry with an info table (findings/xorriso-one-boot-image-lower-case.sh)", "L007 L009 L187 L198"),
        (ImageFacts.Plain, "Level 3, which files of 4 GiB need, has longer names too", "L158 L227"),
        (ImageFacts.Bytes, "Names that collide in the tree that bsdtar reads are made different in another way", "L017 L108 L111 L124 L128 L214 L218 L220 L239"),

        // Booting.
        (ImageFacts.Boot, "Equal boot images are stored once, and xorriso names the first path", "L079 L128"),
        (ImageFacts.Label, "An application identifier is UDF's too, which blkid shows", "L157"),
        (ImageFacts.Tables, "isohybrid: a protective MBR and a GPT that is valid and lists an EFI system partition, where isohybrid's GPT overlaps and lists basic data", "L029 L073 L088 L090 L093 L096 L142 L192 L196 L202 L204 L255 L258"),
        (ImageFacts.Tables, "One entry of the MBR is active, for firmware that starts no disk without, and gaps are no partitions", "L001 L075 L076 L084 L087 L197 L200 L207 L208"),
        (ImageFacts.Tables, "The partition with the image has a type that systems know, and the EFI image is in a GPT too", "L072 L079 L081 L082 L085 L161 L198 L257"),
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
