namespace IsoBuild.Partitions;

/// <summary>The kind of boot code in a master boot record.</summary>
public enum BootCodeKind
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>The code of IsoBuild, which prints that the disk is not bootable.</summary>
    Message,

    /// <summary>The code of ISOLINUX: <c>isohdpfx.bin</c> and similar. It loads <c>isolinux.bin</c> from the block in bytes 432 to 439.</summary>
    Isolinux,

    /// <summary>The code of GRUB: <c>boot_hybrid.img</c>. It loads GRUB's El Torito image from the block in bytes 432 to 439.</summary>
    Grub,

    /// <summary>Other code.</summary>
    Other,
}
