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
