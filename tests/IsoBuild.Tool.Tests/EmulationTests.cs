using System.Text.RegularExpressions;

namespace IsoBuild.Tool.Tests;

/// <summary>isobuild as: command lines of other programs, and their translation.</summary>
public sealed class EmulationTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public EmulationTests()
    {
        folder.Write("tree/a.txt", "one\n");
        folder.Write("tree/docs/Long Name.txt", "two\n");
        folder.Write("tree/docs/old.bak", "three\n");
        folder.Write("tree/boot/loader.bin", new byte[4096]);
        folder.Write("mbr.bin", [0xEB, 0xFE, .. new byte[430]]);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What is printed makes the same bytes as what it explains: the command, and the MSBuild project with the package.</summary>
    [ToolFact("sh")]
    public void Explained_commands_and_projects_make_the_same_image()
    {
        using Workspace work = new();
        byte[][] made = [.. Enumerable.Range(0, ExplainedLines.Count).Select(line => MakeAndExplain(line, work))];

        string log = work.BuildAll().All;

        Assert.All(Enumerable.Range(0, made.Length), line => Assert.True(
            made[line].AsSpan().SequenceEqual(Bytes(work.Path($"line{line}", "out.iso"))),
            $"{string.Join(' ', ExplainedLines.Words(line, "out.iso"))}\n{File.ReadAllText(work.Path($"line{line}", "image.proj"))}\n{log}"));
    }

    [Fact]
    public void A_program_that_is_unknown_gets_its_neighbour()
    {
        CommandResult run = Isobuild.Run(folder, "as", "mkisof", "-o", "x.iso", "tree");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean mkisofs?", run.Error, StringComparison.Ordinal);
        Assert.Contains("write one of", Isobuild.Run(folder, "as").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_dates_the_image()
    {
        Isobuild.Run(folder, [("SOURCE_DATE_EPOCH", "1700000000")], "as", "mkisofs", "-quiet", "-o", "x.iso", "tree").EnsureSuccess();

        // ECMA-119 8.4.26: 2023-11-14, 22:13:20.
        Assert.Equal("20231114221320", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(folder.Combine("x.iso")), (16 * 2048) + 813, 14));
        Assert.Contains("ISOB1008", Isobuild.Run(folder, [("SOURCE_DATE_EPOCH", "soon")], "as", "mkisofs", "-o", "y.iso", "tree").Error, StringComparison.Ordinal);
    }

    [ToolFact("sh")]
    public void Bytes_go_to_a_pipe_and_lists_come_from_one()
    {
        CommandResult run = Isobuild.Shell(folder, "printf 'tree/a.txt\\nmbr.bin\\n' | isobuild as genisoimage -quiet -R -path-list - | isobuild list - ; cat > /dev/null");
        Assert.Contains("ISOB4103", run.Error, StringComparison.Ordinal);
        Isobuild.Shell(folder, "printf 'tree/a.txt\\nmbr.bin\\n' | isobuild as genisoimage -quiet -R -path-list - > poured.iso").EnsureSuccess();
        Assert.Equal(["/a.txt", "/mbr.bin"], Isobuild.Run(folder, "list", "poured.iso").EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>It asks for the help first, hands over some twenty options, and a command of xorriso itself behind them.</summary>
    [ToolFact("sh", "grub-mkrescue", "mformat", "xorriso", "blkid")]
    public void Grub_mkrescue_makes_its_image_with_it()
    {
        string program = folder.Write("bin/xorriso", $"#!/bin/sh\nexec {Isobuild.ShellWords} as xorriso \"$@\"\n");
        CommandLine.Run("chmod", ["+x", program]).EnsureSuccess();

        CommandLine.Run("grub-mkrescue", [$"--xorriso={program}", "-o", folder.Combine("rescue.iso"), folder.Combine("tree"), "--", "-volid", "RESCUE"]).EnsureSuccess();

        Assert.Contains("LABEL=\"RESCUE\"", CommandLine.Run("blkid", ["-p", folder.Combine("rescue.iso")]).Output, StringComparison.Ordinal);
        string report = CommandLine.Run("xorriso", ["-indev", folder.Combine("rescue.iso"), "-report_el_torito", "plain", "-report_system_area", "plain", "-find", "/", "-name", "Long Name.txt"]).All;
        Assert.Contains("img path :   1  /boot/grub/i386-pc/eltorito.img", report, StringComparison.Ordinal);
        Assert.Contains("boot-info-table grub2-boot-info", report, StringComparison.Ordinal);
        Assert.Contains("grub2-mbr", report, StringComparison.Ordinal);
        Assert.Contains("'/docs/Long Name.txt'", report, StringComparison.Ordinal);
    }

    /// <summary>What the programs do with what they may not read, and where they may not write (genisoimage 1.1.11, xorriso 1.5.4).</summary>
    [RootTheory("setpriv")]
    [InlineData("genisoimage -R -o home/x.iso", 0)]
    [InlineData("genisoimage -R -o -", 0)]
    [InlineData("genisoimage -R -print-size", 0)]
    [InlineData("xorrisofs -o home/x.iso", 5)]
    public void What_may_not_be_read(string program, int exit)
    {
        CommandResult run = AsNobody("mkdir shut && chmod 700 shut && chmod 600 tree/docs/old.bak", $"{program} tree shut");

        Assert.Equal((exit, exit == 0), (run.ExitCode, run.Error.Contains("warning ISOB4110: shut: It cannot be read, and is left out, as this program does it. Give the user who builds permission to read it, or leave it out with -m. The same is true of 1 more.", StringComparison.Ordinal)));
        if (File.Exists(folder.Combine("home/x.iso")))
        {
            Assert.Equal(["/a.txt", "/boot/", "/boot/loader.bin", "/docs/", "/docs/Long Name.txt"], Isobuild.Run(folder, "list", "home/x.iso").EnsureSuccess().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [RootTheory("setpriv")]
    [InlineData("genisoimage -o x.iso", 13)]
    [InlineData("xorrisofs -o x.iso", 32)]
    public void Where_may_not_be_written(string program, int exit)
    {
        CommandResult run = AsNobody("chmod 755 .", $"{program} tree");

        Assert.Equal(exit, run.ExitCode);
        Assert.Contains("error ISOB1019: x.iso: ", run.Error, StringComparison.Ordinal);
    }

    [ToolFact("sh")]
    public void Called_by_a_programs_name_it_is_that_program()
    {
        CommandResult installed = Isobuild.Run(folder, "as", "--install", folder.Combine("bin"));
        if (installed.ExitCode != 0)
        {
            // By way of dotnet, nobody knows the name.
            Assert.Contains("runs by way of dotnet", installed.Error, StringComparison.Ordinal);
            return;
        }

        Assert.Contains("genisoimage 1.1.11", CommandLine.Run(folder.Combine("bin", "genisoimage"), ["-version"]).EnsureSuccess().Output, StringComparison.Ordinal);
        CommandLine.Run(folder.Combine("bin", "xorriso"), ["-as", "mkisofs", "-quiet", "-o", folder.Combine("x.iso"), folder.Combine("tree")]).EnsureSuccess();
        Assert.True(File.Exists(folder.Combine("x.iso")));
        Isobuild.Run(folder, "as", "--install", folder.Combine("bin")).EnsureSuccess();
        folder.Write("other/mkisofs", "somebody else's");
        Assert.Contains("is not this program", Isobuild.Run(folder, "as", "--install", folder.Combine("other")).Error, StringComparison.Ordinal);
        Assert.Equal("somebody else's", File.ReadAllText(folder.Combine("other/mkisofs")));
    }

    /// <summary>Makes the image, makes it again by the command that is printed, and writes the project that is printed.</summary>
    private static byte[] MakeAndExplain(int line, Workspace work)
    {
        string folder = work.Path($"line{line}");
        ExplainedLines.WriteContent(folder);
        string image = Path.Combine(folder, "out.iso");
        string[] words = ExplainedLines.Words(line, "out.iso");
        Isobuild.Run(folder, ["as", .. words]).EnsureSuccess();
        byte[] made = File.ReadAllBytes(image);
        File.Delete(image);

        string[] explained = Isobuild.Run(folder, ["as", "--explain", .. words]).EnsureSuccess().Output.Split("\n\n");
        Assert.False(File.Exists(image));
        Assert.Equal(["# As a command:", "# As an MSBuild project (image.proj; dotnet build image.proj):", "# As a Cake script (build.cake):"], explained.Select(part => part[..part.IndexOf('\n', StringComparison.Ordinal)]));
        Isobuild.Shell(folder, explained[0]).EnsureSuccess();
        Assert.True(made.AsSpan().SequenceEqual(Bytes(image)), explained[0]);
        File.Delete(image);

        string project = explained[1][(explained[1].IndexOf('\n', StringComparison.Ordinal) + 1)..];
        // But for the version, which is that of this test run.
        work.Write($"line{line}/image.proj", Regex.Replace(project, "Sdk=\"IsoBuild/[^\"]+\"", $"Sdk=\"IsoBuild/{work.Version}\""));
        return made;
    }

    /// <summary>Runs it as a user who owns nothing but one directory.</summary>
    private CommandResult AsNobody(string before, string commandLine) => Isobuild.Shell(folder, $"{before} && chmod 755 . && mkdir home && chmod 777 home && HOME=$PWD/home setpriv --reuid=65534 --regid=65534 --clear-groups {Isobuild.ShellWords} as {commandLine}");

    private static byte[] Bytes(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];
}
