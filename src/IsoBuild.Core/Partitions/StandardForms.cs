using System.Globalization;

namespace IsoBuild.Partitions;

/// <summary>The forms of images that have nobody else's.</summary>
internal static class StandardForms
{
    /// <summary>Of data that is no file system by itself: nobody writes (60), sees (62) or mounts (63) it. Windows would offer to format it.</summary>
    private const ulong DataAttributes = ReadOnly | 1UL << 62 | 1UL << 63;

    private const ulong ReadOnly = 1UL << 60;

    /// <summary>A GPT in which the data and the images for UEFI lie side by side, and a master boot record that protects it.</summary>
    public static TableForm Protective(int efiImages, DerivedIds ids, uint diskSignature) => new()
    {
        Mbr =
        [
            new MbrEntry(new MbrPartition(1, MbrPartition.Protective, IsActive: false, 0, 0), new PartitionPlace.FromBlock(GptHeader.PrimaryBlock, Until: null)),

            // An active entry of no type: head 0, sector 1, one block, as xorriso writes it.
            new MbrEntry(new MbrPartition(2, Type: 0, IsActive: true, 0, 0), new PartitionPlace.AtBlocks(0, 1)) { Geometry = new DiskGeometry(64, 32) },
        ],
        Gpt =
        [
            new GptEntry(
                new GptPartition { Number = 1, TypeId = GptPartition.BasicData, Id = ids.Guid("gpt partition 1"), Attributes = DataAttributes, Name = "ISO9660" },
                new PartitionPlace.FromBlock(Layout.FixedAreas.SystemAreaSectors * Block.PerSector, efiImages > 0 ? Efi(0) : null)),
            .. Enumerable.Range(0, Math.Min(efiImages, GptHeader.EntryCount - 1)).Select(i => EfiOfGpt(i + 2, i, ids)),
        ],
        DiskSignature = diskSignature,
    };

    /// <summary>isohybrid's: an entry over the whole image, which has no type where an image for UEFI lies in it.</summary>
    public static TableForm Isohybrid(int efiImages, DiskGeometry geometry, uint diskSignature) => new()
    {
        Mbr =
        [
            new MbrEntry(new MbrPartition(1, efiImages > 0 ? (byte)0 : MbrPartition.Hidden, IsActive: true, 0, 0), new PartitionPlace.FromBlock(0, Until: null)) { Geometry = geometry },
            .. Enumerable.Range(0, Math.Min(efiImages, MasterBootRecord.PartitionCount - 1)).Select(i => EfiOfMbr(i + 2, i)),
        ],
        EndsWithCylinder = true,
        DiskSignature = diskSignature,
    };

    /// <summary>The form of another image, with entries for images for UEFI that it does not know. Those that it knows it may have none for.</summary>
    public static TableForm WithEfi(TableForm form, int efiImages, DerivedIds ids)
    {
        List<int> added = [.. Enumerable.Range(0, efiImages).Skip(form.EfiImageCount)];
        if (added.Count == 0)
        {
            return form;
        }

        if (form.Gpt is { } gpt)
        {
            var free = Free(gpt.Select(entry => entry.Partition.Number), form.GptEntryCount);
            return form with
            {
                // What lay up to the end, or to what is appended, ends where the new one begins: firmware takes no two entries that overlap.
                Gpt = InOrder(
                    gpt.Select(entry => entry.Place is PartitionPlace.FromBlock { Until: null or PartitionPlace.OfAppended } data ? entry with { Place = data with { Until = Efi(added[0]) } } : entry)
                        .Concat(added.Zip(free, (image, number) => EfiOfGpt(number, image, ids))),
                    entry => entry.Partition.Number),
            };
        }

        return form with
        {
            Mbr = InOrder(
                form.Mbr.Select(entry => entry.Place is PartitionPlace.FromBlock { Until: null or PartitionPlace.OfAppended } data ? Beside(entry, data, added[0], form.VolumeStart > 0) : entry)
                    .Concat(added.Zip(Free(form.Mbr.Select(entry => entry.Partition.Number), MasterBootRecord.PartitionCount), (image, number) => EfiOfMbr(number, image))),
                entry => entry.Partition.Number),
        };
    }

    /// <summary>The form with an entry for the HFS+ volume, which lies between the data and the images for UEFI: it has the number behind the data's, and those that had it move on.</summary>
    public static TableForm WithAppleVolume(TableForm form, DerivedIds ids) => form with
    {
        Gpt =
        [
            form.Gpt![0] with { Place = form.Gpt[0].Place is PartitionPlace.FromBlock data ? data with { Until = new PartitionPlace.OfAppleVolume() } : form.Gpt[0].Place },
            new GptEntry(new GptPartition { Number = 2, TypeId = GptPartition.AppleHfs, Id = ids.Guid("gpt hfs+"), Name = "HFSPLUS" }, new PartitionPlace.OfAppleVolume()),
            .. form.Gpt.Skip(1).Where(entry => entry.Partition.Number < form.GptEntryCount).Select(entry => entry with { Partition = entry.Partition with { Number = entry.Partition.Number + 1 } }),
        ],
    };

