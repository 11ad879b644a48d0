using System.Buffers.Binary;
using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>The partition tables as they lie in an image.</summary>
internal sealed class PartitionTableReading
{
    private PartitionTableReading(byte[] area) => Area = area;

    /// <summary>The system area, from the image's first byte on.</summary>
    public byte[] Area { get; }

    public MasterBootRecord Record => new(Area);

    /// <summary>What is known of the master boot record and of the GPT.</summary>
    public PartitionTables Tables { get; private init; } = new();

    /// <summary>The state of the primary table, at block 1.</summary>
    public GptReading? Primary { get; private init; }

    /// <summary>The table where the one at block 1 says that it is, or else in the image's last block.</summary>
    public GptReading? Backup { get; private init; }

    /// <summary>The table that counts.</summary>
    public GptReading? Gpt => Primary?.State == GptState.Sound || Backup?.State != GptState.Sound ? Primary : Backup;

    /// <summary>The table for disks whose blocks have 4096 bytes, and its backup.</summary>
    public GptReading? Large { get; private init; }

    public GptReading? LargeBackup { get; private init; }

    /// <summary>How many whole blocks of 512 bytes the image has.</summary>
    public long BlockCount { get; private init; }

    public static PartitionTableReading Read(ImageFile image)
    {
        var area = new byte[FixedAreas.SystemAreaSectors * Sector.Size];
        image.TryRead(0, area.AsSpan(0, (int)Math.Min(area.Length, image.Length)));
        var blocks = image.Length / Block.Size;
        var primary = GptReading.Read(image, GptHeader.PrimaryBlock);
        var backup = primary is { Header.AlternateBlock: > GptHeader.PrimaryBlock and < long.MaxValue / Block.Size and var alternate } ? GptReading.Read(image, (long)alternate) : null;
        backup ??= blocks - 1 > GptHeader.PrimaryBlock ? GptReading.Read(image, blocks - 1) : null;

        // A backup alone is one only if it says so.
        backup = primary is null && backup?.State != GptState.Sound ? null : backup;
        var large = GptReading.Read(image, GptHeader.PrimaryBlock, LargeGpt.BlockSize);
        var largeBackup = large is { Header.AlternateBlock: > GptHeader.PrimaryBlock and < long.MaxValue / LargeGpt.BlockSize and var last } ? GptReading.Read(image, (long)last, LargeGpt.BlockSize) : null;
        var record = new MasterBootRecord(area);
        var code = record.IsThere ? BootCode.KindOf(record.Code) : BootCodeKind.None;
        return new PartitionTableReading(area)
        {
            Primary = primary,
            Backup = backup,
            Large = large,
            LargeBackup = largeBackup,
            BlockCount = blocks,
            Tables = new PartitionTables
            {
                HasMbr = record.IsThere,
                BootCode = code,
                BootAddress = code is BootCodeKind.Isolinux or BootCodeKind.Grub ? BootCode.AddressOf(area) : null,
                DiskSignature = record.IsThere ? record.DiskSignature : 0,
                Mbr = record.IsThere ? record.Partitions() : [],
                Gpt = TableOf(primary, backup),
                Gpt4K = TableOf(large, largeBackup),
                HasAppleMap = HasAppleMap(area),
            },
        };
    }

    /// <summary>What there is in a system area, in a few words.</summary>
    public static string Describe(ReadOnlySpan<byte> area) => area.ContainsAnyExcept((byte)0)
        ? SystemAreaText.Of(new MasterBootRecord(area).IsThere, area[(GptHeader.PrimaryBlock * Block.Size)..].StartsWith(GptHeader.Signature), HasAppleMap(area), area[LargeGpt.HeaderAt..].StartsWith(GptHeader.Signature))
        : SystemAreaText.Empty;

    private static GptTable? TableOf(GptReading? primary, GptReading? backup)
    {
        var shown = primary?.State == GptState.Sound || backup?.State != GptState.Sound ? primary : backup;
        return shown is null ? null : new GptTable
        {
            DiskId = shown.Header.DiskId,
            FirstUsableBlock = shown.Header.FirstUsableBlock,
            LastUsableBlock = shown.Header.LastUsableBlock,
            Primary = primary?.State ?? GptState.Missing,
            Backup = backup is null ? GptState.Missing : backup.State == GptState.Sound && primary is not null && !AreSame(primary, backup) ? GptState.Different : backup.State,
            Partitions = shown.Partitions,
        };
    }

    /// <summary>Whether both say the same, but for where they lie.</summary>
    private static bool AreSame(GptReading primary, GptReading backup)
    {
        var (one, other) = (primary.Header, backup.Header);
        return one.DiskId == other.DiskId && one.FirstUsableBlock == other.FirstUsableBlock && one.LastUsableBlock == other.LastUsableBlock
            && one.Count == other.Count && one.EntrySize == other.EntrySize && one.ArrayChecksum == other.ArrayChecksum;
    }

    /// <summary>The driver descriptor names the size of blocks; the map begins with the second.</summary>
    private static bool HasAppleMap(ReadOnlySpan<byte> area)
    {
        var blockSize = area.StartsWith("ER"u8) ? BinaryPrimitives.ReadUInt16BigEndian(area[2..]) : (ushort)0;
        return IsEntry(area, Block.Size) || IsEntry(area, Sector.Size) || (blockSize > 0 && IsEntry(area, blockSize));

        static bool IsEntry(ReadOnlySpan<byte> area, int offset) => offset < area.Length - 4 && area[offset..].StartsWith("PM\0\0"u8);
    }
}
