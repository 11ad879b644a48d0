using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Boot;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>Which machines boot from an image: as the sources of SeaBIOS, EDK2, SLOF and s390-ccw have it.</summary>
public class MachineTests
{
    private const string BootInfo = "<chrp-boot><boot-script>boot &device;:\\boot\\grub\\powerpc.elf</boot-script></chrp-boot>";

    private static readonly BootEntry Bios = new() { ImagePath = "boot.bin" };
    private static readonly BootEntry Kernel = new() { ImagePath = "boot/s390x.img", LoadSize = BootEntry.WholeImage };

    [Fact]
    public void An_image_for_all_of_them()
    {
        byte[] image = Everything(new HybridOptions { BootCode = BootImagesOfTests.Loader(300) }).ToBytes();

        Assert.Equal(
            [
                (Machine.Bios, BootMedium.Disc, "/boot.bin", "the default entry of the boot catalog"),
                (Machine.Bios, BootMedium.Disk, "code", "the master boot record"),
                .. Of(Machine.Ia32, "EFI/BOOT/BOOTIA32.EFI"),
                .. Of(Machine.X64, "EFI/BOOT/BOOTX64.EFI"),
                .. Of(Machine.Arm, "EFI/BOOT/BOOTARM.EFI"),
                .. Of(Machine.Arm64, "EFI/BOOT/BOOTAA64.EFI"),
                .. Of(Machine.RiscV64, "EFI/BOOT/BOOTRISCV64.EFI"),
                .. Of(Machine.LoongArch64, "EFI/BOOT/BOOTLOONGARCH64.EFI"),
                (Machine.Ppc64le, BootMedium.Disc, "/boot/grub/powerpc.elf", "named by /ppc/bootinfo.txt"),
                (Machine.Ppc64le, BootMedium.Disk, "/boot/grub/powerpc.elf", "named by /ppc/bootinfo.txt"),
                (Machine.S390x, BootMedium.Disc, "/boot/s390x.img", "entry 3 of the boot catalog, a Linux kernel for it"),
                (Machine.S390x, BootMedium.Disk, "/boot/s390x.img", "entry 3 of the boot catalog, a Linux kernel for it"),
            ],
            Machines(image).Select(boot => (boot.Machine, boot.Medium, boot.Loader, boot.Reason)));

        VerifyReport report = Verify(image, [ImageConsumer.Bios, .. ImageConsumers]);
        Assert.True(report.Passed, report.ToString());
        Assert.Empty(report.Findings);
        Assert.All(report.Consumers.Skip(1), view => Assert.Empty(view.Findings));
        Assert.Contains(
            "x64 (UEFI) will see: EFI/BOOT/BOOTX64.EFI (the EFI system partition /boot/efi.img of the boot catalog);  from a disk, EFI/BOOT/BOOTX64.EFI (the EFI system partition 2 of the GPT)\n",
            report.ToString(),
            StringComparison.Ordinal);

        static IEnumerable<(Machine, BootMedium, string, string)> Of(Machine machine, string loader) =>
        [
            (machine, BootMedium.Disc, loader, "the EFI system partition /boot/efi.img of the boot catalog"),
            (machine, BootMedium.Disk, loader, "the EFI system partition 2 of the GPT"),
        ];
    }

