using System.CommandLine;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Tests;

/// <summary>Paths that lead nowhere: empty ones, and those below a directory that is gone or may not be searched; and outputs that cannot be written while the image could.</summary>
public sealed class LostPlaceTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public LostPlaceTests() => folder.Write("c/a.txt", "hello\n");

    public void Dispose() => folder.Dispose();

    /// <summary>Every option and argument that takes a text is tried: those of paths are among them, whatever they are called.</summary>
    [Fact]
    public void No_empty_argument_is_a_fault_of_the_program()
    {
        Isobuild.Create(folder, "c");
        using Terminal terminal = new();
        List<string> wrong = [];
        int paths = 0;
        foreach (Command command in Cli.Create(terminal, CancellationToken.None).Subcommands)
        {
            string[] arguments = [.. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(argument => argument.Name == "path" ? "a.txt" : "a.iso")];
            string[] required = command.Name switch { "create" => ["c", "-o", "b.iso"], "extract" => ["-o", "x", "--overwrite"], _ => [] };
            for (int i = 0; i < arguments.Length; i++)
            {
                Try([command.Name, .. arguments[..i], "", .. arguments[(i + 1)..], .. required], isPath: command.Arguments[i].Name != "path");
            }

            foreach (Option option in command.Options.Where(option => option.ValueType != typeof(bool) && option is not System.CommandLine.Help.HelpOption))
            {
                bool isPath = option.HelpName is "file" or "image" or "dir" or "content" or "[target=]source";
                string[] others = option.Name == "--output" ? [.. required.Where(word => word is not ("-o" or "b.iso" or "x"))] : required;
                Try([command.Name, .. arguments, .. others, option.Name, ""], isPath);
            }
        }

        Try(["create", "", "-o", "b.iso"], isPath: true);
        Assert.Empty(wrong);
        Assert.True(paths >= 15, $"Only {paths} paths were found.");

        void Try(string[] words, bool isPath)
        {
            paths += isPath ? 1 : 0;
            CommandResult result = Isobuild.Run(folder, words);
            if (result.ExitCode == 70 || (isPath && (result.ExitCode != 2 || !result.Error.StartsWith("error ISOB4101: ", StringComparison.Ordinal))))
            {
                wrong.Add($"{string.Join(' ', words.Select(word => word.Length == 0 ? "''" : word))}: {result.ExitCode} {result.Error}");
            }
        }
    }

    [ToolTheory("sh")]
    [InlineData("> /dev/full")]
    [InlineData(">&-")]
    public void A_map_that_cannot_be_printed_leaves_image_and_checksum_as_they_were(string lost)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Isobuild.Run(folder, "create", "c", "-o", "k.iso", "--checksum", "-q").EnsureSuccess();
        (byte[] image, string checksum) = (File.ReadAllBytes(folder.Combine("k.iso")), File.ReadAllText(folder.Combine("k.iso.sha256")));
        folder.Write("c/b.txt", "more");

        CommandResult result = Isobuild.Shell(folder, $"isobuild create c -o k.iso --checksum --layout - {lost}");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error ISOB4104: -: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(image, File.ReadAllBytes(folder.Combine("k.iso")));
        Assert.Equal(checksum, File.ReadAllText(folder.Combine("k.iso.sha256")));
        Assert.Equal(["c", "k.iso", "k.iso.sha256"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [ToolFact("sh")]
    public void Nobody_else_s_file_is_taken_for_a_former_output()
    {
        folder.Write("x.iso.sha256", "mine");
        CommandResult content = Isobuild.Run(folder, "create", "c", "x.iso.sha256", "-o", "x.iso", "--checksum");
        CommandResult other = Isobuild.Run(folder, "create", "c", "-o", "x.iso", "--checksum");
        CommandResult image = Isobuild.Run(folder, "create", "c", "-o", "c/a.txt");
        Isobuild.Create(folder, "c");
        CommandResult picture = Isobuild.Run(folder, "layout", "a.iso", "--svg", "c/a.txt");

        Assert.Equal((1, 1, 1, 2), (content.ExitCode, other.ExitCode, image.ExitCode, picture.ExitCode));
        Assert.StartsWith("error ISOB1285: x.iso.sha256: ", content.Error, StringComparison.Ordinal);
        Assert.StartsWith("error ISOB1285: x.iso.sha256: ", other.Error, StringComparison.Ordinal);
        Assert.StartsWith("error ISOB1020: ", image.Error, StringComparison.Ordinal);
        Assert.StartsWith("error ISOB4101: --svg: ", picture.Error, StringComparison.Ordinal);
        Assert.Equal(("mine", "hello\n"), (File.ReadAllText(folder.Combine("x.iso.sha256")), File.ReadAllText(folder.Combine("c/a.txt"))));
        Assert.False(File.Exists(folder.Combine("x.iso")));

        // Pictures and maps of before are no files of somebody else's.
        Isobuild.Shell(folder, "isobuild layout a.iso --svg a.svg && isobuild layout a.iso --svg a.svg").EnsureSuccess();
    }

    [ToolFact("sh", "mkdir", "rmdir")]
    public void A_current_directory_that_is_gone_is_named()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CommandResult result = Isobuild.Shell(folder, "mkdir gone && cd gone && rmdir ../gone && isobuild create ../c -o a.iso");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error ISOB4103: .: The current directory was deleted", result.Error, StringComparison.Ordinal);
    }

    [RootTheory("setpriv")]
    [InlineData("shut/in")]
    [InlineData("shut/in/a.txt")]
    public void A_source_that_may_not_be_looked_at_is_not_called_missing(string source)
    {
        folder.Write("shut/in/a.txt", "a");
        Directory.CreateDirectory(folder.Combine("home"));
        CommandResult result = Isobuild.Shell(folder, $"chmod 700 shut && chmod 777 home && cd home && HOME=$PWD setpriv --reuid=65534 --regid=65534 --clear-groups {Isobuild.ShellWords} create '{folder.Combine(source)}' -o a.iso");
        if (!result.Error.Contains("ISOB", StringComparison.Ordinal))
        {
            // Where the tests lie, nobody else may start the command.
            return;
        }

        Assert.StartsWith($"error ISOB1014: {folder.Combine(source)}: The source cannot be accessed: ", result.Error, StringComparison.Ordinal);
    }
}
