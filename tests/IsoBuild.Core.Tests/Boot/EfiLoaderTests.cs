using IsoBuild.Core.Tests.Fat;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Machines;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>What EFI system partitions are told that are made, or given as a whole.</summary>
public sealed class EfiLoaderTests : IDisposable
{
    private const string X64 = "EFI/BOOT/BOOTX64.EFI";
    private const string Partition = "EFI system partition";

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData("EFI/BOOT/BOOTX64.EFI", 0xAA64, "EFI/BOOT/BOOTAA64.EFI")]
    [InlineData("EFI/BOOT/BOOTMGFW.EFI", 0x8664, "EFI/BOOT/BOOTX64.EFI")]
    public void A_program_in_the_wrong_place(string path, int field, string right)
    {
        Diagnostic told = Assert.Single(Plan(builder => builder.AddEfiBoot(path, BootImagesOfTests.EfiProgram((ushort)field))), told => told.Id == DiagnosticId.EfiProgramMisplaced);
        Assert.Equal((DiagnosticSeverity.Warning, $"{Partition}: /{path}"), (told.Severity, told.Item));
        Assert.Contains(right, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partition_that_is_given_is_looked_into()
    {
        byte[] fat = FatFiles.Bytes(FatImage.Build([new FatEntry(X64, new Content.MemorySource(BootImagesOfTests.EfiProgram(0x014C)), Content.ImageTimestamp.Default)], new FatOptions(), new DiagnosticBag())!.Source);
        Diagnostic[] entry = Plan(builder => builder.AddFile("efi.img", fat).AddBootEntry(new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi }));
        Diagnostic[] whole = Plan(builder => builder.AddEfiBoot("", fat));
        Assert.Equal([(DiagnosticId.EfiProgramMisplaced, $"efi.img: /{X64}")], entry.Select(told => (told.Id, told.Item)));
        Assert.Contains("BOOTIA32.EFI", Assert.Single(whole).Message, StringComparison.Ordinal);
    }

    /// <summary>A base is not told of again: what it has, verification reports.</summary>
    [Fact]
    public void A_partition_of_the_base_is_not_looked_into()
    {
        string before = temp.Combine("base.iso");
        new ImageBuilder(Images.Small).AddEfiBoot(X64, BootImagesOfTests.Shim()).Write(before).EnsureSuccess();
        Assert.DoesNotContain(new ImageBuilder().BasedOn(before).AddFile("a", new byte[1]).Plan().Diagnostics, told => told.Severity != DiagnosticSeverity.Info);
        Assert.DoesNotContain(new ImageBuilder().BasedOn(before).AddEfiBoot("EFI/BOOT/other.cfg", new byte[1]).Plan().Diagnostics, told => told.Severity != DiagnosticSeverity.Info);

        // Who adds a member of the chain is told of the others.
        Diagnostic missing = Assert.Single(new ImageBuilder().BasedOn(before).AddEfiBoot("EFI/BOOT/mmx64.efi", BootImagesOfTests.SecureProgram("shim")).Plan().Diagnostics, told => told.Severity != DiagnosticSeverity.Info);
        Assert.Contains("grubx64.efi", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chain_of_secure_boot_is_placed_by_what_its_members_are()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small)
            .AddEfiBoot("", BootImagesOfTests.SecureProgram("grub"))
            .AddEfiBoot("", BootImagesOfTests.SecureProgram("shim"))
            .AddEfiBoot("", BootImagesOfTests.SecureProgram("shim", true, 0x8664, "fbx64.efi"))
            .AddEfiBoot("", BootImagesOfTests.Shim())
            .AddEfiBoot("", BootImagesOfTests.EfiProgram(0xAA64));

        Assert.Equal(["EFI/BOOT/BOOTAA64.EFI", "EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/fbx64.efi", "EFI/BOOT/grubx64.efi", "EFI/BOOT/mmx64.efi"], Files(builder));
        Assert.All(builder.Plan().Diagnostics, told => Assert.True(told is { Id: DiagnosticId.BootLoaderFound or DiagnosticId.EfiFilesInPartitionOnly, Severity: DiagnosticSeverity.Info }));
    }

    [Fact]
    public void What_shim_starts_may_have_another_name_and_shim_a_place_of_its_own()
    {
        Assert.Equal(
            ["EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grub.efi", "EFI/BOOT/mmx64.efi"],
            Files(new ImageBuilder(Images.Small).AddEfiBoot(X64, BootImagesOfTests.Shim(second: "grub.efi")).AddEfiBoot("", BootImagesOfTests.SecureProgram("systemd")).AddEfiBoot("", BootImagesOfTests.SecureProgram("shim"))));
        Assert.Equal(["EFI/BOOT/BOOTX64.EFI"], Files(new ImageBuilder(Images.Small).AddEfiBoot("", BootImagesOfTests.SecureProgram("systemd"))));
    }

    [Theory]
    [InlineData(true, false, false, "grubx64.efi")]
    [InlineData(false, true, false, "mmx64.efi")]
    public void A_member_that_is_missing_is_a_warning(bool hasManager, bool hasGrub, bool isUnsigned, string missing)
    {
        Diagnostic told = Assert.Single(Chain(hasManager, hasGrub, isUnsigned));
        Assert.Equal((DiagnosticId.SecureBootIncomplete, DiagnosticSeverity.Warning, $"{Partition}: /{X64}"), (told.Id, told.Severity, told.Item));
        Assert.Contains(missing, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_signed_is_a_warning()
    {
        Assert.Equal([DiagnosticId.SecureBootUnsigned, DiagnosticId.SecureBootUnsigned], Chain(hasManager: true, hasGrub: true, isUnsigned: true).Select(told => told.Id));
        Assert.Empty(Chain(hasManager: true, hasGrub: true, isUnsigned: false));
    }

    [Fact]
    public void What_shim_starts_is_for_its_machine()
    {
        Diagnostic told = Assert.Single(Plan(builder => builder
            .AddEfiBoot("", BootImagesOfTests.Shim())
            .AddEfiBoot("", BootImagesOfTests.SecureProgram("shim"))
            .AddEfiBoot("EFI/BOOT/grubx64.efi", BootImagesOfTests.SecureProgram("grub", true, 0xAA64))));
        Assert.Equal((DiagnosticId.EfiProgramMisplaced, $"{Partition}: /EFI/BOOT/grubx64.efi"), (told.Id, told.Item));
    }

    [Fact]
    public void A_signed_GRUB_alone_is_a_remark()
    {
        Diagnostic told = Assert.Single(Plan(builder => builder.AddEfiBoot(X64, BootImagesOfTests.SecureProgram("grub"))));
        Assert.Equal((DiagnosticId.SecureBootIncomplete, DiagnosticSeverity.Info), (told.Id, told.Severity));
    }

    [Theory]
    [InlineData(Machine.Ia32, 0x014C)]
    [InlineData(Machine.RiscV64, 0x5064)]
    public void A_loader_for_a_machine_is_for_that_machine(Machine machine, int field)
    {
        string loader = temp.Write("loader.efi", BootImagesOfTests.EfiProgram((ushort)field));
        Assert.Equal([$"EFI/BOOT/{MachineNames.EfiFileName(machine)}"], Files(new ImageBuilder(Images.Small).AddLoader(machine, loader)));
        Diagnostic told = Assert.Single(new ImageBuilder(Images.Small).AddLoader(Machine.X64, loader).Plan().Diagnostics);
        Assert.Equal((DiagnosticId.EfiProgramOtherMachine, DiagnosticSeverity.Error, loader), (told.Id, told.Severity, told.Item));
        Assert.Contains("not for x64", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loaders_of_other_firmware_go_where_it_looks()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small)
            .AddLoader(Machine.Ppc64le, temp.Write("powerpc.elf", BootImagesOfTests.PowerPcProgram()))
            .AddLoader(Machine.S390x, temp.Write("kernel.img", BootImagesOfTests.S390Kernel()));
        Assert.Empty(builder.Plan().Diagnostics);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Equal([Machine.Ppc64le, Machine.Ppc64le, Machine.S390x, Machine.S390x], image.Summary.Machines.Select(boot => boot.Machine));
    }

    [Fact]
    public void What_is_no_loader_of_one_file()
    {
        Assert.Throws<ArgumentException>(() => new ImageBuilder(Images.Small).AddLoader(Machine.Bios, "x"));
        Assert.Equal(DiagnosticId.EfiProgramInvalid, Assert.Single(new ImageBuilder(Images.Small).AddLoader(Machine.X64, temp.Path).Plan().Diagnostics, told => told.Severity == DiagnosticSeverity.Error).Id);
        Assert.Equal(DiagnosticId.EfiProgramInvalid, Assert.Single(new ImageBuilder(Images.Small).AddLoader(Machine.X64, temp.Write("text", "no program"u8.ToArray())).Plan().Diagnostics).Id);
        Assert.Equal(DiagnosticId.SourceMissing, Assert.Single(new ImageBuilder(Images.Small).AddLoader(Machine.X64, temp.Combine("missing.efi")).Plan().Diagnostics).Id);
    }

    /// <summary>As genisoimage reports them (eltorito.c); SeaBIOS takes the geometry from the end of the first partition.</summary>
    [Theory]
    [InlineData(446, 0x00, "not marked as active")]
    [InlineData(447, 0x00, "starts at cylinder/head/sector 0/0/1, not at 0/1/1")]
    [InlineData(448, 0x42, "starts at cylinder/head/sector 256/1/2")]
    [InlineData(451, 0x01, "ends at cylinder/head/sector 0/1/32, which makes a disk of 64 sectors of 512 bytes, but the image has 128")]
    [InlineData(452, 0x00, "a disk of 0 sectors")]
    public void A_disk_for_emulation_fits_its_geometry(int at, byte value, string expected)
    {
        byte[] disk = BootImagesOfTests.Disk(1);
        Assert.Empty(Emulated(disk));
        disk[at] = value;
        Diagnostic told = Assert.Single(Emulated(disk));
        Assert.Equal((DiagnosticId.EmulatedDiskGeometry, DiagnosticSeverity.Warning), (told.Id, told.Severity));
        Assert.Contains(expected, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_for_emulation_has_its_partition_first()
    {
        byte[] disk = BootImagesOfTests.Disk(1);
        disk.AsSpan(446, 16).CopyTo(disk.AsSpan(478));
        disk.AsSpan(446, 16).Clear();
        Assert.Contains("entry 3 of the table", Assert.Single(Emulated(disk)).Message, StringComparison.Ordinal);
    }

    private static Diagnostic[] Emulated(byte[] disk) => [.. new ImageBuilder(Images.Small).AddFile("disk.img", disk).AddBootEntry(new BootEntry { ImagePath = "disk.img", Emulation = BootEmulation.HardDisk }).Plan().Diagnostics];

    private static Diagnostic[] Chain(bool hasManager, bool hasGrub, bool isUnsigned) => Plan(builder =>
    {
        builder.AddEfiBoot("", BootImagesOfTests.Shim(!isUnsigned));
        _ = hasManager ? builder.AddEfiBoot("", BootImagesOfTests.SecureProgram("shim")) : builder;
        _ = hasGrub ? builder.AddEfiBoot("", BootImagesOfTests.SecureProgram("grub", !isUnsigned)) : builder;
    });

    private static Diagnostic[] Plan(Action<ImageBuilder> add)
    {
        ImageBuilder builder = new(Images.Small);
        add(builder);
        return [.. builder.Plan().Diagnostics.Where(told => told.Id is not (DiagnosticId.EfiProgramMissing or DiagnosticId.BootLoaderFound or DiagnosticId.EfiFilesInPartitionOnly))];
    }

    private static string[] Files(ImageBuilder builder)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        return [.. image.FilesOf(Assert.Single(image.Boot!.Entries)).Where(file => !file.IsDirectory).Select(file => file.Path).Order(StringComparer.Ordinal)];
    }
}
