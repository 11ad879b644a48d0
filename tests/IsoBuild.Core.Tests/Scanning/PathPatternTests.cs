using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>Which paths a pattern means, and what rules of patterns give.</summary>
public class PathPatternTests
{
    [Theory]
    // A name, at any depth.
    [InlineData("*.pdb", "a.pdb x/y/a.pdb .pdb", "a.pdb.txt pdb")]
    [InlineData("obj", "obj x/obj", "object obj2 obj/x")]
    [InlineData("obj/", "obj x/obj", "object")]
    [InlineData("?.txt", "a.txt x/b.txt", "ab.txt .txt")]
    [InlineData("*", "a x/y", "")]
    [InlineData("a*b*c", "abc aXbXc abcbc x/abc", "ab acb abcd")]
    // A path, from the root on.
    [InlineData("bin/*.log", "bin/a.log /bin/a.log", "a.log x/bin/a.log bin/x/a.log")]
    [InlineData(@"bin\*.log", "bin/a.log", "a.log")]
    [InlineData("./bin/a", "bin/a", "x/bin/a")]
    [InlineData("/top.txt", "top.txt /top.txt", "x/top.txt")]
    [InlineData("**/obj/*.cache", "obj/a.cache x/obj/a.cache x/obj/obj/a.cache", "a.cache obj/x/a.cache")]
    [InlineData("x/**", "x/a x/y/z", "x y/x")]
    [InlineData("x/**/z", "x/z x/y/z x/y/y/z x/z/z", "x z x/zz x/z/y")]
    [InlineData("**/a/**/b/c", "a/b/c x/a/y/b/c a/b/b/c a/b/a/b/c", "a/b b/c a/b/c/d")]
    [InlineData("**", "a a/b", "")]
    public void A_pattern_matches(string text, string matching, string other)
    {
        Assert.True(PathPattern.TryParse(text, out PathPattern? pattern, out _));
        Assert.Equal(text, pattern.ToString());
        Assert.All(matching.Split(' ', StringSplitOptions.RemoveEmptyEntries), path => Assert.True(pattern.Matches(path), path));
        Assert.All(other.Split(' ', StringSplitOptions.RemoveEmptyEntries), path => Assert.False(pattern.Matches(path), path));
    }

    [Fact]
    public void What_lies_in_a_directory_that_matches_is_covered()
    {
        Assert.True(PathPattern.TryParse("obj", out PathPattern? pattern, out _));
        Assert.True(pattern.Covers("x/obj") && pattern.Covers("obj/a/b") && pattern.Covers("/x/obj/a"));
        Assert.False(pattern.Covers("x/object/a") || pattern.Covers("x"));
    }

