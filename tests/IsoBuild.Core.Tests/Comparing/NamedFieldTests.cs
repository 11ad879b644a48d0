using System.Text;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;

namespace IsoBuild.Core.Tests.Comparing;

/// <summary>One byte changed, at a place that the standards give: its field is named, and it is the only difference.</summary>
public class NamedFieldTests
{
    /// <summary>
    /// By hand, as in the sector map of the same tree: descriptors in sectors 16 to 18, path tables in 19 to 22, the directories of
    /// ISO 9660 in 23 (root), 24 (its continuation area: ER) and 25 (/a), of Joliet in 26 and 27, /a/b (5 bytes) in 28, padding in 29.
    /// Records of /a: "." and ".." have 34 bytes of ECMA-119, 36 of PX and 12 of TF each: 82 bytes. Then B.;1 at byte 164: 33 + 4 + 1
    /// bytes, then NM (6), PX and TF, in the order NM, PX, TF; in Joliet, 34 + 34 bytes, then b: 33 + 2 + 1.
    /// </summary>
    private const int Primary = 16 * 2048;
    private const int Joliet = 17 * 2048;
    private const int Terminator = 18 * 2048;
    private const int LittleTable = 19 * 2048;
    private const int BigTable = 20 * 2048;
    private const int Root = 23 * 2048;
    private const int Extension = 24 * 2048;
    private const int Directory = 25 * 2048;
    private const int Record = Directory + 164;
    private const int Name = Record + 38;
    private const int Posix = Name + 6;
    private const int Times = Posix + 36;
    private const int JolietRecord = (27 * 2048) + 68;
    private const int Content = 28 * 2048;
    private const int Padding = 29 * 2048;

    private static readonly byte[] Image = new ImageBuilder(Images.Small with { Publisher = "ME" })
        .AddFile("a/b", "hello"u8.ToArray())
        .ToBytes();

