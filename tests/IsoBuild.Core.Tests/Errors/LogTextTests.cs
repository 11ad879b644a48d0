using IsoBuild.Diagnostics;

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
    [InlineData("\\ {0} %d", "\\ {0} %d")]
    public void One_line_is_one_line(string text, string expected)
    {
        Assert.Equal(expected, LogText.Line(text));
        Assert.Equal(expected, LogText.Line(LogText.Line(text)));
        Assert.Equal(expected.Replace("\\u000A", "\n", StringComparison.Ordinal), LogText.Lines(text));
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
