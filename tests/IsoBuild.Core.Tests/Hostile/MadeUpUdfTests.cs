using IsoBuild.Content;
using IsoBuild.Core.Tests.Verifying;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Core.Tests.Hostile;

/// <summary>UDF volumes that were made up to cost whoever reads them his time, his memory or his way out: each is told with a code.</summary>
public class MadeUpUdfTests
{
    private const int Sector = UdfImage.Sector;
    private const int PartitionDescriptor = 2;
    private const int LogicalVolume = 3;

    /// <summary>Fields of a file entry (ECMA-167 4/14.9), and where its allocation descriptors begin: it has no extended attributes.</summary>
    private const int InformationLength = 56;
    private const int AttributesLength = 168;
    private const int DescriptorsLength = 172;
    private const int Descriptors = 176;

    /// <summary>Upper bits of an extent's length: its descriptors go on elsewhere (4/14.14.1.1).</summary>
    private const int Continuation = 3 << 30;

    private const long MostAllocated = 200 << 20;

    private readonly UdfImage udf = UdfDamages.Alone();

    /// <summary>A directory that leads to one above it, or to itself.</summary>
    [Theory]
    [InlineData("dir", "sub", false)]
    [InlineData("dir", "sub", true)]
    public void Directories_that_lead_back(string above, string below, bool toItself)
    {
        int identifier = udf.Identifier(above, below);
        udf.Put32(identifier + 24, BlockOf(toItself ? udf.Entry(above) : udf.Root));
        udf.Retag(identifier);
        Told("ISOB3003", "has a loop", image => Assert.Empty(((ContentDirectory)image.Content.Find($"{above}/{below}")!).Children));
    }

    /// <summary>Two directories whose file identifiers are the same bytes: every level would double what is below.</summary>
    [Fact]
    public void Directories_that_share_their_identifiers()
    {
        int entry = udf.Entry("dir", "sub");
        Put(entry, Descriptors + 4, udf.Get32(udf.Root + Descriptors + 4));
        Put(entry, InformationLength, udf.Get32(udf.Root + InformationLength));
        Told("ISOB3003", "also belong to another directory", _ => { });
    }

    [Theory]
    [InlineData(-16, 0)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(0, 7)]
    public void Entries_that_are_nowhere(int block, int partition)
    {
        int identifier = udf.Identifier("a.bin");
        udf.Put32(identifier + 24, block);
        udf.Put16(identifier + 28, partition);
        udf.Retag(identifier);
        Told("ISOB3003", "which does not exist", image => Assert.Null(image.Content.Find("a.bin")));
    }

    [Fact]
    public void A_root_that_is_nowhere()
    {
        Put(udf.FileSet, 404, -2);
        Refused("ISOB3018", "where its root should be");
    }

    /// <summary>Two blocks of allocation descriptors that lead to each other, and one that leads to itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Descriptors_that_go_on_for_ever(bool toItself)
    {
        int entry = udf.Entry("a.bin");
        (int one, int other) = (Spare(1), Spare(2));
        Put(entry, Descriptors, Continuation | Sector);
        Put(entry, Descriptors + 4, BlockOf(one));
        PutContinuation(one, toItself ? one : other);
        PutContinuation(other, one);
        Told("ISOB3003", "form a loop", image => Assert.Empty(((ContentFile)image.Content.Find("a.bin")!).ReadStored()));
    }

    /// <summary>Two files whose descriptors go on in one block: with many files, every one would read all that follows.</summary>
    [Fact]
    public void Descriptors_that_files_share()
    {
        int shared = Spare(1);
        foreach (string name in (string[])["a.bin", "bb.bin"])
        {
            int entry = udf.Entry(name);
            Put(entry, Descriptors, Continuation | Sector);
            Put(entry, Descriptors + 4, BlockOf(shared));
        }

        PutContinuation(shared, 0);
        Told("ISOB3003", "which is already in use", _ => { });
    }

