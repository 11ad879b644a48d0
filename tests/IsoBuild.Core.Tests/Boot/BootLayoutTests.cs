using IsoBuild.Content;
using IsoBuild.Core.Tests.Partitions;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Where boot images and their catalog lie; and that whoever reads the image finds the same.</summary>
public sealed class BootLayoutTests
{
    private static ImageOptions Options => Images.Small with { Timestamp = DateTimeOffset.UnixEpoch.AddYears(20) };

    private static ImageBuilder WithLoaders(ImageOptions options) => new ImageBuilder(options)
        .AddFile("boot/loader.bin", BootImagesOfTests.Loader(5000))
        .AddFile("boot/efi.img", BootImagesOfTests.Loader(9000, 2))
        .AddFile("zz.txt", "last of all"u8.ToArray());

    private static readonly BootEntry Bios = new() { ImagePath = "boot/loader.bin", BootInfoTable = true };
    private static readonly BootEntry Uefi = new() { ImagePath = "/boot/efi.img", Platform = BootPlatform.Uefi };

    private static IsoImage AssertReadBack(ImageBuilder builder)
    {
        PlanResult plan = builder.Plan();
        Assert.NotNull(plan.Layout);
        byte[] bytes = builder.ToBytes();
        IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Equal(plan.Layout.ToStringWithHashes(), image.Layout.ToStringWithHashes());
        Assert.Empty(image.Diagnostics);
        return image;
    }

    [Fact]
    public void Images_in_the_tree_are_files_and_UEFIs_is_the_last()
    {
        using IsoImage image = AssertReadBack(WithLoaders(Options).AddBootEntry(Bios).AddBootEntry(Uefi));

        Assert.Equal(
            ["el torito", "/boot/loader.bin", "/zz.txt", "/boot/efi.img", "empty"],
            image.Layout.Regions.SkipWhile(region => region.Kind != RegionKind.BootCatalog).Select(region => region.Name));
        Assert.Equal(
            ["bios no-emulation, loads 4 x 512 bytes, boot info table", "uefi no-emulation, loads 20 x 512 bytes"],
            image.Layout.Views.Select(view => view.Name));
        BootEntryInfo first = image.Boot!.Entries[0];
        Assert.Equal("/boot/loader.bin", first.Path);
        Assert.Equal(5000, first.Length);
        Assert.Equal(BootPatchState.Right, first.BootInfoTable);
        Assert.Equal(BootLengthSource.File, first.LengthSource);
        Assert.Null(image.Boot.Path);
    }

