using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Machines;

namespace IsoBuild.Partitions;

/// <summary>The tables with which machines boot from a disk that the image was copied to: a master boot record, and a GPT at both ends.</summary>
/// <remarks>
/// Firmware differs in what it takes. With a GPT, the master boot record is the protective one of UEFI 5.2.3, which EDK2 demands and some firmware refuses to do
/// without, and has one more entry of no type and one block, active, for PC firmware that starts no disk without an active partition; EDK2 passes over it.
/// In the GPT, the image's data and the EFI system partition lie side by side, since EDK2 drops entries that overlap. The data begins at block 64, behind
/// what the tables may take, so it cannot be mounted as a partition; the disk as a whole can.
/// Without a GPT, the table is isohybrid's: an active entry over the whole image, which can be mounted as a partition, and the EFI system partition, if there is
/// one, which then overlaps it; so the first has no type there, since EDK2 refuses a table whose typed entries overlap.
/// An image that is based on another keeps the form of its tables: see <see cref="TableForm"/>.
/// </remarks>
internal sealed class HybridPart : IImagePart, IRegionEncoder
{
    /// <summary>The last anchor of UDF is at the last sector or 256 before it (ECMA-167 3/8.4.2.1); at the last one lies the backup of the GPT.</summary>
    private const int AnchorDistance = 256;

    private readonly HybridOptions options;
    private readonly ContentTree content;
    private readonly VolumeText text;
    private readonly BootCodeFile code;
    private readonly DiskBoot boot;
    private readonly Func<ContentFile, RegionId?> regionOf;
    private readonly DiagnosticBag diagnostics;
    private readonly bool hasUdf;

    private AppleMap? map;

    private RegionId backup;
    private RegionId? biosImage;
    private RegionId[] efiImages = [];
    private DiskTables? tables;

    private HybridPart(HybridOptions options, BootCodeFile code, DiskBoot boot, ContentTree content, VolumeText text, Func<ContentFile, RegionId?> regionOf, bool hasUdf, DiagnosticBag diagnostics)
    {
        this.options = options;
        (this.code, this.boot, this.content, this.text, this.regionOf, this.hasUdf, this.diagnostics) = (code, boot, content, text, regionOf, hasUdf, diagnostics);
        HasGpt = options.WritesGpt(boot.HasEfi);
    }

    /// <summary>What the sector map calls the system area.</summary>
    public string SystemArea => SystemAreaText.Of(hasMbr: true, HasGpt, hasApple: map is not null, options.Gpt4K);

    /// <summary>Of what the image's size has to be a multiple: of a cylinder, where the master boot record tells places by cylinders.</summary>
    public Func<long, long> Alignment => options.Gpt4K ? length => InLargeBlocks(UsualAlignment(length)) : UsualAlignment;

    private Func<long, long> UsualAlignment => options.Form is { } form ? form.EndsWithCylinder ? CylinderOf(form.Shape) : Whole : HasGpt ? Whole : Cylinder;

    /// <summary>The least multiple of a length that is whole blocks of 4096 bytes.</summary>
    private static long InLargeBlocks(long length) => length % LargeGpt.BlockSize == 0 ? length : InLargeBlocks(2 * length);

    private static Func<long, long> Whole => static _ => Sector.Size;

    private static Func<long, long> CylinderOf(DiskGeometry? shape) => shape is { } own ? length => (length <= own.Reach ? own : DiskGeometry.For(length)).CylinderSize : Cylinder;

    private static Func<long, long> Cylinder => static length => DiskGeometry.For(length).CylinderSize;

    /// <summary>Whether there is a GPT.</summary>
    public bool HasGpt { get; }

    /// <summary>Whether nobody says which partitions there are.</summary>
    private bool IsOurs => options is { Form: null, Appended: null, PartitionOffset: 0 };

    private int EntryCount => options.Gpt4K ? LargeGpt.EntriesOfUsual : options.Form?.GptEntryCount ?? GptHeader.EntryCount;