    [Fact]
    public void Descriptors_that_go_on_nowhere()
    {
        int entry = udf.Entry("a.bin");
        Put(entry, Descriptors, Continuation | Sector);
        Put(entry, Descriptors + 4, -1);
        Told("ISOB3003", "continue in block 4294967295", _ => { });
        Put(entry, Descriptors + 4, BlockOf(udf.Entry("bb.bin")));
        Told("ISOB3003", "where there is no allocation extent descriptor", _ => { });
    }

    /// <summary>More bytes than there are, up to more than any number has.</summary>
    [Theory]
    [InlineData(-1, -1, "which is impossible")]
    [InlineData(-1, int.MaxValue, "bytes more than its extents")]
    [InlineData(0, 0x01000000, "bytes more than its extents")]
    public void Files_of_any_length(int low, int high, string words)
    {
        int entry = udf.Entry("a.bin");
        Put(entry, InformationLength + 4, high);
        Put(entry, InformationLength, low);
        Told("ISOB3003", words, image => Assert.InRange(((ContentFile)image.Content.Find("a.bin")!).Length, 0, 3000));
    }

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-1, int.MaxValue)]
    public void Directories_of_any_length(int low, int high)
    {
        int entry = udf.Entry("many");
        Put(entry, InformationLength + 4, high);
        Put(entry, InformationLength, low);
        Told("ISOB3003", "/many", _ => { });
    }

    /// <summary>An extent as long as one can be, in a block that there is.</summary>
    [Fact]
    public void Extents_beyond_the_end()
    {
        int entry = udf.Entry("a.bin");
        Put(entry, InformationLength, 0x3FFFFFFF);
        Put(entry, Descriptors, 0x3FFFFFFF);
        Told("ISOB3003", "a.bin", image =>
        {
            // As much as the image has is there; the rest are zeros, which are not made before somebody reads them.
            using Stream stream = ((ContentFile)image.Content.Find("a.bin")!).OpenStored();
            Assert.Equal(0x3FFFFFFF, stream.Length);
            Assert.Equal(1, stream.ReadByte());
        });
    }

    /// <summary>A directory of nothing but holes: 234 GiB of them, which are not looked for file identifiers.</summary>
    [Fact]
    public void A_directory_of_holes()
    {
        int entry = udf.Entry("many");
        const int count = (Sector - Descriptors) / 8;
        for (int i = 0; i < count; i++)
        {
            Put(entry, Descriptors + (8 * i), (2 << 30) | 0x3FFFF800);
            Put(entry, Descriptors + (8 * i) + 4, 0);
        }

        long length = count * 0x3FFFF800L;
        Put(entry, DescriptorsLength, 8 * count);
        Put(entry, InformationLength + 4, (int)(length >> 32));
        Put(entry, InformationLength, (int)length);
        udf.Retag(entry, Sector - 16);
        Told("ISOB3003", "There is no file identifier at byte 0", image => Assert.Empty(((ContentDirectory)image.Content.Find("many")!).Children));
    }

    /// <summary>A file entry whose attributes or descriptors would lie beyond its block.</summary>
    [Theory]
    [InlineData(AttributesLength, -1)]
    [InlineData(AttributesLength, Sector)]
    [InlineData(DescriptorsLength, -8)]
    [InlineData(DescriptorsLength, Sector)]
    public void Entries_larger_than_their_block(int field, int length)
    {
        Put(udf.Entry("a.bin"), field, length);
        Told("ISOB3003", "There is no valid file entry", image => Assert.Null(image.Content.Find("a.bin")));
    }

    /// <summary>A file identifier that reaches beyond its directory: by its name, or by 64 KiB before it.</summary>
    [Theory]
    [InlineData(19, 255)]
    [InlineData(36, 0xFFFF)]
    [InlineData(36, 200)]
    public void Identifiers_that_reach_beyond_their_directory(int field, int value)
    {
        int identifier = udf.Identifiers(udf.Entry("dir")).Last();
        if (field == 19)
        {
            udf.Image.Bytes[identifier + field] = (byte)value;
        }
        else
        {
            udf.Put16(identifier + field, value);
        }

        udf.Retag(identifier);
        Told("ISOB3003", "There is no file identifier at byte", image => Assert.NotNull(image.Content.Find("dir")));
    }

    /// <summary>A name that begins behind what stands before it, which is said to reach to the end: it is empty.</summary>
    [Fact]
    public void A_name_without_bytes()
    {
        int identifier = udf.Identifier("a.bin");
        udf.Image.Bytes[identifier + 19] = 0;
        udf.Put16(identifier + 36, 6);
        udf.Retag(identifier);
        Told("ISOB3003", "which is empty or contains a slash", image => Assert.NotNull(image.Content.Find("_")));
    }

    /// <summary>Sequences whose pointers lead back to them, alone and in both directions.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sequences_that_go_on_for_ever(bool toEachOther)
    {
        foreach ((int from, int to) in ((int, int)[])[(udf.Main, toEachOther ? udf.Reserve : udf.Main), (udf.Reserve, toEachOther ? udf.Main : udf.Reserve)])
        {
            PutPointer(from, to, -1);
        }

        Refused("ISOB3018", "there is no logical volume descriptor in the sequence");
    }

    /// <summary>The other sequence still says where everything lies.</summary>
    [Fact]
    public void A_sequence_that_goes_on_for_ever_beside_a_sound_one()
    {
        PutPointer(udf.Main, udf.Main, -1);
        Told("ISOB3018", "The reserve sequence at byte", image => Assert.NotNull(image.Content.Find("dir/c.bin")));
    }

    /// <summary>Anchors that lead to sequences anywhere.</summary>
    [Theory]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(-1, 256)]
    public void Sequences_that_are_nowhere(int length, int sector)
    {
        foreach (int anchor in (int[])[UdfImage.Anchor, udf.LastAnchor])
        {
            for (int field = 16; field < 32; field += 8)
            {
                Put(anchor, field, length);
                Put(anchor, field + 4, sector);
            }
        }

        Refused("ISOB3018", "UDF volume, which cannot be shown");
    }

    [Theory]
    [InlineData(268, -1, "partition map 1 does not fit")] // More maps than bytes of them.
    [InlineData(268, 0, "it has no partition map")]
    [InlineData(264, 0, "partition map 0 does not fit")]
    [InlineData(440, 0, "partition map 0 does not fit")] // Of type 0 and no length.
    [InlineData(440, 0xFF09, "partition map 0 does not fit")]
    [InlineData(440, 0x0401, "partition map 0 does not fit")]
    [InlineData(444, 5, "there is no partition descriptor for partition 5")]
    [InlineData(212, 512, "its logical blocks have 512 bytes")]
    [InlineData(252, -1, "its file set is in block 4294967295")]
    [InlineData(256, 9, "of partition 9, which does not exist")]
    public void Logical_volumes_that_lie(int field, int value, string words)
    {
        PutBoth(LogicalVolume, field, value);
        Refused("ISOB3018", words);
    }

    [Theory]
    [InlineData(188, -1)]
    [InlineData(192, 0)]
    public void Partitions_that_lie(int field, int value)
    {
        PutBoth(PartitionDescriptor, field, value);
        Refused("ISOB3018", "file set");
    }

    /// <summary>What is of a kind that is not read has a code of its own.</summary>
    [Theory]
    [InlineData("*UDF Virtual Partition", "virtual partition")]
    [InlineData("*Something Else", "of an unsupported type (\"*Something Else\")")]
    public void Partitions_of_other_kinds(string kind, string words)
    {
        PutMaps(Type2(kind));
        Refused("ISOB3017", words);
    }

    [Fact]
    public void Volumes_of_another_domain()
    {
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            udf.Image.Put(sequence + (LogicalVolume * Sector) + 217, "*SOMEBODY'S OWN    ");
            udf.Retag(sequence + (LogicalVolume * Sector));
        }

        Refused("ISOB3017", "*SOMEBODY'S OWN");
    }

    [Fact]
    public void Sparable_partitions_without_packets()
    {
        PutMaps(Sparable(packetLength: 0, tables: 1, tableSize: Sector, BlockOf(Spare(1))));
        Refused("ISOB3018", "its packets have 0 blocks");
    }

    /// <summary>Tables that are nowhere, or longer than anything: nobody knows what is elsewhere.</summary>
    [Theory]
    [InlineData(255, -1, -1, "it has 255 sparing tables")]
    [InlineData(4, -1, 0, "none of its 4 sparing tables, which map bad blocks, can be read")]
    [InlineData(1, 0, 256, "none of its 1 sparing tables, which map bad blocks, can be read")]
    public void Sparing_tables_that_are_nowhere(byte tables, int tableSize, int sector, string words)
    {
        PutMaps(Sparable(packetLength: 32, tables, tableSize, sector));
        Refused("ISOB3018", words);
    }

    /// <summary>A table that says of every packet but the first three that it lies where the root does, or beyond the end; and that packets overlap.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(0x8000, true)]
    public void Sparing_tables_that_lie(int packetLength, bool isThere)
    {
        int table = Spare(4);
        PutMaps(Sparable((ushort)packetLength, tables: 1, tableSize: 3 * Sector, table / Sector));
        udf.Image.Put(table + 17, "*UDF Sparing Table");
        udf.Put16(table + 48, 500);
        for (int i = 0; i < 500; i++)
        {
            udf.Put32(table + 56 + (8 * i), 3 + i);
            udf.Put32(table + 60 + (8 * i), isThere ? udf.Root / Sector : -1);
        }

        udf.Put32(table + 12, table / Sector);
        Tag(table, id: 0, covered: 40);
        if (packetLength == 1)
        {
            udf.Put16(table + 48, 100);
            Tag(table, id: 0, covered: 40);
            (string codes, _) = Look(_ => { });
            Assert.NotEqual("", codes);
        }
        else
        {
            Refused("ISOB3018", "it names block 3, at which no packet of the partition begins");
        }

        // Entries that nobody wrote say that the first packet lies in sector 0, many times.
        udf.Put16(table + 48, 700);
        Tag(table, id: 0, covered: 40);
        Refused("ISOB3018", "none of its 1 sparing tables, which map bad blocks, can be read");
        udf.Put16(table + 48, 0xFFFF);
        Tag(table, id: 0, covered: 40);
        Refused("ISOB3018", "it has no room for");
    }

    /// <summary>A metadata file whose only block is that of its own entry: nothing of the volume is in it.</summary>
    [Fact]
    public void A_metadata_file_that_holds_itself()
    {
        int entry = udf.Entry("a.bin");
        Put(entry, InformationLength, Sector);
        Put(entry, Descriptors, Sector);
        Put(entry, Descriptors + 4, BlockOf(entry));
        PutMaps(Type1(), Metadata(BlockOf(entry), BlockOf(entry)));
        PutBoth(LogicalVolume, 252, 0);
        PutBoth(LogicalVolume, 256, 1);
        Refused("ISOB3018", "there is no file set descriptor");
    }

    /// <summary>Metadata files whose descriptors run in a circle, that are none, or that are nowhere.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Metadata_files_that_cannot_be_read(int kind)
    {
        int entry = udf.Entry("a.bin");
        int one = Spare(1);
        Put(entry, Descriptors, Continuation | Sector);
        Put(entry, Descriptors + 4, BlockOf(one));
        PutContinuation(one, one);
        int place = kind switch { 0 => BlockOf(entry), 1 => BlockOf(udf.FileSet), _ => -1 };
        PutMaps(Type1(), Metadata(place, place));
        Refused("ISOB3018", "neither its metadata file (UDF 2.50) nor the mirror can be read");
    }

    /// <summary>A partition of more blocks than can be counted, none of which is recorded.</summary>
    [Fact]
    public void A_metadata_file_of_holes()
    {
        int entry = udf.Entry("a.bin");
        const int count = (Sector - Descriptors) / 8;
        for (int i = 0; i < count; i++)
        {
            Put(entry, Descriptors + (8 * i), (2 << 30) | 0x3FFFF800);
        }

        Put(entry, DescriptorsLength, 8 * count);
        Put(entry, InformationLength + 4, 10);
        udf.Retag(entry, Sector - 16);
        PutMaps(Type1(), Metadata(BlockOf(entry), -1));
        PutBoth(LogicalVolume, 256, 1);
        Refused("ISOB3018", "");
    }

    /// <summary>A metadata file in 234 pieces, and files with 117 descriptors of 16 bytes each, all of which go over all pieces: 27,000 extents for a block.</summary>
    [Fact]
    public void Extents_over_a_partition_in_pieces()
    {
        const int pieces = (Sector - Descriptors) / 8;
        const int each = (Sector - Descriptors) / 16;
        int metadata = udf.Entry("a.bin");
        for (int i = 0; i < pieces; i++)
        {
            udf.Put32(metadata + Descriptors + (8 * i), Sector);
            udf.Put32(metadata + Descriptors + (8 * i) + 4, 2 * (i % 20));
        }

        udf.Put32(metadata + DescriptorsLength, 8 * pieces);
        udf.Put32(metadata + InformationLength, Sector * pieces);
        udf.Retag(metadata, Sector - 16);
        int files = 0;
        foreach (int identifier in udf.Identifiers(udf.Entry("many")).Skip(1))
        {
            int entry = udf.Block(udf.Get32(identifier + 24));
            for (int i = 0; i < each; i++)
            {
                udf.Put32(entry + Descriptors + (16 * i), Sector * pieces);
                udf.Put32(entry + Descriptors + (16 * i) + 4, 0);
                udf.Put32(entry + Descriptors + (16 * i) + 8, 1);
                udf.Put32(entry + Descriptors + (16 * i) + 12, 0);
            }

            udf.Put16(entry + 34, 1);
            udf.Put32(entry + DescriptorsLength, 16 * each);
            udf.Put32(entry + InformationLength, Sector * pieces * each);
            udf.Retag(entry, Sector - 16);
            files++;
        }

        PutMaps(Type1(), Metadata(BlockOf(metadata), -1));
        Assert.Equal(60, files);
        Told("ISOB3015", "more pieces of the partition", image =>
        {
            // One for each descriptor, 8 for each piece of the partitions, and 4,096; a hole behind each that is cut. The metadata file is shown too.
            int extents = image.Content.Nodes.OfType<ContentFile>().Sum(file => IsoBuild.Reading.TreeReading.ExtentsOf(file).Length);
            Assert.InRange(extents, 4096, (files * (2 * each + 1)) + (8 * (pieces + 1)) + 4096 + pieces + 10);
        });
    }

    /// <summary>Tags that do not fit what they are before are told, and what they are before is used.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tags_that_lie(bool isElsewhere)
    {
        int entry = udf.Entry("a.bin");
        if (isElsewhere)
        {
            Put(entry, 12, 12345);
        }
        else
        {
            udf.Image.Bytes[entry + 36] ^= 0x55;
        }

        Told("ISOB3019", isElsewhere ? "belongs elsewhere according to its tag" : "does not match the CRC", image => Assert.Equal(3000, ((ContentFile)image.Content.Find("a.bin")!).Length));
    }

    /// <summary>Links that lead anywhere are text; their components say more than there is.</summary>
    [Fact]
    public void Link_targets_that_lie()
    {
        int entry = udf.Entry("a.bin");
        udf.Image.Bytes.AsSpan(udf.Block(udf.Get32(entry + Descriptors + 4)), 3000).Fill(5);
        udf.Image.Bytes[entry + 16 + 11] = 12;
        Put(entry, InformationLength, 3000);
        Told("ISOB3003", "symbolic link", image => Assert.IsType<ContentLink>(image.Content.Find("a.bin")));
    }

    private static byte[] Type1() => [1, 6, 1, 0, 0, 0];

    private static byte[] Type2(string kind)
    {
        byte[] map = new byte[64];
        (map[0], map[1], map[36]) = (2, 64, 1);
        System.Text.Encoding.ASCII.GetBytes(kind, map.AsSpan(5));
        return map;
    }

    /// <summary>UDF 2.50 2.2.10.</summary>
    private static byte[] Metadata(int file, int mirror)
    {
        byte[] map = Type2("*UDF Metadata Partition");
        BitConverter.TryWriteBytes(map.AsSpan(40), file);
        BitConverter.TryWriteBytes(map.AsSpan(44), mirror);
        return map;
    }

    /// <summary>UDF 1.50 2.2.9.</summary>
    private static byte[] Sparable(ushort packetLength, byte tables, int tableSize, int sector)
    {
        byte[] map = Type2("*UDF Sparable Partition");
        BitConverter.TryWriteBytes(map.AsSpan(40), packetLength);
        map[42] = tables;
        BitConverter.TryWriteBytes(map.AsSpan(44), tableSize);
        for (int i = 0; i < 4; i++)
        {
            BitConverter.TryWriteBytes(map.AsSpan(48 + (4 * i)), sector);
        }

        return map;
    }

    private void PutMaps(params byte[][] maps)
    {
        byte[] all = [.. maps.SelectMany(map => map)];
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            int descriptor = sequence + (LogicalVolume * Sector);
            all.CopyTo(udf.Image.Bytes, descriptor + 440);
            udf.Put32(descriptor + 264, all.Length);
            udf.Put32(descriptor + 268, maps.Length);
            udf.Retag(descriptor, 440 + all.Length - 16);
        }
    }

    /// <summary>A number in a descriptor of both sequences.</summary>
    private void PutBoth(int number, int field, int value)
    {
        foreach (int sequence in (int[])[udf.Main, udf.Reserve])
        {
            int descriptor = sequence + (number * Sector);
            if (field is 256 or 440 or 444)
            {
                udf.Put16(descriptor + field, value);
            }
            else
            {
                udf.Put32(descriptor + field, value);
            }

            udf.Retag(descriptor);
        }
    }

    /// <summary>A volume descriptor pointer (3/10.3).</summary>
    private void PutPointer(int at, int to, int length)
    {
        udf.Image.Bytes.AsSpan(at, Sector).Clear();
        udf.Put32(at + 20, length);
        udf.Put32(at + 24, to / Sector);
        Tag(at, id: 3, covered: 496);
        udf.Put32(at + 12, at / Sector);
        udf.Retag(at);
    }

    /// <summary>An allocation extent descriptor (4/14.5) with one descriptor, of an extent of further ones.</summary>
    private void PutContinuation(int at, int next)
    {
        udf.Put32(at + 20, 8);
        udf.Put32(at + 24, Continuation | Sector);
        udf.Put32(at + 28, BlockOf(next));
        udf.Put32(at + 12, BlockOf(at));
        Tag(at, id: 258, covered: 16);
    }

    private void Tag(int at, int id, int covered)
    {
        udf.Put16(at, id);
        udf.Put16(at + 2, 2);
        udf.Retag(at, covered);
    }

    private void Put(int descriptor, int field, int value)
    {
        udf.Put32(descriptor + field, value);
        udf.Retag(descriptor);
    }

    private int BlockOf(int at) => (at - udf.Partition) / Sector;

    /// <summary>A sector of the padding at the partition's end.</summary>
    private int Spare(int number) => udf.Reserve - (number * Sector);

    private void Told(string code, string words, Action<IsoImage> look)
    {
        (string codes, string messages) = Look(look);
        Assert.Contains(code, codes, StringComparison.Ordinal);
        Assert.Contains(words, messages, StringComparison.Ordinal);
    }

    private void Refused(string code, string words)
    {
        Diagnostic error = Assert.Throws<ImageException>(() => Look(_ => { })).Diagnostic;
        Assert.Equal((code, DiagnosticSeverity.Error), (error.Code, error.Severity));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Does everything to the image that costs; what is told of it.</summary>
    private (string Codes, string Messages) Look(Action<IsoImage> look)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using IsoImage image = IsoImage.Open(new MemoryStream(udf.Image.Bytes));
            _ = image.Content.Nodes.Count;
            _ = image.Layout.ToString();
            _ = image.Summary.ToString();
            _ = image.Verify(new VerifyOptions { Consumers = Enum.GetValues<ImageConsumer>() });
            look(image);
            Diagnostic[] told = [.. image.Diagnostics];
            return (string.Join(' ', told.Select(d => d.Code).Distinct()), string.Join('\n', told.Select(d => $"{d.Item}: {d.Message}")));
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, MostAllocated);
        }
    }
}
