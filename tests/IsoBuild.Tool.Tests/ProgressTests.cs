namespace IsoBuild.Tool.Tests;

/// <summary>What a terminal shows beside the output. <c>script</c> lends one.</summary>
public sealed class ProgressTests : IDisposable
{
    private const char Escape = '\e';
    private readonly TempDirectory folder = new();

    [ToolFact("script")]
    public void A_terminal_gets_a_bar_when_work_is_long_and_colours_when_it_may()
    {
        Directory.CreateDirectory(folder.Combine("c"));
        using (FileStream large = File.Create(folder.Combine("c", "large.bin")))
        {
            large.SetLength(2L << 30);
        }

        // Copied, and read again for its hash: that takes longer than the half second that the bar waits.
        string create = "create c -o a.iso --checksum";
        string shown = OnTerminal(create);
        Assert.Contains("Writing a.iso", shown, StringComparison.Ordinal);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
        Assert.Contains("a -> ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Writing", OnTerminal(create + " --quiet"), StringComparison.Ordinal);
    }

    [ToolFact("script")]
    public void Colours_are_for_terminals_that_want_them()
    {
        Assert.Contains($"{Escape}[31merror{Escape}[0m ISOB4103", OnTerminal("list gone.iso"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{Escape}[31m", OnTerminal("list gone.iso", "NO_COLOR=1"), StringComparison.Ordinal);
        Assert.DoesNotContain($"{Escape}[31m", OnTerminal("list gone.iso", "TERM=dumb"), StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, Isobuild.Run(folder, "list", "gone.iso").All);
    }

    public void Dispose() => folder.Dispose();

    private string OnTerminal(string arguments, string variables = "TERM=xterm") =>
        CommandLine.Run("script", ["-qec", $"{variables} dotnet '{Path.Combine(AppContext.BaseDirectory, "isobuild.dll")}' {arguments}", "/dev/null"], folder, new Dictionary<string, string?>(DotnetEnvironment.Clean) { ["NO_COLOR"] = null }).Output;
}
