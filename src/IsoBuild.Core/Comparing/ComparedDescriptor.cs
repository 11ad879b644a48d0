using IsoBuild.Reading;
using IsoBuild.Summarizing;
using IsoBuild.Udf;

namespace IsoBuild.Comparing;

/// <summary>A descriptor of a volume, of ISO 9660 or UDF, whose fields have names.</summary>
/// <param name="Title">What it is called; those of two images that are called alike are compared.</param>
/// <param name="Fields">Its fields, which cover all of it.</param>
/// <param name="Bytes">The sector or block that it takes.</param>
/// <param name="Offset">Where it lies.</param>
internal sealed record ComparedDescriptor(string Title, FieldDefinition[] Fields, byte[] Bytes, long Offset)
{
    /// <summary>No writer makes longer sequences.</summary>
    private const int MostBlocks = 64;

    /// <summary>The descriptor that says the same in the main sequence, of one in the reserve sequence.</summary>
    public string? Twin { get; init; }

    /// <summary>Whether it holds a byte of the image.</summary>
    public bool Contains(long offset) => offset >= Offset && offset < Offset + Bytes.Length;

    public FieldSpan Span(FieldDefinition field) => new(field, Offset + field.Start, Bytes.AsMemory(field.Start, field.Length));

    /// <summary>The field that holds a byte of it.</summary>
    public FieldSpan FieldAt(long offset) => Span(Array.Find(Fields, field => Span(field).Contains(offset)));

    /// <summary>The descriptors of a UDF volume: of both sequences up to the terminating ones, integrity, file set and anchors.</summary>
    public static IEnumerable<ComparedDescriptor> Of(UdfVolumeReading volume)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, sequence) in (((long, long), string)[])[(volume.MainSequence, ""), (volume.ReserveSequence, "reserve "), (volume.Integrity, ""), (volume.FileSet, "")])
        {
            var (offset, length) = place;
            for (var i = 0; i < Math.Min(MostBlocks, length / volume.BlockSize); i++)
            {
                if (Read(volume, offset + ((long)i * volume.BlockSize), sequence, numbers) is not { } descriptor)
                {
                    break;
                }

                yield return descriptor;
            }
        }

        foreach (var anchor in volume.Anchors)
        {
            if (Read(volume, anchor, "", numbers) is { } descriptor)
            {
                yield return descriptor;
            }
        }
    }

    private static ComparedDescriptor? Read(UdfVolumeReading volume, long offset, string sequence, Dictionary<string, int> numbers)
    {
        var bytes = new byte[volume.BlockSize];
        if (!volume.Image.TryRead(offset, bytes) || UdfTags.IsNone(new DescriptorTag(bytes).Faults) || UdfDescriptorFields.Of(new DescriptorTag(bytes).Id) is not var (name, fields))
        {
            return null;
        }

        // Each set of them ends with one that terminates it, and there are several anchors.
        var title = $"udf {sequence}{name}";
        var number = numbers[title] = numbers.GetValueOrDefault(title) + 1;
        var suffix = number > 1 ? $" ({HumanSize.Grouped(number)})" : "";
        var size = fields[^1].Start + fields[^1].Length;
        return new ComparedDescriptor($"{title}{suffix}", size == bytes.Length ? fields : [.. fields, new FieldDefinition("bytes after the descriptor", size, bytes.Length - size)], bytes, offset)
        {
            Twin = sequence.Length > 0 ? $"udf {name}{suffix}" : null,
        };
    }
}
