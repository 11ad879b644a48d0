using System.Text;
using IsoBuild.Iso9660;
using IsoBuild.RockRidge;

namespace IsoBuild.Comparing;

/// <summary>The fields of a directory record (ECMA-119 9.1) and of the system use fields in and behind it (SUSP, RRIP).</summary>
internal static class RecordFields
{
    /// <summary>What every record begins with.</summary>
    public static readonly FieldDefinition[] Head =
    [
        new("length of the record", 0, 1, FieldType.Little, FieldRole.Structure),
        new("extended attribute record length", 1, 1, FieldType.Little),
        new("location of extent", 2, 8, FieldType.Both, FieldRole.Location),
        new("data length", 10, 8, FieldType.Both, FieldRole.Size),
        new("recording date", 18, 7, FieldType.ShortDate, FieldRole.Metadata),
        new("file flags", 25, 1),
        new("file unit size", 26, 1, FieldType.Little),
        new("interleave gap size", 27, 1, FieldType.Little),
        new("volume sequence number", 28, 4, FieldType.Both),
        new("length of the identifier", 32, 1, FieldType.Little, FieldRole.Structure),
    ];

    private static readonly FieldDefinition[] Posix =
    [
        new("PX mode", 4, 8, FieldType.Octal, FieldRole.Metadata),
        new("PX links", 12, 8, FieldType.Both, FieldRole.Count),
        new("PX owner", 20, 8, FieldType.Both, FieldRole.Metadata),
        new("PX group", 28, 8, FieldType.Both, FieldRole.Metadata),
        new("PX serial number", 36, 8, FieldType.Both, FieldRole.Count),
    ];

    private static readonly FieldDefinition[] Continuation =
    [
        new("CE location", 4, 8, FieldType.Both, FieldRole.Location),
        new("CE offset", 12, 8, FieldType.Both, FieldRole.Count),
        new("CE length", 20, 8, FieldType.Both, FieldRole.Count),
    ];

    private static readonly FieldDefinition[] Sharing = [new("SP check bytes", 4, 2), new("SP bytes skipped", 6, 1, FieldType.Little)];

    private static readonly FieldDefinition[] Device = [new("PN high half", 4, 8, FieldType.Both), new("PN low half", 12, 8, FieldType.Both)];

    private static readonly FieldDefinition[] ChildLink = [new("CL location", 4, 8, FieldType.Both, FieldRole.Location)];

    private static readonly FieldDefinition[] ParentLink = [new("PL location", 4, 8, FieldType.Both, FieldRole.Location)];

    private static readonly FieldDefinition[] Compressed =
        [new("ZF algorithm", 4, 2, FieldType.Text), new("ZF header size", 6, 1), new("ZF block size", 7, 1), new("ZF uncompressed size", 8, 8, FieldType.Both, FieldRole.Size)];

    private static readonly FieldDefinition[] Attributes = [new("AL data", 4, byte.MaxValue, FieldType.Bytes, FieldRole.Attributes)];

    private static readonly FieldDefinition[] Name = [new("NM flags", 4, 1), new("NM name", 5, byte.MaxValue, FieldType.Text, FieldRole.Name)];

    private static readonly FieldDefinition[] Link = [new("SL flags", 4, 1, FieldType.Bytes, FieldRole.Metadata), new("SL link target", 5, byte.MaxValue, FieldType.Bytes, FieldRole.Metadata)];

    private static readonly FieldDefinition[] Extension =
        [new("ER lengths", 4, 3), new("ER version", 7, 1), new("ER identifier and texts", 8, byte.MaxValue, FieldType.Text)];

    /// <summary>The dates of TF, in the order of its flags (RRIP 4.1.6).</summary>
    private static readonly string[] Dates =
        ["TF creation date", "TF modification date", "TF access date", "TF attribute date", "TF backup date", "TF expiration date", "TF effective date"];

