using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;

namespace IsoBuild.Core.Tests.Comparing;

/// <summary>One field of a UDF descriptor changed, at a place that the standards give: it is named, once, and is the only difference.</summary>
public class NamedUdfFieldTests
{
    private const int Sector = UdfImage.Sector;

    /// <summary>By ECMA-167 3/10.1, 3/10.4 to 3/10.6 and UDF 1.02 2.2.7, by the byte positions there; the same in both sequences.</summary>
    [Theory]
    [InlineData(0, 25, 'T', "udf primary volume descriptor: volume identifier was \"SOUND\", is \"TOUND\"")]
    [InlineData(0, 56, 2, "udf primary volume descriptor: volume sequence number was 1, is 2")]
    [InlineData(0, 345, '*', "udf primary volume descriptor: application identifier was \"\", is \"*\"")]
    [InlineData(0, 378, 0xBD, "udf primary volume descriptor: recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z")]
    [InlineData(0, 389, '+', "udf primary volume descriptor: implementation identifier was \"*IsoBuild\", is \"+IsoBuild\"")]
    [InlineData(1, 117, 'T', "udf implementation use volume descriptor: logical volume identifier was \"SOUND\", is \"TOUND\"")]
    [InlineData(2, 184, 4, "udf partition descriptor: access type was 1, is 4")]
    [InlineData(2, 25, '*', "udf partition descriptor: partition contents was \"+NSR02\", is \"*NSR02\"")]
    [InlineData(3, 240, 0x50, "udf logical volume descriptor: UDF revision was 1.02, is 1.50")]
    [InlineData(3, 242, 1, "udf logical volume descriptor: domain flags was 03, is 01")]
    [InlineData(4, 20, 1, "udf unallocated space descriptor: number of allocation descriptors was 0, is 1")]
    public void In_both_sequences(int number, int field, int value, string message)
    {
        UdfImage udf = UdfDamages.Alone();
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            Set(udf, sequence + (number * Sector), field, value);
        }

