namespace IsoBuild.ElTorito;

/// <summary>What starts the image, and with it the settings it wants.</summary>
public enum BootLoader
{
    /// <summary>Nothing but what boot entries say.</summary>
    None = 0,

    /// <summary>Whatever lies in the content: those below, each by its files.</summary>
    Auto,

    /// <summary>ISOLINUX: <c>isolinux.bin</c>, and <c>isohdpfx.bin</c> for disks.</summary>
    Isolinux,

    /// <summary>GRUB 2: an El Torito image with its core (<c>eltorito.img</c>), and <c>boot_hybrid.img</c> for disks.</summary>
    Grub,

    /// <summary>Limine: <c>limine-bios-cd.bin</c> and <c>limine-uefi-cd.bin</c>.</summary>
    Limine,

    /// <summary>systemd-boot, for UEFI.</summary>
    SystemdBoot,

    /// <summary>Windows: <c>etfsboot.com</c> and <c>efisys.bin</c>.</summary>
    Windows,
}
