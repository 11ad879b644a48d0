// Made of the table of options (src/IsoBuild.Core/Surfaces): see CONTRIBUTING.md.
using IsoBuild.Content;
using IsoBuild.ElTorito;

namespace Cake.IsoBuild;

/// <content>The options of the image.</content>
public sealed partial class IsoBuildSettings
{
    /// <summary>Gets or sets the volume identifier (label): up to 32 characters. Stored as given: boot loaders and installers search for this exact text. With Joliet, Windows shows 16 characters. Default: the image's name in capitals (<c>APP_V1</c> for <c>app.v1.iso</c>).</summary>
    public string? VolumeId { get; set; }

    /// <summary>Gets or sets the publisher of the volume: up to 128 characters.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Gets or sets the application identifier, what the volume is for: up to 128 characters.</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>Gets or sets the system identifier, the system that uses the system area (sectors 0 to 15): up to 32 characters.</summary>
    public string SystemId { get; set; } = "";

    /// <summary>Gets or sets the identifier of the volume set that the volume belongs to: up to 128 characters.</summary>
    public string VolumeSetId { get; set; } = "";

    /// <summary>Gets or sets the preparer of the volume's data: up to 128 characters.</summary>
    public string Preparer { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with the copyright notice.</summary>
    public string CopyrightFile { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with the abstract.</summary>
    public string AbstractFile { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with the bibliography.</summary>
    public string BibliographicFile { get; set; } = "";

    /// <summary>Gets or sets the expiration date, after which the volume is obsolete.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Gets or sets the effective date, from which the volume may be used.</summary>
    public DateTimeOffset? Effective { get; set; }

    /// <summary>Gets or sets the date of the volume and of everything in it: RFC 3339 with a time zone, or Unix seconds. Linux and GRUB derive the volume's UUID from it, so images with the same timestamp have the same UUID. Default: <c>SOURCE_DATE_EPOCH</c> (in a project, <c>DeterministicTimestamp</c> before it), else 1980-01-01T00:00:00Z. The current time is never used.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Gets or sets the date of the volume alone, to the hundredth of a second: as the timestamp, or YYYYMMDDhhmmsscc in UTC. It is the volume's UUID for Linux and GRUB (<c>2024-01-02-03-04-05-67</c>), as xorriso's <c>--modification-date</c> sets it; files keep the timestamp. Default: the timestamp.</summary>
    public DateTimeOffset? VolumeDate { get; set; }

    /// <summary>Gets or sets the dates of files and directories. <c>Fixed</c>: the timestamp. <c>Clamp</c>: their own, but no later than the timestamp. <c>Preserve</c>: their own; the image then depends on when the files were written.</summary>
    public FileDates FileDates { get; set; }

    /// <summary>Gets or sets the modes, owners and groups of files and directories. <c>Normalized</c>: 0755 for directories and programs, 0644 for the rest, owner and group 0. <c>Disk</c>: as on the disk (on Windows as normalized); the image then depends on the machine that makes it. <c>ReadOnly</c>: owner and group 0, 0444 for files, 0555 for directories and for files that anybody may execute. Modes, owners and groups that are set for entries win.</summary>
    public PosixModes Modes { get; set; }

    /// <summary>Gets or sets the mode of all files for which none is set otherwise, as octal permission bits. Default: as the modes of the image are.</summary>
    public UnixFileMode? FileMode { get; set; }

    /// <summary>Gets or sets the mode of all directories for which none is set otherwise, as octal permission bits. Default: as the modes of the image are.</summary>
    public UnixFileMode? DirectoryMode { get; set; }

    /// <summary>Gets or sets the formats, each with its own directory tree or fields. <c>Udf</c> can be the only one; every other format includes ISO 9660.</summary>
    public ImageFormats Formats { get; set; } = ImageFormats.Default;

    /// <summary>Gets or sets the interchange level, which sets the length of names in the ISO 9660 tree. 1: 8.3 names, as DOS and DOSBox need. 2 or 3: 31 characters. 4: names as they are, up to 207 bytes of UTF-8 (172 with Rock Ridge), and an ISO 9660:1999 descriptor of the same tree.</summary>
    public int IsoLevel { get; set; } = 3;

    /// <summary>Gets or sets what names of the ISO 9660 tree may have beyond the standard. <c>lowercase</c>: lower case stays. <c>multidot</c>: several dots, also in directories. <c>relaxed</c>: all printable ASCII characters but <c>;</c> and <c>\</c>. <c>leading-dots</c>: a dot at the beginning. <c>long</c>: 37 characters, without version. <c>no-version</c>: no <c>;1</c>. <c>no-trailing-dot</c>: no dot where there is no extension. <c>untranslated</c>: all of these but <c>long</c>. These are -allow-lowercase, -allow-multidot, -relaxed-filenames, -ldots, -max-iso9660-filenames, -N, -d and -U of mkisofs.</summary>
    public IsoNameRules IsoNames { get; set; }

    /// <summary>Gets or sets a value indicating whether every directory of the ISO 9660 tree has a file <c>TRANS.TBL</c> with the real names of its entries. Joliet and UDF do not show it (mkisofs: -hide-joliet-trans-tbl).</summary>
    public bool TranslationTables { get; set; }

    /// <summary>Gets or sets a value indicating whether Joliet names may have up to 103 characters instead of 64.</summary>
    public bool JolietLongNames { get; set; }

    /// <summary>Gets or sets a value indicating whether directories below the eighth level are moved to <c>/rr_moved</c> in the ISO 9660 tree. No current reader needs this.</summary>
    public bool RelocateDeepDirectories { get; set; }

    /// <summary>Gets or sets a value indicating whether the image also has an HFS+ volume with the same files and an Apple partition map, which Macs show and boot from. It shows every entry that another tree of the image shows. Files with equal content are then stored separately: two files of HFS+ cannot share their content.</summary>
    public bool HfsPlus { get; set; }

    /// <summary>Gets or sets the creators and types of files in the HFS+ tree. Rules <c>PATTERN=CREATOR,TYPE</c> with semicolons between, such as <c>*.txt=ttxt,TEXT</c>; creator and type are four ASCII characters each, and the last rule that matches a file counts.</summary>
    public string HfsCreators { get; set; } = "";

    /// <summary>Gets or sets the path in the image of the directory that is blessed in the HFS+ volume, which Mac firmware boots from. The firmware starts <c>boot.efi</c> in it; the path of a file blesses its directory, and that file is started.</summary>
    public string HfsBless { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether files with equal content share one extent.</summary>
    public bool Dedupe { get; set; } = true;

    /// <summary>Gets or sets the alignment of file content in bytes: a power of two from 2048 to 1048576. With 4096, file systems that support it clone blocks instead of copying.</summary>
    public int Alignment { get; set; } = 2048;

    /// <summary>Gets or sets a value indicating whether a checksum of the image is stored in the image, which <c>checkisomd5</c> and installers check.</summary>
    public bool MediaChecksum { get; set; }

    /// <summary>Gets or sets a value indicating whether lists of checksums in the content are updated. These are <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>*.sha512</c> and similar lists in the format of coreutils (also with <c>--tag</c>) and OpenSSL, a single hash in <c>NAME.sha256</c>, and the checksums in <c>.treeinfo</c>: MD5, SHA-1 and the SHA-2 hashes from 256 bits. Lists of other hashes (BLAKE2), and lists that contain their own signature, are reported (ISOB1194). When off, lists of a base that are no longer correct are reported.</summary>
    public bool UpdateChecksums { get; set; }

    /// <summary>Gets or sets a value indicating whether symbolic links in directories are replaced by their targets.</summary>
    public bool FollowLinks { get; set; }

    /// <summary>Gets or sets a value indicating whether links that are followed may lead out of their directory. <c>true</c> also sets FollowLinks.</summary>
    public bool FollowLinksOutside { get; set; }

    /// <summary>Gets or sets a value indicating whether hard links on disk stay hard links in the image.</summary>
    public bool PreserveHardLinks { get; set; }

    /// <summary>Gets or sets whether the directory <c>VIDEO_TS</c> is laid out as DVD-Video, with UDF, which DVD players read. Files lie in the order and at the distances that the IFO files state. Not set: a directory with <c>VIDEO_TS.IFO</c> is laid out this way, but UDF is not added. <c>false</c>: an ordinary directory.</summary>
    public bool? DvdVideo { get; set; }

    /// <summary>Gets or sets the boot loader to look for in the content, and to make boot entries for. One of <c>auto</c>, <c>isolinux</c>, <c>grub</c>, <c>limine</c>, <c>systemd-boot</c> and <c>windows</c>. What was found is reported.</summary>
    public BootLoader BootLoader { get; set; }

    /// <summary>Gets or sets the path in the image at which the boot catalog is shown as a file. By default it is in no tree.</summary>
    public string BootCatalog { get; set; } = "";

    /// <summary>Gets or sets the path in the image at which the generated EFI system partition is shown as a file. If the default path is taken, it is the first free path of <c>boot/efi2.img</c>, <c>boot/efi3.img</c> and so on; with a base, the path in the base. Programs that edit images, such as xorriso, keep the UEFI boot entry only if the partition is a file. <c>none</c>: it is in no tree.</summary>
    public string? EfiImage { get; set; }

    /// <summary>Gets or sets a value indicating whether the files of the generated EFI system partition are shown in the directory trees as well. A FAT-formatted USB stick onto which the image's files are copied then boots on UEFI machines. The files are stored once, except with HFS+, without deduplication, or with a partition offset.</summary>
    public bool EfiFilesInTree { get; set; }

    /// <summary>Gets or sets the file with the system area (sectors 0 to 15), up to 32768 bytes, such as the IP.BIN of a console. A hybrid image has its partition tables over it, and the MBR code of the file if no other is named. With a base, it replaces what the base has there.</summary>
    public string SystemArea { get; set; } = "";

    /// <summary>Gets or sets the sector of a disc at which the image will be written as a later session, from which all of its addresses count. As B of <c>-C A,B</c> of mkisofs. Such an image has no boot catalog, partition tables or UDF, and cannot be mounted from a file by itself.</summary>
    public int SessionStart { get; set; }

    /// <summary>Gets or sets the number of empty sectors of 2048 bytes at the end of the image, for drives that read ahead. With a base, the default is the base's padding (at most 150 sectors if they may belong to a partition).</summary>
    public int PaddingSectors { get; set; } = 150;
}
