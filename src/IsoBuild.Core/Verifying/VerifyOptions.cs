namespace IsoBuild.Verifying;

/// <summary>The systems, firmware and machines that an image is verified for.</summary>
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

    /// <summary>UEFI firmware that boots from a disc, on whatever machine.</summary>
    Uefi,

    /// <summary>32-bit x86 machines with UEFI that boot from a disc or a disk.</summary>
    Ia32,

    /// <summary>64-bit x86 machines with UEFI that boot from a disc or a disk.</summary>
    X64,

    /// <summary>32-bit ARM machines with UEFI that boot from a disc or a disk.</summary>
    Arm,

    /// <summary>64-bit ARM machines with UEFI that boot from a disc or a disk.</summary>
    Arm64,

    /// <summary>64-bit RISC-V machines with UEFI that boot from a disc or a disk.</summary>
    RiscV64,

    /// <summary>64-bit LoongArch machines with UEFI that boot from a disc or a disk.</summary>
    LoongArch64,

    /// <summary>64-bit PowerPC machines with Open Firmware that boot from a disc or a disk.</summary>
    Ppc64le,

    /// <summary>Guests of IBM Z that boot from a disc or a disk.</summary>
    S390x,
}

/// <summary>What to verify.</summary>
public sealed record VerifyOptions
{
    /// <summary>The consumers to report on: how each of them will see the image.</summary>
    public IReadOnlyCollection<ImageConsumer> Consumers { get; init; } = [];
}
