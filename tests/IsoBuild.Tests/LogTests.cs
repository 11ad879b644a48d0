using System.Text.RegularExpressions;

namespace IsoBuild.Tests;

/// <summary>What names may not do to MSBuild's log, and to whoever looks for errors in it: move the cursor, begin a line, pass for an error.</summary>
public partial class LogTests
{
    [ToolFact("mkfifo")]
    public void Names_of_content_are_disarmed_and_forge_nothing()
    {
        using Workspace work = new();
        // In names: an escape sequence, an end of a line, an override of direction, a hole of a format. The first has all that an error of a compiler has.
        work.Write("tree/error XY0001: forged\u001B[31m.txt", "1");
        work.Write("tree/sub/a\nx.cs(1,1): error XY0002: forged\u202Etxt.{0}", "2");
        string project = work.ImageProject("Img", """<IsoContent Include="../tree" TargetPath="/" />""");

        string made = work.Build(project, "-v:detailed", "-t:Build;VerifyIso").Output;

        string told = string.Join('\n', made.Split('\n').Where(line => line.Contains("ISOB", StringComparison.Ordinal)));
        Assert.Contains("error XY0001: forged\\u001B[31m.txt", told, StringComparison.Ordinal);
        Assert.Contains("a\\u000Ax.cs(1,1): error XY0002: forged\\u202Etxt.{0}", told, StringComparison.Ordinal);
        Assert.DoesNotContain(told, c => c != '\n' && (char.IsControl(c) || c == '\u202E'));
        Assert.DoesNotContain(told.Split('\n'), line => CanonicalError().Match(line) is { Success: true } match && match.Groups["CODE"].Value.StartsWith("XY", StringComparison.Ordinal));

        // The committed map is a pipe: nobody waits for it.
        CommandLine.Run("mkfifo", [work.Path("Img/map.txt")]).EnsureSuccess();
        CommandResult waited = work.Dotnet("build", project, "--no-restore", "-p:IsoLayoutBaseline=map.txt");
        Assert.Contains("The committed layout is a pipe.", Assert.Single(Workspace.Coded(waited, "ISOB1280")), StringComparison.Ordinal);
    }

    /// <summary>By which MSBuild finds errors in the output of programs (CanonicalError.cs).</summary>
    [GeneratedRegex(@"^\s*(((?<ORIGIN>(((\d+>)?[a-zA-Z]?:[^:]*)|([^:]*))):)|())(?<SUBCATEGORY>(()|([^:]*? )))(?<CATEGORY>(error|warning))( \s*(?<CODE>[^: ]*))?\s*:(?<TEXT>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex CanonicalError();
}
