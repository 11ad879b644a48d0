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
        folder.Write("tree/boot/efi.img", new byte[65536]);
        folder.Write("mbr.bin", [0xEB, 0xFE, .. new byte[430]]);
        folder.Write("weights", "tree/docs 7\n");
        folder.Write("it's", "four\n");
    }

    public void Dispose() => folder.Dispose();

    /// <summary>What is printed makes the same bytes as what it explains.</summary>
    [ToolTheory("sh")]
    [InlineData("mkisofs -o out.iso -V 'My $Disc' -J -R tree")]
    [InlineData("genisoimage -o out.iso -r -J -l -m '*.bak' -m tree/boot -sort weights -uid 5 -gid 6 -hide-joliet a.txt tree")]
    [InlineData("genisoimage -o out.iso -iso-level 4 -udf -N -allow-lowercase -dir-mode 0700 -file-mode 0600 -graft-points deep/x=tree/a.txt \"y/=it's\" tree")]
    [InlineData("mkisofs -o out.iso -R -no-pad -b boot/loader.bin -c boot/cat -no-emul-boot -boot-load-size 4 -boot-info-table -eltorito-alt-boot -e boot/efi.img -no-emul-boot tree")]
    [InlineData("xorriso -as mkisofs --modification-date=2024010203040567 -isohybrid-mbr mbr.bin -b boot/loader.bin -no-emul-boot -eltorito-alt-boot -e boot/efi.img -no-emul-boot -isohybrid-gpt-basdat -o out.iso tree --sort-weight 2 /boot --sort-weight 0 /")]
    [InlineData("xorriso -as mkisofs -partition_offset 16 -append_partition 2 0xef tree/boot/efi.img -appended_part_as_gpt -e --interval:appended_partition_2:all:: -no-emul-boot -iso_mbr_part_type 0x83 -o out.iso tree")]
    [InlineData("oscdimg -m -o -u2 -lWINPE '-bootdata:2#p0,e,btree\\boot\\loader.bin#pEF,e,btree\\boot\\efi.img' tree out.iso")]
    public void Explained_commands_make_the_same_image(string commandLine)
    {
        Isobuild.Shell(folder, $"isobuild as {commandLine}").EnsureSuccess();
        byte[] made = File.ReadAllBytes(folder.Combine("out.iso"));
        File.Delete(folder.Combine("out.iso"));

        string explained = Isobuild.Shell(folder, $"isobuild as --explain {commandLine}").EnsureSuccess().Output;
        Assert.False(File.Exists(folder.Combine("out.iso")));
        string command = explained[..explained.IndexOf("\n\n", StringComparison.Ordinal)];
        Isobuild.Shell(folder, command).EnsureSuccess();

        Assert.True(made.AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine("out.iso"))), command);
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
}