        Only(udf, message, udf.Main + (number * Sector) + field);
    }

    [Fact]
    public void The_label()
    {
        UdfImage udf = UdfDamages.Alone();
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            Set(udf, sequence + (3 * Sector), 85, 'T');
        }

        Only(udf, "udf logical volume descriptor: logical volume identifier was \"SOUND\", is \"TOUND\"", udf.Main + (3 * Sector) + 85);
    }

    [Fact]
    public void The_size_of_the_partition()
    {
        UdfImage udf = UdfDamages.Alone();
        int size = udf.Get32(udf.Main + (2 * Sector) + 192);
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            udf.Put32(sequence + (2 * Sector) + 192, size - 1);
            udf.Retag(sequence + (2 * Sector));
        }

        ImageDifference told = Assert.Single(Compare(udf).Differences, difference => difference.Kind == DifferenceKind.Volume);
        Assert.Equal($"udf partition descriptor: partition length was {size}, is {size - 1}", told.Message);
    }

    /// <summary>What the reserve sequence alone has is told as its own.</summary>
    [Fact]
    public void In_the_reserve_sequence_alone()
    {
        UdfImage udf = UdfDamages.Alone();
        Set(udf, udf.Reserve, 25, 'T');
        Only(udf, "udf reserve primary volume descriptor: volume identifier was \"SOUND\", is \"TOUND\"", udf.Reserve + 25);
    }

    [Fact]
    public void Elsewhere_in_the_volume()
    {
        UdfImage udf = UdfDamages.Alone();
        Set(udf, udf.Integrity, 18, 0xBD);
        Only(udf, "udf logical volume integrity descriptor: recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z", udf.Integrity + 18);

        udf = UdfDamages.Alone();
        Set(udf, udf.Integrity, 120, 1);
        Assert.StartsWith("udf logical volume integrity descriptor: number of files was ", Assert.Single(Compare(udf).Differences).Message, StringComparison.Ordinal);

        udf = UdfDamages.Alone();
        Set(udf, udf.FileSet, 305, 'T');
        Only(udf, "udf file set descriptor: file set identifier was \"SOUND\", is \"TOUND\"", udf.FileSet + 305);

        udf = UdfDamages.Alone();
        Set(udf, udf.LastAnchor, 40, 1);
        Only(udf, "udf anchor (2): reserved field differs", udf.LastAnchor + 40);
    }

    /// <summary>A tag that is wrong where nothing else changed.</summary>
    [Fact]
    public void A_checksum()
    {
        UdfImage udf = UdfDamages.Alone();
        udf.Image.Bytes[udf.Main + 8] ^= 1;
        int sum = 0;
        for (int i = 0; i < 16; i++)
        {
            sum += i == 4 ? 0 : udf.Image.Bytes[udf.Main + i];
        }

        udf.Image.Bytes[udf.Main + 4] = (byte)sum;
        Assert.Contains(Compare(udf).Differences, told => told.Message.StartsWith("udf primary volume descriptor: tag checksum was ", StringComparison.Ordinal));
    }

    /// <summary>Bytes between the descriptors, and the recognition sequence, are told as what they lie in.</summary>
    [Fact]
    public void Behind_the_descriptors()
    {
        UdfImage udf = UdfDamages.Alone();
        udf.Image.Bytes[udf.Main + (10 * Sector)] = 1;
        Assert.Equal($"volume descriptor udf main sequence differs, byte {udf.Main + (10 * Sector)}", Assert.Single(Compare(udf).Differences).Message);
    }

    /// <summary>Of two images of other texts, the texts, once each; the digits of the volume set follow from them.</summary>
    [Theory]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    public void Of_two_images(ImageFormats formats)
    {
        ImageOptions options = new() { VolumeId = "ONE", Formats = formats, PaddingSectors = 1 };
        ImageDiff diff = Compare(Make(options), Make(options with { VolumeId = "OTHER", Publisher = "SOMEBODY", VolumeSetId = "SET" }));
        string[] told = [.. diff.Differences.Where(d => d.Kind == DifferenceKind.Volume && d.Message.StartsWith("udf ", StringComparison.Ordinal)).Select(d => d.Message)];
        Assert.Contains("udf primary volume descriptor: volume identifier was \"ONE\", is \"OTHER\"", told);
        Assert.Contains("udf logical volume descriptor: logical volume identifier was \"ONE\", is \"OTHER\"", told);
        Assert.Contains("udf implementation use volume descriptor: owner (LVInfo1) was \"\", is \"SOMEBODY\"", told);
        Assert.Contains("udf file set descriptor: file set identifier was \"ONE\", is \"OTHER\"", told);
        Assert.Single(told, message => message.StartsWith("udf primary volume descriptor: volume set identifier was ", StringComparison.Ordinal) && message.EndsWith("SET\"", StringComparison.Ordinal));
        Assert.Equal(told.Length, told.Distinct().Count());
        Assert.DoesNotContain(diff.Differences, d => d.Message.Contains("reserve", StringComparison.Ordinal) || d.Message.Contains("checksum", StringComparison.Ordinal) || d.Message.Contains("CRC", StringComparison.Ordinal));

        // What changes by itself is no cause.
        diff = Compare(Make(options), Make(options, more: true));
        Assert.DoesNotContain(diff.Differences, d => d.Kind == DifferenceKind.Volume);
        Assert.Contains(diff.Differences, d => d.Kind == DifferenceKind.Layout && d.Message.StartsWith("udf primary volume descriptor: volume set identifier was ", StringComparison.Ordinal));
        Assert.Contains(diff.Differences, d => d.Kind == DifferenceKind.Layout && d.Message.Contains("number of files was 1, is 2", StringComparison.Ordinal));

        static byte[] Make(ImageOptions options, bool more = false)
        {
            ImageBuilder builder = new ImageBuilder(options).AddFile("file", new byte[3000]);
            return (more ? builder.AddFile("more", new byte[5000]) : builder).ToBytes();
        }
    }

    private static void Set(UdfImage udf, int descriptor, int field, int value)
    {
        udf.Image.Bytes[descriptor + field] = (byte)value;
        udf.Retag(descriptor);
    }

    private static void Only(UdfImage udf, string message, int offset)
    {
        ImageDiff diff = Compare(udf);
        ImageDifference only = Assert.Single(diff.Differences);
        Assert.Equal(message, only.Message);
        Assert.Equal(offset, only.Offset);
        Assert.Equal(only.Message, diff.Cause);
    }

    private static ImageDiff Compare(UdfImage udf) => Compare(UdfDamages.Alone().Image.Bytes, udf.Image.Bytes);

    private static ImageDiff Compare(byte[] before, byte[] after)
    {
        using IsoImage one = IsoImage.Open(new MemoryStream(before));
        using IsoImage other = IsoImage.Open(new MemoryStream(after));
        return one.CompareWith(other);
    }
}
