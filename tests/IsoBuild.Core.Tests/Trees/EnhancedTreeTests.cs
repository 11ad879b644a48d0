using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>The tree of ISO 9660:1999, and what is hidden from trees.</summary>
public class EnhancedTreeTests
{
    [Theory]
    [InlineData(ImageFormats.Iso1999)]
    [InlineData(ImageFormats.Iso1999 | ImageFormats.Joliet)]
    [InlineData(ImageFormats.Iso1999 | ImageFormats.Default)]
    public void Names_are_as_they_are(ImageFormats formats)
    {
        string most = new('é', 103);
        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = formats })
            .AddFile("Read Me; really?.tar.gz", new byte[1]).AddFile("read me; REALLY?.tar.gz", new byte[2])
            .AddFile($"\uFFEE/{most}.", new byte[3]).AddFile("\U0001F600/x", new byte[4]).AddFile("\u0001", new byte[5]);
        byte[] bytes = builder.ToBytes();
        using IsoImage image = IsoImage.Open(new MemoryStream(bytes));
        Assert.Empty(image.Diagnostics);
        Assert.True(image.Formats.HasFlag(ImageFormats.Iso1999));
        Assert.Equal(builder.Plan().Layout!.ToString(), image.Layout.ToString());
        string[] expected = ["/", "/Read Me; really?.tar.gz", "/_", "/read me; REALLY?.tar.gz", "/\U0001F600", "/\U0001F600/x", "/\uFFEE", $"/\uFFEE/{most}."];
        Assert.Equal(expected, image.ContentOf(ImageFormats.Iso1999)!.Nodes.Select(node => node.Path));

        Assert.Equal(expected[1..], Images.WalkSoundly(bytes).Enhanced!.Select(entry => entry.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != Diagnostics.DiagnosticSeverity.Info);

        // ISO 9660:1999, 8.5: type 2, version 2, file structure version 2, behind Joliet.
        int sector = (formats.HasFlag(ImageFormats.Joliet) ? 18 : 17) * 2048;
        Assert.Equal((2, 2, 2), (bytes[sector], bytes[sector + 6], bytes[sector + 881]));
        Assert.Equal(255, bytes[sector + 2048]);
        Assert.Equal("/\u0001", Assert.Single(builder.Plan().Diagnostics, told => told.Code == "ISOB1042").Item);
    }

    /// <summary>There are no version numbers in this tree that could be wrong.</summary>
    [Theory]
    [InlineData("semi;1.dll")]
    [InlineData("a;0")]
    [InlineData("a;99999")]
    public void A_semicolon_is_a_character_like_others(string name)
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso1999 }).AddFile(name, new byte[1]).ToBytes()));

        Assert.Equal(name, image.ContentOf(ImageFormats.Iso1999)!.Root.Children[0].Name);
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Code == "ISOB3212");
    }

    [Fact]
    public void A_name_of_more_than_207_bytes_is_cut_at_a_character()
    {
        string cut = new('é', 104);
        PlanResult plan = new ImageBuilder(Images.Small with { Formats = ImageFormats.Iso1999 }).AddFile(cut, new byte[1]).Plan();
        Assert.Contains(new string('é', 103) + " ", Assert.Single(plan.Diagnostics, told => told.Code == "ISOB1042").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Joliet_of_103_characters()
    {
        string most = new string('x', 101) + "\U0001F600";
        ImageBuilder builder = new ImageBuilder(Images.Small with { JolietLongNames = true }).AddFile(most, new byte[1]).AddFile(most + "y", new byte[2]).AddFile("a*b", new byte[3]);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/", "/a_b", $"/{most}", $"/{new string('x', 101)}_2"], image.ContentOf(ImageFormats.Joliet)!.Nodes.Select(node => node.Path).OrderBy(path => path.Contains("_2", StringComparison.Ordinal) ? 1 : 0));
    }

    [Fact]
    public void What_is_hidden_from_a_tree_is_not_in_its_records_path_tables_and_counts()
    {
        ImageBuilder builder = new ImageBuilder(Images.Small with { Formats = ImageFormats.Default | ImageFormats.Iso1999 })
            .AddFile("j/f", new byte[1]).AddFile("r/f", new byte[2]).AddFile("e", new byte[3])
            .AddEmptyDirectory("j", new EntryOptions { HiddenFrom = ImageFormats.Joliet })
            .AddEmptyDirectory("r", new EntryOptions { HiddenFrom = ImageFormats.RockRidge })
            .Describe(path => path == "e" ? new EntryOptions { HiddenFrom = ImageFormats.Iso1999 } : null);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/", "/e", "/j", "/j/f"], Paths(ImageFormats.RockRidge));
        Assert.Equal(["/", "/E", "/J", "/J/F"], Paths(ImageFormats.Iso9660));
        Assert.Equal(["/", "/e", "/r", "/r/f"], Paths(ImageFormats.Joliet));
        Assert.Equal(["/", "/j", "/j/f", "/r", "/r/f"], Paths(ImageFormats.Iso1999));
        Assert.Equal(builder.Plan().Layout!.ToString(), image.Layout.ToString());
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != Diagnostics.DiagnosticSeverity.Info);

        IEnumerable<string> Paths(ImageFormats view) => image.ContentOf(view)!.Nodes.Select(node => node.Path);
    }

    [Fact]
    public void Fields_of_the_volume_are_read_back()
    {
        ImageOptions options = Images.Small with
        {
            Formats = ImageFormats.Default | ImageFormats.Iso1999, SystemId = "LINUX", VolumeSetId = "SET_1", Preparer = "ME", Publisher = "ACME",
            CopyrightFile = "LICENSE.txt", AbstractFile = "/abstract-of-a-long-name.txt", BibliographicFile = "biblio.txt",
            Effective = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero), Expires = new DateTimeOffset(9999, 12, 31, 23, 59, 59, 990, TimeSpan.Zero),
        };
        ImageBuilder builder = new ImageBuilder(options).AddFile("LICENSE.txt", new byte[1]).AddFile("abstract-of-a-long-name.txt", new byte[2]).AddFile("biblio.txt", new byte[3]);
        using IsoImage image = IsoImage.Open(new MemoryStream(builder.ToBytes()));
        VolumeInfo volume = image.Layout.Volume;
        Assert.Equal(builder.Plan().Layout!.Volume, volume);
        Assert.Equal(("LINUX", "SET_1", "ME", "ACME"), (volume.SystemId, volume.VolumeSetId, volume.Preparer, volume.Publisher));
        Assert.Equal(("LICENSE.TXT;1", "ABSTRACT_OF_A_LONG_NAME.TXT;1", "BIBLIO.TXT;1"), (volume.CopyrightFile, volume.AbstractFile, volume.BibliographicFile));
        Assert.Equal((options.Effective, new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero)), (volume.Effective, volume.Expires!.Value));
        Assert.Equal(["LICENSE.TXT;1", "LICENSE.txt", "LICENSE.txt"], image.Descriptors.Where(d => d.CopyrightFile.Length > 0).Select(d => d.CopyrightFile));
        // Joliet has room for 18 characters.
        Assert.Equal(["/abstract-of-a-long-name.txt"], builder.Plan().Diagnostics.Where(told => told.Code == "ISOB1044").Select(told => told.Item));
        Assert.Empty(image.Diagnostics);
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Severity != Diagnostics.DiagnosticSeverity.Info);
    }

    [Fact]
    public void Fields_that_contradict()
    {
        Assert.Equal("ISOB1043", Assert.Single(new ImageBuilder(Images.Small with { CopyrightFile = "a/b" }).AddFile("a/b", new byte[1]).Plan().Diagnostics).Code);
        DateTimeOffset day = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal("ISOB1045", Assert.Single(new ImageBuilder(Images.Small with { Effective = day, Expires = day.AddSeconds(-1) }).Plan().Diagnostics).Code);
    }
}
