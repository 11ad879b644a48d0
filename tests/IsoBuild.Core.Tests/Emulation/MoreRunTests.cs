using IsoBuild.Diagnostics;
using IsoBuild.Emulation;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>Corners of command lines: lists, links, orders, catalogs.</summary>
public sealed class MoreRunTests : IDisposable
{
    private readonly TempDirectory work = new();

    public MoreRunTests()
    {
        work.Write("tree/a.txt", "a");
        work.Write("tree/sub/b.txt", "b");
        work.Write("tree/loader.bin", new byte[4096]);
        work.Write("tree/floppy12.img", new byte[1200 * 1024]);
        work.Write("tree/floppy288.img", new byte[2880 * 1024]);
        work.Write("other/a.txt", "other");
        work.Write("sort.txt", "tree/a.txt\t-3\n\n");
        work.Write("bad.txt", "nothing\n");
        work.Write("order.txt", "sub\\b.txt\r\na.txt\r\n");
    }

    public void Dispose() => work.Dispose();

    [Theory]
    [InlineData("genisoimage -R -b floppy12.img -o x.iso tree", 0)]
    [InlineData("genisoimage -R -b floppy288.img -hide boot.catalog -o x.iso tree", 0)]
    [InlineData("genisoimage -J -b loader.bin -no-emul-boot -hide boot.catalog -hide-joliet boot.catalog -o x.iso tree", 0)]
    [InlineData("xorrisofs -b loader.bin -no-emul-boot -boot-load-size full --boot-catalog-hide -o x.iso tree", 0)]
    [InlineData("xorrisofs --efi-boot loader.bin --efi-boot-part --efi-boot-image -o x.iso tree", 0)]
    [InlineData("xorrisofs -efi-boot-part other/a.txt -o x.iso tree", 0)]
    [InlineData("xorrisofs -part_like_isohybrid -isohybrid-gpt-basdat -e loader.bin -no-emul-boot -partition_offset 16 -o x.iso tree", 0)]
    [InlineData("xorrisofs -o x.iso tree other/a.txt", 0)]
    [InlineData("xorrisofs -o x.iso -path-list - ", 5)]
    [InlineData("xorrisofs -o x.iso -e --interval:appended_partition_3:all:: -no-emul-boot tree", 32)]
    [InlineData("xorrisofs -append_partition 2 0xef none.img -o x.iso tree", 5)]
    [InlineData("xorrisofs -append_partition 2 what other/a.txt -o x.iso tree", 5)]
    [InlineData("xorrisofs --gpt_disk_guid what -o x.iso tree", 5)]
    [InlineData("xorrisofs --set_all_file_dates 20240102030405 -o x.iso tree", 0)]
    [InlineData("xorrisofs --set_all_file_dates never -o x.iso tree", 5)]
    [InlineData("xorrisofs -hfsplus -hfs-bless-by q /sub -hfs-bless none -o x.iso tree", 0)]
    [InlineData("xorrisofs -eltorito-selcrit what -b loader.bin -no-emul-boot -o x.iso tree", 5)]
    [InlineData("xorrisofs -o x.iso tree -- -padding 4k -joliet on -commit", 0)]
    [InlineData("xorrisofs -o x.iso tree -- -padding what", 5)]
    [InlineData("genisoimage -sort sort.txt -R -o x.iso tree", 0)]
    [InlineData("genisoimage -sort bad.txt -R -o x.iso tree", 255)]
    [InlineData("genisoimage -hfs -hfs-bless tree/sub -o x.iso tree", 0)]
    [InlineData("genisoimage -input-charset iso8859-1 -uid x -o x.iso tree", 255)]
    [InlineData("genisoimage -file-mode 9 -o x.iso tree", 255)]
    [InlineData("genisoimage -C 1 -o x.iso tree", 255)]
    [InlineData("genisoimage -eltorito-platform 0x55 -b loader.bin -o x.iso tree", 1)]
    [InlineData("genisoimage -sectype xa1 -o x.iso tree", 1)]
    [InlineData("genisoimage -allow-limited-size -table-name T.TBL -root deep/er -R -o x.iso tree", 0)]
    [InlineData("genisoimage -log-file none/log -o x.iso tree", 2)]
    [InlineData("genisoimage -o x.iso tre", 2)]
    [InlineData("genisoimage -dvd-video -o x.iso tree", 255)]
    [InlineData("oscdimg -j1 -yoorder.txt -p00 -e -btree\\loader.bin tree x.iso", 0)]
    [InlineData("oscdimg -tyesterday tree x.iso", 1)]
    [InlineData("oscdimg -p11 -btree\\loader.bin tree x.iso", 1)]
    [InlineData("oscdimg -bootdata:1#x,e tree x.iso", 1)]
    [InlineData("hdiutil makehybrid -udf -o x tree", 0)]
    [InlineData("hdiutil makehybrid -o x.iso", 1)]
    [InlineData("tar -cf x.iso tree", 1)]
    public void Ends_as_the_program_does(string commandLine, int exit)
    {
        EmulatedRun run = new(work, commandLine.TrimEnd());

        Assert.True(exit == run.Exit, $"{run.Exit}: {string.Join('\n', run.Reported)}");
        Assert.Equal(exit == 0, File.Exists(work.Combine("x.iso")));
        Assert.Equal(exit != 0, run.Error.Length > 0);
    }

