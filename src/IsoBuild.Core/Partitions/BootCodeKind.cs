namespace IsoBuild.Partitions;

/// <summary>Whose code the master boot record holds.</summary>
public enum BootCodeKind
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>Ours, which says that the disk does not start.</summary>
    Message,

    /// <summary>ISOLINUX': <c>isohdpfx.bin</c> and the like. It starts <c>isolinux.bin</c>, wherever bytes 432 to 439 say that it lies.</summary>
    Isolinux,

    /// <summary>GRUB's: <c>boot_hybrid.img</c>. It starts GRUB's El Torito image, wherever bytes 432 to 439 say that it lies.</summary>
    Grub,

    /// <summary>Somebody else's.</summary>
    Other,
}
