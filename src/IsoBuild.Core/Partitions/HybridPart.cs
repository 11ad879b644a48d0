using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>The tables by which an image starts from a disk that it was copied to: a master boot record, and a GPT at both ends.</summary>
/// <remarks>
/// Firmware differs in what it takes. With a GPT, the master boot record is the protective one of UEFI 5.2.3, which EDK2 demands and some firmware refuses to do
/// without, and has one more entry of no type and one block, active, for PC firmware that starts no disk without an active partition; EDK2 passes over it.
/// In the GPT, the image's data and the EFI system partition lie side by side, since EDK2 drops entries that overlap. The data begins at block 64, behind
/// what the tables may take, so it cannot be mounted as a partition; the disk as a whole can.
/// Without a GPT, the table is isohybrid's: an active entry over the whole image, which can be mounted as a partition, and the EFI system partition, if there is
/// one, which then overlaps it; so the first has no type there, since EDK2 refuses a table whose typed entries overlap.
/// </remarks>
internal sealed class HybridPart : IImagePart, IRegionEncoder
{
    /// <summary>The last anchor of UDF is at the last sector or 256 before it (ECMA-167 3/8.4.2.1); at the last one lies the backup of the GPT.</summary>
    private const int AnchorDistance = 256;

    /// <summary>The backup, header and entries, in whole sectors; it ends where the image does (UEFI 5.3.2).</summary>
    private const int BackupSectors = (GptHeader.ArrayBlocks + 1 + Block.PerSector - 1) / Block.PerSector;

    /// <summary>Behind the system area.</summary>
    private const ulong FirstDataBlock = FixedAreas.SystemAreaSectors * Block.PerSector;

    /// <summary>Of data that is no file system by itself: nobody writes (60), sees (62) or mounts (63) it. Windows would offer to format it.</summary>
    private const ulong DataAttributes = 1UL << 60 | 1UL << 62 | 1UL << 63;

    private readonly HybridOptions options;
    private readonly ContentTree content;
    private readonly VolumeText text;
    private readonly BootCodeFile code;
    private readonly DiskBoot boot;
    private readonly DiagnosticBag diagnostics;
    private readonly bool hasUdf;

    private RegionId backup;
    private RegionId? biosImage;
    private RegionId[] efiImages = [];
    private Tables? tables;

    private HybridPart(HybridOptions options, BootCodeFile code, DiskBoot boot, ContentTree content, VolumeText text, bool hasUdf, DiagnosticBag diagnostics)
    {
        this.options = options;
        (this.code, this.boot, this.content, this.text, this.hasUdf, this.diagnostics) = (code, boot, content, text, hasUdf, diagnostics);
        HasGpt = options.Gpt ?? boot.HasEfi;
    }

    /// <summary>What the sector map calls the system area.</summary>
    public string SystemArea => SystemAreaText.Of(hasMbr: true, HasGpt, hasApple: false);

    /// <summary>Of what the image's size has to be a multiple: of a cylinder, where the master boot record tells places by cylinders.</summary>
    public Func<long, long> Alignment => HasGpt ? static _ => Sector.Size : static length => DiskGeometry.For(length).CylinderSize;

    private bool HasGpt { get; }

    /// <summary>The first entry is that of the image's data.</summary>
    private int MostEfiImages => (HasGpt ? GptHeader.EntryCount : MasterBootRecord.PartitionCount) - 1;

    /// <summary>Checks what was asked for; <see langword="null"/> when it cannot be done.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="boot">What the boot catalog will hold.</param>
    /// <param name="content">The content, and</param>
    /// <param name="text">what the volume says, from which identifiers derive.</param>
    /// <param name="hasUdf">Whether there is a UDF volume too.</param>
    /// <param name="diagnostics">Is told of what cannot be done, and of what will not start.</param>
    public static HybridPart? Create(HybridOptions options, DiskBoot boot, ContentTree content, VolumeText text, bool hasUdf, DiagnosticBag diagnostics)
    {
        var loaded = BootCodeFile.Load(options, diagnostics);
        return loaded is not null && HybridCheck.Check(loaded, boot, diagnostics) ? new HybridPart(options, loaded, boot, content, text, hasUdf, diagnostics) : null;
    }

    public void Measure(RegionRequests requests)
    {
        biosImage = boot.BiosRegion();
        efiImages = [.. boot.EfiRegions().Distinct()];
        if (HasGpt)
        {
            if (hasUdf)
            {
                requests.Add(RegionSlot.AnchorDistance, (AnchorDistance - BackupSectors) * Sector.Size, "empty", encoder: null);
            }

            backup = requests.Add(RegionSlot.BackupPartitionTable, BackupSectors * Sector.Size, "GPT backup", this);
        }

        requests.AddViews(layout => PartitionViews.Of(TablesFor(layout).Mbr, TablesFor(layout).Gpt));
    }

