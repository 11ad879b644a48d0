using System.Diagnostics;
using System.Text.RegularExpressions;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild extract as a process among others: what it tells the system, what a kill leaves, and what the umask is worth.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ExtractTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Below the target, the system is told single names in directories that are open: no path that somebody could lead elsewhere.</summary>
    [ToolFact("strace")]
    public void No_path_below_the_target_is_told_to_the_system()
    {
        string content = folder.Combine("c");
        folder.Write("c/top", "top");
        folder.Write("c/d/e/f", "deep");
        folder.Write("c/d/large", new byte[1 << 20]);
        File.CreateSymbolicLink(folder.Combine("c", "d", "link"), "large");
        string target = folder.Combine("x");
        string image = Isobuild.Create(folder, content, "--hard-link", "d/second=top");
        foreach (string[] more in new string[][] { [], ["--overwrite"] })
        {
            string log = folder.Combine("log");
            CommandLine.Run("strace", ["-f", "-y", "-s", "4096", "-e", "trace=%file", "-o", log, "dotnet", Isobuild.Assembly, "extract", image, "-o", target, .. more], folder, DotnetEnvironment.Clean).EnsureSuccess();
            string[] lines = File.ReadAllLines(log);
            List<string> wrong = [];
            int told = 0;
            foreach (string line in lines)
            {
                // A link's text comes first, and is no path that is looked for.
                string[] paths = [.. Regex.Matches(line, "\"((?:[^\"\\\\]|\\\\.)*)\"").Skip(line.Contains("symlinkat(", StringComparison.Ordinal) ? 1 : 0).Select(match => match.Groups[1].Value)];
                bool isBelow = line.Contains($"<{target}", StringComparison.Ordinal);
                told += isBelow ? paths.Length : 0;
                if (paths.Any(path => path.StartsWith(target + "/", StringComparison.Ordinal) || (isBelow && path.Contains('/') && path[0] != '/')))
                {
                    wrong.Add(line);
                }
            }

            Assert.Empty(wrong);
            Assert.InRange(told, 10, 1000);
            Assert.Contains(lines, line => line.Contains("NOFOLLOW", StringComparison.Ordinal) && line.Contains($"<{target}/d>", StringComparison.Ordinal));
        }

        Assert.Equal("top", File.ReadAllText(Path.Combine(target, "d", "second")));
    }

    /// <summary>What tar makes of the same modes, by the same user under the same umask.</summary>
    [ToolTheory("setpriv", "tar", "xorriso")]
    [InlineData("022", "", "")]
    [InlineData("027", "", "")]
    [InlineData("077", "", "")]
    [InlineData("000", "", "")]
    [InlineData("077", "--exact-modes", "-p")]
    public void An_ordinary_users_umask_holds_as_with_tar(string umask, string option, string tarOption)
    {
        (string Path, int Mode)[] entries = [("f777", 0b111_111_111), ("f640", 0b110_100_000), ("d", 0b111_111_111), ("d/g666", 0b110_110_110), ("closed", 0b101_000_000), ("closed/h600", 0b110_000_000)];
        foreach ((string path, _) in entries.Where(entry => entry.Path[^1] is >= '0' and <= '9'))
        {
            folder.Write("c/" + path, path);
        }

        foreach ((string path, int mode) in entries.Reverse())
        {
            File.SetUnixFileMode(folder.Combine("c", path), (UnixFileMode)mode);
        }

        string image = folder.Combine("a.iso");
        CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "-R", "-o", image, folder.Combine("c")]).EnsureSuccess();
        CommandLine.Run("tar", ["-cf", folder.Combine("a.tar"), "-C", folder.Combine("c"), "."]).EnsureSuccess();
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        string said = Anybodys(
            $"umask {umask}; mkdir o; cd o; mkdir theirs; tar -xf ../a.tar -C theirs --no-same-owner {tarOption}; dotnet ../bin/isobuild.dll extract '{image}' -o ours -q {option}; dotnet ../bin/isobuild.dll extract '{image}' -o ours -q --overwrite {option}; dotnet ../bin/isobuild.dll extract '{image}' -o plain -q --no-modes; mkdir made; > made/file");
        string[] Modes(string root) => [.. entries.Select(entry => $"{entry.Path} {Convert.ToString((int)File.GetUnixFileMode(folder.Combine("o", root, entry.Path)), 8)}")];
        Assert.Equal("", said);
        Assert.Equal(Modes("theirs"), Modes("ours"));
        Assert.Equal(File.GetUnixFileMode(folder.Combine("o", "made")), File.GetUnixFileMode(folder.Combine("o", "plain", "closed")));
        Assert.Equal(File.GetUnixFileMode(folder.Combine("o", "made", "file")), File.GetUnixFileMode(folder.Combine("o", "plain", "f777")));
    }

    /// <summary>mode 1777 is what /tmp has: whoever may write there may not remove what others wrote.</summary>
    [ToolFact("xorriso")]
    public void The_sticky_bit_of_a_shared_directory_stays()
    {
        Directory.CreateDirectory(folder.Combine("c", "shared"));
        File.SetUnixFileMode(folder.Combine("c", "shared"), (UnixFileMode)0b111_111_111_111);
        CommandLine.Run("xorriso", ["-as", "mkisofs", "-quiet", "-R", "-o", folder.Combine("a.iso"), folder.Combine("c")]).EnsureSuccess();
        Isobuild.Run(folder, "extract", "a.iso", "-o", "x", "--exact-modes").EnsureSuccess();
        Assert.Equal((UnixFileMode)0b001_111_111_111, File.GetUnixFileMode(folder.Combine("x", "shared")));
    }

    /// <summary>No file has its name before it is whole, and none is left that has another.</summary>
    [Fact]
    public void A_kill_leaves_whole_files_alone()
    {
        const int count = 3000;
        byte[] bytes = new byte[3000];
        for (int i = 0; i < count; i++)
        {
            folder.Write($"c/d{i % 10}/{i}", bytes);
        }

        Isobuild.Create(folder, "c");
        string target = folder.Combine("x");
        using (Process extract = Isobuild.Start(folder, "extract", "a.iso", "-o", "x", "-q"))
        {
            while (!extract.HasExited && !Directory.Exists(Path.Combine(target, "d0")))
            {
                Thread.Yield();
            }

            extract.Kill();
            extract.WaitForExit();
        }

        Assert.All(Files(), file => Assert.Equal(bytes.Length, file.Length));
        Isobuild.Run(folder, "extract", "a.iso", "-o", "x", "--overwrite").EnsureSuccess();
        Assert.Equal(count, Files().Count(file => file.Length == bytes.Length));

        // Where the file system has no files without a name, the one or the other temporary one may be left.
        FileInfo[] Files() => [.. new DirectoryInfo(target).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Where(file => !file.Name.StartsWith(".isobuild-", StringComparison.Ordinal))];
    }

    /// <summary>Runs a shell's line as an ordinary user, who need not see where the tests lie; returns what it says.</summary>
    private string Anybodys(string line)
    {
        string bin = Directory.CreateDirectory(folder.Combine("bin")).FullName;
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(Isobuild.Assembly)!).Where(file => Regex.IsMatch(Path.GetFileName(file), "^(isobuild|IsoBuild.Core|System.CommandLine).*(dll|json)$")))
        {
            File.Copy(file, Path.Combine(bin, Path.GetFileName(file)));
        }

        string[] command = ["sh", "-c", line];
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        string[] all = [.. user, .. command];
        return CommandLine.Run(all[0], all[1..], folder, new Dictionary<string, string?>(DotnetEnvironment.Clean) { ["HOME"] = folder }).EnsureSuccess().All;
    }
}
