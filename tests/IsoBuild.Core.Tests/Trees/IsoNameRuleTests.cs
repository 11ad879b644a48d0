using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Trees;

/// <summary>Names of the ISO 9660 tree beyond the standard. Expected is what genisoimage 1.1.11 makes of the same names with <c>-l</c> and its option (isoinfo -f);
/// the exceptions are that directories have dots there in any case, and that it cuts a name with several dots before its last part.</summary>
public sealed class IsoNameRuleTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(IsoNameRules.None, "lower.txt", "LOWER.TXT;1")]
    [InlineData(IsoNameRules.Lowercase, "lower.txt", "lower.txt;1")]
    [InlineData(IsoNameRules.Lowercase, "Mixed Case.X", "Mixed_Case.X;1")]
    [InlineData(IsoNameRules.MultiDot, "a.b.c", "A.B.C;1")]
    [InlineData(IsoNameRules.MultiDot, "a..b", "A..B;1")]
    [InlineData(IsoNameRules.MultiDot, ".a.b", "_A.B;1")]
    [InlineData(IsoNameRules.MultiDot, ".x", "_X.;1")]
    [InlineData(IsoNameRules.Relaxed, "a-b~c#d.txt", "A-B~C#D.TXT;1")]
    [InlineData(IsoNameRules.Relaxed, "with space.txt", "WITH SPACE.TXT;1")]
    [InlineData(IsoNameRules.Relaxed, "{x}!@$%^&().txt", "{X}!@$%^&().TXT;1")]
    [InlineData(IsoNameRules.Relaxed, "a.b.c", "A_B.C;1")]
    [InlineData(IsoNameRules.LeadingDots, ".x", ".X;1")]
    [InlineData(IsoNameRules.LeadingDots, ".a.b", "_A.B;1")]
    [InlineData(IsoNameRules.LeadingDots, ".longer_than_thirty_one_characters_for_sure", ".LONGER_THAN_THIRTY_ONE_CHARACT;1")]
    [InlineData(IsoNameRules.LeadingDots | IsoNameRules.MultiDot, ".a.b", ".A.B;1")]
    [InlineData(IsoNameRules.Long, "long_dir_name_longer_than_thirty_one_chars_x", "LONG_DIR_NAME_LONGER_THAN_THIRTY_ONE.")]
    [InlineData(IsoNameRules.Long, "verylongfilename_that_is_longer_than_31_characters.extension", "VERYLONGFILENAME_THAT_IS_LO.EXTENSION")]
    [InlineData(IsoNameRules.NoVersion, "noext", "NOEXT.")]
    [InlineData(IsoNameRules.NoTrailingDot, "noext", "NOEXT;1")]
    [InlineData(IsoNameRules.NoTrailingDot, "nodot.", "NODOT.;1")]
    [InlineData(IsoNameRules.Untranslated, "Mixed.Case.tar.gz", "Mixed.Case.tar.gz")]
    [InlineData(IsoNameRules.Untranslated, ".a.b", ".a.b")]
    [InlineData(IsoNameRules.Untranslated, " lead", " lead")]
    [InlineData(IsoNameRules.Untranslated, "long_dir_name_longer_than_thirty_one_chars_x", "long_dir_name_longer_than_thirt")]
    [InlineData(IsoNameRules.Untranslated, ".longer_than_thirty_one_characters_for_sure", ".longer_than_thirty_one_charact")]
    [InlineData(IsoNameRules.Untranslated | IsoNameRules.Long, ".longer_than_thirty_one_characters_for_sure", ".longer_than_thirty_one_characters_fo")]
    // A version is what a semicolon begins.
    [InlineData(IsoNameRules.Untranslated, "x;1", "x_1")]
    // A character is one, not its bytes.
    [InlineData(IsoNameRules.Untranslated, "aé😀.txt", "a__.txt")]
    public void Names(IsoNameRules rules, string name, string expected)
    {
        byte[] image = Build(Plain with { IsoNames = rules }, name, "z/d.e");
        Assert.Contains(expected, Identifiers(image));
    }

    [Theory]
    [InlineData(IsoNameRules.None, "D_E_F", "_DD")]
    [InlineData(IsoNameRules.MultiDot, "D.E.F", "_DD")]
    [InlineData(IsoNameRules.LeadingDots, "D_E_F", ".DD")]
    [InlineData(IsoNameRules.Untranslated, "d.e.f", ".dd")]
    public void Directories(IsoNameRules rules, params string[] expected) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), Identifiers(Build(Plain with { IsoNames = rules }, "d.e.f/x", ".dd/x")));

    [Theory]
    [InlineData("Mixed.Case.tar.gz", "MIXED_CA.GZ;1")]
    [InlineData("Mixed.Case.tar.gz", "MIXED.CA.GZ;1", IsoNameRules.MultiDot)]
    [InlineData(".hidden", ".HID;1", IsoNameRules.LeadingDots)]
    [InlineData("twelvechars12.longext", "twelvech.lon;1", IsoNameRules.Lowercase)]
    [InlineData("directory_of_many/x", "director", IsoNameRules.Lowercase)]
    public void Of_level_1(string name, string expected, IsoNameRules rules = IsoNameRules.None) =>
        Assert.Contains(expected, Identifiers(Build(Plain with { IsoLevel = 1, IsoNames = rules }, name)));

    /// <summary>Names that are one after cutting get numbers, also where no dot or no room is left; case alone makes two names with lower case.</summary>
    [Theory]
    [InlineData(IsoNameRules.NoTrailingDot, "abc\uD83D\uDE00,abc\uD83D\uDE01", "ABC_;1,ABC__2;1")]
    [InlineData(IsoNameRules.Lowercase, "Foo,foo", "Foo.;1,foo.;1")]
    [InlineData(IsoNameRules.Relaxed, "Foo,foo", "FOO.;1,FOO_2.;1")]
    [InlineData(IsoNameRules.LeadingDots, ".longer_than_thirty_one_characters_1,.longer_than_thirty_one_characters_2", ".LONGER_THAN_THIRTY_ONE_CHARACT;1,_2.LONGER_THAN_THIRTY_ONE_CHARA;1")]
    [InlineData(IsoNameRules.Untranslated, "name_longer_than_thirty_one_characters_1,name_longer_than_thirty_one_characters_2", "name_longer_than_thirty_one_c_2,name_longer_than_thirty_one_cha")]
    public void Unique(IsoNameRules rules, string names, string expected)
    {
        byte[] image = Build(Plain with { IsoNames = rules }, names.Split(','));
        Assert.Equal(expected.Split(','), Identifiers(image));
    }

    /// <summary>Every rule by itself and all together: the map is that of the reader, and <c>verify</c> finds nothing but names to remark on.</summary>
    [Theory]
    [InlineData(IsoNameRules.Lowercase, 3)]
    [InlineData(IsoNameRules.MultiDot, 3)]
    [InlineData(IsoNameRules.Relaxed, 3)]
    [InlineData(IsoNameRules.LeadingDots, 3)]
    [InlineData(IsoNameRules.Long, 3)]
    [InlineData(IsoNameRules.NoVersion, 3)]
    [InlineData(IsoNameRules.NoTrailingDot, 3)]
    [InlineData(IsoNameRules.Untranslated, 3)]
    [InlineData(IsoNameRules.Untranslated | IsoNameRules.Long, 1)]
    [InlineData(IsoNameRules.None, 4)]
    public void They_are_read_and_sound(IsoNameRules rules, int level)
    {
        foreach (ImageFormats formats in Images.FormatSets)
        {
            ImageBuilder builder = Builder(Images.Small with { Formats = formats, IsoNames = rules, IsoLevel = level, CopyrightFile = "lower.txt" }, Tree);
            string path = temp.Combine("x.iso");
            BuildResult result = builder.Write(path).EnsureSuccess();
            using IsoImage image = IsoImage.Open(path);
            Assert.Empty(image.Diagnostics);
            Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
            VerifyReport report = image.Verify();
            Assert.True(report.Passed, $"{formats}\n{report}");
            Assert.All(report.Findings.Where(found => found.Severity != Diagnostics.DiagnosticSeverity.Info), found => Assert.Fail($"{formats}: {found}"));
        }
    }

    [Fact]
    public void Level_4_has_an_enhanced_descriptor_of_the_same_tree()
    {
        string path = temp.Combine("x.iso");
        BuildResult result = Builder(Plain with { IsoLevel = 4 }, [.. Tree, new string('ä', 104) + ".txt"]).Write(path).EnsureSuccess();
        byte[] image = File.ReadAllBytes(path);
        ReadOnlySpan<byte> primary = image.AsSpan(16 * 2048, 2048);
        ReadOnlySpan<byte> enhanced = image.AsSpan(17 * 2048, 2048);
        Assert.Equal([2, .. "CD001"u8, 2], enhanced[..7].ToArray());
        Assert.Equal(2, enhanced[881]);
        Assert.True(primary[132..190].SequenceEqual(enhanced[132..190]), "path tables and root");
        Assert.Contains("iso9660(level 4) iso9660:1999", result.Layout!.ToString(), StringComparison.Ordinal);

        // 207 bytes are 103 characters of two bytes and a byte too few for the next: the extension stays.
        using IsoImage read = IsoImage.Open(path);
        Assert.Equal([.. Tree.Select(name => "/" + name.Replace(';', '_')).Append("/" + new string('ä', 101) + ".txt").Order(StringComparer.Ordinal)],
            read.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Iso1999, read.Layout.Volume.Formats);

        // A tree of its own is not wanted too, and with Rock Ridge a name leaves it room.
        Assert.Equal(image, Builder(Plain with { IsoLevel = 4, Formats = ImageFormats.Iso1999 }, [.. Tree, new string('ä', 104) + ".txt"]).ToBytes());
        byte[] both = Build(Images.Small with { IsoLevel = 4 }, new string('n', 250));
        Assert.Contains(new string('n', 172), Identifiers(both));
        Assert.Equal(ImageFormats.Udf, Builder(Images.Small with { Formats = ImageFormats.Udf, IsoLevel = 4 }, ["a"]).Plan().Layout!.Volume.Formats);
    }

    [Fact]
    public void Names_that_no_tree_could_have()
    {
        byte[] image = Build(Plain with { IsoLevel = 4 }, "a;1", "a_1", "b\u0001", new string('x', 208) + "1", new string('x', 208) + "2");
        Assert.Equal(["a_1", "a_1_2", "b_", new string('x', 205) + "_2", new string('x', 207)], Identifiers(image).Order(StringComparer.Ordinal));
    }

    private static readonly string[] Tree = [".profile", "Dir.one/a.b.c", "Foo", "UPPER.TXT", "a;b", "foo", "lower.txt", "name with spaces, and more.text", "noext", "trail.", "xö.txt", new string('l', 60) + ".ext"];

    private static ImageOptions Plain => Images.Small with { Formats = ImageFormats.Iso9660 };

    private static byte[] Build(ImageOptions options, params string[] names) => Builder(options, names).ToBytes();

    private static ImageBuilder Builder(ImageOptions options, string[] names)
    {
        ImageBuilder builder = new(options);
        foreach (string name in names)
        {
            builder.AddFile(name, System.Text.Encoding.UTF8.GetBytes(name));
        }

        return builder;
    }

    /// <summary>Those of the root, read here.</summary>
    private static List<string> Identifiers(byte[] image)
    {
        int root = BitConverter.ToInt32(image, (16 * 2048) + 158) * 2048;
        int size = BitConverter.ToInt32(image, (16 * 2048) + 166);
        List<string> found = [];
        for (int at = root; at < root + size;)
        {
            if (image[at] == 0)
            {
                at = (at / 2048 * 2048) + 2048;
                continue;
            }

            if (image[at + 33] > 1 || image[at + 32] > 1)
            {
                found.Add(System.Text.Encoding.UTF8.GetString(image, at + 33, image[at + 32]));
            }

            at += image[at];
        }

        return found;
    }
}
