using Cake.Core.IO;
using IsoBuild.Content;

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

    /// <summary>Gets or sets the volume identifier: up to 32 characters. By default it follows from the image's name: <c>MY_APP</c> for <c>my-app.iso</c>.</summary>
    public string? VolumeId { get; set; }

    /// <summary>Gets or sets who publishes the volume: up to 128 characters.</summary>
    public string Publisher { get; set; } = "";

    /// <summary>Gets or sets what application the volume is for: up to 128 characters.</summary>
    public string ApplicationId { get; set; } = "";

    /// <summary>Gets or sets the one timestamp of the volume and of everything in it. By default it is the environment variable
    /// <c>SOURCE_DATE_EPOCH</c>, else 1980-01-01T00:00:00Z.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Gets or sets where the dates of files and directories come from. By default they are the <see cref="Timestamp"/>.</summary>
    public FileDates FileDates { get; set; }

    /// <summary>Gets or sets the directory trees: ISO 9660, Joliet and Rock Ridge by default. ISO 9660 is always there.</summary>
    public ImageFormats Formats { get; set; } = ImageFormats.Default;

    /// <summary>Gets or sets the interchange level of names in the ISO 9660 tree: 1 for 8.3 names, 2 or 3 for 31 characters.</summary>
    public int IsoLevel { get; set; } = 3;

    /// <summary>Gets or sets a value indicating whether the image's SHA-256 is written beside it: <c>app.iso.sha256</c>, as <c>sha256sum -c</c> reads it.</summary>
    public bool Checksum { get; set; }

    /// <summary>Gets or sets a value indicating whether a warning stops the build before an image is made.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Gets the codes of warnings that are neither logged as warnings nor treated as errors: <c>ISOB1010</c>.</summary>
    public ISet<string> NoWarn { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how many threads copy files; 0 for as many as there are processors. Never changes the image.</summary>
    public int Threads { get; set; }
}
