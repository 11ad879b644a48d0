using System.Numerics;
using IsoBuild.Content;
using IsoBuild.Core.Tests.Records;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Entries of directories, as any writer may have left them, and what is made of them.</summary>
public class FatEntryTests
{
    private const int Sector = 512;
    private const int Record = 32;

    // Boot sector, one table, a root of 16 entries.
    private const int Root = 2 * Sector;
    private const int Data = 3 * Sector;

    /// <summary>Eleven bytes and the bits for small letters. What could leave the directory, or is not to be shown, is <c>_</c>.</summary>
    [Theory]
    [InlineData("'FILE    TXT'", 0x00, "FILE.TXT", true)]
    [InlineData("'FILE       '", 0x00, "FILE", true)]
    [InlineData("'FILE    T  '", 0x18, "file.t", true)]
    [InlineData("'ABCDEFGHIJK'", 0x08, "abcdefgh.IJK", true)]
    [InlineData("'A B     C D'", 0x00, "A B.C D", true)]
    [InlineData("E0'BCDEFGH   '", 0x00, "αBCDEFGH", true)]
    [InlineData("05'BCDEFGH   '", 0x00, "σBCDEFGH", true)]
    [InlineData("'A'1F'B        '", 0x00, "A_B", false)]
    [InlineData("'A'05'B        '", 0x00, "A_B", false)]
    [InlineData("'A'7F'B        '", 0x00, "A_B", false)]
    [InlineData("'A/B        '", 0x00, "A_B", false)]
    [InlineData("'A\\B     C/D'", 0x00, "A_B.C_D", false)]
    [InlineData("'.          '", 0x00, "_", false)]
    [InlineData("'..         '", 0x00, "_", false)]
    [InlineData("'           '", 0x00, "_", false)]
    public void Short_names_that_are_shown(string name, byte caseBits, string expected, bool isUsable)
    {
        byte[] record = File(name);
        record[12] = caseBits;
        (FatVolume volume, Diagnostic[] findings) = Read(record);

        Assert.Equal(expected, Assert.Single(volume.Nodes).Name);
        Assert.Equal(isUsable ? [] : [DiagnosticId.FatNameWrong], findings.Select(each => each.Id));
    }

    /// <summary>A deleted entry is passed over; a first byte of zero ends the directory.</summary>
    [Theory]
    [InlineData("E5'NE        '", "TWO")]
    [InlineData("00'NE        '", "")]
    [InlineData("'ONE        '", "ONE TWO")]
    public void Where_a_directory_ends(string first, string expected)
    {
        (FatVolume volume, Diagnostic[] findings) = Read(File(first), File("'TWO        '"));
        Assert.Equal(expected, string.Join(' ', volume.Nodes.Select(node => node.Name)));
        Assert.Empty(findings);
    }

