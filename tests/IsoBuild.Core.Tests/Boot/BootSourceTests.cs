using System.Buffers.Binary;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Boot images that are files on disk and in no tree.</summary>
public sealed class BootSourceTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void They_are_in_no_tree_and_patched_in_the_image_alone()
    {
        byte[] loader = [.. Enumerable.Range(0, 3000).Select(i => (byte)i)];
        string path = folder.Write("etfsboot.com", loader);
        ImageBuilder builder = Builder(new BootEntry { ImageSource = path, LoadSize = 8, BootInfoTable = true, GrubBootInfo = true });
        byte[] image = builder.ToBytes();

        Assert.Equal(loader, File.ReadAllBytes(path));
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        BootEntryInfo entry = Assert.Single(opened.Boot!.Entries);
        Assert.Equal((null, 8), (entry.Path, (int)entry.LoadSize));
        Assert.All([ImageFormats.RockRidge, ImageFormats.Joliet, ImageFormats.Iso9660], format => Assert.Single(opened.ContentOf(format)!.Nodes.OfType<ContentFile>()));
        int at = (int)entry.Sector * 2048;
        Assert.Equal(loader.AsSpan(0, 8).ToArray(), image.AsSpan(at, 8).ToArray());
        Assert.Equal(((uint)16, (uint)entry.Sector, 3000u), (Number(image, at + 8), Number(image, at + 12), Number(image, at + 16)));
        Assert.Equal((ulong)entry.Sector * 4 + 5, BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(at + 2548)));
        Assert.Contains(builder.Plan().Layout!.Regions, region => region is { Kind: RegionKind.BootImage, Name: "bios" });
    }

    [Fact]
    public void Two_entries_of_one_file_share_it_and_it_need_not_differ_from_a_file_of_the_tree()
    {
        string path = folder.Write("loader.bin", new byte[2048]);
        byte[] image = new ImageBuilder(Images.Small)
            .AddFile("loader.bin", path)
            .AddBootEntry(new BootEntry { ImageSource = path })
            .AddBootEntry(new BootEntry { ImageSource = Path.Combine(folder, ".", "loader.bin"), Platform = BootPlatform.Mac })
            .AddBootEntry(new BootEntry { ImagePath = "loader.bin", Platform = BootPlatform.PowerPc })
            .ToBytes();
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Equal([null, null, "/loader.bin"], opened.Boot!.Entries.OrderBy(entry => entry.Platform == BootPlatform.PowerPc).Select(entry => entry.Path));
        Assert.Equal(2, opened.Boot.Entries.Select(entry => entry.Sector).Distinct().Count());
    }

    [Theory]
    [InlineData("", "", DiagnosticId.BootEntryInvalid)]
    [InlineData("a", "b", DiagnosticId.BootEntryInvalid)]
    [InlineData("", "gone.bin", DiagnosticId.SourceMissing)]
    [InlineData("", ".", DiagnosticId.SourceMissing)]
    [InlineData("", "empty.bin", DiagnosticId.BootImageUnusable)]
    public void What_will_not_do(string path, string source, DiagnosticId id)
    {
        folder.Write("empty.bin", []);
        ImageBuilder builder = Builder(new BootEntry { ImagePath = path, ImageSource = source.Length == 0 ? "" : folder.Combine(source) });
        Assert.Equal(id, Assert.Single(builder.Plan().Diagnostics, found => found.Severity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void The_image_does_not_take_its_place()
    {
        string path = folder.Write("loader.bin", new byte[2048]);
        Assert.Contains(Builder(new BootEntry { ImageSource = path }).Write(path).Diagnostics, found => found.Id == DiagnosticId.ImageIsSource);
    }

    [Theory]
    [InlineData("source=C:\\x y\\etfsboot.com,load-size=8", "C:\\x y\\etfsboot.com")]
    [InlineData("SOURCE=a,b.bin,bootinfotable,load-size=8", "a,b.bin")]
    [InlineData("a.bin,load-size=8,source=b.bin", "b.bin")]
    public void As_text(string text, string source)
    {
        Assert.True(BootText.TryParseEntry(text, BootPlatform.Bios, out BootEntry? entry, out string problem), problem);
        Assert.Equal(("", source, 8), (entry.ImagePath, entry.ImageSource, entry.LoadSize));
    }

    [Fact]
    public void Text_without_a_file()
    {
        Assert.False(BootText.TryParseEntry("source=", BootPlatform.Bios, out _, out string problem));
        Assert.Contains("names no boot image", problem, StringComparison.Ordinal);
    }

    /// <summary>xorriso's report of the catalog.</summary>
    [ToolFact("xorriso")]
    public void Xorriso_finds_it()
    {
        string path = folder.Combine("made.iso");
        Builder(new BootEntry { ImageSource = folder.Write("loader.bin", new byte[5000]), LoadSize = 8 }).Write(path).EnsureSuccess();
        using IsoImage opened = IsoImage.Open(path);
        string report = CommandLine.Run("xorriso", ["-indev", path, "-report_el_torito", "plain"]).EnsureSuccess().Output;
        Assert.Matches($@"El Torito boot img :\s+1\s+BIOS\s+y\s+none\s+0x0000\s+0x00\s+8\s+{opened.Boot!.Entries[0].Sector}\b", report);
    }

    private static ImageBuilder Builder(BootEntry entry) => new ImageBuilder(Images.Small).AddFile("a.txt", "a"u8.ToArray()).AddBootEntry(entry);

    private static uint Number(byte[] image, int at) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(at));
}
