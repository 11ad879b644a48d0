using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Structures of UDF that nobody understands, or that are damaged, change what content is: nobody gets other bytes for the file without a word.</summary>
public class DoubtfulContentTests
{
    private const int Sector = UdfImage.Sector;
    private const int Partition = 2;
    private const int LogicalVolume = 3;

    // Of a file entry (ECMA-167 4/14.9), with its ICB tag (4/14.6).
    private const int Strategy = 20;
    private const int FileType = 27;
    private const int Flags = 34;
    private const int DescriptorsLength = 172;
    private const int Descriptors = 176;

    private readonly UdfImage udf = UdfDamages.Alone();

    /// <summary>What an entry says in a way that the standards reserve, or leave to who wrote it.</summary>
    [Theory]
    [InlineData(Flags, 1 << 11, "ISOB3013", "compressed or encrypted")]
    [InlineData(Flags, 4, "ISOB3013", "an unknown type")]
    [InlineData(Flags, 7, "ISOB3013", "an unknown type")]
    [InlineData(Strategy, 7, "ISOB3013", "uses strategy 7")]
    [InlineData(FileType, 13, "ISOB3013", "is of type 13")]
    public void Entries_of_an_unknown_kind(int field, int value, string code, string words)
    {
        int entry = udf.Entry("a.bin");
        udf.Put16(entry + field, value);
        udf.Retag(entry);
        Refused("a.bin", code, words);
    }

    /// <summary>Extended allocation descriptors (4/14.14.3) count what is recorded apart from what the file has: where both are one, they are like others.</summary>
    [Theory]
    [InlineData(3000, 3000, true)]
    [InlineData(2000, 3000, false)]
    [InlineData(3000, 9000, false)]
    public void Extents_that_are_packed(int recorded, int information, bool isPlain)
    {
        int entry = udf.Entry("a.bin");
        int block = udf.Get32(entry + Descriptors + 4);
        udf.Put16(entry + Flags, 2);
        (int field, int value)[] numbers = [(0, 3000), (4, recorded), (8, information), (12, block), (16, 0)];
        foreach ((int field, int value) in numbers)
        {
            udf.Put32(entry + Descriptors + field, value);
        }

        udf.Put32(entry + DescriptorsLength, 20);
        udf.Retag(entry, Descriptors + 20 - 16);
        if (isPlain)
        {
            using IsoImage image = Open();
            Assert.Empty(image.Diagnostics);
            Assert.Equal(Enumerable.Repeat((byte)1, 3000), File(image, "a.bin").ReadAll());
        }
        else
        {
            Refused("a.bin", "ISOB3013", "in a transformed form");
        }
    }

    /// <summary>An extent that ends within a block is the last (4/12.1): Linux, which counts blocks, shows other bytes than 7-Zip.</summary>
    [Fact]
    public void Extents_that_end_within_a_block()
    {
        int entry = udf.Entry("a.bin");
        int block = udf.Get32(entry + Descriptors + 4);
        udf.Put32(entry + Descriptors, 1000);
        udf.Put32(entry + Descriptors + 8, 2000);
        udf.Put32(entry + Descriptors + 12, block + 1);
        udf.Put32(entry + DescriptorsLength, 16);
        udf.Retag(entry, Descriptors + 16 - 16);
        Refused("a.bin", "ISOB3003", "ends within a block");
    }

    /// <summary>A file entry that was changed, or is another one's; and an identifier that leads to another file than it was written for.</summary>
    [Theory]
    [InlineData("block", "does not match the CRC")]
    [InlineData("location", "belongs elsewhere")]
    [InlineData("identifier", "may point to another file")]
    public void Descriptors_that_are_not_what_was_written(string kind, string words)
    {
        int entry = udf.Entry("a.bin");
        switch (kind)
        {
            case "block":
                udf.Put32(entry + Descriptors + 4, udf.Get32(udf.Entry("d1") + Descriptors + 4));
                break;
            case "location":
                udf.Put32(entry + 12, 1);
                udf.Retag(entry);
                break;
            default:
                udf.Put32(udf.Identifier("a.bin") + 24, udf.Get32(udf.Identifier("d1") + 24));
                break;
        }

        Refused("a.bin", "ISOB3019", words);
    }

