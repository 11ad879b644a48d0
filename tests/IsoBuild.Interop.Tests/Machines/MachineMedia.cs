using System.Text;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Interop.Tests.Machines;

/// <summary>One image for all machines, with a boot loader of Debian for each. Each is made once.</summary>
public sealed class MachineMedia : IDisposable
{
    /// <summary>What GRUB says on behalf of its configuration, which lies on the volume; behind it its processor and platform.</summary>
    public const string GrubHello = "GRUB read its configuration on ";

    public const string S390xHello = "s390x reads this line";

    private const string PcFolder = "amd64/usr/lib/grub/i386-pc";
    private const string PcCode = PcFolder + "/boot_hybrid.img";
    private const string X64Folder = "amd64/usr/lib/grub/x86_64-efi";
    private const string Ia32Folder = "amd64/usr/lib/grub/i386-efi";
    private const string ArmFolder = "armhf/usr/lib/grub/arm-efi";
    private const string Riscv64Folder = "riscv64/usr/lib/grub/riscv64-efi";
    private const string PpcFolder = "ppc64el/usr/lib/grub/powerpc-ieee1275";

    private static readonly (string Target, string Source)[] SignedX64 =
    [
        ("EFI/BOOT/BOOTX64.EFI", "amd64/usr/lib/shim/shimx64.efi.signed"),
        ("EFI/BOOT/grubx64.efi", "amd64/usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed"),
        ("EFI/BOOT/mmx64.efi", "amd64/usr/lib/shim/mmx64.efi.signed"),
    ];

    private static readonly (string Target, string Source)[] SignedArm64 =
    [
        ("EFI/BOOT/BOOTAA64.EFI", "arm64/usr/lib/shim/shimaa64.efi.signed"),
        ("EFI/BOOT/grubaa64.efi", "arm64/usr/lib/grub/arm64-efi-signed/gcdaa64.efi.signed"),
        ("EFI/BOOT/mmaa64.efi", "arm64/usr/lib/shim/mmaa64.efi.signed"),
    ];

    private static readonly string[] Modules = ["iso9660", "part_gpt", "part_msdos", "echo", "normal", "search", "search_fs_file", "configfile", "test", "sleep"];

    private readonly TempDirectory temp = new();
    private readonly Lazy<string> hybrid;
    private readonly Lazy<string> disc;
    private readonly Lazy<string> unsigned;

    public MachineMedia()
    {
        hybrid = new(() => Write("hybrid", new HybridOptions(), isSigned: true));
        disc = new(() => Write("disc", hybrid: null, isSigned: true, isUefiAlone: true));
        unsigned = new(() => Write("unsigned", new HybridOptions(), isSigned: false));
    }

    /// <summary>What is made into the images.</summary>
    public static IReadOnlyList<string> Needs { get; } = [PcFolder, X64Folder, Ia32Folder, ArmFolder, Riscv64Folder, PpcFolder, .. SignedX64.Concat(SignedArm64).Select(file => file.Source)];

    /// <summary>For discs, disks and sticks.</summary>
    public string Hybrid => hybrid.Value;

    /// <summary>For UEFI alone, without partition tables: U-Boot 2023.01 leaves it to chance whether it looks at another entry than the first.</summary>
    public string Disc => disc.Value;

    /// <summary>With a GRUB for x64 that nobody has signed.</summary>
    public string Unsigned => unsigned.Value;

    public void Dispose() => temp.Dispose();

    private string Write(string name, HybridOptions? hybrid, bool isSigned, bool isUefiAlone = false)
    {
        ImageBuilder builder = new ImageBuilder(new ImageOptions { VolumeId = "EVERY_MACHINE", BootLoader = BootLoader.Auto, Hybrid = hybrid })
            .AddFile(".disk/info", "every machine"u8.ToArray())
            .AddFile("boot/grub/grub.cfg", Encoding.ASCII.GetBytes($"if [ $grub_platform = pc ]; then\n  serial --unit=0 --speed=115200\n  terminal_output serial\nfi\necho \"{GrubHello}${{grub_cpu}} ${{grub_platform}}.\"\nsleep 600\n"))
            // UEFI: the EFI system partition is made of the directory.
            .AddFile("EFI/BOOT/BOOTIA32.EFI", Grub(name, Ia32Folder, "i386-efi"))
            .AddFile("EFI/BOOT/BOOTARM.EFI", Grub(name, ArmFolder, "arm-efi"))
            .AddFile("EFI/BOOT/BOOTRISCV64.EFI", Grub(name, Riscv64Folder, "riscv64-efi"));
        if (!isUefiAlone)
        {
            AddOthers(builder, name);
        }

        if (!isSigned)
        {
            builder.AddFile("EFI/BOOT/BOOTX64.EFI", Grub(name, X64Folder, "x86_64-efi"));
        }

        foreach ((string target, string source) in isSigned ? SignedX64.Concat(SignedArm64) : SignedArm64)
        {
            builder.AddFile(target, MachineFiles.Find(source));
        }

        string image = temp.Combine($"{name}.iso");
        builder.Write(image).EnsureSuccess();
        return image;
    }

    private void AddOthers(ImageBuilder builder, string name) => builder
        // BIOS: code of the master boot record is found beside it.
        .AddFile("boot/grub/i386-pc/eltorito.img", Grub(name, PcFolder, "i386-pc-eltorito", "biosdisk", "serial", "terminal"))
        .AddFile("boot/grub/i386-pc/", MachineFiles.Find(PcCode))
        .AddBootEntry(new BootEntry { ImagePath = "boot/grub/i386-pc/eltorito.img", BootInfoTable = true, GrubBootInfo = true })
        // SLOF.
        .AddFile("ppc/bootinfo.txt", "<chrp-boot>\n<description>GRUB</description>\n<os-name>GRUB</os-name>\n<boot-script>boot &device;:\\boot\\grub\\powerpc.elf</boot-script>\n</chrp-boot>\n"u8.ToArray())
        .AddFile("boot/grub/powerpc.elf", Grub(name, PpcFolder, "powerpc-ieee1275"))
        // s390-ccw: any entry whose image begins as Linux does.
        .AddFile("boot/s390x.img", S390xCode.Program(S390xHello))
        .AddBootEntry(new BootEntry { ImagePath = "boot/s390x.img", LoadSize = BootEntry.WholeImage });

    /// <summary>The host's program makes GRUB for every processor: its modules are plain files.</summary>
    private string Grub(string name, string folder, string format, params string[] modules)
    {
        string image = temp.Combine($"{name}-{format}.img");
        string script = temp.Write($"{name}-{format}.cfg", "search --file --set=root /.disk/info\nset prefix=($root)/boot/grub\nconfigfile /boot/grub/grub.cfg\n");
        Readers.Run("grub-mkimage", ["-d", MachineFiles.Find(folder), "-O", format, "-o", image, "-p", "/boot/grub", "-c", script, .. Modules, .. modules]);
        return image;
    }
}
