using System.Globalization;
using System.Text;

namespace IsoBuild.Provenance;

/// <summary>Names as texts of Unicode, one for each: JSON can hold every character, but no bytes that are not UTF-8.</summary>
internal static class NameText
{
    /// <summary>A name, with a byte that is not UTF-8 as <c>\xE9</c>, and so that nothing else looks like one, a backslash as <c>\x5C</c>. Halves of surrogate pairs, which names of Joliet can have, are <c>\uD800</c>.</summary>
    public static string Of(string name)
    {
        if (!name.Contains('\\', StringComparison.Ordinal) && name.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return name;
        }

        var text = new StringBuilder(name.Length + 16);
        for (var i = 0; i < name.Length; i++)
        {
            var unit = name[i];
            if (i + 1 < name.Length && char.IsSurrogatePair(unit, name[i + 1]))
            {
                text.Append(unit).Append(name[++i]);
            }
            else if (unit is >= '\uDC80' and <= '\uDCFF')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{unit - 0xDC00:X2}");
            }
            else if (unit == '\\')
            {
                text.Append(@"\x5C");
            }
            else if (char.IsSurrogate(unit))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            }
            else
            {
                text.Append(unit);
            }
        }

        return text.ToString();
    }
}
