namespace IsoBuild.ElTorito;

/// <summary>The boot loader of an image, which also decides the settings of its boot entries.</summary>
public enum BootLoader
{
    /// <summary>No boot loader is looked for; only explicit boot entries are used.</summary>
    None = 0,

    /// <summary>Any of the boot loaders below that is found in the content by its files.</summary>
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