    /// <summary>Where the entries of the first table begin.</summary>
    private int ArrayBlock => map is null ? GptHeader.FirstArrayBlock : AppleMap.EndBlock;

    /// <summary>On what boundary partitions begin, in bytes.</summary>
    private int LeastAlignment => options.Gpt4K ? LargeGpt.BlockSize : Sector.Size;

    /// <summary>How many blocks the entries take.</summary>
    private int ArrayBlocks => ((EntryCount * GptPartition.Size) + Block.Size - 1) / Block.Size;

    /// <summary>The backup, header and entries, in whole sectors; it ends where the image does (UEFI 5.3.2).</summary>
    private int BackupSectors => options.Gpt4K ? LargeGpt.BackupSize / Sector.Size : (ArrayBlocks + 1 + Block.PerSector - 1) / Block.PerSector;

    /// <summary>Checks what was asked for; <see langword="null"/> when it cannot be done.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="boot">What the boot catalog will hold.</param>
    /// <param name="content">The content, and</param>
    /// <param name="text">what the volume says, from which identifiers derive.</param>
    /// <param name="regionOf">Where a file lies, once its region was asked for.</param>
    /// <param name="hasUdf">Whether there is a UDF volume too.</param>
    /// <param name="diagnostics">Receives reports of what cannot be done, and of what will not start.</param>
    public static HybridPart? Create(HybridOptions options, DiskBoot boot, ContentTree content, VolumeText text, Func<ContentFile, RegionId?> regionOf, bool hasUdf, DiagnosticBag diagnostics)
    {
        var loaded = BootCodeFile.Load(options, diagnostics);

        if (options.Gpt4K && WhyNotLarge(options) is { } why)
        {
            diagnostics.Error(DiagnosticId.Gpt4KImpossible, "GPT for blocks of 4096 bytes", why);
            return null;
        }

        // Code of another image that is told its address as it was there is checked by nobody else.
        loaded = options.SkippedBlocks is not null ? loaded! with { Kind = BootCodeKind.Other } : loaded;
        var isForPartitions = options.Form is not null || options.Appended is not null;
        return loaded is not null && HybridCheck.Check(loaded, boot with { HasBootInfo = HasBootInfo(content) }, isForPartitions, options.NoBootCode, diagnostics)
            && options.Appended?.Check(options.WritesGpt(boot.HasEfi), diagnostics) != false ? new HybridPart(options, loaded, boot, content, text, regionOf, hasUdf, diagnostics) : null;
    }

    private static bool HasBootInfo(ContentTree content)
    {
        ContentNode? node = content.Root;
        foreach (var name in BootInfoFile.Path.Split('/'))
        {
            node = NameCase.Find(node as ContentDirectory, name, ignoresCase: true);
        }

        return node is ContentFile;
    }

    /// <summary>Why there is no room for a second GPT.</summary>
    private static string? WhyNotLarge(HybridOptions options) =>
        options.Gpt == false ? "A GPT for blocks of 4096 bytes is to be written, and no GPT. Leave one of the options out."
        : options.Form is { Gpt: null } ? "The tables are those of the base, which has no GPT. Set the GPT to true, so that the tables are made anew."
        : options.Form?.Gpt?.FirstOrDefault(entry => entry.Place is PartitionPlace.AtBlocks || entry.Partition.Number > LargeGpt.EntriesOfUsual) is { } entry
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Partition {entry.Partition.Number} of the base lies in the first 32 KiB, where the second table goes, or has a number above {LargeGpt.EntriesOfUsual}. Leave the base's boot setup out, or do without the second table.")
        : options.Appended?.Partitions.Any(partition => partition.Entry.Number > LargeGpt.EntriesOfUsual) == true
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Beside a GPT for blocks of 4096 bytes, the usual one has {LargeGpt.EntriesOfUsual} entries, and an appended partition has a higher number. Give it a lower one.")
        : null;

