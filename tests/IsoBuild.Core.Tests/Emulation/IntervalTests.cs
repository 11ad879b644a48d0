using System.Text;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Emulation;

/// <summary>Parts of files in place of files, as xorriso prints them for who makes an image anew.</summary>
public sealed class IntervalTests : IDisposable
{
    private const int Sector = 2048;

    private readonly TempDirectory work = new();

    public IntervalTests()
    {
        byte[] code = [0xEB, 0xFE, .. Enumerable.Repeat((byte)0x90, 430)];
        byte[] partition = [.. Enumerable.Range(0, 8 * Sector).Select(i => (byte)i)];
        byte[] disc = new byte[24 * Sector];
        code.CopyTo(disc, 0);
        disc.AsSpan(446, 64).Fill(0xAA);
        disc[510] = 0x55;
        disc[511] = 0xAA;
        Encoding.ASCII.GetBytes("EFI PART").CopyTo(disc, 512);
        disc.AsSpan(1024, 128).Fill(0x11);
        partition.CopyTo(disc, 16 * Sector);
        work.Write("disc.img", disc);
        work.Write("apple.img", [.. new byte[512], (byte)'P', (byte)'M', .. Enumerable.Repeat((byte)7, 510), .. Enumerable.Repeat((byte)9, 512)]);
        work.Write("code.bin", code);
        work.Write("partition.img", partition);
        work.Write("tree/a.txt", "a");
        work.Write("tree/loader.bin", new byte[4096]);
    }

    public void Dispose() => work.Dispose();

    /// <summary>By a hand calculation: 16 sectors are 64 blocks of 512 bytes, and 8 sectors end with block 95.</summary>
    [Theory]
    [InlineData("-isohybrid-mbr --interval:local_fs:0s-15s:zero_mbrpt,zero_gpt,zero_apm:disc.img -b loader.bin -no-emul-boot", "-isohybrid-mbr code.bin -b loader.bin -no-emul-boot")]
    [InlineData("--grub2-mbr --interval:local_fs:0-431::disc.img -b loader.bin -no-emul-boot", "--grub2-mbr code.bin -b loader.bin -no-emul-boot")]
    [InlineData("-append_partition 2 0xef --interval:local_fs:64d-95d::disc.img", "-append_partition 2 0xef partition.img")]
    [InlineData("-append_partition 2 0xef --interval:local_fs:16s-23s::disc.img -appended_part_as_gpt -e --interval:appended_partition_2_start_16s_size_32d:all:: -no-emul-boot", "-append_partition 2 0xef partition.img -appended_part_as_gpt -e --interval:appended_partition_2:all:: -no-emul-boot")]
    [InlineData("-append_partition 2 0xef --interval:local_fs:32k-47k::disc.img", "-append_partition 2 0xef partition.img")]
    [InlineData("-efi-boot-part --interval:local_fs:64d-95d::disc.img", "-efi-boot-part partition.img")]
    public void A_part_is_as_good_as_a_file_of_its_own(string part, string file)
    {
        Assert.Equal("", Run($"xorrisofs -o part.iso {part} tree").Error);
        Assert.Equal("", Run($"xorrisofs -o file.iso {file} tree").Error);

        Assert.True(File.ReadAllBytes(work.Combine("file.iso")).AsSpan().SequenceEqual(File.ReadAllBytes(work.Combine("part.iso"))));
    }

    [Fact]
    public void Tables_of_the_file_are_left_out()
    {
        byte[] disc = File.ReadAllBytes(work.Combine("disc.img"));

        byte[] all = Area("-G --interval:local_fs:0s-15s::disc.img");
        byte[] noTable = Area("--embedded-boot --interval:local_fs:0s-15s:zero_mbrpt:disc.img");
        byte[] noGpt = Area("-G --interval:local_fs:0s-15s:zero_gpt:disc.img");
        byte[] noMap = Area("-G --interval:local_fs:0-1535:zero_apm:apple.img");

        Assert.Equal(disc[..(16 * Sector)], all);
        Assert.Equal(disc[..446], noTable[..446]);
        Assert.Equal(new byte[64], noTable[446..510]);
        Assert.Equal(disc[510..(16 * Sector)], noTable[510..]);
        Assert.Equal(disc[..512], noGpt[..512]);
        Assert.Equal(new byte[1024], noGpt[512..1536]);
        Assert.Equal(new byte[1024], noMap[..1024]);
        Assert.Equal(Enumerable.Repeat((byte)9, 512), noMap[1024..1536]);
    }

