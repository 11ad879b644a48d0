namespace IsoBuild.Tool.Tests;

/// <summary>Pipes where the command reads a file: it says so, and does not wait for who might write.</summary>
public sealed class NoFileTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public NoFileTests()
    {
        folder.Write("c/a.txt", "a");
        if (!OperatingSystem.IsWindows())
        {
            CommandLine.Run("mkfifo", [folder.Combine("p")]).EnsureSuccess();
        }
    }

    public void Dispose() => folder.Dispose();

    [ToolTheory("mkfifo", "bash")]
    [InlineData("list p")]
    [InlineData("diff p p")]
    [InlineData("extract p -o x")]
    [InlineData("create c -o a.iso --base p")]
    [InlineData("create c -o a.iso --hybrid --mbr p")]
    [InlineData("inspect <(cat c/a.txt)")]
    [InlineData("verify /dev/stdin")]
    public void A_pipe_is_refused_by_name(string line)
    {
        CommandResult refused = Isobuild.Shell(folder, $"true | isobuild {line}", "bash");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error ISOB1280: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("It is a pipe", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("a.iso")));
    }

    [ToolFact("mkfifo")]
    public void So_is_one_that_is_content()
    {
        CommandResult refused = Isobuild.Run(folder, "create", "c", "x=p", "-o", "a.iso");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error ISOB1012: ", refused.Error, StringComparison.Ordinal);
    }

    [ToolFact("sh")]
    public void A_file_is_read_by_any_name()
    {
        Isobuild.Create(folder, "c");

        Assert.Contains("a.txt", Isobuild.Shell(folder, "isobuild list /dev/stdin < a.iso").EnsureSuccess().Output, StringComparison.Ordinal);
        Assert.Contains("a.txt", Isobuild.Shell(folder, "isobuild list - < a.iso").EnsureSuccess().Output, StringComparison.Ordinal);
    }
}
