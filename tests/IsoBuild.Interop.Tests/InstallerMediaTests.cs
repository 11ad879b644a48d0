namespace IsoBuild.Interop.Tests;

/// <summary>Debian's installer, on the medium that the sample makes of it, starts on both kinds of firmware from both kinds of media.</summary>
public sealed class InstallerMediaTests(InstallerMedium medium) : IClassFixture<InstallerMedium>
{
    /// <summary>What the initial file system unpacks to.</summary>
    private static readonly string[] Memory = ["-m", "1024"];

    [ToolFact(Firmware.Bios, BootableImages.Ovmf, BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void The_installer_runs_the_payload_and_shows_its_first_screen() => Start(BootMedium.Cd, BootMedium.Usb);

    [LongToolFact(Firmware.Bios, BootableImages.Ovmf, BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void It_does_so_from_the_other_medium_of_each_firmware() => Start(BootMedium.Usb, BootMedium.Cd);

    [ToolFact("isoinfo", "xorriso", "sgdisk", "fdisk", "fsck.fat", "mdir", BootableImages.Isolinux, BootableImages.IsolinuxModule, InstallerMedium.Grub, InstallerMedium.Installer)]
    public void All_programs_agree() => BootReaders.AssertAgreement(medium.Image);

    /// <summary>The first screen without a network: what comes before it is answered in preseed.cfg, which has the payload run. Two machines at a time.</summary>
    private void Start(BootMedium biosMedium, BootMedium uefiMedium)
    {
        const string screen = "Detect network hardware";
        Task<string> bios = Task.Run(() => Firmware.BootBios(medium.Image, biosMedium, screen, Limits.Installer, Memory));
        string uefi = Firmware.BootUefi(medium.Image, uefiMedium, screen, Limits.Installer, Memory);
        foreach (string serial in (string[])[bios.GetAwaiter().GetResult(), uefi])
        {
            Assert.Contains(screen, serial, StringComparison.Ordinal);
            Assert.Contains(InstallerMedium.PayloadHello, serial, StringComparison.Ordinal);
        }
    }
}
