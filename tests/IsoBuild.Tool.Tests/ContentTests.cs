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

    [Theory]
    // A name, at any depth.
    [InlineData("*.pdb", "a.pdb x/y/a.pdb", "a.pdb.txt")]
    [InlineData("obj", "obj x/obj", "object obj2")]
    [InlineData("obj/", "obj x/obj", "object")]
    // A path, from the content directory on.
    [InlineData("bin/*.log", "bin/a.log", "a.log x/bin/a.log bin/x/a.log")]
    [InlineData(@"bin\*.log", "bin/a.log", "a.log")]
    [InlineData("/top.txt", "top.txt", "x/top.txt")]
    [InlineData("**/obj/*.cache", "obj/a.cache x/obj/a.cache", "a.cache")]
    [InlineData("x/**", "x/a x/y/z", "y/x")]
    public void Patterns_leave_out(string pattern, string matching, string other)
    {
        Func<string, bool> isExcluded = SourcePatterns.Compile([pattern]);
        Assert.All(matching.Split(' '), path => Assert.True(isExcluded(path), path));
        Assert.All(other.Split(' '), path => Assert.False(isExcluded(path), path));
    }
}