    /// <summary>Adds an Apple partition map. Its entries have the blocks in which the entries of a GPT are otherwise, which go behind them.</summary>
    /// <returns><see langword="false"/> when the boot code leaves it no room, which is told.</returns>
    public bool Add(AppleMap added)
    {
        map = added;
        if (options.Gpt4K)
        {
            diagnostics.Error(DiagnosticId.Gpt4KImpossible, "GPT for blocks of 4096 bytes", "An Apple partition map and a GPT for blocks of 4096 bytes need the same bytes of the first 32 KiB. Leave HFS+ or the second GPT out.");
            return false;
        }

        if (!AppleMap.LeavesRoom(code.Bytes.Span))
        {
            diagnostics.Error(DiagnosticId.HfsBootCode, "boot code", "An Apple partition map needs the first 8 bytes of the master boot record, and the MBR boot code does not leave them free: it must begin with instructions that do nothing, as isohdpfx.bin and boot_hybrid.img do. Use such code, set the boot code to none, or leave HFS+ out.", code.Source);
            return false;
        }

        if (HasGpt && !IsOurs)
        {
            diagnostics.Info(DiagnosticId.HfsNotInGpt, "hybrid", "The GPT has partitions of the base, appended ones or a partition offset, beside which there is no entry for the HFS+ volume: only the Apple partition map leads to it. Without these, the GPT has one too.");
        }

        return true;
    }

    public void Measure(RegionRequests requests)
    {
        biosImage = boot.BiosRegion();
        efiImages = [.. boot.EfiRegions().Distinct()];
        foreach (var id in options.Form is null && !options.Gpt4K ? [] : efiImages)
        {
            requests.Align(id, Math.Max(options.Form?.EfiAlignment ?? Sector.Size, LeastAlignment));
        }

        foreach (var (_, file) in options.Gpt4K ? options.Appended?.Partitions ?? [] : [])
        {
            requests.Align(regionOf(file)!.Value, LeastAlignment);
        }

        foreach (var partition in options.Form?.Appended ?? [])
        {
            var id = regionOf(partition.File!)!.Value;
            requests.Align(id, Math.Max(partition.Alignment, LeastAlignment));
            requests.NotBefore(id, partition.FormerOffset);
        }

        if (HasGpt)
        {
            if (hasUdf)
            {
                requests.Add(RegionSlot.AnchorDistance, (AnchorDistance - BackupSectors) * Sector.Size, "empty", encoder: null);
            }

            backup = requests.Add(RegionSlot.BackupPartitionTable, BackupSectors * Sector.Size, "GPT backup", this);
        }

        requests.AddViews(layout => PartitionViews.Of(TablesFor(layout).Mbr.Select(entry => entry.Partition), TablesFor(layout).Gpt));
    }

