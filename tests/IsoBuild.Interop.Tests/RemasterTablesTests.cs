using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>Images with partition tables of other programs, based on which others are made: their partitions are what they were, and lead to what they led to.</summary>
public sealed partial class RemasterTablesTests : IDisposable
{
    private const string Isolinux = "/usr/lib/ISOLINUX";
    private const string IsolinuxOptions = "-b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table";

    private readonly TempDirectory temp = new();

    private string Base => temp.Combine("base.iso");

    private string Result => temp.Combine("result.iso");

    private string Esp => temp.Combine("e.img");

    public void Dispose() => temp.Dispose();

    /// <summary>FreeBSD's disks start from a partition whose blocks lie in the system area.</summary>
    [ToolTheory("xorriso", "sgdisk", "mkfs.fat")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_partition_in_the_system_area_stays(bool adds)
    {
        MakeTree("boot.txt");
        MakeEsp("tree/e.img");
        Readers.Run("xorriso", "-as", "mkisofs", "-quiet", "-r", "-V", "F", "-e", "e.img", "-no-emul-boot", "-o", Base, temp.Combine("tree"));
        Readers.Run("sgdisk", "-a", "1", "-n", "1:34:58", "-t", "1:a501", "-c", "1:gptboot", "-A", "1:set:2", Base);
        byte[] code = [.. Enumerable.Range(0, 25 * 512).Select(i => (byte)(1 + (i % 251)))];
        Patch(Base, 34 * 512, code);

        Assert.Empty(Warnings(Remaster(adds)));

        Assert.Equal(Readers.Run("sgdisk", "-i", "1", Base).Output, Readers.Run("sgdisk", "-i", "1", Result).Output);
        Assert.Contains("No problems found", Readers.Run("sgdisk", "-v", Result).Output, StringComparison.Ordinal);
        Assert.Equal(Report(Base), Report(Result));
        Assert.Equal(code, Bytes(Result, 34 * 512, code.Length));
    }

    /// <summary>The form of archiso: partition 1 is a volume by itself, and the EFI system partition is appended.</summary>
    [ToolTheory("xorriso", "sgdisk", "sfdisk", "mkfs.fat", "isoinfo", "blkid", $"{Isolinux}/isolinux.bin")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void A_partition_that_is_a_volume_by_itself_stays_one(bool isGpt, bool adds)
    {
        MakeArchiso(isGpt);

        Assert.Empty(Warnings(Remaster(adds)));

        Assert.Equal(Report(Base), Report(Result));
        Assert.Equal(Mask(Readers.Run("sfdisk", "-d", Base).Output), Mask(Readers.Run("sfdisk", "-d", Result).Output));
        Assert.Equal(Probe(Base), Probe(Result));
        Assert.Contains("LABEL=ARCH_202601", Probe(Result), StringComparison.Ordinal);
        if (isGpt)
        {
            Assert.Contains("No problems found", Readers.Run("sgdisk", "-v", Result).Output, StringComparison.Ordinal);
        }

        // Partition 1 as those see it who see nothing else.
        using (IsoImage image = IsoImage.Open(Result))
        {
            (long first, long count) = isGpt
                ? ((long)image.PartitionTables.Gpt!.Partitions[0].FirstBlock, (long)image.PartitionTables.Gpt.Partitions[0].BlockCount)
                : (image.PartitionTables.Mbr[0].FirstBlock, image.PartitionTables.Mbr[0].BlockCount);
            Assert.Equal(64, first);
            File.WriteAllBytes(temp.Combine("1.iso"), Bytes(Result, first * 512, count * 512));
        }

        string[] expected = [.. adds ? ["/added.txt"] : Array.Empty<string>(), "/isolinux", "/isolinux/boot.cat", "/isolinux/isolinux.bin", $"/{LongName}", "/sub", "/sub/z"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files("-R"));
        Assert.Equal(expected.Where(path => path.Length < 64).Order(StringComparer.Ordinal), Files("-J").Where(path => path.Length < 64));
        string[] Files(string names) => [.. Readers.Run("isoinfo", names, "-f", "-i", temp.Combine("1.iso")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Split(';')[0]).Order(StringComparer.Ordinal)];

        Assert.Equal("y", Readers.Run("isoinfo", "-R", "-x", "/sub/z", "-i", temp.Combine("1.iso")).Output.Trim());
        using (IsoImage partition = IsoImage.Open(temp.Combine("1.iso")))
        {
            Assert.DoesNotContain(partition.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error && found.Id is not (DiagnosticId.GptBackupMissing or DiagnosticId.GptBackupAlone));
        }

        // Who damages it is told so.
        File.Copy(Result, temp.Combine("damaged.iso"));
        using (IsoImage image = IsoImage.Open(Result))
        {
            Patch(temp.Combine("damaged.iso"), Assert.Single(image.Layout.Regions, region => region.Name == "partition iso9660 /sub").Offset + 2, [0xFF]);
            using IsoImage damaged = IsoImage.Open(temp.Combine("damaged.iso"));
            Assert.All(damaged.Verify().Findings.Where(found => found.Severity == DiagnosticSeverity.Error), found => Assert.Equal("partition /sub", found.Item));
            Assert.Contains(damaged.Verify().Findings, found => found.Id == DiagnosticId.BothEndianMismatch);
            Assert.Equal("directory partition iso9660 /sub", Assert.Single(image.CompareWith(damaged).Differences).Item);
        }

        // The other partition, where both the table and the catalog say.
        using IsoImage result = IsoImage.Open(Result);
        Assert.Equal(File.ReadAllBytes(Esp), Bytes(Result, result.Boot!.Entries[1].Sector * 2048, new FileInfo(Esp).Length));
        Assert.Equal(0, result.Boot.Entries[1].Sector * 2048 % (1 << 20));
    }

    [ToolTheory("xorriso", "isohybrid", "mkfs.fat", $"{Isolinux}/isolinux.bin", $"{Isolinux}/isohdpfx.bin")]
    [InlineData("isohybrid", false)]
    [InlineData("isohybrid", true)]
    [InlineData("isohybrid --uefi", true)]
    [InlineData("-isohybrid-gpt-basdat", false)]
    [InlineData("-isohybrid-gpt-basdat", true)]
    public void The_forms_of_isohybrid_stay(string by, bool adds)
    {
        MakeTree("readme.txt");
        bool hasEfi = by != "isohybrid";
        if (hasEfi)
        {
            MakeEsp("tree/e.img");
        }

        bool isAfter = by[0] != '-';
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V ISOH {IsolinuxOptions} {(hasEfi ? "-eltorito-alt-boot -e e.img -no-emul-boot" : "")} {(isAfter ? "" : $"-isohybrid-mbr {Isolinux}/isohdpfx.bin {by}")} -o \"$1\" \"$2\" 2>/dev/null; {(isAfter ? $"{by} \"$1\"" : ":")}", Base, temp.Combine("tree"));

        Assert.Empty(Warnings(Remaster(adds)));

        Assert.Equal(Report(Base), Report(Result));
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal((ulong)image.Boot!.Entries[0].Sector * 4, image.PartitionTables.BootAddress);
        Assert.Equal((0L, image.Length / 512), (image.PartitionTables.Mbr[0].FirstBlock, image.PartitionTables.Mbr[0].BlockCount));
        if (hasEfi)
        {
            Assert.Equal(image.Boot.Entries[1].Sector * 4, image.PartitionTables.Mbr[1].FirstBlock);
            Assert.Equal(image.Boot.Entries[1].Sector * 4, (long)image.PartitionTables.Gpt!.Partitions[1].FirstBlock);
            Assert.Equal((Partitions.GptState.Sound, Partitions.GptState.Sound), (image.PartitionTables.Gpt.Primary, image.PartitionTables.Gpt.Backup));
        }
    }

