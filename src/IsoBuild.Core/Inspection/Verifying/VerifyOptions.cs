namespace IsoBuild.Inspection;

/// <summary>Who reads an image.</summary>
public enum ImageConsumer
{
    /// <summary>Windows: its CDFS driver and Explorer.</summary>
    Windows,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>The Linux kernel's isofs, and libblkid, which tells it what the volume is.</summary>
    Linux,

    /// <summary>FreeBSD, NetBSD likewise.</summary>
    FreeBsd,

    /// <summary>The firmware of a PC that boots from a disc by BIOS.</summary>
    Bios,

    /// <summary>UEFI firmware that boots from a disc.</summary>
    Uefi,
}

/// <summary>What to verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>For whom to say what they will make of the image.</summary>
    public IReadOnlyCollection<ImageConsumer> Consumers { get; init; } = [];
}
