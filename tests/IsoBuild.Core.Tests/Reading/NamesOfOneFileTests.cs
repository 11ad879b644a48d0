using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;

namespace IsoBuild.Core.Tests.Reading;

/// <summary>Files of several names, in images that have no serial numbers: PX of RRIP 1.10 ends before them.</summary>
public class NamesOfOneFileTests
{
    [Fact]
    public void One_place_and_the_same_attributes_are_one_file()
    {
        ContentTree tree = Read(links: 2, "a", "b");
        Assert.Equal((2, null), (File(tree, "a").LinkCount, File(tree, "a").HardLinkOf));
        Assert.Equal((2, File(tree, "a")), (File(tree, "b").LinkCount, File(tree, "b").HardLinkOf));
        Assert.Equal((1, null), (File(tree, "c").LinkCount, File(tree, "c").HardLinkOf));
    }

    [Fact]
    public void Files_that_say_nothing_of_links_only_share_their_content() =>
        Assert.All(Read(links: 1, "a", "b").Nodes.OfType<ContentFile>(), file => Assert.Equal((1, null), (file.LinkCount, file.HardLinkOf)));

    /// <summary>Two pairs of names of equal content in one place: which belongs to which, nobody knows.</summary>
    [Fact]
    public void More_names_than_are_said_are_not_put_together() =>
        Assert.All(Read(links: 2, "a", "b", "c").Nodes.OfType<ContentFile>(), file => Assert.Equal((2, null), (file.LinkCount, file.HardLinkOf)));

    /// <summary>A part of a tree: further names are elsewhere.</summary>
    [Fact]
    public void Fewer_names_than_are_said_are_one_file()
    {
        ContentTree tree = Read(links: 7, "a", "b");
        Assert.Equal((7, File(tree, "a")), (File(tree, "b").LinkCount, File(tree, "b").HardLinkOf));
    }

    [Theory]
    [InlineData(4, 0x8180u)]
    [InlineData(12, 3u)]
    [InlineData(20, 5u)]
    [InlineData(28, 5u)]
    public void Other_attributes_are_another_file(int place, uint value)
    {
        ContentTree tree = Read(2, ["a", "b"], (image, record) => image.Both32(image.Field(record("B."), "PX") + place, value));
        Assert.Null(File(tree, "b").HardLinkOf);
    }

    [Fact]
    public void Empty_files_lie_nowhere()
    {
        ContentTree tree = Read(2, ["a", "b"], (image, record) =>
        {
            image.Both32(record("A.") + 10, 0);
            image.Both32(record("B.") + 10, 0);
        });
        Assert.Equal((2, null), (File(tree, "b").LinkCount, File(tree, "b").HardLinkOf));
    }

    private static ContentFile File(ContentTree tree, string path) => Assert.IsType<ContentFile>(tree.Find(path));

    private static ContentTree Read(uint links, params string[] names) => Read(links, names, null);

    /// <summary>Files a, b and c of one content, without serial numbers; some are said to have several names.</summary>
    private static ContentTree Read(uint links, string[] names, Action<DamagedImage, Func<string, int>>? change)
    {
        ImageBuilder builder = new(Images.Small);
        foreach (string name in (string[])["a", "b", "c"])
        {
            builder.AddFile(name, "content"u8.ToArray());
        }

        DamagedImage image = new(builder.ToBytes());
        foreach (string name in (string[])["a", "b", "c"])
        {
            int field = image.Field(Record($"{name.ToUpperInvariant()}."), "PX");
            image[field + 2] = 36;
            image.Put(field + 36, Fields.Make("ZZ", 0, 0, 0, 0));
            image.Both32(field + 12, names.Contains(name) ? links : 1);
        }

        change?.Invoke(image, Record);
        using IsoImage read = IsoImage.Open(new MemoryStream(image.Bytes));
        Assert.Empty(read.Diagnostics);
        return read.Content;

        int Record(string identifier) => image.Record(DamagedImage.PrimaryAt, identifier);
    }
}
