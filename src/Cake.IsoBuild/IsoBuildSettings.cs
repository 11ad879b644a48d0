using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace Cake.IsoBuild;

/// <summary>What an image is called, what goes in and what is made beside it.</summary>
public sealed class IsoBuildSettings : IsoLayoutSettings
{
    /// <summary>Gets or sets the image to write. Its directory is made when it is not there.</summary>
    public FilePath? Image { get; set; }

    /// <summary>Gets what goes into the image.</summary>
    public IList<IsoContent> Content { get; } = [];

    /// <summary>Gets the files and directories that are left out of the directories in <see cref="Content"/>. The image, and what is
    /// written beside it, always are.</summary>
    public IList<Core.IO.Path> Excluded { get; } = [];

    /// <summary>Gets the patterns of what is left out of the image, whatever adds it from disk: <c>*.pdb</c> at any depth, <c>docs/obj</c> with all that is in it.</summary>
    public IList<string> ExcludedPatterns { get; } = [];

    /// <summary>Gets what entries are given by pattern: modes, owners, weights, the trees that hide them, compression.</summary>
    public IList<IsoRule> Rules { get; } = [];

    /// <summary>Gets or sets the volume identifier: up to 32 characters, stored as given. By default it follows from the image's name: <c>MY_APP</c> for <c>my-app.iso</c>.</summary>
    public string? VolumeId { get; set; }

    /// <summary>Gets or sets who publishes the volume: up to 128 characters.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Gets or sets what application the volume is for: up to 128 characters.</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>Gets or sets the system that the first 16 sectors are for: up to 32 characters.</summary>
    public string SystemId { get; set; } = "";

    /// <summary>Gets or sets the set of volumes of which this is one: up to 128 characters.</summary>
    public string VolumeSetId { get; set; } = "";

