using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>What genisoimage 1.1.11 and xorriso 1.5.4 do with rarer lines. Each value was seen with these programs (tests of command lines compare them).</summary>
public sealed class FaithfulTests : IDisposable
{
    private readonly TempDirectory work = new();

    public FaithfulTests()
    {
        work.Write("tree/a.txt", "a");
        work.Write("tree/sub/b.txt", "b");
        work.Write("tree/loader.bin", new byte[4096]);
        work.Write("tree/floppy.img", new byte[1440 * 1024]);
        work.Write("blank.txt", "tree/a.txt\r\n\r\ntree/sub/b.txt\r\n");
    }

    public void Dispose() => work.Dispose();

    [Theory]
    [InlineData("genisoimage -R", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData("genisoimage -r -file-mode 0600", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData("xorrisofs", UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    public void Nobody_writes_the_boot_catalog(string program, UnixFileMode expected)
    {
        Assert.Equal("", Run($"{program} -o x.iso -b loader.bin -no-emul-boot tree").Error);

        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Equal(expected, image.Content.Find("/boot.catalog")!.Mode);
    }

    [Fact]
    public void Nobody_writes_translation_tables_unless_modes_are_normalized()
    {
        Assert.Equal("", Run("genisoimage -R -T -o x.iso tree").Error);
        new ImageBuilder(new ImageOptions { TranslationTables = true }).AddDirectory("", work.Combine("tree")).Write(work.Combine("y.iso")).EnsureSuccess();

        using IsoImage disk = IsoImage.Open(work.Combine("x.iso"));
        using IsoImage normalized = IsoImage.Open(work.Combine("y.iso"));
        Assert.Equal("444", Convert.ToString((int)disk.ContentOf(ImageFormats.RockRidge)!.Find("/TRANS.TBL")!.Mode!, 8));
        Assert.Equal("644", Convert.ToString((int)normalized.ContentOf(ImageFormats.RockRidge)!.Find("/TRANS.TBL")!.Mode!, 8));
    }

    [Theory]
    [InlineData("-no-emul-boot")]
    [InlineData("-boot-load-size 4")]
    [InlineData("-c boot.cat")]
    [InlineData("-no-emul-boot -eltorito-alt-boot -b loader.bin -no-emul-boot")]
    [InlineData("-b loader.bin -no-emul-boot -eltorito-alt-boot -boot-info-table")]
    public void A_boot_entry_needs_a_boot_image(string options)
    {
        EmulatedRun run = Run($"genisoimage -o x.iso {options} tree");

        Assert.Equal(255, run.Exit);
        Assert.Contains("-b PATH", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Run("genisoimage -o x.iso -eltorito-alt-boot -b loader.bin -no-emul-boot -eltorito-alt-boot tree").Exit);
        Assert.Equal(0, Run("xorrisofs -o x.iso -no-emul-boot -boot-info-table tree").Exit);
    }

    [Theory]
    [InlineData("genisoimage", 255)]
    [InlineData("xorrisofs", 32)]
    public void The_catalog_replaces_no_boot_image(string program, int exit)
    {
        EmulatedRun run = Run($"{program} -o x.iso -b loader.bin -no-emul-boot -c loader.bin tree");

        Assert.Equal(exit, run.Exit);
        Assert.Contains("loader.bin: The boot catalog has the path of a boot image", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Uefi_firmware_has_no_floppies()
    {
        EmulatedRun run = Run("genisoimage -o x.iso -e floppy.img tree");

        Assert.Equal(0, run.Exit);
        Assert.Contains(run.Reported, diagnostic => diagnostic.Id == DiagnosticId.EmulatedOptionDiffers && diagnostic.Item == "-e");
        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Equal(ElTorito.BootEmulation.None, Assert.Single(image.Boot!.Entries).Emulation);
    }

    [Theory]
    [InlineData("-copyright")]
    [InlineData("-abstract")]
    [InlineData("-biblio")]
    public void A_field_for_a_file_that_is_not_there_stays_empty(string option)
    {
        EmulatedRun run = Run($"mkisofs -o x.iso {option} none.txt tree");

        Assert.Equal(0, run.Exit);
        Assert.Contains(run.Reported, diagnostic => diagnostic.Id == DiagnosticId.EmulatedOptionDiffers && diagnostic.Item == option);
        Assert.Empty(Run($"mkisofs -quiet -R -o x.iso {option} a.txt tree").Reported);
    }

    [Fact]
    public void Empty_lines_of_a_list_are_skipped_by_one_program()
    {
        Assert.Equal(0, Run("xorrisofs -path-list blank.txt -o x.iso").Exit);

        EmulatedRun run = Run("genisoimage -path-list blank.txt -o x.iso");
        Assert.Equal(2, run.Exit);
        Assert.Contains("Line 2 of the list is empty", run.Error, StringComparison.Ordinal);
        EmulatedRun empty = new(work, "genisoimage -R -o x.iso ");
        Assert.Contains("The path on disk is empty", empty.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-m ./tree/sub tree")]
    [InlineData("-m tree/sub ./tree/")]
    [InlineData("-m tree//sub/ tree")]
    [InlineData("-m tree/../tree/sub tree")]
    [InlineData("-m tree/s?b tree")]
    public void Xorriso_compares_whole_paths(string words)
    {
        Assert.Equal("", Run($"xorrisofs -o x.iso {words}").Error);

        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Null(image.Content.Find("/sub"));
        Assert.NotNull(image.Content.Find("/a.txt"));
        Assert.Contains("--exclude", new EmulatedRun(work, $"xorrisofs -o x.iso {words}", explains: true).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-append_partition 2 Linux tree/loader.bin", "-append_partition 2 0x83 tree/loader.bin")]
    [InlineData("-append_partition 2 FAT12 tree/loader.bin", "-append_partition 2 0x01 tree/loader.bin")]
    [InlineData("-append_partition 2 FAT16 tree/loader.bin", "-append_partition 2 0x06 tree/loader.bin")]
    [InlineData("-uid root -gid root", "-uid 0 -gid 0")]
    [InlineData("-check-oldnames -force-rr -nobak -table-name X -hide-hfs x -allow-multidot", "-l -iso-level 1")]
    public void Two_ways_to_say_the_same(string one, string other)
    {
        Assert.Equal("", Run($"xorrisofs -o x.iso {one} tree").Error);
        Assert.Equal("", Run($"xorrisofs -o y.iso {other} tree").Error);

        Assert.True(File.ReadAllBytes(work.Combine("x.iso")).AsSpan().SequenceEqual(File.ReadAllBytes(work.Combine("y.iso"))));
    }

    [Theory]
    [InlineData("xorrisofs --sort-weight 5 /none", 5)]
    [InlineData("xorrisofs --sort-weight 5 /sub", 0)]
    [InlineData("genisoimage -ucs-level 4 -J", 255)]
    [InlineData("genisoimage -uid root", 255)]
    [InlineData("xorrisofs -append_partition 2 LINUX tree/loader.bin", 5)]
    [InlineData("xorrisofs -dev x", 5)]
    public void Words_that_name_nothing_are_errors(string words, int exit)
    {
        EmulatedRun run = Run($"{words} -o x.iso tree");

        Assert.Equal(exit, run.Exit);
        Assert.Equal(exit != 0, run.Error.Length > 0);
    }

    /// <summary>Where a backslash and a colon are letters like others, they divide nothing.</summary>
    [Theory]
    [InlineData("genisoimage -R -o x.iso files/back\\slash.txt files/c:drive.txt", "/back\\slash.txt", "/c:drive.txt")]
    [InlineData("xorrisofs -graft-points -o x.iso x/back\\\\slash.txt=files/back\\\\slash.txt y/c:drive.txt=files/c:drive.txt", "/x/back\\slash.txt", "/y/c:drive.txt")]
    public void Names_of_files_keep_their_letters(string commandLine, string back, string colon)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        work.Write("files/back\\slash.txt", "b");
        work.Write("files/c:drive.txt", "c");

        Assert.Equal("", Run(commandLine).Error);

        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Equal([back, colon], image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_added_under_its_own_name_keeps_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        work.Write("c:\\d", "x");
        new ImageBuilder().AddFile("", work.Combine("c:\\d")).AddFile("in/", work.Combine("c:\\d")).Write(work.Combine("x.iso")).EnsureSuccess();

        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.Equal(["/c:\\d", "/in/c:\\d"], image.Content.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
    }

    private EmulatedRun Run(string commandLine) => new(work, commandLine);
}