    /// <summary>Sixteen entries fill the root, which then has no mark of its end.</summary>
    [Fact]
    public void A_directory_may_be_full()
    {
        (FatVolume volume, Diagnostic[] findings) = Read([.. Enumerable.Range(0, 16).Select(i => File($"'{i:D11}'"))]);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"00000000.{i:D3}"), volume.Nodes.Select(node => node.Name));
        Assert.Empty(findings);
    }

    [Fact]
    public void Of_two_entries_of_one_name_the_first_counts()
    {
        byte[] second = File("'one        '");
        (FatVolume volume, Diagnostic[] findings) = Read(File("'ONE        '"), second, File("'TWO        '"));
        Assert.Equal(["ONE", "TWO"], volume.Nodes.Select(node => node.Name));
        Assert.Equal([DiagnosticId.FatNameDuplicate], findings.Select(each => each.Id));
    }

    /// <summary>Parts of a long name that no entry takes up are told once, where they end.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0xE5)]
    [InlineData(1, 0x41)]
    [InlineData(15, null)]
    public void Parts_of_a_name_without_an_entry(int slot, int? next)
    {
        byte[] part = new byte[Record];
        LongName.Write(part, "long name", "LONGNA~1   ");
        byte[][] records = [.. Enumerable.Range(0, slot).Select(i => File($"'{i:D11}'")), part];
        (FatVolume volume, Diagnostic[] findings) = Read(next is { } first ? [.. records, File($"{first:X2}'LAST      '"), File("'AFTER      '")] : records);

        Assert.Equal([DiagnosticId.FatLongNameWrong], findings.Select(each => each.Id));
        Assert.Equal(slot + next switch { 0xE5 => 1, 0x41 => 2, _ => 0 }, volume.Nodes.Count);
    }

    /// <summary>The first label in the root counts, before the boot sector's.</summary>
    [Theory]
    [InlineData("BOOT", "", "BOOT")]
    [InlineData("", "", "")]
    [InlineData("BOOT", "'ROOT LABEL '", "ROOT LABEL")]
    [InlineData("", "'ONE        ''TWO        '", "ONE")]
    public void Label(string inBootSector, string inRoot, string expected)
    {
        byte[] names = Hex.Bytes(inRoot);
        byte[][] records = [.. names.Chunk(11).Select(name => (byte[])[.. name, 0x08, .. new byte[20]])];
        (FatVolume volume, Diagnostic[] findings) = Read(inBootSector, records);
        Assert.Equal(expected, volume.Label);
        Assert.Empty(volume.Nodes);
        Assert.Empty(findings);
    }

    /// <summary>FAT 1.03, "FAT Directory Structure": 65536 entries. Between the first two and the last, all are deleted.</summary>
    [Theory]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    public void A_directory_is_read_up_to_its_largest_size(int slot, bool isRead)
    {
        const int ClusterSectors = 64;
        int clusters = (slot / (ClusterSectors * 16)) + 1;
        BootSector boot = new() { TableCount = 1, RootEntries = 16, SectorsPerTable = 1, SectorsPerCluster = ClusterSectors, TotalSectors = (uint)(3 + (clusters * ClusterSectors)) };
        byte[] image = new byte[boot.Length];
        boot.Write(image);
        // Each cluster leads to the next, the last to the end.
        BigInteger table = 0xFFFFF8;
        for (int cluster = 2; cluster < clusters + 2; cluster++)
        {
            table |= (BigInteger)(cluster == clusters + 1 ? 0xFFF : cluster + 1) << (12 * cluster);
        }

        table.ToByteArray(isUnsigned: true).CopyTo(image, Sector);
        Directory("'DIR        '", 2).CopyTo(image, Root);
        image.AsSpan(Data).Fill(0xE5);
        Directory("'.          '", 2).CopyTo(image, Data);
        Directory("'..         '", 0).CopyTo(image, Data + Record);
        File("'LAST       '").CopyTo(image, Data + (slot * Record));
        DiagnosticBag findings = new();

        FatVolume volume = FatVolume.TryRead(new MemorySource(image), "esp", 0, findings)!;

        Assert.Equal(isRead ? ["DIR", "DIR/LAST"] : ["DIR"], volume.Nodes.Select(node => node.Path));
        Assert.Equal(isRead ? [] : [(DiagnosticId.FatTreeTooLarge, (long?)(Data + (65_536 * Record)))], findings.ToList().Select(each => (each.Id, each.Offset)));
    }

    private static byte[] File(string name) => [.. Hex.Bytes(name), 0x20, .. new byte[20]];

    private static byte[] Directory(string name, byte cluster) => [.. Hex.Bytes(name), 0x10, .. new byte[14], cluster, .. new byte[5]];

    private static (FatVolume Volume, Diagnostic[] Findings) Read(params byte[][] records) => Read("", records);

    private static (FatVolume Volume, Diagnostic[] Findings) Read(string label, params byte[][] records)
    {
        byte[] image = new byte[4 * Sector];
        new BootSector { TableCount = 1, RootEntries = Sector / Record, SectorsPerTable = 1, TotalSectors = 4, Label = label }.Write(image);
        image.Put(Sector, "F8FFFF");
        for (int i = 0; i < records.Length; i++)
        {
            records[i].CopyTo(image, Root + (i * Record));
        }

        DiagnosticBag findings = new();
        FatVolume? volume = FatVolume.TryRead(new MemorySource(image), "esp", 0, findings);
        return (volume!, [.. findings.ToList()]);
    }
}