    /// <summary>What is neither a boot image nor a file: a partition of U-Boot or of Haiku, or whatever somebody appended.</summary>
    [ToolTheory("xorriso", "sgdisk", "sfdisk")]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Appended_partitions_stay(bool isGpt, bool adds)
    {
        MakeTree("readme.txt");
        byte[] content = new byte[3_000_000 / 512 * 512];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(temp.Combine("x.img"), content);
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V APP -append_partition 3 0xeb \"$3\" {(isGpt ? "-appended_part_as_gpt" : "")} -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"), temp.Combine("x.img"));
        if (isGpt)
        {
            Readers.Run("sgdisk", "-c", "2:Haiku", "-t", "2:eb00", "-A", "2:set:60", Base);
        }

        Assert.Empty(Warnings(Remaster(adds)));

        Assert.Equal(Report(Base), Report(Result));
        Assert.Equal(Mask(Readers.Run("sfdisk", "-d", Base).Output), Mask(Readers.Run("sfdisk", "-d", Result).Output));
        using IsoImage before = IsoImage.Open(Base);
        using IsoImage after = IsoImage.Open(Result);
        Region was = Assert.Single(before.Layout.Regions, region => region.Kind == RegionKind.Partition);
        Region now = Assert.Single(after.Layout.Regions, region => region.Kind == RegionKind.Partition);
        Assert.Equal((was.Name, was.Length, before.Length - was.Offset), (now.Name, now.Length, after.Length - now.Offset));
        Assert.Equal(isGpt ? "gpt 2 Haiku" : "mbr 3 type EB", now.Name);
        Assert.Equal(content, Bytes(Result, now.Offset, content.Length));
        Assert.Equal(adds, after.Content.Find("added.txt") is not null);
    }

    /// <summary>Type, active flag and signature of a master boot record are whatever they were.</summary>
    [ToolTheory("xorriso", "sfdisk", $"{Isolinux}/isolinux.bin", $"{Isolinux}/isohdpfx.bin")]
    [InlineData("0x83", false)]
    [InlineData("0x96", false)]
    [InlineData("0xCD", true)]
    [InlineData("0x17", true)]
    [InlineData("0x0C", true)]
    public void Types_stay(string type, bool adds)
    {
        MakeTree("readme.txt");
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V TYPES {IsolinuxOptions} -isohybrid-mbr {Isolinux}/isohdpfx.bin -iso_mbr_part_type {type} -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"));

        Assert.Empty(Warnings(Remaster(adds)));

        string dump = Readers.Run("sfdisk", "-d", Result).Output;
        Assert.Contains($"type={Convert.ToInt32(type, 16):x}", dump, StringComparison.Ordinal);
        Assert.Equal(Mask(Readers.Run("sfdisk", "-d", Base).Output), Mask(dump));
        Assert.Equal(Report(Base), Report(Result));

        // Of an image of the same size, the whole entry is what it was.
        Assert.Equal(Bytes(Base, 440, 72), Bytes(Result, 440, 72));
    }

    [ToolTheory("xorriso", "genisoimage")]
    [InlineData("xorriso -as mkisofs -quiet -hfsplus", "Apple partition map", "HFSPLUS_Hybrid, Apple_HFS")]
    [InlineData("genisoimage -quiet -hfs", "HFS volume", "HFS volume")]
    [InlineData("genisoimage -quiet -hfs -part", "Apple partition map", "Apple_HFS")]
    public void What_Macs_had_is_named_and_cleared(string writer, string item, string what)
    {
        MakeTree("readme.txt");
        Readers.Shell($"{writer} -R -V MAC -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"));

        Diagnostic told = Assert.Single(Warnings(Remaster(adds: true)));

        Assert.Equal((DiagnosticId.BaseBootLost, item), (told.Id, told.Item));
        Assert.Contains(what, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Bytes(Result, 0, 32768), value => value != 0);
        Assert.DoesNotContain("APM", Readers.Run("xorriso", "-indev", Result, "-report_system_area", "plain").Output, StringComparison.Ordinal);
    }

    /// <summary>The boot code of memtest86+ and others is told its address as GRUB's is.</summary>
    [ToolFact("xorriso", $"{Isolinux}/isolinux.bin")]
    public void Code_of_any_origin_is_told_where_it_goes_on()
    {
        MakeTree("readme.txt");
        File.WriteAllBytes(temp.Combine("code.bin"), [.. Enumerable.Repeat((byte)0x90, 432)]);
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V CODE {IsolinuxOptions} --protective-msdos-label --grub2-mbr \"$3\" -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"), temp.Combine("code.bin"));
        using (IsoImage image = IsoImage.Open(Base))
        {
            Assert.Equal((image.Boot!.Entries[0].Sector * 4) + 4, BinaryPrimitives.ReadInt64LittleEndian(Bytes(Base, 432, 8)));
        }

        Assert.Empty(Warnings(Remaster(adds: true)));

        using IsoImage result = IsoImage.Open(Result);
        Assert.Equal((result.Boot!.Entries[0].Sector * 4) + 4, BinaryPrimitives.ReadInt64LittleEndian(Bytes(Result, 432, 8)));
        Assert.Equal(Report(Base), Report(Result));
    }

    /// <summary>memtest86+ of Debian 12: a floppy is emulated from discs, and code for disks finds the same image by its address. xorriso writes that anew, too.</summary>
    [ToolFact("xorriso")]
    public void Code_for_disks_is_told_where_the_image_of_a_floppy_went()
    {
        temp.Write("tree/readme.txt", "hello");
        temp.Write("tree/added.txt", "added");
        File.WriteAllBytes(temp.Combine("tree/floppy.img"), [.. Enumerable.Range(0, 1_474_560).Select(i => (byte)(i / 512))]);
        File.WriteAllBytes(temp.Combine("code.bin"), [.. Enumerable.Repeat((byte)0x90, 432)]);
        Readers.Shell("xorriso -as mkisofs -quiet -R -V MT -m added.txt -b floppy.img -c boot.cat --protective-msdos-label --grub2-mbr \"$3\" -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"), temp.Combine("code.bin"));
        Readers.Shell("xorriso -indev \"$1\" -outdev \"$2\" -boot_image any replay -map \"$3\" /added.txt 2>/dev/null", Base, temp.Combine("xorriso.iso"), temp.Combine("tree/added.txt"));

        Assert.Empty(Warnings(new ImageBuilder().BasedOn(Base).AddFile("added.txt", new byte[100_000]).Write(Result).EnsureSuccess()));

        foreach (string path in (string[])[Base, temp.Combine("xorriso.iso"), Result])
        {
            using IsoImage image = IsoImage.Open(path);
            Assert.Equal(ElTorito.BootEmulation.Floppy144, image.Boot!.Entries[0].Emulation);
            Assert.Equal((image.Boot.Entries[0].Sector * 4) + 4, BinaryPrimitives.ReadInt64LittleEndian(Bytes(path, 432, 8)));
        }

        Assert.NotEqual(Bytes(Base, 432, 8), Bytes(Result, 432, 8));
    }

    /// <summary>A type that somebody gave stays when an EFI system partition comes: the partition ends before it. isohybrid's says nothing; with a partition in it, isohybrid leaves it out.</summary>
    [ToolTheory("xorriso", "sfdisk", $"{Isolinux}/isolinux.bin", $"{Isolinux}/isohdpfx.bin")]
    [InlineData("0x83", "", 0x83)]
    [InlineData("0x96", "", 0x96)]
    [InlineData("0x96", "-append_partition 3 0x83", 0x96)]
    [InlineData("0x17", "", 0)]
    public void Types_stay_beside_a_partition_that_is_added(string type, string appended, int expected)
    {
        MakeTree("readme.txt");
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V TYPES {IsolinuxOptions} -isohybrid-mbr {Isolinux}/isohdpfx.bin -iso_mbr_part_type {type} {(appended.Length > 0 ? $"{appended} \"$2/sub/z\"" : "")} -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"));

        Assert.Empty(Warnings(new ImageBuilder().BasedOn(Base).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", BootFiles.EfiProgram()).Write(Result).EnsureSuccess()));

        using IsoImage image = IsoImage.Open(Result);
        Partitions.MbrPartition data = image.PartitionTables.Mbr[0];
        Partitions.MbrPartition efi = Assert.Single(image.PartitionTables.Mbr, partition => partition.Type == 0xEF);
        Assert.Equal(image.Boot!.Entries[1].Sector * 4, efi.FirstBlock);
        Assert.Equal((expected, true, 0L), ((int)data.Type, data.IsActive, data.FirstBlock));
        Assert.Equal(expected == 0 ? image.Length / 512 : efi.FirstBlock, data.BlockCount);
        Assert.DoesNotContain(image.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>So does it where the tables are made anew, without the base's GPT.</summary>
    [ToolFact("xorriso", "sfdisk", "mkfs.fat", $"{Isolinux}/isolinux.bin", $"{Isolinux}/isohdpfx.bin")]
    public void A_type_stays_in_tables_that_are_made_anew()
    {
        MakeTree("readme.txt");
        MakeEsp("tree/e.img");
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V TYPES {IsolinuxOptions} -eltorito-alt-boot -e e.img -no-emul-boot -isohybrid-mbr {Isolinux}/isohdpfx.bin -isohybrid-gpt-basdat -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"));
        Patch(Base, 446 + 4, [0x96]);

        new ImageBuilder().BasedOn(Base, new BaseImageOptions { Options = kept => kept with { Hybrid = new Partitions.HybridOptions { Gpt = false } } }).Write(Result).EnsureSuccess();

        using IsoImage image = IsoImage.Open(Result);
        Assert.Null(image.PartitionTables.Gpt);
        Assert.Equal([(0x96, 0L), (0xEF, image.Boot!.Entries[1].Sector * 4)], image.PartitionTables.Mbr.Select(partition => ((int)partition.Type, partition.FirstBlock)));
        Assert.Equal(image.PartitionTables.Mbr[1].FirstBlock, image.PartitionTables.Mbr[0].BlockCount);
    }

    /// <summary>U-Boot's way: loaders read partitions by the numbers of their blocks.</summary>
    [ToolTheory("xorriso", "sgdisk")]
    [InlineData(0, true)]
    [InlineData(1_000_000, true)]
    [InlineData(9_000_000, false)]
    public void A_partition_behind_the_volume_stays_at_its_blocks_while_there_is_room(int added, bool stays)
    {
        MakeUboot();

        BuildResult result = new ImageBuilder().BasedOn(Base).AddFile("added", new byte[added]).Write(Result).EnsureSuccess();

        Assert.Equal(stays, Readers.Run("sgdisk", "-i", "2", Base).Output == Readers.Run("sgdisk", "-i", "2", Result).Output);
        Assert.Contains("No problems found", Readers.Run("sgdisk", "-v", Result).Output, StringComparison.Ordinal);
        Assert.Equal(stays ? [] : [DiagnosticId.PartitionMoved], result.Diagnostics.Where(told => told.Id is DiagnosticId.PartitionMoved or DiagnosticId.BaseBootLost).Select(told => told.Id));
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal(Bytes(Base, 10_000 * 512, 2000 * 512), Bytes(Result, (long)image.PartitionTables.Gpt!.Partitions[1].FirstBlock * 512, 2000 * 512));
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
    }

    [ToolTheory("xorriso", "sgdisk")]
    [InlineData(true)]
    [InlineData(false)]
    public void Partitions_that_options_leave_out_are_named(bool keepsBoot)
    {
        MakeUboot();

        BuildResult result = new ImageBuilder().BasedOn(Base, new BaseImageOptions { KeepBoot = keepsBoot, Options = kept => keepsBoot ? kept with { Hybrid = new Partitions.HybridOptions { Gpt = false } } : kept }).Write(Result).EnsureSuccess();

        Assert.Equal(["GPT partition 1", "GPT partition 2"], result.Diagnostics.Where(told => told.Id == DiagnosticId.BaseBootLost).Select(told => told.Item));
    }

    /// <summary>Partition 1 shows all files, and cannot show what lies behind its end.</summary>
    [ToolFact("xorriso", "sgdisk", "mkfs.fat", $"{Isolinux}/isolinux.bin")]
    public void A_file_to_boot_from_that_the_partitions_volume_cannot_show_is_refused()
    {
        MakeArchiso(isGpt: false);
        ImageBuilder Builder() => new ImageBuilder().BasedOn(Base);

        BuildResult refused = Builder().AddFile("efi.img", File.ReadAllBytes(Esp)).AddBootEntry(new ElTorito.BootEntry { ImagePath = "efi.img", Platform = ElTorito.BootPlatform.Uefi }).Write(Result);
        Assert.Equal((DiagnosticId.FileBehindPartition, "/efi.img"), Assert.Single(refused.Diagnostics.Where(told => told.Severity == DiagnosticSeverity.Error).Select(told => (told.Id, told.Item))));
        Assert.Contains(refused.Diagnostics, told => told.Id == DiagnosticId.BaseBootReplaced);

        // As the message says.
        Builder().AddEfiBoot("", Esp).Write(Result).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.DoesNotContain(image.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(Report(Base), Report(Result));
    }

    [ToolTheory("xorriso")]
    [InlineData("-mips-boot sub/z", "MIPS (SGI volume header)")]
    [InlineData("-mipsel-boot isolinux/isolinux.bin", "DECstation")]
    [InlineData("-sparc-label label", "SPARC")]
    [InlineData("-alpha-boot sub/z", "DEC Alpha")]
    [InlineData("-hppa-cmdline root=x -hppa-kernel-32 sub/z -hppa-kernel-64 sub/z -hppa-ramdisk sub/z -hppa-bootloader sub/z", "HP-PA")]
    public void Boot_blocks_of_other_machines_are_named(string options, string machine)
    {
        MakeTree("readme.txt");
        Readers.Shell($"xorriso -as mkisofs -quiet -R -V OTHER {options} -o \"$1\" \"$2\" 2>/dev/null", Base, temp.Combine("tree"));

        Diagnostic told = Assert.Single(Warnings(Remaster(adds: true)));

        Assert.Equal(DiagnosticId.BaseSystemAreaKept, told.Id);
        Assert.Contains(machine, told.Message, StringComparison.Ordinal);
    }

    /// <summary>libisofs' FAT: its partition cannot be kept, and that before it stays as small as it is.</summary>
    [ToolFact("xorriso", "sfdisk")]
    public void A_partition_before_one_that_is_left_out_does_not_grow()
    {
        MakeTree("readme.txt");
        Readers.Shell("xorriso -as mkisofs -quiet -R -V CUT -o \"$1\" \"$2\" 2>/dev/null; printf '0 100 cd\\n100 200 c\\n' | sfdisk -q -f -X dos \"$1\" 2>/dev/null || printf 'label: dos\\nstart=1, size=99, type=cd\\nstart=100, size=260, type=c\\n' | sfdisk -q -f \"$1\"", Base, temp.Combine("tree"));
        string before = Line();

        BuildResult result = new ImageBuilder().BasedOn(Base).AddFile("added.txt", "added"u8.ToArray()).Write(Result).EnsureSuccess();
        Assert.Contains(Warnings(result), told => told is { Id: DiagnosticId.BaseBootLost, Item: "partition 2" });

        File.Copy(Result, Base, overwrite: true);
        Assert.Equal(before, Line());
        string Line() => Assert.Single(Readers.Run("sfdisk", "-d", Base).Output.Split('\n'), line => line.Contains("type=cd", StringComparison.Ordinal));
    }

    /// <summary>GPT with a partition in the system area, and one behind the volume.</summary>
    private void MakeUboot()
    {
        MakeTree("readme.txt");
        byte[] content = new byte[2000 * 512];
        new Random(1).NextBytes(content);
        Readers.Shell("xorriso -as mkisofs -quiet -R -V UB -o \"$1\" \"$2\" 2>/dev/null; truncate -s 8M \"$1\"; sgdisk -a 1 -n 1:34:63 -c 1:loader1 -n 2:10000:11999 -c 2:uboot \"$1\" >/dev/null", Base, temp.Combine("tree"));
        Patch(Base, 10_000 * 512, content);
    }

    private const string LongName = "a name that goes on in a continuation area, since its directory record has no room for all of it, "
        + "and which Joliet cuts after some sixty of the characters that it has, whatever they are";

    private void MakeTree(string file)
    {
        temp.Write($"tree/{file}", "hello");
        temp.Write("tree/sub/z", "y");
        if (File.Exists($"{Isolinux}/isolinux.bin"))
        {
            Directory.CreateDirectory(temp.Combine("tree/isolinux"));
            File.Copy($"{Isolinux}/isolinux.bin", temp.Combine("tree/isolinux/isolinux.bin"));
        }
    }

    private void MakeEsp(string path) => Readers.Shell("truncate -s 3M \"$1\"; mkfs.fat \"$1\" >/dev/null", temp.Combine(path));

    private void MakeArchiso(bool isGpt)
    {
        MakeTree(LongName);
        MakeEsp("e.img");
        Readers.Shell(
            $"xorriso -as mkisofs -quiet -R -J -joliet-long -V ARCH_202601 -partition_offset 16 {IsolinuxOptions} -append_partition 2 0xef \"$3\" {(isGpt ? "-appended_part_as_gpt" : "")} -eltorito-alt-boot -e --interval:appended_partition_2:all:: -no-emul-boot -isohybrid-mbr {Isolinux}/isohdpfx.bin -o \"$1\" \"$2\" 2>/dev/null",
            Base,
            temp.Combine("tree"),
            Esp);
    }

    /// <summary>Makes the image; what was planned is what is read, and the image of the image is the same.</summary>
    private BuildResult Remaster(bool adds)
    {
        BuildResult result = Builder(Base).Write(Result).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Result))
        {
            Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
            Assert.DoesNotContain(image.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        }

        string again = temp.Combine("again.iso");
        Builder(Result).Write(again).EnsureSuccess();
        Assert.True(File.ReadAllBytes(Result).AsSpan().SequenceEqual(File.ReadAllBytes(again)), "The image of the image is another.");
        return result;

        ImageBuilder Builder(string from)
        {
            ImageBuilder builder = new ImageBuilder().BasedOn(from);
            return adds ? builder.AddFile("added.txt", "added"u8.ToArray()) : builder;
        }
    }

    private static IEnumerable<Diagnostic> Warnings(BuildResult result) => result.Diagnostics.Where(found => found.Severity != DiagnosticSeverity.Info && found.Id != DiagnosticId.JolietNameAltered);

    /// <summary>What xorriso says of the tables, but for where things lie and how large they are.</summary>
    private static string Report(string image) => Mask(Readers.Run("xorriso", "-indev", image, "-report_system_area", "plain").Output);

    /// <summary>What libblkid says of partition 1: the label and UUID by which it is mounted.</summary>
    private static string Probe(string image) => Readers.Run("blkid", "-p", "-O", "32768", "-o", "export", image).Output.Replace(image, "", StringComparison.Ordinal);

    private static string Mask(string text)
    {
        StringBuilder masked = new();
        foreach (string line in text.Split('\n').Where(line => !Sizes().IsMatch(line)))
        {
            masked.Append(Places().Replace(line, "$1")).Append('\n');
        }

        return masked.ToString();
    }

    private static byte[] Bytes(string path, long offset, long count)
    {
        using FileStream file = File.OpenRead(path);
        file.Position = offset;
        byte[] bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Patch(string path, long offset, byte[] bytes)
    {
        using FileStream file = File.OpenWrite(path);
        file.Position = offset;
        file.Write(bytes);
    }

    [GeneratedRegex("^(ISO image size|GPT lba range|last-lba|device|.*partition path)")]
    private static partial Regex Sizes();

    [GeneratedRegex("^(GPT start and size : +[0-9]+|MBR partition +: +[0-9]+ +0x[0-9a-f]+ +0x[0-9a-f]+) .*$|^[^ ]+ : start= *[0-9]+, size= *[0-9]+")]
    private static partial Regex Places();
}
