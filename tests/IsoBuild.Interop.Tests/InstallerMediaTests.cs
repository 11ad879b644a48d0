namespace IsoBuild.Interop.Tests;

/// <summary>Debian's installer, on the medium that the sample makes of it, starts on both kinds of firmware from both kinds of media.</summary>
public sealed class InstallerMediaTests(InstallerMedium medium) : IClassFixture<InstallerMedium>
{
    /// <summary>The kernel and its initial file system take most of a minute where all is quiet, and there is no KVM.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>What the initial file system unpacks to.</summary>
    private static readonly string[] Memory = ["-m", "1024"];

    /// <summary>The first screen without a network: what comes before it is answered in preseed.cfg.</summary>
    [ToolFact(Firmware.Bios, BootableImages.Ovmf, BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void The_installer_shows_its_first_screen()
    {
        const string screen = "Detect network hardware";
        Task<string> bios = Task.Run(() => Firmware.BootBios(medium.Image, BootMedium.Cd, screen, Limit, Memory));
        string uefi = Firmware.BootUefi(medium.Image, BootMedium.Usb, screen, Limit, Memory);
        foreach (string serial in (string[])[bios.GetAwaiter().GetResult(), uefi])
        {
            Assert.Contains(screen, serial, StringComparison.Ordinal);
            Assert.Contains(InstallerMedium.PreseedHello, serial, StringComparison.Ordinal);
        }
    }

    /// <summary>The other two ways, up to where the kernel has the initial file system in its memory: nothing of the medium is needed any more.</summary>
    [ToolFact(Firmware.Bios, BootableImages.Ovmf, BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void The_kernel_starts()
    {
        const string kernel = "Kernel command line: ";
        Task<string> bios = Task.Run(() => Firmware.BootBios(medium.Image, BootMedium.Usb, kernel, Limit, Memory));
        string uefi = Firmware.BootUefi(medium.Image, BootMedium.Cd, kernel, Limit, Memory);
        Assert.Contains(kernel, bios.GetAwaiter().GetResult(), StringComparison.Ordinal);
        Assert.Contains(kernel, uefi, StringComparison.Ordinal);
    }

    [ToolFact("isoinfo", "xorriso", "sgdisk", "fdisk", "fsck.fat", "mdir", BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void All_programs_agree() => BootReaders.AssertAgreement(medium.Image);
}
