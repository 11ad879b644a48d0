using IsoBuild.Reading;
using IsoBuild.Summarizing;
using IsoBuild.Udf;

namespace IsoBuild.Comparing;

/// <summary>How the volume descriptors of two images differ, field by field; descriptors are paired by what they are called.</summary>
internal sealed class VolumeComparer(ComparedImage before, ComparedImage after, bool entriesDiffer)
{
    /// <summary>How many characters come before the text of a volume set identifier, and are to be unique (UDF 1.02 2.2.2.5).</summary>
    private const int UniqueDigits = 16;

    /// <summary>What the main sequence has told, which the reserve sequence repeats.</summary>
    private readonly HashSet<(string Title, string Change)> reported = [];

    /// <summary>Descriptors with differences, reported or not.</summary>
    private readonly List<ComparedDescriptor> different = [];

    /// <summary>What somebody gave another value.</summary>
    public List<ImageDifference> Fields { get; } = [];

    /// <summary>What follows from where things lie.</summary>
    public List<ImageDifference> Effects { get; } = [];

    /// <summary>Whether a descriptor between two bytes of the second image differs.</summary>
    public bool DiffersWithin(long start, long end) => different.Exists(descriptor => descriptor.Offset >= start && descriptor.Offset < end);

    public void Compare()
    {
        foreach (var old in before.Descriptors.Where(old => !after.Descriptors.Any(now => IsSame(old, now))))
        {
            Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Removed, old.Title, old.Title));
        }

        foreach (var now in after.Descriptors)
        {
            if (before.Descriptors.FirstOrDefault(old => IsSame(old, now)) is not { } old)
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Added, now.Title, now.Title, now.Offset));
            }
            else if (!old.Bytes.AsSpan().SequenceEqual(now.Bytes))
            {
                different.Add(now);
                CompareFields(old, now);
            }
        }
    }

    public static string Title(VolumeDescriptorKind kind, int number) =>
        $"volume descriptor {DescriptorFields.NameOf(kind)}{(number > 1 ? $" ({HumanSize.Grouped(number)})" : "")}";

    private static bool IsSame(ComparedDescriptor a, ComparedDescriptor b) => string.Equals(a.Title, b.Title, StringComparison.Ordinal);

    private void CompareFields(ComparedDescriptor old, ComparedDescriptor now)
    {
        List<string>? effects = null;
        long? first = null;
        var isCaused = false;

        // Checksums last: they follow from whatever else there is.
        foreach (var field in now.Fields.OrderBy(field => field.Role == FieldRole.Checksum))
        {
            // Blocks may be of another size.
            if (field.Start + field.Length > old.Bytes.Length)
            {
                continue;
            }

            var (was, has) = (old.Span(field), now.Span(field));
            if (was.Bytes.Span.SequenceEqual(has.Bytes.Span) || (field.Role == FieldRole.Checksum && (isCaused || IsElsewhere(old, now))))
            {
                continue;
            }

            isCaused = true;
            var change = was.Compare(has);
            if (!reported.Add((now.Twin ?? now.Title, change)))
            {
                continue;
            }

            if (IsEffect(field, was, has))
            {
                (effects ??= []).Add(change);
                first ??= has.FirstDifference(was);
            }
            else
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Changed, now.Title, $"{now.Title}: {change}", has.FirstDifference(was)));
            }
        }

        if (effects is not null)
        {
            Effects.Add(new(DifferenceKind.Layout, DifferenceChange.Changed, now.Title, $"{now.Title}: {string.Join("; ", effects)}", first));
        }
    }

    /// <summary>Whether the layout tells of it that the descriptor lies in another place, as its tag does.</summary>
    private static bool IsElsewhere(ComparedDescriptor old, ComparedDescriptor now) => old.Offset != now.Offset;

    /// <summary>Whether the field says in both images what is true of them.</summary>
    private bool IsEffect(FieldDefinition field, FieldSpan old, FieldSpan now)
    {
        switch (field.Role)
        {
            case FieldRole.Space:
                return before.Regions.Layout.SectorCount != after.Regions.Layout.SectorCount;
            case FieldRole.Size:
                return entriesDiffer;
            case FieldRole.Identity:
                return string.Equals(SetOf(old), SetOf(now), StringComparison.Ordinal);
            case FieldRole.Location:
                var key = before.Regions.BeginningAt(Block(old));
                return key is not null && key == after.Regions.BeginningAt(Block(now));
            default:
                return false;
        }

        // The digits before it derive from all else.
        static string SetOf(FieldSpan field) => OstaText.TryReadField(field.Bytes.Span, out var text) && text.Length >= UniqueDigits ? text[UniqueDigits..] : text;

        static long Block(FieldSpan field) =>
            field.Definition.Type == FieldType.Big ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(field.Bytes.Span) : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(field.Bytes.Span);
    }
}
