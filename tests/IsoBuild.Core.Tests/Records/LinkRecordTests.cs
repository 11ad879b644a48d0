using System.Text;
using IsoBuild.Content;
using IsoBuild.RockRidge;

namespace IsoBuild.Core.Tests.Records;

/// <summary>SL fields against RRIP 4.1.3, byte by byte.</summary>
public class LinkRecordTests
{
    [Theory]
    [InlineData("a", "53 4C 08 01 00  00 01 61")]
    [InlineData("../b/./c", "53 4C 0F 01 00  04 00  00 01 62  02 00  00 01 63")]
    [InlineData("/", "53 4C 07 01 00  08 00")]
    [InlineData("/usr", "53 4C 0C 01 00  08 00  00 03 75 73 72")]
    [InlineData("é", "53 4C 09 01 00  00 02 C3 A9")]
    [InlineData("...", "53 4C 0A 01 00  00 03 2E 2E 2E")]
    // As genisoimage and xorriso write them.
    [InlineData("dir//file", "53 4C 12 01 00  00 03 64 69 72  08 00  00 04 66 69 6C 65")]
    [InlineData("//abs//x", "53 4C 13 01 00  08 00  08 00  00 03 61 62 73  08 00  00 01 78")]
    [InlineData("a///b", "53 4C 0F 01 00  00 01 61  08 00  08 00  00 01 62")]
    [InlineData("/a//", "53 4C 0C 01 00  08 00  00 01 61  08 00")]
    // They drop a slash at the end.
    [InlineData("a/", "53 4C 0A 01 00  00 01 61  00 00")]
    public void Short_targets(string target, string expected) => Assert.Equal(expected.Replace("  ", " ", StringComparison.Ordinal), Hex(Write(target)));

    [Fact]
    public void A_field_that_is_full_ends_within_a_component()
    {
        // 250 bytes of component records: 249 for the first would leave no room for one that goes on, so the first is cut, by a byte.
        byte[] fields = Write(new string('x', 247) + "/yz");
        Assert.Equal("53 4C FD 01 01 01 F6 78", Hex(fields[..8]));
        Assert.Equal("78 53 4C 0C 01 00 00 01 78 00 02 79 7A", Hex(fields[252..]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(126)]
    [InlineData(1365)]
    public void Nothing_but_parents(int count) => RoundTrip(string.Join('/', Enumerable.Repeat("..", count)));

    [Fact]
    public void Every_length_comes_back()
    {
        for (int length = 1; length <= 1200; length++)
        {
            RoundTrip(Text(length, 7));
            RoundTrip("/" + Text(length, 249));
        }

        RoundTrip(Text(LinkText.MaxBytes, 1));
        RoundTrip(Text(LinkText.MaxBytes, 255));
        RoundTrip(new string('z', LinkText.MaxBytes));
        RoundTrip(new string('/', LinkText.MaxBytes));
        foreach (int length in (int[])[240, 241, 242, 243, 244, 245, 246, 247, 248])
        {
            RoundTrip(new string('x', length) + "//y");
            RoundTrip(new string('x', length) + "///");
            RoundTrip(new string('x', length) + "/");
        }
    }

    private static string Text(int length, int component)
    {
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            text.Append(i % (component + 1) == component && i < length - 1 ? '/' : (char)('a' + (i % 26)));
        }

        return text.ToString();
    }

    private static void RoundTrip(string target)
    {
        byte[] fields = Write(target);
        LinkTarget reader = new(4096);
        StringBuilder libarchive = new();
        for (int at = 0; at < fields.Length; at += fields[at + 2])
        {
            Assert.Equal("SL", Encoding.ASCII.GetString(fields, at, 2));
            Assert.Equal(at + fields[at + 2] < fields.Length ? 1 : 0, fields[at + 4]);
            Assert.True(reader.TryAdd(fields.AsSpan((at + 5)..(at + fields[at + 2]))));
            // A reader that starts every field without a slash, as libarchive does, gets the same.
            string separator = "";
            for (int part = at + 5; part < at + fields[at + 2]; part += 2 + fields[part + 1])
            {
                string text = fields[part] switch { 2 => ".", 4 => "..", 8 => "/", _ => Encoding.UTF8.GetString(fields, part + 2, fields[part + 1]) };
                libarchive.Append(separator).Append(text);
                separator = fields[part] is 1 or 8 ? "" : "/";
            }
        }

        Assert.Equal(target, reader.Take());
        Assert.Equal(target, libarchive.ToString());
    }

    private static byte[] Write(string target)
    {
        byte[] fields = new byte[LinkTarget.MostFieldBytes];
        return fields[..LinkTarget.Write(Encoding.UTF8.GetBytes(target), fields)];
    }

    private static string Hex(byte[] bytes) => string.Join(' ', bytes.Select(b => b.ToString("X2")));
}
