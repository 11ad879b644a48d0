using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Scanning;

/// <summary>What is named and not there: directories without content, patterns without a match, paths that lead to nothing.</summary>
public class UnmatchedTests
{
    [Fact]
    public void A_directory_without_content_is_reported()
    {
        using TempDirectory folder = new();
        Directory.CreateDirectory(folder.Combine("empty"));
        folder.Write("left/a.pdb", "a");
        Directory.CreateDirectory(folder.Combine("nested/deep"));

        Assert.Equal([$"warning ISOB1275: {folder.Combine("empty")}: The directory is empty"], Said(new ImageBuilder().AddDirectory("", folder.Combine("empty"))));
        Assert.Equal([$"info ISOB1275: {folder.Combine("empty")}: The directory is empty, so all that the image has of it is an empty directory"], Said(new ImageBuilder().AddDirectory("e", folder.Combine("empty"))));
        Assert.Equal([$"warning ISOB1275: {folder.Combine("left")}: Everything in the directory is left out"], Said(new ImageBuilder().AddDirectory("e", folder.Combine("left")).ExcludeTargets(Pattern("*.pdb"))));
        Assert.Equal([$"warning ISOB1275: {folder.Combine("left")}: Everything in the directory is left out"], Said(new ImageBuilder().AddDirectory("e", folder.Combine("left")).Exclude(folder.Combine("left/a.pdb"))));
        Assert.Empty(Said(new ImageBuilder().AddDirectory("e", folder.Combine("nested"))));
    }

    [Fact]
    public void A_pattern_without_a_match_is_reported()
    {
        using TempDirectory folder = new();
        folder.Write("in/a.txt", "a");
        folder.Write("in/obj/b.pdb", "b");
        EntryRules rules = new();
        Assert.True(rules.TryAddMode("*.sh=0755", out _) && rules.TryAddSortWeight("obj=1", out _) && rules.TryAddHidden("joliet:A.txt", out _) && rules.TryAddOwner("5", out _));
        ImageBuilder Start() => new ImageBuilder().AddDirectory("", folder.Combine("in"));

        Assert.Equal(
            ["warning ISOB1276: *.sh: No entry matches this pattern, so it sets no mode", "warning ISOB1276: A.txt: No entry matches this pattern, so it sets no tree to hide an entry from"],
            Said(Start().Describe(rules)));
        Assert.Equal(["warning ISOB1276: *.TXT: Nothing in the content matches this pattern, so nothing is excluded by it"], Said(Start().ExcludeTargets(Pattern("*.TXT")).ExcludeTargets(Pattern("*.pdb"))));

        // Whether the directory has one, nobody looked.
        Assert.Empty(Said(Start().ExcludeTargets(Pattern("obj")).ExcludeTargets(Pattern("*.pdb"))));

        // A builder that is asked again knows nothing of the first time.
        ImageBuilder again = Start().Describe(rules);
        Assert.Equal(Said(again), Said(again));
    }

    [Fact]
    public void A_path_that_leads_to_nothing_is_reported_with_the_one_that_was_meant()
    {
        using TempDirectory folder = new();
        folder.Write("assets/readme.txt", "r");
        string right = folder.Combine("assets", "readme.txt");

        Assert.Equal($"Did you mean '{right}'?", Remedy(folder.Combine("asets", "readme.txt")));
        Assert.Equal($"Did you mean '{right}'?", Remedy(folder.Combine("assets", "raedme.txt")));
        if (!File.Exists(folder.Combine("ASSETS", "README.TXT")))
        {
            Assert.Equal($"Did you mean '{right}'?", Remedy(folder.Combine("Assets", "README.txt")));
            Assert.Equal($"Did you mean '{right}'?", Remedy(folder.Combine("Assets", "redme.txt")));
        }

        // Two names with errors, and a name like none.
        Assert.Equal("Create it, or correct the path.", Remedy(folder.Combine("asets", "redme.txt")));
        Assert.Equal("Create it, or correct the path.", Remedy(folder.Combine("assets", "license.txt")));

        static string Remedy(string path)
        {
            Diagnostic missing = Assert.Single(new ImageBuilder().AddFile("", path).Plan().Diagnostics);
            Assert.Equal(DiagnosticId.SourceMissing, missing.Id);
            return missing.Message["The source file does not exist. ".Length..];
        }
    }

    private static PathPattern Pattern(string text) => PathPattern.TryParse(text, out PathPattern? pattern, out string problem) ? pattern : throw new ArgumentException(problem, nameof(text));

    private static string[] Said(ImageBuilder builder) => [.. builder.Plan().Diagnostics.Select(found => found.ToString().Split(". ")[0].Split(", so nothing of it")[0])];
}
