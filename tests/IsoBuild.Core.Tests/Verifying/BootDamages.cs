using System.Buffers.Binary;
using IsoBuild.Core.Tests.Boot;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Verifying;
using static IsoBuild.Core.Tests.Verifying.DamagedImage;

namespace IsoBuild.Core.Tests.Verifying;

/// <summary>For every code of the boot catalog, an image that raises it and nothing else.</summary>
internal static class BootDamages
{
    private const int RecordAt = 17 * Sector;

    // The records of the catalog: validation, default entry, UEFI's header and entry, Mac's header and entry.
    private const int Default = 32;
    private const int UefiHeader = 64;
    private const int Uefi = 96;
    private const int MacHeader = 128;

    private const int LoaderLength = 5000;

    public static readonly Dictionary<DiagnosticId, Func<Damage>> All = new()
    {
        [DiagnosticId.BootCatalogUnreadable] = () => Change((image, _) => image.Put32(RecordAt + 71, 99_999), _ => RecordAt + 71),
        [DiagnosticId.BootCatalogChecksum] = () => Change((image, catalog) => image[catalog + 4] ^= 1, catalog => catalog + 28),
        [DiagnosticId.BootCatalogKey] = () => Change(
            (image, catalog) =>
            {
                // What the key lacks, the identifier has, so that the checksum stays right.
                image[catalog + 30]--;
                image[catalog + 4]++;
            },
            catalog => catalog + 30),
        [DiagnosticId.BootCatalogPlatform] = () => Change(
            (image, catalog) =>
            {
                image[catalog + 1] = 7;
                image[catalog + 29] -= 7;
            },
            catalog => catalog + 1),
        [DiagnosticId.BootIndicatorUnknown] = () => Change((image, catalog) => image[catalog + Default] = 0x80, catalog => catalog + Default),
        [DiagnosticId.BootImageOutside] = () => Change((image, catalog) => image.Put32(catalog + Uefi + 8, 99_999), catalog => catalog + Uefi + 8),
        [DiagnosticId.BootLoadTooLarge] = () => Change((image, catalog) => image[catalog + Default + 6] = 13, catalog => catalog + Default + 6),
        [DiagnosticId.BootLoadShort] = () => Change((image, catalog) => BinaryPrimitives.WriteInt16LittleEndian(image.Bytes.AsSpan(catalog + Uefi + 6), 8), catalog => catalog + Uefi + 6),
        [DiagnosticId.BootSectionCount] = () => Change((image, catalog) => image[catalog + UefiHeader + 2] = 2, catalog => catalog + UefiHeader + 2),
        [DiagnosticId.BootSectionFinal] = () => Change((image, catalog) => image[catalog + MacHeader] = 0x90, catalog => catalog + MacHeader),
        [DiagnosticId.BootInfoTableWrong] = () => Change((image, catalog) => image[image.Loader(catalog) + 100] ^= 1, (image, catalog) => image.Loader(catalog) + 8),
        [DiagnosticId.GrubBootInfoWrong] = () => Change(
            (image, catalog) =>
            {
                // The next sector; what that adds to the sum, another double word lacks.
                image.Put32(image.Loader(catalog) + 2548, image.Get(image.Loader(catalog) + 2548) + 4);
                image.Put32(image.Loader(catalog) + 4000, image.Get(image.Loader(catalog) + 4000) - 4);
            },
            (image, catalog) => image.Loader(catalog) + 2548),
        [DiagnosticId.BootImageNotFat] = () => Change((image, catalog) => image[(image.Get(catalog + Uefi + 8) * Sector) + 12] = 0xFF, (image, catalog) => image.Get(catalog + Uefi + 8) * Sector),
        [DiagnosticId.BootMediumSize] = () => Change((image, catalog) => image[catalog + Default + 1] = 2, catalog => catalog + Default + 1),
        [DiagnosticId.BootDiskPartitions] = () => Change((image, catalog) => image[catalog + Default + 1] = 4, (image, catalog) => image.Loader(catalog)),
        [DiagnosticId.BootReservedUsed] = () => Change((image, _) => image[RecordAt + 40] = 1, _ => RecordAt),
        [DiagnosticId.BootEmulationUnknown] = () => Change((image, catalog) => image[catalog + Default + 1] = 5, catalog => catalog + Default + 1),
        [DiagnosticId.BootNothingFor] = () => Change((image, catalog) => image[catalog + Default] = 0, catalog => catalog) with { Consumer = ImageConsumer.Bios },
        [DiagnosticId.BootProgramMissing] = () =>
        {
            DamagedImage image = new(Builder().AddEfiBoot("startup.nsh", "exit"u8.ToArray()).ToBytes());
            return new Damage(image, image.Get(Catalog(image) + Default + 8) * Sector) { Consumer = ImageConsumer.Uefi };
        },
        [DiagnosticId.BootProgramMisplaced] = () =>
        {
            DamagedImage image = new(Builder().AddEfiBoot("EFI/BOOT/BOOTX64.EFI", BootImagesOfTests.EfiProgram(0xAA64)).ToBytes());
            return new Damage(image, image.Bytes.AsSpan().IndexOf("BOOTX64 EFI"u8));
        },
        [DiagnosticId.BootDiskGeometry] = () =>
        {
            DamagedImage image = Emulated(BootEmulation.HardDisk, isHidden: false);
            int disk = image.Loader(Catalog(image));
            image[disk + 446] = 0;
            return new Damage(image, disk);
        },
        [DiagnosticId.MediumNotBootable] = () => new Damage(Sound(), Offset: 0) { Consumer = ImageConsumer.X64 },
        [DiagnosticId.BootEntriesUnseen] = () =>
        {
            ImageBuilder builder = Builder().AddFile("efi.img", Partition());
            for (int i = 0; i < 15; i++)
            {
                builder.AddBootEntry(new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi, IsBootable = i == 14 });
            }

            DamagedImage image = new(builder.ToBytes());
            return new Damage(image, Catalog(image) + (16 * 32)) { Consumer = ImageConsumer.Uefi };
        },
        [DiagnosticId.BootCatalogNotRead] = () =>
        {
            byte[] partition = Partition();
            DamagedImage image = new(Builder().AddFile("a", new byte[100_000]).AddEfiBoot("", partition).AddBootEntry(Bios).ToBytes());

            // A catalog of more records than are read, where the content of a file was.
            int old = Catalog(image);
            int now = (image.Loader(old) / Sector - (100_000 / Sector) - 1) * Sector;
            image.Bytes.AsSpan(old, 128).CopyTo(image.Bytes.AsSpan(now));
            image[now + UefiHeader + 3] = 0x80;
            for (int record = 4; record < 3000; record++)
            {
                image.Bytes.AsSpan(old + Uefi, 32).CopyTo(image.Bytes.AsSpan(now + (record * 32)));
            }

            image.Put32(RecordAt + 71, now / Sector);
            return new Damage(image, now);
        },
    };

    private static BootEntry Bios => new() { ImagePath = "boot.bin", BootInfoTable = true, GrubBootInfo = true };

    /// <summary>An image that starts on all machines.</summary>
    public static DamagedImage Sound() => new(Builder()
        .AddEfiBoot("", BootImagesOfTests.EfiProgram())
        .AddBootEntry(Bios)
        .AddBootEntry(Bios with { Platform = BootPlatform.Mac })
        .ToBytes());

    /// <summary>Images of every emulation, hidden or not.</summary>
    public static DamagedImage Emulated(BootEmulation emulation, bool isHidden) => new(Builder()
        .AddFile("medium.img", emulation == BootEmulation.HardDisk ? BootImagesOfTests.Disk(1) : new byte[1_474_560], isHidden ? new() { HiddenFrom = Content.ImageFormats.Default } : null)
        .AddBootEntry(new BootEntry { ImagePath = "medium.img", Emulation = emulation })
        .ToBytes());

    public static int Catalog(DamagedImage image) => image.Get(RecordAt + 71) * Sector;

    private static ImageBuilder Builder() => new ImageBuilder(new ImageOptions { VolumeId = "BOOT", PaddingSectors = 1 })
        .AddFile("boot.bin", BootImagesOfTests.Loader(LoaderLength));

    private static byte[] Partition()
    {
        using IsoImage image = IsoImage.Open(new MemoryStream(Sound().Bytes));
        using Stream stream = image.OpenBootImage(image.Boot!.Entries[1]);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int Loader(this DamagedImage image, int catalog) => image.Get(catalog + Default + 8) * Sector;

    private static void Put32(this DamagedImage image, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(image.Bytes.AsSpan(offset), value);

    private static Damage Change(Action<DamagedImage, int> change, Func<int, long> offset) => Change(change, (_, catalog) => offset(catalog));

    private static Damage Change(Action<DamagedImage, int> change, Func<DamagedImage, int, long> offset)
    {
        DamagedImage image = Sound();
        int catalog = Catalog(image);
        change(image, catalog);
        return new Damage(image, offset(image, catalog));
    }
}