    /// <summary>Cuts a record, up to its system use area, into fields.</summary>
    public static void AddRecord(List<FieldSpan> fields, ReadOnlyMemory<byte> record, long offset, bool isWide)
    {
        foreach (var field in Head)
        {
            Add(fields, field, record, offset);
        }

        var length = record.Span[DirectoryRecord.HeadSize - 1];
        var isText = length > 1 || record.Span[DirectoryRecord.HeadSize] > 1;
        var type = !isText ? FieldType.Bytes : isWide ? FieldType.WideText : FieldType.Text;
        Add(fields, new("identifier", DirectoryRecord.HeadSize, length, type, FieldRole.Name), record, offset);
        if (length % 2 == 0)
        {
            Add(fields, new("padding field", DirectoryRecord.HeadSize + length, 1), record, offset);
        }
    }

    /// <summary>Cuts a system use area into fields; what is none of them is one field, <c>system use</c>.</summary>
    /// <returns>Where the fields go on, when a CE says so.</returns>
    public static (uint Block, uint Offset, uint Length)? AddSystemUse(List<FieldSpan> fields, ReadOnlyMemory<byte> area, long offset)
    {
        (uint, uint, uint)? next = null;
        var position = 0;
        for (var rest = area.Span; SystemUseField.TryTake(ref rest, out var field); position += field.Length)
        {
            var bytes = area.Slice(position, field.Length);
            var signature = char.IsAsciiLetterOrDigit((char)field[0]) && char.IsAsciiLetterOrDigit((char)field[1]) ? Encoding.ASCII.GetString(field[..2]) : "unnamed";
            Add(fields, new($"{signature} length and version", 2, 2, FieldType.Bytes, FieldRole.Structure), bytes, offset + position);
            if (string.Equals(signature, "TF", StringComparison.Ordinal))
            {
                AddDates(fields, bytes, offset + position);
            }
            else
            {
                foreach (var part in PartsOf(signature))
                {
                    Add(fields, part, bytes, offset + position);
                }
            }

            if (string.Equals(signature, "CE", StringComparison.Ordinal) && field.Length >= SystemUseField.Continuation.Size)
            {
                next = SystemUseField.Continuation.Read(field[SystemUseField.HeadSize..], out _);
            }
            else if (string.Equals(signature, "ST", StringComparison.Ordinal))
            {
                position += field.Length;
                break;
            }
        }

        Add(fields, new("system use after the fields", position, area.Length - position), area, offset);
        return next;
    }

    private static FieldDefinition[] PartsOf(string signature) => signature switch
    {
        "PX" => Posix,
        "NM" => Name,
        "CE" => Continuation,
        "SL" => Link,
        "SP" => Sharing,
        "ER" => Extension,
        "PN" => Device,
        "CL" => ChildLink,
        "PL" => ParentLink,
        "ZF" => Compressed,
        "AL" => Attributes,
        _ => [new($"{signature} data", SystemUseField.HeadSize, byte.MaxValue)],
    };

    private static void AddDates(List<FieldSpan> fields, ReadOnlyMemory<byte> field, long offset)
    {
        Add(fields, new("TF flags", 4, 1), field, offset);
        if (field.Length <= 4)
        {
            return;
        }

        var flags = field.Span[4];
        var (size, type) = (flags & 0x80) != 0 ? (VolumeDate.Size, FieldType.LongDate) : (RecordDate.Size, FieldType.ShortDate);
        var start = 5;
        for (var i = 0; i < Dates.Length; i++)
        {
            if ((flags & (1 << i)) != 0)
            {
                // The trees show the modification alone.
                var whole = start + size <= field.Length;
                Add(fields, new(Dates[i], start, size, whole ? type : FieldType.Bytes, i == 1 ? FieldRole.Metadata : FieldRole.Plain), field, offset);
                start += size;
            }
        }

        Add(fields, new("TF bytes after the dates", start, field.Length - start), field, offset);
    }

    /// <summary>Adds what there is of the field: a structure may end before it.</summary>
    private static void Add(List<FieldSpan> fields, FieldDefinition definition, ReadOnlyMemory<byte> structure, long offset)
    {
        var length = Math.Min(definition.Length, structure.Length - definition.Start);
        if (length <= 0)
        {
            return;
        }

        var isShort = length < definition.Length && definition.Type is not (FieldType.Text or FieldType.WideText);
        fields.Add(new FieldSpan(isShort ? definition with { Type = FieldType.Bytes } : definition, offset + definition.Start, structure.Slice(definition.Start, length)));
    }
}