    /// <summary>Says what the tables cannot tell of the finished layout.</summary>
    public void Check(ImageLayout layout)
    {
        var diskTables = TablesFor(layout);
        var starts = (HasGpt ? diskTables.Gpt.Select(entry => (long)entry.FirstBlock) : diskTables.Mbr.Select(entry => entry.Partition.FirstBlock)).ToHashSet();
        var listed = efiImages.Count(id => starts.Contains(layout[id].Offset / Block.Size));

        // What another image had no entry for needs none here.
        if (efiImages.Skip(options.Form?.EfiImageCount ?? 0).Any(id => !starts.Contains(layout[id].Offset / Block.Size)))
        {
            diagnostics.Warning(DiagnosticId.PartitionsTooMany, "hybrid", $"There are {efiImages.Length} EFI system partitions, but the partition table has room for {listed}, so machines do not boot the last ones from disks. Put their files into one partition.");
        }

        foreach (var partition in options.Form?.Appended ?? [])
        {
            if (layout[regionOf(partition.File!)!.Value].Offset is var now && now != partition.FormerOffset)
            {
                diagnostics.Info(DiagnosticId.PartitionMoved, partition.Name, $"The partition moved to block {now / Block.Size}, because other content now occupies block {partition.FormerOffset / Block.Size}, where it is in the base. Boot loaders that use a fixed block number do not find it.");
            }
        }

        if (options.VolumeStart > 0 && VolumeEnd(layout) * Sector.Size is var end && layout.Regions.FirstOrDefault(region => region is { Kind: RegionKind.File, Length: > 0 } && region.Offset + region.Length > end) is { } outside)
        {
            diagnostics.Error(DiagnosticId.FileBehindPartition, outside.Name, $"The image has a partition that is also a mountable volume with all files. It ends at sector {end / Sector.Size}, where the EFI system partition begins, but this file is at sector {outside.Sector}. Do not show the EFI system partition in any tree: give the FAT image as its content, not as a UEFI boot image file.");
        }

        if (!HasGpt && layout.Length / Block.Size > uint.MaxValue)
        {
            diagnostics.Warning(DiagnosticId.DiskTooLarge, "hybrid", $"The image has {layout.Length / Block.Size} blocks of {Block.Size} bytes, but a master boot record counts at most {uint.MaxValue} (2 TiB), so its partition ends there. Use a GPT.");
        }
    }

    /// <summary>The sector behind the partition that is a volume by itself, if there is one.</summary>
    public long VolumeEnd(ImageLayout layout)
    {
        var first = options.VolumeStart * Block.PerSector;
        var diskTables = TablesFor(layout);
        var end = diskTables.Gpt.Where(entry => entry.FirstBlock == (ulong)first).Select(entry => (long)entry.LastBlock + 1)
            .Concat(diskTables.Mbr.Where(entry => entry.Partition.FirstBlock == first).Select(entry => entry.Partition.EndBlock)).FirstOrDefault(layout.Length / Block.Size);
        return end / Block.PerSector;
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var layout = context.Layout;
        var found = TablesFor(layout);
        if (region.Kind == RegionKind.SystemArea)
        {
            EncodeRecord(layout, found, destination[..Block.Size]);
            if (found.Header is not null)
            {
                // A file may have given the system area.
                destination.Slice(GptHeader.PrimaryBlock * Block.Size, (1 + ArrayBlocks) * Block.Size).Clear();
                found.Header.Write(destination[(GptHeader.PrimaryBlock * Block.Size)..]);
                found.Entries.CopyTo(destination[(ArrayBlock * Block.Size)..]);
            }

            if (found.Large is var (first, all))
            {
                LargeGpt.WriteFirst(destination, first, all);
            }

            map?.Encode(region, context, destination);
            return;
        }

        if (found.Large is var (large, largeEntries))
        {
            LargeGpt.WriteBackup(destination, large, largeEntries);
        }

        var header = destination[^Block.Size..];
        var array = destination[..^Block.Size][^(ArrayBlocks * Block.Size)..];
        found.Entries.CopyTo(array);
        found.Header!.Other(arrayBlock: (ulong)(layout.Length / Block.Size) - 1 - (ulong)ArrayBlocks).Write(header);
    }

    private void EncodeRecord(ImageLayout layout, DiskTables found, Span<byte> block)
    {
        code.Bytes.Span.CopyTo(block);
        if (options.SkippedBlocks is { } skipped)
        {
            // Also where a floppy is emulated from discs: such code loads from the image itself.
            if (boot.DefaultRegion() is { } started)
            {
                BootCode.WriteAddress(block, (ulong)((layout[started].Sector * Block.PerSector) + skipped));
            }
        }
        else if (biosImage is { } image && BootCode.AddressFor(code.Kind, layout[image].Sector) is { } address)
        {
            BootCode.WriteAddress(block, address);
        }

        // Code that needs all the room has it, and the disk no signature.
        var hasRoom = !block[MasterBootRecord.SignatureAt..MasterBootRecord.TableAt].ContainsAnyExcept((byte)0);
        MasterBootRecord.Write(block, hasRoom ? found.DiskSignature : null);
        foreach (var entry in found.Mbr)
        {
            entry.Write(MasterBootRecord.Entry(block, entry.Partition.Number));
        }
    }

