using IsoBuild.Content;

namespace IsoBuild.TestSupport;

/// <summary>One image with every option, as the library makes it. Each surface makes the same of the same content.</summary>
internal static class EveryOption
{
    public const string Timestamp = "2024-05-06T07:08:09Z";

    public const string VolumeDate = "2024-05-06T08:00:00.25Z";

    public static ImageOptions Options { get; } = new()
    {
        VolumeId = "EVERYTHING",
        VolumeSetId = "SET",
        SystemId = "SYSTEM",
        Publisher = "SOMEBODY",
        Preparer = "SOMEBODY_ELSE",
        ApplicationId = "SOMETHING",
        CopyrightFile = "COPYING.TXT",
        AbstractFile = "ABSTRACT.TXT",
        BibliographicFile = "BIBLIO.TXT",
        Effective = DateTimeOffset.Parse("2025-01-01T00:00:00Z"),
        Expires = DateTimeOffset.Parse("2026-01-01T00:00:00Z"),
        Timestamp = DateTimeOffset.Parse(Timestamp),
        VolumeDate = DateTimeOffset.Parse(VolumeDate),
        FileDates = FileDates.Clamp,
        Formats = ImageFormats.Default | ImageFormats.Udf,
        JolietLongNames = true,
        HfsPlus = true,
        HfsCreators = "*.txt=ttxt,TEXT;run.sh=Shel,Scpt",
        HfsBless = "data",
        IsoLevel = 2,
        RelocateDeepDirectories = true,
        Dedupe = false,
        Alignment = 4096,
        PaddingSectors = 7,
        MediaChecksum = true,
        DvdVideo = true,
        UpdateChecksums = true,
        PreserveHardLinks = true,
        Modes = PosixModes.ReadOnly,
        TranslationTables = true,
        IsoNames = IsoNameRules.Lowercase | IsoNameRules.NoTrailingDot,
        FileMode = (UnixFileMode)0x1A0,
        DirectoryMode = (UnixFileMode)0x1E8,
    };

    /// <summary>The same, as the command makes <c>mine.iso</c> of it in the folder of the content.</summary>
    public static string[] CommandLine { get; } =
    [
        "create", "out", "docs/=notes.txt", "-o", "mine.iso", "-q",
        "--volume-id", "EVERYTHING", "--volume-set-id", "SET", "--system-id", "SYSTEM", "--publisher", "SOMEBODY", "--preparer", "SOMEBODY_ELSE",
        "--application-id", "SOMETHING", "--copyright-file", "COPYING.TXT", "--abstract-file", "ABSTRACT.TXT", "--bibliographic-file", "BIBLIO.TXT",
        "--effective", "2025-01-01T00:00:00Z", "--expires", "2026-01-01T00:00:00Z", "--timestamp", Timestamp, "--volume-date", VolumeDate, "--system-area", "area.bin", "--file-dates", "clamp",
        "--udf", "--joliet-long", "--hfs-plus", "--hfs-creator", "*.txt=ttxt,TEXT", "--hfs-creator", "run.sh=Shel,Scpt", "--hfs-bless", "data", "--iso-level", "2", "--relocate", "--no-dedupe", "--align", "4096", "--padding", "7", "--media-checksum", "--update-checksums", "--dvd-video", "--hard-links",
        "--translation-tables", "--iso-names", "lowercase,no-trailing-dot", "--modes", "readonly", "--file-mode", "0640", "--directory-mode", "0750",
        "--exclude", "*.pdb", "--mode", "*.sh=0700", "--owner", "data=33", "--owner", "1000", "--group", "data/*.bin=7",
        "--hide", "joliet:run.sh", "--hide", @"joliet:data\private", "--mark-hidden", "COPYING.TXT", "--sort", "data/two.bin=10", "--sort", "*.dll=-3", "--compress", "data/log.txt",
        "--link", @"bin/log=..\data\log.txt", "--hard-link", "data/again.bin=/data/one.bin", "--device", "dev/null=character,1,3", "--device", "run/in=pipe",
        "--empty-directory", "var/empty",
    ];

    /// <summary>Writes the content into a folder.</summary>
    public static void WriteContent(Action<string, string> write)
    {
        write("out/app.dll", "app");
        write("out/app.pdb", "symbols");
        write("out/run.sh", "#!/bin/sh\n");
        write("out/data/log.txt", new string('l', 100_000));
        write("out/data/one.bin", "same");
        write("out/data/two.bin", "same");
        write("out/data/private/key.txt", "key");
        write("out/1/2/3/4/5/6/7/8/9/deep.txt", "deep");
        write($"out/{new string('n', 90)}.txt", "long");
        write("out/md5sum.txt", new string('0', 32) + "  ./app.dll\n");
        write("out/COPYING.TXT", "copyright");
        write("out/ABSTRACT.TXT", "abstract");
        write("out/BIBLIO.TXT", "books");
        write("notes.txt", "notes");
        write("area.bin", "system area");
        write("out/VIDEO_TS/VIDEO_TS.IFO", VideoManager());
        write("out/VIDEO_TS/VIDEO_TS.BUP", VideoManager());
    }

    /// <summary>The IFO file of a DVD-Video without titles: two sectors, whose backup ends with the 40th.</summary>
    private static string VideoManager()
    {
        char[] file = new char[2 * 2048];
        "DVDVIDEO-VMG".CopyTo(file);
        (file[0x0F], file[0x1F], file[0xC7]) = ((char)39, (char)1, (char)1);
        return new string(file);
    }

    /// <summary>Makes the image of what <see cref="WriteContent"/> wrote, and returns its bytes.</summary>
    public static byte[] Make(string folder, string image)
    {
        EntryRules rules = new();
        PathPattern.TryParse("*.pdb", out PathPattern? symbols, out _);
        rules.TryAddMode("*.sh=0700", out _);
        rules.TryAddOwner("data=33", out _);
        rules.TryAddOwner("1000", out _);
        rules.TryAddGroup("data/*.bin=7", out _);
        rules.TryAddHidden("joliet:run.sh", out _);
        rules.TryAddHidden("joliet:data/private", out _);
        rules.TryAddMarkHidden("COPYING.TXT", out _);
        rules.TryAddSortWeight("data/two.bin=10", out _);
        rules.TryAddSortWeight("*.dll=-3", out _);
        rules.TryAddCompressed("data/log.txt", out _);
        new ImageBuilder(Options with { SystemArea = Path.Combine(folder, "area.bin") })
            .ExcludeTargets(symbols!.Matches)
            .Describe(rules)
            .AddDirectory("", Path.Combine(folder, "out"))
            .AddFile("docs/", Path.Combine(folder, "notes.txt"))
            .AddLink("bin/log", "../data/log.txt")
            .AddHardLink("data/again.bin", "data/one.bin")
            .AddSpecial("dev/null", SpecialKind.CharacterDevice, 1, 3)
            .AddSpecial("run/in", SpecialKind.Pipe)
            .AddEmptyDirectory("var/empty")
            .Write(image)
            .EnsureSuccess();
        return File.ReadAllBytes(image);
    }
}
