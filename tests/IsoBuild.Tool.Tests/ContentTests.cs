using IsoBuild.Tool.Sources;

namespace IsoBuild.Tool.Tests;

/// <summary>What the content arguments of create mean.</summary>
public class ContentTests
{
    [Theory]
    [InlineData("out", "", "out")]
    [InlineData("docs=manual", "docs", "manual")]
    [InlineData("docs/=README.md", "docs/", "README.md")]
    [InlineData("/docs=manual", "docs", "manual")]
    [InlineData(@"\docs\x=manual", @"docs\x", "manual")]
    [InlineData("=out", "", "out")]
    // Drives of Windows.
    [InlineData(@"C:\out", "", @"C:\out")]
    [InlineData(@"docs=C:\out\manual", "docs", @"C:\out\manual")]
    [InlineData("C:/a=b/out", "", "C:/a=b/out", "C:/a=b/out")]
    // Names with an equals sign.
    [InlineData("a=b.txt", "", "a=b.txt", "a=b.txt")]
    [InlineData("x=a=b.txt", "x", "a=b.txt", "a=b.txt")]
    [InlineData("x=y=b.txt", "x=y", "b.txt", "b.txt")]
    [InlineData("x=y=none.txt", "x", "y=none.txt")]
    public void An_argument_has_a_target_and_a_source(string argument, string target, string source, params string[] existing) =>
        Assert.Equal(new ContentSpec(target, source), ContentSpec.Parse(argument, existing.Contains));

    [Theory]
    [InlineData("")]
    [InlineData("docs=")]
    public void Without_a_source_it_is_wrong(string argument) =>
        Assert.Throws<UsageException>(() => ContentSpec.Parse(argument, _ => false));
}
