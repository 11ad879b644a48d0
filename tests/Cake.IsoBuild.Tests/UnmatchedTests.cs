using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.IsoBuild.Tests;

/// <summary>Content and patterns that lead to nothing are told of.</summary>
public sealed class UnmatchedTests : IDisposable
{
    private readonly FakeCake cake = new();

    public void Dispose() => cake.Dispose();

    [Fact]
    public void Lists_of_files_patterns_and_paths()
    {
        cake.With("in/a.txt", "a").With("assets/readme.txt", "r");

        cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithFiles([], root: "docs").WithoutMatches("*.TXT").WithSortWeight("*.sh", 1));
        string[] warnings = cake.SaidAt(LogLevel.Warning);
        Assert.Equal(3, warnings.Length);
        Assert.Contains(warnings, text => text.StartsWith($"warning ISOB1276: {cake.WorkingDirectory}/docs: There are no files in this list", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.StartsWith("warning ISOB1276: *.TXT: ", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.StartsWith("warning ISOB1276: *.sh: ", StringComparison.Ordinal));

        CakeException missing = Assert.Throws<CakeException>(() => cake.IsoBuild(new IsoBuildSettings().WithImage("b.iso").WithFile("asets/readme.txt")));
        Assert.Contains($"Did you mean '{cake.WorkingDirectory}/assets/readme.txt'?", missing.Message, StringComparison.Ordinal);
    }
}