    [Fact]
    public void A_pattern_with_many_stars_takes_no_longer()
    {
        string stars = string.Concat(Enumerable.Repeat("*a", 1000));
        Assert.True(PathPattern.TryParse(string.Join('/', Enumerable.Repeat($"**/{stars}b", 10)), out PathPattern? pattern, out _));
        Assert.False(pattern.Matches(string.Join('/', Enumerable.Repeat(new string('a', 2000), 30))));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("/", "is empty")]
    [InlineData("../x", "contains")]
    [InlineData("x/**y", "** within a name")]
    public void A_malformed_pattern_is_told(string text, string expected)
    {
        Assert.False(PathPattern.TryParse(text, out _, out string problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_give_what_users_wrote()
    {
        EntryRules rules = new();
        Assert.True(rules.IsEmpty);
        Assert.True(rules.TryAddSortWeight("a=b.dll=-5", out _));
        Assert.True(rules.TryAddSortWeight("*.dll=10", out _));
        Assert.True(rules.TryAddHidden("joliet:secret", out _));
        Assert.True(rules.TryAddHidden(@"RockRidge, UDF:secret\*.dll", out _));
        Assert.True(rules.TryAddCompressed("secret", out _));
        Assert.True(rules.TryAddMode("secret=700", out _));
        Assert.True(rules.TryAddOwner("secret=33", out _));
        Assert.True(rules.TryAddOwner("1000", out _));
        Assert.True(rules.TryAddGroup("*.dll=7", out _));

        Assert.Equal(new EntryOptions { OwnerId = 1000 }, rules.Of("other.txt"));
        Assert.Equal(new EntryOptions { OwnerId = 1000 }, rules.Of(""));
        Assert.Equal(new EntryOptions { OwnerId = 1000, SortWeight = -5, GroupId = 7 }, rules.Of("a=b.dll"));
        // A mode is not of what lies in a directory.
        Assert.Equal(new EntryOptions { HiddenFrom = ImageFormats.Joliet, Compress = true, Mode = (UnixFileMode)0x1C0, OwnerId = 33 }, rules.Of("secret"));
        Assert.Equal(
            new EntryOptions { HiddenFrom = ImageFormats.Joliet | ImageFormats.RockRidge | ImageFormats.Udf, Compress = true, OwnerId = 33, GroupId = 7, SortWeight = 10 },
            rules.Of("secret/x.dll"));
        Assert.Null(new EntryRules().Of("x"));
    }

    [Theory]
    [InlineData("weight", "*.dll", "write PATTERN=WEIGHT")]
    [InlineData("weight", "*.dll=much", "is not a weight")]
    [InlineData("weight", "=1", "is empty")]
    [InlineData("hide", "*.dll", "has no tree")]
    [InlineData("hide", "hfs:*.dll", "is not a tree of an image; write all, iso9660, joliet, rock-ridge, udf, iso1999")]
    [InlineData("hide", "udf:", "is empty")]
    [InlineData("compress", "a**", "** within a name")]
    [InlineData("mode", "*.sh=rwx", "is not octal")]
    [InlineData("mode", "*.sh=17777", "is not octal")]
    [InlineData("mode", "0755", "write PATTERN=MODE")]
    [InlineData("owner", "root", "is not the number of an owner")]
    [InlineData("group", "*.sh=-1", "is not the number of an owner or a group")]
    public void A_malformed_rule_is_told(string kind, string text, string expected)
    {
        EntryRules rules = new();
        string problem = "";
        bool added = kind switch
        {
            "weight" => rules.TryAddSortWeight(text, out problem),
            "hide" => rules.TryAddHidden(text, out problem),
            "compress" => rules.TryAddCompressed(text, out problem),
            "mode" => rules.TryAddMode(text, out problem),
            "owner" => rules.TryAddOwner(text, out problem),
            _ => rules.TryAddGroup(text, out problem),
        };
        Assert.False(added);
        Assert.True(rules.IsEmpty);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe", SpecialKind.Pipe, 0, 0)]
    [InlineData("Socket", SpecialKind.Socket, 0, 0)]
    [InlineData("character,1,3", SpecialKind.CharacterDevice, 1, 3)]
    [InlineData("BlockDevice, 8, 4294967295", SpecialKind.BlockDevice, 8, 4294967295)]
    public void A_device_has_its_numbers(string text, SpecialKind kind, uint major, uint minor)
    {
        Assert.True(EntryText.TryParseSpecial(text, out SpecialKind read, out uint first, out uint second, out _));
        Assert.Equal((kind, major, minor), (read, first, second));
    }

    [Theory]
    [InlineData("tape", "is unknown; write pipe, socket")]
    [InlineData("pipe,1,2", "has numbers")]
    [InlineData("block", "without its numbers; write block,MAJOR,MINOR")]
    [InlineData("block,8", "without its numbers")]
    [InlineData("block,8,-1", "without its numbers")]
    public void A_malformed_device_is_told(string text, string expected)
    {
        Assert.False(EntryText.TryParseSpecial(text, out _, out _, out _, out string problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_rule_leaves_out_is_not_in_the_image_whoever_adds_it()
    {
        using TempDirectory folder = new();
        folder.Write("c/a.txt", "a");
        folder.Write("c/a.pdb", "a");
        folder.Write("c/obj/x", "x");
        Assert.True(PathPattern.TryParse("*.pdb", out PathPattern? symbols, out _));
        Assert.True(PathPattern.TryParse("docs/obj", out PathPattern? objects, out _));
        BuildResult result = new ImageBuilder(new ImageOptions { VolumeId = "X" })
            .AddDirectory("", folder.Combine("c"))
            .AddDirectory("docs", folder.Combine("c"))
            .AddDirectory("docs/obj/deep", folder.Combine("c"))
            .AddFile("one.pdb", folder.Combine("c/a.txt"))
            .AddFile("docs/obj/one.txt", folder.Combine("c/a.txt"))
            .AddFile("bytes.pdb", new byte[1])
            .ExcludeTargets(symbols.Matches)
            .ExcludeTargets(objects.Matches)
            .Write(folder.Combine("a.iso"))
            .EnsureSuccess();

        using IsoImage image = IsoImage.Open(folder.Combine("a.iso"));
        Assert.NotNull(result.Layout);
        Assert.Equal(["/", "/a.txt", "/bytes.pdb", "/docs", "/docs/a.txt", "/obj", "/obj/x"], image.Content.Nodes.Select(node => node.Path).Order(StringComparer.Ordinal));
    }
}
