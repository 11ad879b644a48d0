using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Planning;

namespace IsoBuild;

/// <summary>The volume fields, formats and other options of an image. Every option here influences the image's bytes.</summary>
public sealed record ImageOptions
{
    /// <summary>The volume identifier: up to 32 characters (ECMA-119 8.4.6). With Joliet, Windows shows the first 16.</summary>
    /// <remarks>ASCII is stored unchanged, because boot loaders and installers look for volumes by exactly this text. The standard allows only <c>A-Z 0-9 _</c>; other
    /// characters are reported. Non-ASCII characters become <c>_</c> in the ISO 9660 descriptor, and are stored in Joliet (16 characters) and UDF.
    /// <see cref="VolumeIdentifier.Derive"/> makes a standard identifier from any name.</remarks>
    public string VolumeId { get; init; } = "";

    /// <summary>The publisher of the volume: up to 128 characters (ECMA-119 8.4.20).</summary>
    public string Publisher { get; init; } = "";

    /// <summary>The application identifier: what the volume is for, up to 128 characters (ECMA-119 8.4.22).</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The system identifier: the system that uses the system area (the first 16 sectors), up to 32 characters (ECMA-119 8.4.5).</summary>
    public string SystemId { get; init; } = "";

    /// <summary>The identifier of the volume set that the volume belongs to: up to 128 characters (ECMA-119 8.4.19).</summary>
    public string VolumeSetId { get; init; } = "";

    /// <summary>The preparer of the data: up to 128 characters (ECMA-119 8.4.21).</summary>
    public string Preparer { get; init; } = "";

    /// <summary>The path in the image of the copyright file, which must be in the root (ECMA-119 8.4.23).</summary>
    public string CopyrightFile { get; init; } = "";

    /// <summary>The path in the image of the abstract file, which must be in the root (ECMA-119 8.4.24).</summary>
    public string AbstractFile { get; init; } = "";

    /// <summary>The path in the image of the bibliographic file, which must be in the root (ECMA-119 8.4.25).</summary>
    public string BibliographicFile { get; init; } = "";

    /// <summary>The expiration date, after which the volume is obsolete (ECMA-119 8.4.28). Default: none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The effective date, from which the volume may be used (ECMA-119 8.4.29). Default: none.</summary>
    public DateTimeOffset? Effective { get; init; }

    /// <summary>The timestamp of the volume and, unless <see cref="FileDates"/> is changed, of everything in it.
    /// 1970 to 2155, whole seconds; see <see cref="ImageTimestamp"/>.</summary>
    /// <remarks>Linux and GRUB use the modification date of the primary volume descriptor as the volume's UUID. Images with the same timestamp have the same UUID.</remarks>
    public DateTimeOffset Timestamp { get; init; } = ImageTimestamp.Default;

    /// <summary>The creation and modification date of the volume, where that is not <see cref="Timestamp"/>: 1970 to 2155, to the hundredth of a second. The dates of files stay with <see cref="Timestamp"/>.</summary>
    /// <remarks>Linux and GRUB use it as the volume's UUID (<c>2024-01-02-03-04-05-67</c>). The descriptors of UDF have it too.</remarks>
    public DateTimeOffset? VolumeDate { get; init; }

    /// <summary>How the dates of files and directories are chosen.</summary>
    public FileDates FileDates { get; init; }

    /// <summary>Where the modes, owners and groups of files and directories on disk come from. What is set of an entry (<see cref="EntryOptions"/>, <see cref="ImageBuilder.Describe(EntryRules)"/>) wins; what has no source on disk has normalized ones.</summary>
    public PosixModes Modes { get; init; }

    /// <summary>The mode of all files for which no mode is set otherwise (<see cref="EntryOptions.Mode"/>). When <see langword="null"/>, <see cref="Modes"/> decides.</summary>
    public UnixFileMode? FileMode { get; init; }

    /// <summary>The mode of all directories, the root included, for which no mode is set otherwise. When <see langword="null"/>, <see cref="Modes"/> decides.</summary>
    public UnixFileMode? DirectoryMode { get; init; }

    /// <summary>The formats of the image, each with its own directory tree or fields: ISO 9660, Joliet, Rock Ridge, UDF, ISO 9660:1999.</summary>
    public ImageFormats Formats { get; init; } = ImageFormats.Default;