    [Theory]
    // ECMA-119 8.4, by the byte positions of the standard (which counts from 1).
    [InlineData(Primary + 7, DifferenceKind.Volume, "volume descriptor primary: volume flags was 00, is 01")]
    [InlineData(Primary + 8, DifferenceKind.Volume, "volume descriptor primary: system identifier was \"\", is \"!\"")]
    [InlineData(Primary + 40, DifferenceKind.Volume, "volume descriptor primary: volume identifier was \"TEST\", is \"UEST\"")]
    [InlineData(Primary + 72, DifferenceKind.Volume, "volume descriptor primary: unused field before the volume space size was 0000000000000000, is 0100000000000000")]
    [InlineData(Primary + 80, DifferenceKind.Volume, "volume descriptor primary: volume space size was 30, is 31")]
    [InlineData(Primary + 87, DifferenceKind.Volume, "volume descriptor primary: volume space size, in the order of most significant byte first, was 30, is 31")]
    [InlineData(Primary + 120, DifferenceKind.Volume, "volume descriptor primary: volume set size was 1, is 0")]
    [InlineData(Primary + 124, DifferenceKind.Volume, "volume descriptor primary: volume sequence number was 1, is 0")]
    [InlineData(Primary + 132, DifferenceKind.Volume, "volume descriptor primary: path table size was 20, is 21")]
    [InlineData(Primary + 147, DifferenceKind.Volume, "volume descriptor primary: location of the optional little-endian path table was 0, is 16777216")]
    [InlineData(Primary + 156 + 18, DifferenceKind.Volume, "volume descriptor primary: root directory's recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z")]
    [InlineData(Primary + 190, DifferenceKind.Volume, "volume descriptor primary: volume set identifier was \"\", is \"!\"")]
    [InlineData(Primary + 318, DifferenceKind.Volume, "volume descriptor primary: publisher identifier was \"ME\", is \"LE\"")]
    [InlineData(Primary + 446, DifferenceKind.Volume, "volume descriptor primary: data preparer identifier was \"\", is \"!\"")]
    [InlineData(Primary + 574, DifferenceKind.Volume, "volume descriptor primary: application identifier was \"\", is \"!\"")]
    [InlineData(Primary + 702, DifferenceKind.Volume, "volume descriptor primary: copyright file identifier was \"\", is \"!\"")]
    [InlineData(Primary + 739, DifferenceKind.Volume, "volume descriptor primary: abstract file identifier was \"\", is \"!\"")]
    [InlineData(Primary + 776, DifferenceKind.Volume, "volume descriptor primary: bibliographic file identifier was \"\", is \"!\"")]
    [InlineData(Primary + 813 + 3, DifferenceKind.Volume, "volume descriptor primary: volume creation date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z")]
    [InlineData(Primary + 830 + 3, DifferenceKind.Volume, "volume descriptor primary: volume modification date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z")]
    [InlineData(Primary + 847, DifferenceKind.Volume, "volume descriptor primary: volume expiration date was unset, is \"1000000000000000\" zone 0")]
    [InlineData(Primary + 864 + 16, DifferenceKind.Volume, "volume descriptor primary: volume effective date was unset, is \"0000000000000000\" zone 1")]
    [InlineData(Primary + 881, DifferenceKind.Volume, "volume descriptor primary: file structure version was 1, is 0")]
    [InlineData(Primary + 883, DifferenceKind.Volume, "volume descriptor primary: application use was 2020202020202020..., is 2120202020202020...")]
    [InlineData(Primary + 2000, DifferenceKind.Volume, "volume descriptor primary: reserved field at byte 1395 differs")]
    [InlineData(Joliet + 41, DifferenceKind.Volume, "volume descriptor joliet: volume identifier was \"TEST\", is \"UEST\"")]
    [InlineData(Terminator + 100, DifferenceKind.Volume, "volume descriptor terminator: reserved field differs")]
    // ECMA-119 9.4: the root's record has 10 bytes.
    [InlineData(LittleTable + 1, DifferenceKind.Bytes, "path table iso9660 little-endian, record 1: extended attribute record length was 0, is 1, byte 38913")]
    [InlineData(LittleTable + 12, DifferenceKind.Bytes, "path table iso9660 little-endian, record 2: location of extent was 25, is 24, byte 38924")]
    [InlineData(LittleTable + 16, DifferenceKind.Bytes, "path table iso9660 little-endian, record 2: parent directory number was 1, is 0, byte 38928")]
    [InlineData(BigTable + 18, DifferenceKind.Bytes, "path table iso9660 big-endian, record 2: identifier was 41, is 40, byte 40978")]
    [InlineData(BigTable + 100, DifferenceKind.Bytes, "unused bytes after path table iso9660 big-endian differ, byte 41060")]
    // ECMA-119 9.1.
    [InlineData(Record + 18, DifferenceKind.Bytes, "directory record of /a/b in the iso9660 tree: recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z, byte 51382")]
    [InlineData(Record + 26, DifferenceKind.Bytes, "directory record of /a/b in the iso9660 tree: file unit size was 0, is 1, byte 51390")]
    [InlineData(Record + 28, DifferenceKind.Bytes, "directory record of /a/b in the iso9660 tree: volume sequence number was 1, is 0, byte 51392")]
    [InlineData(Directory + 18, DifferenceKind.Bytes, "directory record . of /a in the iso9660 tree: recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z, byte 51218")]
    [InlineData(Directory + 82 + 20, DifferenceKind.Bytes, "directory record .. that leads to / in the iso9660 tree: recording date was 1980-01-01T00:00:00Z, is 1980-01-00T00:00:00Z, byte 51302")]
    [InlineData(Directory + 2000, DifferenceKind.Bytes, "directory /a in the iso9660 tree: unused bytes after the records differs, byte 53200")]
    [InlineData(JolietRecord + 18, DifferenceKind.Bytes, "directory record of /a/b in the joliet tree: recording date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z, byte 55382")]
    // RRIP 4.1.1, 4.1.6, SUSP 5.3 and 5.5.
    [InlineData(Posix + 12, DifferenceKind.Bytes, "directory record of /a/b in the iso9660 tree: PX links was 1, is 0, byte 51420")]
    [InlineData(Name + 4, DifferenceKind.Bytes, "directory record of /a/b in the iso9660 tree: NM flags was 00, is 01, byte 51406")]
    [InlineData(Extension + 7, DifferenceKind.Bytes, "directory record . of / in the iso9660 tree: ER version was 01, is 00, byte 49159")]
    // The rest.
    [InlineData(100, DifferenceKind.Bytes, "system area: boot code differs, byte 100")]
    [InlineData(440, DifferenceKind.Bytes, "system area: MBR disk signature was 0, is 1, byte 440")]
    [InlineData(446 + 16 + 3, DifferenceKind.Bytes, "system area: start in cylinders of MBR partition 2 was 000000, is 000001, byte 465")]
    [InlineData(Content + 2, DifferenceKind.Content, "file /a/b differs from byte 2 on")]
    [InlineData(Content + 5, DifferenceKind.Bytes, "unused bytes after file /a/b differ, byte 57349")]
    [InlineData(Padding + 5, DifferenceKind.Bytes, "padding differs, byte 59397")]
    public void A_field(int offset, DifferenceKind kind, string message)
    {
        ImageDiff diff = Poke(offset);
        Assert.Equal(offset, diff.FirstByte);
        ImageDifference told = diff.Differences[0].Kind == DifferenceKind.Layout ? diff.Differences[^1] : diff.Differences[0];
        // What cannot be a value is shown as bytes: a day of 0 is one.
        Assert.Equal(message.Replace("is 1980-01-00T00:00:00Z", "is 50010000000000", StringComparison.Ordinal), told.Message);
        Assert.Equal(kind, told.Kind);
        Assert.Contains(told.Message.Replace($", byte {offset}", "", StringComparison.Ordinal).Split(" differ")[0].Split(" has other")[0], diff.Cause, StringComparison.Ordinal);
        // Beside it, at most that padding or system area are not empty any more.
        Assert.All(diff.Differences.Where(other => other != told), other => Assert.Matches("(was empty, is|moved by)", other.Message));
    }

