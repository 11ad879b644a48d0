namespace IsoBuild.Machines;

/// <summary>A kind of machine that boots from images: its processor, and the firmware that looks for a boot loader.</summary>
public enum Machine
{
    /// <summary>PCs with a BIOS (x86, 32 or 64 bits).</summary>
    Bios,

    /// <summary>32-bit x86 with UEFI.</summary>
    Ia32,

    /// <summary>64-bit x86 with UEFI.</summary>
    X64,

    /// <summary>32-bit ARM with UEFI.</summary>
    Arm,

    /// <summary>64-bit ARM with UEFI.</summary>
    Arm64,

    /// <summary>64-bit RISC-V with UEFI.</summary>
    RiscV64,

    /// <summary>64-bit LoongArch with UEFI.</summary>
    LoongArch64,

    /// <summary>64-bit PowerPC with Open Firmware (CHRP), such as SLOF of IBM's servers and of QEMU.</summary>
    Ppc64le,

    /// <summary>IBM Z, with what starts its guests of KVM from images (s390-ccw).</summary>
    S390x,
}
