using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>What command lines of other programs make, and how they fail.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TempDirectory work = new();

    public RunTests()
    {
        work.Write("tree/a.txt", "a");
        work.Write("tree/sub/Long name.txt", "long");
        work.Write("tree/sub/b.bak", "b");
        work.Write("tree/boot/loader.bin", new byte[4096]);
        work.Write("other/a.txt", "other");
    }

    public void Dispose() => work.Dispose();

    [Fact]
    public void Defaults_are_the_programs()
    {
        Assert.Equal(0, Run("genisoimage -o out.iso tree").Exit);
        using (IsoImage image = IsoImage.Open(work.Combine("out.iso")))
        {
            Assert.Equal(ImageFormats.Iso9660, image.Formats);
            Assert.Equal("CDROM", image.Descriptors[0].VolumeId);
            Assert.Equal("LINUX", image.Descriptors[0].SystemId);
        }

        Assert.Equal(0, Run("xorrisofs -o x.iso tree").Exit);
        using IsoImage other = IsoImage.Open(work.Combine("x.iso"));
        Assert.Equal(ImageFormats.Iso9660 | ImageFormats.RockRidge, other.Formats);
        Assert.Equal("ISOIMAGE", other.Descriptors[0].VolumeId);
    }

    [Fact]
    public void The_whole_boot_image_is_loaded_and_the_catalog_shown()
    {
        work.Write("tree/boot.catalog", "a catalog of before");

        Assert.Equal(0, Run("mkisofs -R -o out.iso -b boot/loader.bin -no-emul-boot -boot-info-table tree").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Equal(8, Assert.Single(image.Boot!.Entries).LoadSize);
        Assert.NotNull(image.Content.Find("/boot.catalog"));
        Assert.Equal(new byte[4096], File.ReadAllBytes(work.Combine("tree/boot/loader.bin")));
    }

    [Fact]
    public void The_image_goes_to_standard_output_and_talk_does_not()
    {
        EmulatedRun run = Run("xorriso -as mkisofs -J tree");

        Assert.Equal("CD001", Encoding.ASCII.GetString(run.Poured, (16 * 2048) + 1, 5));
        Assert.Equal("", run.Text);
        Assert.Contains($"ISO image produced: {run.Poured.Length / 2048} sectors", run.Notes);
    }

    [Fact]
    public void The_size_that_is_printed_is_the_size_that_is_made()
    {
        EmulatedRun printed = Run("genisoimage -print-size -quiet -J -R -o out.iso tree");
        Assert.False(File.Exists(work.Combine("out.iso")));
        Assert.Equal(0, Run("genisoimage -quiet -J -R -o out.iso tree").Exit);

        Assert.Equal($"{new FileInfo(work.Combine("out.iso")).Length / 2048}\n", printed.Text);
        Assert.Empty(printed.Notes);
    }

    [Fact]
    public void Callers_find_what_they_look_for()
    {
        string made = string.Join('\n', Run("genisoimage -o out.iso tree").Notes);
        Assert.Contains($"{new FileInfo(work.Combine("out.iso")).Length / 2048} extents written (0 MB)", made, StringComparison.Ordinal);
        // grub-mkrescue looks for these two before it makes an image.
        string help = string.Join('\n', Run("xorriso -as mkisofs -help").Notes);
        Assert.Contains("graft-points", help, StringComparison.Ordinal);
        Assert.Contains("grub2-boot-info", help, StringComparison.Ordinal);
        Assert.StartsWith("mkisofs 2.01 ", Run("mkisofs -version").Text, StringComparison.Ordinal);
        Assert.StartsWith("genisoimage 1.1.11", Run("genisoimage -version").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Patterns_exclude_by_name_and_by_path_on_disk()
    {
        Assert.Equal(0, Run("mkisofs -R -o out.iso -m *.bak -x tree/boot tree").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Null(image.Content.Find("/sub/b.bak"));
        Assert.Null(image.Content.Find("/boot"));
        Assert.NotNull(image.Content.Find("/sub/Long name.txt"));
    }

    [Fact]
    public void Grafts_go_where_they_are_told()
    {
        Assert.Equal(0, Run("genisoimage -R -graft-points -o out.iso /x/=other/a.txt y=tree/a.txt ./deep//dir=tree/sub").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.NotNull(image.Content.Find("/x/a.txt"));
        Assert.NotNull(image.Content.Find("/y"));
        Assert.NotNull(image.Content.Find("/deep/dir/Long name.txt"));
    }

    [Fact]
    public void Later_paths_replace_files_with_xorriso_and_are_an_error_elsewhere()
    {
        Assert.Equal(0, Run("xorrisofs -o out.iso tree other").Exit);
        using (IsoImage image = IsoImage.Open(work.Combine("out.iso")))
        {
            Assert.Equal(5, Assert.IsType<ContentFile>(image.Content.Find("/a.txt")).Length);
        }

        EmulatedRun run = Run("genisoimage -R -o twice.iso tree other");
        Assert.Equal(1, run.Exit);
        Assert.Contains("ISOB1003", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(work.Combine("twice.iso")));
    }

    [Fact]
    public void The_date_of_the_volume_is_not_that_of_files()
    {
        Assert.Equal(0, Run("xorriso -as mkisofs --modification-date=2024010203040567 --set_all_file_dates =1700000000 -o out.iso tree").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), image.Content.Find("/a.txt")!.Modified);
        // ECMA-119 8.4.26: seventeen bytes at byte 813.
        Assert.Equal("2024010203040567", Encoding.ASCII.GetString(File.ReadAllBytes(work.Combine("out.iso")), (16 * 2048) + 813, 16));
    }

    [Theory]
    [InlineData("genisoimage -R -o x.iso missing", 2, "ISOB1001: missing")]
    [InlineData("xorrisofs -o x.iso missing", 5, "ISOB1001: missing")]
    [InlineData("genisoimage -o none/x.iso tree", 2, "directory of the image does not exist")]
    [InlineData("xorrisofs -o none/x.iso tree", 5, "directory of the image does not exist")]
    [InlineData("genisoimage -o x.iso", 1, "no path of what goes into the image")]
    [InlineData("genisoimage -o x.iso -b none.img -no-emul-boot tree", 255, "ISOB4109: none.img: The boot image is not in the image")]
    [InlineData("xorrisofs -o x.iso -b boot/loader.bin tree", 32, "is the size of no floppy")]
    [InlineData("genisoimage -o x.iso -b boot/loader.bin -no-emul-boot -c none/c.cat tree", 255, "has no directory none")]
    [InlineData("genisoimage -o x.iso -V 123456789012345678901234567890123 tree", 255, "ISOB1006")]
    [InlineData("xorrisofs -o x.iso -V 123456789012345678901234567890123 tree", 5, "ISOB1006")]
    [InlineData("genisoimage -o x.iso -volset-size 2 tree", 255, "ISOB4108: -volset-size")]
    [InlineData("genisoimage -o x.iso -xa tree", 1, "ISOB4108: -xa: XA attributes")]
    [InlineData("xorrisofs -o x.iso -jigdo-jigdo x.jigdo tree", 5, "jigdo-file")]
    [InlineData("genisoimage -o x.iso -input-charset klingon tree", 1, "'klingon' is not a known charset")]
    [InlineData("genisoimage -o x.iso -iso-level 5 tree", 255, "'5' is not a number from 1 to 4")]
    [InlineData("genisoimage -o x.iso a=tree", 2, "Write -graft-points before it")]
    [InlineData("genisoimage -graft-points -o x.iso tree=b", 2, "did you mean b=tree?")]
    [InlineData("genisoimage -path-list none.txt -o x.iso", 2, "list of -path-list does not exist")]
    [InlineData("xorriso -indev x.iso -ls", 5, "Only xorriso -as mkisofs is understood")]
    [InlineData("oscdimg -q", 1, "image to write are missing")]
    [InlineData("genisoimage -o x.iso -b sub tree", 255, "The boot image is not in the image")]
    [InlineData("genisoimage -o tree tree", 21, "A directory has this name")]
    [InlineData("xorrisofs -o tree tree", 5, "A directory has this name")]
    [InlineData("genisoimage -o tree/a.txt/x.iso tree", 20, "a.txt is a file, not a directory")]
    [InlineData("xorrisofs -o tree/a.txt/x.iso tree", 32, "a.txt is a file, not a directory")]
    [InlineData("genisoimage -G none.bin -o x.iso tree", 2, "ISOB1210")]
    [InlineData("xorrisofs -G none.bin -o x.iso tree", 32, "ISOB1210")]
    [InlineData("xorrisofs -sysid 123456789012345678901234567890123 -o x.iso tree", 32, "ISOB1006")]
    [InlineData("xorrisofs -uid x -o x.iso tree", 32, "not the number of a user")]
    [InlineData("xorrisofs -file-mode 9 -o x.iso tree", 32, "ISOB4106: -file-mode")]
    [InlineData("genisoimage -output= tree", 2, "name of the image is empty")]
    [InlineData("oscdimg -m tree", 1, "image to write are missing")]
    [InlineData("oscdimg -m tree x.iso y", 1, "no more")]
    [InlineData("oscdimg -bootdata:2#p0,e,btree\\boot\\loader.bin tree x.iso", 1, "does not begin with the number of its entries")]
    [InlineData("oscdimg -bootdata:1#p0,e tree x.iso", 1, "has no boot image")]
    [InlineData("oscdimg -bnone.com tree x.iso", 1, "path on disk")]
    [InlineData("hdiutil attach x.iso", 1, "Only hdiutil makehybrid")]
    public void Faults_have_a_code_and_the_programs_exit_code_and_leave_nothing(string commandLine, int exit, string message)
    {
        EmulatedRun run = Run(commandLine);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(exit, run.Exit);
        Assert.False(File.Exists(work.Combine("x.iso")));
    }

    /// <summary>genisoimage leaves out what leads nowhere, with a message; xorriso keeps the link.</summary>
    [Theory]
    [InlineData("genisoimage -f -R", false)]
    [InlineData("genisoimage -f -J", false)]
    [InlineData("xorrisofs -f", true)]
    [InlineData("xorrisofs -f --norock -J", false)]
    public void Links_that_lead_nowhere(string program, bool stays)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.CreateSymbolicLink(work.Combine("tree/sub/dead"), "nowhere");
        File.CreateSymbolicLink(work.Combine("tree/dead too"), "../nowhere");
        File.CreateSymbolicLink(work.Combine("tree/good"), "a.txt");

        EmulatedRun run = Run($"{program} -o x.iso tree");

        Assert.Equal(0, run.Exit);
        using IsoImage image = IsoImage.Open(work.Combine("x.iso"));
        Assert.IsType<ContentFile>(image.Content.Find("/good") ?? image.Content.Find("/GOOD.;1") ?? image.Content.Find("/GOOD"));
        Assert.Equal(stays ? "nowhere" : null, (image.Content.Find("/sub/dead") as ContentLink)?.Target);
        Assert.Equal(stays ? ["tree/dead too"] : [], image.Content.Nodes.OfType<ContentLink>().Where(link => link.Target == "../nowhere").Select(link => "tree" + link.Path));
        Diagnostic[] leftOut = [.. run.Reported.Where(diagnostic => diagnostic.Id == DiagnosticId.EmulatedSourceLeftOut)];
        Assert.Equal(stays ? [] : ["tree/dead too"], leftOut.Select(diagnostic => diagnostic.Item));
        Assert.All(leftOut, diagnostic => Assert.EndsWith("The same is true of 1 more.", diagnostic.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_hidden_from_UDF_is_in_the_other_trees()
    {
        Assert.Equal(0, Run("mkisofs -R -udf -hide-udf a.txt -o out.iso tree").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Null(image.ContentOf(ImageFormats.Udf)!.Find("/a.txt"));
        Assert.NotNull(image.ContentOf(ImageFormats.RockRidge)!.Find("/a.txt"));
    }

    [Fact]
    public void Options_that_differ_say_so_once()
    {
        EmulatedRun run = Run("xorrisofs -o out.iso --acl --acl --md5 tree");

        Assert.Equal(0, run.Exit);
        Assert.Equal(["-acl", "-md5"], run.Reported.Where(diagnostic => diagnostic.Id == DiagnosticId.EmulatedOptionDiffers).Select(diagnostic => diagnostic.Item));
    }

    [Fact]
    public void Boot_images_of_oscdimg_are_files_on_disk()
    {
        Assert.Equal(0, Run("oscdimg -m -u1 -lWINPE -bootdata:2#p0,e,btree\\BOOT\\loader.bin#pEF,e,bother\\a.txt tree out.iso").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Equal([BootPlatform.Bios, BootPlatform.Uefi], image.Boot!.Entries.Select(entry => entry.Platform));
        Assert.Equal("WINPE", image.Descriptors[0].VolumeId);
        Assert.True(image.Formats.HasFlag(ImageFormats.Udf));
    }

    /// <summary>Of genisoimage 1.1.11: -U and -max-iso9660-filenames need no -l.</summary>
    [Theory]
    [InlineData("genisoimage -U", "Long name.txt")]
    [InlineData("genisoimage -max-iso9660-filenames", "LONG_NAME.TXT")]
    [InlineData("xorrisofs --norock -U", "Long name.txt")]
    public void Freer_names_are_longer_ones(string program, string expected)
    {
        Assert.Equal(0, Run($"{program} -o out.iso tree").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.NotNull(image.Content.Find(expected == "Long name.txt" ? $"/sub/{expected}" : $"/SUB/{expected}"));
    }

    [Fact]
    public void Code_of_a_system_area_stays_beside_partition_tables()
    {
        byte[] code = [0xEB, 0x3C, .. Enumerable.Range(0, 438).Select(i => (byte)i)];
        work.Write("mbr.bin", code);

        Assert.Equal(0, Run("xorrisofs -G mbr.bin --protective-msdos-label -o out.iso tree").Exit);

        byte[] start = File.ReadAllBytes(work.Combine("out.iso"))[..512];
        Assert.Equal(code[..430], start[..430]);
        Assert.Equal([0x55, 0xAA], start[510..]);
    }

    [Fact]
    public void Hiding_is_about_what_is_on_disk()
    {
        Assert.Equal(0, Run("genisoimage -r -J -hide tree/only -o out.iso -graft-points tree only=other/a.txt").Exit);

        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.NotNull(image.ContentOf(ImageFormats.RockRidge)!.Find("/only"));
    }

    [Fact]
    public void A_log_has_all_that_is_said()
    {
        EmulatedRun run = Run("xorrisofs -log-file log.txt --acl -o out.iso tree");

        Assert.Equal(0, run.Exit);
        Assert.Empty(run.Notes);
        Assert.Empty(run.Reported);
        Assert.Contains("ISOB4107: -acl", File.ReadAllText(work.Combine("log.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_partition_that_a_report_of_xorriso_names_is_understood()
    {
        work.Write("esp.img", new byte[65536]);

        EmulatedRun run = Run("xorriso -no_rc -as mkisofs -append_partition 2 0xef esp.img -e --interval:appended_partition_2_start_35s_size_128d:all:: -no-emul-boot -o out.iso tree");

        Assert.Equal("", run.Error);
        using IsoImage image = IsoImage.Open(work.Combine("out.iso"));
        Assert.Equal(BootPlatform.Uefi, Assert.Single(image.Boot!.Entries).Platform);
    }

    [Fact]
    public void Floppies_of_oscdimg_are_emulated_unless_it_says_otherwise()
    {
        File.WriteAllBytes(work.Combine("floppy.img"), new byte[1440 * 1024]);
        Assert.Equal(0, Run("oscdimg -bfloppy.img tree out.iso").Exit);
        using (IsoImage image = IsoImage.Open(work.Combine("out.iso")))
        {
            Assert.Equal(BootEmulation.Floppy144, Assert.Single(image.Boot!.Entries).Emulation);
        }

        Assert.Equal(0, Run("oscdimg -e -bfloppy.img tree out.iso").Exit);
        using IsoImage plain = IsoImage.Open(work.Combine("out.iso"));
        Assert.Equal(BootEmulation.None, Assert.Single(plain.Boot!.Entries).Emulation);
    }

    private EmulatedRun Run(string commandLine) => new(work, commandLine);
}
