using Xunit.Abstractions;

namespace IsoBuild.Windows.Tests;

/// <summary>The tests of the command, and those of the library that touch a disk, on Windows: as Wine has it.</summary>
[Collection(WineCollection.Name)]
public sealed class TestsOnWindowsTests(Wine wine, ITestOutputHelper output) : IDisposable
{
    /// <summary>What is not run, and why. After a failure the runtime is not to be trusted under Wine 8, so what must fail there must not begin.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["IsoBuild.Tool.Tests.CorpusTests"] = "Bytes and no files: Linux has run them.",
        ["IsoBuild.Tool.Tests.PackageTests"] = "Needs an SDK.",
        ["IsoBuild.Tool.Tests.SameBytesTests"] = "Needs an SDK. The same lines are those of SameBytesOnWindowsTests.",
        ["IsoBuild.Tool.Tests.WindowsTests.Ctrl_Break_leaves_the_former_image_and_nothing_half_written"] = "Here, programs have no console. On Windows the event goes to the group of processes (GenerateConsoleCtrlEvent).",
        ["IsoBuild.Tool.Tests.DiffTests.An_image_and_a_directory"] = NoLinks,
        ["IsoBuild.Core.Tests.Errors.NoFileTests"] = "Wine 8 has no sockets of the kind AF_UNIX, as Windows 10 has since its version 1803.",
        ["IsoBuild.Core.Tests.Errors.TimestampTests.The_calendars_of_cultures_have_no_say"] = "Wine has no ICU, which Windows 10 has since its version 1703.",
        ["IsoBuild.Core.Tests.Extracting.HardLinkByPathTests.What_is_there_stays_unless_it_may_be_replaced"] = NoLinks,
        ["IsoBuild.Core.Tests.Extracting.HardLinkTests.What_is_there_stays_unless_it_may_be_replaced"] = NoLinks,
    };

    private const string NoLinks = "Wine 8 makes no symbolic links, and says that it has (CreateSymbolicLink). Windows makes them for administrators and in Developer Mode.";

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [ToolTheory(Wine.Tool)]
    [InlineData("IsoBuild.Tool.Tests")]
    [InlineData("IsoBuild.Core.Tests", "Errors", "Extracting.ExtractionTests", "Extracting.ExtractionByPathTests", "Extracting.HardLinkTests", "Extracting.HardLinkByPathTests", "Extracting.TargetPlaceTests", "Extracting.TargetRulesTests", "Links", "Scanning", "Writing", "Reproducible.SameBytesTests.The_bytes_are_these", "Reproducible.SameBytesTests.Whatever_the_path_order_date_and_mode_of_the_sources", "Reproducible.SameBytesTests.Whatever_the_threads_and_the_destination")]
    public void They_pass(string project, params string[] names)
    {
        string file = folder.Combine("results.tsv");
        CommandResult run = wine.Run(
            "IsoBuild.Windows",
            folder,
            ["test", Wine.PathOf(Wine.AssemblyOf(project)), Wine.PathOf(file), .. names.Select(name => $"{project}.{name}"), .. LeftOut.Keys.Select(name => "-" + name)]);

        TestResult[] results = [.. File.ReadLines(file).Select(TestResult.Parse)];
        foreach (IGrouping<string, TestResult> kind in results.GroupBy(result => result.State))
        {
            output.WriteLine($"{kind.Count()} {kind.Key}");
        }

        string[] faults = [.. results.Where(result => result.State == "failed").Select(result => $"{result.Name}: {result.Text}")];
        string[] unfinished = [.. results.Where(result => result.State == "started").Select(result => result.Name).Except(results.Where(result => result.State != "started").Select(result => result.Name))];
        Assert.True(faults.Length == 0 && unfinished.Length == 0 && run.ExitCode == 0, string.Join('\n', (string[])[run.All, $"exit code {run.ExitCode}", .. faults, "begun and not ended:", .. unfinished]));
        Assert.Contains(results, result => result.State == "passed");
        Assert.All(names, name => Assert.Contains(results, result => result.State == "passed" && result.Name.StartsWith($"{project}.{name}", StringComparison.Ordinal)));
    }
}
