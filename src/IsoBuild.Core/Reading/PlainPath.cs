using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;

namespace IsoBuild.Reading;

/// <summary>Finds a file by its ISO 9660 identifiers as firmware does, without reading any other directory.</summary>
internal static class PlainPath
{
    /// <summary>Directories of firmware's files are small.</summary>
    private const int MostBytes = 1 << 20;

    /// <summary>Where a file lies; <see langword="null"/> when firmware does not find it. Capital letters are no others than small ones, and versions do not count.</summary>
    /// <param name="image">The image.</param>
    /// <param name="primary">The primary volume descriptor.</param>
    /// <param name="path">Names separated by <c>/</c>.</param>
    public static (long Offset, uint Length)? Find(ImageFile image, byte[] primary, string path)
    {
        var root = new VolumeDescriptor.View(primary).Root;
        var place = root.IsSound ? (Offset: root.Block * Sector.Size, root.Length, IsDirectory: true) : default;
        foreach (var name in path.Split('/'))
        {
            if (!place.IsDirectory || Entry(image, place.Offset, place.Length, name) is not { } next)
            {
                return null;
            }

            place = next;
        }

        return place.IsDirectory || place.Offset + place.Length > image.Length ? null : (place.Offset, place.Length);
    }

    private static (long Offset, uint Length, bool IsDirectory)? Entry(ImageFile image, long offset, uint length, string name)
    {
        var bytes = new byte[Math.Min(length, MostBytes)];
        if (!image.TryRead(offset, bytes))
        {
            return null;
        }

        for (var at = 0; at + DirectoryRecord.HeadSize < bytes.Length;)
        {
            var record = new DirectoryRecord(bytes.AsSpan(at));
            if (!record.IsSound)
            {
                // The rest of a sector is unused.
                at = (at / Sector.Size * Sector.Size) + Sector.Size;
                continue;
            }

            if (!record.IsSelfOrParent && IsCalled(record.Identifier, name))
            {
                return (record.Block * Sector.Size, record.Length, record.IsDirectory);
            }

            at += record.Size;
        }

        return null;
    }

    private static bool IsCalled(ReadOnlySpan<byte> identifier, string name)
    {
        var version = identifier.IndexOf((byte)';');
        var plain = Encoding.Latin1.GetString(version < 0 ? identifier : identifier[..version]);
        return plain.TrimEnd('.').Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
