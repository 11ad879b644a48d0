using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Interop.Tests;

/// <summary>Images that start, of trees as distributions lay them out: nothing is told but that boot loaders are to be looked for. Each is made once.</summary>
public sealed class BootableImages : IDisposable
{
    /// <summary>What GRUB says on behalf of its configuration, which lies on the volume, with its platform behind it.</summary>
    public const string GrubHello = "GRUB read its configuration on ";

    public const string EfiHello = "An EFI program alone";

    public const string FloppyHello = "A floppy";

    /// <summary>Of Debian's packages isolinux, syslinux-common, grub-pc-bin, grub-efi-amd64-bin and ovmf: given as tools, each is missed where it is missing.</summary>
    public const string Isolinux = "/usr/lib/ISOLINUX/isolinux.bin";
    public const string IsolinuxModule = "/usr/lib/syslinux/modules/bios/ldlinux.c32";
    public const string GrubForBios = "/usr/lib/grub/i386-pc/boot_hybrid.img";
    public const string GrubForUefi = "/usr/lib/grub/x86_64-efi/moddep.lst";
    public const string Ovmf = "/usr/share/OVMF/OVMF_CODE_4M.fd";

    private const string IsolinuxCode = "/usr/lib/ISOLINUX/isohdpfx.bin";

    private static readonly string[] GrubModules = ["iso9660", "part_gpt", "part_msdos", "serial", "terminal", "echo", "normal", "search", "search_fs_file", "configfile", "test"];

    private readonly TempDirectory temp = new();
    private readonly Dictionary<string, Lazy<string>> images;

    public BootableImages() => images = new(StringComparer.Ordinal)
    {
        ["isolinux"] = new(() => Write("isolinux", AddIsolinux)),
        ["grub"] = new(() => Write("grub", AddGrub)),
        ["efi"] = new(() => Write("efi", builder => builder.AddEfiBoot("", BootCode.EfiProgram(EfiHello)))),
        ["floppy"] = new(() => Write("floppy", builder => builder
            .AddFile("boot/floppy.img", BootCode.BootSector(FloppyHello, 1_474_560))
            .AddBootEntry(new BootEntry { ImagePath = "boot/floppy.img", Emulation = BootEmulation.Floppy144 }))),
    };

    public void Dispose() => temp.Dispose();

    /// <summary>The path of an image.</summary>
    /// <param name="name"><c>isolinux</c>, with GRUB for UEFI; <c>grub</c> for both; <c>efi</c>, a program for UEFI alone; <c>floppy</c>.</param>
    public string this[string name] => images[name].Value;

    private string Write(string name, Action<ImageBuilder> add)
    {
        ImageBuilder builder = new(new ImageOptions
        {
            VolumeId = name.ToUpperInvariant(),
            BootLoader = name is "isolinux" or "grub" ? BootLoader.Auto : BootLoader.None,
            Hybrid = name == "floppy" ? null : new HybridOptions(),
        });
        builder.AddFile("readme.txt", "beside it"u8.ToArray());
        add(builder);
        string image = temp.Combine($"{name}.iso");
        builder.Write(image).EnsureSuccess();
        return image;
    }

    private void AddIsolinux(ImageBuilder builder)
    {
        builder.AddFile("isolinux/", Isolinux)
            .AddFile("isolinux/", IsolinuxCode)
            .AddFile("isolinux/", IsolinuxModule)
            .AddFile("isolinux/isolinux.cfg", "SERIAL 0 115200\nPROMPT 1\nTIMEOUT 0\nDEFAULT none\n"u8.ToArray());
        AddGrubForUefi(builder, "isolinux");
    }

    private void AddGrub(ImageBuilder builder)
    {
        builder.AddFile("boot/grub/i386-pc/eltorito.img", GrubImage("grub", "i386-pc-eltorito", "biosdisk"))
            .AddFile("boot/grub/i386-pc/", GrubForBios);
        AddGrubForUefi(builder, "grub");
    }

    private void AddGrubForUefi(ImageBuilder builder, string name) => builder
        .AddFile("EFI/BOOT/BOOTX64.EFI", GrubImage(name, "x86_64-efi"))
        .AddFile("boot/grub/grub.cfg", System.Text.Encoding.ASCII.GetBytes($"serial --unit=0 --speed=115200\nterminal_input serial\nterminal_output serial\necho \"{GrubHello}${{grub_platform}}\"\n"));

    /// <summary>GRUB that looks for its configuration on all it can see, as that of live media does.</summary>
    private string GrubImage(string name, string format, params string[] modules)
    {
        string image = temp.Combine($"{name}-{format}.img");
        string script = temp.Write($"{name}-{format}.cfg", "search --file --set=root /boot/grub/grub.cfg\nset prefix=($root)/boot/grub\nconfigfile /boot/grub/grub.cfg\n");
        Readers.Run("grub-mkimage", ["-O", format, "-o", image, "-p", "/boot/grub", "-c", script, .. GrubModules, .. modules]);
        return image;
    }
}
