namespace IsoBuild.Content;

/// <summary>The kind of a text file beside an image, by which a former version of it is distinguished from an unrelated file.</summary>
public enum CompanionKind
{
    /// <summary>A sector map: begins with <c>image</c>.</summary>
    SectorMap,

    /// <summary>Checksums in the format of sha256sum: lines of digest and name.</summary>
    Checksum,

    /// <summary>A picture of the sector map: begins with <c>&lt;svg</c>.</summary>
    Picture,

    /// <summary>A bill of materials of SPDX, in JSON, that IsoBuild made.</summary>
    Spdx,

    /// <summary>A bill of materials of CycloneDX, in JSON, that IsoBuild made.</summary>
    CycloneDx,

    /// <summary>An in-toto statement, in JSON, that IsoBuild made.</summary>
    Provenance,
}

/// <summary>Companions in words.</summary>
internal static class CompanionText
{
    public static string Of(CompanionKind kind) => kind switch
    {
        CompanionKind.SectorMap => "sector map",
        CompanionKind.Picture => "picture of the sector map",
        CompanionKind.Spdx => "bill of materials (SPDX)",
        CompanionKind.CycloneDx => "bill of materials (CycloneDX)",
        CompanionKind.Provenance => "statement of provenance",
        _ => "checksum",
    };

    /// <summary>What a former text of a kind is.</summary>
    public static string FormerOf(CompanionKind kind) => MarksOf(kind).Length > 0 ? $"{Of(kind)} that IsoBuild made" : Of(kind);

    /// <summary>What stands near the beginning of every document of a kind that IsoBuild makes, and of no other's; empty for kinds that are no such documents.</summary>
    public static string[] MarksOf(CompanionKind kind) => kind switch
    {
        CompanionKind.Spdx => ["\"spdxVersion\": \"SPDX-", "\"Tool: IsoBuild-"],
        CompanionKind.CycloneDx => ["\"bomFormat\": \"CycloneDX\"", "\"name\": \"IsoBuild\""],
        CompanionKind.Provenance => ["\"_type\": \"https://in-toto.io/Statement/", "\"buildType\": \"https://www.nuget.org/packages/IsoBuild."],
        _ => [],
    };
}
