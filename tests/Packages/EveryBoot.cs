using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;

namespace IsoBuild.TestSupport;

/// <summary>An image with every way to boot, and one that is based on it, as the library makes them. Each surface makes the same of the same content.</summary>
internal static class EveryBoot
{
    public const string Timestamp = "2024-05-06T07:08:09Z";

    /// <summary>The same, as the command makes <c>mine.iso</c> of it in the folder of the content.</summary>
    public static string[] CommandLine { get; } =
    [
        "create", "out", "-o", "mine.iso", "-q", "--volume-id", "STARTS", "--timestamp", Timestamp, "--udf",
        "--boot-bios", "/boot/loader.bin,load-size=6,load-segment=0x1000,boot-info-table,grub-boot-info,id=TESTS",
        "--boot-bios", "boot/floppy.img,emulation=floppy-1.2,bootable=false,selection=1:0A0B",
        "--boot-bios", "boot/ppc.bin,platform=powerpc,load-size=whole",
        "--boot", "s390x", "kernel,initrd,console=ttysclp0 a,b",
        "--boot-bios", "source=mac.bin,platform=mac", "--boot-bios", "partition=7,platform=mac", "--append-partition", "7,0x0c,data.img", "--iso-partition-type", "0x83",
        "--boot-catalog", "boot/boot.cat", "--efi-boot", "tool.efi", "--efi-boot", "EFI=esp", "--loader", "arm64=arm64.efi", "--efi-image", "boot/efi.img", "--efi-files-in-tree", "--mbr", "mbr.bin",
    ];

    /// <summary>And of that, <c>mine-again.iso</c>.</summary>
    public static string[] CommandLineAgain { get; } = ["create", "new", "-o", "mine-again.iso", "-q", "--base", "mine.iso", "--remove", "docs/old.txt", "--volume-id", "STARTS_AGAIN"];

    /// <summary>Writes the content into a folder.</summary>
    public static void WriteContent(string folder)
    {
        BootFiles.Write(folder, "out/boot/loader.bin", BootFiles.Code(5000));
        BootFiles.Write(folder, "out/boot/floppy.img", BootFiles.Code(1_228_800));
        BootFiles.Write(folder, "out/boot/ppc.bin", BootFiles.Code(2048));
        BootFiles.Write(folder, "out/docs/old.txt", "old"u8.ToArray());
        BootFiles.Write(folder, "out/docs/stays.txt", "stays"u8.ToArray());
        BootFiles.Write(folder, "tool.efi", BootFiles.EfiProgram());
        BootFiles.Write(folder, "arm64.efi", BootFiles.EfiProgram(machine: 0xAA64));
        BootFiles.Write(folder, "esp/fonts/unicode.pf2", BootFiles.Code(3000));
        BootFiles.Write(folder, "mbr.bin", BootFiles.Code(300));
        BootFiles.Write(folder, "mac.bin", BootFiles.Code(2000));
        BootFiles.Write(folder, "kernel", BootFiles.S390xKernel());
        BootFiles.Write(folder, "initrd", BootFiles.Code(1000));
        BootFiles.Write(folder, "data.img", BootFiles.Code(10_000));
        BootFiles.Write(folder, "new/docs/stays.txt", "replaced"u8.ToArray());
        BootFiles.Write(folder, "new/added.txt", "added"u8.ToArray());
    }

    /// <summary>Makes the image of what <see cref="WriteContent"/> wrote, and returns its bytes.</summary>
    public static byte[] Make(string folder, string image)
    {
        ImageOptions options = new()
        {
            VolumeId = "STARTS",
            Timestamp = DateTimeOffset.Parse(Timestamp),
            Formats = ImageFormats.Default | ImageFormats.Udf,
            BootCatalog = "boot/boot.cat",
            EfiImage = "boot/efi.img",
            EfiFilesInTree = true,
            Hybrid = new HybridOptions { BootCodePath = Path.Combine(folder, "mbr.bin"), Gpt = true, PartitionType = PartitionType.Of(0x83) },
        };
        new ImageBuilder(options)
            .AddDirectory("", Path.Combine(folder, "out"))
            .AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", LoadSize = 6, LoadSegment = 0x1000, BootInfoTable = true, GrubBootInfo = true, Id = "TESTS" })
            .AddBootEntry(new BootEntry { ImagePath = "boot/floppy.img", Emulation = BootEmulation.Floppy12, IsBootable = false, SelectionType = 1, SelectionCriteria = new byte[] { 0x0A, 0x0B } })
            .AddBootEntry(new BootEntry { ImagePath = "boot/ppc.bin", Platform = BootPlatform.PowerPc, LoadSize = BootEntry.WholeImage })
            .AddBootEntry(new BootEntry { ImagePath = "boot/s390x.img", Kernel = Path.Combine(folder, "kernel"), Initrd = Path.Combine(folder, "initrd"), CommandLine = "console=ttysclp0 a,b" })
            .AddBootEntry(new BootEntry { ImageSource = Path.Combine(folder, "mac.bin"), Platform = BootPlatform.Mac })
            .AddBootEntry(new BootEntry { AppendedPartition = 7, Platform = BootPlatform.Mac })
            .AppendPartition(new AppendedPartition { Number = 7, Type = PartitionType.Of(0x0C), Path = Path.Combine(folder, "data.img") })
            .AddEfiBoot("", Path.Combine(folder, "tool.efi"))
            .AddEfiBoot("EFI", Path.Combine(folder, "esp"))
            .AddLoader(Machine.Arm64, Path.Combine(folder, "arm64.efi"))
            .Write(image)
            .EnsureSuccess();
        return File.ReadAllBytes(image);
    }

    /// <summary>Makes the image that is based on <paramref name="baseImage"/>, and returns its bytes.</summary>
    public static byte[] MakeFrom(string baseImage, string folder, string image)
    {
        new ImageBuilder()
            .BasedOn(baseImage, new BaseImageOptions { Options = kept => kept with { VolumeId = "STARTS_AGAIN" } })
            .Remove("docs/old.txt")
            .AddDirectory("", Path.Combine(folder, "new"))
            .Write(image)
            .EnsureSuccess();
        return File.ReadAllBytes(image);
    }
}
