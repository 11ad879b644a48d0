using System.Buffers.Binary;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;

namespace IsoBuild.Verifying;

/// <summary>The rules of the path tables of one tree (ECMA-119 6.9, 9.4).</summary>
/// <param name="context">What all rules share.</param>
/// <param name="tree">The tree, as it was walked.</param>
/// <param name="descriptor">The volume descriptor that says where the tables lie.</param>
/// <param name="descriptorOffset">Where that lies, in bytes.</param>
/// <param name="kind">What it is the descriptor of: two may lead to one tree.</param>
internal sealed class PathTableRules(VerifyContext context, WalkedTree tree, byte[] descriptor, long descriptorOffset, TreeKind kind)
{
    /// <summary>More than 65535 records of the longest identifiers take.</summary>
    private const int MostBytes = 32 << 20;

    private readonly Findings findings = context.Findings;
    private readonly List<Entry> entries = [];

    /// <summary>CDFS finds directories through the little-endian table of the tree that it reads; nobody else looks into any.</summary>
    private readonly bool isReadByWindows = kind == TreeKind.Joliet || (kind == TreeKind.Primary && !context.HasJoliet);
    private readonly string name = kind switch
    {
        TreeKind.Primary => "iso9660 path table",
        TreeKind.Joliet => "joliet path table",
        _ => "enhanced path table",
    };

