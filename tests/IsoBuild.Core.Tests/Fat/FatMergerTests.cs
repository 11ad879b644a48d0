using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Files that go into a file system that is there.</summary>
public class FatMergerTests
{
    private static readonly DateTimeOffset Date = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

    /// <summary>Files are given by path; a directory ends in a slash. What went in is marked by a star.</summary>
    [Theory]
    [InlineData("", 0, "EFI EFI/BOOT EFI/BOOT/BOOTX64.EFI EFI/empty README")]
    [InlineData("efi/boot/bootx64.efi", 1, "EFI EFI/BOOT EFI/BOOT/BOOTX64.EFI* EFI/empty README")]
    [InlineData("efi/boot/BOOTAA64.efi", 0, "EFI EFI/BOOT EFI/BOOT/BOOTAA64.efi* EFI/BOOT/BOOTX64.EFI EFI/empty README")]
    [InlineData("readme new/a", 1, "EFI EFI/BOOT EFI/BOOT/BOOTX64.EFI EFI/empty README* new/a*")]
    [InlineData("efi/EMPTY/ efi/other/", 0, "EFI EFI/BOOT EFI/BOOT/BOOTX64.EFI EFI/empty EFI/other* README")]
    public void Names_are_spelled_as_they_are(string paths, int replaced, string expected)
    {
        FatMerger merger = new(Volume(), Entries(paths));

        Assert.Equal(replaced, merger.Replaced);
        Assert.Equal(expected, string.Join(' ', merger.Entries.Select(each => each.Entry.Path + (each.IsAdded ? "*" : "")).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void What_the_file_system_is_stays()
    {
        FatVolume before = Volume();
        FatVolume after = Merge(before, Entries("README added"));

        Assert.Equal((before.Label, before.Boot.SerialNumber, before.Kind, before.Boot.Length), (after.Label, after.Boot.SerialNumber, after.Kind, after.Boot.Length));
        FatNode loader = after.Nodes.Single(node => node.Name == "BOOTX64.EFI");
        Assert.Equal((FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System | FatAttributes.Archive, Date), (loader.Attributes, loader.Modified));
        Assert.Equal(FatFiles.Content("EFI/BOOT/BOOTX64.EFI", 1000), FatFiles.Bytes(loader.Source!));
        Assert.Equal(FatFiles.Content("README", 100), FatFiles.Bytes(after.Nodes.Single(node => node.Name == "README").Source!));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddYears(20), after.Nodes.Single(node => node.Name == "added").Modified);
    }

    /// <summary>200,000 bytes do not fit into 128 sectors; 3 MB do not fit into a FAT12 of clusters of 512 bytes, but of larger ones; 200 MB into none.</summary>
    [Theory]
    [InlineData(200_000, FatKind.Fat12)]
    [InlineData(3_000_000, FatKind.Fat12)]
    [InlineData(200_000_000, FatKind.Fat16)]
    public void It_grows_where_files_do_not_fit(long length, object kind)
    {
        DiagnosticBag diagnostics = new();
        FatImage image = new FatMerger(Volume(), [new FatEntry("large", new SparseSource([], length))]).Build(Date, diagnostics)!;

        Assert.Equal((FatKind)kind, image.Kind);
        Assert.InRange(image.Size, length, length + (4 << 20));
        Assert.Empty(diagnostics.ToList());
    }

    [Theory]
    [InlineData("EFI/BOOT", "EFI/BOOT")]
    [InlineData("readme/", "README")]
    public void A_file_and_a_directory_of_one_name_are_refused(string path, string item)
    {
        DiagnosticBag diagnostics = new();
        Assert.Null(new FatMerger(Volume(), Entries(path)).Build(Date, diagnostics));
        Assert.Equal([(DiagnosticId.FatNamesCollide, item)], diagnostics.ToList().Select(each => (each.Id, each.Item!)));
    }

    private static FatEntry[] Entries(string paths) =>
    [
        .. paths.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(path => path.EndsWith('/') ? FatFiles.Directory(path[..^1]) : FatFiles.File(path, 100)),
    ];

    private static FatVolume Volume() => Read(FatFiles.Build(
        [
            FatFiles.File("EFI/BOOT/BOOTX64.EFI", 1000) with { Attributes = FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System, Modified = Date },
            FatFiles.Directory("EFI/empty"),
            FatFiles.File("README", 10),
        ],
        new FatOptions { Kind = FatKind.Fat12, Size = 128 * 512, Label = "ESP", SerialNumber = 0x12345678 }));

    private static FatVolume Merge(FatVolume volume, FatEntry[] files)
    {
        DiagnosticBag diagnostics = new();
        FatImage? image = new FatMerger(volume, files).Build(DateTimeOffset.UnixEpoch.AddYears(20), diagnostics);
        Assert.True(image is not null && diagnostics.ToList().Count == 0, string.Join('\n', diagnostics.ToList()));
        return Read(image);
    }

    private static FatVolume Read(FatImage image) => FatVolume.TryRead(image.Source, "esp", 0, new DiagnosticBag())!;
}
