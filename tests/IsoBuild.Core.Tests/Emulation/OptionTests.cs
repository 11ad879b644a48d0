using IsoBuild.Diagnostics;
using IsoBuild.Emulation;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>Every option of every program: none ends in an exception, and what is made can be explained.</summary>
public sealed class OptionTests : IDisposable
{
    private readonly TempDirectory work = new();

    public OptionTests()
    {
        work.Write("tree/a.txt", "a");
        work.Write("tree/sub/b.txt", "b");
        work.Write("tree/loader.bin", new byte[4096]);
        work.Write("code.bin", [0xEB, 0xFE, .. new byte[430]]);
        work.Write("list.txt", "tree/a.txt 5\n");
        work.Write("paths.txt", "tree/a.txt\n");
        work.Write("weights.txt", "7 /sub\n");
        work.Write("order.txt", "sub\\b.txt\r\n");
    }

    public void Dispose() => work.Dispose();

    [Theory]
    [InlineData("genisoimage")]
    [InlineData("xorrisofs")]
    [InlineData("oscdimg")]
    [InlineData("hdiutil")]
    public void Each_is_done_or_says_why_not(string program)
    {
        EmulatedProgram emulated = Enum.Parse<EmulatedProgram>(program, ignoreCase: true);
        List<string> wrong = [];
        foreach (ProgramOption option in ProgramTexts.OptionsOf(emulated).All)
        {
            foreach (string name in option.Names)
            {
                string[] values = [.. option.Values.Select(value => ValueOf(name, value))];
                string[] words = emulated switch
                {
                    EmulatedProgram.Oscdimg => [$"-{name}{string.Concat(values)}", "tree", "x.iso"],
                    EmulatedProgram.Hdiutil => ["makehybrid", .. Words(name, values), "-o", "x.iso", "tree"],
                    _ => [.. Words(name, values), "-o", "x.iso", "tree"],
                };
                Try(program, words, explains: false, wrong);
                Try(program, words, explains: true, wrong);
            }
        }

        Assert.Empty(wrong);

        static string[] Words(string name, string[] values) => name == "modification-date" ? [$"--{name}={values[0]}"] : [$"-{name}", .. values];
    }

    private static string ValueOf(string name, string value) => name switch
    {
        "bootdata:" => "2#p0,e,bcode.bin,t7C0#pEF,b\"tree\\loader.bin\"",
        "b" or "eltorito-boot" or "e" or "efi-boot" or "hfs-blessed-directory" or "hfs-bless" => value == "DIRECTORY" ? "sub" : "tree/loader.bin",
        "p" or "eltorito-platform" => "EF",
        "t" => "10/31/2000,15:01:00",
        "yo" => "order.txt",
        "log-file" => "log.txt",
        "path-list" or "quoted_path_list" => "paths.txt",
        "sort-weight-list" => "weights.txt",
        "C" or "cdrecord-params" => "0,11702",
        "modification-date" => "2024010203040567",
        "set_all_file_dates" => "=1700000000",
        "iso_mbr_part_type" => "0x83",
        "gpt_disk_guid" => "28732ac11ff8d211ba4b00a0c93ec93b",
        "partition_offset" => "16",
        "eltorito-selcrit" => "0102",
        "uid" or "gid" => "5",
        "s" or "sectype" => "data",
        _ => value switch
        {
            "FILE" or "FILE|--efi-boot-image" => name.Contains("list", StringComparison.Ordinal) || name == "sort" ? "list.txt" : "code.bin",
            "PATTERN" => "*.txt",
            "PATH" => "/sub",
            "TYPE" => "0xef",
            "CREATOR" or "WHAT" => name == "hfs-bless-by" ? "p" : "ttxt",
            "N" or "N|full" => "1",
            "NAME" => "utf-8",
            "OCTAL" => "0700",
            "DIR" => "sub",
            _ => "text",
        },
    };

    private void Try(string program, string[] words, bool explains, List<string> wrong)
    {
        List<Diagnostic> reported = [];
        using StringWriter text = new();
        EmulationStreams streams = new() { Report = reported.Add, Note = _ => { }, Text = text, OpenOutput = () => Stream.Null, WorkingDirectory = work, Clock = () => DateTimeOffset.UnixEpoch };
        File.Delete(work.Combine("x.iso"));
        int exit = explains ? Emulator.Explain(program, words, streams) : Emulator.Run(program, words, streams);
        bool hasError = reported.Exists(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        bool isExplained = !explains || exit != 0 || text.ToString().Contains("isobuild create", StringComparison.Ordinal) || words.Any(word => word is "-help" or "-version" or "-?");
        if ((exit != 0) != hasError || !isExplained)
        {
            wrong.Add($"{string.Join(' ', words)}: {exit}, {string.Join(' ', reported)}");
        }
    }
}
