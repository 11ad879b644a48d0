using IsoBuild.Reading;

namespace IsoBuild.Inspection;

/// <summary>How the volume descriptors of two images differ, field by field; descriptors are paired by kind.</summary>
internal sealed class VolumeComparer(ComparedImage before, ComparedImage after, bool entriesDiffer)
{
    /// <summary>What somebody gave another value.</summary>
    public List<ImageDifference> Fields { get; } = [];

    /// <summary>What follows from where things lie.</summary>
    public List<ImageDifference> Effects { get; } = [];

    public void Compare()
    {
        foreach (var (kind, number, _, _) in before.Descriptors.Where(old => !after.Descriptors.Any(now => IsSame(old, now))))
        {
            Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Removed, Title(kind, number), Title(kind, number)));
        }

        foreach (var now in after.Descriptors)
        {
            var old = before.Descriptors.FirstOrDefault(old => IsSame(old, now));
            if (old.Sector is null)
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Added, Title(now.Kind, now.Number), Title(now.Kind, now.Number), now.Offset));
            }
            else if (!old.Sector.AsSpan().SequenceEqual(now.Sector))
            {
                CompareFields(now.Kind, Title(now.Kind, now.Number), old.Sector, old.Offset, now.Sector, now.Offset);
            }
        }
    }

    public static string Title(VolumeDescriptorKind kind, int number) =>
        $"volume descriptor {DescriptorFields.NameOf(kind)}{(number > 1 ? $" ({HumanSize.Grouped(number)})" : "")}";

    /// <summary>The field that holds a byte of a descriptor.</summary>
    public static FieldSpan FieldAt(VolumeDescriptorKind kind, byte[] sector, long sectorOffset, long offset) => DescriptorFields.Of(kind)
        .Select(field => Span(field, sector, sectorOffset))
        .First(field => field.Contains(offset));

    private static bool IsSame((VolumeDescriptorKind Kind, int Number, byte[] Sector, long Offset) a, (VolumeDescriptorKind Kind, int Number, byte[] Sector, long Offset) b) =>
        a.Kind == b.Kind && a.Number == b.Number;

    private static FieldSpan Span(FieldDefinition field, byte[] sector, long offset) => new(field, offset + field.Start, sector.AsMemory(field.Start, field.Length));

    private void CompareFields(VolumeDescriptorKind kind, string title, byte[] old, long oldOffset, byte[] now, long nowOffset)
    {
        List<string>? effects = null;
        long? first = null;
        foreach (var field in DescriptorFields.Of(kind))
        {
            var (was, has) = (Span(field, old, oldOffset), Span(field, now, nowOffset));
            if (was.Bytes.Span.SequenceEqual(has.Bytes.Span))
            {
                continue;
            }

            var change = was.Compare(has);
            if (IsEffect(field, old, now))
            {
                (effects ??= []).Add(change);
                first ??= has.FirstDifference(was);
            }
            else
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Changed, title, $"{title}: {change}", has.FirstDifference(was)));
            }
        }

        if (effects is not null)
        {
            Effects.Add(new(DifferenceKind.Layout, DifferenceChange.Changed, title, $"{title}: {string.Join("; ", effects)}", first));
        }
    }

    /// <summary>Whether the field says in both images what is true of them.</summary>
    private bool IsEffect(FieldDefinition field, byte[] old, byte[] now)
    {
        if (field.Role == FieldRole.Size)
        {
            return field.Name.Contains("space", StringComparison.Ordinal) ? before.Regions.Layout.SectorCount != after.Regions.Layout.SectorCount : entriesDiffer;
        }

        if (field.Role != FieldRole.Location)
        {
            return false;
        }

        var key = before.Regions.BeginningAt(Block(old));
        return key is not null && key == after.Regions.BeginningAt(Block(now));

        long Block(byte[] sector)
        {
            ReadOnlySpan<byte> bytes = sector.AsSpan(field.Start);
            return field.Type == FieldType.Big ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        }
    }
}
