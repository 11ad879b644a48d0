using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>A system area that a file gives (ECMA-119 6.2.1), and what tables of partitions leave of it.</summary>
public sealed class SystemAreaTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2048)]
    [InlineData(32768)]
    public void A_file_of_up_to_32_KiB_begins_the_image(int length)
    {
        byte[] file = Bytes(length);
        byte[] image = Builder(file).ToBytes();

        Assert.Equal(file, image.AsSpan(0, length).ToArray());
        Assert.False(image.AsSpan(length, 32768 - length).ContainsAnyExcept((byte)0));
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Equal(Builder(file).Plan().Layout!.ToString(), opened.Layout.ToString());
    }

    [Fact]
    public void One_byte_more_is_refused() => AssertRefused(Builder(Bytes(32769)), "longer");

    [Fact]
    public void One_that_is_not_there_is_refused() => AssertRefused(new ImageBuilder(Images.Small with { SystemArea = folder.Combine("gone.bin") }), "does not exist");

    [Fact]
    public void The_image_does_not_take_its_place()
    {
        string area = folder.Write("ip.bin", Bytes(100));
        BuildResult made = new ImageBuilder(Images.Small with { SystemArea = area }).Write(area);
        Assert.Contains(made.Diagnostics, found => found.Id == DiagnosticId.ImageIsSource && found.SourcePath == area);
    }

    /// <summary>The file's code stays, its table and its signature do not; behind the first block all is the file's where there is no GPT.</summary>
    [Fact]
    public void Tables_are_written_over_it()
    {
        byte[] file = Bytes(4096);
        byte[] image = Builder(file, new HybridOptions { Gpt = false }).ToBytes();

        Assert.Equal(file.AsSpan(0, 440).ToArray(), image.AsSpan(0, 440).ToArray());
        Assert.Equal([0x55, 0xAA], image.AsSpan(510, 2).ToArray());
        Assert.Equal((0x80, 0x17), (image[446], image[446 + 4]));
        Assert.False(image.AsSpan(462, 48).ContainsAnyExcept((byte)0));
        Assert.Equal(file.AsSpan(512).ToArray(), image.AsSpan(512, 4096 - 512).ToArray());
    }

    [Fact]
    public void A_gpt_takes_its_blocks_and_says_so()
    {
        byte[] file = Bytes(32768);
        ImageBuilder builder = Builder(file, new HybridOptions { Gpt = true });
        Assert.Contains(builder.Plan().Diagnostics, found => found.Id == DiagnosticId.SystemAreaOverwritten && found.Severity == DiagnosticSeverity.Warning);
        byte[] image = builder.ToBytes();

        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.Equal((GptState.Sound, GptState.Sound), (opened.PartitionTables.Gpt!.Primary, opened.PartitionTables.Gpt.Backup));
        Assert.Equal(file.AsSpan(34 * 512).ToArray(), image.AsSpan(34 * 512, 32768 - (34 * 512)).ToArray());
        Assert.DoesNotContain(Builder(file[..512], new HybridOptions { Gpt = true }).Plan().Diagnostics, found => found.Id == DiagnosticId.SystemAreaOverwritten);
    }

    /// <summary>A table that the file came with says nothing of the image.</summary>
    [Fact]
    public void A_gpt_of_the_file_goes_with_its_master_boot_record()
    {
        byte[] file = Bytes(32768);
        "EFI PART"u8.CopyTo(file.AsSpan(512));
        byte[] image = Builder(file, new HybridOptions { Gpt = false }).ToBytes();
        Assert.False(image.AsSpan(512, 33 * 512).ContainsAnyExcept((byte)0));
        Assert.Equal(file.AsSpan(34 * 512).ToArray(), image.AsSpan(34 * 512, 32768 - (34 * 512)).ToArray());
    }

    [Fact]
    public void Code_that_is_named_goes_first()
    {
        byte[] code = [.. Enumerable.Repeat((byte)0x90, 100)];
        byte[] image = Builder(Bytes(512), new HybridOptions { Gpt = false, BootCode = code }).ToBytes();
        Assert.Equal(code, image.AsSpan(0, 100).ToArray());
        Assert.False(image.AsSpan(100, 340).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void It_replaces_that_of_a_base()
    {
        string path = folder.Combine("base.iso");
        Builder(Bytes(32768)).Write(path).EnsureSuccess();
        string other = folder.Write("other.bin", [1, 2, 3]);
        byte[] image = new ImageBuilder().BasedOn(path, new BaseImageOptions { Options = kept => kept with { SystemArea = other } }).ToBytes();
        Assert.Equal([1, 2, 3], image.AsSpan(0, 3).ToArray());
        Assert.False(image.AsSpan(3, 32765).ContainsAnyExcept((byte)0));
    }

    /// <summary>genisoimage's and xorriso's -G.</summary>
    [ToolTheory("genisoimage", "xorriso")]
    [InlineData("genisoimage")]
    [InlineData("xorriso", "-as", "mkisofs")]
    public void As_others_write_it(string tool, params string[] more)
    {
        string area = folder.Write("ip.bin", Bytes(32768));
        folder.Write("tree/a.txt", "a");
        CommandLine.Run(tool, [.. more, "-quiet", "-G", area, "-o", folder.Combine("theirs.iso"), folder.Combine("tree")]).EnsureSuccess();
        byte[] ours = new ImageBuilder(Images.Small with { SystemArea = area }).AddDirectory("", folder.Combine("tree")).ToBytes();
        Assert.Equal(File.ReadAllBytes(folder.Combine("theirs.iso")).AsSpan(0, 32768).ToArray(), ours.AsSpan(0, 32768).ToArray());
    }

    private ImageBuilder Builder(byte[] file, HybridOptions? hybrid = null) =>
        new ImageBuilder(Images.Small with { SystemArea = folder.Write("area.bin", file), Hybrid = hybrid }).AddFile("a.txt", "a"u8.ToArray());

    private static void AssertRefused(ImageBuilder builder, string said)
    {
        Diagnostic error = Assert.Single(builder.Plan().Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticId.SystemAreaUnusable, error.Id);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    /// <summary>No two blocks are the same, and no byte is zero.</summary>
    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(1 + ((i * 7) + (i / 512)) % 255))];
}
