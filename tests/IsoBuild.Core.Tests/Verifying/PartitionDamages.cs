using IsoBuild.Core.Tests.Boot;
using IsoBuild.Core.Tests.Partitions;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>For every code of partition tables, an image that raises it and nothing else.</summary>
internal static class PartitionDamages
{
    private const int Header = Disk.Block;
    private const int Entry1 = 446;
    private const int Entry2 = 462;
    private const int Entries = 1024;

    public static readonly Dictionary<DiagnosticId, Func<Damage>> All = new()
    {
        // The master boot record.
        [DiagnosticId.ProtectiveEntryMissing] = () => Change(gpt: true, (bytes, _) => bytes[Entry1 + 4] = 0x17, Entry1),
        [DiagnosticId.ProtectiveEntryWrong] = () => Change(gpt: true, (bytes, _) => bytes[Entry1 + 12] ^= 1, Entry1 + 12),
        [DiagnosticId.PartitionBeyondImage] = () => Change(gpt: false, (bytes, _) => bytes[Entry1 + 12]++, Entry1),
        [DiagnosticId.ActivePartitions] = () => Change(gpt: true, (bytes, _) => bytes[Entry1] = 0x80, Entry2),
        [DiagnosticId.BootAddressWrong] = () => Change(
            gpt: true,
            (bytes, _) =>
            {
                bytes[0] = 0x33;
                bytes.Put(0x9F, "66 81 3E 40 7C FB C0 78 70");
            },
            432),

        // The GPT.
        [DiagnosticId.GptHeaderChecksum] = () => Change(gpt: true, (bytes, _) => bytes[Header + 16] ^= 1, Header + 16),
        [DiagnosticId.GptArrayChecksum] = () => Change(gpt: true, (bytes, _) => bytes[Entries + 56] ^= 1, Header + 88),
        [DiagnosticId.GptHeaderWrong] = () => Change(
            gpt: true,
            (bytes, disk) =>
            {
                bytes[Header + 20] = 1;
                disk.SealHeader(Header);
            },
            Header),
        [DiagnosticId.GptEntryOutside] = () => Change(gpt: true, (_, disk) => disk.ChangeGpt(header => disk.Put64(disk.Array(header) + 32, 33)), Entries + 32),
        [DiagnosticId.GptEntryWrong] = () => Change(gpt: true, (bytes, disk) => AddEntry(bytes, disk, 0x55, 200, 100), Entries + 128 + 32),
        [DiagnosticId.PartitionsOverlap] = () => Change(gpt: true, (bytes, disk) => AddEntry(bytes, disk, 0x55, 100, 100), Entries + 128 + 32),
        [DiagnosticId.GptIdsEqual] = () => Change(
            gpt: true,
            (bytes, disk) =>
            {
                disk.ChangeGpt(header => disk.Put64(disk.Array(header) + 40, 99));
                AddEntry(bytes, disk, bytes[Entries + 16], 100, 100);
            },
            Entries + 128 + 16),

        // Its backup.
        [DiagnosticId.GptBackupMissing] = () => Change(gpt: true, (bytes, disk) => bytes.AsSpan(disk.LastHeader).Clear(), Header + 32),
        [DiagnosticId.GptBackupDiffers] = () => Change(
            gpt: true,
            (bytes, disk) =>
            {
                bytes[disk.Array(disk.LastHeader) + 56] ^= 1;
                disk.Seal(disk.LastHeader);
            },
            ^512),
        [DiagnosticId.GptBackupMisplaced] = () => Change(
            gpt: true,
            (_, disk) =>
            {
                disk.Put64(Header + 32, (ulong)disk.Blocks - 2);
                disk.SealHeader(Header);
            },
            ^512),
        [DiagnosticId.GptBackupAlone] = () => Change(gpt: true, (bytes, _) => bytes.AsSpan(Header, Disk.Block).Clear(), ^512),

        // The table for disks whose blocks have 4096 bytes.
        [DiagnosticId.Gpt4KDamaged] = () => new Damage(new DamagedImage(LargeGptTests.Damaged("entry")), 4096),
        [DiagnosticId.Gpt4KBackupWrong] = () => new Damage(new DamagedImage(LargeGptTests.Damaged("backup")), 4096 + 32),
        [DiagnosticId.Gpt4KPartitionDiffers] = () => new Damage(new DamagedImage(LargeGptTests.Damaged("moved")), 8192 + 32),

        [DiagnosticId.ImageFollowed] = () =>
        {
            DamagedImage image = Sound(gpt: true);
            int end = image.Bytes.Length;
            image.Bytes = [.. image.Bytes, .. new byte[1 << 16]];
            return new Damage(image, end);
        },
        [DiagnosticId.EfiPartitionDiffers] = () =>
        {
            DamagedImage image = new(new ImageBuilder(new ImageOptions { VolumeId = "DISK", PaddingSectors = 1, Hybrid = new HybridOptions() })
                .AddEfiBoot("", BootImagesOfTests.EfiProgram(length: 5000))
                .ToBytes());
            Disk disk = new(image.Bytes);
            ulong elsewhere = disk.Gpt[1].First + 4;
            disk.ChangeGpt(header => disk.Put64(disk.Array(header) + 128 + 32, elsewhere));
            return new Damage(image, Entries + 128 + 32);
        },

        // Firmware.
        [DiagnosticId.DiskNotBootable] = () => new Damage(Sound(gpt: true), Offset: 0) { Consumer = ImageConsumer.Bios, Already = [DiagnosticId.BootRecordMissing] },
    };

    public static DamagedImage Sound(bool gpt) => new(new ImageBuilder(new ImageOptions { VolumeId = "DISK", PaddingSectors = 1, Hybrid = new HybridOptions { Gpt = gpt } })
        .AddFile("a", new byte[50_000])
        .ToBytes());

    private static Damage Change(bool gpt, Action<byte[], Disk> change, Index offset)
    {
        DamagedImage image = Sound(gpt);
        change(image.Bytes, new Disk(image.Bytes));
        return new Damage(image, offset.GetOffset(image.Bytes.Length));
    }

    /// <summary>A second partition in both tables, with the first one's type, and an identifier that differs in its first byte.</summary>
    private static void AddEntry(byte[] bytes, Disk disk, byte id, ulong first, ulong last) => disk.ChangeGpt(header =>
    {
        int at = disk.Array(header);
        bytes.AsSpan(at, 32).CopyTo(bytes.AsSpan(at + 128));
        bytes[at + 128 + 16] = id;
        disk.Put64(at + 128 + 32, first);
        disk.Put64(at + 128 + 40, last);
    });
}
