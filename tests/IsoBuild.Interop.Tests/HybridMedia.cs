using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Interop.Tests;

/// <summary>Images with other people's boot loaders, each of which says hello on the first serial port.</summary>
internal sealed class HybridMedia : IDisposable
{
    /// <summary>Its prompt; that it comes over the serial line, the configuration says.</summary>
    public const string IsolinuxHello = "boot:";

    public const string GrubHello = "GRUB says hello on pc";
    public const string EfiHello = "GRUB says hello on efi";

    /// <summary>Where Debian's packages isolinux, syslinux-common and grub-pc-bin put their files.</summary>
    public const string IsolinuxCode = "/usr/lib/ISOLINUX/isohdpfx.bin";
    public const string GrubCode = "/usr/lib/grub/i386-pc/boot_hybrid.img";

    private const string Isolinux = "/usr/lib/ISOLINUX/isolinux.bin";
    private const string IsolinuxModule = "/usr/lib/syslinux/modules/bios/ldlinux.c32";

    private static readonly string[] GrubModules = ["iso9660", "fat", "part_gpt", "part_msdos", "serial", "terminal", "echo", "normal", "sleep", "ls"];

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>Writes an image.</summary>
    /// <param name="hybrid">Its tables; none for one that boots from discs alone.</param>
    /// <param name="bios">What starts in BIOS mode: <c>isolinux</c>, <c>grub</c> or nothing.</param>
    /// <param name="hasEfi">Whether there is an EFI system partition, with GRUB in it.</param>
    /// <param name="formats">The trees.</param>
    /// <param name="isEfiOurs">Whether we make the EFI system partition, and decide where it is shown.</param>
    public string Write(HybridOptions? hybrid, string bios = "", bool hasEfi = false, ImageFormats formats = ImageFormats.Default, bool isEfiOurs = false)
    {
        ImageBuilder builder = new(new ImageOptions { VolumeId = "HYBRID", Formats = formats, PaddingSectors = 16, Hybrid = hybrid });
        if (bios == "isolinux")
        {
            builder.AddFile("isolinux/isolinux.bin", Isolinux)
                .AddFile("isolinux/ldlinux.c32", IsolinuxModule)
                .AddFile("isolinux/isolinux.cfg", System.Text.Encoding.ASCII.GetBytes("SERIAL 0 115200\nPROMPT 1\nTIMEOUT 0\nDEFAULT none\n"))
                .AddBootEntry(new BootEntry { ImagePath = "isolinux/isolinux.bin", BootInfoTable = true });
        }
        else if (bios == "grub")
        {
            builder.AddFile("boot/grub/core.img", GrubImage("i386-pc-eltorito", "serial --unit=0\nterminal_output serial\necho \"GRUB says hello on ${grub_platform}\"\nsleep 60\n", "biosdisk"))
                .AddBootEntry(new BootEntry { ImagePath = "boot/grub/core.img", BootInfoTable = true, GrubBootInfo = true });
        }

        if (hasEfi && isEfiOurs)
        {
            builder.AddEfiBoot("", EfiProgram());
        }
        else if (hasEfi)
        {
            builder.AddFile("boot/efi.img", EfiSystemPartition()).AddBootEntry(new BootEntry { ImagePath = "boot/efi.img", Platform = BootPlatform.Uefi });
        }

        string path = temp.Combine("hybrid.iso");
        builder.Write(path).EnsureSuccess();
        return path;
    }

    private string EfiSystemPartition()
    {
        string program = EfiProgram();
        string image = temp.Combine("efi.img");
        Readers.Shell("mkfs.fat -C -F 12 \"$1\" 2880 >/dev/null; mmd -i \"$1\" ::EFI ::EFI/BOOT; mcopy -i \"$1\" \"$2\" ::EFI/BOOT/BOOTX64.EFI", image, program);
        return image;
    }

    private string EfiProgram() => GrubImage("x86_64-efi", "echo \"GRUB says hello on ${grub_platform}\"\nsleep 60\n");

    private string GrubImage(string format, string script, params string[] modules)
    {
        string image = temp.Combine($"{format}.img");
        Readers.Run("grub-mkimage", ["-O", format, "-o", image, "-p", "/boot/grub", "-c", temp.Write($"{format}.cfg", script), .. GrubModules, .. modules]);
        return image;
    }
}
