using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace Cake.IsoBuild;

/// <summary>The options and content of an image, and the files to write beside it.</summary>
public sealed class IsoBuildSettings : IsoLayoutSettings
{
    /// <summary>Gets or sets the image to write. Its directory is created if it does not exist.</summary>
    public FilePath? Image { get; set; }

    /// <summary>Gets the content of the image.</summary>
    public IList<IsoContent> Content { get; } = [];

    /// <summary>Gets the files and directories that are left out of the directories in <see cref="Content"/>. The image and the files
    /// beside it are always left out.</summary>
    public IList<Core.IO.Path> Excluded { get; } = [];

    /// <summary>Gets the patterns of files and directories from disk that are left out of the image: <c>*.pdb</c> at any depth, <c>docs/obj</c> with everything in it.</summary>
    public IList<string> ExcludedPatterns { get; } = [];

    /// <summary>Gets the rules that set attributes by pattern: modes, owners, weights, the trees that entries are hidden from, compression.</summary>
    public IList<IsoRule> Rules { get; } = [];

    /// <summary>Gets or sets the volume identifier: up to 32 characters, stored as given. By default it is derived from the image's name: <c>MY_APP</c> for <c>my-app.iso</c>.</summary>
    public string? VolumeId { get; set; }

    /// <summary>Gets or sets the publisher of the volume: up to 128 characters.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Gets or sets the application identifier, what the volume is for: up to 128 characters.</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>Gets or sets the system identifier, the system that uses the system area (the first 16 sectors): up to 32 characters.</summary>
    public string SystemId { get; set; } = "";

    /// <summary>Gets or sets the identifier of the volume set that the volume belongs to: up to 128 characters.</summary>
    public string VolumeSetId { get; set; } = "";

    /// <summary>Gets or sets the preparer of the data: up to 128 characters.</summary>
    public string Preparer { get; set; } = "";

    /// <summary>Gets or sets the copyright file, in the image's root.</summary>
    public string CopyrightFile { get; set; } = "";

    /// <summary>Gets or sets the abstract file, in the image's root.</summary>
    public string AbstractFile { get; set; } = "";

    /// <summary>Gets or sets the bibliographic file, in the image's root.</summary>
    public string BibliographicFile { get; set; } = "";

    /// <summary>Gets or sets the effective date, from which the volume may be used. Default: none.</summary>
    public DateTimeOffset? Effective { get; set; }

    /// <summary>Gets or sets the expiration date, after which the volume is obsolete. Default: none.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Gets or sets the timestamp of the volume and everything in it. By default it is the environment variable
    /// <c>SOURCE_DATE_EPOCH</c>, else 1980-01-01T00:00:00Z. Linux and GRUB use it as the UUID, so images with the same timestamp have the same UUID.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Gets or sets how the dates of files and directories are chosen. By default they are the <see cref="Timestamp"/>.</summary>
    public FileDates FileDates { get; set; }

    /// <summary>Gets or sets the formats: ISO 9660, Joliet and Rock Ridge by default. <see cref="ImageFormats.Udf"/> can be alone; all others include ISO 9660.</summary>
    public ImageFormats Formats { get; set; } = ImageFormats.Default;

    /// <summary>Gets or sets the interchange level of the ISO 9660 tree: 1 for 8.3 names, which DOS and DOSBox need; 2 or 3 for names of up to 31 characters.</summary>
    public int IsoLevel { get; set; } = 3;

    /// <summary>Gets or sets a value indicating whether Joliet names may have up to 103 characters instead of 64.</summary>
    public bool JolietLongNames { get; set; }

    /// <summary>Gets or sets a value indicating whether directories below level 8 are relocated into <c>/rr_moved</c> of the ISO 9660 tree.</summary>
    public bool RelocateDeepDirectories { get; set; }

    /// <summary>Gets or sets a value indicating whether files with equal content share one extent.</summary>
    public bool Dedupe { get; set; } = true;

    /// <summary>Gets or sets the alignment of file content: 2048 bytes, or a larger power of two up to 1 MiB.</summary>
    public int Alignment { get; set; } = 2048;

    /// <summary>Gets or sets the number of empty 2048-byte sectors at the image's end.</summary>
    public int PaddingSectors { get; set; } = 150;

