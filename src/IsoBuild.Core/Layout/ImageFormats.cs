namespace IsoBuild.Layout;

/// <summary>The directory trees an image carries. ISO 9660 itself is always there.</summary>
[Flags]
public enum ImageFormats
{
    /// <summary>ISO 9660 (ECMA-119): short upper-case names, readable everywhere.</summary>
    Iso9660 = 1,

    /// <summary>Joliet: Unicode names of up to 64 characters; what Windows reads.</summary>
    Joliet = 2,

    /// <summary>Rock Ridge (RRIP 1.12): POSIX names, modes and dates; what Linux, macOS and FreeBSD read.</summary>
    RockRidge = 4,

    /// <summary>All three: the default.</summary>
    Default = Iso9660 | Joliet | RockRidge,
}
