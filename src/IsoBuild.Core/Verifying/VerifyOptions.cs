namespace IsoBuild.Verifying;

/// <summary>The systems and firmware that an image is verified for.</summary>
public enum ImageConsumer
{
    /// <summary>Windows: its CDFS driver and Explorer.</summary>
    Windows,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Linux: the kernel's isofs and udf drivers, and libblkid, which detects the file system.</summary>
    Linux,

    /// <summary>FreeBSD, and similarly NetBSD.</summary>
    FreeBsd,

    /// <summary>The firmware of a PC that boots from a disc by BIOS.</summary>
    Bios,

    /// <summary>UEFI firmware that boots from a disc.</summary>
    Uefi,
}

/// <summary>What to verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>The consumers to report on: how each of them will see the image.</summary>
    public IReadOnlyCollection<ImageConsumer> Consumers { get; init; } = [];
}
