namespace IsoBuild.Interop.Tests;

/// <summary>Firmware of both kinds starts images from both kinds of media: what it starts finds its configuration, and shows its prompt.</summary>
public sealed class BootMatrixTests(BootableImages images) : IClassFixture<BootableImages>
{
    /// <summary>Its prompt: that it comes, and over the serial line, its configuration says.</summary>
    [ToolTheory(Firmware.Bios, BootableImages.Isolinux, BootableImages.IsolinuxModule, BootableImages.GrubForUefi, "grub-mkimage")]
    [InlineData("Cd")]
    [InlineData("Usb")]
    public void Bios_starts_ISOLINUX(string medium) =>
        Assert.Contains("ISOLINUX", Firmware.BootBios(images["isolinux"], Medium(medium), "boot:"), StringComparison.Ordinal);

    [ToolTheory(Firmware.Bios, BootableImages.GrubForBios, BootableImages.GrubForUefi, "grub-mkimage")]
    [InlineData("Cd")]
    [InlineData("Usb")]
    public void Bios_starts_GRUB(string medium) =>
        Assert.Contains(BootableImages.GrubHello + "pc", Firmware.BootBios(images["grub"], Medium(medium), "grub>"), StringComparison.Ordinal);

    [ToolTheory(Firmware.Bios, BootableImages.Ovmf, BootableImages.Isolinux, BootableImages.IsolinuxModule, BootableImages.GrubForBios, BootableImages.GrubForUefi, "grub-mkimage")]
    [InlineData("isolinux", "Cd")]
    [InlineData("isolinux", "Usb")]
    [InlineData("grub", "Cd")]
    [InlineData("grub", "Usb")]
    public void Uefi_starts_GRUB(string image, string medium) =>
        Assert.Contains(BootableImages.GrubHello + "efi", Firmware.BootUefi(images[image], Medium(medium), "grub>"), StringComparison.Ordinal);

    [ToolTheory(Firmware.Bios, BootableImages.Ovmf)]
    [InlineData("Cd")]
    [InlineData("Usb")]
    public void Uefi_starts_a_program_alone(string medium) =>
        Assert.Contains(BootableImages.EfiHello, Firmware.BootUefi(images["efi"], Medium(medium), BootableImages.EfiHello), StringComparison.Ordinal);

    private static BootMedium Medium(string name) => Enum.Parse<BootMedium>(name);
}
