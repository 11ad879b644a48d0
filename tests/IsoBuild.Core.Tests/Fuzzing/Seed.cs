using System.IO.Compression;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Partitions;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>A sound image to start from.</summary>
internal sealed class Seed
{
    private Seed(string name, byte[] image, bool isRaw = false)
    {
        (Name, Image, IsRaw) = (name, image, isRaw);
        Map = new FieldMap(image);
        Pointers = [.. Map.Fields.Where(field => field.IsPointer)];
    }

    public string Name { get; }

    public byte[] Image { get; }

    /// <summary>Whether the sectors get their heads and tails when the mutations are done.</summary>
    public bool IsRaw { get; }

    public FieldMap Map { get; }

    public Field[] Pointers { get; }

    /// <summary>The committed images of other programs, then ours, in an order of their own: the number of an input must mean the same everywhere.</summary>
    public static IReadOnlyList<Seed> All { get; } =
    [
        .. Directory.GetFiles(Repository.File("tests/IsoBuild.Core.Tests/Fuzzing/Corpus"), "*.iso.gz")
            .Order(StringComparer.Ordinal)
            .Select(path => new Seed(Path.GetFileNameWithoutExtension(path), Unpack(path))),
        new("ours", Ours(ImageFormats.Default)),
        new("ours-joliet", Ours(ImageFormats.Joliet)),
        new("ours-plain", Ours(ImageFormats.Iso9660)),
        new("ours-multi-extent", MultiExtent()),
        new("ours-raw", Ours(ImageFormats.RockRidge), isRaw: true),
        new("ours-udf", Ours(ImageFormats.Udf)),
        new("ours-bridge", Ours(ImageFormats.Default | ImageFormats.Udf)),
        new("ours-1999", Ours(ImageFormats.Default | ImageFormats.Iso1999)),
        new("ours-gpt", Hybrid(new HybridOptions { BootCode = HybridTests.IsolinuxCode })),
        new("ours-mbr", Hybrid(new HybridOptions { BootCode = HybridTests.IsolinuxCode, Gpt = false })),
        new("ours-boot", Bootable()),
    ];

    private static byte[] Unpack(string path)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static byte[] Ours(ImageFormats formats) => new ImageBuilder(new ImageOptions { VolumeId = "OURS", PaddingSectors = 1, Formats = formats })
        .AddFile("readme.txt", "hello"u8.ToArray())
        .AddFile("dir/sub/" + new string('n', 200), new byte[3000])
        .AddFile("dir/b", "#!/bin/sh"u8.ToArray(), new EntryOptions { Mode = (UnixFileMode)0b100_100_100 })
        .AddFile("dir/Über uns, с приветом", "x"u8.ToArray())
        .AddEmptyDirectory("empty")
        .AddEmptyDirectory("a/b/c/d/e/f/g/h/i/j")
        .ToBytes();

    /// <summary>One that boots from disks too, with both boot images.</summary>
    private static byte[] Hybrid(HybridOptions hybrid)
    {
        byte[] loader = new byte[4096];
        HybridTests.IsolinuxMark.CopyTo(loader, 0x40);
        return new ImageBuilder(new ImageOptions { VolumeId = "OURS", PaddingSectors = 1, Hybrid = hybrid })
            .AddFile("boot/isolinux.bin", loader)
            .AddFile("boot/efi.img", new byte[20_000])
            .AddBootEntry(new BootEntry { ImagePath = "boot/isolinux.bin", BootInfoTable = true })
            .AddBootEntry(new BootEntry { ImagePath = "boot/efi.img", Platform = BootPlatform.Uefi })
            .ToBytes();
    }

    /// <summary>Images in the tree and hidden from it, with all that is written into them, sections and extensions.</summary>
    private static byte[] Bootable() => new ImageBuilder(new ImageOptions { VolumeId = "BOOT", PaddingSectors = 1, BootCatalog = "boot/boot.cat" })
        .AddFile("boot/loader.bin", Boot.BootImagesOfTests.Loader(5000))
        .AddFile("boot/hidden.bin", Boot.BootImagesOfTests.Loader(3000, 2), new EntryOptions { HiddenFrom = ImageFormats.Default })
        .AddFile("boot/disk.img", Boot.BootImagesOfTests.Disk(1, length: 4096))
        .AddEfiBoot("", Boot.BootImagesOfTests.EfiProgram())
        .AddBootEntry(new() { ImagePath = "boot/loader.bin", BootInfoTable = true, GrubBootInfo = true })
        .AddBootEntry(new() { ImagePath = "boot/hidden.bin", Id = "hidden", SelectionType = 1, SelectionCriteria = new byte[] { 1, 2, 3 } })
        .AddBootEntry(new() { ImagePath = "boot/disk.img", Platform = ElTorito.BootPlatform.Mac, Emulation = ElTorito.BootEmulation.HardDisk, SelectionCriteria = Boot.BootImagesOfTests.Loader(60) })
        .ToBytes();

    /// <summary>Two neighbours made one: only a file of 4 GiB would be written so.</summary>
    private static byte[] MultiExtent()
    {
        byte[] image = new ImageBuilder(new ImageOptions { VolumeId = "MULTI", PaddingSectors = 1, Formats = ImageFormats.Iso9660 })
            .AddFile("PARTA.BIN", new byte[4096])
            .AddFile("PARTB.BIN", new byte[1000])
            .AddFile("Z.BIN", new byte[1])
            .ToBytes();
        int first = image.AsSpan().IndexOf("PARTA.BIN"u8);
        int second = image.AsSpan().IndexOf("PARTB.BIN"u8);
        const int flags = 25 - 33;
        const byte multiExtent = 0x80;
        image[first + flags] |= multiExtent;
        image[second + 4] = (byte)'A';
        return image;
    }

    /// <summary>MODE1 sectors of 2352 bytes (ECMA-130 14), without error correction, which no reader looks at.</summary>
    public static byte[] Raw(byte[] image)
    {
        const int raw = 2352;
        const int head = 16;
        byte[] result = new byte[image.Length / 2048 * raw];
        for (int sector = 0; sector < image.Length / 2048; sector++)
        {
            Span<byte> target = result.AsSpan(sector * raw, raw);
            target[1..11].Fill(0xFF);
            int frame = sector + 150;
            (target[12], target[13], target[14], target[15]) = (Decimal(frame / 75 / 60), Decimal(frame / 75 % 60), Decimal(frame % 75), 1);
            image.AsSpan(sector * 2048, 2048).CopyTo(target[head..]);
        }

        return result;
    }

    private static byte Decimal(int value) => (byte)(((value / 10) << 4) | (value % 10));
}
