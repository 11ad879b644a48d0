using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>What Linux shows of UDF is what the library shows; the kernel itself mounts the same volume in the interop tests.</summary>
public class UdfOddityTests
{
    [Fact]
    public void Is_read_as_Linux_reads_it()
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(UdfOddities.Make().Image.Bytes));

        Assert.Equal(UdfOddities.Content.Keys.Where(name => name != "deleted"), image.Content.Root.Children.Select(node => node.Name));
        foreach (ContentFile file in image.Content.Nodes.OfType<ContentFile>())
        {
            using Stream stream = file.OpenRead();
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            Assert.Equal(UdfOddities.Content[file.Name], bytes);
            Assert.False(file.IsIncomplete);
        }

        Diagnostic tail = Assert.Single(image.Diagnostics);
        Assert.Equal(("ISOB3021", DiagnosticSeverity.Info, "/tail"), (tail.Code, tail.Severity, tail.Item));
        Assert.Contains("500 bytes longer", tail.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>More than the last block has room for is nowhere, and is an error.</summary>
    [Theory]
    [InlineData(900)]
    [InlineData(2048)]
    public void What_is_in_no_block_is_missing(int recorded)
    {
        UdfImage udf = UdfOddities.Make();
        UdfOddities.MakeTail(udf, recorded);

        using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));

        ContentFile file = (ContentFile)image.Content.Find("tail")!;
        Assert.Equal((recorded, true), (file.Length, file.IsIncomplete));
        Assert.Contains(image.Diagnostics, found => found is { Code: "ISOB3003", Item: "/tail" });
    }

    /// <summary>Indirect entries that lead to each other end nowhere.</summary>
    [Fact]
    public void Versions_that_run_in_a_circle()
    {
        UdfImage udf = UdfOddities.Make();
        int first = udf.Entry("newest");
        int indirect = first + UdfImage.Sector;
        udf.Put32(indirect + 40, udf.Get32(udf.Identifier("newest") + 24));
        udf.Retag(indirect);

        using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));

        ContentFile file = (ContentFile)image.Content.Find("newest")!;
        Assert.Equal(("older, of more bytes".Length, true), (file.Length, file.IsIncomplete));
        Assert.Contains(image.Diagnostics, found => found is { Code: "ISOB3014", Item: "/newest" } && found.Message.Contains("points back", StringComparison.Ordinal));
        Assert.Contains(image.Verify().Findings, finding => finding is { Code: "ISOB3651" } && finding.Message.Contains("points back", StringComparison.Ordinal));
    }

    /// <summary>An identifier that leads to the second version of another entry leads to the newest one, in whatever order both are read.</summary>
    [Theory]
    [InlineData("deleted")]
    [InlineData("plain")]
    public void Versions_that_are_entered_in_the_middle(string name)
    {
        UdfImage udf = UdfOddities.Make();
        Span<byte> bytes = udf.Image.Bytes;
        int first = udf.Entry("newest");
        int second = udf.Get32(first + UdfImage.Sector + 40);
        int third = second - 6;
        Assert.False(bytes.Slice(udf.Block(third), UdfImage.Sector).ContainsAnyExcept((byte)0), "there is padding");
        bytes.Slice(udf.Block(second), UdfImage.Sector).CopyTo(bytes[udf.Block(third)..]);
        udf.Put32(udf.Block(third) + 56, 3);
        udf.Put32(udf.Block(third) + 176, 3);
        Place(third);
        bytes.Slice(first + UdfImage.Sector, UdfImage.Sector).CopyTo(bytes[udf.Block(second + 1)..]);
        udf.Put32(udf.Block(second + 1) + 40, third);
        Place(second + 1);
        int identifier = udf.Identifier(name);
        bytes[identifier + 18] = 0;
        udf.Put32(identifier + 24, second);
        udf.Retag(identifier);

        using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));
        foreach (string path in (string[])["newest", name])
        {
            Assert.Equal("new"u8.ToArray(), ((ContentFile)image.Content.Find(path)!).ReadAll());
        }

        void Place(int block)
        {
            udf.Put32(udf.Block(block) + 12, block);
            udf.Retag(udf.Block(block));
        }
    }

    /// <summary>Streams (UDF 2.00 3.3.5) are in no tree: that is said.</summary>
    [Fact]
    public void Streams_are_remarked()
    {
        UdfImage udf = new(UdfDamages.All[DiagnosticId.UdfEntryExtended]().Image.Bytes);
        int entry = udf.Entry("a.bin");
        udf.Put32(entry + 152, UdfImage.Sector);
        udf.Retag(entry);

        using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));

        Assert.Equal([("ISOB3022", DiagnosticSeverity.Info, "/a.bin")], image.Diagnostics.Select(found => (found.Code, found.Severity, found.Item)));
    }
}
