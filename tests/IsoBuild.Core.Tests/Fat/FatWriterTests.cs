using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;

namespace IsoBuild.Core.Tests.Fat;

/// <summary>What file system comes of which files and options, and what cannot be stored.</summary>
public sealed class FatWriterTests : IDisposable
{
    private readonly TempDirectory temp = new();

    public static TheoryData<string> ForbiddenNames =>
    [
        "a*b", "a?", "a:b", "a\\b", "a|b", "<a", ">", "\"a\"", "a\u0001", "a\u007F", "a.", "a ", " a", ".", "..", "a//b", "/a", "", new string('x', 256),
    ];

    public void Dispose() => temp.Dispose();

    [Theory]
    [MemberData(nameof(ForbiddenNames))]
    public void Names_that_FAT_cannot_store(string path)
    {
        Diagnostic finding = Assert.Single(FatFiles.Findings([FatFiles.File("EFI/ok", 1), FatFiles.File(path, 1)]));
        Assert.Equal(DiagnosticId.FatNameInvalid, finding.Id);
        Assert.Equal(path, finding.Item);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_name() =>
        Assert.Equal(DiagnosticId.FatNameInvalid, Assert.Single(FatFiles.Findings([FatFiles.File("\uD800x", 1)])).Id);

    /// <summary>Bytes that are not UTF-8 become <c>_</c>, and no two names one; whatever the case of the others.</summary>
    [Fact]
    public void Bytes_that_are_not_UTF_8_are_replaced()
    {
        FatEntry[] files = [FatFiles.File("Z\uDCE9/a\uDCE9.efi", 1), FatFiles.File("Z\uDCE9/a\uDCE8.efi", 1), FatFiles.File("Z\uDCE9/A_.EFI", 1), FatFiles.File("z_/b", 1), FatFiles.File("a\uFFFD", 1)];
        DiagnosticBag diagnostics = new();
        FatTree tree = new(files.Reverse(), new FatOptions(), diagnostics);
        Assert.Equal(["Z__2/A_.EFI", "Z__2/a__2.efi", "Z__2/a__3.efi", "a\uFFFD", "z_/b"], tree.Nodes.Where(node => !node.IsDirectory).Select(node => node.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["Z\\xE9/A_.EFI", "Z\\xE9/a\\xE8.efi", "Z\\xE9/a\\xE9.efi"], diagnostics.ToList().Select(d => d.Item));
    }

    [Theory]
    [InlineData("EFI/BOOT/a", "efi/other", "efi/other")]
    [InlineData("a", "A", "a")]
    [InlineData("é", "É", "é")]
    [InlineData("a", "a", "a")]
    [InlineData("a", "a/b", "a/b")]
    public void Names_that_are_one(string first, string second, string item)
    {
        foreach (string[] paths in (string[][])[[first, second], [second, first]])
        {
            Diagnostic finding = Assert.Single(FatFiles.Findings(paths.Select(path => FatFiles.File(path, 1))));
            Assert.Equal((DiagnosticId.FatNamesCollide, item), (finding.Id, finding.Item));
        }
    }

    [Theory]
    [InlineData("TWELVE CHARS")]
    [InlineData("ÄÖÜ")]
    [InlineData("a.b")]
    [InlineData(" A")]
    public void Labels_that_cannot_be(string label) =>
        Assert.Equal([DiagnosticId.FatLabelInvalid], FatFiles.Findings([], new FatOptions { Label = label }).Select(finding => finding.Id));

    [Theory]
    [InlineData("ELEVENCHARS", "ELEVENCHARS")]
    [InlineData("small", "SMALL")]
    [InlineData("A B  ", "A B")]
    [InlineData("", "")]
    public void Labels_that_can_be(string label, string expected) =>
        Assert.Equal(expected, new FatTree([], new FatOptions { Label = label }, new DiagnosticBag()).Label);

    /// <summary>FAT 1.03, "Name Creation": a number behind a tilde where the short name is not the name itself, and the first that is free.</summary>
    [Theory]
    [InlineData("A.TXT b.txt", "A       TXT, B       TXT+")]
    [InlineData("long-name-1.txt long-name-2.txt", "LONG-N~1TXT+, LONG-N~2TXT+")]
    [InlineData("LONG-N~1.TXT long-name-1.txt long-name-2.txt", "LONG-N~1TXT, LONG-N~2TXT+, LONG-N~3TXT+")]
    [InlineData("a+b a_b~1", "A_B~1      +, A_B~2      +")]
    public void Aliases(string names, string expected)
    {
        FatTree tree = new(names.Split(' ').Select(name => FatFiles.File(name)), new FatOptions(), new DiagnosticBag());
        Assert.Equal(expected, string.Join(", ", tree.Nodes.Where(node => !node.IsDirectory).Select(node => node.ShortName + (node.HasLongName ? "+" : "")).Order(StringComparer.Ordinal)));
    }

    /// <summary>The later date, and all attributes, whichever comes first.</summary>
    [Fact]
    public void A_directory_may_be_given_twice()
    {
        DateTimeOffset early = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset late = early.AddDays(1);
        FatEntry first = FatFiles.Directory("D") with { Modified = early, Attributes = FatAttributes.Hidden | FatAttributes.System };
        FatEntry second = FatFiles.Directory("D") with { Modified = late, Attributes = FatAttributes.Hidden | FatAttributes.ReadOnly };
        foreach (FatEntry[] entries in (FatEntry[][])[[first, second, FatFiles.File("D/F")], [second, first, FatFiles.File("D/F")]])
        {
            FatTree tree = new(entries, new FatOptions { Timestamp = early.AddYears(1) }, new DiagnosticBag());
            FatItem directory = tree.Nodes.Single(node => node.Path == "D");
            FatItem file = tree.Nodes.Single(node => node.Path == "D/F");
            Assert.Equal((late, FatAttributes.Hidden | FatAttributes.System | FatAttributes.ReadOnly), (directory.Modified, directory.Attributes));
            Assert.Equal((early.AddYears(1), FatAttributes.None), (file.Modified, file.Attributes));
        }
    }

    [Fact]
    public void Dates_outside_of_the_range_are_clamped()
    {
        FatEntry[] files =
        [
            FatFiles.File("early", 1) with { Modified = new DateTimeOffset(1979, 12, 31, 23, 59, 59, TimeSpan.Zero) },
            FatFiles.File("late", 1) with { Modified = new DateTimeOffset(2108, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        ];
        Diagnostic[] findings = FatFiles.Findings(files, new FatOptions { Timestamp = DateTimeOffset.UnixEpoch });

        Assert.Equal(["/", "early", "late"], findings.Select(finding => finding.Item!).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Equal((DiagnosticId.FatDateOutOfRange, DiagnosticSeverity.Warning), (finding.Id, finding.Severity)));
    }

    [Fact]
    public void Sizes_that_cannot_be()
    {
        FatEntry[] files = [FatFiles.File("a", 100_000)];
        Assert.Equal(DiagnosticId.FatSizeInvalid, Assert.Single(FatFiles.Findings(files, new FatOptions { Size = 1_000_001 })).Id);
        Assert.Equal(DiagnosticId.FatSizeInvalid, Assert.Single(FatFiles.Findings(files, new FatOptions { Size = 0 })).Id);
        Assert.Equal(DiagnosticId.FatSizeInvalid, Assert.Single(FatFiles.Findings(files, new FatOptions { Size = 16 << 30, Kind = FatKind.Fat16 })).Id);
        Diagnostic full = Assert.Single(FatFiles.Findings(files, new FatOptions { Size = 102_400 }));
        Assert.Equal(DiagnosticId.FatContentTooLarge, full.Id);
        Diagnostic small = Assert.Single(FatFiles.Findings(files, new FatOptions { Size = 1 << 20, Kind = FatKind.Fat32 }));
        Assert.Equal(DiagnosticId.FatContentTooLarge, small.Id);
    }

    /// <summary>100,000 bytes are 196 clusters of 512; with a boot sector, two tables of one sector and a root of 14, that makes 213 sectors, and 216 in whole sectors of 2048.</summary>
    [Theory]
    [InlineData(FatKind.Auto, 213 * 512, null)]
    [InlineData(FatKind.Auto, 212 * 512, "The content does not fit into the requested 108544 bytes; it needs 110592.")]
    [InlineData(FatKind.Auto, 0, "The size of the FAT file system is 0 bytes. Give a multiple of 512.")]
    [InlineData(FatKind.Auto, -512, "The size of the FAT file system is -512 bytes. Give a multiple of 512.")]
    [InlineData(FatKind.Auto, 109_057, "The size of the FAT file system is 109057 bytes. Give a multiple of 512.")]
    [InlineData(FatKind.Auto, 0xFFFFFFFFL * 512, null)]
    [InlineData(FatKind.Auto, 0x100000000L * 512, "The size of the FAT file system is 2199023255552 bytes, but it can have at most 2199023255040 (2 TiB).")]
    // 65,509 clusters of 64 sectors, two tables of 256, a root of 32 and the boot sector; and 64 more.
    [InlineData(FatKind.Fat16, 512L * ((65_509 * 64) + 545), null)]
    [InlineData(FatKind.Fat16, 512L * ((65_510 * 64) + 545), "There is no FAT16 file system of 2146910720 bytes for this content: clusters have from 512 to 32768 bytes, and FAT16 from 4101 to 65509 of them.")]
    // 4101 clusters of one sector, two tables of 17 (4103 entries of 2 bytes), a root of 32 and the boot sector.
    [InlineData(FatKind.Fat16, 512 * (4101 + 67), null)]
    [InlineData(FatKind.Fat16, 512 * (4100 + 67), "The content does not fit into the requested 2133504 bytes; it needs 2134016.")]
    public void Sizes_at_the_limits(object kind, long size, string? expected)
    {
        DiagnosticBag diagnostics = new();
        FatImage? image = FatImage.Build([FatFiles.File("a", 100_000)], new FatOptions { Kind = (FatKind)kind, Size = size }, diagnostics);

        Assert.Equal(expected is null ? (long?)size : null, image?.Size);
        Assert.True(expected is null ? diagnostics.ToList().Count == 0 : Assert.Single(diagnostics.ToList()).Message.StartsWith(expected, StringComparison.Ordinal), string.Join('\n', diagnostics.ToList()));
    }

    /// <summary>
    /// FAT12 of one cluster: boot sector, two tables, a root of 14. FAT16 whose tables have an entry more than clusters and none more: 17 sectors are 4352 entries of 2 bytes,
    /// for 4350 clusters; one sector more takes a larger table, and there are fewer clusters.
    /// </summary>
    [Theory]
    [InlineData(FatKind.Fat12, 18, 1, 1)]
    [InlineData(FatKind.Fat16, 1 + 32 + (2 * 17) + 4350, 17, 4350)]
    [InlineData(FatKind.Fat16, 1 + 32 + (2 * 17) + 4351, 18, 4349)]
    public void Tables_are_as_small_as_they_can_be(object kind, int sectors, uint sectorsPerTable, uint clusters)
    {
        BootSector boot = FatFiles.Build([], new FatOptions { Kind = (FatKind)kind, Size = sectors * 512L }).Boot;
        Assert.Equal((sectorsPerTable, clusters), (boot.SectorsPerTable, boot.ClusterCount));
    }

    /// <summary>The usual number of entries; if those are not enough, whole sectors of 16.</summary>
    [Theory]
    [InlineData(FatKind.Fat12, 0, 224)]
    [InlineData(FatKind.Fat12, 224, 224)]
    [InlineData(FatKind.Fat12, 225, 240)]
    [InlineData(FatKind.Fat12, 240, 240)]
    [InlineData(FatKind.Fat16, 0, 512)]
    [InlineData(FatKind.Fat16, 512, 512)]
    [InlineData(FatKind.Fat16, 513, 528)]
    [InlineData(FatKind.Fat32, 0, 0)]
    [InlineData(FatKind.Fat32, 513, 0)]
    public void Root_by_its_entries(object kind, int files, int expected)
    {
        BootSector boot = FatFiles.Build(Enumerable.Range(0, files).Select(i => FatFiles.File($"{i}")), new FatOptions { Kind = (FatKind)kind }).Boot;
        Assert.Equal(expected, boot.RootEntries);
        // FAT 1.03: 32 reserved sectors, root cluster 2, counts in sector 1 and the copy in 6 are what FAT32 has, and others have none of it.
        Assert.Equal(
            (FatKind)kind == FatKind.Fat32 ? (32, 2u, 1, 6) : (1, 0u, 0, 0),
            (boot.ReservedSectors, boot.RootCluster, boot.InfoSectorNumber, boot.BackupSector));
    }

    [Theory]
    [InlineData(FatKind.Fat12, 1, "The content is too large for FAT12. Use another kind, or leave something out.")]
    [InlineData(FatKind.Fat16, 1, "The content is too large for FAT16. Use another kind, or leave something out.")]
    [InlineData(FatKind.Fat32, 1024, "The content is too large for FAT32. Leave something out.")]
    [InlineData(FatKind.Auto, 1024, "The content is too large for FAT32. Leave something out.")]
    public void Content_that_is_too_large_for_a_kind(object kind, int files, string expected)
    {
        // 2 GiB each.
        SparseSource source = new([], 1L << 31);
        Diagnostic finding = Assert.Single(FatFiles.Findings(Enumerable.Range(0, files).Select(i => new FatEntry($"{i}", source)), new FatOptions { Kind = (FatKind)kind }));
        Assert.Equal((DiagnosticId.FatVolumeTooLarge, expected), (finding.Id, finding.Message));
    }

    [Fact]
    public void Files_and_volumes_that_are_too_large()
    {
        Assert.Equal(DiagnosticId.FatFileTooLarge, Assert.Single(FatFiles.Findings([FatFiles.Hole(temp, "big", 1L << 32)])).Id);
        Assert.Equal(FatKind.Fat32, FatFiles.Build([FatFiles.Hole(temp, "big", (1L << 32) - 1)]).Kind);
        Assert.Equal(DiagnosticId.FatVolumeTooLarge, Assert.Single(FatFiles.Findings([], new FatOptions { Size = 1L << 41 })).Id);
        // 2 TiB of content: one file under many names.
        ContentSource hole = FatFiles.Hole(temp, "x", 1L << 31).Source!;
        Assert.Equal(DiagnosticId.FatVolumeTooLarge, Assert.Single(FatFiles.Findings(Enumerable.Range(0, 1024).Select(i => new FatEntry($"{i}", hole)))).Id);
        Assert.Equal(DiagnosticId.FatVolumeTooLarge, Assert.Single(FatFiles.Findings([new FatEntry("a", hole)], new FatOptions { Kind = FatKind.Fat16 })).Id);
        Assert.Equal(64, FatFiles.Build(Enumerable.Range(0, 1023).Select(i => new FatEntry($"{i}", hole))).Boot.SectorsPerCluster);
    }

    [Fact]
    public void Directories_that_are_too_large()
    {
        // 65520 entries of a root that is no chain; 65536 of any other directory, of which two are its own.
        Assert.Equal(65_520, FatFiles.Build(Numbered("", 65_520)).Boot.RootEntries);
        Assert.Equal(FatKind.Fat32, FatFiles.Build(Numbered("", 65_521)).Kind);
        Assert.Equal(DiagnosticId.FatDirectoryTooLarge, Assert.Single(FatFiles.Findings(Numbered("", 65_521), new FatOptions { Kind = FatKind.Fat16 })).Id);
        Assert.Equal(DiagnosticId.FatDirectoryTooLarge, Assert.Single(FatFiles.Findings(Numbered("", 65_537))).Id);
        FatFiles.Build(Numbered("D/", 65_534));
        Assert.Equal("D", Assert.Single(FatFiles.Findings(Numbered("D/", 65_535))).Item);

        static IEnumerable<FatEntry> Numbered(string folder, int count) => Enumerable.Range(0, count).Select(i => FatFiles.File($"{folder}{i}"));
    }

    /// <summary>The smallest of each kind, the largest, and one cluster more.</summary>
    [Theory]
    [InlineData(FatKind.Auto, 0, FatKind.Fat16, 512)]
    [InlineData(FatKind.Auto, 65_507, FatKind.Fat16, 512)]
    [InlineData(FatKind.Auto, 65_508, FatKind.Fat16, 1024)]
    [InlineData(FatKind.Fat12, 0, FatKind.Fat12, 512)]
    [InlineData(FatKind.Fat12, 4060, FatKind.Fat12, 512)]
    [InlineData(FatKind.Fat12, 4070, FatKind.Fat12, 1024)]
    [InlineData(FatKind.Fat32, 0, FatKind.Fat32, 512)]
    [InlineData(FatKind.Fat32, 500_000, FatKind.Fat32, 512)]
    [InlineData(FatKind.Fat32, 600_000, FatKind.Fat32, 4096)]
    [InlineData(FatKind.Auto, 65_509 * 64, FatKind.Fat16, 32_768)]
    [InlineData(FatKind.Auto, 65_510 * 64, FatKind.Fat32, 4096)]
    public void Kind_and_clusters_by_content(object kind, int sectors, object expected, int clusterSize)
    {
        FatImage image = FatFiles.Build([FatFiles.Hole(temp, "a", sectors * 512L)], new FatOptions { Kind = (FatKind)kind });

        Assert.Equal(((FatKind)expected, clusterSize), (image.Kind, image.Boot.ClusterSize));
        Assert.Equal(0, image.Size % 2048);
        Assert.False(FatKinds.IsDoubtful(image.Boot.ClusterCount), $"{image.Boot.ClusterCount} clusters");
        // Tables hold an entry for every cluster, and no sector more than that.
        long table = AllocationTable.Length(image.Kind, image.Boot.ClusterCount + 2L);
        Assert.InRange(image.Boot.TableLength - table, 0, 511);
    }

    /// <summary>FAT 1.03, DskTableFAT32: the last size of each row, in sectors of 512 bytes, and one sector more.</summary>
    [Theory]
    [InlineData(532_480, 1)]
    [InlineData(532_481, 8)]
    [InlineData(16_777_216, 8)]
    [InlineData(16_777_217, 16)]
    [InlineData(33_554_432, 16)]
    [InlineData(33_554_433, 32)]
    [InlineData(67_108_864, 32)]
    [InlineData(67_108_865, 64)]
    public void Clusters_of_FAT32_by_size(long sectors, int expected) =>
        Assert.Equal(expected, FatFiles.Build([], new FatOptions { Kind = FatKind.Fat32, Size = sectors * 512 }).Boot.SectorsPerCluster);

    [Fact]
    public void Every_size_gets_a_kind_without_doubt()
    {
        for (int sectors = 64; sectors < 140_000; sectors += sectors is > 3_900 and < 4_400 or > 65_000 and < 67_000 ? 1 : 997)
        {
            FatImage image = FatFiles.Build([FatFiles.File("a", 1)], new FatOptions { Size = sectors * 512L });
            Assert.Equal(sectors * 512L, image.Size);
            Assert.False(FatKinds.IsDoubtful(image.Boot.ClusterCount), $"{sectors} sectors: {image.Boot.ClusterCount} clusters");
            Assert.Equal(sectors < 4_300 ? image.Kind : FatKind.Fat16, image.Kind);
            Assert.True(image.Boot.TableLength >= AllocationTable.Length(image.Kind, image.Boot.ClusterCount + 2L));
        }
    }

    /// <summary>2.1 MiB: what FAT16 costs a medium that holds a small loader.</summary>
    [Fact]
    public void A_small_loader_makes_the_smallest_FAT16()
    {
        FatImage image = FatFiles.Build([FatFiles.File("EFI/BOOT/BOOTX64.EFI", 140_000)]);
        Assert.Equal((FatKind.Fat16, 4101u, 2_134_016L), (image.Kind, image.Boot.ClusterCount, image.Size));
    }

    [Fact]
    public void The_order_of_entries_leaves_no_trace()
    {
        FatEntry[] files =
        [
            FatFiles.Directory("EFI") with { Modified = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            FatFiles.Directory("EFI") with { Modified = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero) },
            FatFiles.File("EFI/a long name 1.txt", 100), FatFiles.File("EFI/a long name 2.txt", 5000), FatFiles.File("EFI/ALONGN~1.TXT", 3), FatFiles.File("z", 1), FatFiles.Directory("EFI/sub"),
        ];
        byte[] expected = FatFiles.Bytes(FatFiles.Build(files).Source);

        Assert.Equal(expected, FatFiles.Bytes(FatFiles.Build(files.Reverse()).Source));
        Assert.Equal(expected, FatFiles.Bytes(FatFiles.Build(files.OrderBy(file => file.Path.Length)).Source));
    }

    [Fact]
    public void Bytes_are_the_same_wherever_reading_begins()
    {
        ContentSource source = FatFiles.Build([FatFiles.File("EFI/BOOT/BOOTX64.EFI", 10_000), FatFiles.File("a long name", 513)], new FatOptions { Kind = FatKind.Fat12 }).Source;
        byte[] expected = FatFiles.Bytes(source);
        using OpenContent content = source.Open();
        byte[] buffer = new byte[1000];
        for (long position = source.Length - 1; position >= 0; position -= 331)
        {
            int count = content.Read(position, buffer);
            Assert.InRange(count, 1, buffer.Length);
            Assert.Equal(expected.AsSpan((int)position, count), buffer.AsSpan(0, count));
        }

        Assert.Equal(0, content.Read(source.Length, buffer));
    }

    [Fact]
    public void A_file_that_changed_is_named()
    {
        string path = temp.Write("loader.efi", new byte[1000]);
        FileInfo info = new(path);
        FatImage image = FatFiles.Build([new FatEntry("a", new FileSource(temp.Path, "loader.efi", info.Length, info.LastWriteTimeUtc))]);
        FatFiles.Bytes(image.Source);

        temp.Write("loader.efi", new byte[999]);

        Diagnostic finding = Assert.Throws<ContentException>(() => FatFiles.Bytes(image.Source)).Diagnostic;
        Assert.Equal((DiagnosticId.SourceChanged, path), (finding.Id, finding.Item));
    }
}
