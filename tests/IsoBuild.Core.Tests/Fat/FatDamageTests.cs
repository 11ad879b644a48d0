using System.Buffers.Binary;
using System.Text.RegularExpressions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>Every finding of a reader or checker, on a file system with that fault alone; and file systems with any fault.</summary>
public sealed class FatDamageTests
{
    // A FAT12 of sectors and clusters of 512 bytes: tables at 512 and 1024, the root at 1536, cluster 2 at 8704.
    private const int Table = 512;
    private const int Copy = 1024;
    private const int Root = 1536;
    private const int Data = 8704;

    // In the root: DIR, FILE, and the two entries of "a long name". DIR has cluster 2, INNER 3, FILE 4 to 6, "a long name" 7.
    private const int DirEntry = Root;
    private const int FileEntry = Root + 32;
    private const int LongEntry = Root + 64;
    private const int AliasEntry = Root + 96;

    private static readonly byte[] Small = FatFiles.Bytes(Make(FatKind.Fat12).Source);
    private static readonly byte[] Large = FatFiles.Bytes(Make(FatKind.Fat32).Source);

    /// <summary>The image, the code, and where it is found.</summary>
    private static readonly (DiagnosticId Code, Func<byte[]> Make, long Offset)[] Damages =
    [
        (DiagnosticId.FatUnreadable, () => Small[..100], 0),
        (DiagnosticId.FatUnreadable, () => With(Small, 11, 0xFF, 0x01), 0),
        (DiagnosticId.FatUnreadable, () => With(Small, 21, 0x12), 0),
        (DiagnosticId.FatUnreadable, () => With(Small, 16, 0), 0),
        (DiagnosticId.FatUnreadable, () => With(Small, 13, 128), 0),
        (DiagnosticId.FatTruncated, () => Small[..^512], 0),
        (DiagnosticId.FatKindDoubtful, FewLarge, 0),
        (DiagnosticId.FatTableShort, () => [.. With(Small, 19, 0x00, 0x04), .. new byte[1024 * 512 - Small.Length]], Table),
        (DiagnosticId.FatCopiesDiffer, () => With(Small, Copy + 100, 1), Copy + 100),
        (DiagnosticId.FatChainBroken, () => WithNext(Small, 5, 500), FileEntry),
        (DiagnosticId.FatChainBroken, () => WithNext(Small, 5, 0xFF7), FileEntry),
        (DiagnosticId.FatChainBroken, () => WithNext(Small, 6, 0x000), FileEntry),
        (DiagnosticId.FatChainBroken, () => With(Small, FileEntry + 28, 1, 7), FileEntry),
        (DiagnosticId.FatChainShared, () => WithNext(Small, 5, 4), FileEntry),
        (DiagnosticId.FatChainShared, () => With(Small, FileEntry + 26, 3), Data + 64),
        (DiagnosticId.FatChainLong, () => With(Small, FileEntry + 28, 1, 0), FileEntry),
        (DiagnosticId.FatClustersLost, () => WithNext(Small, 8, 0xFFF), Table + 12),
        (DiagnosticId.FatCountsWrong, () => With(Large, 512 + 488, 1), 512),
        (DiagnosticId.FatCountsWrong, () => With(Large, 512, 0), 512),
        (DiagnosticId.FatCountsWrong, () => With(Large, 512 + 492, 0, 0, 0, 0x70), 512),
        (DiagnosticId.FatBackupDiffers, () => With(Large, 6 * 512 + 3, 0), 6 * 512),
        (DiagnosticId.FatLongNameWrong, () => With(Small, LongEntry + 13, 0), AliasEntry),
        (DiagnosticId.FatLongNameWrong, () => With(Small, AliasEntry, 0xE5), AliasEntry),
        (DiagnosticId.FatLongNameWrong, () => With(Small, LongEntry, 0x42), AliasEntry),
        (DiagnosticId.FatNameWrong, () => With(Small, LongEntry + 1, (byte)'/'), AliasEntry),
        (DiagnosticId.FatNameWrong, () => With(Small, FileEntry, (byte)'/'), FileEntry),
        (DiagnosticId.FatNameWrong, () => With(Small, FileEntry, (byte)'.', (byte)'.', (byte)' ', (byte)' '), FileEntry),
        (DiagnosticId.FatNameDuplicate, () => With(Small, FileEntry, (byte)'D', (byte)'I', (byte)'R', (byte)' '), FileEntry),
        (DiagnosticId.FatDotEntryWrong, () => With(Small, Data + 26, 9), Data),
        (DiagnosticId.FatDotEntryWrong, () => With(Small, Data + 32 + 26, 2), Data + 32),
        (DiagnosticId.FatDotEntryWrong, () => With(Small, Data, 0), Data),
        (DiagnosticId.FatTreeTooLarge, Deep, Data + (254 * 512) + 64),
        (DiagnosticId.FatEntryWrong, () => With(Small, DirEntry + 28, 1), DirEntry),
        (DiagnosticId.FatBootSectorWrong, () => With(Small, 510, 0), 510),
        (DiagnosticId.FatBootSectorWrong, () => With(With(Small, Table, 0xF0), Copy, 0xF0), Table),
    ];