    /// <summary>The partition of the data, when an image for UEFI comes: UEFI refuses tables in which partitions that have a type overlap (UEFI 5.2.1).
    /// isohybrid's type for it says nothing, and goes; another one stays, and the partition ends where the new one begins, unless it is a volume with all files.</summary>
    private static MbrEntry Beside(MbrEntry entry, PartitionPlace.FromBlock data, int image, bool isVolume) => entry.Partition.Type is 0 or MbrPartition.Hidden || isVolume
        ? entry with { Partition = entry.Partition with { Type = 0 } }
        : entry with { Place = data with { Until = Efi(image) } };

    /// <summary>The form with what options say of its partitions: where that of the image begins, of what type it is, and which are appended.</summary>
    /// <param name="form">The form.</param>
    /// <param name="options">The options.</param>
    /// <param name="isAppended">Whether the image for UEFI of a number is a partition that is appended, which needs no second entry.</param>
    /// <param name="ids">Makes identifiers.</param>
    public static TableForm With(TableForm form, HybridOptions options, Func<int, bool> isAppended, DerivedIds ids)
    {
        var appended = options.Appended?.Partitions ?? [];
        if (appended.Count == 0 && options.PartitionOffset == 0 && options.PartitionType is null)
        {
            return form;
        }

        var taken = appended.Select(partition => partition.Entry.Number).ToHashSet();
        var geometry = form.Mbr.FirstOrDefault(entry => entry.Place is PartitionPlace.FromBlock)?.Geometry;
        if (form.Gpt is null)
        {
            var beside = options.PartitionType is { InMbr: > 0 } && options.Form is null && options.PartitionOffset == 0
                ? form.Mbr.Select(entry => entry.Place).OfType<PartitionPlace.OfEfiImage>().FirstOrDefault(place => !isAppended(place.Number))
                : null;
            var own = form.Mbr.Where(entry => !taken.Contains(entry.Partition.Number) && !IsAppended(entry.Place)).Select(entry => entry.Place is PartitionPlace.FromBlock data
                ? entry with { Place = Moved(data.Until is null && beside is not null ? data with { Until = beside } : data), Partition = entry.Partition with { Type = options.PartitionType?.InMbr ?? entry.Partition.Type } }
                : entry);
            var added = appended.Select(partition => new MbrEntry(new MbrPartition(partition.Entry.Number, partition.Entry.Type.InMbr, IsActive: false, 0, 0), new PartitionPlace.OfContent(partition.File)) { Geometry = geometry });
            return form with { Mbr = InOrder(own.Concat(added), entry => entry.Partition.Number) };
        }

        var kept = form.Gpt.Where(entry => !IsAppended(entry.Place)).ToList();
        var free = new Queue<int>(Free(taken.Concat(kept.Select(entry => entry.Partition.Number)), form.GptEntryCount));
        var renumbered = kept.Select(entry => taken.Contains(entry.Partition.Number) ? entry with { Partition = entry.Partition with { Number = free.Dequeue() } } : entry).Select(entry => entry.Place is PartitionPlace.FromBlock data
            ? entry with
            {
                Place = Moved(data),
                Partition = entry.Partition with { TypeId = options.PartitionType?.InGpt ?? entry.Partition.TypeId, Attributes = options.PartitionOffset > 0 ? entry.Partition.Attributes & ReadOnly : entry.Partition.Attributes },
            }
            : entry);
        var more = appended.Select(partition => new GptEntry(
            new GptPartition { Number = partition.Entry.Number, TypeId = partition.Entry.Type.InGpt, Id = ids.Guid(string.Create(CultureInfo.InvariantCulture, $"appended partition {partition.Entry.Number}")), Name = partition.Entry.GptName },
            new PartitionPlace.OfContent(partition.File)));
        return form with { Gpt = InOrder(renumbered.Concat(more), entry => entry.Partition.Number) };

        bool IsAppended(PartitionPlace place) => place is PartitionPlace.OfEfiImage(var number, _) && isAppended(number);

        // An entry that protects a GPT is none of the image's own.
        PartitionPlace.FromBlock Moved(PartitionPlace.FromBlock data) => data with
        {
            First = options.PartitionOffset > 0 ? options.PartitionOffset * (long)Block.PerSector : data.First,
            Until = data.Until is { } until && !IsAppended(until) ? until : appended.Count > 0 ? new PartitionPlace.OfContent(appended[0].File) : null,
        };
    }

    private static PartitionPlace.OfEfiImage Efi(int number) => new(number, InSectors: false);

    private static GptEntry EfiOfGpt(int number, int image, DerivedIds ids) => new(
        new GptPartition { Number = number, TypeId = GptPartition.EfiSystem, Id = ids.Guid(string.Create(CultureInfo.InvariantCulture, $"gpt partition {number}")), Name = "EFI system" },
        Efi(image));

    private static MbrEntry EfiOfMbr(int number, int image) => new(new MbrPartition(number, MbrPartition.EfiSystem, IsActive: false, 0, 0), Efi(image));

    private static IEnumerable<int> Free(IEnumerable<int> taken, int count) => Enumerable.Range(1, count).Except(taken);

    private static List<T> InOrder<T>(IEnumerable<T> entries, Func<T, int> numberOf) => [.. entries.OrderBy(numberOf)];
}
