using System.Text;

namespace IsoBuild.Core.Tests.Records;

/// <summary>Bytes as the standards' tables write them: hexadecimal, with text in apostrophes, spaces anywhere.</summary>
internal static class Hex
{
    public static byte[] Bytes(string text)
    {
        List<byte> bytes = [];
        string[] parts = text.Split('\'');
        for (int i = 0; i < parts.Length; i++)
        {
            bytes.AddRange(i % 2 == 1 ? Encoding.ASCII.GetBytes(parts[i]) : Convert.FromHexString(string.Concat(parts[i].Where(char.IsAsciiHexDigit))));
        }

        return [.. bytes];
    }

    /// <summary>Puts bytes into a sector.</summary>
    public static void Put(this byte[] sector, int offset, string text) => Bytes(text).CopyTo(sector, offset);

    /// <summary>Puts text into a field that is filled up with spaces.</summary>
    public static void PutText(this byte[] sector, int offset, int length, string text) => Encoding.ASCII.GetBytes(text.PadRight(length)).CopyTo(sector, offset);

    /// <summary>The same in big-endian two-byte characters; an odd field ends in a zero byte.</summary>
    public static void PutWideText(this byte[] sector, int offset, int length, string text) =>
        Encoding.BigEndianUnicode.GetBytes(text.PadRight(length / 2)).CopyTo(sector, offset);

    /// <summary>Fails with the first difference, not with 2048 bytes of each.</summary>
    public static void AssertSame(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        int same = expected.CommonPrefixLength(actual);
        if (same < expected.Length)
        {
            int end = Math.Min(same + 16, expected.Length);
            Assert.Fail($"From byte {same} on: expected {Convert.ToHexString(expected[same..end])}, found {Convert.ToHexString(actual[same..end])}.");
        }
    }
}