    [Theory]
    [InlineData(Posix + 4, "file /a/b: mode was 0644, is 0645", "directory record of /a/b in the iso9660 tree: PX mode was 0644, is 0645")]
    [InlineData(Posix + 20, "file /a/b: owner was 0, is 1", "directory record of /a/b in the iso9660 tree: PX owner was 0, is 1")]
    [InlineData(Posix + 28, "file /a/b: group was 0, is 1", "directory record of /a/b in the iso9660 tree: PX group was 0, is 1")]
    [InlineData(Times + 5, "file /a/b: date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z", "directory record of /a/b in the iso9660 tree: TF modification date was 1980-01-01T00:00:00Z, is 1981-01-01T00:00:00Z")]
    public void What_the_tree_shows_is_told_once(int offset, string message, string cause)
    {
        ImageDiff diff = Poke(offset);
        ImageDifference only = Assert.Single(diff.Differences);
        Assert.Equal((DifferenceKind.Metadata, "/a/b", message), (only.Kind, only.Item, only.Message));
        Assert.Equal(cause, diff.Cause);
    }

    /// <summary>Readers see more than this changed: what caused it is told all the same.</summary>
    [Theory]
    [InlineData(Record + 1, "directory record of /a/b in the iso9660 tree: extended attribute record length was 0, is 1")]
    [InlineData(Root + 34 + 6, "directory record . of / in the iso9660 tree: SP bytes skipped was 0, is 1")]
    [InlineData(Record + 2, "directory record of /a/b in the iso9660 tree: location of extent was 28, is 29")]
    [InlineData(Record + 10, "directory record of /a/b in the iso9660 tree: data length was 5, is 4")]
    public void A_field_on_which_much_depends(int offset, string cause) =>
        Assert.StartsWith(cause, Poke(offset).Cause, StringComparison.Ordinal);

    [Fact]
    public void A_name()
    {
        ImageDiff diff = Poke(Name + 5);
        ImageDifference only = Assert.Single(diff.Differences, found => found.Kind == DifferenceKind.Entry);
        Assert.Equal("file /a/c was /a/b", only.Message);
    }

    /// <summary>Of a file of several names, whose attributes lie in a continuation area.</summary>
    [Fact]
    public void A_serial_number()
    {
        DamagedImage image = SoundImages.Linked();
        using IsoImage before = IsoImage.Open(new MemoryStream([.. image.Bytes]));
        image.Both32(image.Field(image.Record(DamagedImage.PrimaryAt, "B."), "PX") + 36, 7);
        using IsoImage after = IsoImage.Open(new MemoryStream(image.Bytes));
        Assert.StartsWith("directory record of /b in the iso9660 tree: PX serial number was 4294967294, is 7", before.CompareWith(after).Cause, StringComparison.Ordinal);
    }

    /// <summary>Every byte of the image has some place in the report.</summary>
    [Fact]
    public void No_byte_goes_unnoticed()
    {
        for (int offset = 0; offset < Image.Length; offset += offset is > Primary and < Padding ? 41 : 997)
        {
            ImageDiff diff = Poke(offset, mayBeRefused: true);
            if (diff.FirstByte is not null)
            {
                Assert.Equal(offset, diff.FirstByte);
                Assert.NotEmpty(diff.Differences);
                Assert.NotEqual("", diff.Cause);
                Assert.NotEqual("", diff.ToString());
            }
        }
    }

    /// <summary>Flips the lowest bit; of digits and spaces, so that they stay such.</summary>
    private static ImageDiff Poke(int offset, bool mayBeRefused = false)
    {
        byte[] poked = [.. Image];
        poked[offset] ^= 1;
        using IsoImage before = IsoImage.Open(new MemoryStream(Image));
        try
        {
            using IsoImage after = IsoImage.Open(new MemoryStream(poked));
            return before.CompareWith(after);
        }
        catch (Diagnostics.ImageException) when (mayBeRefused)
        {
            return new ImageDiff([], null, null);
        }
    }
}
