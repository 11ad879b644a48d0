using System.Text;

namespace IsoBuild.Inspection;

/// <summary>What those who read an image show as the volume's label. Boot loaders, installers and scripts look for volumes by it, letter by letter.</summary>
/// <param name="Linux">What <c>blkid</c>, <c>/dev/disk/by-label</c> and desktops show (libblkid).</param>
/// <param name="Grub">What GRUB's <c>search --label</c> finds. Of UDF beside ISO 9660 it sees ISO 9660's.</param>
/// <param name="Windows">What Windows shows.</param>
/// <param name="MacOS">What macOS shows.</param>
/// <param name="FreeBsd">What FreeBSD has in <c>/dev/iso9660</c>, where it writes spaces and quotation marks as <c>%20</c> and <c>%22</c>.</param>
public sealed record VolumeLabels(string Linux, string Grub, string Windows, string MacOS, string FreeBsd)
{
    /// <summary>The characters of an ISO 9660 label on FreeBSD, and of any on Windows.</summary>
    private const int MostForFreeBsd = 31;

    private const int MostForWindows = 32;

    private const int JolietCharacters = 16;

    /// <param name="primary">The primary descriptor's identifier, without padding; <see langword="null"/> when there is no such descriptor.</param>
    /// <param name="joliet">The first Joliet descriptor's.</param>
    /// <param name="udf">The logical volume descriptor's.</param>
    /// <param name="hasRockRidge">Whether the primary tree has Rock Ridge, for the sake of which GRUB and macOS leave Joliet alone.</param>
    internal static VolumeLabels Of(string? primary, string? joliet, string? udf, bool hasRockRidge)
    {
        var iso9660 = primary ?? "";
        var byTree = joliet is null || hasRockRidge ? iso9660 : joliet;
        var windows = udf ?? joliet ?? iso9660;
        return new VolumeLabels(
            udf ?? (joliet is null ? iso9660 : Join(iso9660, joliet) ?? joliet),
            primary is null ? udf ?? "" : byTree,
            windows[..Math.Min(windows.Length, MostForWindows)],
            udf ?? (byTree.Length == 0 ? iso9660 : byTree),
            iso9660[..Math.Min(iso9660.Length, MostForFreeBsd)]);
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
