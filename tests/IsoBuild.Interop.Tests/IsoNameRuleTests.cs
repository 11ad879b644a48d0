using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>Names of the ISO 9660 tree as genisoimage makes them with the option that each rule is.</summary>
public sealed class IsoNameRuleTests : IDisposable
{
    private static readonly string[] Names =
    [
        "lower.txt", "UPPER.TXT", ".profile", "noext", "with space.txt", "name+plus=eq.txt", "a-b~c#d.txt", "a.b.c", "{x}!@$%^&().txt", "trail.", "q'q\".txt",
        "verylongfilename_that_is_longer_than_31_characters.extension", "long_name_longer_than_thirty_one_chars_x", "sub/lower.text", "Sub2/Mixed.Text",
    ];

    private readonly TempDirectory temp = new();

    public IsoNameRuleTests()
    {
        foreach (string name in Names)
        {
            temp.Write("tree/" + name, name);
        }
    }

    public void Dispose() => temp.Dispose();

    [ToolTheory("genisoimage", "isoinfo")]
    [InlineData(IsoNameRules.None, 3, "-l")]
    [InlineData(IsoNameRules.Lowercase, 3, "-l", "-allow-lowercase")]
    [InlineData(IsoNameRules.MultiDot, 3, "-l", "-allow-multidot")]
    [InlineData(IsoNameRules.Relaxed, 3, "-l", "-relaxed-filenames")]
    [InlineData(IsoNameRules.LeadingDots, 3, "-l", "-ldots")]
    [InlineData(IsoNameRules.Long, 3, "-max-iso9660-filenames")]
    [InlineData(IsoNameRules.NoVersion, 3, "-l", "-N")]
    [InlineData(IsoNameRules.NoTrailingDot, 3, "-l", "-d")]
    [InlineData(IsoNameRules.Untranslated, 3, "-l", "-U")]
    [InlineData(IsoNameRules.None, 1, "-iso-level", "1")]
    [InlineData(IsoNameRules.Lowercase | IsoNameRules.Relaxed, 1, "-iso-level", "1", "-allow-lowercase", "-relaxed-filenames")]
    [InlineData(IsoNameRules.None, 4, "-iso-level", "4")]
    public void They_are_those_of_genisoimage(IsoNameRules rules, int level, params string[] options)
    {
        CommandLine.Run("genisoimage", ["-quiet", .. options, "-o", "theirs.iso", "tree"], temp).EnsureSuccess();
        new ImageBuilder(new ImageOptions { Formats = ImageFormats.Iso9660, IsoNames = rules, IsoLevel = level }).AddDirectory("", temp.Combine("tree")).Write(temp.Combine("ours.iso")).EnsureSuccess();

        Assert.Equal(List("theirs.iso"), List("ours.iso"));
    }

    private string[] List(string image) =>
        [.. CommandLine.Run("isoinfo", ["-f", "-i", image], temp).EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
}
