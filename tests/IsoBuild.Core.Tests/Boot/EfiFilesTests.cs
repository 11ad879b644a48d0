using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Fat;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Fat;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Files that are both in the EFI system partition and in the trees.</summary>
public sealed class EfiFilesTests : IDisposable
{
    private static readonly byte[] Loader = BootImagesOfTests.EfiProgram(0x8664);
    private static readonly byte[] Linux = FatFiles.Content("kernel", 3_000_001);

    private static readonly byte[] Uki = FatFiles.Content("uki", 70_000);

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>systemd-boot reads its own partition alone; what it reads is on the image once.</summary>
    [Theory]
    [InlineData(ImageFormats.Default | ImageFormats.Udf, null)]
    [InlineData(ImageFormats.Iso9660, null)]
    [InlineData(ImageFormats.Default, "")]
    public void What_systemd_boot_reads_is_stored_once(ImageFormats formats, string? efiImage)
    {
        string path = folder.Combine("a.iso");
        BuildResult result = SystemdBoot(Images.Small with { Formats = formats, EfiImage = efiImage, BootLoader = BootLoader.SystemdBoot, Hybrid = new HybridOptions() }).Write(path).EnsureSuccess();

        byte[] bytes = File.ReadAllBytes(path);
        using IsoImage image = IsoImage.Open(path);
        int at = bytes.AsSpan().IndexOf(Linux);
        Assert.Equal(0, at % 2048);
        Assert.Equal(-1, bytes.AsSpan(at + 1).IndexOf(Linux));
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Equal(8, image.Layout.Views.Count(view => view.Kind == ViewKind.File));
        Assert.DoesNotContain(image.Verify().Findings, found => found.Severity != DiagnosticSeverity.Info);
        foreach ((string name, byte[] content) in new[] { ("k/linux", Linux), ("k/uki.efi", Uki), ("k/a.dtbo", FatFiles.Content("a", 100)), ("k/b.dtbo", FatFiles.Content("b", 2049)) })
        {
            using Stream esp = image.OpenBootImage(Assert.Single(image.Boot!.Entries));
            Assert.Equal(content, InFat(esp, name));
            Assert.Single(image.Content.Nodes.OfType<ContentFile>(), file => file.Length == content.Length && file.ReadAll().AsSpan().SequenceEqual(content));
        }

        // So it stays in an image that is based on it, and streams are the same bytes as files.
        string second = folder.Combine("b.iso");
        new ImageBuilder().BasedOn(path).AddFile("more.txt", "more"u8.ToArray()).Write(second).EnsureSuccess();
        using IsoImage based = IsoImage.Open(second);
        Assert.Equal(8, based.Layout.Views.Count(view => view.Kind == ViewKind.File));
        Assert.DoesNotContain(based.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(bytes, SystemdBoot(Images.Small with { Formats = formats, EfiImage = efiImage, BootLoader = BootLoader.SystemdBoot, Hybrid = new HybridOptions() }).ToBytes());
    }

    [Fact]
    public void Sector_maps_with_such_files_compare()
    {
        const string before = "image    9 sectors  18432 bytes\nvolume   A\nfile  /a  b/linux  sectors 5-6\nfile  /a  c  sectors 7-7\n\nsectors            count  region             content\n";
        string difference = LayoutDiff.Describe(before, before.Replace("5-6", "4-5", StringComparison.Ordinal));
        Assert.Contains("~ file /a  b/linux: was sectors 5-6, is sectors 4-5\n", difference, StringComparison.Ordinal);
        Assert.DoesNotContain("/a  c", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_stored_by_themselves_where_they_cannot_be_shared()
    {
        ImageOptions options = Images.Small with { BootLoader = BootLoader.SystemdBoot };
        foreach (ImageOptions apart in (ImageOptions[])[options with { Dedupe = false }, options with { HfsPlus = true }, options with { Hybrid = new HybridOptions { PartitionOffset = 16 } }])
        {
            using IsoImage image = IsoImage.Open(new MemoryStream(SystemdBoot(apart).ToBytes()));
            Assert.DoesNotContain(image.Layout.Views, view => view.Kind == ViewKind.File);
            Assert.DoesNotContain(image.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
            Assert.Equal(Linux, ((ContentFile)image.Content.Find("k/linux")!).ReadAll());
        }
    }

    [Fact]
    public void Modes_follow_from_first_bytes_as_of_other_files()
    {
        byte[] program = [0x7F, (byte)'E', (byte)'L', (byte)'F', .. new byte[3000]];
        ImageBuilder builder = new ImageBuilder(Images.Small).AddFile("tool", program).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", Loader).AddEfiBoot("tool", program).AddFile("again", program);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.All((string[])["tool", "again"], name => Assert.Equal((UnixFileMode)0x1ED, image.Content.Find(name)!.Mode));
        Assert.Single(image.Layout.Views, view => view.Kind == ViewKind.File);
    }

    [Fact]
    public void On_request_the_files_are_in_the_trees_too()
    {
        string path = folder.Combine("a.iso");
        BuildResult without = Programs(Images.Small).Write(path).EnsureSuccess();
        Diagnostic remark = Assert.Single(without.Diagnostics, found => found.Id == DiagnosticId.EfiFilesInPartitionOnly);
        Assert.Equal((DiagnosticSeverity.Info, "EFI/BOOT/BOOTX64.EFI"), (remark.Severity, remark.Item));
        long length = new FileInfo(path).Length;

        BuildResult with = Programs(Images.Small with { EfiFilesInTree = true }).Write(path).EnsureSuccess();
        Assert.DoesNotContain(with.Diagnostics, found => found.Id == DiagnosticId.EfiFilesInPartitionOnly);
        using IsoImage image = IsoImage.Open(path);
        Assert.Equal(["/EFI/BOOT/BOOTX64.EFI", "/EFI/BOOT/grub.cfg", "/boot/efi.img"], image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(Loader, ((ContentFile)image.Content.Find("EFI/BOOT/BOOTX64.EFI")!).ReadAll());
        Assert.Equal("set"u8.ToArray(), ((ContentFile)image.Content.Find("EFI/BOOT/grub.cfg")!).ReadAll());
        Assert.NotNull(image.Content.Find("EFI/empty"));
        Assert.True(new FileInfo(path).Length < length + 40_000, "The files are stored once.");

        // A file that the content has there stays, and nothing is made of nothing.
        using IsoImage other = IsoImage.Open(new MemoryStream(Programs(Images.Small with { EfiFilesInTree = true }).AddFile("EFI/BOOT/grub.cfg", "other"u8.ToArray()).ToBytes()));
        Assert.Equal("other"u8.ToArray(), ((ContentFile)other.Content.Find("EFI/BOOT/grub.cfg")!).ReadAll());
        Assert.Contains(new ImageBuilder(Images.Small with { EfiFilesInTree = true }).AddFile("a", "a"u8.ToArray()).Write(new MemoryStream()).Diagnostics, found => found is { Id: DiagnosticId.BootOptionUnused, Severity: DiagnosticSeverity.Warning });
    }

    /// <summary>Clusters of 512 bytes to 32 KiB, and every width of table.</summary>
    [Theory]
    [InlineData(0, 100_000)]
    [InlineData(12, 300_000)]
    [InlineData(16, 40_000_000)]
    [InlineData(16, 90_000_000)]
    [InlineData(32, 3_000)]
    public void Files_begin_at_sectors_and_the_file_system_is_sound(int kind, int length)
    {
        List<FatEntry> files = [FatFiles.File("EFI/odd", 513), FatFiles.File("EFI/none", 0)];
        for (int i = 0; i < 9; i++)
        {
            files.Add(FatFiles.File($"EFI/plain{i}", 100 + (i * 700)));
            files.Add(FatFiles.File($"EFI/shared{i}", i == 4 ? length : 1 + (i * 511)) with { StartsSector = true });
        }

        FatImage image = FatFiles.Build(files, new FatOptions { Kind = (FatKind)kind });

        Assert.Equal(9, image.AtSectors.Count);
        Assert.All(image.AtSectors, file => Assert.Equal(0, file.Offset % 2048));
        DiagnosticBag findings = new();
        FatVolume volume = FatVolume.TryRead(image.Source, "a", start: 0, findings)!;
        volume.Check("a", start: 0, findings);
        Assert.Empty(findings.ToList());
        foreach (FatEntry file in files)
        {
            Assert.True(FatFiles.Bytes(file.Source!).AsSpan().SequenceEqual(FatFiles.Bytes(volume.Nodes.Single(node => node.Path == file.Path).Source!)), file.Path);
        }

        byte[] bytes = FatFiles.Bytes(image.Source);
        Assert.All(image.AtSectors, file => Assert.Equal(FatFiles.Bytes(files.Single(each => each.Path == file.Path).Source!)[0], bytes[file.Offset]));
    }

    private static byte[] InFat(Stream partition, string path)
    {
        byte[] bytes = new byte[partition.Length];
        partition.ReadExactly(bytes);
        FatVolume volume = FatVolume.TryRead(new MemorySource(bytes), "esp", start: 0, new DiagnosticBag())!;
        return FatFiles.Bytes(volume.Nodes.Single(node => node.Path == path).Source!);
    }

    private ImageBuilder Programs(ImageOptions options) => new ImageBuilder(options)
        .AddEfiBoot("EFI/BOOT/BOOTX64.EFI", Loader)
        .AddEfiBoot("EFI/BOOT/grub.cfg", "set"u8.ToArray())
        .AddEfiBoot("EFI/empty/", Directory.CreateDirectory(folder.Combine("empty")).FullName);

    private static ImageBuilder SystemdBoot(ImageOptions options) => new ImageBuilder(options)
        .AddFile("EFI/BOOT/BOOTX64.EFI", Loader)
        .AddFile("loader/loader.conf", "timeout 1\n"u8.ToArray())
        .AddFile("loader/entries/a.conf", "linux /k/linux\ndevicetree-overlay /k/a.dtbo  /k/b.dtbo\n"u8.ToArray())
        .AddFile("loader/entries/b.conf", "uki /k/uki.efi\nuki-url http://example.org/uki.efi\n"u8.ToArray())
        .AddFile("k/linux", Linux)
        .AddFile("k/a.dtbo", FatFiles.Content("a", 100))
        .AddFile("k/b.dtbo", FatFiles.Content("b", 2049))
        .AddFile("k/uki.efi", Uki)
        .AddFile("other", FatFiles.Content("other", 5000));
}
