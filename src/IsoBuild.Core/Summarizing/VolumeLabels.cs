using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Reading;

namespace IsoBuild.Summarizing;

/// <summary>The volume label as different systems show it. Boot loaders, installers and scripts look for volumes by exactly this text.</summary>
/// <param name="Linux">What <c>blkid</c>, <c>/dev/disk/by-label</c> and desktops show (libblkid).</param>
/// <param name="Grub">What GRUB's <c>search --label</c> finds. It is the ISO 9660 label even with UDF, because boot images contain GRUB's ISO 9660 module.</param>
/// <param name="Windows">What Windows shows.</param>
/// <param name="MacOS">What macOS shows.</param>
/// <param name="FreeBsd">What FreeBSD has in <c>/dev/iso9660</c>, where a space is <c>%20</c>; empty if there is no entry.</param>
public sealed record VolumeLabels(string Linux, string Grub, string Windows, string MacOS, string FreeBsd)
{
    /// <summary>The characters of an ISO 9660 label on FreeBSD, and of any on Windows.</summary>
    private const int MostForFreeBsd = 31;

    private const int MostForWindows = 32;

    private const int JolietCharacters = 16;

    /// <summary>Whether two of them show different labels; one who shows none does not count.</summary>
    internal bool Differ => All.Where(shown => shown.Label.Length > 0).DistinctBy(shown => shown.Label, StringComparer.Ordinal).Count() > 1;

    private (string Reader, string Label)[] All => [("Linux", Linux), ("GRUB", Grub), ("Windows", Windows), ("macOS", MacOS), ("FreeBSD", FreeBsd)];

    /// <summary>The labels as text, systems with the same label together: <c>"APP" to Linux, GRUB, Windows, macOS and FreeBSD</c>.</summary>
    public override string ToString() => string.Join(
        "; ",
        All.GroupBy(shown => shown.Label, shown => shown.Reader, StringComparer.Ordinal)
            .Select(group => $"{(group.Key.Length == 0 ? "none" : $"\"{group.Key}\"")} to {Listed([.. group])}"));

    /// <summary>Those of an image.</summary>
    internal static VolumeLabels Of(ImageReader reader) => Of(
        reader.DescriptorSectors?.VolumeId,
        reader.Descriptors.FirstOrDefault(descriptor => descriptor.Kind == VolumeDescriptorKind.Joliet)?.VolumeId,
        reader.UdfVolume?.Info.VolumeId,
        reader.Formats.HasFlag(ImageFormats.RockRidge));

    /// <param name="primary">The primary descriptor's identifier, without padding; <see langword="null"/> when there is no such descriptor.</param>
    /// <param name="joliet">The first Joliet descriptor's.</param>
    /// <param name="udf">The logical volume descriptor's.</param>
    /// <param name="hasRockRidge">Whether the primary tree has Rock Ridge, for the sake of which GRUB and macOS leave Joliet alone.</param>
    internal static VolumeLabels Of(string? primary, string? joliet, string? udf, bool hasRockRidge)
    {
        var iso9660 = primary ?? "";
        var byTree = joliet is null || hasRockRidge ? iso9660 : joliet;
        return new VolumeLabels(
            udf ?? (joliet is null ? iso9660 : Join(iso9660, joliet) ?? joliet),
            primary is null ? udf ?? "" : byTree,
            Cut(udf ?? joliet ?? iso9660, MostForWindows),
            udf ?? (byTree.Length == 0 ? iso9660 : byTree),
            ForFreeBsd(Cut(iso9660, MostForFreeBsd).TrimEnd(' ')));
    }

    private static string Cut(string label, int most) => label[..Math.Min(label.Length, most)];

    private static string Listed(string[] readers) => readers.Length == 1 ? readers[0] : $"{string.Join(", ", readers[..^1])} and {readers[^1]}";

    /// <summary>In names of devices, bytes that do not print, spaces, quotation marks and percent signs are hexadecimal.</summary>
    private static string ForFreeBsd(string label)
    {
        var name = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(label))
        {
            if (value is > (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'%'))
            {
                name.Append((char)value);
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        return name.ToString();
    }

    /// <summary>Joliet has room for 16 characters. libblkid joins them with the rest of the primary identifier, if the one is the beginning of the other but for
    /// case and for characters that are <c>_</c> in one of them.</summary>
    private static string? Join(string primary, string joliet)
    {
        var joined = new StringBuilder();
        var place = 0;
        foreach (var rune in joliet.PadRight(JolietCharacters).EnumerateRunes())
        {
            // Behind the text, both have spaces.
            var c = place < primary.Length ? primary[place] : ' ';
            place++;
            if (c == '_')
            {
                joined.Append(rune);
            }
            else if (rune.Value == '_')
            {
                joined.Append(c);
            }
            else if (rune.IsAscii && char.ToUpperInvariant((char)rune.Value) == char.ToUpperInvariant(c))
            {
                joined.Append(char.IsAsciiLetterUpper(c) ? (char)rune.Value : c);
            }
            else
            {
                return null;
            }
        }

        return joined.Append(primary.AsSpan(Math.Min(place, primary.Length))).ToString().TrimEnd(' ');
    }
}
