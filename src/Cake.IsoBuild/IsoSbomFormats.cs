namespace Cake.IsoBuild;

/// <summary>The formats of software bills of materials.</summary>
[Flags]
public enum IsoSbomFormats
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>SPDX 2.3, as JSON.</summary>
    Spdx = 1,

    /// <summary>CycloneDX 1.6, as JSON.</summary>
    CycloneDx = 2,
}
