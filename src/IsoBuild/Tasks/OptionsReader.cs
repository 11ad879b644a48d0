using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns what users wrote in properties and metadata into <see cref="ImageOptions"/>.</summary>
internal static class OptionsReader
{
    /// <summary>Reads the metadata of <paramref name="image"/>. What makes no sense is reported under its property's name.</summary>
    public static ImageOptions Read(ITaskItem image, string timestampSource, DiagnosticLog log)
    {
        var volumeId = image.GetMetadata("IsoVolumeId");
        return new ImageOptions
        {
            VolumeId = volumeId.Length > 0 ? volumeId : VolumeIdentifier.Derive(image.ItemSpec),
            Publisher = image.GetMetadata("IsoPublisher"),
            ApplicationId = image.GetMetadata("IsoApplicationId"),
            Timestamp = ReadTimestamp(image.GetMetadata("IsoTimestamp"), timestampSource, log),
            FileDates = ReadName<FileDates>("IsoFileDates", image.GetMetadata("IsoFileDates"), log),
            Formats = ReadFormats(image.GetMetadata("IsoFormats"), log),
            IsoLevel = ReadLevel(image.GetMetadata("IsoLevel"), log),
        };
    }

    private static DateTimeOffset ReadTimestamp(string text, string property, DiagnosticLog log)
    {
        if (text.Length == 0)
        {
            return ImageTimestamp.Default;
        }

        if (!ImageTimestamp.TryParse(text, out var timestamp, out var problem))
        {
            log.Report(DiagnosticId.TimestampInvalid, property, $"'{text}' {problem}");
        }

        return timestamp;
    }

    private static ImageFormats ReadFormats(string text, DiagnosticLog log)
    {
        // ISO 9660 is always there: naming it is welcome, leaving it out changes nothing.
        var formats = ImageFormats.Iso9660;
        foreach (var name in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            formats |= ReadName<ImageFormats>("IsoFormats", name, log, except: ImageFormats.Default);
        }

        return formats;
    }

    private static int ReadLevel(string text, DiagnosticLog log)
    {
        if (text is "1" or "2" or "3")
        {
            return text[0] - '0';
        }

        log.Report(DiagnosticId.OptionUnknown, "IsoLevel", $"'{text}' is not an interchange level; write 1, 2 or 3");
        return 3;
    }

    private static T ReadName<T>(string property, string text, DiagnosticLog log, T? except = null)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Where(value => !value.Equals(except)).Select(value => value.ToString()).ToArray();
        if (names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return Enum.Parse<T>(known);
        }

        log.Report(DiagnosticId.OptionUnknown, property, $"'{text}' is unknown; write {string.Join(", ", names[..^1])} or {names[^1]}");
        return default;
    }
}
