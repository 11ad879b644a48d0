using System.Buffers.Binary;
using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Comparing;

/// <summary>Finds the bytes that no difference of the volume, entries and layout accounts for.</summary>
internal sealed class RegionComparer(ComparedImage before, ComparedImage after, ContentComparer contents, TreeComparer trees, SharingChanges sharing, VolumeComparer volume, BootComparer boot, TextAllowance allowance, CancellationToken cancellationToken)
{
    private readonly bool treesDiffer = trees.Entries.Count > 0;
    private readonly bool isContentSame = !sharing.Any && trees.Entries.Count == 0 && trees.Contents.Count == 0 && trees.Metadata.Count == 0;

    public List<ImageDifference> Found { get; } = [];

    public void Compare()
    {
        // There may be millions: they are gone through again, and not kept.
        var pairs = after.Regions.PairWith(before.Regions).Select(pair => (Old: pair.There, Now: pair.Here));
        var records = new RecordComparer(before, after, trees, sharing, treesDiffer, allowance);

        // A record may go on in the continuation area of any directory, so that all are looked at when one differs.
        var continuationsDiffer = pairs.Any(pair => pair.Now.Kind == RegionKind.Continuation && Differs(pair.Old, pair.Now));
        foreach (var (old, now) in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (now.Kind)
            {
                // A volume within a partition follows from the whole: see below.
                case RegionKind.VolumeDescriptor or RegionKind.PathTable or RegionKind.Directory or RegionKind.Continuation when IsInPartition(now):
                // So do checksums.
                case RegionKind.Checksum:
                    continue;
                case RegionKind.VolumeDescriptor when RegionTitle.IsUdf(now):
                    // What no descriptor accounts for: recognition, and what lies behind sequences.
                    if (Differs(old, now) && !volume.DiffersWithin(now.Offset, now.Offset + now.Length))
                    {
                        CompareBytes(old, now);
                    }

                    break;
                case RegionKind.HfsPlus:
                case RegionKind.Directory or RegionKind.FileEntries when RegionTitle.IsUdf(now):
                    // They follow from what there is and where it lies; only where that is the same, nothing else tells of them.
                    if (isContentSame && Differs(old, now))
                    {
                        CompareBytes(old, now);
                    }

                    break;
                case RegionKind.VolumeDescriptor or RegionKind.Continuation:
                    break;
                case RegionKind.Directory:
                    if (continuationsDiffer || Differs(old, now))
                    {
                        records.Compare(old, now);
                    }

                    break;
                case RegionKind.PathTable:
                    if (Differs(old, now) && !treesDiffer)
                    {
                        ComparePathTables(old, now);
                    }

                    break;
                case RegionKind.SystemArea or RegionKind.PartitionTable:
                    CompareTables(old, now);
                    break;
                default:
                    CompareBytes(old, now);
                    break;
            }

            CompareSlack(old, now);
        }

        Found.AddRange(records.Found);
        foreach (var (old, now) in pairs.Where(pair => pair.Now.Kind == RegionKind.Continuation && Differs(pair.Old, pair.Now)))
        {
            if (records.Found.Count == 0 && !records.IsTouched(RegionTitle.Split(now.Name).Path))
            {
                CompareBytes(old, now);
            }
        }

        foreach (var (old, now) in pairs.Where(pair => IsInPartition(pair.Now) || pair.Now.Kind == RegionKind.Checksum))
        {
            if (isContentSame && Found.Count == 0 && volume.Fields.Count + volume.Effects.Count == 0 && Differs(old, now))
            {
                CompareBytes(old, now);
            }
        }

        Found.Sort(static (a, b) => Nullable.Compare(a.Offset, b.Offset) is not 0 and var order ? order : string.CompareOrdinal(a.Item, b.Item));
    }

    private static bool IsInPartition(Region region) => region.Name.StartsWith(PartitionVolume.Prefix, StringComparison.Ordinal) && region.Kind is not RegionKind.File;

    private bool Differs(Region old, Region now) => old.Length != now.Length || contents.Stored(old.Offset, now.Offset, now.Length) is not null;

    private void CompareBytes(Region old, Region now)
    {
        if ((now.Kind == RegionKind.File && trees.IsContentReported(RegionTitle.FilePath(now.Name)))
            || (now.Kind is RegionKind.File or RegionKind.BootImage or RegionKind.BootCatalog && boot.AccountsFor(old, now)))
        {
            return;
        }

        // Padding of another length is told of as layout; what both have of it is compared.
        if (contents.Stored(old.Offset, now.Offset, Math.Min(old.Length, now.Length)) is { } position)
        {
            var title = RegionTitle.Of(now);
            allowance.TryAdd(Found, new(DifferenceKind.Bytes, DifferenceChange.Changed, title, string.Create(CultureInfo.InvariantCulture, $"{title} differs, byte {now.Offset + position}"), now.Offset + position));
        }
    }