    [Theory]
    [InlineData(ImageFormats.Iso9660)]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Iso1999)]
    public void The_catalog_may_be_a_file_of_every_tree(ImageFormats formats)
    {
        using IsoImage image = AssertReadBack(WithLoaders(Options with { Formats = formats, BootCatalog = "boot/boot.cat", MediaChecksum = true }).AddBootEntry(Bios).AddBootEntry(Uefi));

        string path = formats == ImageFormats.Iso9660 ? "/BOOT/BOOT.CAT" : "/boot/boot.cat";
        ContentFile catalog = Assert.IsType<ContentFile>(image.Content.Find(path));
        Assert.Equal(2048, catalog.Length);
        Assert.Equal(0x01, catalog.ReadAll()[0]);
        Assert.Equal(path, image.Boot!.Path);
        Assert.DoesNotContain(image.Layout.Regions, region => region.Kind == RegionKind.BootCatalog);
    }

    [Fact]
    public void What_every_tree_hides_is_stored_and_read_back_without_a_name()
    {
        EntryOptions hidden = new() { HiddenFrom = ImageFormats.Default };
        ImageBuilder builder = new ImageBuilder(Options with { BootCatalog = "boot/boot.cat" })
            .AddFile("boot/loader.bin", BootImagesOfTests.Loader(5000))
            .AddFile("boot/efi.img", BootImagesOfTests.Loader(9000, 2))
            .AddFile("zz.txt", "last of all"u8.ToArray())
            .Describe(path => path == "boot" ? hidden : null)
            .AddBootEntry(Bios).AddBootEntry(Uefi);

        using IsoImage image = AssertReadBack(builder);

        Assert.Equal(["/", "/zz.txt"], image.Content.Nodes.Select(node => node.Path));
        Assert.Equal(
            [(RegionKind.BootCatalog, "el torito"), (RegionKind.BootImage, "bios"), (RegionKind.File, "/zz.txt"), (RegionKind.BootImage, "uefi")],
            image.Layout.Regions.SkipWhile(region => region.Kind != RegionKind.BootCatalog).SkipLast(1).Select(region => (region.Kind, region.Name)));
        Assert.DoesNotContain(builder.Plan().Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.HiddenEverywhere);
        Assert.Equal(
            [(null, 5000L, BootLengthSource.BootInfoTable), (null, 10240L, BootLengthSource.LoadSize)],
            image.Boot!.Entries.Select(entry => (entry.Path, entry.Length, entry.LengthSource)));
        using Stream stream = image.OpenBootImage(image.Boot.Entries[1]);
        byte[] stored = new byte[9000];
        stream.ReadExactly(stored);
        Assert.Equal(BootImagesOfTests.Loader(9000, 2), stored);
    }

    [Fact]
    public void Of_a_hidden_directory_only_what_boots_is_stored_and_the_rest_is_told()
    {
        ImageBuilder builder = WithLoaders(Options)
            .AddFile("boot/more.txt", "not stored"u8.ToArray())
            .Describe(path => path == "boot" ? new EntryOptions { HiddenFrom = ImageFormats.Default } : null)
            .AddBootEntry(Bios);

        Assert.Equal("/boot", Assert.Single(builder.Plan().Diagnostics, diagnostic => diagnostic.Id == DiagnosticId.HiddenEverywhere).Item);
        using IsoImage image = AssertReadBack(builder);
        Assert.Equal("bios", Assert.Single(image.Layout.Regions, region => region.Kind == RegionKind.BootImage).Name);
    }

    /// <summary>Nothing says how long a hidden image is of which four sectors are loaded: it is taken to go on up to what comes next.</summary>
    [Fact]
    public void A_hidden_image_of_unknown_length_ends_where_the_next_thing_begins()
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options)
            .AddFile("loader.bin", BootImagesOfTests.Loader(5000), new EntryOptions { HiddenFrom = ImageFormats.Default })
            .AddFile("zz.txt", "behind it"u8.ToArray())
            .AddBootEntry(new BootEntry { ImagePath = "loader.bin" }));

        BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
        Assert.Equal((3 * 2048L, BootLengthSource.Guess), (entry.Length, entry.LengthSource));
    }

    [Fact]
    public void Equal_files_do_not_share_what_is_patched()
    {
        byte[] loader = BootImagesOfTests.Loader(5000);
        using IsoImage image = AssertReadBack(new ImageBuilder(Options)
            .AddFile("a.bin", loader).AddFile("b.bin", loader).AddFile("c.bin", loader)
            .AddBootEntry(new BootEntry { ImagePath = "b.bin", BootInfoTable = true }));

        Assert.Equal(loader, ((ContentFile)image.Content.Find("a.bin")!).ReadAll());
        Assert.Equal(loader, ((ContentFile)image.Content.Find("c.bin")!).ReadAll());
        Assert.NotEqual(loader, ((ContentFile)image.Content.Find("b.bin")!).ReadAll());
        Assert.Equal(["/c.bin"], image.Layout.Regions.Single(region => region.Name == "/a.bin").SharedBy);
    }

    [Fact]
    public void Two_entries_may_start_one_image()
    {
        using IsoImage image = AssertReadBack(WithLoaders(Options)
            .AddBootEntry(Bios)
            .AddBootEntry(Bios with { BootInfoTable = false, Platform = BootPlatform.Mac, LoadSize = 9 }));

        Assert.Equal([BootPatchState.Right, BootPatchState.Right], image.Boot!.Entries.Select(entry => entry.BootInfoTable));
    }

    [Theory]
    [InlineData("first.bin")]
    [InlineData("second.bin")]
    public void An_entry_may_start_any_name_of_a_file(string path)
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options)
            .AddFile("first.bin", BootImagesOfTests.Loader(5000)).AddHardLink("second.bin", "first.bin")
            .AddBootEntry(new BootEntry { ImagePath = path, BootInfoTable = true }));

        Assert.Equal(BootPatchState.Right, Assert.Single(image.Boot!.Entries).BootInfoTable);
        Assert.Single(image.Layout.Regions, region => region.Kind == RegionKind.File);
    }

    [Fact]
    public void A_boot_image_is_not_compressed()
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options with { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge })
            .AddFile("loader.bin", new byte[100_000], new EntryOptions { Compress = true })
            .AddBootEntry(new BootEntry { ImagePath = "loader.bin", BootInfoTable = true }));

        Assert.Equal(100_000, image.Boot!.Entries[0].Length);
        Assert.Equal(100_000, image.Layout.Regions.Single(region => region.Name == "/loader.bin").Length);
    }

    [Fact]
    public void Streams_and_files_are_the_same_bytes_and_the_source_stays_as_it_is()
    {
        byte[] loader = BootImagesOfTests.Loader(200_000);
        using TempDirectory temp = new();
        string source = temp.Write("loader.bin", loader);
        ImageBuilder builder = new ImageBuilder(Options with { MediaChecksum = true, BootCatalog = "boot.cat" })
            .AddFile("loader.bin", source)
            .AddEfiBoot("", BootImagesOfTests.EfiProgram())
            .AddBootEntry(new BootEntry { ImagePath = "loader.bin", BootInfoTable = true, GrubBootInfo = true });
        builder.Write(temp.Combine("image.iso")).EnsureSuccess();

        Assert.Equal(builder.ToBytes(), File.ReadAllBytes(temp.Combine("image.iso")));
        Assert.Equal(loader, File.ReadAllBytes(source));
    }

    [Theory]
    [InlineData("")]
    [InlineData("grub/efi.img")]
    public void An_EFI_program_becomes_a_partition_with_an_entry(string efiImage)
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options with { EfiImage = efiImage })
            .AddFile("a.txt", "beside it"u8.ToArray())
            .AddEfiBoot("", BootImagesOfTests.EfiProgram(0xAA64)));

        BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
        Assert.Equal(BootPlatform.Uefi, entry.Platform);
        Assert.Equal(efiImage.Length == 0 ? null : "/" + efiImage, entry.Path);
        Assert.True(entry.IsFat);
        Assert.Equal(efiImage.Length == 0 ? BootLengthSource.FileSystem : BootLengthSource.File, entry.LengthSource);
        Assert.Equal(efiImage.Length == 0 ? RegionKind.BootImage : RegionKind.File, image.Layout.Regions[^2].Kind);
        using Stream stream = image.OpenBootImage(entry);
        byte[] partition = new byte[stream.Length];
        stream.ReadExactly(partition);
        Assert.Equal(["EFI", "EFI/BOOT", "EFI/BOOT/BOOTAA64.EFI"], image.FilesOf(entry).Select(file => file.Path));
        using Stream program = image.FilesOf(entry)[2].OpenRead();
        byte[] read = new byte[4096];
        program.ReadExactly(read);
        Assert.Equal(BootImagesOfTests.EfiProgram(0xAA64), read);
        Assert.True(partition.AsSpan().IndexOf("BOOTAA64EFI"u8) > 0);
        Assert.True(partition.AsSpan().IndexOf(BootImagesOfTests.EfiProgram(0xAA64)) > 0);
    }

    /// <summary>The partition that no tree shows is called that in messages, which is no path.</summary>
    [Fact]
    public void A_file_called_EFI_system_partition_is_not_the_partition()
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options with { EfiImage = "" })
            .AddFile("EFI system partition", "a text about it"u8.ToArray())
            .AddEfiBoot("", BootImagesOfTests.EfiProgram()));

        BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
        Assert.Null(entry.Path);
        Assert.True(entry.IsFat);
        Assert.Equal("a text about it"u8.ToArray(), ((ContentFile)image.Content.Find("EFI system partition")!).ReadAll());
    }

    [Fact]
    public void A_FAT_image_is_taken_as_it_is()
    {
        byte[] fat = new ImageBuilder(Options).AddEfiBoot("", BootImagesOfTests.EfiProgram()).Partition();
        using IsoImage image = AssertReadBack(new ImageBuilder(Options).AddEfiBoot("", fat));

        using Stream stream = image.OpenBootImage(Assert.Single(image.Boot!.Entries));
        byte[] stored = new byte[stream.Length];
        stream.ReadExactly(stored);
        Assert.Equal(fat, stored);
    }

    [Fact]
    public void The_partition_does_not_depend_on_what_lies_around_it()
    {
        ImageBuilder With(int more) => new ImageBuilder(Options).AddFile("a", new byte[more]).AddEfiBoot("", BootImagesOfTests.EfiProgram());
        Assert.Equal(With(10).Partition(), With(10_000).Partition());
    }

    [Fact]
    public void The_code_for_disks_that_lies_beside_a_loader_is_taken()
    {
        byte[] loader = BootImagesOfTests.Loader(5000);
        HybridTests.IsolinuxMark.CopyTo(loader, 0x40);
        using IsoImage image = AssertReadBack(new ImageBuilder(Options with { BootLoader = BootLoader.Auto, Hybrid = new HybridOptions() })
            .AddFile("isolinux/isolinux.bin", loader)
            .AddFile("isolinux/isohdpfx.bin", HybridTests.IsolinuxCode));

        Assert.Equal(BootCodeKind.Isolinux, image.PartitionTables.BootCode);
        Assert.Equal(image.Boot!.Entries[0].Sector * 4, (long)image.PartitionTables.BootAddress!.Value);
    }

    [Fact]
    public void A_recognised_loader_needs_no_entry()
    {
        using IsoImage image = AssertReadBack(new ImageBuilder(Options with { BootLoader = BootLoader.Auto })
            .AddFile("isolinux/isolinux.bin", BootImagesOfTests.Loader(5000))
            .AddFile("EFI/BOOT/BOOTX64.EFI", BootImagesOfTests.EfiProgram()));

        Assert.Equal(["bios", "uefi"], image.Boot!.Entries.Select(entry => entry.Name));
        Assert.Equal(BootPatchState.Right, image.Boot.Entries[0].BootInfoTable);
    }
}

file static class PartitionBytes
{
    /// <summary>The bytes of the image's EFI system partition.</summary>
    public static byte[] Partition(this ImageBuilder builder)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        using Stream stream = image.OpenBootImage(image.Boot!.Entries.Single(entry => entry.Platform == BootPlatform.Uefi));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
