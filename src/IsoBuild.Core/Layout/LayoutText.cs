using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Layout;

/// <summary>The sector map: the text by which layouts are committed and compared.</summary>
internal static class LayoutText
{
    private static readonly SearchValues<char> Escaped = UnseenCharacters.And(static c => c == '\\');

    /// <summary>How wide the column of region kinds is.</summary>
    public const int KindWidth = 17;

    /// <summary>How many of the files that share a region are named beside the first.</summary>
    private const int MostNamed = 3;

    /// <summary>Room for ranges of images up to 2 GiB, so that a growing image seldom shifts the columns.</summary>
    private const int NarrowestRange = 13;

    private static readonly (ImageFormats Format, string Name)[] FormatNames =
    [
        (ImageFormats.Iso9660, "iso9660"),
        (ImageFormats.Joliet, "joliet"),
        (ImageFormats.RockRidge, "rock-ridge"),
        (ImageFormats.Iso1999, "iso9660:1999"),
        (ImageFormats.Udf, "udf"),
    ];

    public static string Print(ImageLayout layout, bool contentHashes)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(layout, contentHashes, text);
        return text.ToString();
    }

    /// <summary>Writes the map with no more of it in memory than a line.</summary>
    public static void Write(ImageLayout layout, bool contentHashes, TextWriter writer)
    {
        if (contentHashes)
        {
            layout.CheckContentSize();
        }

        var text = new StringBuilder();
        var name = layout.Name.Length == 0 ? "" : Escape(layout.Name) + "  ";
        text.Append(CultureInfo.InvariantCulture, $"image    {name}{layout.SectorCount} sectors  {layout.Length} bytes\n");
        text.Append("volume   ").Append(Volume(layout.Volume)).Append('\n');
        foreach (var (field, value) in Fields(layout.Volume))
        {
            text.Append(CultureInfo.InvariantCulture, $"field    {field}  {Escape(value)}\n");
        }

        foreach (var view in layout.Views)
        {
            text.Append(CultureInfo.InvariantCulture, $"{NameOf(view.Kind)}  {Escape(view.Name)}  sectors {view.Sector}-{view.Sector + view.SectorCount - 1}\n");
        }

        text.Append('\n');

        var widest = Math.Max(NarrowestRange, (Digits(layout.SectorCount) * 2) + 1);
        text.Append("sectors".PadRight(widest)).Append("      count  ").Append("region".PadRight(KindWidth)).Append("  content\n");
        foreach (var region in layout.Regions)
        {
            text.Append(Range(region).PadLeft(widest))
                .Append(CultureInfo.InvariantCulture, $"{region.SectorCount,11}  ")
                .Append(KindName(region.Kind).PadRight(KindWidth))
                .Append("  ")
                .Append(Escape(region.Name));
            if (region.Kind == RegionKind.File)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {region.Length} bytes");
                if (contentHashes && region.Subject is not FilePart && region.File is { } file)
                {
                    using var content = region.FixUps.Count == 0 ? file.OpenStored() : FixedUpContent.Of(region, layout);
                    text.Append("  sha256 ").Append(Convert.ToHexStringLower(RunningHash.Of(HashAlgorithmName.SHA256, content)));
                }

                if (SharedBy(region) is { Length: > 0 } others)
                {
                    text.Append("  also ").Append(others);
                }
            }

            text.Append('\n');
            writer.Write(text);
            text.Clear();
        }

        writer.Write(text);
    }

    private static string NameOf(ViewKind kind) => kind switch
    {
        ViewKind.Partition => "partition",
        ViewKind.BootImage => "boot",
        _ => "file",
    };

    /// <summary>Whether regions of that kind are called after what they hold, which is not who they are.</summary>
    public static bool IsCalledByState(string kind) => kind is "system area" or "padding" or "gap";

    public static string KindName(RegionKind kind) => kind switch
    {
        RegionKind.SystemArea => "system area",
        RegionKind.VolumeDescriptor => "volume descriptor",
        RegionKind.PathTable => "path table",
        RegionKind.Directory => "directory",
        RegionKind.Continuation => "continuation",
        RegionKind.FileEntries => "file entries",
        RegionKind.File => "file",
        RegionKind.BootCatalog => "boot catalog",
        RegionKind.BootImage => "boot image",
        RegionKind.Partition => "partition",
        RegionKind.PartitionTable => "partition table",
        RegionKind.Checksum => "checksum",
        RegionKind.HfsPlus => "hfs+",
        RegionKind.Padding => "padding",
        _ => "gap",
    };

    /// <summary>Control characters and the backslash as <c>\u000A</c>, so that a region stays one line; bytes that are no UTF-8 as <c>\xE9</c>.</summary>
    public static string Escape(string text) => LogText.Replace(text, Escaped);

    /// <summary>Who else has the content of a region: the first few by name, the others by number.</summary>
    public static string SharedBy(Region region)
    {
        var others = region.SharedBy;
        var named = string.Join(", ", others.Take(MostNamed).Select(Escape));
        return others.Count <= MostNamed ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {others.Count - MostNamed} more");
    }

    private static string Volume(VolumeInfo volume)
    {
        var timestamp = volume.Timestamp is { } instant ? ImageTimestamp.Format(instant) : "undated";
        var names = FormatNames
            .Where(format => volume.Formats.HasFlag(format.Format))
            .Select(format => format.Format == ImageFormats.Iso9660 ? string.Create(CultureInfo.InvariantCulture, $"iso9660(level {volume.IsoLevel})") : format.Name);
        return $"{(volume.VolumeId.Length == 0 ? "(unnamed)" : Escape(volume.VolumeId))}  {timestamp}  {string.Join(' ', names)}";
    }

    /// <summary>What else the volume says of itself, where it says something.</summary>
    private static IEnumerable<(string Field, string Value)> Fields(VolumeInfo volume) => new (string Field, string Value)[]
    {
        ("publisher", volume.Publisher),
        ("application", volume.ApplicationId),
        ("system", volume.SystemId),
        ("volume set", volume.VolumeSetId),
        ("preparer", volume.Preparer),
        ("copyright file", volume.CopyrightFile),
        ("abstract file", volume.AbstractFile),
        ("bibliographic file", volume.BibliographicFile),
        ("expires", volume.Expires is { } expires ? ImageTimestamp.Format(expires) : ""),
        ("effective", volume.Effective is { } effective ? ImageTimestamp.Format(effective) : ""),
    }.Where(field => field.Value.Length > 0);

    private static string Range(Region region)
    {
        var last = region.Sector + region.SectorCount - 1;
        return last <= region.Sector
            ? region.Sector.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{region.Sector}-{last}");
    }

    private static int Digits(long number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
