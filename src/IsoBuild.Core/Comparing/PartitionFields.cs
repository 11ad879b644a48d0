using System.Globalization;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Comparing;

/// <summary>Every field of partition tables (UEFI 5.2.1, 5.3.2, 5.3.3).</summary>
internal static class PartitionFields
{
    /// <summary>Of more entries, nobody wants to know field by field.</summary>
    private const int MostEntries = 1024;

    /// <summary>The fields of a system area, or of a partition table elsewhere.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="bytes">Its bytes.</param>
    public static List<FieldDefinition> Of(RegionKind kind, ReadOnlySpan<byte> bytes)
    {
        var fields = new List<FieldDefinition>();
        var headerAt = bytes.Length - Block.Size;
        if (kind == RegionKind.SystemArea)
        {
            AddRecord(fields, bytes);
            headerAt = GptHeader.PrimaryBlock * Block.Size;
        }

        if (headerAt < 0 || headerAt > bytes.Length - Block.Size || GptHeader.Read(bytes[headerAt..]) is not { } header)
        {
            return fields;
        }

        AddHeader(fields, headerAt);
        var arraySize = header.ArraySize > (ulong)bytes.Length ? bytes.Length : (long)header.ArraySize;
        var arrayAt = kind != RegionKind.SystemArea ? headerAt - arraySize : header.ArrayBlock < (ulong)(bytes.Length / Block.Size) ? (long)header.ArrayBlock * Block.Size : -1;
        if (arrayAt >= 0 && header.EntrySize >= GptPartition.Size)
        {
            AddEntries(fields, arrayAt, header, Math.Min(bytes.Length, arrayAt + arraySize));
        }

        return fields;
    }

    private static void AddRecord(List<FieldDefinition> fields, ReadOnlySpan<byte> bytes)
    {
        var hasAddress = BootCode.KindOf(bytes[..MasterBootRecord.LongCodeSize]) is BootCodeKind.Isolinux or BootCodeKind.Grub;
        fields.Add(new("boot code", 0, hasAddress ? BootCode.AddressAt : MasterBootRecord.CodeSize));
        if (hasAddress)
        {
            fields.Add(new("block that the boot code loads", BootCode.AddressAt, sizeof(ulong), FieldType.Little, FieldRole.Location));
        }

        fields.Add(new("MBR disk signature", MasterBootRecord.SignatureAt, 4, FieldType.Little, FieldRole.Count));
        fields.Add(new("unused field of the MBR", MasterBootRecord.SignatureAt + 4, 2));
        for (var i = 0; i < MasterBootRecord.PartitionCount; i++)
        {
            var start = MasterBootRecord.TableAt + (i * MbrPartition.Size);
            var name = string.Create(CultureInfo.InvariantCulture, $"MBR partition {i + 1}");
            fields.AddRange(
            [
                new($"boot indicator of {name}", start, 1, FieldType.Little),
                new($"start in cylinders of {name}", start + 1, 3, FieldType.Bytes, FieldRole.Location),
                new($"type of {name}", start + 4, 1),
                new($"end in cylinders of {name}", start + 5, 3, FieldType.Bytes, FieldRole.Size),
                new($"first block of {name}", start + 8, 4, FieldType.Little, FieldRole.Location),
                new($"size of {name}", start + 12, 4, FieldType.Little, FieldRole.Size),
            ]);
        }

        fields.Add(new("MBR signature", MasterBootRecord.EndAt, 2));
    }

    private static void AddHeader(List<FieldDefinition> fields, int start) => fields.AddRange(
    [
        new("GPT signature", start, 8, FieldType.Text),
        new("GPT revision", start + 8, 4),
        new("GPT header size", start + 12, 4, FieldType.Little),
        new("GPT header checksum", start + 16, 4, FieldType.Bytes, FieldRole.Count),
        new("GPT reserved field", start + 20, 4),
        new("GPT header's own block", start + 24, 8, FieldType.Little, FieldRole.Location),
        new("GPT alternate header's block", start + 32, 8, FieldType.Little, FieldRole.Location),
        new("GPT first usable block", start + 40, 8, FieldType.Little),
        new("GPT last usable block", start + 48, 8, FieldType.Little, FieldRole.Size),
        new("GPT disk GUID", start + 56, 16, FieldType.Guid, FieldRole.Count),
        new("GPT first block of entries", start + 72, 8, FieldType.Little, FieldRole.Location),
        new("GPT number of entries", start + 80, 4, FieldType.Little),
        new("GPT size of entries", start + 84, 4, FieldType.Little),
        new("GPT checksum of entries", start + 88, 4, FieldType.Bytes, FieldRole.Count),
        new("rest of the GPT header's block", start + GptHeader.LeastSize, Block.Size - GptHeader.LeastSize),
    ]);

    private static void AddEntries(List<FieldDefinition> fields, long arrayAt, GptHeader header, long end)
    {
        for (var i = 0; i < Math.Min(header.Count, MostEntries); i++)
        {
            var at = arrayAt + (i * (long)header.EntrySize);
            if (at + GptPartition.Size > end)
            {
                return;
            }

            var start = (int)at;
            var name = string.Create(CultureInfo.InvariantCulture, $"GPT partition {i + 1}");
            fields.AddRange(
            [
                new($"type of {name}", start, 16, FieldType.Guid),
                new($"GUID of {name}", start + 16, 16, FieldType.Guid, FieldRole.Count),
                new($"first block of {name}", start + 32, 8, FieldType.Little, FieldRole.Location),
                new($"last block of {name}", start + 40, 8, FieldType.Little, FieldRole.Location),
                new($"attributes of {name}", start + 48, 8),
                new($"name of {name}", start + 56, 72, FieldType.LittleWideText),
            ]);
        }
    }
}
