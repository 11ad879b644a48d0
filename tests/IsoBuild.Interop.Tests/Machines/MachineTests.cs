namespace IsoBuild.Interop.Tests.Machines;

/// <summary>One image of ours starts on every machine, from a disc and from a disk or stick: what starts finds its configuration in the volume.</summary>
public sealed class MachineTests(MachineMedia media) : IClassFixture<MachineMedia>
{
    [MachineFact("bios")]
    public Task Bios() => Boots("bios", MachineMedia.GrubHello + "i386 pc.");

    [MachineFact("x64")]
    public Task X64() => Boots("x64", MachineMedia.GrubHello + "x86_64 efi.");

    [MachineFact("x64-secure")]
    public Task X64_with_Secure_Boot() => Boots("x64-secure", MachineMedia.GrubHello + "x86_64 efi.");

    /// <summary>The test of the test: what nobody has signed is refused.</summary>
    [MachineFact("x64-secure")]
    public void Secure_Boot_is_on()
    {
        string serial = Machine.All["x64-secure"].Boot(media.Unsigned, "ide-cd", "Access Denied");
        Assert.DoesNotContain(MachineMedia.GrubHello, serial, StringComparison.Ordinal);
    }

    [MachineFact("ia32")]
    public Task Ia32() => Boots("ia32", MachineMedia.GrubHello + "i386 efi.");

    [MachineFact("arm64")]
    public Task Arm64() => Boots("arm64", MachineMedia.GrubHello + "arm64 efi.");

    [MachineFact("arm64-secure")]
    public Task Arm64_with_Secure_Boot() => Boots("arm64-secure", MachineMedia.GrubHello + "arm64 efi.");

    [MachineFact("arm")]
    public Task Arm() => Boots("arm", MachineMedia.GrubHello + "arm efi.");

    [MachineFact("riscv64")]
    public Task Riscv64() => Boots("riscv64", MachineMedia.GrubHello + "riscv64 efi.");

    [MachineFact("ppc64le")]
    public Task Ppc64le() => Boots("ppc64le", MachineMedia.GrubHello + "powerpc ieee1275.");

    [MachineFact("s390x")]
    public Task S390x() => Boots("s390x", MachineMedia.S390xHello);

    /// <summary>Drives and buses that firmware of Debian 12 boots from, beside those above.</summary>
    [LongMachineTheory]
    [InlineData("bios", "ide-hd")]
    [InlineData("bios", "ahci-cd")]
    [InlineData("bios", "ahci")]
    [InlineData("bios", "usb2")]
    [InlineData("bios", "usb-cd")]
    [InlineData("bios", "scsi-cd")]
    [InlineData("bios", "scsi-hd")]
    [InlineData("bios", "virtio")]
    [InlineData("bios", "nvme")]
    [InlineData("x64", "ide-hd")]
    [InlineData("x64", "usb2")]
    [InlineData("x64", "usb-cd")]
    [InlineData("x64", "scsi-cd")]
    [InlineData("x64", "scsi-hd")]
    [InlineData("x64", "virtio")]
    [InlineData("x64", "nvme")]
    [InlineData("x64-secure", "ide-hd")]
    [InlineData("x64-secure", "usb-cd")]
    [InlineData("x64-secure", "scsi-cd")]
    [InlineData("x64-secure", "virtio")]
    [InlineData("x64-secure", "nvme")]
    [InlineData("ia32", "ide-hd")]
    [InlineData("ia32", "usb-cd")]
    [InlineData("ia32", "virtio")]
    [InlineData("ia32", "nvme")]
    [InlineData("arm64", "usb-cd")]
    [InlineData("arm64", "scsi-hd")]
    [InlineData("arm64", "virtio")]
    [InlineData("arm64", "nvme")]
    [InlineData("arm64", "ahci-cd")]
    [InlineData("arm64", "ahci")]
    [InlineData("arm64-secure", "virtio")]
    [InlineData("arm64-secure", "nvme")]
    [InlineData("arm", "scsi-hd")]
    [InlineData("arm", "usb")]
    [InlineData("arm", "usb-cd")]
    [InlineData("ppc64le", "usb")]
    [InlineData("ppc64le", "usb-cd")]
    [InlineData("ppc64le", "virtio")]
    public void Other_drives(string machine, string medium)
    {
        Assert.Contains(MachineMedia.GrubHello, Machine.All[machine].Boot(media.Hybrid, medium, MachineMedia.GrubHello), StringComparison.Ordinal);
    }

    /// <summary>Two at a time: from a disc, and from a disk or stick.</summary>
    private async Task Boots(string name, string expected)
    {
        Machine machine = Machine.All[name];
        // Where a disc is known by having no partition tables alone.
        string disc = machine.Disc == machine.Disk ? media.Disc : media.Hybrid;
        Task<string>[] boots = [Task.Run(() => machine.Boot(disc, machine.Disc, expected)), Task.Run(() => machine.Boot(media.Hybrid, machine.Disk, expected))];
        Assert.All(await Task.WhenAll(boots), serial => Assert.Contains(expected, serial, StringComparison.Ordinal));
    }
}