    [Theory]
    [InlineData("--grub2-mbr --interval:local_fs:0s:zero_mbrpt:disc.img", DiagnosticId.EmulatedUsageWrong)]
    [InlineData("--grub2-mbr --interval:local_fs:5s-1s::disc.img", DiagnosticId.EmulatedUsageWrong)]
    [InlineData("--grub2-mbr --interval:local_fs:a-b::disc.img", DiagnosticId.EmulatedUsageWrong)]
    [InlineData("--grub2-mbr --interval:local_fs:0-99999999999999999999::disc.img", DiagnosticId.EmulatedUsageWrong)]
    [InlineData("--grub2-mbr --interval:local_fs:0s-15s:", DiagnosticId.EmulatedUsageWrong)]
    [InlineData("--grub2-mbr --interval:imported_iso:0s-15s::disc.img", DiagnosticId.EmulatedOptionRefused)]
    [InlineData("--grub2-mbr --interval:local_fs:0s-15s:440-443:disc.img", DiagnosticId.EmulatedOptionRefused)]
    [InlineData("--grub2-mbr --interval:local_fs:0s-15s::none.img", DiagnosticId.SourceMissing)]
    [InlineData("-G --interval:local_fs:0s-15s::tree", DiagnosticId.SourceUnreadable)]
    [InlineData("-append_partition 2 0xef --interval:local_fs:16s-99s::disc.img", DiagnosticId.PartitionInvalid)]
    [InlineData("-append_partition 2 0xef --interval:local_fs:16s-23s::none.img", DiagnosticId.SourceMissing)]
    public void What_is_no_part_of_a_file_is_an_error(string options, DiagnosticId expected)
    {
        EmulatedRun run = Run($"xorrisofs -o x.iso {options} tree");

        Assert.Contains(run.Reported, diagnostic => diagnostic.Id == expected && diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.NotEqual(0, run.Exit);
        Assert.False(File.Exists(work.Combine("x.iso")));
    }

    /// <summary>The bytes are counted by hand: 64 blocks before, 32 of the partition.</summary>
    [Fact]
    public void Parts_are_explained_as_copies()
    {
        EmulatedRun run = new(work, "xorrisofs -o x.iso -isohybrid-mbr --interval:local_fs:0s-15s::disc.img -append_partition 2 0xef --interval:local_fs:64d-95d::disc.img tree", explains: true);
        EmulatedRun area = new(work, "xorrisofs -o x.iso -G --interval:local_fs:0s-15s::disc.img tree", explains: true);

        Assert.Contains("dd if='disc.img' of=mbr.img iflag=skip_bytes,count_bytes skip=0 count=446", run.Text, StringComparison.Ordinal);
        Assert.Contains("dd if='disc.img' of=partition2.img iflag=skip_bytes,count_bytes skip=32768 count=16384", run.Text, StringComparison.Ordinal);
        Assert.Contains("--mbr mbr.img", run.Text, StringComparison.Ordinal);
        Assert.Contains("--append-partition 2,0xef,partition2.img", run.Text, StringComparison.Ordinal);
        Assert.Contains("--system-area system-area.img", area.Text, StringComparison.Ordinal);
        Assert.Contains("of=system-area.img iflag=skip_bytes,count_bytes skip=0 count=32768", area.Text, StringComparison.Ordinal);
    }

    private byte[] Area(string options)
    {
        Assert.Equal("", Run($"xorrisofs -o area.iso {options} tree").Error);
        return File.ReadAllBytes(work.Combine("area.iso"))[..(16 * Sector)];
    }

    private EmulatedRun Run(string commandLine) => new(work, commandLine);
}
