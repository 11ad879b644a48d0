using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Machines;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>An <see cref="ImageSummary"/> on one screen: a label and what there is to say, line after line; nothing of what is as in every image.</summary>
internal static class SummaryText
{
    private const int LabelWidth = 13;

    public static string Print(ImageSummary summary)
    {
        var text = new StringBuilder();
        var primary = summary.Descriptors.FirstOrDefault(descriptor => descriptor.Kind == VolumeDescriptorKind.Primary) ?? Primary(summary.Udf);
        Line(text, "image", summary.Name);
        Line(text, "volume", primary.VolumeId.Length == 0 ? "(unnamed)" : primary.VolumeId);
        if (summary.Descriptors.FirstOrDefault(descriptor => descriptor.Kind == VolumeDescriptorKind.Joliet) is { } joliet && !IsSameName(primary.VolumeId, joliet.VolumeId))
        {
            Line(text, "", joliet.VolumeId.Length == 0 ? "unnamed in Joliet" : $"{joliet.VolumeId}  in Joliet");
        }

        if (summary is { Udf: { } udf, Descriptors.Count: > 0 } && !string.Equals(primary.VolumeId, udf.VolumeId, StringComparison.Ordinal))
        {
            Line(text, "", udf.VolumeId.Length == 0 ? "unnamed in UDF" : $"{udf.VolumeId}  in UDF");
        }

        if (summary.Labels.Differ)
        {
            Line(text, "label", summary.Labels.ToString());
        }

        Line(text, "formats", Formats(summary));
        Line(text, "size", $"{HumanSize.Short(summary.Length)}  ({HumanSize.Counted(summary.Length, "byte", "bytes")}, {HumanSize.Counted(Bytes.Sector.Count(summary.Length), "sector", "sectors")})");
        Line(text, "content", Content(summary));
        Line(text, "dates", Dates(primary));
        Optional(text, "publisher", primary.Publisher);
        Optional(text, "preparer", primary.Preparer);
        Optional(text, "application", primary.ApplicationId);
        Optional(text, "system", primary.SystemId);
        Optional(text, "volume set", SetOf(primary));
        Optional(text, "copyright", primary.CopyrightFile);
        Optional(text, "abstract", primary.AbstractFile);
        Optional(text, "references", primary.BibliographicFile);
        Line(text, "shown as", Views(summary.Formats));
        if (summary is { EarlierUdf: not null, Udf: null })
        {
            Line(text, "", "from a file or a USB stick, UDF by Windows, Linux and macOS, without what was added later");
        }

        Optional(text, "names", summary.PlainNames switch
        {
            NameEncoding.Utf8 => "beyond ASCII, in UTF-8",
            NameEncoding.Latin1 => "beyond ASCII and not UTF-8, shown as if in Latin-1",
            _ => "",
        });
        Udf(text, summary.Udf, "");
        Udf(text, summary.EarlierUdf, summary.Sessions.Count > 1 ? ",  of session 1, and not shown" : ",  of an earlier session, and not shown");
        Storage(text, summary);
        Boot(text, summary);
        Machines(text, summary.Machines);
        return text.ToString();
    }

    /// <summary>Of a volume that has UDF alone, what a primary descriptor would say.</summary>
    private static VolumeDescriptorInfo Primary(UdfVolumeInfo? udf) => new()
    {
        Kind = VolumeDescriptorKind.Primary,
        Sector = 0,
        VolumeId = udf?.VolumeId ?? "",
        VolumeSetId = udf?.VolumeSetId ?? "",
        Publisher = udf?.Owner ?? "",
        Preparer = udf?.Organization ?? "",
        ApplicationId = udf?.ApplicationId ?? "",
        Created = udf?.Recorded,
    };

    private static void Udf(StringBuilder text, UdfVolumeInfo? udf, string whose)
    {
        if (udf is not null)
        {
            Line(text, "partition", string.Create(
                CultureInfo.InvariantCulture,
                $"UDF, from byte {udf.PartitionOffset},  {HumanSize.Short(udf.PartitionLength)} in blocks of {udf.BlockSize} bytes{whose}"));
        }
    }

    /// <summary>A Joliet descriptor has room for the first 16 characters.</summary>
    private static bool IsSameName(string primary, string joliet)
    {
        const int most = 16;
        return string.Equals(primary, joliet, StringComparison.Ordinal) || (joliet.Length == most && primary.StartsWith(joliet, StringComparison.Ordinal));
    }

    private static string Formats(ImageSummary summary)
    {
        var enhanced = summary.Descriptors.Any(descriptor => descriptor.Kind == VolumeDescriptorKind.Enhanced) ? ImageFormats.Iso1999 : 0;
        return FormatNames.Of(summary.Formats | enhanced) + (summary.Udf is { Revision.Length: > 0 } udf ? $" {udf.Revision}" : "");
    }

    private static string Content(ImageSummary summary)
    {
        var text = $"{HumanSize.Counted(summary.Files, "file", "files")}, {HumanSize.Counted(summary.Directories, "directory", "directories")}";
        if (summary.Links > 0)
        {
            text += $", {HumanSize.Counted(summary.Links, "link", "links")}";
        }

        if (summary.SpecialFiles > 0)
        {
            text += $", {HumanSize.Counted(summary.SpecialFiles, "device, pipe or socket", "devices, pipes and sockets")}";
        }

        return $"{text};  {HumanSize.Short(summary.ContentBytes)}{(summary.ContentBytes < 1024 ? "" : $"  ({HumanSize.Counted(summary.ContentBytes, "byte", "bytes")})")}";
    }

