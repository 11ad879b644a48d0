using System.Globalization;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using static IsoBuild.Emulation.OptionRows;

namespace IsoBuild.Emulation;

/// <summary>The options of oscdimg, from Microsoft's "Oscdimg Command-Line Options". Values are joined to names.</summary>
internal static class OscdimgOptions
{
    /// <summary>The local time that <c>-t</c> is given in.</summary>
    private const string TimeForm = "M/d/yyyy,H:m:s";

    public static ProgramOptions All { get; } = new(
    [
        Value("l", "LABEL", "The volume label", (request, text) => request.Options = request.Options with { VolumeId = text }),
        Value("b", "FILE", "The boot image, a file on disk", (request, text) => BootImage(request, text)),
        Value("bootdata:", "N#ENTRY#...", "Several boot entries: pN platform, e no emulation, bFILE boot image, tSEG segment", BootData),
        Switch("e", "The boot image is loaded and run as it is", request => request.Boot.HasNoEmulation = true),
        Value("p", "N", "The platform of the boot entry: 0 or EF", (request, text) => Platform(request.Boot, text)),
        Value("t", "MM/DD/YYYY,hh:mm:ss", "The timestamp of all files and the volume", Time),
        Nothing("g", "No effect: times are UTC"),
        Nothing("m", "No effect: images may be as large as they are"),
        Nothing("maxsize:", "No effect: images may be as large as they are", "N"),
        Switch("h", "Files marked as hidden go into the image too", request => request.TakesHidden = true),
        Switch("n", "Long names", request => request.HasLongNames = true),
        Switch("nt", "Long names, as Windows NT 3.51 reads them", request => request.HasLongNames = true),
        Switch("d", "Names in lower case stay so", request => request.IsoNames |= IsoNameRules.Lowercase),
        Nothing("c", "No effect: names are Unicode"),
        Nothing("r", "No effect: links are stored as what they lead to"),
        Switch("j1", "Joliet, and ISO 9660 with short names", request => request.Formats(ImageFormats.Joliet)),
        Switch("j2", "Joliet", request => request.Formats(ImageFormats.Joliet)),
        Switch("js", "Joliet", request => request.Formats(ImageFormats.Joliet)),
        Switch("u1", "UDF, and ISO 9660 with short names", request => request.Formats(ImageFormats.Udf)),
        Switch("u2", "UDF", request => request.Options = request.Options with { Formats = ImageFormats.Udf }),
        Nothing("ur", "No effect"),
        Nothing("us", "No effect"),
        Nothing("ue", "No effect"),
        Nothing("uf", "No effect"),
        Nothing("ut", "No effect"),
        Nothing("udfver102", "No effect: UDF is written in version 1.02"),
        Differs("udfver150", "UDF is written in version 1.02, which every reader of later versions reads."),
        Differs("udfver200", "UDF is written in version 1.02, which every reader of later versions reads."),
        Switch("o", "No effect: equal files are stored once", request => request.Options = request.Options with { Dedupe = true }),
        Switch("oc", "No effect: equal files are found by their bytes", request => request.Options = request.Options with { Dedupe = true }),
        Switch("oi", "No effect: equal files are found by their bytes", request => request.Options = request.Options with { Dedupe = true }),
        Switch("os", "No effect: equal files are stored once", request => request.Options = request.Options with { Dedupe = true }),
        Value("yo", "FILE", "The order of file content: a path in the image a line", (request, path) => request.Order.AddRange(Lines(request, "-yo", OnDisk(path)).Select(line => line.Trim().Replace('\\', '/').Trim('/')).Where(line => line.Length > 0))),
        Switch("q", "Make no image, and report problems", request => request.PrintsSize = true),
        Differs("k", "A file that cannot be read is an error here, so that no image lacks a file."),
        Nothing("x", "No effect: no AutoCRC is stored"),
        Nothing("a", "No effect"),
        Nothing("as", "No effect"),
        Nothing("v", "No effect", "N"),
        Nothing("w1", "No effect"),
        Nothing("w2", "No effect"),
        Nothing("w3", "No effect"),
        Nothing("w4", "No effect"),
        Nothing("y", "No effect", "X"),
        Switch("?", "Print this", request => request.Answer ??= () => ProgramTexts.Help(request)),
        Switch("help", "Print this", request => request.Answer ??= () => ProgramTexts.Help(request)),
    ]);

