using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Core.Tests.HfsPlus;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>Apple partition maps, alone and beside the tables of hybrid images.</summary>
public class AppleMapTests
{
    private static readonly ImageOptions Options = new() { VolumeId = "MAC", HfsPlus = true, PaddingSectors = 1, Formats = ImageFormats.RockRidge };

    private static ImageBuilder Builder(HybridOptions? hybrid, bool hasEfi = false)
    {
        ImageBuilder builder = new ImageBuilder(Options with { Hybrid = hybrid }).AddFile("a", new byte[3000]).AddFile("b", new byte[1]);
        return hasEfi ? builder.AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "program"u8.ToArray()) : builder;
    }

    /// <summary>By hand (Inside Macintosh: Devices, 3-22): the descriptor with the size of blocks and their number, and entries at 2048, 4096, 6144 and 8192.</summary>
    [Fact]
    public void The_map_byte_by_byte()
    {
        ImageBuilder builder = Builder(hybrid: null);
        byte[] image = builder.ToBytes();
        uint first = (uint)builder.Plan().Layout!.Regions.Single(region => region.Name == "volume header").Sector;
        uint end = (uint)builder.Plan().Layout!.Regions.Single(region => region.Name == "volume header copy").Sector + 1;
        uint sectors = (uint)image.Length / 2048;
        Assert.Equal($"45520800{sectors:X8}", Convert.ToHexString(image[..8]));
        Assert.Equal(
            [
                (1u, 4u, "Apple", "Apple_partition_map", 0x13u),
                (16u, first - 16, "Gap0", "ISO9660_data", 0x13u),
                (first, end - first, "HFSPLUS_Hybrid", "Apple_HFS", 0x40000013u),
                (end, sectors - end, "Gap1", "ISO9660_data", 0x13u),
            ],
            Enumerable.Range(1, 4).Select(number => Entry(image, number)));
        Assert.True(image.AsSpan(8, 2040).IndexOfAnyExcept((byte)0) < 0);
        HfsVolumeTests.AssertReadBack(builder);
    }

    /// <summary>Where the image ends with the volume, nothing is behind it.</summary>
    [Fact]
    public void Nothing_behind_the_volume()
    {
        byte[] image = new ImageBuilder(Options with { PaddingSectors = 0 }).AddFile("a", new byte[1]).ToBytes();
        Assert.Equal(3u, BinaryPrimitives.ReadUInt32BigEndian(image.AsSpan(2048 + 4)));
        Assert.Equal(0, image[8192]);
        HfsReader.Open(image);
    }

    /// <summary>Without a GPT the volume has the image for UEFI too; the code that says that nothing starts moves behind the descriptor, and knows where its text is: 8 bytes further.</summary>
    [Fact]
    public void Beside_a_master_boot_record()
    {
        ImageBuilder builder = Builder(new HybridOptions { Gpt = false, NoBootCode = true }, hasEfi: true);
        byte[] image = builder.ToBytes();
        Assert.Equal("45520800EB02FFFF31C08ED8FCBE237C", Convert.ToHexString(image[..16]));
        Assert.Equal("This disk holds", Encoding.ASCII.GetString(image, 0x23, 15));
        Assert.Equal(0xAA55, BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(510)));
        Assert.NotEmpty(HfsReader.Open(image)["/boot/efi.img"].Content!);
        using IsoImage read = IsoImage.Open(new MemoryStream(image));
        Assert.Equal((BootCodeKind.Message, true), (read.PartitionTables.BootCode, read.PartitionTables.HasAppleMap));
        HfsVolumeTests.AssertReadBack(builder);
    }

    /// <summary>The GPT's entries lie behind those of the map, at block 20; data, volume and EFI system partition lie side by side.</summary>
    [Fact]
    public void Beside_a_gpt()
    {
        ImageBuilder builder = Builder(new HybridOptions { Gpt = true, NoBootCode = true }, hasEfi: true);
        PlanResult plan = builder.Plan();
        byte[] image = builder.ToBytes();
        HfsReader volume = HfsReader.Open(image);
        Assert.Equal((20ul, 52ul), (BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(512 + 72)), BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(512 + 40))));
        using IsoImage read = IsoImage.Open(new MemoryStream(image));
        GptTable gpt = read.PartitionTables.Gpt!;
        Assert.Equal((GptState.Sound, GptState.Sound), (gpt.Primary, gpt.Backup));
        long efi = plan.Layout!.Regions.Single(region => region.Name == "/boot/efi.img").Sector * 4;
        Assert.Equal(
            [("ISO9660", 64ul, (ulong)(volume.Start / 512) - 1), ("HFSPLUS", (ulong)(volume.Start / 512), (ulong)((volume.Start + (volume.TotalBlocks * 2048)) / 512) - 1), ("EFI system", (ulong)efi, gpt.Partitions[2].LastBlock)],
            gpt.Partitions.Select(partition => (partition.Name, partition.FirstBlock, partition.LastBlock)));
        Assert.Equal([1, 2, 3], gpt.Partitions.Select(partition => partition.Number));
        Assert.DoesNotContain(volume.Entries, entry => entry.Path == "/boot/efi.img");
        Assert.Equal("/boot/efi.img", plan.Diagnostics.Single(diagnostic => diagnostic.Id == DiagnosticId.HfsFileOutside).Item);
        HfsVolumeTests.AssertReadBack(builder);
    }

    /// <summary>Code that begins with instructions that do nothing leaves room; the rest of it stays.</summary>
    [Theory]
    [InlineData("EB49909090909090909090909090909031C0", true)]
    [InlineData("33ED909090909090909090909090909033ED", true)]
    [InlineData("45520800EB02FFFF90909090FA31C031C031", true)]
    [InlineData("FA31C08ED88EC08ED0BC007C89E6BF0006B9", false)]
    [InlineData("EB49909090909090909090909090", false)]
    public void Boot_code_leaves_room_or_not(string code, bool isFit)
    {
        ImageBuilder builder = Builder(new HybridOptions { Gpt = false, BootCode = Convert.FromHexString(code) });
        Diagnostic[] told = [.. builder.Plan().Diagnostics.Where(diagnostic => diagnostic.Id == DiagnosticId.HfsBootCode)];
        Assert.Equal(isFit ? [] : [DiagnosticSeverity.Error], told.Select(diagnostic => diagnostic.Severity));
        if (isFit)
        {
            Assert.Equal($"45520800EB02FFFF{code[16..]}", Convert.ToHexString(builder.ToBytes()[..(code.Length / 2)]));
        }
    }

    /// <summary>Maps of either block size, as far as they make sense.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("0: ER 2048", "")]
    [InlineData("0: ER 2048; 2048: PM 1 7 Apple_HFS", "14336")]
    [InlineData("0: ER 2048; 512: PM 2 9 Apple_Free; 1024: PM 2 7 Apple_HFS", "3584")]
    [InlineData("0: ER 512; 512: PM 2 9 Apple_HFS; 1024: PM 2 7 Apple_HFS", "4608 3584")]
    [InlineData("0: ER 512; 512: PM 1 9 Apple_HFSX", "")]
    [InlineData("0: ER 0; 512: PM 1 9 Apple_HFS", "4608")]
    [InlineData("0: ER 512; 512: PM 4294967295 9 Apple_Free", "")]
    [InlineData("0: XX 512; 512: PM 1 9 Apple_HFS", "")]
    public void Volumes_in_a_map(string parts, string expected)
    {
        byte[] area = new byte[32_768];
        foreach (string part in parts.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = part.Split(' ');
            Span<byte> block = area.AsSpan(int.Parse(words[0].TrimEnd(':'), System.Globalization.CultureInfo.InvariantCulture));
            Encoding.ASCII.GetBytes(words[1], block);
            if (words.Length == 3)
            {
                BinaryPrimitives.WriteUInt16BigEndian(block[2..], ushort.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
                continue;
            }

            BinaryPrimitives.WriteUInt32BigEndian(block[4..], uint.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
            BinaryPrimitives.WriteUInt32BigEndian(block[8..], uint.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture));
            Encoding.ASCII.GetBytes(words[4], block[48..]);
        }

        // A map of 512-byte blocks is looked for where the descriptor's own blocks have none, and twice where they have: the first volume counts.
        Assert.Equal(expected, string.Join(' ', AppleMap.VolumesIn(area).Distinct()));
    }

    private static (uint Start, uint Count, string Name, string Type, uint Status) Entry(byte[] image, int number)
    {
        ReadOnlySpan<byte> entry = image.AsSpan(number * 2048, 512);
        Assert.Equal("504D0000", Convert.ToHexString(entry[..4]));
        Assert.Equal(4u, BinaryPrimitives.ReadUInt32BigEndian(entry[4..]));
        Assert.Equal((0u, BinaryPrimitives.ReadUInt32BigEndian(entry[12..])), (BinaryPrimitives.ReadUInt32BigEndian(entry[80..]), BinaryPrimitives.ReadUInt32BigEndian(entry[84..])));
        return (BinaryPrimitives.ReadUInt32BigEndian(entry[8..]), BinaryPrimitives.ReadUInt32BigEndian(entry[12..]), Text(entry[16..48]), Text(entry[48..80]), BinaryPrimitives.ReadUInt32BigEndian(entry[88..]));

        static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).TrimEnd('\0');
    }
}
