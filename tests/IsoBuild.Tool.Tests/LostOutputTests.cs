namespace IsoBuild.Tool.Tests;

/// <summary>Standard streams that are closed, or lie on a full disk. A message that nobody can read changes nothing; a result that nobody gets is an error.</summary>
public sealed class LostOutputTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public LostOutputTests() => folder.Write("c/a.txt", "hello\n");

    public static TheoryData<string, string, int> Cases()
    {
        TheoryData<string, string, int> cases = [];
        string[] lostMessages = ["2>/dev/full", "2>&-", "<&- 2>&-"];
        string[] lostResults = [">/dev/full", ">&-", ">/dev/full 2>/dev/full", ">&- 2>&-", "<&- >&- 2>&-"];
        foreach (string lost in (string[])[.. lostMessages, .. lostResults])
        {
            bool isResultLost = lostResults.Contains(lost);
            cases.Add("create c -o b.iso", lost, 0);
            cases.Add("create nosuch -o b.iso", lost, 1);
            cases.Add("list a.iso", lost, isResultLost ? 1 : 0);
            cases.Add("frobnicate", lost, 2);
            cases.Add("--help", lost, isResultLost ? 1 : 0);
        }

        cases.Add("create c -o b.iso --layout -", ">/dev/full", 1);
        cases.Add("extract a.iso -o x", ">/dev/full 2>&-", 0);
        cases.Add("cat a.iso a.txt", ">&-", 1);
        cases.Add("verify a.iso", ">/dev/full", 1);
        cases.Add("list -", "<&- 2>&-", 1);
        return cases;
    }

    [Fact]
    public void The_exit_code_is_that_of_the_result()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Isobuild.Create(folder, "c");
        List<string> wrong = [];
        foreach (object[] row in Cases())
        {
            (string command, string lost, int expected) = ((string)row[0], (string)row[1], (int)row[2]);
            // What the streams are for the test is no concern of the command.
            int found = Isobuild.Shell(folder, $"isobuild {command} {lost}").ExitCode;
            if (found != expected)
            {
                wrong.Add($"isobuild {command} {lost}: {found}, not {expected}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(["a.iso", "b.iso", "c", "x"], Directory.EnumerateFileSystemEntries(folder.ToString()).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();
}
