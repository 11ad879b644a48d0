using IsoBuild.Machines;

namespace IsoBuild.Core.Tests.Machines;

/// <summary>UEFI 2.10, 3.5.1.1, table 3.7, and the RID catalog of .NET.</summary>
public class MachineNameTests
{
    [Theory]
    [InlineData("linux-x64", Machine.X64)]
    [InlineData("linux-musl-arm64", Machine.Arm64)]
    [InlineData("win-x86", Machine.Ia32)]
    [InlineData("linux-arm", Machine.Arm)]
    [InlineData("linux-armel", Machine.Arm)]
    [InlineData("LINUX-RISCV64", Machine.RiscV64)]
    [InlineData("linux-loongarch64", Machine.LoongArch64)]
    [InlineData("debian.12-ppc64le", Machine.Ppc64le)]
    [InlineData("linux-s390x", Machine.S390x)]
    [InlineData("browser-wasm", null)]
    [InlineData("any", null)]
    [InlineData("", null)]
    public void Of_runtime_identifiers(string identifier, Machine? expected) => Assert.Equal(expected, MachineNames.OfRuntimeIdentifier(identifier));

    [Theory]
    [InlineData("arm64", Machine.Arm64)]
    [InlineData("BIOS", Machine.Bios)]
    [InlineData("riscv64", Machine.RiscV64)]
    [InlineData("linux-s390x", Machine.S390x)]
    [InlineData("mips", null)]
    public void Names_and_identifiers_are_read(string text, Machine? expected)
    {
        Assert.Equal(expected is not null, MachineNames.TryParse(text, out Machine machine));
        Assert.Equal(expected ?? default, machine);
    }

    [Theory]
    [InlineData(Machine.Ia32, "BOOTIA32.EFI", 0x014C, "ia32 (UEFI)")]
    [InlineData(Machine.X64, "BOOTX64.EFI", 0x8664, "x64 (UEFI)")]
    [InlineData(Machine.Arm, "BOOTARM.EFI", 0x01C2, "arm (UEFI)")]
    [InlineData(Machine.Arm64, "BOOTAA64.EFI", 0xAA64, "arm64 (UEFI)")]
    [InlineData(Machine.RiscV64, "BOOTRISCV64.EFI", 0x5064, "riscv64 (UEFI)")]
    [InlineData(Machine.LoongArch64, "BOOTLOONGARCH64.EFI", 0x6264, "loongarch64 (UEFI)")]
    public void Of_UEFI(Machine machine, string file, int field, string title)
    {
        Assert.Equal(file, MachineNames.EfiFileName(machine));
        Assert.Equal(machine, EfiMachine.Of((ushort)field)!.Machine);
        Assert.Equal(machine, EfiMachine.LookingAt("efi/boot/" + file.ToLowerInvariant())!.Machine);
        Assert.Equal(title, MachineNames.TitleOf(machine));
    }

    [Theory]
    [InlineData(Machine.Bios, "bios", "x86 (BIOS)")]
    [InlineData(Machine.Ppc64le, "ppc64le", "ppc64le (Open Firmware)")]
    [InlineData(Machine.S390x, "s390x", "s390x")]
    public void Of_other_firmware(Machine machine, string name, string title)
    {
        Assert.Null(MachineNames.EfiFileName(machine));
        Assert.Equal((name, title), (MachineNames.NameOf(machine), MachineNames.TitleOf(machine)));
    }

    [Theory]
    [InlineData("EFI/BOOT/BOOTX64.EFI", "x64")]
    [InlineData("efi/boot/bootaa64.efi", "arm64")]
    [InlineData("EFI/BOOT/BOOTIA64.EFI", "Itanium")]
    [InlineData("EFI/BOOT/BOOTMGFW.EFI", null)]
    [InlineData("EFI/BOOT/BOOTARM64.EFI", null)]
    [InlineData("EFI/BOOT/GRUBX64.EFI", null)]
    [InlineData("EFI/BOOT/BOOTX64.CSV", null)]
    [InlineData("EFI/BOOT/BOOT/X64.EFI", null)]
    [InlineData("EFI/BOOTX64.EFI", null)]
    [InlineData("OLD/EFI/BOOT/BOOTX64.EFI", null)]
    public void Where_firmware_looks(string path, string? expected) => Assert.Equal(expected, EfiMachine.LookingAt(path)?.Name);

    [Fact]
    public void What_UEFI_has_no_name_for_is_called_by_its_number() => Assert.Equal("machine type 0x0EBC", EfiMachine.NameOf(0x0EBC));
}