    private DiskTables TablesFor(ImageLayout layout) => tables ??= MakeTables(layout);

    private DiskTables MakeTables(ImageLayout layout)
    {
        var ids = new DerivedIds(ImageIdentity.Of(content, text, layout));
        var signature = options.DiskSignature ?? ids.Signature("mbr disk signature");
        var blocks = layout.Length / Block.Size;

        // Another image's tables count images for UEFI as its catalog does; ours name them in disk order.
        var appended = (options.Appended?.Partitions ?? []).Select(partition => regionOf(partition.File)!.Value).ToHashSet();
        RegionId[] efi = options.Form is null ? [.. efiImages.Where(id => !appended.Contains(id)).OrderBy(id => layout[id].Offset)] : efiImages;
        var form = options.Form is { } given ? StandardForms.WithEfi(given, efi.Length, ids)
            : HasGpt ? StandardForms.Protective(efi.Length, ids, signature)
            : StandardForms.Isohybrid(efi.Length, DiskGeometry.For(layout.Length), signature);
        form = StandardForms.With(form, options, number => number < efi.Length && appended.Contains(efi[number]), ids);
        form = map is not null && HasGpt && IsOurs ? StandardForms.WithAppleVolume(form, ids) : form;
        var placer = new PartitionPlacer(layout, content, regionOf, efi) { AppleVolume = map?.Volume(layout) };
        var mbr = new List<PlacedMbrEntry>();
        foreach (var entry in form.Mbr)
        {
            if (placer.Find(entry.Place, blocks) is var (first, end) && first <= uint.MaxValue)
            {
                mbr.Add(new PlacedMbrEntry(entry.Partition with { FirstBlock = first, BlockCount = Math.Min(end - first, uint.MaxValue) }, entry));
            }
        }

        if (form.Gpt is null)
        {
            return new DiskTables(mbr, [], Entries: [], Header: null, options.DiskSignature ?? form.DiskSignature);
        }

        var gpt = new List<GptPartition>();
        var entries = new byte[ArrayBlocks * Block.Size];
        foreach (var entry in form.Gpt.Where(entry => entry.Partition.Number <= EntryCount))
        {
            if (placer.Find(entry.Place, layout[backup].Offset / Block.Size) is var (first, end))
            {
                gpt.Add(entry.Partition with { FirstBlock = (ulong)first, LastBlock = (ulong)end - 1 });
                gpt[^1].Write(entries.AsSpan((entry.Partition.Number - 1) * GptPartition.Size, GptPartition.Size));
            }
        }

        var header = new GptHeader
        {
            OwnBlock = GptHeader.PrimaryBlock,
            AlternateBlock = (ulong)blocks - 1,
            FirstUsableBlock = options.Gpt4K ? Layout.FixedAreas.SystemAreaSectors * Block.PerSector : (ulong)(map is null ? form.FirstUsableBlock ?? ArrayBlock + ArrayBlocks : Math.Max(form.FirstUsableBlock ?? 0, ArrayBlock + ArrayBlocks)),
            LastUsableBlock = options.Gpt4K ? (ulong)(blocks - (LargeGpt.BackupSize / Block.Size) - 1) : (ulong)(blocks - 1 - ArrayBlocks - 1),
            DiskId = options.DiskId ?? ids.Guid("gpt disk"),
            ArrayBlock = (ulong)ArrayBlock,
            Count = (uint)EntryCount,
            ArrayChecksum = Crc32.Of(entries.AsSpan(0, EntryCount * GptPartition.Size)),
        };
        return new DiskTables(mbr, gpt, entries, header, options.DiskSignature ?? form.DiskSignature) { Large = options.Gpt4K ? LargeGpt.Make(layout.Length, gpt, header.DiskId) : null };
    }
}
