using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>UDF volumes, alone and beside the other trees.</summary>
public class UdfVolumeTests
{
    private static readonly ImageOptions Alone = new() { VolumeId = "UDF", Formats = ImageFormats.Udf, PaddingSectors = 1, Timestamp = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero) };

    private static readonly ImageOptions Bridge = Alone with { Formats = ImageFormats.Default | ImageFormats.Udf };

    private static ImageBuilder Builder(ImageOptions options) => new ImageBuilder(options)
        .AddFile("bin/app.dll", new byte[6656])
        .AddFile("bin/empty", Array.Empty<byte>())
        .AddFile("one", new byte[1])
        .AddEmptyDirectory("void");

    /// <summary>
    /// By hand: recognition at 16-18, the main sequence of 16, the integrity sequence of 2 (35-36), the anchor at 256, the file set (257-258), then
    /// each directory's entries (its own and its files') and its identifiers; two files, padding, and behind the partition the reserve sequence and the anchor at the end.
    /// </summary>
    [Fact]
    public void Alone_it_has_no_other_descriptors()
    {
        ImageLayout layout = Builder(Alone).Plan().Layout!;
        (string Name, long Sector, long Count)[] expected =
        [
            ("empty", 0, 16), ("udf bea01", 16, 1), ("udf nsr02", 17, 1), ("udf tea01", 18, 1),
            ("udf main sequence", 19, 16), ("udf integrity", 35, 2), ("empty", 37, 219),
            ("udf anchor", 256, 1), ("udf file set", 257, 2),
            ("udf /", 259, 2), ("udf /", 261, 1), ("udf /bin", 262, 3), ("udf /bin", 265, 1), ("udf /void", 266, 1), ("udf /void", 267, 1),
            ("/bin/app.dll", 268, 4), ("/one", 272, 1), ("empty", 273, 1), ("udf reserve sequence", 274, 16), ("udf anchor", 290, 1),
        ];
        Assert.Equal(expected, layout.Regions.Select(region => (region.Name, region.Sector, region.SectorCount)));
        Assert.Equal(new View("udf", 257 * 2048, 17 * 2048), Assert.Single(layout.Views));
        Assert.Equal((ImageFormats.Udf, "UDF", Alone.Timestamp), (layout.Volume.Formats, layout.Volume.VolumeId, layout.Volume.Timestamp!.Value));
        Snapshot.Match(layout.ToString());
    }

    [Fact]
    public void Beside_the_other_trees() => Snapshot.Match(Builder(Bridge).Plan().Layout!.ToString());

    /// <summary>The first bytes of the sequences differ in the tags' location, checksum and nothing else.</summary>
    [Fact]
    public void Both_sequences_say_the_same()
    {
        byte[] image = Builder(Alone).ToBytes();
        for (int sector = 0; sector < 16; sector++)
        {
            byte[] main = image[((19 + sector) * 2048)..][..2048];
            byte[] reserve = image[((274 + sector) * 2048)..][..2048];
            Assert.Equal(main[16..], reserve[16..]);
            Assert.Equal(sector < 6, main[0] != 0);
            Assert.Equal(sector < 6 ? TagFaults.None : TagFaults.Checksum, new DescriptorTag(reserve.AsSpan(0, 512)).Faults);
            Assert.Equal(sector < 6 ? 274u + (uint)sector : 0, new DescriptorTag(reserve).Location);
        }
    }

    /// <summary>16 digits that depend on what is in the image, then what the user says (UDF 1.02 2.2.2.5).</summary>
    [Fact]
    public void The_volume_set_tells_images_apart()
    {
        string one = SetOf(Builder(Bridge));
        Assert.Matches("^[0-9a-f]{16}$", one);
        Assert.Equal(one, SetOf(Builder(Bridge)));
        Assert.NotEqual(one, SetOf(Builder(Bridge).AddEmptyDirectory("more")));
        Assert.NotEqual(one, SetOf(Builder(Bridge with { Timestamp = Bridge.Timestamp.AddSeconds(1) })));
        Assert.Matches("^[0-9a-f]{16}MINE$", SetOf(Builder(Alone with { VolumeSetId = "MINE" })));

        static string SetOf(ImageBuilder builder)
        {
            byte[] image = builder.ToBytes();
            int main = (int)new AnchorPointer(image.AsSpan(256 * 2048, 2048)).MainSequence.Sector;
            Assert.True(OstaText.TryReadField(new PrimaryVolumeDescriptor(image.AsSpan(main * 2048, 2048)).VolumeSetIdField, out string set));
            return set;
        }
    }

    /// <summary>A large directory is encoded in pieces; each entry is where its identifier says, whichever piece it is in.</summary>
    [Fact]
    public void Entries_of_many_files_are_where_their_identifiers_say()
    {
        ImageBuilder builder = new(Alone);
        for (int i = 0; i < 1300; i++)
        {
            builder.AddFile($"many/{i:D4}", Encoding.ASCII.GetBytes($"content {i}"));
            builder.AddEmptyDirectory($"many/{i:D4}d");
        }

        byte[] image = builder.ToBytes();
        Region entries = builder.Plan().Layout!.Regions.Single(region => region is { Kind: RegionKind.FileEntries, Name: "udf /many" });
        Region identifiers = builder.Plan().Layout!.Regions.Single(region => region is { Kind: RegionKind.Directory, Name: "udf /many" });
        Assert.Equal(1301, entries.SectorCount);

        const int start = 257;
        FileEntry own = new(image.AsSpan((int)entries.Offset, 2048));
        Assert.Equal((1301, (ulong)identifiers.Length, UdfFileType.Directory), (own.LinkCount, own.Length, own.Type));
        int position = 0;
        int files = 0;
        HashSet<ulong> identities = [];
        while (position < identifiers.Length)
        {
            FileIdentifier identifier = new(image.AsSpan((int)identifiers.Offset + position, (int)identifiers.Length - position));
            Assert.Equal(TagFaults.None, identifier.Tag.Check(TagId.FileIdentifier, (uint)(identifiers.Sector - start + (position / 2048))));
            uint block = identifier.EntryIcb.Address.Block;
            FileEntry entry = new(image.AsSpan((int)(start + block) * 2048, 2048));
            Assert.Equal(TagFaults.None, entry.Tag.Check(TagId.FileEntry, block));
            Assert.Equal(identifier.IsDirectory, entry.Type == UdfFileType.Directory);
            Assert.Equal(identifier.EntryIcb.UniqueId, (uint)entry.Identity);
            if (!identifier.IsDirectory)
            {
                Assert.True(OstaText.TryRead(identifier.NameBytes, out string name));
                ShortExtent extent = ShortExtent.Read(entry.AllocationDescriptors);
                string expected = $"content {int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)}";
                Assert.Equal(expected, Encoding.ASCII.GetString(image, (int)(start + extent.Block) * 2048, (int)extent.Length));
                files++;
            }

            Assert.True(identities.Add(entry.Identity));
            position += identifier.Size;
        }

        Assert.Equal((identifiers.Length, 1300), (position, files));
    }

    /// <summary>Through a stream and into a file: the same bytes, whatever the pieces.</summary>
    [Fact]
    public void Pieces_are_the_same_in_a_stream_and_in_a_file()
    {
        using TempDirectory temp = new();
        ImageBuilder builder = new(Bridge);
        for (int i = 0; i < 700; i++)
        {
            builder.AddFile($"{i}", new byte[i % 7]);
        }

        builder.Write(temp.Combine("x.iso")).EnsureSuccess();
        Assert.Equal(builder.ToBytes(), File.ReadAllBytes(temp.Combine("x.iso")));
    }

    /// <summary>Names of one file share an entry; a symbolic link is a file of its own with the same content; what is hidden is not there.</summary>
    [Fact]
    public void Links_and_hidden_entries()
    {
        ImageBuilder builder = new ImageBuilder(Bridge)
            .AddFile("a", "content"u8.ToArray())
            .AddHardLink("b", "a")
            .AddLink("c", "a")
            .AddLink("dangling", "nowhere")
            .AddSpecial("pipe", SpecialKind.Pipe)
            .AddFile("hidden", new byte[1], new EntryOptions { HiddenFrom = ImageFormats.Udf });
        byte[] image = builder.ToBytes();
        Region identifiers = builder.Plan().Layout!.Regions.Single(region => region is { Kind: RegionKind.Directory, Name: "udf /" });
        Dictionary<string, (uint Block, int Links, uint Content)> seen = [];
        for (int position = 40; position < identifiers.Length;)
        {
            FileIdentifier identifier = new(image.AsSpan((int)identifiers.Offset + position, (int)identifiers.Length - position));
            Assert.True(OstaText.TryRead(identifier.NameBytes, out string name));
            uint block = identifier.EntryIcb.Address.Block;
            FileEntry entry = new(image.AsSpan((int)(257 + block) * 2048, 2048));
            seen.Add(name, (block, entry.LinkCount, ShortExtent.Read(entry.AllocationDescriptors).Block));
            position += identifier.Size;
        }

        Assert.Equal(["a", "b", "c"], seen.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(seen["a"], seen["b"]);
        Assert.Equal((2, 1), (seen["a"].Links, seen["c"].Links));
        Assert.NotEqual(seen["a"].Block, seen["c"].Block);
        Assert.Equal(seen["a"].Content, seen["c"].Content);
    }

    /// <summary>254 characters of 8 bits or 127 of 16 (UDF 1.02 2.3.4); what does not fit is cut before its extension, and stays unique.</summary>
    [Fact]
    public void Long_names_are_shortened()
    {
        string latin = new('n', 250);
        string wide = $"\u0416{new string('n', 150)}";
        PlanResult plan = new ImageBuilder(Alone)
            .AddFile($"{latin}.txt", new byte[1])
            .AddFile($"{latin}xyz.a", new byte[2])
            .AddFile($"{wide}.a", new byte[3])
            .AddFile($"{wide}m.a", new byte[4])
            .Plan();
        Diagnostic[] warnings = [.. plan.Diagnostics.Where(d => d.Id == DiagnosticId.UdfNameShortened)];
        Assert.Equal([$"/{latin}xyz.a", $"/{wide}.a", $"/{wide}m.a"], warnings.Select(d => d.Item));
        string[] names = [.. plan.Layout!.Regions.Where(region => region.Kind == RegionKind.File).Select(region => region.Name)];
        Assert.Equal(
            new HashSet<string> { $"/{latin}.txt", $"/{latin}xy.a", $"/\u0416{new string('n', 124)}.a", $"/\u0416{new string('n', 122)}_2.a" },
            [.. names]);
    }

    [Theory]
    [InlineData("a:b", true)]
    [InlineData("end.", true)]
    [InlineData("end ", true)]
    [InlineData("q?", true)]
    [InlineData("Just a näme", false)]
    public void Names_that_Windows_shows_in_another_way(string name, bool isForeign)
    {
        PlanResult plan = new ImageBuilder(Alone).AddFile($"x/{name}", new byte[1]).Plan();
        Assert.Equal(isForeign ? [$"/x/{name}"] : [], plan.Diagnostics.Where(d => d.Id == DiagnosticId.UdfNameForeign).Select(d => d.Item));
        Assert.Contains(plan.Layout!.Regions, region => region.Name == $"/x/{name}");
    }

    [Fact]
    public void A_volume_identifier_must_fit()
    {
        Assert.NotNull(new ImageBuilder(Alone with { VolumeId = new string('v', 126) }).Plan().Layout);
        Assert.Equal("ISOB1006", Assert.Single(new ImageBuilder(Alone with { VolumeId = new string('v', 127) }).Plan().Diagnostics).Code);
        Assert.Equal("ISOB1006", Assert.Single(new ImageBuilder(Alone with { VolumeId = new string('\u0416', 64) }).Plan().Diagnostics).Code);
        Assert.Equal("ISOB1006", Assert.Single(new ImageBuilder(Alone with { VolumeId = "a\tb" }).Plan().Diagnostics).Code);
        Assert.Equal("ISOB1006", Assert.Single(new ImageBuilder(Alone with { VolumeSetId = new string('s', 111) }).Plan().Diagnostics).Code);
    }

    [Fact]
    public void A_directory_has_a_limit()
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder => builder.AddFile(builder.Directory(["full"]), "file", new MemorySource(new byte[1]), options: null));
        FileData files = new(content);
        RegionRequests requests = new();
        files.Measure(requests);
        // The root's identifiers take 40 + 44 bytes, those of /full as many.
        new UdfTree(content, files, new UdfPartition(), diagnostics) { MaxDirectoryLength = 84 }.Measure(requests);
        Assert.Empty(diagnostics.ToList());
        new UdfTree(content, files, new UdfPartition(), diagnostics) { MaxDirectoryLength = 83 }.Measure(requests);
        Assert.Equal(("ISOB2020", "/"), (Assert.Single(diagnostics.ToList()).Code, diagnostics.ToList()[0].Item));
    }

    /// <summary>234 extents of 1 GiB less a block fit beside the 176 bytes of a file entry.</summary>
    [Fact]
    public void A_file_has_a_limit()
    {
        Assert.Equal(234L * 0x3FFFF800, FileEntry.MaxLength);
        Assert.Empty(Measure(FileEntry.MaxLength));
        Diagnostic error = Assert.Single(Measure(FileEntry.MaxLength + 1));
        Assert.Equal(("ISOB2021", "/huge"), (error.Code, error.Item));

        static IReadOnlyList<Diagnostic> Measure(long length)
        {
            (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder => builder.AddFile(builder.Root, "huge", new FileSource("nowhere", "huge", length, default), options: null));
            new UdfTree(content, new FileData(content), new UdfPartition(), diagnostics).Measure(new RegionRequests());
            return diagnostics.ToList();
        }
    }

    /// <summary>4/14.9.6 counts in 16 bits: a directory's subdirectories lead to it, and so does its parent.</summary>
    [Fact]
    public void Links_are_counted_in_16_bits()
    {
        Assert.Empty(Measure(65534));
        Diagnostic error = Assert.Single(Measure(65535));
        Assert.Equal(("ISOB2022", "/all"), (error.Code, error.Item));

        static IReadOnlyList<Diagnostic> Measure(int count)
        {
            (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder =>
            {
                for (int i = 0; i < count; i++)
                {
                    builder.Directory(["all", $"{i}"]);
                }
            });
            new UdfTree(content, new FileData(content), new UdfPartition(), diagnostics).Measure(new RegionRequests());
            return diagnostics.ToList();
        }
    }

    /// <summary>What counts to 16 bits, with a limit that is reached at once.</summary>
    [Theory]
    [InlineData(3, 1, null)]
    [InlineData(4, 1, "The file has 4 names (hard links), but a UDF file entry counts at most 3.")]
    [InlineData(1, 2, null)]
    [InlineData(1, 3, "The directory has 3 subdirectories, but a UDF file entry counts at most 2.")]
    public void Links_have_a_limit(int names, int directories, string? told)
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder =>
        {
            builder.AddFile(builder.Root, "file", new MemorySource(Array.Empty<byte>()), options: null);
            for (int i = 1; i < names; i++)
            {
                builder.AddHardLink(builder.Root, $"name{i}", ["file"]);
            }

            for (int i = 0; i < directories; i++)
            {
                builder.Directory([$"d{i}"]);
            }
        });
        new UdfTree(content, new FileData(content), new UdfPartition(), diagnostics) { MaxLinks = 3 }.Measure(new RegionRequests());
        Assert.Equal(told is null ? [] : ["ISOB2022"], diagnostics.ToList().Select(d => d.Code));
        Assert.All(diagnostics.ToList(), d => Assert.StartsWith(told!, d.Message, StringComparison.Ordinal));
    }

    /// <summary>File entries are written in pieces as well: from wherever one begins, each is where its number says, among directories and names of other files.</summary>
    [Fact]
    public void Entries_are_the_same_in_pieces()
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder =>
        {
            ContentTreeBuilder.Stage all = builder.Directory(["all"]);
            for (int i = 0; i < 1100; i++)
            {
                builder.AddFile(all, $"{i:D4}", new MemorySource(Array.Empty<byte>()), options: null);
                if (i % 100 == 0)
                {
                    builder.Directory(all, $"{i:D4}d");
                    builder.AddHardLink(all, $"{i:D4}l", ["all", "0000"]);
                }
            }
        });
        EncodingContext context = UdfContent.Place(content, new VolumeText { Timestamp = Alone.Timestamp }, diagnostics);
        Region region = context.Region("udf /all", RegionKind.FileEntries);
        byte[] whole = context.Encode(region);
        Assert.Equal(1101 * 2048, whole.Length);

        // The directory's own entry is before those of the files, so that each has the block behind its number.
        UdfDirectory directory = (UdfDirectory)region.Subject;
        Assert.Equal(["0511", "1023"], directory.FirstChildren.Select(child => directory.Node.Entries[child].Name));
        for (int block = 0; block <= 1100; block++)
        {
            FileEntry entry = new(whole.AsSpan(block * 2048, 2048));
            Assert.Equal(TagFaults.None, entry.Tag.Check(TagId.FileEntry, (uint)(region.Sector - 257 + block)));
            // The root has the number 0, this directory the first that is free.
            Assert.Equal(16ul + (uint)block, entry.Identity);
        }

        foreach (int block in (int[])[1, 100, 511, 512, 513, 700, 1023, 1024, 1025, 1100])
        {
            byte[] piece = new byte[2048];
            ((IPiecewiseEncoder)region.Encoder!).Encode(region, context, block * 2048L, piece);
            Assert.True(piece.AsSpan().SequenceEqual(whole.AsSpan(block * 2048, 2048)), $"block {block}");
        }
    }

    /// <summary>Behind the integrity descriptor (3/10.10) and the file set (4/8.3.1) the sequences end. 16 is the first number that a file has (UDF 1.02 3.2.1.1).</summary>
    [Fact]
    public void Sequences_end()
    {
        byte[] image = new ImageBuilder(Alone).AddFile("a", new byte[1]).AddFile("b", new byte[1]).ToBytes();
        Assert.Equal(TagFaults.None, new DescriptorTag(image.AsSpan(35 * 2048, 2048)).Check(TagId.LogicalVolumeIntegrity, 35));
        Assert.Equal(TagFaults.None, new DescriptorTag(image.AsSpan(36 * 2048, 2048)).Check(TagId.Terminating, 36));
        Assert.Equal(TagFaults.None, new DescriptorTag(image.AsSpan(257 * 2048, 2048)).Check(TagId.FileSet, 0));
        Assert.Equal(TagFaults.None, new DescriptorTag(image.AsSpan(258 * 2048, 2048)).Check(TagId.Terminating, 1));

        IntegrityDescriptor integrity = new(image.AsSpan(35 * 2048, 2048));
        Assert.Equal((18ul, 2u, 1u), (integrity.NextUniqueId, integrity.FileCount, integrity.DirectoryCount));
    }

    /// <summary>What has no date of its own has that of the volume.</summary>
    [Fact]
    public void Entries_without_a_date()
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder => builder.Directory(["d"]));
        content.Root.Modified = null;
        content.Find("d")!.Modified = Alone.Timestamp.AddYears(1);
        EncodingContext context = UdfContent.Place(content, new VolumeText { Timestamp = Alone.Timestamp }, diagnostics);
        Assert.Equal(Alone.Timestamp, new FileEntry(context.Encode(context.Region("udf /", RegionKind.FileEntries))).Modified);
        Assert.Equal(Alone.Timestamp.AddYears(1), new FileEntry(context.Encode(context.Region("udf /d", RegionKind.FileEntries))).Modified);
    }

    /// <summary>65,535 names of one file are counted, one more is not; Rock Ridge counts in 32 bits.</summary>
    [Fact]
    public void Names_are_counted_in_16_bits()
    {
        ImageBuilder builder = Named(65_535);
        Assert.Empty(builder.Plan().Diagnostics);
        builder.AddHardLink("more", "file");
        Diagnostic error = Assert.Single(builder.Plan().Diagnostics);
        Assert.Equal(("ISOB2022", "/file"), (error.Code, error.Item));
        Assert.Contains("65536 names", error.Message, StringComparison.Ordinal);

        using TempDirectory temp = new();
        ImageOptions posix = Alone with { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge };
        BuildResult result = new ImageBuilder(posix).AddFile("file", new byte[1]).AddHardLinks(65_535).Write(temp.Combine("names.iso")).EnsureSuccess();
        using IsoImage image = IsoImage.Open(temp.Combine("names.iso"));
        Assert.Equal(result.Layout!.ToString(), image.Layout.ToString());
        ContentFile[] names = [.. image.Content.Nodes.OfType<ContentFile>()];
        Assert.Equal(65_536, names.Length);
        Assert.All(names, name => Assert.Equal((65_536, name == names[0] ? null : names[0]), (name.LinkCount, name.HardLinkOf)));

        static ImageBuilder Named(int names) => new ImageBuilder(Alone).AddFile("file", new byte[1]).AddHardLinks(names - 1);
    }

    /// <summary>UDF has no name for what is compressed: alone it gets the files as they are, beside Rock Ridge the bytes that Rock Ridge explains.</summary>
    [Fact]
    public void Compressed_files()
    {
        using TempDirectory temp = new();
        byte[] text = [.. Enumerable.Range(0, 40_000).Select(i => (byte)('a' + (i % 7)))];
        string path = temp.Combine("x.iso");
        EntryOptions compressed = new() { Compress = true };

        BuildResult alone = new ImageBuilder(Alone).AddFile("a", text, compressed).Write(path).EnsureSuccess();
        Assert.Equal(["warning ISOB1073 /a"], alone.Diagnostics.Select(Told));
        using (IsoImage image = IsoImage.Open(path))
        {
            Assert.Equal(text, ((ContentFile)image.Content.Find("a")!).ReadAll());
        }

        BuildResult bridge = new ImageBuilder(Alone with { Formats = ImageFormats.RockRidge | ImageFormats.Udf }).AddFile("a", text, compressed).Write(path).EnsureSuccess();
        Assert.Equal(["warning ISOB1074 /a"], bridge.Diagnostics.Where(d => d.Severity != DiagnosticSeverity.Info).Select(Told));
        using (IsoImage image = IsoImage.Open(path))
        {
            Assert.Equal(bridge.Layout!.ToString(), image.Layout.ToString());
            Assert.Equal(text, ((ContentFile)image.Content.Find("a")!).ReadAll());
            ContentFile stored = (ContentFile)image.ContentOf(ImageFormats.Udf)!.Find("a")!;
            Assert.Equal(bridge.Layout.Regions.Single(region => region.Kind == RegionKind.File).Length, stored.Length);
            Assert.Equal([0x37, 0xE4, 0x53, 0x96], stored.ReadAll()[..4]);
        }

        static string Told(Diagnostic d) => $"{(d.Severity == DiagnosticSeverity.Warning ? "warning" : "other")} {d.Code} {d.Item}";
    }

    /// <summary>File identifiers are written in pieces, here of 8 KiB and less, and no piece needs those before it.</summary>
    [Theory]
    [InlineData(2048)]
    [InlineData(8192)]
    [InlineData(10 * 2048)]
    public void Identifiers_are_the_same_in_pieces(int size)
    {
        (ContentTree content, DiagnosticBag diagnostics) = UdfContent.Of(builder =>
        {
            for (int i = 0; i < 900; i++)
            {
                builder.AddFile(builder.Directory(["all"]), $"{i}{new string(i % 3 == 0 ? 'n' : '\u0416', 60 + (i % 60))}", new MemorySource(Array.Empty<byte>()), options: null);
            }
        });
        EncodingContext context = UdfContent.Place(content, new VolumeText { Timestamp = Alone.Timestamp }, diagnostics);
        Region region = context.Region("udf /all", RegionKind.Directory);
        IPiecewiseEncoder encoder = (IPiecewiseEncoder)region.Encoder!;
        byte[] whole = context.Encode(region);
        Assert.True(whole.Length > 2 * UdfTree.MarkDistance);

        // Backwards, so that nothing is carried from one to the next.
        byte[] pieces = new byte[region.Length];
        for (int at = (whole.Length - 1) / size * size; at >= 0; at -= size)
        {
            encoder.Encode(region, context, at, pieces.AsSpan(at, Math.Min(size, whole.Length - at)));
        }

        Assert.True(whole.AsSpan().SequenceEqual(pieces));
        int count = 0;
        for (int at = 0; at < whole.Length; count++)
        {
            FileIdentifier identifier = new(whole.AsSpan(at));
            Assert.Equal(TagFaults.None, identifier.Tag.Check(TagId.FileIdentifier, (uint)(region.Sector - 257 + (at / 2048))));
            at += identifier.Size;
        }

        Assert.Equal(901, count);
    }
}
