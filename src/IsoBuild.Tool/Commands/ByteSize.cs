using System.CommandLine.Parsing;
using System.Globalization;

namespace IsoBuild.Tool.Commands;

/// <summary>Sizes as users write them: bytes, or with K, M, G or T in powers of 1024.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    public static long? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var unit = text.Length > 1 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1 : 0;
        var digits = unit > 0 ? text[..^1] : text;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue >> (10 * unit))
        {
            return count << (10 * unit);
        }

        result.AddError($"'{text}' is not a size; write bytes, or 700M, 4G.");
        return null;
    }
}