    public static TheoryData<int, DiagnosticId> Cases
    {
        get
        {
            TheoryData<int, DiagnosticId> data = [];
            for (int i = 0; i < Damages.Length; i++)
            {
                data.Add(i, Damages[i].Code);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fault_raises_its_code_where_it_lies(int number, DiagnosticId code)
    {
        const long Start = 1 << 20;
        Diagnostic[] findings = Check(Damages[number].Make(), Start);

        Diagnostic? finding = Array.Find(findings, each => each.Id == code);
        Assert.True(finding is not null, string.Join('\n', (object[])findings));
        Assert.Contains(Documented(), row => row.Code == finding.Code && row.Severity.Split(", ").Contains(finding.Severity.ToString().ToLowerInvariant()));
        Assert.StartsWith("esp", finding.Item, StringComparison.Ordinal);
        Assert.Contains(findings, each => each.Id == code && each.Offset == Start + Damages[number].Offset);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_code_is_raised_and_documented()
    {
        string[] codes = [.. Enum.GetValues<DiagnosticId>().Distinct().Where(id => (int)id is >= 3560 and < 3580).Select(id => $"ISOB{(int)id}").Order(StringComparer.Ordinal)];
        Assert.Equal(codes, Damages.Select(damage => $"ISOB{(int)damage.Code}").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(codes, Documented().Select(row => row.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_damages_start_from_is_sound()
    {
        Assert.Empty(Check(Small, 0));
        Assert.Empty(Check(Large, 0));
        Assert.Equal(["DIR", "DIR/INNER", "FILE", "a long name"], FatVolume.TryRead(new MemorySource(Small), "esp", 0, new DiagnosticBag())!.Nodes.Select(node => node.Path));
    }

    [Fact]
    public void What_a_broken_chain_still_holds_is_read()
    {
        DiagnosticBag findings = new();
        FatVolume volume = FatVolume.TryRead(new MemorySource(WithNext(Small, 5, 500)), "esp", 0, findings)!;
        using ContentStream stream = new(volume.Nodes.Single(node => node.Name == "FILE").Source!);
        byte[] bytes = new byte[1024];
        stream.ReadExactly(bytes);

        Assert.Equal(FatFiles.Content("FILE", 1500)[..1024], bytes);
        Assert.Equal(DiagnosticId.FatChainBroken, Assert.Throws<ContentException>(() => stream.ReadByte()).Diagnostic.Id);
    }

    [Fact]
    public void A_directory_that_holds_itself_ends()
    {
        // INNER of DIR becomes a directory whose cluster is DIR's own.
        byte[] image = With(With(Small, Data + 64 + 11, 0x10), Data + 64 + 26, 2);
        Assert.Contains(Check(image, 0), finding => finding.Id == DiagnosticId.FatChainShared);
    }

    /// <summary>255 tables of 60 MiB, all of them holes: a check that read each copy would read 30 GB.</summary>
    [Fact]
    public void Copies_without_end_are_not_all_compared()
    {
        const int sectorsPerTable = (60 << 20) / 512;
        byte[] head = Large[..512];
        head[16] = 255;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(36), sectorsPerTable);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), (255 * sectorsPerTable) + (1 << 20));
        SparseSource source = new(head, ((255L * sectorsPerTable) + (1 << 20)) * 512);
        DiagnosticBag findings = new();
        FatVolume.TryRead(source, "esp", 0, findings)!.Check("esp", 0, findings);

        // 34 copies are 2040 MiB; the 2 GiB end 8 MiB into the next, which is table 35, behind 32 sectors.
        Diagnostic finding = Assert.Single(findings.ToList(), each => each.Id == DiagnosticId.FatCopiesDiffer);
        Assert.Equal((32 * 512) + (35L * (60 << 20)) + (8 << 20), finding.Offset);
        Assert.StartsWith("The allocation table has 254 copies of 62914560 bytes,", finding.Message, StringComparison.Ordinal);
        // Both sides of 2 GiB, and the table once more for what is lost.
        Assert.InRange(source.BytesRead, 1, 5L << 30);
    }

    /// <summary>Random bytes in random places, the more the nearer to the beginning: nothing is thrown, and it ends.</summary>
    [Fact]
    public void Damaged_file_systems_do_no_harm()
    {
        // Of FAT32, the structures and some data: the rest is free.
        byte[][] seeds = [Small, FatFiles.Bytes(Make(FatKind.Fat16).Source)[..60_000], Large[..1_200_000]];
        for (int number = 0; number < 2_000; number++)
        {
            Random random = new(number);
            byte[] image = (byte[])seeds[number % 20 == 0 ? 2 : number % 2].Clone();
            int limit = (int[])[64, 512, 2048, 10_000, image.Length] is var limits ? limits[random.Next(5)] : 0;
            for (int count = random.Next(1, 12); count > 0; count--)
            {
                image[random.Next(Math.Min(limit, image.Length))] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte[])[0, 1, 2, 0xFF, 0xE5, 0x0F, 0x10, 0x41] is var bytes ? bytes[random.Next(8)] : (byte)0;
            }

            try
            {
                Check(image, 0, read: true);
            }
            catch (Exception e)
            {
                Assert.Fail($"input {number}: {e}");
            }
        }
    }

    private static FatImage Make(FatKind kind) => FatFiles.Build(
        [FatFiles.File("DIR/INNER", 10), FatFiles.File("a long name", 5), FatFiles.File("FILE", 1500)],
        new FatOptions { Kind = kind, Size = kind == FatKind.Fat12 ? 128 * 512 : null });

    private static byte[] With(byte[] image, int offset, params byte[] bytes)
    {
        byte[] changed = (byte[])image.Clone();
        bytes.CopyTo(changed, offset);
        return changed;
    }

    /// <summary>Changes an entry of FAT12 in both tables.</summary>
    private static byte[] WithNext(byte[] image, uint cluster, uint next)
    {
        byte[] changed = (byte[])image.Clone();
        foreach (int table in (int[])[Table, Copy])
        {
            Span<byte> field = changed.AsSpan(table + (int)AllocationTable.Offset(FatKind.Fat12, cluster), 2);
            ushort value = BinaryPrimitives.ReadUInt16LittleEndian(field);
            value = (ushort)(cluster % 2 == 0 ? (value & 0xF000u) | next : (value & 0x000Fu) | (next << 4));
            BinaryPrimitives.WriteUInt16LittleEndian(field, value);
        }

        return changed;
    }

    /// <summary>FAT32 in which the total is that of some hundred clusters.</summary>
    private static byte[] FewLarge() => With(Large, 32, 0x00, 0x08, 0x00, 0x00)[..(2048 * 512)];

    private static byte[] Deep() => FatFiles.Bytes(FatFiles.Build(
        [FatFiles.Directory(string.Join('/', Enumerable.Repeat("D", 258)))],
        new FatOptions { Kind = FatKind.Fat12 }).Source);

    private static Diagnostic[] Check(byte[] image, long start, bool read = false)
    {
        DiagnosticBag findings = new(100);
        MemorySource source = new(image);
        FatVolume? volume = FatVolume.TryRead(source, "esp", start, findings);
        volume?.Check("esp", start, findings);
        foreach (FatNode node in read && volume is not null ? volume.Nodes : [])
        {
            _ = node.Path;
            if (node.Source is { } file)
            {
                try
                {
                    using OpenContent content = file.Open();
                    byte[] buffer = new byte[4096];
                    for (long position = 0; position < Math.Min(file.Length, 1 << 20);)
                    {
                        int count = content.Read(position, buffer);
                        Assert.True(count > 0);
                        position += count;
                    }
                }
                catch (ContentException)
                {
                    // Damage is met with a code.
                }
            }
        }

        return [.. findings.ToList()];
    }

    private static (string Code, string Severity)[] Documented() =>
    [
        .. Regex.Matches(File.ReadAllText(Repository.File("src/IsoBuild.Core/README.md")), @"^\| (ISOB35[67]\d) \| ([a-z, ]+) \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value)),
    ];
}
