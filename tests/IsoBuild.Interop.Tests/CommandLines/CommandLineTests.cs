using IsoBuild.Diagnostics;
using IsoBuild.Emulation;

namespace IsoBuild.Interop.Tests.CommandLines;

/// <summary>Command lines from public scripts and programs: ours makes of each what the program that they are for makes, or something that the table of differences gives the reason of.</summary>
public sealed class CommandLineTests(CommandLineFixture fixture) : IClassFixture<CommandLineFixture>
{
    public static TheoryData<string> Compared => [.. EmulatedLine.All.Values.Where(line => line.Real is not null).Select(line => line.Id)];

    public static TheoryData<string> Documented => [.. EmulatedLine.All.Values.Where(line => line.Real is null).Select(line => line.Id)];

    [ToolTheory("genisoimage", "xorriso", "isoinfo", "blkid", "bsdtar", "grub-mkimage", "mformat", "bash", "python3")]
    [MemberData(nameof(Compared))]
    public void Makes_what_the_program_makes(string id)
    {
        EmulatedLine line = EmulatedLine.All[id];
        using TempDirectory work = new();
        Dictionary<string, string[]> real = Facts(line, "real", work, folder => CommandLine.Run("bash", ["-c", "exec \"$@\" > \"$0\"", Poured(work, "real"), .. line.Real!, .. line.Arguments], folder).ExitCode);

        Dictionary<string, string[]> ours = Facts(line, "ours", work, folder => Run(line, folder, Poured(work, "ours"), out _));

        SortedSet<string> found = [.. real.Keys.Union(ours.Keys).Where(kind => !real.GetValueOrDefault(kind, []).SequenceEqual(ours.GetValueOrDefault(kind, [])))];
        if (CommandLineDifferences.IsWhole(id))
        {
            Assert.Equal(CommandLineDifferences.IsRefused(id), ours[ImageFacts.Exit] is not ["0"]);
            Assert.NotEqual(real[ImageFacts.Exit], ours[ImageFacts.Exit]);
            return;
        }

        IReadOnlyDictionary<string, string> known = CommandLineDifferences.Of(id);
        Assert.True(
            found.SetEquals(known.Keys),
            string.Join('\n', found.Except(known.Keys).Select(kind => Describe(kind, real, ours)).Concat(known.Keys.Except(found).Select(kind => $"{kind}: listed as different ({known[kind]}), and is not"))));
    }

    [ToolTheory("isoinfo", "blkid", "xorriso", "bsdtar", "grub-mkimage", "mformat", "bash", "python3")]
    [MemberData(nameof(Documented))]
    public void Makes_an_image_where_the_program_is_not_to_be_had(string id)
    {
        EmulatedLine line = EmulatedLine.All[id];
        using TempDirectory work = new();
        List<Diagnostic> reported = [];

        Dictionary<string, string[]> ours = Facts(line, "ours", work, folder => Run(line, folder, Poured(work, "ours"), out reported));

        Assert.DoesNotContain(reported, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(["0"], ours[ImageFacts.Exit]);
        Assert.True(ours.ContainsKey(ImageFacts.Label), "no image was made");
        string[] booted = [.. line.Arguments.Where(argument => argument.StartsWith("-b", StringComparison.Ordinal))];
        Assert.Equal(booted.Length > 0, ours[ImageFacts.Boot].Length > 0);
        Assert.Equal(line.Arguments.Any(argument => argument is "-u1" or "-u2" or "-udf"), ours[ImageFacts.Udf] is ["there"]);
        Assert.Equal(line.Arguments.Any(argument => argument is "-j1" or "-joliet") || (line.Program.StartsWith("hdiutil", StringComparison.Ordinal) && !line.Arguments.Any(argument => argument is "-iso" or "-udf" or "-hfs")), ours[ImageFacts.Joliet].Length > 0);
        if (line.Arguments.FirstOrDefault(argument => argument.Length > 2 && argument.StartsWith("-l", StringComparison.Ordinal)) is { } label)
        {
            Assert.Contains($"LABEL={label[2..]}", ours[ImageFacts.Label]);
        }
    }

    [Fact]
    public void Differences_are_few_and_lines_run()
    {
        // Those that were published; the others look for faults, and so have more differences.
        string[] published = [.. EmulatedLine.All.Keys.Where(id => id.StartsWith('L'))];
        Assert.Equal(175, published.Length);
        int refused = published.Count(CommandLineDifferences.IsRefused);
        Assert.InRange(refused, 0, 5);
    }

    /// <summary>Where the standard output goes.</summary>
    private static string Poured(TempDirectory work, string who) => work.Combine($"{who}.stdout");

    private static string Describe(string kind, Dictionary<string, string[]> real, Dictionary<string, string[]> ours)
    {
        string[] theirs = real.GetValueOrDefault(kind, []);
        string[] own = ours.GetValueOrDefault(kind, []);
        return $"{kind}:\n  theirs alone: {string.Join(" | ", theirs.Except(own).Take(8))}\n  ours alone:   {string.Join(" | ", own.Except(theirs).Take(8))}";
    }

    private Dictionary<string, string[]> Facts(EmulatedLine line, string who, TempDirectory work, Func<string, int> run)
    {
        string root = work.Combine(who);
        fixture.CopyTo(root);
        int exit = run(Path.Combine(root, line.Folder));
        string? image = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Append(Poured(work, who))
            .FirstOrDefault(path => Path.GetFileName(path) is "out.iso" or "out.dmg" or "boot.iso" or "dir.udf" || (path == Poured(work, who) && new FileInfo(path).Length > 1 << 15));
        Dictionary<string, string[]> facts = exit != 0 || image is null ? [] : ImageFacts.Of(image, work);
        facts.Add(ImageFacts.Exit, [$"{exit}"]);
        return facts;
    }

    private static int Run(EmulatedLine line, string folder, string standardOutput, out List<Diagnostic> reported)
    {
        List<Diagnostic> list = [];
        string[] program = line.Program.Split(' ');
        using FileStream output = File.Create(standardOutput);
        int exit = Emulator.Run(program[0], [.. program.Skip(1), .. line.Arguments], new EmulationStreams
        {
            Report = list.Add,
            Note = _ => { },
            Text = TextWriter.Null,
            OpenOutput = () => output,
            WorkingDirectory = folder,
        });
        reported = list;
        return exit;
    }
}
