using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild;

/// <summary>What an image is called and how it is made. Everything here influences the image's bytes.</summary>
public sealed record ImageOptions
{
    /// <summary>The volume identifier: up to 32 characters (ECMA-119 8.4.6). Windows shows the first 16.</summary>
    /// <remarks>The ISO 9660 descriptor holds <c>A-Z 0-9 _</c> alone: other characters are altered there, with a diagnostic.
    /// <see cref="VolumeIdentifier.Derive"/> makes a valid one out of any name.</remarks>
    public string VolumeId { get; init; } = "";

    /// <summary>Who publishes the volume: up to 128 characters (ECMA-119 8.4.20).</summary>
    public string Publisher { get; init; } = "";

    /// <summary>What application the volume is for: up to 128 characters (ECMA-119 8.4.22).</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The one timestamp of the volume and, unless <see cref="FileDates"/> says otherwise, of everything in it.
    /// 1970 to 2155, whole seconds; see <see cref="ImageTimestamp"/>.</summary>
    public DateTimeOffset Timestamp { get; init; } = ImageTimestamp.Default;

    /// <summary>Where the dates of files and directories come from.</summary>
    public FileDates FileDates { get; init; }

    /// <summary>The directory trees to write.</summary>
    public ImageFormats Formats { get; init; } = ImageFormats.Default;

    /// <summary>The interchange level that names of the ISO 9660 tree keep to (ECMA-119 10): 1 for 8.3 names, 2 or 3 for 31 characters.</summary>
    public int IsoLevel { get; init; } = 3;

    /// <summary>Empty sectors at the image's end, so that drives that read ahead find something. 2048-byte sectors.</summary>
    public int PaddingSectors { get; init; } = 150;
}

/// <summary>How to write an image. Nothing here influences the image's bytes.</summary>
public sealed record WriteOptions
{
    /// <summary>How many threads copy files; 0 for as many as there are processors.</summary>
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