    /// <summary>Partition tables, field by field. What follows from where things lie and what there is, is told only where that is the same.</summary>
    private void CompareTables(Region old, Region now)
    {
        if (old.Length != now.Length || !Differs(old, now))
        {
            return;
        }

        var (was, has) = (new byte[old.Length], new byte[now.Length]);
        before.File.TryRead(old.Offset, was);
        after.File.TryRead(now.Offset, has);
        var isSame = isContentSame && before.File.Length == after.File.Length;
        var title = RegionTitle.Of(now);
        var (fields, others) = (PartitionFields.Of(now.Kind, has), PartitionFields.Of(old.Kind, was));
        foreach (var field in fields.Count >= others.Count ? fields : others)
        {
            var one = new FieldSpan(field, now.Offset + field.Start, was.AsSpan(field.Start, field.Length).ToArray());
            var other = one with { Bytes = has.AsSpan(field.Start, field.Length).ToArray() };
            has.AsSpan(field.Start, field.Length).CopyTo(was.AsSpan(field.Start));
            if (!one.Bytes.Span.SequenceEqual(other.Bytes.Span) && (isSame || field.Role == FieldRole.Plain))
            {
                Tell(one.Compare(other), other.FirstDifference(one));
            }
        }

        // What belongs to no table.
        if (was.AsSpan().CommonPrefixLength(has) is var same && same < has.Length)
        {
            Tell("bytes that belong to no table differ", now.Offset + same);
        }

        void Tell(string change, long offset) =>
            allowance.TryAdd(Found, new(DifferenceKind.Bytes, DifferenceChange.Changed, title, string.Create(CultureInfo.InvariantCulture, $"{title}: {change}, byte {offset}"), offset));
    }

    private void CompareSlack(Region old, Region now)
    {
        var slack = Sector.AlignUp(now.Length) - now.Length;
        if (old.Length != now.Length || slack == 0 || now.Offset + now.Length + slack > after.File.Length || old.Offset + old.Length + slack > before.File.Length)
        {
            return;
        }

        if (contents.Stored(old.Offset + old.Length, now.Offset + now.Length, slack) is { } position)
        {
            var offset = now.Offset + now.Length + position;
            allowance.TryAdd(Found, new(DifferenceKind.Bytes, DifferenceChange.Changed, RegionTitle.Of(now), string.Create(CultureInfo.InvariantCulture, $"unused bytes after {RegionTitle.Of(now)} differ, byte {offset}"), offset));
        }
    }

    private void ComparePathTables(Region old, Region now)
    {
        using var left = PathTableRecords.Of(before.File, old).GetEnumerator();
        using var right = PathTableRecords.Of(after.File, now).GetEnumerator();
        while (left.MoveNext() && right.MoveNext())
        {
            var (was, has) = (left.Current, right.Current);
            for (var i = 0; i < Math.Min(was.Fields.Count, has.Fields.Count); i++)
            {
                var (from, to) = (was.Fields[i], has.Fields[i]);
                if (!from.Bytes.Span.SequenceEqual(to.Bytes.Span) && !(to.Definition.Role == FieldRole.Location && LeadsToTheSame(from, to)))
                {
                    var title = PathTableRecords.Title(now, has.Number);
                    var offset = to.FirstDifference(from);
                    allowance.TryAdd(Found, new(DifferenceKind.Bytes, DifferenceChange.Changed, title, string.Create(CultureInfo.InvariantCulture, $"{title}: {from.Compare(to)}, byte {offset}"), offset));
                }
            }

            // Records of other lengths are not those of the same directories any more.
            if (Found.Count > 1000 || was.Fields[0].Bytes.Span[0] != has.Fields[0].Bytes.Span[0])
            {
                return;
            }
        }
    }

    private bool LeadsToTheSame(FieldSpan old, FieldSpan now)
    {
        // A record may be too short for its own fields.
        return old.Bytes.Length == sizeof(uint) && now.Bytes.Length == sizeof(uint)
            && before.Regions.BeginningAt(Block(old)) is { } key && key == after.Regions.BeginningAt(Block(now));

        static uint Block(FieldSpan field) => field.Definition.Type == FieldType.Big
            ? BinaryPrimitives.ReadUInt32BigEndian(field.Bytes.Span)
            : BinaryPrimitives.ReadUInt32LittleEndian(field.Bytes.Span);
    }
}