    /// <summary>Says what the tables cannot tell of the finished layout.</summary>
    public void Check(ImageLayout layout)
    {
        if (efiImages.Length > MostEfiImages)
        {
            diagnostics.Warning(DiagnosticId.PartitionsTooMany, "hybrid", $"There are {efiImages.Length} EFI system partitions, and the table has room for {MostEfiImages}: from disks, the last ones do not start. Put their files into one.");
        }

        if (!HasGpt && layout.Length / Block.Size > uint.MaxValue)
        {
            diagnostics.Warning(DiagnosticId.DiskTooLarge, "hybrid", $"The image has {layout.Length / Block.Size} blocks of {Block.Size} bytes, and a master boot record counts {uint.MaxValue} (2 TiB): its partition ends there. Let the image have a GPT.");
        }
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var layout = context.Layout;
        var found = TablesFor(layout);
        if (region.Kind == RegionKind.SystemArea)
        {
            EncodeRecord(layout, found, destination[..Block.Size]);
            if (HasGpt)
            {
                found.Header.Write(destination[(GptHeader.PrimaryBlock * Block.Size)..]);
                found.Entries.CopyTo(destination[(GptHeader.FirstArrayBlock * Block.Size)..]);
            }

            return;
        }

        var header = destination[^Block.Size..];
        var array = destination[..^Block.Size][^found.Entries.Length..];
        found.Entries.CopyTo(array);
        found.Header.Other(arrayBlock: (ulong)(layout.Length / Block.Size) - 1 - GptHeader.ArrayBlocks).Write(header);
    }

    private void EncodeRecord(ImageLayout layout, Tables found, Span<byte> block)
    {
        code.Bytes.Span.CopyTo(block);
        if (biosImage is { } image && BootCode.AddressFor(code.Kind, layout[image].Sector) is { } address)
        {
            BootCode.WriteAddress(block, address);
        }

        // Code that needs all the room has it, and the disk no signature.
        var hasRoom = !block[MasterBootRecord.SignatureAt..MasterBootRecord.TableAt].ContainsAnyExcept((byte)0);
        MasterBootRecord.Write(block, hasRoom ? found.DiskSignature : null);
        if (HasGpt)
        {
            MbrPartition.WriteProtective(MasterBootRecord.Entry(block, 1), layout.Length / Block.Size);
            WriteDummy(MasterBootRecord.Entry(block, 2));
            return;
        }

        foreach (var partition in found.Mbr)
        {
            partition.Write(MasterBootRecord.Entry(block, partition.Number), partition.FirstBlock == 0 ? DiskGeometry.For(layout.Length) : null);
        }
    }

    /// <summary>An active entry of no type: head 0, sector 1, one block, as xorriso writes it.</summary>
    private static void WriteDummy(Span<byte> entry) =>
        new MbrPartition(2, Type: 0, IsActive: true, FirstBlock: 0, BlockCount: 1).Write(entry, new DiskGeometry(64, 32));

    private Tables TablesFor(ImageLayout layout) => tables ??= MakeTables(layout);

    private Tables MakeTables(ImageLayout layout)
    {
        var ids = new DerivedIds(ImageIdentity.Of(content, text, layout));
        var signature = options.DiskSignature ?? ids.Signature("mbr disk signature");
        var blocks = layout.Length / Block.Size;
        var efi = efiImages.Select(id => layout[id]).OrderBy(region => region.Offset).Select(region => (First: region.Offset / Block.Size, Count: (region.Length + Block.Size - 1) / Block.Size)).ToList();
        if (!HasGpt)
        {
            List<MbrPartition> mbr =
            [
                new(1, efi.Count > 0 ? (byte)0 : MbrPartition.Hidden, IsActive: true, FirstBlock: 0, Math.Min(blocks, uint.MaxValue)),
                .. efi.Take(MostEfiImages).Where(image => image.First <= uint.MaxValue).Select((image, i) => new MbrPartition(i + 2, MbrPartition.EfiSystem, IsActive: false, image.First, image.Count)),
            ];
            return new Tables(mbr, [], Entries: [], Header: null!, signature);
        }

        var end = efi.Count > 0 ? (ulong)efi[0].First : (ulong)(layout[backup].Offset / Block.Size);
        List<GptPartition> gpt =
        [
            new()
            {
                Number = 1,
                TypeId = GptPartition.BasicData,
                Id = ids.Guid("gpt partition 1"),
                FirstBlock = FirstDataBlock,
                LastBlock = end - 1,
                Attributes = DataAttributes,
                Name = "ISO9660",
            },
            .. efi.Take(MostEfiImages).Select((image, i) => new GptPartition
            {
                Number = i + 2,
                TypeId = GptPartition.EfiSystem,
                Id = ids.Guid(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gpt partition {i + 2}")),
                FirstBlock = (ulong)image.First,
                LastBlock = (ulong)(image.First + image.Count - 1),
                Name = "EFI system",
            }),
        ];
        var entries = new byte[GptHeader.EntryCount * GptPartition.Size];
        foreach (var partition in gpt)
        {
            partition.Write(entries.AsSpan((partition.Number - 1) * GptPartition.Size, GptPartition.Size));
        }

        var header = new GptHeader
        {
            OwnBlock = GptHeader.PrimaryBlock,
            AlternateBlock = (ulong)blocks - 1,
            FirstUsableBlock = GptHeader.FirstArrayBlock + GptHeader.ArrayBlocks,
            LastUsableBlock = (ulong)blocks - 1 - GptHeader.ArrayBlocks - 1,
            DiskId = options.DiskId ?? ids.Guid("gpt disk"),
            ArrayBlock = GptHeader.FirstArrayBlock,
            ArrayChecksum = Crc32.Of(entries),
        };
        return new Tables([], gpt, entries, header, signature);
    }

    /// <summary>What both ends of the image say.</summary>
    /// <param name="Mbr">The partitions of the master boot record, where there is no GPT.</param>
    /// <param name="Gpt">The partitions of the GPT.</param>
    /// <param name="Entries">The bytes of all its entries.</param>
    /// <param name="Header">Its first header.</param>
    /// <param name="DiskSignature">The number of the master boot record.</param>
    private sealed record Tables(List<MbrPartition> Mbr, List<GptPartition> Gpt, byte[] Entries, GptHeader Header, uint DiskSignature);
}
