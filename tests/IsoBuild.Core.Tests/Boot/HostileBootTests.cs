using System.Buffers.Binary;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>Catalogs that were made up to cost whoever reads them his time or his memory, or to lead him astray.</summary>
public sealed class HostileBootTests : IDisposable
{
    private const int Sector = 2048;

    private readonly TempDirectory temp = new();

    public void Dispose() => temp.Dispose();

    /// <summary>An image whose boot record leads to a catalog at its end.</summary>
    private static byte[] WithCatalog(byte[] catalog, byte[]? behind = null)
    {
        byte[] image = new ImageBuilder(Images.Small)
            .AddFile("a.bin", new byte[Sector])
            .AddBootEntry(new BootEntry { ImagePath = "a.bin" })
            .ToBytes();
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan((17 * Sector) + 71), image.Length / Sector);
        byte[] all = [.. image, .. catalog, .. behind ?? []];
        return [.. all, .. new byte[(Sector - (all.Length % Sector)) % Sector]];
    }

    private static byte[] Head(int size)
    {
        byte[] catalog = new byte[size];
        (catalog[0], catalog[30], catalog[31], catalog[28], catalog[29]) = (1, 0x55, 0xAA, 0xAA, 0x55);
        Entry(catalog, 1, 1);
        return catalog;
    }

    private static void Entry(byte[] catalog, int record, uint sector, byte emulation = 0)
    {
        Span<byte> entry = catalog.AsSpan(record * 32, 32);
        (entry[0], entry[1]) = (0x88, emulation);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], sector);
    }

    private static void Header(byte[] catalog, int record, int count, byte indicator = 0x90)
    {
        (catalog[record * 32], catalog[(record * 32) + 1]) = (indicator, 0xEF);
        BinaryPrimitives.WriteUInt16LittleEndian(catalog.AsSpan((record * 32) + 2), (ushort)count);
    }

    private static BootCatalogInfo Look(byte[] image, out VerifyReport report)
    {
        using IsoImage opened = IsoImage.Open(new MemoryStream(image));
        Assert.NotEmpty(opened.Layout.ToString());
        Assert.NotEmpty(opened.Summary.ToString());
        Assert.NotEmpty(opened.CompareWith(opened).ToString());
        report = opened.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() });
        return opened.Boot!;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    public void Sections_without_end(int count)
    {
        byte[] catalog = Head(1 << 20);
        for (int record = 2; record < catalog.Length / 32; record++)
        {
            Header(catalog, record, count);
        }

        BootCatalogInfo boot = Look(WithCatalog(catalog), out VerifyReport report);

        Assert.Single(boot.Entries);
        Assert.Contains(report.Findings, finding => finding.Id == DiagnosticId.BootCatalogNotRead);
    }

    [Fact]
    public void Entries_without_end()
    {
        byte[] catalog = Head(1 << 20);
        Header(catalog, 2, 65535, 0x91);
        for (int record = 3; record < catalog.Length / 32; record++)
        {
            Entry(catalog, record, (uint)record);
        }

        Assert.Equal(2046, Look(WithCatalog(catalog), out _).Entries.Count);
    }

    [Fact]
    public void Extensions_without_end()
    {
        byte[] catalog = Head(1 << 20);
        Header(catalog, 2, 1, 0x91);
        Entry(catalog, 3, 1);
        catalog[97] = 0x20;
        for (int record = 4; record < catalog.Length / 32; record++)
        {
            (catalog[record * 32], catalog[(record * 32) + 1], catalog[(record * 32) + 31]) = (0x44, 0x20, 1);
        }

        Assert.Equal(19 + (30 * 2044), Look(WithCatalog(catalog), out _).Entries[1].SelectionCriteria.Length);
    }

    /// <summary>Every entry leads to another sector of 64 MiB that is not zero, and nothing says how long its image is.</summary>
    [Fact]
    public void Images_of_unknown_length_one_in_the_other()
    {
        byte[] catalog = Head(1 << 16);
        Header(catalog, 2, 2000, 0x91);
        byte[] behind = new byte[1 << 26];
        behind.AsSpan().Fill(1);
        byte[] image = WithCatalog(catalog, behind);
        int start = (image.Length - behind.Length) / Sector;
        for (int i = 0; i < 2000; i++)
        {
            Entry(catalog, 3 + i, (uint)(start + 2000 - i));
        }

        Assert.Equal(2001, Look(WithCatalog(catalog, behind), out _).Entries.Count);
    }

    /// <summary>A terabyte, and 2000 boot images that say to fill it.</summary>
    [Fact]
    public void Tables_of_terabytes()
    {
        byte[] catalog = Head(1 << 16);
        Header(catalog, 2, 2000, 0x91);
        byte[] behind = new byte[2000 * Sector];
        int start = WithCatalog(catalog).Length / Sector;
        for (int i = 0; i < 2000; i++)
        {
            Entry(catalog, 3 + i, (uint)(start + i));
            BinaryPrimitives.WriteInt32LittleEndian(behind.AsSpan((i * Sector) + 8), 16);
            BinaryPrimitives.WriteInt32LittleEndian(behind.AsSpan((i * Sector) + 12), start + i);
            BinaryPrimitives.WriteUInt32LittleEndian(behind.AsSpan((i * Sector) + 16), uint.MaxValue);
        }

        string path = temp.Write("big.iso", WithCatalog(catalog, behind));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(1L << 40);
        }

        using IsoImage image = IsoImage.Open(path);
        Assert.Equal(2001, image.Boot!.Entries.Count);
        Assert.Equal(BootLengthSource.BootInfoTable, image.Boot.Entries[1].LengthSource);
        Assert.NotEmpty(image.Verify().Findings);
    }

    [Fact]
    public void A_catalog_that_starts_itself_the_descriptors_and_nothing()
    {
        byte[] catalog = Head(Sector);
        Header(catalog, 2, 6, 0x91);
        byte[] image = WithCatalog(catalog);
        Entry(catalog, 3, (uint)(image.Length / Sector) - 1);
        Entry(catalog, 4, 16);
        Entry(catalog, 5, 0);
        Entry(catalog, 6, uint.MaxValue);
        Entry(catalog, 7, 17, emulation: 4);
        Entry(catalog, 8, 18, emulation: 0x0F);

        BootCatalogInfo boot = Look(WithCatalog(catalog), out VerifyReport report);

        Assert.Equal(7, boot.Entries.Count);
        Assert.Equal(0, boot.Entries[4].Length);
        Assert.False(report.Passed);
    }

    [Fact]
    public void A_catalog_in_the_last_bytes()
    {
        byte[] image = WithCatalog(Head(Sector));
        for (int cut = 1; cut < 2 * Sector; cut += 97)
        {
            using IsoImage opened = IsoImage.Open(new MemoryStream(image[..^cut]));
            Assert.NotNull(opened.Boot);
            Assert.NotEmpty(opened.Layout.ToString());
        }
    }
}
