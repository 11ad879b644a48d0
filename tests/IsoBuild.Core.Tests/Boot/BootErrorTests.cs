using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>What cannot boot is told, with a code, the item, and what to do.</summary>
public sealed class BootErrorTests
{
    private static Diagnostic Single(DiagnosticId id, ImageBuilder builder)
    {
        PlanResult plan = builder.Plan();
        Diagnostic found = Assert.Single(plan.Diagnostics, diagnostic => diagnostic.Id == id);
        Assert.Equal(found.Severity != DiagnosticSeverity.Error, plan.Layout is not null);
        return found;
    }

    private static ImageBuilder With(byte[] image, BootEntry entry) => new ImageBuilder(Images.Small).AddFile("a.bin", image).AddBootEntry(entry);

    private static byte[] FatFloppy(int length)
    {
        byte[] fat = new byte[length];
        // A boot sector of FAT12: jump, 512 bytes a sector, 1 a cluster, 1 reserved, 2 tables, 16 entries, 2880 sectors, medium F0, 9 sectors a table.
        new byte[] { 0xEB, 0x3C, 0x90 }.CopyTo(fat, 0);
        new byte[] { 0x00, 0x02, 1, 1, 0, 2, 16, 0, 0x40, 0x0B, 0xF0, 9, 0 }.CopyTo(fat, 11);
        (fat[510], fat[511]) = (0x55, 0xAA);
        return fat;
    }

    private static BootEntry Entry => new() { ImagePath = "a.bin" };

