using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Boot;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>A second GPT, for disks whose blocks have 4096 bytes.</summary>
public sealed class LargeGptTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>UEFI 5.3, in blocks of 512 and of 4096 bytes, read by hand.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_tables_are_sound_and_tell_of_the_same_bytes(bool hasUdf)
    {
        string path = folder.Combine("a.iso");
        BuildResult result = Builder(hasUdf).Write(path).EnsureSuccess();
        byte[] bytes = File.ReadAllBytes(path);

        Assert.Equal(0, bytes.Length % 4096);
        (Guid Id, Guid Type, long First, long End)[] usual = Table(bytes, 512, count: 24);
        (Guid Id, Guid Type, long First, long End)[] large = Table(bytes, 4096, count: 128);
        Assert.Equal([Disk.BasicData, Disk.EfiSystem], large.Select(partition => partition.Type));
        Assert.Equal(usual.Select(partition => (partition.Id, partition.Type, partition.First)), large.Select(partition => (partition.Id, partition.Type, partition.First)));
        Assert.All(usual.Zip(large), pair => Assert.InRange(pair.Second.End - pair.First.End, 0, 4095));
        Assert.Equal(bytes.AsSpan(512 + 56, 16).ToArray(), bytes.AsSpan(4096 + 56, 16).ToArray());
        Assert.Equal(bytes.Length / 512 - 1, (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(446 + 12)));

        using IsoImage image = IsoImage.Open(path);
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        Assert.Contains("MBR, GPT, GPT of 4096-byte blocks", image.Layout.ToString(), StringComparison.Ordinal);
        Assert.Equal(large[1].First, image.Boot!.Entries[0].Sector * 2048);
        Assert.Equal((GptState.Sound, GptState.Sound, 2), (image.PartitionTables.Gpt4K!.Primary, image.PartitionTables.Gpt4K.Backup, image.PartitionTables.Gpt4K.Partitions.Count));
        Assert.DoesNotContain(image.Verify().Findings, found => found.Severity != DiagnosticSeverity.Info);

        // An image that is based on it has both, where things lie now.
        string second = folder.Combine("b.iso");
        BuildResult based = new ImageBuilder().BasedOn(path).AddFile("more", new byte[10_000]).Write(second).EnsureSuccess();
        Assert.DoesNotContain(based.Diagnostics, found => found.Severity != DiagnosticSeverity.Info);
        byte[] after = File.ReadAllBytes(second);
        Assert.Equal(Table(after, 512, count: 24)[1].First, Table(after, 4096, count: 128)[1].First);
        Assert.NotEqual(large[1].First, Table(after, 4096, count: 128)[1].First);
        using IsoImage other = IsoImage.Open(second);
        Assert.DoesNotContain(other.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void Appended_partitions_are_in_both()
    {
        byte[] data = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        byte[] bytes = Builder(hasUdf: false).AppendPartition(new AppendedPartition { Number = 5, Type = PartitionType.Of(0x83), Path = folder.Write("data", data) }).ToBytes();
        (Guid Id, Guid Type, long First, long End) partition = Table(bytes, 4096, count: 128)[^1];
        Assert.Equal(data, bytes.AsSpan((int)partition.First, data.Length).ToArray());
        Assert.Equal(8192, partition.End - partition.First);
    }

    [Fact]
    public void What_leaves_it_no_room()
    {
        string data = folder.Write("data", new byte[100]);
        Assert.Equal(DiagnosticId.Gpt4KImpossible, Error(new ImageBuilder(Images.Small with { HfsPlus = true, Hybrid = new HybridOptions { Gpt4K = true } }).AddFile("a", "a"u8.ToArray())));
        Assert.Equal(DiagnosticId.Gpt4KImpossible, Error(new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt4K = true, Gpt = false } })));
        Assert.Equal(DiagnosticId.Gpt4KImpossible, Error(Builder(hasUdf: false).AppendPartition(new AppendedPartition { Number = 25, Type = PartitionType.Of(0x83), Path = data })));

        // A base without a GPT gets tables of its own.
        string first = folder.Combine("first.iso");
        new ImageBuilder(Images.Small with { Hybrid = new HybridOptions { Gpt = false } }).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", BootImagesOfTests.EfiProgram(0x8664)).Write(first).EnsureSuccess();
        using IsoImage image = IsoImage.Open(new MemoryStream(new ImageBuilder().BasedOn(first, new BaseImageOptions { Options = kept => kept with { Hybrid = new HybridOptions { Gpt4K = true } } }).ToBytes()));
        Assert.NotNull(image.PartitionTables.Gpt4K);

        static DiagnosticId Error(ImageBuilder builder) => Assert.Single(builder.Write(new MemoryStream()).Diagnostics, found => found.Severity == DiagnosticSeverity.Error).Id;
    }

    [Theory]
    [InlineData("entry", DiagnosticId.Gpt4KDamaged)]
    [InlineData("header", DiagnosticId.Gpt4KDamaged)]
    [InlineData("backup", DiagnosticId.Gpt4KBackupWrong)]
    [InlineData("moved", DiagnosticId.Gpt4KPartitionDiffers)]
    [InlineData("outside", DiagnosticId.Gpt4KPartitionDiffers)]
    public void Damage_is_found(string damage, DiagnosticId expected)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Damaged(damage)));
        Assert.Equal(expected, Assert.Single(image.Verify().Findings, found => found.Severity != DiagnosticSeverity.Info).Id);
    }

    /// <summary>An image whose second table, or its backup, has something wrong in it.</summary>
    internal static byte[] Damaged(string damage)
    {
        byte[] bytes = Builder(hasUdf: false).ToBytes();
        switch (damage)
        {
            case "entry":
                bytes[8192 + 60]++;
                break;
            case "header":
                bytes[4096 + 40]++;
                break;
            case "backup":
                bytes[^4096]++;
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8192 + 32), damage == "moved" ? 9u : 3u);
                foreach ((int header, int array) in new[] { (4096, 8192), (bytes.Length - 4096, bytes.Length - 20_480) })
                {
                    bytes.AsSpan(8192, 16_384).CopyTo(bytes.AsSpan(array));
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(header + 88), PartitionRecordTests.SlowCrc(bytes.AsSpan(array, 16_384)));
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(header + 16), 0);
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(header + 16), PartitionRecordTests.SlowCrc(bytes.AsSpan(header, 92)));
                }

                break;
        }

        return bytes;
    }

    private static ImageBuilder Builder(bool hasUdf) => new ImageBuilder(Images.Small with { Formats = ImageFormats.Default | (hasUdf ? ImageFormats.Udf : 0), Hybrid = new HybridOptions { Gpt4K = true } })
        .AddFile("a.txt", new byte[3000])
        .AddEfiBoot("EFI/BOOT/BOOTX64.EFI", BootImagesOfTests.EfiProgram(0x8664));

    /// <summary>The partitions of a table in blocks of a size, as bytes of the image; both headers and both arrays are what UEFI 5.3 says.</summary>
    private static (Guid Id, Guid Type, long First, long End)[] Table(byte[] bytes, int block, int count)
    {
        long last = (bytes.Length / block) - 1;
        foreach ((long own, long other) in new[] { (1L, last), (last, 1L) })
        {
            int at = (int)own * block;
            Assert.Equal("EFI PART", Encoding.ASCII.GetString(bytes, at, 8));
            byte[] header = bytes[at..(at + 92)];
            header.AsSpan(16, 4).Clear();
            Assert.Equal(PartitionRecordTests.SlowCrc(header), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 16)));
            Assert.Equal((own, other), (Number(at + 24), Number(at + 32)));
            int array = (int)Number(at + 72) * block;
            Assert.Equal(count, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 80)));
            Assert.Equal(PartitionRecordTests.SlowCrc(bytes.AsSpan(array, count * 128)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 88)));
            Assert.True(Number(at + 40) * block >= 32_768 && (Number(at + 48) + 1) * block <= bytes.Length - 20_480, "Usable blocks are none of the tables'.");
            Assert.True(own == 1 ? array + (count * 128) <= (block == 512 ? 4096 : 32_768) : array >= bytes.Length - 20_480, "Tables are apart.");
        }

        int entries = (int)Number(block + 72) * block;
        return [.. Enumerable.Range(0, count).Select(i => entries + (i * 128)).Where(at => bytes.AsSpan(at, 16).ContainsAnyExcept((byte)0))
            .Select(at => (new Guid(bytes.AsSpan(at + 16, 16)), new Guid(bytes.AsSpan(at, 16)), Number(at + 32) * block, (Number(at + 40) + 1) * block))];

        long Number(int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
    }
}