    /// <summary>Whether the image also has an HFS+ volume with the same files, and an Apple partition map that leads to it: what Macs show, and what their firmware boots from.</summary>
    /// <remarks>It shows every entry that another tree of the image shows, with Rock Ridge's attributes and links. <see cref="Dedupe"/> has no effect then: two files of HFS+ cannot share their content.</remarks>
    public bool HfsPlus { get; init; }

    /// <summary>The creators and types of files in the HFS+ tree: rules <c>PATTERN=CREATOR,TYPE</c> with semicolons between, where a pattern is a <see cref="PathPattern"/>, and
    /// creator and type are four ASCII characters each. The last rule that matches a file counts.</summary>
    public string HfsCreators { get; init; } = "";

    /// <summary>The path in the image of the directory that is blessed in the HFS+ volume, which Mac firmware boots from: with <c>boot.efi</c> of it, or with the file that the path leads to. Empty: none.</summary>
    public string HfsBless { get; init; } = "";

    /// <summary>The interchange level of the ISO 9660 tree (ECMA-119 10): 1 for 8.3 names, which DOS and DOSBox need; 2 or 3 for names of up to 31 characters. 4, which is no level of that standard: names as they are, in UTF-8, of up to 207 bytes (172 with Rock Ridge), and an enhanced descriptor (ISO 9660:1999) that leads to the same tree.</summary>
    public int IsoLevel { get; init; } = 3;

    /// <summary>What names of the ISO 9660 tree may have beyond the standard. Rock Ridge, Joliet and UDF have the real names in any case.</summary>
    public IsoNameRules IsoNames { get; init; }

    /// <summary>Whether every directory of the ISO 9660 tree has a file <c>TRANS.TBL</c> with the real names of its entries, as <c>mkisofs -T</c> writes it. Joliet and UDF, which have these names, do not show it.</summary>
    public bool TranslationTables { get; init; }

    /// <summary>Whether Joliet names may have up to 103 characters instead of the 64 of the specification. Windows, Linux and archivers read them.</summary>
    public bool JolietLongNames { get; init; }

    /// <summary>Whether to relocate directories below level 8 into <c>/rr_moved</c> of the ISO 9660 tree (RRIP 4.1.5), as ECMA-119 6.8.2.1 requires.
    /// Off by default: current readers accept deep directories, and several do not follow relocated ones.</summary>
    public bool RelocateDeepDirectories { get; init; }

    /// <summary>Whether files with equal content share one extent. Only files of equal size are compared.</summary>
    public bool Dedupe { get; init; } = true;

    /// <summary>The alignment of file content: 2048 bytes, or a larger power of two up to 1 MiB. With 4096, file systems that support it clone blocks instead of copying.</summary>
    public int Alignment { get; init; } = 2048;

    /// <summary>Whether to store a checksum of the image in the image, as <c>implantisomd5</c> does. <c>checkisomd5</c> and installers check it.</summary>
    public bool MediaChecksum { get; init; }

    /// <summary>Whether to update lists of checksums in the content: <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>*.sha512</c> and similar files in the format of coreutils
    /// or OpenSSL, a single hash in <c>NAME.sha256</c>, and the checksums in <c>.treeinfo</c>. Lists with unsupported hashes (BLAKE2) are reported. When off, outdated lists of a base are reported.</summary>
    public bool UpdateChecksums { get; init; }

    /// <summary>Whether symbolic links in directories that are added are replaced by copies of their targets. Otherwise they are stored as links.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Whether links that are followed may point outside the directory that is added.</summary>
    public bool FollowLinksOutside { get; init; }

    /// <summary>Whether hard links on disk stay hard links in the image. Otherwise each name is a separate file, as in a fresh checkout, which has no hard links.</summary>
    public bool PreserveHardLinks { get; init; }

    /// <summary>Whether <c>/VIDEO_TS</c> is laid out as DVD-Video: files in the order and at the distances that the IFO files require, and with UDF, which DVD players read.
    /// When <see langword="null"/>, a directory with <c>VIDEO_TS.IFO</c> is laid out this way, and the formats stay as they are.</summary>
    public bool? DvdVideo { get; init; }

