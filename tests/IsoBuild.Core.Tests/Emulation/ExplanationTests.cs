namespace IsoBuild.Core.Tests.Emulation;

/// <summary>What is printed of an image, surface by surface.</summary>
public sealed class ExplanationTests : IDisposable
{
    private readonly TempDirectory work = new();

    public ExplanationTests()
    {
        work.Write("tree/a.txt", "a");
        work.Write("tree/sub/b.txt", "b");
        work.Write("tree/boot.cat", "old");
        work.Write("tree/loader.bin", new byte[4096]);
        work.Write("tree/floppy.img", new byte[1440 * 1024]);
        work.Write("code.bin", [0xEB, 0xFE, .. new byte[430]]);
        work.Write("weights", "tree/sub 7\n");
    }

    public void Dispose() => work.Dispose();

    [Fact]
    public void Everything_that_can_be_said_is_said()
    {
        string text = Explain("xorriso -as mkisofs -V a~b;c -J -joliet-long -l -uid 5 -gid 6 -dir-mode 0700 -m *.bak -m tree/sub -m [x]y -hide-joliet a.txt -hide tree/a.txt --sort-weight 3 /sub --sort-weight 1 / -isohybrid-mbr code.bin -b loader.bin -c boot.cat -no-emul-boot -boot-load-size 8 -boot-info-table --grub2-boot-info -eltorito-id ID -eltorito-selcrit 01 -eltorito-alt-boot -eltorito-platform PPC -b floppy.img -append_partition 3 0x83 code.bin -append_partition 4 28732ac11ff8d211ba4b00a0c93ec93b code.bin -eltorito-alt-boot -e --interval:appended_partition_4:all:: -no-emul-boot -partition_offset 16 -iso_mbr_part_type 0x83 --gpt_disk_guid 28732ac11ff8d211ba4b00a0c93ec93b --acl -o out.iso tree");

        Assert.All(
            [
                "--volume-id 'a b;c'", "--joliet-long", "--directory-mode 0700", "--exclude '*.bak'", "--exclude /sub", "--exclude /boot.cat", "--hide joliet:a.txt", "--hide iso9660:/a.txt", "--sort /sub=3", "--sort '**=1'", "--owner 5", "--group 6",
                "loader.bin,load-size=8,boot-info-table,grub-boot-info,id=ID,selection=1:01", "floppy.img,platform=powerpc,emulation=floppy-1.44", "--append-partition 3,0x83,", "partition=4,load-size=whole",
                "# The pattern '[x]y' is about paths on disk", "# -acl: Access control lists",
                "<IsoVolumeId>a b%3Bc</IsoVolumeId>", "<IsoExclude>/boot.cat;*.bak;/sub</IsoExclude>", "<IsoPartition Include=", "Partition=\"4\"", "Emulation=\"floppy-1.44\"",
                "VolumeId = \"a b;c\"", "OwnerId = 5, GroupId = 6", "PartitionOffset = 16", "PartitionType.Of(0x83)", "AppendedPartition = 4", "Convert.FromHexString(\"01\")", "Emulation = BootEmulation.Floppy144", "PartitionType.Of(Guid.Parse(", "DiskId = Guid.Parse(\"c12a7328-f81f-11d2-ba4b-00a0c93ec93b\")",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Files_on_disk_and_marks_are_said_too()
    {
        string text = Explain("oscdimg -u2 -lX -bootdata:1#pEF,e,bcode.bin tree out.iso") + Explain("genisoimage -hidden *.txt -sort weights -no-boot -hard-disk-boot -boot-load-seg 0x7C1 -b z/loader.bin -graft-points -o - /x/y=tree/a.txt z=tree");

        Assert.All(
            [
                "--udf-only", "source=", "Source=", "ImageSource = ", "--mark-hidden '*.txt'", "--sort /z/sub=7", "bootable=false", "emulation=hard-disk", "load-segment=07C1", "x/y=tree/a.txt", "z=tree", "-o -",
                "IsBootable = false", "LoadSegment = 0x07C1", "MarkHidden = true", "IsoContent.File(\"tree/a.txt\", \"x/y\")", "# Symbolic links are left out there",
            ],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    private string Explain(string commandLine)
    {
        EmulatedRun run = new(work, commandLine, explains: true);
        Assert.Equal("", run.Error);
        return run.Text;
    }
}
