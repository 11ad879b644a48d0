using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;

namespace IsoBuild.Tool.Tests;

/// <summary>What is otherwise on Windows: files that somebody has open, attributes, names that are no files or are other files, Ctrl+Break, code pages.</summary>
[SupportedOSPlatform("windows")]
public sealed partial class WindowsTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public WindowsTests() => folder.Write("c/a.txt", "hello\n");

    public void Dispose() => folder.Dispose();

    /// <summary>ERROR_SHARING_VIOLATION: a virtual drive, say, has the image.</summary>
    [WindowsFact]
    public void An_image_that_another_program_has_open_stays_whole()
    {
        byte[] former = File.ReadAllBytes(Isobuild.Create(folder, "c"));
        folder.Write("c/b.txt", "more\n");
        CommandResult result;
        using (File.Open(folder.Combine("a.iso"), FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            result = Isobuild.Run(folder, "create", "c", "-o", "a.iso");
        }

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Matches("^error ISOB1019: a.iso: The image cannot be written. .*(has .* open|in use)", result.Error);
        Assert.Equal(former, File.ReadAllBytes(folder.Combine("a.iso")));
        Assert.Equal(["a.iso", "c"], Names(""));
    }

    [WindowsFact]
    public void What_others_have_open_for_writing_is_reported_and_not_guessed()
    {
        using FileStream log = File.Open(folder.Combine("c", "live.log"), FileMode.Create, FileAccess.Write, FileShare.None);
        log.Write("line"u8);
        log.Flush();
        CommandResult result = Isobuild.Run(folder, "create", "c", "-o", "a.iso");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"^error ISOB1014: .*live\.log: The file cannot be read: another program has it open", result.Error);
        Assert.Equal(["c"], Names(""));
    }

    [WindowsFact]
    public void Hidden_and_read_only_files_are_content_like_others()
    {
        folder.Write("c/hidden.txt", "h");
        folder.Write("c/locked.txt", "l");
        byte[] plain = File.ReadAllBytes(Isobuild.Create(folder, "c"));
        File.SetAttributes(folder.Combine("c", "hidden.txt"), FileAttributes.Hidden | FileAttributes.System);
        File.SetAttributes(folder.Combine("c", "locked.txt"), FileAttributes.ReadOnly);
        Assert.Equal(plain, File.ReadAllBytes(Isobuild.Create(folder, "c")));
    }

    [WindowsFact]
    public void Names_that_Windows_has_no_files_for_are_extracted_under_others()
    {
        Isobuild.Create(folder, "con.txt=c/a.txt", "AUX/b.txt=c/a.txt", "lpt1=c/a.txt", "ends./c.txt=c/a.txt", "space =c/a.txt");
        CommandResult result = Isobuild.Run(folder, "extract", "a.iso", "-o", "x").EnsureSuccess();
        Assert.Equal(5, result.Error.Split('\n').Count(line => line.StartsWith("warning ISOB3034: ", StringComparison.Ordinal)));
        Assert.Equal(["_AUX", "_AUX/b.txt", "_con.txt", "_lpt1", "ends_", "ends_/c.txt", "space_"], Names("x"));
    }

    /// <summary>A colon would make an alternate data stream, which no listing shows.</summary>
    [WindowsFact]
    public void A_colon_makes_no_stream()
    {
        File.WriteAllText(folder.Combine("list.txt"), "a.txt\tc/a.txt\n");
        CommandResult made = Isobuild.Run(folder, "as", "mkisofs", "-quiet", "-R", "-graft-points", "-o", "a.iso", "a.txt=c/a.txt", "a.txt:b=c/a.txt").EnsureSuccess();
        Assert.Equal("", made.Error);
        Isobuild.Run(folder, "extract", "a.iso", "-o", "x").EnsureSuccess();
        Assert.Equal(["a.txt", "a.txt_b"], Names("x"));
        Assert.Equal("hello\n", File.ReadAllText(folder.Combine("x", "a.txt")));
    }

    [WindowsFact]
    public void Names_that_differ_in_case_alone_are_files_of_their_own()
    {
        Isobuild.Create(folder, "README=c/a.txt", "Readme=c/a.txt", "readme=c/a.txt");
        Isobuild.Run(folder, "extract", "a.iso", "-o", "x").EnsureSuccess();
        Assert.Equal(["README", "Readme_2", "readme_3"], Names("x"));
    }

    [WindowsFact]
    public void Sources_are_found_in_another_case_and_with_either_separator()
    {
        folder.Write("c/Sub/B.txt", "b");
        string[] listed = [.. new[] { @"C\SUB", "c/sub", @"c/SUB\.", folder.Combine("C", "sUB") }.Select(source =>
        {
            Isobuild.Create(folder, source, "--volume-id", "X");
            return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.Combine("a.iso"))));
        })];
        Assert.Single(listed.Distinct());
        Assert.Equal("B.txt\n", Isobuild.Run(folder, "list", "a.iso").Output.Replace("/", "", StringComparison.Ordinal));
    }

    [WindowsFact]
    public void Paths_of_more_than_260_characters_are_read_and_written()
    {
        string deep = string.Join('/', Enumerable.Repeat(new string('d', 60), 6));
        folder.Write($"long/{deep}/a.txt", "far\n");
        Isobuild.Run(folder, "create", "long", "-o", $"out/{deep}/a.iso", "-q").EnsureSuccess();
        Isobuild.Run(folder, "extract", $"out/{deep}/a.iso", "-o", $"back/{deep}").EnsureSuccess();
        Assert.Equal("far\n", File.ReadAllText(folder.Combine("back", deep, deep, "a.txt")));
    }

    [WindowsFact]
    public void Text_is_UTF_8_without_a_mark_and_lines_end_in_a_line_feed()
    {
        ProcessStartInfo start = new(Isobuild.Words[0], [.. Isobuild.Words.Skip(1), "create", "c", "-o", "a.iso", "--volume-id", "ü", "--layout", "a.layout.txt"])
        {
            WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, StandardErrorEncoding = Encoding.Latin1, StandardOutputEncoding = Encoding.Latin1,
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.StartsWith("info ISOB1007: Ã¼: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', error);
        Assert.DoesNotContain((byte)'\r', File.ReadAllBytes(folder.Combine("a.layout.txt")));
        string json = Isobuild.Run(folder, "inspect", "a.iso", "--json").EnsureSuccess().Output;
        Assert.Equal("ü", JsonDocument.Parse(json).RootElement.GetProperty("labels").GetProperty("windows").GetString());
    }

    /// <summary>As git checks text out with core.autocrlf.</summary>
    [WindowsFact]
    public void A_sector_map_whose_lines_end_in_CR_LF_is_replaced_as_one()
    {
        string[] line = ["create", "c", "-o", "a.iso", "--layout", "a.layout.txt"];
        Isobuild.Run(folder, line).EnsureSuccess();
        string map = File.ReadAllText(folder.Combine("a.layout.txt"));
        folder.Write("a.layout.txt", map.ReplaceLineEndings("\r\n"));
        Isobuild.Run(folder, line).EnsureSuccess();
        Assert.Equal(map, File.ReadAllText(folder.Combine("a.layout.txt")));
    }

    [WindowsFact]
    public void Ctrl_Break_leaves_the_former_image_and_nothing_half_written()
    {
        using (FileStream large = File.Create(folder.Combine("c", "large.bin")))
        {
            large.SetLength(2L << 30);
        }

        folder.Write("o/a.iso", "former");
        ProcessStartInfo start = new(Isobuild.Words[0], [.. Isobuild.Words.Skip(1), "create", "c", "-o", "o/a.iso", "--checksum", "-q"]) { WorkingDirectory = folder, CreateNewProcessGroup = true };
        using Process create = Process.Start(start)!;
        Patience.Await("something is begun", () => Names("o").Length > 1, () => Assert.False(create.HasExited, "The command ended before it could be interrupted."));
        Assert.True(GenerateConsoleCtrlEvent(CtrlBreak, create.Id), $"{Marshal.GetLastPInvokeErrorMessage()}");
        Assert.True(create.WaitForExit(Limits.Program), "The command does not end.");
        Assert.Equal(131, create.ExitCode);
        Assert.Equal(["a.iso"], Names("o"));
        Assert.Equal("former", File.ReadAllText(folder.Combine("o", "a.iso")));
    }

    private const int CtrlBreak = 1;

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(int signal, int processGroup);

    private string[] Names(string directory) =>
        [.. Directory.EnumerateFileSystemEntries(folder.Combine(directory), "*", new EnumerationOptions { RecurseSubdirectories = directory.Length > 0, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(folder.Combine(directory), path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
}
