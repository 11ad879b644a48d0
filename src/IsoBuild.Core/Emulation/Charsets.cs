namespace IsoBuild.Emulation;

/// <summary>The charsets that command lines name. Names are bytes here, and UTF-8 where they are text.</summary>
internal static class Charsets
{
    /// <summary>How names of charsets begin that are known, and something else than UTF-8.</summary>
    private static readonly string[] Others = ["ISO8859", "CP", "WINDOWS", "KOI8", "MAC", "IBM", "EUC", "SJIS", "SHIFTJIS", "GB", "BIG5"];

    public static void Check(ImageRequest request, string option, string name)
    {
        var plain = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        if (plain is "UTF8" or "ASCII" or "USASCII" or "DEFAULT" or "C" or "POSIX" or "NONE" or "ANSIX3.41968")
        {
            return;
        }

        if (!Array.Exists(Others, other => plain.StartsWith(other, StringComparison.Ordinal)))
        {
            throw CommandLineFault.Usage(option, $"'{name}' is not a known charset. Names are read as UTF-8 here: write utf-8, or leave the option out.");
        }

        request.Warn(option, $"Names are read as UTF-8 here, not as {name}. Names in ASCII are the same in both. If there are others, rename the files to UTF-8 (convmv).");
    }
}
