using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>Finds what of two directories' records no difference of entries or layout accounts for, and names the field.</summary>
internal sealed class RecordComparer(ComparedImage before, ComparedImage after, TreeComparer trees, SharingChanges sharing, bool treesDiffer, TextAllowance allowance)
{
    /// <summary>More are not told one by one: a report that nobody reads.</summary>
    private const int Most = 10_000;

    /// <summary>Where in <see cref="Found"/> records stand that only one directory has.</summary>
    private readonly Dictionary<string, int> only = new(StringComparer.Ordinal);

    /// <summary>The directories in which fields differ, by their paths' digests.</summary>
    private readonly HashSet<UInt128> touched = [];

    public List<ImageDifference> Found { get; } = [];

    /// <summary>Whether fields of a directory's records differ, told of or not.</summary>
    public bool IsTouched(string directory) => touched.Contains(TextDigest.Of(directory));

    /// <summary>Both directories' records are in the order of their identifiers (ECMA-119 9.3), as far as their writers kept to it.</summary>
    public void Compare(Region old, Region now)
    {
        var tree = TreeOf(now);
        using var left = before.Records.Of(old).GetEnumerator();
        using var right = after.Records.Of(now).GetEnumerator();
        var (isOldThere, isNowThere) = (MoveNext(left), MoveNext(right));
        while (isOldThere || isNowThere)
        {
            var order = !isOldThere ? 1 : !isNowThere ? -1 : Order(left.Current, right.Current);
            if (order == 0)
            {
                ComparePair(left.Current, right.Current, tree);
            }
            else
            {
                TellUnlessKnown(order < 0 ? left.Current : right.Current, order < 0 ? before : after, tree, order < 0 ? DifferenceChange.Removed : DifferenceChange.Added);
            }

            isOldThere = order <= 0 ? MoveNext(left) : isOldThere;
            isNowThere = order >= 0 ? MoveNext(right) : isNowThere;
        }

        CompareRests(old, now, tree);
    }

    public static string Title(RecordView record, string tree)
    {
        var path = LayoutText.Escape(record.Path);
        return record.IsRest ? $"directory {path} in the {tree} tree"
            : record.IsSelfOrParent ? $"directory record {(record.Identifier[0] == 0 ? ". of" : ".. that leads to")} {path} in the {tree} tree"
            : $"directory record of {path} in the {tree} tree";
    }

    /// <summary>The name of the tree that a directory's region belongs to.</summary>
    public static string TreeOf(Region region) => RegionTitle.Split(region.Name).Tree;

    private static bool MoveNext(IEnumerator<RecordView> records)
    {
        while (records.MoveNext())
        {
            if (!records.Current.IsRest)
            {
                return true;
            }
        }

        return false;
    }

    private static int Order(RecordView a, RecordView b) => string.CompareOrdinal(a.Identifier, b.Identifier);

    private void ComparePair(RecordView old, RecordView now, string tree)
    {
        // Fields are paired by name, and those of one name by their order.
        var position = 0;
        foreach (var field in now.Fields)
        {
            var match = old.Fields.FindIndex(position, was => string.Equals(was.Name, field.Name, StringComparison.Ordinal));
            if (match < 0)
            {
                Tell(now, tree, field, $"{field.Name} is new");
                continue;
            }

            for (; position < match; position++)
            {
                Tell(now, tree, old.Fields[position], $"{old.Fields[position].Name} is gone", now.Offset);
            }

            var was = old.Fields[position++];
            if (!was.Bytes.Span.SequenceEqual(field.Bytes.Span))
            {
                touched.Add(DigestOf(now));
                if (!IsAccountedFor(was, field, now))
                {
                    Add(now, tree, was.Compare(field), field.FirstDifference(was));
                }
            }
        }

        for (; position < old.Fields.Count; position++)
        {
            Tell(now, tree, old.Fields[position], $"{old.Fields[position].Name} is gone", now.Offset);
        }
    }

    /// <summary>A field that only one record has.</summary>
    private void Tell(RecordView record, string tree, FieldSpan field, string change, long? offset = null)
    {
        touched.Add(DigestOf(record));
        if (!IsKnown(record) && field.Definition.Role is not FieldRole.Structure)
        {
            Add(record, tree, change, offset ?? field.Offset);
        }
    }

    private bool IsKnown(RecordView record) =>
        trees.IsEntryReported(record.Path) || trees.IsMetadataReported(record.Path) || trees.IsContentReported(record.Path) || sharing.Contains(record.Path);

