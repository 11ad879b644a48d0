using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>Goes through the records of a path table (ECMA-119 9.4), a piece at a time.</summary>
internal static class PathTableRecords
{
    /// <summary>The longest record: an identifier of 255 bytes, and its padding.</summary>
    private const int Longest = PathTableRecord.HeadSize + byte.MaxValue + 1;

    /// <summary>The fields of every record, the identifier as its last; numbered from 1 on, as records refer to each other.</summary>
    public static IEnumerable<(int Number, List<FieldSpan> Fields)> Of(ImageFile image, Region region)
    {
        var isBig = region.Name.Contains("big-endian", StringComparison.Ordinal);
        var isWide = region.Name.Contains("joliet ", StringComparison.Ordinal);
        var number = isBig ? FieldType.Big : FieldType.Little;
        var window = new byte[32 * Sector.Size];
        var fields = new List<FieldSpan>(5);
        var (windowStart, filled) = (0L, 0);
        long position = 0;
        for (var i = 1; position < region.Length; i++)
        {
            if (position + Longest > windowStart + filled && windowStart + filled < region.Length)
            {
                (windowStart, filled) = (position, (int)Math.Min(window.Length, region.Length - position));
                if (!image.TryRead(region.Offset + windowStart, window.AsSpan(0, filled)))
                {
                    yield break;
                }
            }

            var rest = window.AsMemory((int)(position - windowStart), (int)(windowStart + filled - position));
            var size = Math.Min(rest.Length, PathTableRecord.SizeWithIdentifier(rest.Span[0]));
            var offset = region.Offset + position;
            fields.Clear();
            Add("length of the identifier", 0, 1, FieldType.Little, FieldRole.Structure);
            Add("extended attribute record length", 1, 1, FieldType.Little, FieldRole.Plain);
            Add("location of extent", 2, 4, number, FieldRole.Location);
            Add("parent directory number", 6, 2, number, FieldRole.Count);
            Add("identifier", 8, rest.Span[0], rest.Span[0] == 1 ? FieldType.Bytes : isWide ? FieldType.WideText : FieldType.Text, FieldRole.Name);
            Add("padding field", 8 + rest.Span[0], size - 8 - rest.Span[0], FieldType.Bytes, FieldRole.Plain);
            yield return (i, fields);
            position += size;

            void Add(string name, int start, int length, FieldType type, FieldRole role)
            {
                var there = Math.Min(length, size - start);
                if (there > 0)
                {
                    fields.Add(new FieldSpan(new FieldDefinition(name, start, there, there == length ? type : FieldType.Bytes, role), offset + start, rest.Slice(start, there)));
                }
            }
        }
    }

    public static string Title(Region region, int number) => string.Create(CultureInfo.InvariantCulture, $"path table {region.Name}, record {number}");
}