    private static string Dates(VolumeDescriptorInfo primary)
    {
        var dates = new List<string>();
        if (primary.Created is { } created && created == primary.Modified)
        {
            dates.Add($"{ImageTimestamp.Format(created)}  created and modified");
        }
        else
        {
            Add(primary.Created, "created");
            Add(primary.Modified, "modified");
        }

        Add(primary.Effective, "effective");
        Add(primary.Expires, "expires");
        return dates.Count == 0 ? "undated" : string.Join(";  ", dates);

        void Add(DateTimeOffset? date, string what)
        {
            if (date is { } known)
            {
                dates.Add($"{ImageTimestamp.Format(known)}  {what}");
            }
        }
    }

    private static string SetOf(VolumeDescriptorInfo primary) => primary.SetSize > 1
        ? string.Create(CultureInfo.InvariantCulture, $"{primary.VolumeSetId}  volume {primary.SequenceNumber} of {primary.SetSize}").TrimStart()
        : primary.VolumeSetId;

    /// <summary>Which tree each system's driver takes.</summary>
    private static string Views(ImageFormats formats) => (formats.HasFlag(ImageFormats.RockRidge), formats.HasFlag(ImageFormats.Joliet)) switch
    {
        _ when !formats.HasFlag(ImageFormats.Iso9660) => "UDF by every system",
        (true, _) when formats.HasFlag(ImageFormats.Udf) => "UDF by Windows, Linux and macOS;  Rock Ridge by FreeBSD, and by Linux when asked for iso9660",
        (false, true) when formats.HasFlag(ImageFormats.Udf) => "UDF by Windows, Linux and macOS;  Joliet by FreeBSD",
        _ when formats.HasFlag(ImageFormats.Udf) => "UDF by Windows, Linux and macOS;  plain ISO 9660 names by FreeBSD",
        (true, true) => "Rock Ridge by Linux, macOS and FreeBSD;  Joliet by Windows",
        (true, false) => "Rock Ridge by Linux, macOS and FreeBSD;  plain ISO 9660 names by Windows",
        (false, true) => "Joliet by Windows, Linux, macOS and FreeBSD",
        _ => "plain ISO 9660 names by every system",
    };

    private static void Storage(StringBuilder text, ImageSummary summary)
    {
        if (summary.SectorFormat != SectorFormat.Cooked)
        {
            Line(text, "sectors", summary.SectorFormat == SectorFormat.RawMode1 ? "raw, mode 1;  sizes and offsets count only user data" : "raw, mode 2 form 1;  sizes and offsets count only user data");
        }

        if (summary.Sessions.Count > 1 || summary.Sessions is [{ FirstSector: > 0 }])
        {
            const int most = 8;
            var sessions = summary.Sessions.Select(session => string.Create(CultureInfo.InvariantCulture, $"{session.Number}  from sector {session.FirstSector}  {session.VolumeId}{(session.Number == summary.Session && summary.Sessions.Count > 1 ? "  (shown)" : "")}"));
            Lines(text, "sessions", [.. sessions.Take(most)], summary.Sessions.Count - most);
        }
    }

    private static void Boot(StringBuilder text, ImageSummary summary)
    {
        if (summary.Boot is { } boot)
        {
            const int most = 16;
            var where = string.Create(CultureInfo.InvariantCulture, $"El Torito, catalog at sector {boot.Sector}{(boot.IsReadable ? "" : ", where there is none")}{(boot.Path is null ? "" : $"  {boot.Path}")}{(boot.IsOfEarlierSession ? "  (of the first session; the one shown has no boot record)" : "")}");
            Lines(text, "boot", [where, .. boot.Entries.Take(most).Select(Entry)], boot.Entries.Count - most);
        }
        else if (summary.Descriptors.FirstOrDefault(descriptor => descriptor.Kind == VolumeDescriptorKind.BootRecord) is { } other)
        {
            Line(text, "boot", $"boot record of another kind  {other.SystemId}");
        }

        Lines(text, "system area", [summary.SystemArea, .. PartitionText.Lines(summary.PartitionTables)], more: 0);
    }

    /// <summary>A line each machine and loader, with the media on which it is found.</summary>
    private static void Machines(StringBuilder text, IReadOnlyList<MachineBoot> machines)
    {
        if (machines.Count == 0)
        {
            return;
        }

        var width = machines.Max(boot => MachineNames.TitleOf(boot.Machine).Length);
        Lines(text, "boots", [.. machines.Select(boot => $"{MachineNames.TitleOf(boot.Machine).PadRight(width)}  {(boot.Medium == BootMedium.Disc ? "disc" : "disk")}  {boot.Loader}  ({boot.Reason})")], more: 0);
    }

    private static string Entry(BootEntryInfo entry)
    {
        var place = entry switch
        {
            { Path: { } path } => path,
            { Length: 0 } => $"beyond the image's end, at sector {HumanSize.Grouped(entry.Sector)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"from sector {entry.Sector},  {(entry.LengthSource == BootLengthSource.Guess ? "about " : "")}{HumanSize.Short(entry.Length)}"),
        };
        return $"{BootImages.ViewOf(entry).Name}  {place}";
    }

    private static void Lines(StringBuilder text, string label, IReadOnlyList<string> lines, int more)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            Line(text, i == 0 ? label : "", lines[i]);
        }

        if (more > 0)
        {
            Line(text, "", $"... and {HumanSize.Grouped(more)} more");
        }
    }

    private static void Optional(StringBuilder text, string label, string value)
    {
        if (value.Length > 0)
        {
            Line(text, label, value);
        }
    }

    private static void Line(StringBuilder text, string label, string value) =>
        text.Append(label.PadRight(LabelWidth)).Append(LayoutText.Escape(value)).Append('\n');
}