    /// <summary>Where extents go on (4/14.5), by a descriptor that was changed.</summary>
    [Fact]
    public void Continuations_that_are_damaged()
    {
        int entry = udf.Entry("a.bin");
        int more = udf.Reserve - Sector;
        int block = udf.Get32(entry + Descriptors + 4);
        udf.Put32(entry + Descriptors, (3 << 30) | Sector);
        udf.Put32(entry + Descriptors + 4, (more - udf.Partition) / Sector);
        udf.Retag(entry);
        udf.Put16(more, 258);
        udf.Put16(more + 2, 2);
        udf.Put32(more + 12, (more - udf.Partition) / Sector);
        udf.Put32(more + 20, 8);
        udf.Put32(more + 24, 3000);
        udf.Put32(more + 28, block);
        udf.Retag(more, 16);
        using (IsoImage image = Open())
        {
            Assert.Empty(image.Diagnostics);
            Assert.Equal(Enumerable.Repeat((byte)1, 3000), File(image, "a.bin").ReadAll());
        }

        udf.Put32(more + 28, block + 2);
        Refused("a.bin", "ISOB3014", "the allocation extent descriptor", "does not match the CRC");
    }

    /// <summary>An indirect entry that cannot be read hides newer versions (UDF 1.02 6.6).</summary>
    [Fact]
    public void Versions_that_cannot_be_found()
    {
        UdfImage odd = UdfOddities.Make();
        odd.Put32(odd.Entry("newest") + Sector + 40, 3);
        using IsoImage image = IsoImage.Open(new MemoryStream(odd.Image.Bytes));
        ContentException error = Assert.Throws<ContentException>(File(image, "newest").OpenRead);
        Assert.Equal("ISOB3014", error.Diagnostic.Code);
        Assert.Contains("an old version may be shown", error.Message, StringComparison.Ordinal);
        Assert.Contains(image.Verify().Findings, finding => finding is { Code: "ISOB3651", Severity: DiagnosticSeverity.Error });
    }

    /// <summary>A partition that begins elsewhere, or a logical volume of other maps, by a descriptor that was changed: the reserve sequence has it as it was. Where that was changed too, nothing is shown.</summary>
    [Theory]
    [InlineData(Partition, 188)]
    [InlineData(LogicalVolume, 444)]
    public void Volume_descriptors_that_are_damaged(int number, int field)
    {
        udf.Image.Bytes[udf.Main + (number * Sector) + field]++;
        using (IsoImage image = Open())
        {
            Diagnostic told = Assert.Single(image.Diagnostics);
            Assert.Equal(("ISOB3018", DiagnosticSeverity.Warning), (told.Code, told.Severity));
            Assert.Contains("does not match the CRC", told.Message, StringComparison.Ordinal);
            Assert.Equal(Enumerable.Repeat((byte)1, 3000), File(image, "a.bin").ReadAll());
        }

        udf.Image.Bytes[udf.Reserve + (number * Sector) + field]++;
        Diagnostic refused = Assert.Throws<ImageException>(Open).Diagnostic;
        Assert.Equal("ISOB3018", refused.Code);
        Assert.Contains("does not match the CRC", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A partition on another disc of a set (3/10.7.2), and one that holds another file system (3/10.5.3).</summary>
    [Theory]
    [InlineData(LogicalVolume, 442, 2, "is on volume 2 of a set, and this is volume 1")]
    [InlineData(Partition, 26, 'C', "is not an ECMA-167 file system")]
    public void Partitions_of_another_disc_or_kind(int number, int field, int value, string words)
    {
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            int descriptor = sequence + (number * Sector);
            udf.Image.Bytes[descriptor + field] = (byte)value;
            udf.Retag(descriptor);
        }

        Diagnostic refused = Assert.Throws<ImageException>(Open).Diagnostic;
        Assert.Equal("ISOB3017", refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Newer file sets are elsewhere (4/14.1.18), and a device says no numbers (4/14.10.7).</summary>
    [Fact]
    public void What_is_only_told()
    {
        udf.Put32(udf.FileSet + 448, Sector);
        udf.Retag(udf.FileSet);
        int entry = udf.Entry("a.bin");
        udf.Image.Bytes[entry + FileType] = 7;
        udf.Retag(entry);
        using IsoImage image = Open();
        Assert.Equal(["ISOB3003 /a.bin", "ISOB3017 "], image.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Warning).Select(found => $"{found.Code} {found.Item}").Order(StringComparer.Ordinal));
    }

    private static ContentFile File(IsoImage image, string path) => (ContentFile)image.Content.Find(path)!;

    private IsoImage Open() => IsoImage.Open(new MemoryStream(udf.Image.Bytes));

    private void Refused(string path, string code, params string[] words)
    {
        using IsoImage image = Open();
        ContentFile file = File(image, path);
        Assert.True(file.IsIncomplete);
        Assert.Contains(image.Diagnostics, found => found.Code == code && found.Severity == DiagnosticSeverity.Error && found.Item == file.Path);
        ContentException error = Assert.Throws<ContentException>(file.OpenRead);
        Assert.Equal((code, file.Path), (error.Diagnostic.Code, error.Diagnostic.Item));
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);
        Assert.All(image.Content.Nodes.OfType<ContentFile>().Where(other => other != file), other => Assert.False(other.IsIncomplete));
    }
}