    public void Check()
    {
        ReadOnlySpan<byte> fields = descriptor;
        var size = fields[132..].ReadBoth32(out _);
        var little = BinaryPrimitives.ReadUInt32LittleEndian(fields[140..]);
        if (Load(little, size, 140) is not { } table)
        {
            return;
        }

        var start = (long)little * Sector.Size;
        if (Parse(table, start))
        {
            CheckEntries(table, start);
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(fields[148..]) is var big && big != 0)
        {
            CompareWith(table, big, 148, isBigEndian: true);
        }
        else
        {
            findings.Warning(DiagnosticId.PathTableOutside, name, descriptorOffset + 148, "There is no big-endian path table: its location is 0. Current readers do not need it, but old Macs may. Recreate the image.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(fields[144..]) is var optional && optional != 0)
        {
            CompareWith(table, optional, 144, isBigEndian: false);
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(fields[152..]) is var second && second != 0)
        {
            CompareWith(table, second, 152, isBigEndian: true);
        }
    }

    private byte[]? Load(uint block, uint size, int field)
    {
        var start = (long)block * Sector.Size;
        if (block == 0)
        {
            var refused = kind == TreeKind.Primary ? "bsdtar refuses the image, and Windows finds no directories where it reads this tree" : "Windows finds no directories where it reads this tree";
            findings.Add(DiagnosticId.PathTableOutside, kind == TreeKind.Enhanced ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, name, descriptorOffset + field, $"There is no little-endian path table: its location is 0. As a result, {refused}. Recreate the image.");
            return null;
        }

        if (size is 0 or > MostBytes || start + size > Math.Min(context.Image.Length, context.VolumeEnd))
        {
            findings.Error(DiagnosticId.PathTableOutside, name, descriptorOffset + field, $"The path table, {size} bytes at byte {start}, is outside the volume: bsdtar refuses the image, and Windows finds no directories where it reads this tree. Recreate the image.");
            return null;
        }

        var bytes = new byte[size];
        context.Extents.Add(start, size, ExtentKind.PathTable, name);
        return context.Image.TryRead(start, bytes) ? bytes : null;
    }

    private bool Parse(byte[] table, long start)
    {
        for (var position = 0; position < table.Length;)
        {
            ReadOnlySpan<byte> record = table.AsSpan(position);
            var length = record[0];
            if (length == 0 || record.Length < PathTableRecord.HeadSize || PathTableRecord.SizeWithIdentifier(length) > record.Length)
            {
                Report(DiagnosticId.PathTableMalformed, name, start + position, $"Path table record {entries.Count + 1} has an identifier of {length} bytes, which does not fit the table of {table.Length}: Windows finds no directories from here on.");
                return false;
            }

            if (length % 2 != 0 && record[PathTableRecord.HeadSize + length] != 0)
            {
                findings.Warning(DiagnosticId.PaddingNotZero, name, start + position + PathTableRecord.HeadSize + length, "The byte that pads the identifier is not zero. Recreate the image.");
            }

            entries.Add(new Entry(
                position,
                ((long)BinaryPrimitives.ReadUInt32LittleEndian(record[2..]) + record[1]) * Sector.Size,
                BinaryPrimitives.ReadUInt16LittleEndian(record[6..])));
            position += PathTableRecord.SizeWithIdentifier(length);
        }

        CheckOrder(table, start);
        CheckIdentifiers(table, start);
        return true;
    }

    private void CheckOrder(byte[] table, long start)
    {
        for (var i = 1; i < entries.Count; i++)
        {
            var (entry, before) = (entries[i], entries[i - 1]);
            if (entry.Parent < before.Parent)
            {
                Report(DiagnosticId.PathTableOrder, name, start + entry.Position, $"Path table record {i + 1} has the parent {entry.Parent}, but follows one with {before.Parent}. Windows expects records sorted by parent and does not find the directory.");
            }
            else if (i > 1 && entry.Parent == before.Parent && IdentifierOf(table, before).SequenceCompareTo(IdentifierOf(table, entry)) > 0)
            {
                findings.Warning(DiagnosticId.PathTableOrder, name, start + entry.Position, $"Path table record {i + 1} is not in the order of identifiers. Recreate the image.");
            }
        }
    }

    private void CheckIdentifiers(byte[] table, long start)
    {
        if (entries.Count > 0 && IdentifierOf(table, entries[0]) is not [0])
        {
            findings.Warning(DiagnosticId.PathTableEntryWrong, name, start + PathTableRecord.HeadSize, $"The first path table record is not that of the root: its identifier is {Convert.ToHexString(IdentifierOf(table, entries[0]))}, expected 00. Readers tolerate it. Recreate the image.");
        }
    }

    private void CheckEntries(byte[] table, long start)
    {
        var places = new Dictionary<long, WalkedDirectory>();
        foreach (var directory in tree.Directories)
        {
            places.TryAdd(directory.Offset, directory);
        }

        var found = new WalkedDirectory?[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (!places.Remove(entry.Extent, out found[i]))
            {
                if (!tree.Refused.Contains(entry.Extent))
                {
                    Report(DiagnosticId.PathTableEntryWrong, name, start + entry.Position, $"Path table record {i + 1} points to byte {entry.Extent}, where there is no directory of the tree, or one that an earlier record already points to. Windows shows whatever is there.");
                }

                continue;
            }

            var directory = found[i]!;
            var isRoot = directory.Parent is null;
            if (directory.Entry is { } record && !IsNamed(IdentifierOf(table, entry), record.Identifier))
            {
                Report(DiagnosticId.PathTableEntryWrong, directory, start + entry.Position + PathTableRecord.HeadSize, $"Path table record {i + 1} has a different identifier than the directory record ({record.ShownIdentifier}), and Windows finds the directory by the former.");
            }

            if (entry.Parent == 0 || entry.Parent > i + 1)
            {
                Report(DiagnosticId.PathTableParentWrong, directory, start + entry.Position + 6, $"Path table record {i + 1} names the parent {entry.Parent}, which does not come before it.");
            }
            else if (found[entry.Parent - 1] is { } parent && !ReferenceEquals(parent, isRoot ? directory : directory.Parent))
            {
                Report(DiagnosticId.PathTableParentWrong, directory, start + entry.Position + 6, $"Path table record {i + 1} puts the directory into {parent.Path}, and Windows looks for it there.");
            }
        }

        foreach (var directory in tree.Directories.Where(directory => places.ContainsKey(directory.Offset)))
        {
            Report(DiagnosticId.PathTableEntryMissing, directory, directory.Offset, "The directory is not in the path table, through which Windows finds directories.");
        }
    }

    /// <summary>Reports what keeps Windows from finding directories: where it reads another tree, nobody minds.</summary>
    private void Report(DiagnosticId id, object subject, long offset, string message) =>
        findings.Add(id, isReadByWindows ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, subject, offset, $"{message} {(isReadByWindows ? "" : "On this image, Windows reads another tree. ")}Recreate the image.");

    /// <summary>Whether another copy says the same (6.9.2).</summary>
    private void CompareWith(byte[] table, uint block, int field, bool isBigEndian)
    {
        if (Load(block, (uint)table.Length, field) is not { } other)
        {
            return;
        }

        var start = (long)block * Sector.Size;
        foreach (var entry in entries)
        {
            ReadOnlySpan<byte> a = table.AsSpan(entry.Position);
            ReadOnlySpan<byte> b = other.AsSpan(entry.Position);
            var size = PathTableRecord.SizeWithIdentifier(a[0]);
            var extent = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(b[2..]) : BinaryPrimitives.ReadUInt32LittleEndian(b[2..]);
            var parent = isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(b[6..]) : BinaryPrimitives.ReadUInt16LittleEndian(b[6..]);
            if (!a[..2].SequenceEqual(b[..2])
                || extent != BinaryPrimitives.ReadUInt32LittleEndian(a[2..])
                || parent != BinaryPrimitives.ReadUInt16LittleEndian(a[6..])
                || !a[PathTableRecord.HeadSize..size].SequenceEqual(b[PathTableRecord.HeadSize..size]))
            {
                findings.Warning(DiagnosticId.PathTablesDiffer, name, start + entry.Position, $"This copy of the path table differs from the little-endian one in the record of {Encoding.ASCII.GetString(a.Slice(PathTableRecord.HeadSize, a[0])).Replace('\0', ' ').Trim()}, so readers show different things depending on which copy they use. Recreate the image.");
                return;
            }
        }
    }

    private bool IsNamed(ReadOnlySpan<byte> identifier, string name)
    {
        var size = tree.Kind == TreeKind.Joliet ? sizeof(char) : 1;
        if (identifier.Length / size != name.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            var unit = size == 1 ? identifier[i] : BinaryPrimitives.ReadUInt16BigEndian(identifier[(i * size)..]);
            if (unit != name[i])
            {
                return false;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> IdentifierOf(byte[] table, Entry entry) => table.AsSpan(entry.Position + PathTableRecord.HeadSize, table[entry.Position]);

    private readonly record struct Entry(int Position, long Extent, int Parent);
}