    /// <summary>Gets or sets who prepared the data: up to 128 characters.</summary>
    public string Preparer { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with the copyright statement.</summary>
    public string CopyrightFile { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with the abstract.</summary>
    public string AbstractFile { get; set; } = "";

    /// <summary>Gets or sets the file in the image's root with bibliographic records.</summary>
    public string BibliographicFile { get; set; } = "";

    /// <summary>Gets or sets from when on the volume may be used; at once, when left out.</summary>
    public DateTimeOffset? Effective { get; set; }

    /// <summary>Gets or sets when the volume becomes obsolete; never, when left out.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Gets or sets the one timestamp of the volume and of everything in it. By default it is the environment variable
    /// <c>SOURCE_DATE_EPOCH</c>, else 1980-01-01T00:00:00Z. It is the UUID that Linux and GRUB see, so images without a timestamp of their own share one.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Gets or sets where the dates of files and directories come from. By default they are the <see cref="Timestamp"/>.</summary>
    public FileDates FileDates { get; set; }

    /// <summary>Gets or sets the directory trees: ISO 9660, Joliet and Rock Ridge by default. <see cref="ImageFormats.Udf"/> may be alone; with any other, ISO 9660 comes along.</summary>
    public ImageFormats Formats { get; set; } = ImageFormats.Default;

    /// <summary>Gets or sets the interchange level of names in the ISO 9660 tree: 1 for 8.3 names, which DOS and DOSBox need, 2 or 3 for 31 characters.</summary>
    public int IsoLevel { get; set; } = 3;

    /// <summary>Gets or sets a value indicating whether Joliet names may have up to 103 characters instead of 64.</summary>
    public bool JolietLongNames { get; set; }

    /// <summary>Gets or sets a value indicating whether directories below the eighth level move into <c>/rr_moved</c> of the ISO 9660 tree.</summary>
    public bool RelocateDeepDirectories { get; set; }

    /// <summary>Gets or sets a value indicating whether files of the same content share one place on the image.</summary>
    public bool Dedupe { get; set; } = true;

    /// <summary>Gets or sets on what boundary file content begins: 2048 bytes, or a power of two up to 1 MiB above it.</summary>
    public int Alignment { get; set; } = 2048;

    /// <summary>Gets or sets how many empty sectors of 2048 bytes there are at the image's end.</summary>
    public int PaddingSectors { get; set; } = 150;

    /// <summary>Gets or sets a value indicating whether the image carries a checksum of itself, as <c>checkisomd5</c> checks it.</summary>
    public bool MediaChecksum { get; set; }

    /// <summary>Gets or sets whether the directory <c>VIDEO_TS</c> is laid out as DVD-Video, with UDF, which DVD players read; <see langword="null"/> to lay it out so where it holds <c>VIDEO_TS.IFO</c>, in the formats that are set.</summary>
    public bool? DvdVideo { get; set; }

    /// <summary>Gets or sets a value indicating whether lists of checksums in the content (<c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>.treeinfo</c> and their like) are brought up to date.</summary>
    public bool UpdateChecksums { get; set; }

    /// <summary>Gets or sets a value indicating whether symbolic links in directories are replaced by what they lead to. Otherwise they are stored as links.</summary>
    public bool FollowLinks { get; set; }

    /// <summary>Gets or sets a value indicating whether links are followed even out of the directory that is added.</summary>
    public bool FollowLinksOutside { get; set; }

    /// <summary>Gets or sets a value indicating whether names on disk that are one file (hard links) are one file in the image.</summary>
    public bool PreserveHardLinks { get; set; }

    /// <summary>Gets or sets the image from which this one starts: its content, what it says of itself, and how it boots. Settings that have their default values are then as there.</summary>
    public FilePath? BaseImage { get; set; }

    /// <summary>Gets the patterns of entries of the <see cref="BaseImage"/> that are left out.</summary>
    public IList<string> RemovedPatterns { get; } = [];

    /// <summary>Gets or sets a value indicating whether the image boots as the <see cref="BaseImage"/> does; otherwise that is content alone.</summary>
    public bool KeepBaseBoot { get; set; } = true;

    /// <summary>Gets or sets the boot loader that is looked for in the content, and for which boot entries are made; <see cref="BootLoader.Auto"/> for any that is known.</summary>
    public BootLoader BootLoader { get; set; }

    /// <summary>Gets the entries of the boot catalog: boot images, by their paths in the image, and how machines start them.</summary>
    public IList<BootEntry> BootEntries { get; } = [];

    /// <summary>Gets what goes into the EFI system partition that is made, with a boot entry for UEFI: see <see cref="IsoSettingsExtensions.WithEfiBoot(IsoBuildSettings, FilePath, string)"/>.</summary>
    public IList<IsoEfiContent> EfiContent { get; } = [];

    /// <summary>Gets or sets the path in the image as which the boot catalog is shown; empty for none.</summary>
    public string BootCatalog { get; set; } = "";

    /// <summary>Gets or sets the path in the image as which the EFI system partition is shown; empty for none, <see langword="null"/> for <c>boot/efi.img</c>.</summary>
    public string? EfiImage { get; set; }

    /// <summary>Gets or sets how the image starts from USB sticks and disks, to which it is copied byte for byte; <see langword="null"/> when it need not.</summary>
    /// <remarks>With UDF and a GPT together, 7-Zip warns of "data after the end of archive": the backup of the GPT, which has to be last. It unpacks everything all the same.</remarks>
    public HybridOptions? Hybrid { get; set; }

    /// <summary>Gets or sets a value indicating whether the image's SHA-256 is written beside it: <c>app.iso.sha256</c>, as <c>sha256sum -c</c> reads it.</summary>
    public bool Checksum { get; set; }

    /// <summary>Gets or sets which bills of materials are written beside the image: <c>app.iso.spdx.json</c>, <c>app.iso.cdx.json</c>.</summary>
    public IsoSbomFormats Sbom { get; set; }

    /// <summary>Gets or sets a value indicating whether a statement of provenance is written beside the image: <c>app.iso.intoto.json</c>, an in-toto statement with SLSA provenance.</summary>
    public bool Provenance { get; set; }

    /// <summary>Gets or sets a value indicating whether a warning stops the build before an image is made.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Gets the codes of warnings that are neither logged as warnings nor treated as errors: <c>ISOB1010</c>.</summary>
    public ISet<string> NoWarn { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how many threads compare, compress and copy files; 0 for as many as there are processors. Never changes the image.</summary>
    public int Threads { get; set; }
}
