using Cake.Core.IO;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;

namespace Cake.IsoBuild;

/// <summary>The options and content of an image, and the files to write beside it.</summary>
public sealed partial class IsoBuildSettings : IsoLayoutSettings
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

    /// <summary>Gets or sets the existing ISO image that the new image is based on: its content, volume fields and boot setup are kept. Settings with default values are taken from it.</summary>
    public FilePath? BaseImage { get; set; }

    /// <summary>Gets the patterns of entries of the <see cref="BaseImage"/> that are removed.</summary>
    public IList<string> RemovedPatterns { get; } = [];

    /// <summary>Gets or sets a value indicating whether the boot setup of the <see cref="BaseImage"/> is kept. Otherwise only its content is.</summary>
    public bool KeepBaseBoot { get; set; } = true;

    /// <summary>Gets the entries of the boot catalog: boot images, by their paths in the image, and how firmware boots them.</summary>
    public IList<BootEntry> BootEntries { get; } = [];

    /// <summary>Gets the files that are appended to the image as partitions.</summary>
    public IList<AppendedPartition> Partitions { get; } = [];

    /// <summary>Gets the content of the EFI system partition, which is made with a UEFI boot entry: see <see cref="IsoSettingsExtensions.WithEfiBoot(IsoBuildSettings, FilePath, string)"/>.</summary>
    public IList<IsoEfiContent> EfiContent { get; } = [];

    /// <summary>Gets the boot loaders by machine, each of which goes where the machine's firmware looks for it: see <see cref="IsoSettingsExtensions.WithLoader"/>.</summary>
    public IList<KeyValuePair<Machine, FilePath>> Loaders { get; } = [];

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
