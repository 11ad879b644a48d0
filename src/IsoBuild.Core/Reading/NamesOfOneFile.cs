using IsoBuild.Content;

namespace IsoBuild.Reading;

/// <summary>Finds the names that are one file (hard links): those that lie in one place, and have one serial number (RRIP 1.12, 4.1.1) or, as before 1.12, none.</summary>
internal static class NamesOfOneFile
{
    /// <param name="tree">The tree, whose nodes have their numbers.</param>
    /// <param name="names">The files that are said to have several names, with their serial numbers; 0 when there is none.</param>
    public static void Link(ContentTree tree, List<(uint Serial, ContentFile File)> names)
    {
        // What is not shown, such as an older version, has no number.
        names.RemoveAll(name => tree.AllNodes[name.File.Index] != name.File);
        names.Sort(static (a, b) => a.File.Index.CompareTo(b.File.Index));
        var found = new Dictionary<OneFile, (ContentFile First, int Count)>();
        foreach (var (serial, file) in names)
        {
            if (OneFile.Of(serial, file) is { } key)
            {
                var (first, count) = found.GetValueOrDefault(key);
                found[key] = (first ?? file, count + 1);
            }
        }

        foreach (var (serial, file) in names)
        {
            if (OneFile.Of(serial, file) is { } key && found[key] is var (first, count) && first != file && (serial > 0 && file.Length > 0 || count <= file.LinkCount))
            {
                file.HardLinkOf = first;
            }
        }
    }

    /// <summary>What the names of one file have in common.</summary>
    private readonly record struct OneFile(uint Serial, Extent Extent, int Extents, long Length, ContentFile? Attributes)
    {
        public static OneFile? Of(uint serial, ContentFile file)
        {
            var extents = TreeReading.ExtentsOf(file);
            var extent = extents.Length > 0 ? extents[0] : default;
            if (serial > 0)
            {
                return new(serial, extent, extents.Length, file.Length, Attributes: null);
            }

            // Empty files lie nowhere, and files of equal content in one place: only what is all the same, and not more often than is said, is one file.
            return extents.Length > 0 ? new(Serial: 0, extent, extents.Length, file.Length, file) : null;
        }

        public bool Equals(OneFile other) =>
            Serial == other.Serial && Extent == other.Extent && Extents == other.Extents && Length == other.Length
            && (ReferenceEquals(Attributes, other.Attributes) || Attributes is { } a && other.Attributes is { } b
                && (a.LinkCount, a.Mode, a.OwnerId, a.GroupId, a.Modified) == (b.LinkCount, b.Mode, b.OwnerId, b.GroupId, b.Modified));

        public override int GetHashCode() => HashCode.Combine(Serial, Extent.Offset, Length, Attributes?.LinkCount);
    }
}
