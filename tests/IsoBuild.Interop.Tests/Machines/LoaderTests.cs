using System.Text;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Interop.Tests.Machines;

/// <summary>Boot loaders, and what they start, from images of ours: each says what it is on the serial line.</summary>
public sealed class LoaderTests : IDisposable
{
    private const string SystemdX64 = "amd64/usr/lib/systemd/boot/efi/systemd-bootx64.efi";
    private const string SystemdArm64 = "arm64/usr/lib/systemd/boot/efi/systemd-bootaa64.efi";
    private const string Arm64Folder = "arm64/usr/lib/grub/arm64-efi";
    private const string X64Folder = "amd64/usr/lib/grub/x86_64-efi";
    private const string PcFolder = "amd64/usr/lib/grub/i386-pc";
    private const string Shim = "amd64/usr/lib/shim/";
    private const string SignedGrub = "amd64/usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed";
    private const string Memtest = "amd64/boot/memtest86+x64.bin";
    private const string Xen = "amd64/boot/xen-4.17-amd64.gz";

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>It reads its entries in the EFI system partition, and starts what the one for its machine names: a GRUB that says so.</summary>
    [MachineTheory("x64 arm64", SystemdX64, SystemdArm64, Arm64Folder)]
    [InlineData("x64", "ide-cd", "x86_64")]
    [InlineData("x64", "usb", "x86_64")]
    [InlineData("arm64", "scsi-cd", "arm64")]
    [InlineData("arm64", "usb", "arm64")]
    public void Systemd_boot(string machine, string medium, string processor)
    {
        const string hello = "systemd-boot started GRUB on ";
        string image = Write(
            new ImageBuilder(new ImageOptions { VolumeId = "SYSTEMD_BOOT", BootLoader = BootLoader.SystemdBoot, Hybrid = new HybridOptions() })
                .AddFile("EFI/BOOT/BOOTX64.EFI", MachineFiles.Find(SystemdX64))
                .AddFile("EFI/BOOT/BOOTAA64.EFI", MachineFiles.Find(SystemdArm64))
                .AddFile("loader/loader.conf", "timeout 1\n"u8.ToArray())
                .AddFile("loader/entries/x64.conf", "title Hello\nefi /hello/x64.efi\narchitecture x64\n"u8.ToArray())
                .AddFile("loader/entries/arm64.conf", "title Hello\nefi /hello/arm64.efi\narchitecture aa64\n"u8.ToArray())
                .AddFile("hello/x64.efi", Grub(X64Folder, "x86_64-efi", $"echo \"{hello}${{grub_cpu}}.\"\nsleep 600\n"))
                .AddFile("hello/arm64.efi", Grub(Arm64Folder, "arm64-efi", $"echo \"{hello}${{grub_cpu}}.\"\nsleep 600\n")));

        string expected = $"{hello}{processor}.";
        Assert.Contains(expected, Machine.All[machine].Boot(image, medium, expected), StringComparison.Ordinal);
    }

    /// <summary>Debian's programs of the chain of Secure Boot, given without their places.</summary>
    [MachineTheory("x64", Shim + "shimx64.efi.signed", Shim + "mmx64.efi.signed", Shim + "fbx64.efi.signed", SignedGrub)]
    [InlineData("x64")]
    public void The_chain_of_secure_boot_is_placed(string machine)
    {
        ImageBuilder builder = new ImageBuilder()
            .AddEfiBoot("", MachineFiles.Find($"{Shim}shim{machine}.efi.signed"))
            .AddEfiBoot("", MachineFiles.Find($"{Shim}mm{machine}.efi.signed"))
            .AddEfiBoot("", MachineFiles.Find($"{Shim}fb{machine}.efi.signed"))
            .AddEfiBoot("", MachineFiles.Find(SignedGrub));
        using IsoImage image = IsoImage.Open(Write(builder));

        Assert.Equal(
            ["EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/fbx64.efi", "EFI/BOOT/grubx64.efi", "EFI/BOOT/mmx64.efi"],
            image.FilesOf(Assert.Single(image.Boot!.Entries)).Where(file => !file.IsDirectory).Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(builder.Plan().Diagnostics, found => found.Severity != DiagnosticSeverity.Info);
    }

    /// <summary>An image in the image: what lies in it is found by sector.</summary>
    [MachineTheory("bios")]
    [InlineData("ide-cd")]
    [InlineData("usb")]
    public void Grubs_loopback(string medium)
    {
        const string hello = "from the inner image";
        string inner = temp.Combine("inner.iso");
        new ImageBuilder(new ImageOptions { VolumeId = "INNER" })
            .AddFile("boot/grub/grub.cfg", Encoding.ASCII.GetBytes($"echo {hello}\nsleep 600\n"))
            .Write(inner).EnsureSuccess();

        string image = WriteGrub("loopback inner /inner.iso\nset root=(inner)\nconfigfile /boot/grub/grub.cfg\n", ("inner.iso", inner));

        Assert.Contains(hello, Machine.All["bios"].Boot(image, medium, hello), StringComparison.Ordinal);
    }

    [MachineTheory("bios", Memtest)]
    [InlineData("ide-cd")]
    [InlineData("usb")]
    public void Memtest86(string medium)
    {
        const string screen = "Memtest86+ v6.10";
        string image = WriteGrub("linux16 /memtest.bin console=ttyS0,115200\nboot\n", ("memtest.bin", MachineFiles.Find(Memtest)));

        Assert.Contains(screen, Machine.All["bios"].Boot(image, medium, screen), StringComparison.Ordinal);
    }

    /// <summary>By multiboot2.</summary>
    [MachineTheory("bios", Xen)]
    [InlineData("ide-cd")]
    [InlineData("usb")]
    public void The_hypervisor_Xen(string medium)
    {
        const string banner = "(XEN) Xen version 4.17";
        string image = WriteGrub("multiboot2 /xen.gz console=com1 com1=115200,8n1 noreboot\nboot\n", ("xen.gz", MachineFiles.Find(Xen)));

        Assert.Contains(banner, Machine.All["bios"].Boot(image, medium, banner), StringComparison.Ordinal);
    }

    private string WriteGrub(string configuration, (string Target, string Source) file) => Write(
        new ImageBuilder(new ImageOptions { VolumeId = "LOADER", BootLoader = BootLoader.Grub, Hybrid = new HybridOptions() })
            .AddFile("boot/grub/i386-pc/eltorito.img", Grub(PcFolder, "i386-pc-eltorito", "serial --unit=0 --speed=115200\nterminal_output serial\nsearch --file --set=root /boot/grub/grub.cfg\nconfigfile /boot/grub/grub.cfg\n", "biosdisk", "serial", "terminal", "loopback", "multiboot2", "linux16", "gzio"))
            .AddFile("boot/grub/i386-pc/", MachineFiles.Find($"{PcFolder}/boot_hybrid.img"))
            .AddFile("boot/grub/grub.cfg", Encoding.ASCII.GetBytes(configuration))
            .AddFile(file.Target, file.Source));

    private string Write(ImageBuilder builder)
    {
        string image = temp.Combine("image.iso");
        builder.Write(image).EnsureSuccess();
        return image;
    }

    private string Grub(string folder, string format, string script, params string[] modules)
    {
        string image = temp.Combine($"{format}.img");
        Readers.Run("grub-mkimage", ["-d", MachineFiles.Find(folder), "-O", format, "-o", image, "-p", "/boot/grub", "-c", temp.Write($"{format}.cfg", script), "iso9660", "part_gpt", "part_msdos", "echo", "normal", "search", "search_fs_file", "configfile", "sleep", .. modules]);
        return image;
    }
}
