namespace IsoBuild.Layout;

/// <summary>What the user wants the volume to say, in every format.</summary>
internal sealed record VolumeText
{
    /// <summary>What messages call <see cref="VolumeId"/>.</summary>
    public const string VolumeIdName = "volume identifier";

    /// <summary>What messages call <see cref="SystemId"/>.</summary>
    public const string SystemIdName = "system identifier";

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the volume was made, where that is another date, to the hundredth of a second.</summary>
    public DateTimeOffset? OwnDate { get; init; }

    /// <summary>When the volume was made.</summary>
    public DateTimeOffset Date => OwnDate ?? Timestamp;

    public string VolumeId { get; init; } = "";

    public string SystemId { get; init; } = "";

    public string VolumeSetId { get; init; } = "";

    public string Publisher { get; init; } = "";

    public string Preparer { get; init; } = "";

    public string ApplicationId { get; init; } = "";

    public string CopyrightFile { get; init; } = "";

    public string AbstractFile { get; init; } = "";

    public string BibliographicFile { get; init; } = "";

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? Effective { get; init; }

    /// <summary>What the base says and nobody changed, in place of the words above.</summary>
    public KeptVolume? Kept { get; init; }
}