    [Theory]
    [InlineData("Boot/A.bin", "There is /boot/a.BIN: ", "boot/a.BIN")]
    [InlineData("other/a.bin", "There is /boot/a.BIN: ", "boot/a.BIN")]
    [InlineData("nothing.bin", "Add the file", "boot/a.BIN")]
    [InlineData("Boot/a.bin", "There is /boot/a.BIN: ", "boot/a.BIN", "other/a.bin", "zz/a.bin")]
    [InlineData("X/a.bin", "There is /x/a.bin: ", "a/a.bin", "b/a.bin", "c/a.bin", "d/a.bin", "x/a.bin", "z/a.bin")]
    [InlineData("a.bin", "There is /a/a.bin, /b/a.bin: ", "a/a.bin", "b/a.bin")]
    [InlineData("a.bin", "There is /a/a.bin, /b/a.bin, /c/a.bin: ", "a/a.bin", "b/a.bin", "c/a.bin", "d/a.bin")]
    public void A_missing_image_is_told_with_what_is_like_it(string path, string told, params string[] files)
    {
        ImageBuilder builder = new(Images.Small);
        foreach (string file in files)
        {
            builder.AddFile(file, new byte[2048]);
        }

        Diagnostic found = Single(DiagnosticId.BootImageMissing, builder.AddBootEntry(new BootEntry { ImagePath = path }));
        Assert.Equal(path, found.Item);
        Assert.Contains(told, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dir", "is a directory. Name a file.")]
    [InlineData("/", "is a directory. Name a file.")]
    [InlineData("empty", "is empty.")]
    [InlineData("link", "is a symbolic link. Name the file it points to, /a.bin.")]
    [InlineData("astray", "is a symbolic link. Name a file.")]
    [InlineData("pipe", "is a pipe, a socket or a device. Name a file.")]
    public void What_is_no_file_with_content_is_no_image(string path, string told)
    {
        Diagnostic found = Single(DiagnosticId.BootImageUnusable, new ImageBuilder(Images.Small)
            .AddEmptyDirectory("dir").AddFile("empty", Array.Empty<byte>()).AddFile("a.bin", new byte[10]).AddLink("link", "a.bin").AddLink("astray", "nothing").AddSpecial("pipe", SpecialKind.Pipe)
            .AddBootEntry(new BootEntry { ImagePath = path }));
        Assert.Equal(path, found.Item);
        Assert.Contains(told, found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BootEmulation.Floppy12, 1_228_799)]
    [InlineData(BootEmulation.Floppy144, 1_474_561)]
    [InlineData(BootEmulation.Floppy288, 1_474_560)]
    public void A_floppy_has_its_mediums_size(BootEmulation emulation, int length) =>
        Single(DiagnosticId.BootFloppySizeWrong, With(new byte[length], Entry with { Emulation = emulation }));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_hard_disk_has_one_partition(int partitions) =>
        Assert.Contains($"{partitions} partitions", Single(DiagnosticId.BootDiskInvalid, With(BootImagesOfTests.Disk(partitions), Entry with { Emulation = BootEmulation.HardDisk })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hard_disk_has_a_master_boot_record()
    {
        Single(DiagnosticId.BootDiskInvalid, With(new byte[4096], Entry with { Emulation = BootEmulation.HardDisk }));
        Single(DiagnosticId.BootDiskInvalid, With(new byte[100], Entry with { Emulation = BootEmulation.HardDisk }));
    }

    public static TheoryData<BootEntry> Unstorable { get; } =
    [
        Entry with { LoadSize = 0 },
        Entry with { LoadSize = 65536 },
        Entry with { LoadSegment = 65536 },
        Entry with { SelectionType = 256 },
        Entry with { Id = "twenty-five characters....." },
        Entry with { Id = "Umlaut ä" },
        Entry with { SelectionType = 1 },
        Entry with { SelectionCriteria = new byte[1] },
        Entry with { Platform = (BootPlatform)256 },
        Entry with { Emulation = (BootEmulation)5 },
        Entry with { Platform = BootPlatform.Uefi, Emulation = BootEmulation.Floppy144 },
    ];

    [Theory]
    [MemberData(nameof(Unstorable), DisableDiscoveryEnumeration = true)]
    public void What_the_catalog_cannot_hold_is_refused(BootEntry entry) => Single(DiagnosticId.BootEntryInvalid, With(new byte[2048], entry));

    [Fact]
    public void Only_the_first_entry_of_a_section_has_an_identifier() => Single(
        DiagnosticId.BootEntryInvalid,
        With(new byte[2048], Entry).AddBootEntry(Entry with { Platform = BootPlatform.Mac, Id = "first" }).AddBootEntry(Entry with { Platform = BootPlatform.Mac, Id = "second" }));

    [Fact]
    public void Images_too_short_for_their_patches_are_refused()
    {
        Single(DiagnosticId.BootInfoImpossible, With(new byte[63], Entry with { BootInfoTable = true }));
        Single(DiagnosticId.BootInfoImpossible, With(new byte[2555], Entry with { GrubBootInfo = true }));
        Assert.NotNull(With(new byte[2556], Entry with { GrubBootInfo = true, BootInfoTable = true }).Plan().Layout);
    }

    [Fact]
    public void UEFI_beyond_the_sixteenth_record_is_told()
    {
        ImageBuilder builder = With(new byte[2048], Entry);
        for (int i = 0; i < 13; i++)
        {
            builder.AddBootEntry(Entry with { Platform = BootPlatform.Uefi });
        }

        Assert.DoesNotContain(builder.Plan().Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.BootEntryUnseen);
        builder.AddBootEntry(Entry with { Platform = BootPlatform.Uefi });
        Assert.Contains("record 16", Single(DiagnosticId.BootEntryUnseen, builder).Message, StringComparison.Ordinal);

        // Whoever mends the first of them mends those behind it.
        builder.AddBootEntry(Entry with { Platform = BootPlatform.Uefi });
        Assert.Contains("record 16", Single(DiagnosticId.BootEntryUnseen, builder).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UDF_alone_boots_with_a_remark() =>
        Single(DiagnosticId.BootStub, new ImageBuilder(Images.Small with { Formats = ImageFormats.Udf }).AddFile("a.bin", new byte[2048]).AddBootEntry(Entry));

    /// <summary>A file is replaced, as every extracted disc has one; a link or a directory is not.</summary>
    [Fact]
    public void The_path_of_the_catalog_is_taken()
    {
        ImageBuilder With(Func<ImageBuilder, ImageBuilder> add) => add(new ImageBuilder(Images.Small with { BootCatalog = "boot.cat" }).AddFile("a.bin", new byte[2048]).AddBootEntry(Entry));
        Single(DiagnosticId.BootCatalogReplaces, With(builder => builder.AddFile("boot.cat", new byte[2048])));
        Assert.Contains("where a symbolic link to a.bin is", Single(DiagnosticId.DuplicateTarget, With(builder => builder.AddLink("boot.cat", "a.bin"))).Message, StringComparison.Ordinal);
        Assert.Contains("Choose another path for the boot catalog", Single(DiagnosticId.DuplicateTarget, With(builder => builder.AddEmptyDirectory("boot.cat"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_without_anything_to_boot_are_told()
    {
        Single(DiagnosticId.BootOptionUnused, new ImageBuilder(Images.Small with { BootCatalog = "boot.cat" }).AddFile("a", new byte[1]));
        Single(DiagnosticId.BootOptionUnused, new ImageBuilder(Images.Small with { EfiImage = "efi.img" }).AddFile("a.bin", new byte[2048]).AddBootEntry(Entry));
    }

    [Fact]
    public void More_than_there_is_is_loaded_with_a_warning() => Single(DiagnosticId.BootLoadTooLong, With(new byte[2049], Entry with { LoadSize = 9 }));

    [Fact]
    public void What_is_no_EFI_program_needs_a_path()
    {
        Single(DiagnosticId.EfiProgramInvalid, new ImageBuilder(Images.Small).AddEfiBoot("", "#!/bin/sh"u8.ToArray()));
        Single(DiagnosticId.EfiProgramInvalid, new ImageBuilder(Images.Small).AddEfiBoot("", BootImagesOfTests.EfiProgram(0x1234)));
        Single(DiagnosticId.EfiProgramMissing, new ImageBuilder(Images.Small).AddEfiBoot("startup.nsh", "echo"u8.ToArray()));
    }

    [Fact]
    public void A_FAT_image_is_the_whole_partition()
    {
        byte[] fat = FatFloppy(1024);
        Single(DiagnosticId.EfiImageExclusive, new ImageBuilder(Images.Small).AddEfiBoot("", fat).AddEfiBoot("", BootImagesOfTests.EfiProgram()));
    }

    [Fact]
    public void A_FAT_image_that_is_cut_off_is_told()
    {
        // Of an image with a FAT file system of our own, whose length its 512-byte sectors say at byte 19.
        using TempDirectory temp = new();
        new ImageBuilder(Images.Small with { EfiImage = "efi.img" }).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "an EFI program"u8.ToArray()).Write(temp.Combine("a.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(temp.Combine("a.iso"));
        using Stream whole = image.OpenBootImage(image.Boot!.Entries[0]);
        byte[] bytes = new byte[whole.Length];
        whole.ReadExactly(bytes);
        BootEntry entry = Entry with { Platform = BootPlatform.Uefi };
        Assert.Contains($"{bytes.Length} bytes", Single(DiagnosticId.UefiImageCut, With(bytes[..^512], entry)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(With(bytes, entry).Plan().Diagnostics, found => found.Id == DiagnosticId.UefiImageCut);
    }

    /// <summary>UEFI 13.3.2.1: the count is the partition's size; 0 and 1 mean up to the volume's end.</summary>
    [Theory]
    [InlineData(2, true)]
    [InlineData(2879, true)]
    [InlineData(2880, false)]
    [InlineData(1, false)]
    [InlineData(BootEntry.WholeImage, false)]
    [InlineData(null, false)]
    public void An_entry_for_UEFI_covers_its_file_system(int? loadSize, bool isTold)
    {
        PlanResult plan = With(FatFloppy(1_474_560), Entry with { Platform = BootPlatform.Uefi, LoadSize = loadSize }).Plan();
        Assert.Equal(isTold ? [DiagnosticId.UefiLoadShort] : [], plan.Diagnostics.Select(found => found.Id));
    }

    [Theory]
    [InlineData(BootLoader.Auto)]
    [InlineData(BootLoader.Isolinux)]
    public void A_loader_whose_entry_is_said_by_hand_is_not_missed(BootLoader loader)
    {
        PlanResult plan = new ImageBuilder(Images.Small with { BootLoader = loader })
            .AddFile("isolinux/isolinux.bin", new byte[4096]).AddBootEntry(new BootEntry { ImagePath = "isolinux/isolinux.bin", BootInfoTable = true }).Plan();
        Assert.Empty(plan.Diagnostics);
    }

    [Fact]
    public void ISOLINUX_without_a_boot_info_table_is_told()
    {
        byte[] isolinux = new byte[4096];
        // What isohdpfx.bin knows it by (isohdpfx.S): 7078C0FBh at byte 64.
        new byte[] { 0xFB, 0xC0, 0x78, 0x70 }.CopyTo(isolinux, 64);
        Assert.Equal("a.bin", Single(DiagnosticId.IsolinuxWithoutTable, With(isolinux, Entry)).Item);
        Assert.DoesNotContain(With(isolinux, Entry with { BootInfoTable = true }).Plan().Diagnostics, found => found.Id == DiagnosticId.IsolinuxWithoutTable);
        Assert.DoesNotContain(With(isolinux, Entry).AddBootEntry(Entry with { BootInfoTable = true }).Plan().Diagnostics, found => found.Id == DiagnosticId.IsolinuxWithoutTable);
    }

    [Fact]
    public void A_UEFI_image_that_is_not_FAT_is_told() => Single(DiagnosticId.UefiImageNotFat, With(BootImagesOfTests.EfiProgram(), Entry with { Platform = BootPlatform.Uefi }));
}