    /// <summary>A path as Windows writes it, which quotes may surround.</summary>
    public static string OnDisk(string text)
    {
        var path = text.Replace("\"", "", StringComparison.Ordinal);
        return OperatingSystem.IsWindows() ? path : path.Replace('\\', '/');
    }

    private static void BootImage(ImageRequest request, string text)
    {
        request.Boot.Image = OnDisk(text);
        request.Boot.IsOnDisk = true;
    }

    /// <summary>As in <c>2#p0,e,bFILE#pEF,e,bFILE</c>.</summary>
    private static void BootData(ImageRequest request, string text)
    {
        var entries = text.Split('#');
        if (!int.TryParse(entries[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count != entries.Length - 1)
        {
            throw CommandLineFault.Usage("-bootdata", $"'{text}' does not begin with the number of its entries; write it as in 2#p0,e,bFILE#pEF,e,bFILE.");
        }

        // They are instead of -b.
        request.ForgetBoots();
        foreach (var entry in entries.Skip(1))
        {
            request.NextBoot();
            foreach (var setting in Settings(entry))
            {
                Set(request, setting);
            }

            if (!request.Boot.IsGiven)
            {
                throw CommandLineFault.Usage("-bootdata", $"The entry '{entry}' has no boot image; write bFILE.");
            }
        }
    }

    /// <summary>Commas divide settings, and may stand in the name of the boot image when quotes surround it.</summary>
    private static IEnumerable<string> Settings(string entry)
    {
        var start = 0;
        var isQuoted = false;
        for (var i = 0; i <= entry.Length; i++)
        {
            if (i == entry.Length || (entry[i] == ',' && !isQuoted))
            {
                yield return entry[start..i];
                start = i + 1;
            }
            else
            {
                isQuoted ^= entry[i] == '"';
            }
        }
    }

    private static void Set(ImageRequest request, string setting)
    {
        var value = setting.Length > 1 ? setting[1..] : "";
        switch (setting.Length > 0 ? char.ToLowerInvariant(setting[0]) : '\0')
        {
            case 'p':
                Platform(request.Boot, value);
                break;
            case 'e':
                request.Boot.HasNoEmulation = true;
                break;
            case 'b':
                request.Boot.Image = OnDisk(value);
                request.Boot.IsOnDisk = true;
                break;
            case 't' when int.TryParse(value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value.AsSpan(2) : value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var segment) && segment <= ushort.MaxValue:
                request.Boot.LoadSegment = segment;
                break;
            default:
                throw CommandLineFault.Usage("-bootdata", $"'{setting}' is not a setting of a boot entry; write pN, e, bFILE or tSEGMENT.");
        }
    }

    private static void Platform(BootRequest boot, string text)
    {
        boot.HasPlatform = true;
        boot.Platform = text.TrimStart('0').ToUpperInvariant() switch
        {
            "" => BootPlatform.Bios,
            "EF" or "XEF" => BootPlatform.Uefi,
            _ => throw CommandLineFault.Usage("-p", $"'{text}' is not a platform; write 0 for BIOS or EF for UEFI."),
        };
    }

    /// <summary>Without a time it is the present one there, and the timestamp of the image here.</summary>
    private static void Time(ImageRequest request, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        request.FileDate = DateTimeOffset.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw CommandLineFault.Usage("-t", $"'{text}' is not a time; write it as in 10/31/2000,15:01:00. It is UTC here.");
        request.VolumeDate = request.FileDate;
    }
}