    /// <summary>The boot loader of the image. It is looked for in the content, and boot entries are made for it. Boot entries that are added explicitly come first and replace those that would be found.</summary>
    public BootLoader BootLoader { get; init; }

    /// <summary>The path at which the boot catalog is shown as a file. Empty: it is in no tree.</summary>
    public string BootCatalog { get; init; } = "";

    /// <summary>The path at which the EFI system partition of <see cref="ImageBuilder.AddEfiBoot(string, string)"/> is shown as a file. Empty: it is in no tree.
    /// When <see langword="null"/>, the path is <c>boot/efi.img</c>, or the first free one of <c>boot/efi2.img</c>, <c>boot/efi3.img</c> and so on, or one in the root if <c>boot</c> is a file. An image based on another keeps the path of its base.</summary>
    /// <remarks>Programs that modify images, such as xorriso, keep only boot images that are files in a tree.</remarks>
    public string? EfiImage { get; init; }

    /// <summary>Whether the files of the generated EFI system partition are shown in the directory trees as well, where machines find them on a USB stick that the image's files are copied onto.
    /// They are stored once.</summary>
    public bool EfiFilesInTree { get; init; }

    /// <summary>The file on disk with the system area, the first 16 sectors: up to 32,768 bytes, such as the <c>IP.BIN</c> of a console. Empty: it is empty, or as a base or a hybrid image needs it.</summary>
    /// <remarks>A hybrid image has its partition tables over it, and the MBR code of the file if no other is named.</remarks>
    public string SystemArea { get; init; } = "";

    /// <summary>The bytes of the system area, in place of a file.</summary>
    internal ReadOnlyMemory<byte> SystemAreaBytes { get; init; }

    /// <summary>Makes a hybrid image, which also boots from USB sticks and disks. <see langword="null"/>: it boots only from discs.</summary>
    public HybridOptions? Hybrid { get; init; }

    /// <summary>The number of empty 2048-byte sectors at the image's end, for drives that read ahead.</summary>
    public int PaddingSectors { get; init; } = 150;

    /// <summary>The sector of a disc at which the image will be written as a later session: all addresses in it count from the disc's start, as with <c>-C</c> of mkisofs. 0: the image is a disc by itself.</summary>
    /// <remarks>Such an image cannot be mounted from a file by itself. <see cref="Reading.OpenOptions.SessionStart"/> reads it. It has neither a boot catalog nor partition tables nor UDF.</remarks>
    public int SessionStart { get; init; }

    /// <summary>The options of an existing image, as far as it records them: an image based on it with these options is like it.</summary>
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
    /// <summary>Text files to write beside the image, such as its sector map and its checksum. Called when the image is complete and before it is renamed.</summary>
    /// <remarks>All files are on disk before any of them is renamed. If a text file cannot be written (ISOB4104), the former image and text files stay unchanged;
    /// if the process is killed, some of them may be missing, but they never belong to another image. Do not write an up-to-date marker of a build here: delete it here, and write it when everything is done.</remarks>
    public Func<BuildResult, IEnumerable<TextOutput>>? Companions { get; init; }

    /// <summary>The number of threads that compare, compress and copy files. 0: the number of processors.</summary>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Whether to compute <see cref="BuildResult.Sha256"/>.</summary>
    public bool ComputeSha256 { get; init; }

    /// <summary>Receives the number of file bytes written so far, from time to time and from any thread.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Receives how many bytes <see cref="Progress"/> will count: an upper bound until equal files are known, then the number.</summary>
    public Action<long>? ProgressTotal { get; init; }

    /// <summary>Receives the layout and the diagnostics before the first byte is written. Return <see langword="false"/> to make no image.
    /// Use it to compare the layout with a committed one. Small files are read twice then: <see cref="Accept"/> is faster.</summary>
    public Func<PlanResult, bool>? Proceed { get; init; }

    /// <summary>Receives the layout and the diagnostics before the image takes its place. Return <see langword="false"/> to make no image: a former image stays unchanged.
    /// Use it to treat warnings as errors. Files may have been copied to the temporary file by then.</summary>
    public Func<PlanResult, bool>? Accept { get; init; }
}
