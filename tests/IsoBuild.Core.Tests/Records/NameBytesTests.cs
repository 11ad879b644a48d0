using IsoBuild.Bytes;

namespace IsoBuild.Core.Tests.Records;

/// <summary>The expected strings are Python's: <c>bytes.fromhex(hex).decode('utf-8', 'surrogateescape')</c>.</summary>
public class NameBytesTests
{
    [Theory]
    [InlineData("636166E9", "caf\\udce9", "caf\\xE9", "caf_")]
    [InlineData("FFFE", "\\udcff\\udcfe", "\\xFF\\xFE", "__")]
    [InlineData("6F6B2DC3", "ok-\\udcc3", "ok-\\xC3", "ok-_")]
    [InlineData("C3A9", "\\u00e9", "é", "é")]
    [InlineData("EFBFBD", "\\ufffd", "\uFFFD", "\uFFFD")]
    [InlineData("EDB3A9", "\\udced\\udcb3\\udca9", "\\xED\\xB3\\xA9", "___")]
    [InlineData("F09F9880", "\\ud83d\\ude00", "\U0001F600", "\U0001F600")]
    [InlineData("F09F9880F09F98", "\\ud83d\\ude00\\udcf0\\udc9f\\udc98", "\U0001F600\\xF0\\x9F\\x98", "\U0001F600___")]
    [InlineData("F4908080", "\\udcf4\\udc90\\udc80\\udc80", "\\xF4\\x90\\x80\\x80", "____")]
    [InlineData("C0AF2F", "\\udcc0\\udcaf/", "\\xC0\\xAF/", "__/")]
    [InlineData("F0908280", "\\ud800\\udc80", "\U00010080", "\U00010080")]
    [InlineData("", "", "", "")]
    public void Bytes_come_back(string hex, string units, string shown, string replaced)
    {
        byte[] bytes = Convert.FromHexString(hex);
        string text = NameBytes.Decode(bytes);
        Assert.Equal(units, string.Concat(text.Select(c => c < 0x80 ? c.ToString() : $"\\u{(int)c:x4}")));
        Assert.Equal(bytes, NameBytes.Encode(text));
        Assert.Equal(bytes.Length, NameBytes.CountOf(text));
        Assert.Equal((shown, replaced), (NameBytes.Show(text), NameBytes.Replace(text)));
        Assert.Equal(!ReferenceEquals(shown, text) && shown != text, NameBytes.IsRaw(text));
        Assert.True(NameBytes.IsSound(text));
    }

    [Fact]
    public void Any_bytes_come_back()
    {
        Random random = new(1);
        byte[] bytes = new byte[24];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            // Mostly lead and continuation bytes, which make and break characters.
            for (int j = 0; j < bytes.Length; j++)
            {
                bytes[j] = (byte)(random.Next(3) == 0 ? bytes[j] : 0x80 | (bytes[j] & (random.Next(2) == 0 ? 0x3F : 0x7F)));
            }

            string text = NameBytes.Decode(bytes);
            Assert.Equal(bytes, NameBytes.Encode(text));
            Assert.True(NameBytes.IsSound(text));
            Assert.Equal(bytes.Length, NameBytes.CountFitting(text, bytes.Length));
        }
    }

    /// <summary>What no bytes decode to: halves of pairs, and bytes that are UTF-8 together.</summary>
    [Theory]
    [InlineData(0xD83D)]
    [InlineData(0xDE00)]
    [InlineData(0xDC00)]
    [InlineData(0xDC7F)]
    [InlineData(0xDCC3, 0xDCA9)]
    [InlineData(0xDE00, 0xD83D)]
    public void What_carries_no_bytes(params int[] units) => Assert.False(NameBytes.IsSound(string.Concat(units.Select(unit => (char)unit))));

    [Theory]
    [InlineData("a\\xE9é", 1, 1)]
    [InlineData("a\\xE9é", 2, 2)]
    [InlineData("a\\xE9é", 3, 2)]
    [InlineData("a\\xE9é", 4, 4)]
    [InlineData("\U0001F600", 3, 0)]
    public void No_character_is_cut_in_two(string shown, int room, int bytes) =>
        Assert.Equal(bytes, NameBytes.CountFitting(shown.Replace("\\xE9", "\uDCE9", StringComparison.Ordinal), room));
}
