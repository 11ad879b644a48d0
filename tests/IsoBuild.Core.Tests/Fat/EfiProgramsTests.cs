using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>UEFI 3.5.1.1: <c>\EFI\BOOT\BOOT{machine}.EFI</c>.</summary>
public class EfiProgramsTests
{
    [Theory]
    [InlineData("EFI/BOOT/BOOTX64.EFI", true)]
    [InlineData("efi/boot/bootaa64.efi", true)]
    [InlineData("EFI/BOOT/GRUBX64.EFI", false)]
    [InlineData("EFI/BOOT/BOOTX64.CSV", false)]
    [InlineData("EFI/BOOT/BOOT/X64.EFI", false)]
    [InlineData("EFI/BOOTX64.EFI", false)]
    [InlineData("OLD/EFI/BOOT/BOOTX64.EFI", false)]
    public void Where_firmware_looks(string path, bool expected) => Assert.Equal(expected, EfiPrograms.IsDefault(path));
}
