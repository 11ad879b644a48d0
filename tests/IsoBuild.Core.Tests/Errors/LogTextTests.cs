using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Drawing;
using IsoBuild.Layout;

namespace IsoBuild.Core.Tests.Errors;

/// <summary>What names may not do to a log: ECMA-48's control functions, ends of lines, and the explicit formatting characters of Unicode UAX #9, table 2.</summary>
public class LogTextTests
{
    [Theory]
    [InlineData("plain ä 名 \U0001F4C0", "plain ä 名 \U0001F4C0")]
    [InlineData("a\u001B[31mred", "a\\u001B[31mred")]
    [InlineData("a\u009B31mred", "a\\u009B31mred")]
    [InlineData("a\r\nerror X1: forged", "a\\u000D\\u000Aerror X1: forged")]
    [InlineData("a\u0085b\u2028c\u2029d", "a\\u0085b\\u2028c\\u2029d")]
    [InlineData("tab\tbell\u0007nul\0del\u007F", "tab\\u0009bell\\u0007nul\\u0000del\\u007F")]
    [InlineData("\u202Agpj\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069", "\\u202Agpj\\u202B\\u202C\\u202D\\u202E\\u2066\\u2067\\u2068\\u2069")]
    [InlineData("\u200E\u200F\u061C", "\\u200E\\u200F\\u061C")]
    [InlineData("a\u00ADb\u180E\u200B\u2060\uFEFF\uFFF9\uFFFB", "a\\u00ADb\\u180E\\u200B\\u2060\\uFEFF\\uFFF9\\uFFFB")]
    [InlineData("x\U000E0001\U000E0041\U000E007Fy", "x\\uDB40\\uDC01\\uDB40\\uDC41\\uDB40\\uDC7Fy")]
    [InlineData("\U0001D173\U000110BD\U0001BCA0\U00013430", "\\uD834\\uDD73\\uD804\\uDCBD\\uD82F\\uDCA0\\uD80D\\uDC30")]
    [InlineData("\U0001D11E\U000E0100", "\U0001D11E\U000E0100")]
    [InlineData("\\ {0} %d", "\\ {0} %d")]
    public void One_line_is_one_line(string text, string expected)
    {
        Assert.Equal(expected, LogText.Line(text));
        Assert.Equal(expected, LogText.Line(LogText.Line(text)));
        Assert.Equal(expected.Replace("\\u000A", "\n", StringComparison.Ordinal), LogText.Lines(text));
    }

    /// <summary>By the categories of Unicode, and not by a list of first halves that may be short of one.</summary>
    [Fact]
    public void No_character_that_is_not_seen_is_left_as_it_is()
    {
        for (int point = 0; point <= 0x10FFFF; point++)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(point) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || point is >= 0xE0000 and <= 0xE007F)
            {
                string text = char.ConvertFromUtf32(point);
                Assert.Equal(string.Concat(text.Select(unit => FormattableString.Invariant($"\\u{(int)unit:X4}"))), LogText.Line(text));
            }
        }
    }

    /// <summary>The map and the picture have the same list.</summary>
    [Fact]
    public void The_map_and_the_picture_escape_the_same()
    {
        ImageLayout layout = new ImageBuilder(new ImageOptions { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge })
            .AddFile("a\u202E\uFEFF\U000E0041b", "x"u8.ToArray()).Plan().Layout!;
        Assert.Contains("/a\\u202E\\uFEFF\\uDB40\\uDC41b", layout.ToString(), StringComparison.Ordinal);
        Assert.Contains("/a\\u202E\\uFEFF\\uDB40\\uDC41b", LayoutSvg.Draw(layout), StringComparison.Ordinal);
        string drawn = LayoutSvg.Draw(layout.Named("t\u2066\uFEFF\U000E0041"));
        Assert.DoesNotContain('\uFEFF', drawn);
        Assert.DoesNotContain('\u2066', drawn);
        Assert.DoesNotContain('\uDB40', drawn);
    }

    /// <summary>No attribute holds such a text.</summary>
    [Fact]
    public void Bytes_that_are_not_utf_8_are_shown() => Assert.Equal("caf\\xE9", LogText.Line("caf\uDCE9"));

    [Fact]
    public void A_diagnostic_is_one_line_and_keeps_what_it_concerns()
    {
        Diagnostic diagnostic = new(DiagnosticId.SourceMissing, DiagnosticSeverity.Error, "a\nb\u001B[2J", "It is\r\nwrong.");

        Assert.Equal("error ISOB1001: a\\u000Ab\\u001B[2J: It is\\u000D\\u000Awrong.", diagnostic.ToString());
        Assert.Equal("a\nb\u001B[2J", diagnostic.Item);
    }
}
