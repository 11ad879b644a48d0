using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>How what boots differs in two images, field by field: entries are paired by what layouts call them.</summary>
internal sealed class BootComparer(ComparedImage before, ComparedImage after)
{
    /// <summary>A boot image larger than this is compared as any other file.</summary>
    private const long MostPatched = 1 << 26;

    private readonly Dictionary<(long Before, long After), bool> accounted = [];
    private readonly Dictionary<long, BootEntryInfo> entriesBefore = ByOffset(before);
    private readonly Dictionary<long, BootEntryInfo> entriesAfter = ByOffset(after);

    /// <summary>What somebody gave another value.</summary>
    public List<ImageDifference> Fields { get; } = [];

    /// <summary>What follows from where things lie, and from what boot images hold.</summary>
    public List<ImageDifference> Effects { get; } = [];

    public void Compare()
    {
        var (old, now) = (ByOwner(before.BootFields), ByOwner(after.BootFields));
        foreach (var owner in old.Select(group => group.Key).Where(owner => !now.Contains(owner)))
        {
            Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Removed, owner, owner));
        }

        foreach (var group in now)
        {
            if (!old.Contains(group.Key))
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Added, group.Key, group.Key, group.First().Span.Offset));
            }
            else
            {
                Compare(group.Key, [.. old[group.Key]], [.. group]);
            }
        }
    }

    /// <summary>Whether two files differ in nothing but what is written into them once they have their places, and told field by field.</summary>
    public bool AccountsFor(ContentFile old, ContentFile now) =>
        TreeReading.ExtentsOf(old) is [{ Unit: 0, IsHole: false } from] && TreeReading.ExtentsOf(now) is [{ Unit: 0, IsHole: false } to]
        && from.Length == to.Length && AccountsFor(from.Offset, to.Offset, to.Length);

    /// <summary>Whether two stretches differ in nothing else.</summary>
    public bool AccountsFor(Region old, Region now) => old.Length == now.Length && AccountsFor(old.Offset, now.Offset, now.Length);

    private bool AccountsFor(long old, long now, long length)
    {
        if (before.BootFields.Count == 0 || after.BootFields.Count == 0)
        {
            return false;
        }

        if (!accounted.TryGetValue((old, now), out var isAccounted))
        {
            accounted.Add((old, now), isAccounted = IsCatalog(before, old, length) && IsCatalog(after, now, length) || DiffersInPatches(old, now, length));
        }

        return isAccounted;
    }

    private static bool IsCatalog(ComparedImage image, long offset, long length) => image.Reader.Catalog!.Offset == offset && image.Reader.Catalog.Length >= length;

    private bool DiffersInPatches(long old, long now, long length)
    {
        if (!entriesBefore.TryGetValue(old, out var one) || !entriesAfter.TryGetValue(now, out var other) || length > MostPatched || length > one.Length || length > other.Length)
        {
            return false;
        }

        var (was, has) = (new byte[length], new byte[length]);
        if (!before.File.TryRead(old, was) || !after.File.TryRead(now, has))
        {
            return false;
        }

        if (one.BootInfoTable != BootPatchState.None && other.BootInfoTable != BootPatchState.None)
        {
            was.AsSpan(BootInfoTable.Start, BootInfoTable.End - BootInfoTable.Start).CopyTo(has.AsSpan(BootInfoTable.Start));
        }

        if (one.GrubBootInfo != BootPatchState.None && other.GrubBootInfo != BootPatchState.None)
        {
            was.AsSpan(GrubBootInfo.Offset, GrubBootInfo.End - GrubBootInfo.Offset).CopyTo(has.AsSpan(GrubBootInfo.Offset));
        }

        return was.AsSpan().SequenceEqual(has);
    }

    private static Dictionary<long, BootEntryInfo> ByOffset(ComparedImage image) =>
        (image.Reader.Boot?.Entries ?? []).DistinctBy(entry => entry.Sector).ToDictionary(entry => entry.Sector * Sector.Size);

    private void Compare(string owner, BootField[] old, BootField[] now)
    {
        var effects = new List<string>();
        long? first = null;
        var changed = old.Zip(now).Where(pair => !pair.First.Span.Bytes.Span.SequenceEqual(pair.Second.Span.Bytes.Span)).ToList();
        foreach (var (was, has) in changed)
        {
            var change = was.Span.Compare(has.Span);
            var isEffect = has.Span.Definition.Role switch
            {
                FieldRole.Location => LeadsToTheSame(was.Span, has.Span),
                FieldRole.Size or FieldRole.Count => true,
                FieldRole.Checksum => changed.Count > 1,
                _ => false,
            };
            if (isEffect)
            {
                effects.Add(change);
                first ??= has.Span.FirstDifference(was.Span);
            }
            else
            {
                Fields.Add(new(DifferenceKind.Volume, DifferenceChange.Changed, owner, $"{owner}: {change}", has.Span.FirstDifference(was.Span)));
            }
        }

        if (effects.Count > 0)
        {
            Effects.Add(new(DifferenceKind.Layout, DifferenceChange.Changed, owner, $"{owner}: {string.Join("; ", effects)}", first));
        }
    }

    /// <summary>A sector; of GRUB, the block of 512 bytes that is the fifth from where its image begins.</summary>
    private bool LeadsToTheSame(FieldSpan old, FieldSpan now)
    {
        return before.Regions.BeginningAt(SectorOf(old)) is { } key && key == after.Regions.BeginningAt(SectorOf(now));

        static long SectorOf(FieldSpan field)
        {
            var number = 0UL;
            for (var i = field.Bytes.Length - 1; i >= 0; i--)
            {
                number = (number << 8) | field.Bytes.Span[i];
            }

            return field.Bytes.Length == sizeof(ulong) ? (long)Math.Min(number / (Sector.Size / 512), long.MaxValue >> 12) - 1 : (long)number;
        }
    }

    private static ILookup<string, BootField> ByOwner(List<BootField> fields) => fields.ToLookup(field => field.Owner, StringComparer.Ordinal);
}