    [Fact]
    public void Inspection_has_a_line_for_each()
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(new ImageBuilder(Images.Small).AddFile("boot.bin", BootImagesOfTests.Loader(4096)).AddBootEntry(Bios).AddEfiBoot("", BootImagesOfTests.EfiProgram(0xAA64)).ToBytes()));
        Assert.Contains(
            """
            boots        x86 (BIOS)    disc  /boot.bin  (the default entry of the boot catalog)
                         arm64 (UEFI)  disc  EFI/BOOT/BOOTAA64.EFI  (the EFI system partition /boot/efi.img of the boot catalog)

            """.ReplaceLineEndings("\n"),
            image.Summary.ToString(),
            StringComparison.Ordinal);
        using IsoImage plain = IsoImage.Open(new MemoryStream(new ImageBuilder(Images.Small).AddFile("a", new byte[1]).ToBytes()));
        Assert.DoesNotContain("boots ", plain.Summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ImageConsumer.X64, "EFI/BOOT/BOOTX64.EFI")]
    [InlineData(ImageConsumer.LoongArch64, "EFI/BOOT/BOOTLOONGARCH64.EFI")]
    [InlineData(ImageConsumer.Ppc64le, "/ppc/bootinfo.txt")]
    [InlineData(ImageConsumer.S390x, "kernel for s390x")]
    public void A_machine_without_a_loader_says_what_to_do(ImageConsumer consumer, string expected)
    {
        VerifyReport report = Verify(new ImageBuilder(Images.Small).AddFile("boot.bin", BootImagesOfTests.Loader(4096)).AddBootEntry(Bios).ToBytes(), consumer);
        Assert.False(report.Passed);
        Diagnostic finding = Assert.Single(Assert.Single(report.Consumers).Findings);
        Assert.Equal((DiagnosticId.BootNothingFor, DiagnosticSeverity.Error), (finding.Id, finding.Severity));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_of_UDF_alone_starts_no_machine()
    {
        VerifyReport report = Verify(new ImageBuilder(Images.Small with { Formats = ImageFormats.Udf }).AddFile("a", new byte[1]).ToBytes(), ImageConsumers);
        Assert.All(report.Consumers, view => Assert.False(view.IsUsable));
    }

    /// <summary>UEFI 3.5.1.1: a program for another machine than its name says, and a name that no firmware looks for.</summary>
    [Theory]
    [InlineData("EFI/BOOT/BOOTX64.EFI", 0xAA64, "program for arm64", "EFI/BOOT/BOOTAA64.EFI")]
    [InlineData("EFI/BOOT/BOOTMGFW.EFI", 0x8664, "no firmware looks", "EFI/BOOT/BOOTX64.EFI")]
    [InlineData("EFI/BOOT/BOOTX64.EFI", 0x0EBC, "machine type 0x0EBC", "boot loader for x64")]
    [InlineData("EFI/BOOT/BOOTX64.EFI", null, "not an EFI program", "boot loader for x64")]
    public void A_program_in_the_wrong_place(string path, int? field, string what, string right)
    {
        byte[] program = field is { } machine ? BootImagesOfTests.EfiProgram((ushort)machine) : Encoding.ASCII.GetBytes("no program");
        byte[] image = new ImageBuilder(Images.Small).AddEfiBoot(path, program).ToBytes();

        VerifyReport report = Verify(image, ImageConsumer.Uefi, ImageConsumer.X64);

        Diagnostic misplaced = Assert.Single(report.Findings);
        Assert.Equal((DiagnosticId.BootProgramMisplaced, DiagnosticSeverity.Warning, $"/boot/efi.img: /{path}"), (misplaced.Id, misplaced.Severity, misplaced.Item));
        Assert.Contains(what, misplaced.Message, StringComparison.Ordinal);
        Assert.Contains(right, misplaced.Message, StringComparison.Ordinal);
        Assert.False(report.Passed);
        Assert.Contains(path, Assert.Single(report.Consumers[0].Findings, finding => finding.Id == DiagnosticId.BootProgramMissing).Message, StringComparison.Ordinal);
        Assert.Equal("nothing bootable", report.Consumers[1].Sees);
        Assert.Empty(Machines(image));
    }

    [Fact]
    public void A_kernel_for_IBM_Z_is_nothing_that_a_PC_starts()
    {
        byte[] image = new ImageBuilder(Images.Small).AddFile("boot/s390x.img", BootImagesOfTests.S390Kernel()).AddBootEntry(Kernel).ToBytes();

        Assert.Equal([(Machine.S390x, BootMedium.Disc), (Machine.S390x, BootMedium.Disk)], Machines(image).Select(boot => (boot.Machine, boot.Medium)));
        Assert.Contains("s390x", Assert.Single(Assert.Single(Verify(image, ImageConsumer.Bios).Consumers).Findings).Message, StringComparison.Ordinal);

        // Its own firmware knows no validation entry of UEFI.
        int catalog = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan((17 * 2048) + 71)) * 2048;
        image[catalog + 1] = 0xEF;
        Assert.Empty(Machines(image));
    }

    /// <summary>SLOF reads ISO 9660 names; whoever takes the text for what it is finds the program, too.</summary>
    [Theory]
    [InlineData("ppc/bootinfo.txt", BootInfo, "boot/grub/powerpc.elf", true)]
    [InlineData("PPC/BOOTINFO.TXT", BootInfo, "BOOT/GRUB/POWERPC.ELF", true)]
    [InlineData("ppc/bootinfo.txt", BootInfo, "boot/powerpc.elf", false)]
    [InlineData("ppc/bootinfo.txt", "nothing", "boot/grub/powerpc.elf", false)]
    [InlineData("bootinfo.txt", BootInfo, "boot/grub/powerpc.elf", false)]
    public void Open_Firmware_needs_the_text_and_the_program(string text, string content, string program, bool boots)
    {
        ImageBuilder builder = new ImageBuilder(Images.Small).AddFile(text, Encoding.ASCII.GetBytes(content)).AddFile(program, BootImagesOfTests.PowerPcProgram());
        for (int i = 0; i < 100; i++)
        {
            builder.AddFile($"a-directory-of-more-than-one-sector-{i}", new byte[1]);
        }

        Assert.Equal(boots, Machines(builder.ToBytes()).Any(boot => boot.Machine == Machine.Ppc64le));
    }

    [Fact]
    public void Open_Firmware_starts_no_other_program() => Assert.Empty(Machines(new ImageBuilder(Images.Small)
        .AddFile("ppc/bootinfo.txt", Encoding.ASCII.GetBytes(BootInfo)).AddFile("boot/grub/powerpc.elf", new byte[3000]).ToBytes()));

    [Fact]
    public void A_PReP_partition_is_for_disks()
    {
        using TempDirectory temp = new();
        ImageBuilder builder = new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt = false } })
            .AddFile("a", new byte[1])
            .AppendPartition(new AppendedPartition { Number = 2, Type = PartitionType.Of(0x41), Path = temp.Write("prep.elf", BootImagesOfTests.PowerPcProgram()) });
        Assert.Equal([(Machine.Ppc64le, BootMedium.Disk, "the PReP boot partition 2 of the master boot record")], Machines(builder.ToBytes()).Select(boot => (boot.Machine, boot.Medium, boot.Reason)));
    }

    [Fact]
    public void A_partition_that_only_disks_have()
    {
        byte[] image = Everything(new HybridOptions()).ToBytes();

        // The entry of UEFI is not bootable any more: in the section behind validation entry, two entries for BIOS and their header.
        int catalog = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan((17 * 2048) + 71)) * 2048;
        int uefi = Enumerable.Range(1, 16).First(record => image[catalog + (record * 32)] == 0x88 && image.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(catalog + (record * 32) + 8)) * 2048, 3).SequenceEqual(new byte[] { 0xEB, 0x3C, 0x90 }));
        image[catalog + (uefi * 32)] = 0;

        ConsumerView view = Assert.Single(Verify(image, ImageConsumer.X64).Consumers);
        Assert.True(view.IsUsable);
        Assert.Equal((DiagnosticId.MediumNotBootable, 17L * 2048), (Assert.Single(view.Findings).Id, view.Findings[0].Offset));
        Assert.StartsWith("nothing bootable;  from a disk, EFI/BOOT/BOOTX64.EFI", view.Sees, StringComparison.Ordinal);
    }

    /// <summary>Bytes 440 to 443 are the identifier of the disk, which is no code.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(439, true)]
    public void A_record_without_code(int at, bool isCode)
    {
        byte[] image = new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt = false } }).AddFile("a", new byte[1]).ToBytes();
        image.AsSpan(0, 440).Clear();
        image[at] = isCode ? (byte)0xFA : (byte)0;
        Assert.True(image.AsSpan(440, 4).ContainsAnyExcept((byte)0));
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Equal(isCode ? BootCodeKind.Other : BootCodeKind.None, opened.PartitionTables.BootCode);
    }

    [Fact]
    public void A_larger_stick_is_no_fault()
    {
        byte[] image = Everything(new HybridOptions()).ToBytes();
        VerifyReport report = Verify([.. image, .. new byte[1 << 20]], ImageConsumer.X64);
        Diagnostic finding = Assert.Single(report.Findings);
        Assert.Equal((DiagnosticId.ImageFollowed, DiagnosticSeverity.Info, (long?)image.Length), (finding.Id, finding.Severity, finding.Offset));
        Assert.True(report.Passed);
    }

    private static ImageConsumer[] ImageConsumers => [.. Enum.GetValues<ImageConsumer>().Where(consumer => consumer > ImageConsumer.Uefi)];

    private static ImageBuilder Everything(HybridOptions hybrid)
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { Hybrid = hybrid })
            .AddFile("boot.bin", BootImagesOfTests.Loader(4096))
            .AddFile("ppc/bootinfo.txt", Encoding.ASCII.GetBytes(BootInfo))
            .AddFile("boot/grub/powerpc.elf", BootImagesOfTests.PowerPcProgram())
            .AddFile("boot/s390x.img", BootImagesOfTests.S390Kernel())
            .AddBootEntry(Bios)
            .AddBootEntry(Kernel);
        foreach (ushort field in (ushort[])[0x014C, 0x8664, 0x01C2, 0xAA64, 0x5064, 0x6264])
        {
            builder.AddEfiBoot("", BootImagesOfTests.EfiProgram(field));
        }

        return builder;
    }

    private static IReadOnlyList<MachineBoot> Machines(byte[] image)
    {
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        return opened.Summary.Machines;
    }

    private static VerifyReport Verify(byte[] image, params ImageConsumer[] consumers)
    {
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        return opened.Verify(new VerifyOptions { Consumers = consumers });
    }
}
