namespace IsoBuild.Content;

/// <summary>What a text beside an image is, by which a former one is told from somebody else's file.</summary>
public enum CompanionKind
{
    /// <summary>A sector map: begins with <c>image</c>.</summary>
    SectorMap,

    /// <summary>Checksums as sha256sum reads them: lines of digest and name.</summary>
    Checksum,

    /// <summary>A picture of the sector map: begins with <c>&lt;svg</c>.</summary>
    Picture,
}

/// <summary>Companions in words.</summary>
internal static class CompanionText
{
    public static string Of(CompanionKind kind) => kind switch
    {
        CompanionKind.SectorMap => "sector map",
        CompanionKind.Picture => "picture of the sector map",
        _ => "checksum",
    };
}
