using System.Globalization;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>Says in words to what a byte belongs that differs in two images.</summary>
internal sealed class FieldFinder(ComparedImage before, ComparedImage after)
{
    /// <summary>What there is at <paramref name="offset"/> in both, and whether it follows from something else.</summary>
    public (string Words, bool IsEffect) Describe(long offset)
    {
        if (offset >= before.File.Length || offset >= after.File.Length)
        {
            return (offset >= after.File.Length ? "the second image ends there" : "the first image ends there", true);
        }

        if (before.Find(offset) is not { } old || after.Find(offset) is not { } now)
        {
            return ("bytes that belong to nothing", false);
        }

        if (old.Key != now.Key || old.Region.Offset != now.Region.Offset)
        {
            var (was, has) = (RegionTitle.Of(old.Region), RegionTitle.Of(now.Region));
            return (string.Equals(was, has, StringComparison.Ordinal) ? $"{has} begins elsewhere" : $"there is {was} in the first image, and {has} in the second", true);
        }

        var from = Locate(before, old.Region, offset);
        var to = Locate(after, now.Region, offset);
        if (from is null || to is null)
        {
            var within = offset - now.Region.Offset;
            return now.Region.Kind switch
            {
                _ when within >= now.Region.Length => ($"unused bytes after {RegionTitle.Of(now.Region)}", false),
                RegionKind.File => (string.Create(CultureInfo.InvariantCulture, $"content of {RegionTitle.Of(now.Region)}, its byte {within}"), false),
                _ => (RegionTitle.Of(now.Region), false),
            };
        }

        if (!string.Equals(from.Value.Owner, to.Value.Owner, StringComparison.Ordinal) || !string.Equals(from.Value.Field.Name, to.Value.Field.Name, StringComparison.Ordinal))
        {
            return ($"there is the {from.Value.Owner}: {from.Value.Field.Name} in the first image, and the {to.Value.Owner}: {to.Value.Field.Name} in the second", true);
        }

        if (to.Value.Field.Definition.Role == FieldRole.Checksum && CauseOf(offset) is var (earlier, later))
        {
            (from, to) = ((from.Value.Owner, earlier), (to.Value.Owner, later));
        }

        var isEffect = to.Value.Field.Definition.Role is FieldRole.Location or FieldRole.Size or FieldRole.Count or FieldRole.Attributes or FieldRole.Structure or FieldRole.Space or FieldRole.Identity or FieldRole.Checksum;
        return ($"{to.Value.Owner}: {from.Value.Field.Compare(to.Value.Field)}", isEffect);
    }

    /// <summary>The first field of a descriptor that differs, and from which the checksums in its tag follow.</summary>
    private (FieldSpan Was, FieldSpan Has)? CauseOf(long offset)
    {
        if (before.Descriptors.FirstOrDefault(descriptor => descriptor.Contains(offset)) is not { } old || after.Descriptors.FirstOrDefault(descriptor => descriptor.Contains(offset)) is not { } now)
        {
            return null;
        }

        foreach (var field in now.Fields)
        {
            if (field.Role != FieldRole.Checksum && field.Start + field.Length <= old.Bytes.Length && !old.Span(field).Bytes.Span.SequenceEqual(now.Span(field).Bytes.Span))
            {
                return (old.Span(field), now.Span(field));
            }
        }

        return null;
    }

    private static (string Owner, FieldSpan Field)? Locate(ComparedImage image, Region region, long offset)
    {
        if (region.Kind is RegionKind.BootCatalog or RegionKind.File or RegionKind.BootImage)
        {
            var index = image.BootFields.FindIndex(field => field.Span.Contains(offset));
            return index < 0 ? null : (image.BootFields[index].Owner, image.BootFields[index].Span);
        }

        switch (region.Kind)
        {
            case RegionKind.VolumeDescriptor:
                return image.Descriptors.FirstOrDefault(descriptor => descriptor.Contains(offset)) is { } found ? (found.Title, found.FieldAt(offset)) : null;
            case RegionKind.SystemArea or RegionKind.PartitionTable:
                return InTables(image, region, offset);
            case RegionKind.Directory when !RegionTitle.IsUdf(region):
                return InRecords(image, region, offset);
            case RegionKind.Continuation:
                // Most often, the records that go on here are those of the directory that the area is called after.
                var name = region.Name.Replace("rock-ridge /", "iso9660 /", StringComparison.Ordinal);
                var directory = image.Regions.Layout.Regions.FirstOrDefault(other => other.Kind == RegionKind.Directory && string.Equals(other.Name, name, StringComparison.Ordinal));
                return directory is null ? null : InRecords(image, directory, offset);
            case RegionKind.PathTable:
                foreach (var (number, fields) in PathTableRecords.Of(image.File, region))
                {
                    foreach (var field in fields)
                    {
                        if (field.Contains(offset))
                        {
                            return (PathTableRecords.Title(region, number), field);
                        }
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static (string Owner, FieldSpan Field)? InTables(ComparedImage image, Region region, long offset)
    {
        var bytes = new byte[region.Length];
        image.File.TryRead(region.Offset, bytes);
        foreach (var field in PartitionFields.Of(region.Kind, bytes))
        {
            var span = new FieldSpan(field, region.Offset + field.Start, bytes.AsMemory(field.Start, field.Length));
            if (span.Contains(offset))
            {
                return (RegionTitle.Of(region), span);
            }
        }

        return null;
    }

    private static (string Owner, FieldSpan Field)? InRecords(ComparedImage image, Region directory, long offset)
    {
        foreach (var record in image.Records.Of(directory))
        {
            foreach (var field in record.Fields)
            {
                if (field.Contains(offset))
                {
                    return (RecordComparer.Title(record, RecordComparer.TreeOf(directory)), field with { Bytes = field.Bytes.ToArray() });
                }
            }
        }

        return null;
    }
}
