using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Reading;
using IsoBuild.RockRidge;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>A directory record with everything that belongs to it, wherever it lies.</summary>
internal sealed class RecordView
{
    public List<FieldSpan> Fields { get; } = new(32);

    public long Offset { get; set; }

    /// <summary>The identifier's bytes as text, by which records of two images are paired.</summary>
    public string Identifier { get; set; } = "";

    /// <summary>The path of the entry, as its tree shows it.</summary>
    public string Path { get; set; } = "";

    public bool IsSelfOrParent { get; set; }

    /// <summary>The bytes behind the last record of a sector, which belong to no record.</summary>
    public bool IsRest { get; set; }
}

/// <summary>Goes through the records of one directory, without holding more than a sector of them.</summary>
/// <param name="image">The image.</param>
/// <param name="skip">Bytes before the first system use field (SUSP 5.3).</param>
internal sealed class DirectoryRecords(ImageFile image, int skip)
{
    /// <summary>Linux follows no longer chain of continuation areas either.</summary>
    private const int LongestChain = 32;

    /// <summary>Areas that many records share must not make much of a small image.</summary>
    private long continuationBudget = Math.Max(image.Length, 1 << 20) * 2;

    /// <summary>How many bytes precede system use fields, by the SP of the root's first record.</summary>
    public static int SkipOf(ImageReader reader)
    {
        var sector = new byte[Sector.Size];
        var primary = reader.Descriptors.FirstOrDefault(descriptor => descriptor.Kind == VolumeDescriptorKind.Primary);
        if (primary is null || !reader.Image.TryRead(primary.RootDirectory * Sector.Size, sector) || new DirectoryRecord(sector) is not { IsSound: true } root)
        {
            return 0;
        }

        // Behind the attributes of CD-ROM XA, SP comes 14 bytes later.
        const int attributes = 14;
        var area = root.SystemUse;
        return SystemUseField.SharingProtocol.Read(area) ?? (area.Length > attributes ? SystemUseField.SharingProtocol.Read(area[attributes..]) : null) ?? 0;
    }

    /// <summary>The records, in disk order; each is valid until the next is asked for.</summary>
    public IEnumerable<RecordView> Of(Region region)
    {
        var (tree, path) = RegionTitle.Split(region.Name);
        var isWide = tree.EndsWith("joliet", StringComparison.Ordinal);
        var sector = new byte[Sector.Size];
        var view = new RecordView();
        var isFirst = true;
        for (long position = 0; position < region.Length; position += Sector.Size)
        {
            var used = sector.AsMemory(0, (int)Math.Min(Sector.Size, region.Length - position));
            if (!image.TryRead(region.Offset + position, used.Span))
            {
                yield break;
            }

            var start = 0;
            for (; start + DirectoryRecord.HeadSize < used.Length && new DirectoryRecord(used.Span[start..]).IsSound; start += used.Span[start])
            {
                Fill(view, used.Slice(start, used.Span[start]), region.Offset + position + start, path, isWide, isFirst && path.Length == 1 ? 0 : skip);
                isFirst = false;
                yield return view;
            }

            view.Fields.Clear();
            (view.IsRest, view.IsSelfOrParent, view.Path, view.Offset) = (true, false, path, region.Offset + position + start);
            view.Fields.Add(new FieldSpan(new FieldDefinition("unused bytes after the records", 0, used.Length - start), view.Offset, used[start..]));
            yield return view;
        }
    }

    private void Fill(RecordView view, ReadOnlyMemory<byte> record, long offset, string directory, bool isWide, int skipped)
    {
        view.Fields.Clear();
        view.Offset = offset;
        view.IsRest = false;
        RecordFields.AddRecord(view.Fields, record, offset, isWide);
        var parsed = new DirectoryRecord(record.Span);
        view.IsSelfOrParent = parsed.IsSelfOrParent;
        view.Identifier = Encoding.Latin1.GetString(parsed.Identifier);
        var start = DirectoryRecord.SizeWithIdentifier(parsed.Identifier.Length);
        if (start < record.Length)
        {
            var area = record[start..];
            AddSystemUse(view, area.Length > skipped ? area[skipped..] : area, offset + start + (area.Length > skipped ? skipped : 0));
        }

        var name = isWide ? Encoding.BigEndianUnicode.GetString(parsed.Identifier) : NameOf(view);
        view.Path = parsed.Identifier is [0] ? directory
            : parsed.Identifier is [1] ? directory[..Math.Max(1, directory.LastIndexOf('/'))]
            : $"{directory.TrimEnd('/')}/{(parsed.IsDirectory ? name : WithoutVersion(name))}";
    }

    private void AddSystemUse(RecordView view, ReadOnlyMemory<byte> area, long offset)
    {
        for (var links = 0; links < LongestChain; links++)
        {
            if (RecordFields.AddSystemUse(view.Fields, area, offset) is not { } next
                || next.Offset > Sector.Size || next.Length > Sector.Size - next.Offset || (continuationBudget -= next.Length) < 0)
            {
                return;
            }

            var continued = new byte[next.Length];
            offset = ((long)next.Block * Sector.Size) + next.Offset;
            if (!image.TryRead(offset, continued))
            {
                return;
            }

            area = continued;
        }
    }

    /// <summary>The Rock Ridge name, in as many pieces as it has; else the identifier.</summary>
    private static string NameOf(RecordView view)
    {
        var name = new List<byte>();
        foreach (var field in view.Fields)
        {
            if (field.Definition is { Role: FieldRole.Name, Name: "NM name" })
            {
                name.AddRange(field.Bytes.Span);
            }
        }

        return name.Count > 0 ? NameBytes.Decode(name.ToArray()) : view.Identifier;
    }

    private static string WithoutVersion(string name)
    {
        var version = name.LastIndexOf(';');
        return version < 0 ? name : name[..version].TrimEnd('.');
    }
}
