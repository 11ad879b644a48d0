namespace IsoBuild.Content;

/// <summary>The directory trees of an image.</summary>
/// <remarks>Joliet, Rock Ridge and ISO 9660:1999 need an ISO 9660 volume, which is added with any of them.
/// UDF can be alone, or together with the others (a bridge), with shared file content.</remarks>
[Flags]
public enum ImageFormats
{
    /// <summary>ISO 9660 (ECMA-119): short upper-case names, readable everywhere.</summary>
    Iso9660 = 1,

    /// <summary>Joliet: Unicode names of up to 64 characters; what Windows reads.</summary>
    Joliet = 2,

    /// <summary>Rock Ridge (RRIP 1.12): POSIX names, modes, dates and links; what Linux, macOS and FreeBSD read.</summary>
    RockRidge = 4,

    /// <summary>UDF 1.02 (ECMA-167): Unicode names of up to 255 bytes; what Windows prefers, and the only tree of large Windows media.</summary>
    Udf = 8,

    /// <summary>ISO 9660:1999: an enhanced volume descriptor with names of up to 207 bytes.</summary>
    Iso1999 = 16,

    /// <summary>ISO 9660, Joliet and Rock Ridge: the default.</summary>
    Default = Iso9660 | Joliet | RockRidge,
}

/// <summary>What follows from the formats that somebody asks for.</summary>
internal static class ImageFormatSets
{
    /// <summary>Every tree that there is.</summary>
    public const ImageFormats All = ImageFormats.Default | ImageFormats.Udf | ImageFormats.Iso1999;

    /// <summary>The trees of the image: with ISO 9660, where others need its volume.</summary>
    public static ImageFormats Complete(this ImageFormats formats) => formats == ImageFormats.Udf ? formats : formats | ImageFormats.Iso9660;
}
