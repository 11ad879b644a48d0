using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>Packets that went bad are elsewhere (UDF 2.60 2.2.9, 2.2.12): a reader that does not find out shows the bytes of the bad block. The kernel reads such volumes in the interop tests.</summary>
public class SparingTests
{
    private const int Sector = UdfImage.Sector;
    private const int PacketLength = UdfSparing.PacketLength;
    private const uint Free = 0xFFFFFFFF;
    private const uint Defective = 0xFFFFFFF0;

    private readonly UdfSparing volume = new();
    private readonly UdfImage udf;
    private readonly uint original;
    private readonly uint mapped;

    public SparingTests() => (udf, original, mapped) = (volume.Udf, volume.Original, volume.Mapped);

    [Fact]
    public void The_spare_is_read()
    {
        using IsoImage image = Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(UdfSparing.Text, File(image).ReadAll());
        Assert.Equal(2, image.Layout.Regions.Count(region => region.Name == "udf sparing table"));
        Assert.DoesNotContain(image.Verify().Findings, finding => finding.Code == "ISOB3650");
    }

    /// <summary>In no order, among entries that are free or whose spares are bad.</summary>
    [Fact]
    public void Entries_stand_anywhere()
    {
        PutTable(Spare(1), number: 1, (Free, mapped + 8), (original + PacketLength, mapped - 4), (Defective, 1), (original, mapped), (Free, 0));
        PutMap(Spare(1));
        udf.Image.Bytes.AsSpan(udf.Block((int)original + PacketLength), PacketLength * Sector).CopyTo(udf.Image.Bytes.AsSpan((int)(mapped - 4) * Sector));

        using IsoImage image = Open();
        Assert.Empty(image.Diagnostics);
        Assert.Equal(UdfSparing.Text, File(image).ReadAll());
    }

    /// <summary>One that is damaged is told, and the other one counts.</summary>
    [Theory]
    [InlineData(4, "there is no sparing table")]
    [InlineData(17, "there is no sparing table")]
    [InlineData(57, "does not match the CRC")]
    [InlineData(12, "belongs elsewhere according to its tag")]
    [InlineData(48, "that it declares")]
    public void One_table_is_enough(int field, string problem)
    {
        udf.Image.Bytes[Spare(1) + field] ^= 0x40;
        if (field is 12 or 17)
        {
            udf.Retag(Spare(1));
        }
        else if (field == 48)
        {
            udf.Put16(Spare(1) + field, 300);
            udf.Retag(Spare(1));
        }

        using IsoImage image = Open();
        Diagnostic told = Assert.Single(image.Diagnostics);
        Assert.Equal(("ISOB3650", DiagnosticSeverity.Warning), (told.Code, told.Severity));
        Assert.Contains($"at byte {Spare(1)} cannot be used", told.Message, StringComparison.Ordinal);
        Assert.Contains(problem, told.Message, StringComparison.Ordinal);
        Assert.Equal(UdfSparing.Text, File(image).ReadAll());
        Assert.Contains(image.Verify().Findings, finding => finding is { Code: "ISOB3650", Severity: DiagnosticSeverity.Error } && finding.Message.Contains(problem, StringComparison.Ordinal));
    }

    /// <summary>Of tables that differ, the one that was written last: its number is higher (UDF 2.60 2.2.12).</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void The_newest_table_counts(int newest, int oldest)
    {
        PutTable(Spare(newest), number: 9);
        PutTable(Spare(oldest), number: 8, (original, mapped));
        using (IsoImage image = Open())
        {
            Assert.Equal(Enumerable.Repeat(UdfSparing.Bad, UdfSparing.Text.Length), File(image).ReadStored());
        }

        PutTable(Spare(newest), number: 9, (original, mapped));
        PutTable(Spare(oldest), number: 8);
        using (IsoImage image = Open())
        {
            Assert.Equal(UdfSparing.Text, File(image).ReadAll());
        }
    }

    /// <summary>Where nobody can say what is elsewhere, nothing is shown.</summary>
    [Theory]
    [InlineData("none", "none of its 2 sparing tables, which map bad blocks, can be read")]
    [InlineData("different", "maps other blocks than the previous one")]
    [InlineData("unaligned", "at which no packet of the partition begins")]
    [InlineData("outside", "at which no packet of the partition begins")]
    [InlineData("twice", "twice")]
    [InlineData("packets", "must be a power of two")]
    [InlineData("no", "it has no sparing table")]
    public void Doubtful_tables_are_refused(string kind, string words)
    {
        switch (kind)
        {
            case "none":
                udf.Image.Bytes[Spare(1) + 60] ^= 1;
                udf.Image.Bytes[Spare(2) + 60] ^= 1;
                break;
            case "different":
                PutTable(Spare(2), number: 1, (original, mapped + 1));
                break;
            case "no":
                PutMap();
                break;
            case "packets":
                volume.PutMap(6, Spare(1));
                break;
            default:
                PutMap(Spare(1));
                PutTable(Spare(1), number: 1, kind == "twice" ? (original, mapped + 1) : (kind == "outside" ? 0xFFFF0000 : original + 1, mapped), (original, mapped));
                break;
        }

        Diagnostic error = Assert.Throws<ImageException>(Open).Diagnostic;
        Assert.Equal("ISOB3018", error.Code);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spare_that_is_cut_off_is_missing()
    {
        uint beyond = ((uint)udf.Image.Bytes.Length / Sector) + 5;
        PutTable(Spare(1), number: 2, (original, beyond));
        using IsoImage image = Open();
        if (image.Content.Find("spared") is ContentFile file)
        {
            Assert.Equal("ISOB3002", Assert.Throws<ContentException>(file.OpenRead).Diagnostic.Code);
        }

        Assert.Contains(image.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
    }

    private static ContentFile File(IsoImage image) => (ContentFile)image.Content.Find("spared")!;

    private IsoImage Open() => IsoImage.Open(new MemoryStream(udf.Image.Bytes));

    private int Spare(int number) => volume.Spare(number);

    private void PutMap(params int[] tables) => volume.PutMap(UdfSparing.PacketLength, tables);

    private void PutTable(int at, int number, params (uint Original, uint Mapped)[] entries) => volume.PutTable(at, number, entries);
}
