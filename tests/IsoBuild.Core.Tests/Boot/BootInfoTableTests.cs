using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>The boot info table by itself: where its fields are, and what it sums up.</summary>
public sealed class BootInfoTableTests
{
    /// <summary>Bytes 8 to 63, as isolinux.asm declares them: bi_pvd, bi_file, bi_length, bi_csum, and ten double words that are kept free.</summary>
    [Fact]
    public void Four_double_words_and_forty_zero_bytes_follow_the_first_eight()
    {
        byte[] head = new byte[72];
        head.AsSpan().Fill(0xEE);
        BootInfoTable.Write(head, 0x01020304, 0x11121314, 0x21222324, 0x31323334);

        Assert.Equal($"EEEEEEEEEEEEEEEE04030201141312112423222134333231{new string('0', 80)}EEEEEEEEEEEEEEEE", Convert.ToHexString(head));
        BootInfoTable.View view = new(head);
        Assert.Equal((0x01020304u, 0x11121314u, 0x21222324u, 0x31323334u), (view.DescriptorSector, view.FileSector, view.FileLength, view.ChecksumField));
    }

    // Of bytes that are all 01, each double word is 01010101h, and what is left of the last one is filled up with zeros.
    // 64 KiB have 4000h of them: 4000h x 01010101h = 4040404000h, of which 32 bits are 40404000h.
    [Theory]
    [InlineData(64, 0x00000000u)]
    [InlineData(65, 0x00000001u)]
    [InlineData(67, 0x00010101u)]
    [InlineData(68, 0x01010101u)]
    [InlineData(73, 0x02020203u)]
    [InlineData(64 + 65536, 0x40404000u)]
    [InlineData(64 + 65536 + 1, 0x40404001u)]
    [InlineData(64 + 65536 + 6, 0x41414202u)]
    [InlineData(64 + 65536 + 65536 + 3, 0x80818101u)]
    public void The_checksum_is_the_sum_of_double_words_from_byte_64_on(int length, uint sum)
    {
        byte[] image = new byte[length];
        image.AsSpan().Fill(0x77);
        image.AsSpan(64).Fill(0x01);

        Assert.Equal(sum, BootInfoTable.Sum(length, (position, destination) =>
        {
            image.AsSpan((int)position, destination.Length).CopyTo(destination);
            return true;
        }));
    }

    [Fact]
    public void What_is_not_there_is_not_summed_up()
    {
        // 64 KiB of 01, as above.
        uint sum = BootInfoTable.Sum(64 + (3 * 65536), (position, destination) =>
        {
            destination.Fill(0x01);
            return position < 65536;
        });

        Assert.Equal(0x40404000u, sum);
    }
}
