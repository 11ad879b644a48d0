using System.Text.RegularExpressions;

namespace IsoBuild.Emulation;

/// <summary>The charsets that command lines name. Names are bytes here, and UTF-8 where they are text.</summary>
internal static partial class Charsets
{
    public static void Check(ImageRequest request, string option, string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        if (plain is "UTF8" or "ASCII" or "USASCII" or "DEFAULT" or "C" or "POSIX" or "NONE" or "ANSIX3.41968")
        {
            return;
        }

        if (!Known().IsMatch(plain))
        {
            throw CommandLineFault.Usage(option, $"'{name}' is not a known charset. Names are read as UTF-8 here: write utf-8, or leave the option out.");
        }

        request.Warn(option, $"Names are read as UTF-8 here, not as {name}. Names in ASCII are the same in both. If there are others, rename the files to UTF-8 (convmv).");
    }

    [GeneratedRegex("^(ISO8859|ISO88591?|CP|WINDOWS|KOI8|MAC|ISO)[0-9A-Z]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Known();
}