    private bool IsAccountedFor(FieldSpan old, FieldSpan now, RecordView record) => now.Definition.Role switch
    {
        FieldRole.Location => LeadsToTheSame(old, now) || trees.IsContentReported(record.Path) || LeadsToShared(old, now),
        FieldRole.Size => trees.IsContentReported(record.Path) || (record.Fields.Find(field => field.Definition.Role == FieldRole.Location) is { Bytes.Length: > 0 } && treesDiffer),
        FieldRole.Metadata => trees.IsMetadataReported(record.Path),
        FieldRole.Name => trees.IsEntryReported(record.Path),
        FieldRole.Count => treesDiffer || sharing.Any,
        FieldRole.Attributes => treesDiffer || trees.Contents.Count > 0 || trees.IsMetadataReported(record.Path),
        FieldRole.Structure => IsKnown(record) || treesDiffer || (sharing.Any && now.Definition.Name.StartsWith("length", StringComparison.Ordinal)),
        _ => false,
    };

    private bool LeadsToTheSame(FieldSpan old, FieldSpan now) =>
        old.Bytes.Length >= sizeof(uint) && now.Bytes.Length >= sizeof(uint)
        && before.Regions.BeginningAt(BinaryPrimitives.ReadUInt32LittleEndian(old.Bytes.Span)) is { } key
        && key == after.Regions.BeginningAt(BinaryPrimitives.ReadUInt32LittleEndian(now.Bytes.Span));

    /// <summary>Whether a file lies with others now, or did: in trees of other names, it is known by what the record leads to.</summary>
    private bool LeadsToShared(FieldSpan old, FieldSpan now)
    {
        return sharing.Any && (IsShared(before, old) || IsShared(after, now));

        bool IsShared(ComparedImage image, FieldSpan field) => field.Bytes.Length >= sizeof(uint)
            && image.Regions.NameAt(BinaryPrimitives.ReadUInt32LittleEndian(field.Bytes.Span)) is { } name && sharing.Contains(RegionTitle.FilePath(name));
    }

    /// <summary>A record that only one directory has: in trees of other names, it is known by what it leads to.</summary>
    private void TellUnlessKnown(RecordView record, ComparedImage image, string tree, DifferenceChange change)
    {
        touched.Add(DigestOf(record));
        if (trees.IsEntryReported(record.Path) || Found.Count >= Most)
        {
            return;
        }

        var location = record.Fields.Find(field => field.Definition.Role == FieldRole.Location);
        var target = location.Bytes.Length >= 4 ? image.Regions.NameAt(BinaryPrimitives.ReadUInt32LittleEndian(location.Bytes.Span)) : null;
        var isKnown = target is { } name && (trees.IsEntryReported(name) || trees.IsContentReported(name) || (name.Length > 0 && name[0] != '/' && treesDiffer));
        if (!isKnown && (target is not null || !treesDiffer))
        {
            var title = Title(record, tree);
            if (only.Remove(title, out var other) && Found[other].Change != change)
            {
                // The same entry under another identifier, as with a version or without.
                Found[other] = new(DifferenceKind.Bytes, DifferenceChange.Changed, title, $"{title}: identifier differs", change == DifferenceChange.Added ? record.Offset : Found[other].Offset);
                return;
            }

            if (allowance.TryAdd(Found, new(DifferenceKind.Bytes, change, title, title, change == DifferenceChange.Added ? record.Offset : null)))
            {
                only[title] = Found.Count - 1;
            }
        }
    }

    /// <summary>What lies behind the last records of sectors, where the directories have as many sectors.</summary>
    private void CompareRests(Region old, Region now, string tree)
    {
        if (old.Length != now.Length)
        {
            return;
        }

        using var left = before.Records.Of(old).Where(record => record.IsRest).GetEnumerator();
        using var right = after.Records.Of(now).Where(record => record.IsRest).GetEnumerator();
        while (left.MoveNext() && right.MoveNext())
        {
            var (was, has) = (left.Current.Fields[0], right.Current.Fields[0]);
            if (!was.Bytes.Span.SequenceEqual(has.Bytes.Span) && was.Bytes.Length == has.Bytes.Length)
            {
                touched.Add(DigestOf(right.Current));
                Add(right.Current, tree, was.Compare(has), has.FirstDifference(was));
            }
        }
    }

    private void Add(RecordView record, string tree, string change, long offset)
    {
        if (Found.Count < Most)
        {
            var title = Title(record, tree);
            allowance.TryAdd(Found, new(DifferenceKind.Bytes, DifferenceChange.Changed, title, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{title}: {change}, byte {offset}"), offset));
        }
    }

    private static UInt128 DigestOf(RecordView record) =>
        TextDigest.Of(record.IsSelfOrParent || record.IsRest ? record.Path : record.Path.AsSpan(0, Math.Max(1, record.Path.LastIndexOf('/'))));
}
