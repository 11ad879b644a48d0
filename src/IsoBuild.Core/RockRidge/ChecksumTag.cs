using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace IsoBuild.RockRidge;

/// <summary>A sector with the MD5 of all sectors before it, which those find who read the image from its beginning (libisofs' checksums.txt). Each leads to the next.</summary>
internal static class ChecksumTag
{
    /// <summary>What a tag says before its numbers: of descriptors, of directories, of the session.</summary>
    public const string OfDescriptors = "libisofs_sb_checksum_tag_v1";

    public const string OfDirectories = "libisofs_tree_checksum_tag_v1";

    public const string OfSession = "libisofs_checksum_tag_v1";

    /// <summary>In how many sectors behind the descriptors libisofs looks for the first one.</summary>
    public const int MostSectorsBehind = 16;

    private const string Next = " next=";

    /// <param name="sector">Receives the tag.</param>
    /// <param name="kind">How it begins.</param>
    /// <param name="number">Where it lies; the image begins at 0.</param>
    /// <param name="next">Where the next one lies; <see langword="null"/> of the last.</param>
    /// <param name="md5">The checksum of what comes before.</param>
    public static void Write(Span<byte> sector, string kind, long number, long? next, ReadOnlySpan<byte> md5)
    {
        var more = next is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{Next}{next}");
        var text = string.Create(CultureInfo.InvariantCulture, $"{kind} pos={number} range_start=0 range_size={number}{more} md5={Convert.ToHexStringLower(md5)}");
        Encoding.ASCII.GetBytes($"{text} self={Convert.ToHexStringLower(Md5Checksums.Of(Encoding.ASCII.GetBytes(text)))}\n", sector);
    }

    /// <summary>Whether a sector is a tag that says it lies there.</summary>
    /// <param name="sector">The sector.</param>
    /// <param name="kind">How it begins.</param>
    /// <param name="number">Where it lies.</param>
    /// <param name="next">Where the next one lies; 0 when it does not say.</param>
    public static bool IsIn(ReadOnlySpan<byte> sector, string kind, long number, out long next)
    {
        next = 0;
        var start = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} pos={number} "));
        if (!sector.StartsWith(start) || sector.IndexOf((byte)'\n') is not (> 0 and var end))
        {
            return false;
        }

        if (sector[..end].IndexOf(Encoding.ASCII.GetBytes(Next)) is >= 0 and var at && Utf8Parser.TryParse(sector[(at + Next.Length)..end], out uint found, out _))
        {
            next = found;
        }

        return true;
    }
}