    /// <summary>Gets or sets a value indicating whether a checksum of the image is stored in the image, as <c>implantisomd5</c> does; <c>checkisomd5</c> checks it.</summary>
    public bool MediaChecksum { get; set; }

    /// <summary>Gets or sets whether the directory <c>VIDEO_TS</c> is laid out as DVD-Video, with UDF, which DVD players read. When <see langword="null"/>, a directory with <c>VIDEO_TS.IFO</c> is laid out this way, in the formats that are set.</summary>
    public bool? DvdVideo { get; set; }

    /// <summary>Gets or sets a value indicating whether lists of checksums in the content (<c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>.treeinfo</c> and similar files) are updated.</summary>
    public bool UpdateChecksums { get; set; }

    /// <summary>Gets or sets a value indicating whether symbolic links in directories are replaced by copies of their targets. Otherwise they are stored as links.</summary>
    public bool FollowLinks { get; set; }

    /// <summary>Gets or sets a value indicating whether links that are followed may point outside the directory that is added.</summary>
    public bool FollowLinksOutside { get; set; }

    /// <summary>Gets or sets a value indicating whether hard links on disk stay hard links in the image.</summary>
    public bool PreserveHardLinks { get; set; }

    /// <summary>Gets or sets the existing ISO image that the new image is based on: its content, volume fields and boot setup are kept. Settings with default values are taken from it.</summary>
    public FilePath? BaseImage { get; set; }

    /// <summary>Gets the patterns of entries of the <see cref="BaseImage"/> that are removed.</summary>
    public IList<string> RemovedPatterns { get; } = [];

    /// <summary>Gets or sets a value indicating whether the boot setup of the <see cref="BaseImage"/> is kept. Otherwise only its content is.</summary>
    public bool KeepBaseBoot { get; set; } = true;

    /// <summary>Gets or sets the boot loader to look for in the content and to make boot entries for; <see cref="BootLoader.Auto"/> for any known one.</summary>
    public BootLoader BootLoader { get; set; }

    /// <summary>Gets the entries of the boot catalog: boot images, by their paths in the image, and how firmware boots them.</summary>
    public IList<BootEntry> BootEntries { get; } = [];

    /// <summary>Gets the content of the EFI system partition, which is made with a UEFI boot entry: see <see cref="IsoSettingsExtensions.WithEfiBoot(IsoBuildSettings, FilePath, string)"/>.</summary>
    public IList<IsoEfiContent> EfiContent { get; } = [];

    /// <summary>Gets or sets the path at which the boot catalog is shown as a file; empty for none.</summary>
    public string BootCatalog { get; set; } = "";

    /// <summary>Gets or sets the path at which the EFI system partition is shown as a file; empty for none, <see langword="null"/> for <c>boot/efi.img</c>.</summary>
    public string? EfiImage { get; set; }

    /// <summary>Gets or sets the options of a hybrid image, which also boots from USB sticks and disks that it is copied to byte for byte; <see langword="null"/> for an image that boots only from discs.</summary>
    /// <remarks>With UDF and a GPT, 7-Zip warns of "data after the end of archive": the backup GPT, which must be last. It still unpacks everything.</remarks>
    public HybridOptions? Hybrid { get; set; }

    /// <summary>Gets or sets a value indicating whether the image's SHA-256 is written beside it: <c>app.iso.sha256</c>, as <c>sha256sum -c</c> reads it.</summary>
    public bool Checksum { get; set; }

    /// <summary>Gets or sets the software bills of materials to write beside the image: <c>app.iso.spdx.json</c>, <c>app.iso.cdx.json</c>.</summary>
    public IsoSbomFormats Sbom { get; set; }

    /// <summary>Gets or sets a value indicating whether a statement of provenance is written beside the image: <c>app.iso.intoto.json</c>, an in-toto statement with SLSA provenance.</summary>
    public bool Provenance { get; set; }

    /// <summary>Gets or sets a value indicating whether a warning stops the build before an image is made.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Gets the codes of warnings that are neither logged as warnings nor treated as errors: <c>ISOB1010</c>.</summary>
    public ISet<string> NoWarn { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the number of threads that compare, compress and copy files; 0 for the number of processors. It never changes the image.</summary>
    public int Threads { get; set; }
}
