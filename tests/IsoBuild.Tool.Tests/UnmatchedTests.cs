namespace IsoBuild.Tool.Tests;

/// <summary>Content and patterns that lead to nothing are told of.</summary>
public class UnmatchedTests
{
    [Fact]
    public void Patterns_directories_and_paths()
    {
        using TempDirectory folder = new();
        folder.Write("in/a.txt", "a");
        folder.Write("assets/readme.txt", "r");
        Directory.CreateDirectory(folder.Combine("empty"));

        CommandResult made = Isobuild.Run(folder, "create", "in", "empty", "e=empty", "-o", "a.iso", "--exclude", "*.TXT", "--sort", "*.sh=1", "--hide", "joliet:*.md", "--mode", "*.txt=0600").EnsureSuccess();
        Assert.Contains("warning ISOB1275: empty: The directory is empty", made.Error, StringComparison.Ordinal);
        Assert.Contains("warning ISOB1276: *.TXT: Nothing in the content matches", made.Error, StringComparison.Ordinal);
        Assert.Contains("warning ISOB1276: *.sh: No entry matches this pattern, so it sets no weight.", made.Error, StringComparison.Ordinal);
        Assert.Contains("warning ISOB1276: *.md: No entry matches this pattern, so it sets no tree to hide an entry from.", made.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("*.txt:", made.Error, StringComparison.Ordinal);

        // What is left out as our own is what a pattern may be for.
        foreach (int build in (int[])[1, 2])
        {
            CommandResult again = Isobuild.Run(folder, "create", ".", "-o", "own.iso", "--checksum", "--exclude", "own.iso", "--exclude", "*.iso", "--exclude", "*.sha256").EnsureSuccess();
            Assert.Equal(build == 1, again.Error.Contains("ISOB1276: *.sha256", StringComparison.Ordinal));
            Assert.DoesNotContain("ISOB1276: *.iso", again.Error, StringComparison.Ordinal);
        }

        CommandResult missing = Isobuild.Run(folder, "create", "docs=asets/readme.txt", "-o", "b.iso");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"error ISOB1001: asets/readme.txt: The source file does not exist. Did you mean '{Path.Join("assets", "readme.txt")}'?", missing.Error, StringComparison.Ordinal);
    }
}
