using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild;

/// <summary>What an image is called and how it is made. Everything here influences the image's bytes.</summary>
public sealed record ImageOptions
{
    /// <summary>The volume identifier: up to 32 characters (ECMA-119 8.4.6). With Joliet, Windows shows the first 16.</summary>
    /// <remarks>ASCII is stored as it is: boot loaders and installers look for volumes by exactly this text. The standard has <c>A-Z 0-9 _</c> alone; other
    /// characters are told in a remark. What is not ASCII becomes <c>_</c> in the ISO 9660 descriptor, and is whole in Joliet (16 characters) and UDF.
    /// <see cref="VolumeIdentifier.Derive"/> makes an identifier within the standard out of any name.</remarks>
    public string VolumeId { get; init; } = "";

    /// <summary>Who publishes the volume: up to 128 characters (ECMA-119 8.4.20).</summary>
    public string Publisher { get; init; } = "";

    /// <summary>What application the volume is for: up to 128 characters (ECMA-119 8.4.22).</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The system that can use the first 16 sectors: up to 32 characters (ECMA-119 8.4.5).</summary>
    public string SystemId { get; init; } = "";

    /// <summary>The set of volumes of which this is one: up to 128 characters (ECMA-119 8.4.19).</summary>
    public string VolumeSetId { get; init; } = "";

    /// <summary>Who prepared the data: up to 128 characters (ECMA-119 8.4.21).</summary>
    public string Preparer { get; init; } = "";

    /// <summary>The path in the image of the file with the copyright statement: a file in the root (ECMA-119 8.4.23).</summary>
    public string CopyrightFile { get; init; } = "";

    /// <summary>The path in the image of the file with the abstract: a file in the root (ECMA-119 8.4.24).</summary>
    public string AbstractFile { get; init; } = "";

    /// <summary>The path in the image of the file with bibliographic records: a file in the root (ECMA-119 8.4.25).</summary>
    public string BibliographicFile { get; init; } = "";

    /// <summary>When what the volume says becomes obsolete (ECMA-119 8.4.28); never, when left out.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>From when on the volume may be used (ECMA-119 8.4.29); at once, when left out.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>The one timestamp of the volume and, unless <see cref="FileDates"/> says otherwise, of everything in it.
    /// 1970 to 2155, whole seconds; see <see cref="ImageTimestamp"/>.</summary>
    /// <remarks>Linux and GRUB take the modification date of the primary descriptor for the volume's UUID: images of one timestamp share one.</remarks>
    public DateTimeOffset Timestamp { get; init; } = ImageTimestamp.Default;

    /// <summary>Where the dates of files and directories come from.</summary>
    public FileDates FileDates { get; init; }

    /// <summary>The directory trees to write.</summary>
    public ImageFormats Formats { get; init; } = ImageFormats.Default;

    /// <summary>The interchange level that names of the ISO 9660 tree keep to (ECMA-119 10): 1 for 8.3 names, which DOS and DOSBox need, 2 or 3 for 31 characters.</summary>
    public int IsoLevel { get; init; } = 3;

    /// <summary>Whether Joliet names may have up to 103 characters instead of the 64 of its specification. Windows, Linux and archivers read them.</summary>
    public bool JolietLongNames { get; init; }

    /// <summary>Whether directories below the eighth level move into <c>/rr_moved</c> of the ISO 9660 tree (RRIP 4.1.5), as ECMA-119 6.8.2.1 asks for.
    /// Not by default: no reader of today minds depth, and several do not follow directories that moved.</summary>
    public bool RelocateDeepDirectories { get; init; }

    /// <summary>Whether files of the same content share one place on the image. Files are compared only where their sizes are equal.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>On what boundary file content begins: 2048 bytes, or a power of two up to 1 MiB above it. With 4096, file systems that can clone blocks need not copy.</summary>
    public int Alignment { get; init; } = 2048;

    /// <summary>Whether the image carries a checksum of itself, as <c>checkisomd5</c> checks it.</summary>
    public bool MediaChecksum { get; init; }