    [Fact]
    public void Links_are_left_out_where_no_tree_has_any()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.CreateSymbolicLink(work.Combine("tree/link"), "a.txt");

        EmulatedRun plain = new(work, "genisoimage -J -o x.iso tree");
        Assert.Contains(plain.Reported, diagnostic => diagnostic.Message.Contains("has no Rock Ridge", StringComparison.Ordinal));
        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Null(image.Content.Find("/link"));
    }

    /// <summary>What goes to a pipe is looked at before: it cannot be begun again.</summary>
    [Fact]
    public void What_cannot_be_read_is_left_out_as_genisoimage_does_it()
    {
        using FileStream held = new(work.Combine("tree/sub/b.txt"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        EmulatedRun run = new(work, "genisoimage -R -o - tree");

        Assert.Equal(0, run.Exit);
        Assert.Equal("tree/sub/b.txt", Assert.Single(run.Reported, diagnostic => diagnostic.Id == DiagnosticId.EmulatedSourceLeftOut).Item);
        File.WriteAllBytes(work.Combine("poured.iso"), run.Poured);
        using IsoImage image = IsoImage.Open(work.Combine("poured.iso"));
        Assert.NotNull(image.Content.Find("/a.txt"));
        Assert.NotNull(image.Content.Find("/sub"));
        Assert.Null(image.Content.Find("/sub/b.txt"));
    }

    [Theory]
    [InlineData("Genisoimage", true)]
    [InlineData("Mkisofs", true)]
    [InlineData("Xorrisofs", false)]
    [InlineData("Oscdimg", false)]
    public void Another_attempt_helps_once(string program, bool helps)
    {
        EmulationStreams streams = new() { Report = _ => { }, Note = _ => { }, Text = TextWriter.Null, OpenOutput = () => Stream.Null };
        LeftOutSources leftOut = new(new ImageRequest(Enum.Parse<EmulatedProgram>(program), streams));
        Diagnostic[] unreadable = [new(DiagnosticId.SourceUnreadable, DiagnosticSeverity.Error, "a.txt", "No.")];

        Assert.Equal(helps, leftOut.CanHelp(unreadable));
        Assert.False(leftOut.CanHelp([unreadable[0] with { Severity = DiagnosticSeverity.Warning }, new(DiagnosticId.SourceMissing, DiagnosticSeverity.Error, "b.txt", "No.")]));
        leftOut.ChecksReading = true;
        Assert.False(leftOut.CanHelp(unreadable));
    }
}