    /// <summary>Whether lists of checksums that the content holds are brought up to date: <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>*.sha512</c> and their like, as coreutils
    /// and OpenSSL write them, a hash alone in <c>NAME.sha256</c>, and the checksums of a <c>.treeinfo</c>. Lists of hashes that are not made here (BLAKE2) are told. Otherwise it is told which lists of a base are not true any more.</summary>
    public bool UpdateChecksums { get; init; }

    /// <summary>Whether symbolic links in scanned directories are replaced by what they lead to. Otherwise they are stored as links.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Whether links that are followed may leave the directory that is added.</summary>
    public bool FollowLinksOutside { get; init; }

    /// <summary>Whether names on disk that are one file (hard links) are one file in the image. Otherwise each is a file of its own: a fresh checkout knows no hard links.</summary>
    public bool PreserveHardLinks { get; init; }

    /// <summary>Whether <c>/VIDEO_TS</c> is laid out as DVD-Video: its files in the order and at the distances that its IFO files say, and the image has UDF, which DVD players read.
    /// When left out, it is laid out so where it holds <c>VIDEO_TS.IFO</c>, and the formats stay as they are.</summary>
    public bool? DvdVideo { get; init; }

    /// <summary>What boot loader the image starts with: it is looked for in the content, and boot entries are made for it. Entries that are added by hand come first, and what they name is not looked for.</summary>
    public BootLoader BootLoader { get; init; }

    /// <summary>The path in the image of the boot catalog, as which a file is made; empty for one outside the trees.</summary>
    public string BootCatalog { get; init; } = "";

    /// <summary>The path in the image of the EFI system partition that <see cref="ImageBuilder.AddEfiBoot(string, string)"/> makes; empty for one outside the trees.
    /// When left out, it is <c>boot/efi.img</c>, or the first of <c>boot/efi2.img</c>, <c>boot/efi3.img</c> and so on that nothing has, or in the root where <c>boot</c> is a file; an image that starts from another one shows it as that one does.</summary>
    /// <remarks>Programs that edit images, as xorriso, keep boot images that are files of a tree, and lose all others.</remarks>
    public string? EfiImage { get; init; }

    /// <summary>How the image starts from disks; <see langword="null"/> for one that starts from discs alone.</summary>
    public HybridOptions? Hybrid { get; init; }

    /// <summary>Empty sectors at the image's end, so that drives that read ahead find something. 2048-byte sectors.</summary>
    public int PaddingSectors { get; init; } = 150;

    /// <summary>What an image says of itself, as far as it says anything: the options with which one that starts from it is like it.</summary>
    /// <param name="image">The image. Its directories are read.</param>
    public static ImageOptions Of(IsoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return OptionsOfImage.Read(image.Reader);
    }
}

/// <summary>How to write an image. Nothing here influences the image's bytes.</summary>
public sealed record WriteOptions
{
    /// <summary>Texts that belong beside the image, such as its sector map and its checksum: asked for when the image is whole, and before it takes its place.</summary>
    /// <remarks>All of them are on the disk before anything takes its place. A text that cannot be written (ISOB4104) leaves the former image and the former texts as they are;
    /// a process that is killed leaves, at worst, an image without some of them, and never one beside those of another. Not the place for what says that a build is up to date: that is written when all is done, and deleted here.</remarks>
    public Func<BuildResult, IEnumerable<TextOutput>>? Companions { get; init; }

    /// <summary>How many threads compare, compress and copy files; 0 for as many as there are processors.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Whether <see cref="BuildResult.Sha256"/> is wanted.</summary>
    public bool ComputeSha256 { get; init; }

    /// <summary>Is told how many bytes of files have been written so far, now and then and by any thread.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Is shown the layout and the diagnostics before the first byte is written; <see langword="false"/> makes no image.
    /// This is the place to hold the layout against a committed one, or to treat warnings as errors.</summary>
    public Func<PlanResult, bool>? Proceed { get; init; }
}
