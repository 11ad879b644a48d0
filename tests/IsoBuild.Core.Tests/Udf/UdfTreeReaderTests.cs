using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>What the file identifiers and file entries of a tree show (ECMA-167 4/14.4, 4/14.9): volumes by hand, in blocks of 512 bytes.</summary>
public class UdfTreeReaderTests
{
    private const int Block = HandMade.Block;
    private const int File = 10;

    private readonly HandMadeVolume made = new();
    private UdfTreeReading tree = null!;

    public UdfTreeReaderTests() => made.Put(File, HandMade.Entry(8, 0, HandMade.Short((ExtentType.Recorded, 8, 50)), File));

    [Fact]
    public void Parents_and_deleted_entries_are_not_shown()
    {
        Root(Identifier("", 2, 10), Identifier("a", File), Identifier("b", File, 4), Identifier("c", File, 1), Identifier("d", File, 8));
        Assert.Equal(["a", "c"], Read().Root.Children.Select(node => node.Name));
        Assert.Equal([default, ImageFormats.Udf], tree.Content.Root.Children.Select(node => node.MarkedHidden));
        Told();
    }

    /// <summary>What stands where a file identifier should.</summary>
    [Theory]
    [InlineData("checksum", "There is no file identifier at byte 40 of the directory's 120. The rest is not read.")]
    [InlineData("kind", "There is no file identifier at byte 40 of the directory's 120. The rest is not read.")]
    [InlineData("short", "There is no file identifier at byte 80 of the directory's 119. The rest is not read.")]
    [InlineData("head", "There is no file identifier at byte 80 of the directory's 110. The rest is not read.")]
    public void Identifiers_that_are_none(string kind, string message)
    {
        byte[] second = Identifier("b", File);
        if (kind == "checksum")
        {
            HandMade.With(second, TagFaults.Checksum);
        }
        else if (kind == "kind")
        {
            DescriptorTag.Write(second, TagId.IndirectEntry, 0);
        }

        Root(Identifier("a", File), second, Identifier("c", File));
        int length = kind switch { "short" => 119, "head" => 110, _ => 120 };
        made.Put(HandMadeVolume.RootEntry, HandMade.Entry((ulong)length, 0, HandMade.Short((ExtentType.Recorded, (uint)length, HandMadeVolume.RootIdentifiers)), HandMadeVolume.RootEntry, type: UdfFileType.Directory));
        Assert.Equal(length == 120 ? ["a"] : ["a", "b"], Read().Root.Children.Select(node => node.Name));
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, "/", message));
    }

    [Fact]
    public void Identifiers_that_another_directory_has()
    {
        Root(Identifier("d", 20, 2));
        made.Put(20, HandMade.Entry(40, 0, HandMade.Short((ExtentType.Recorded, 40, HandMadeVolume.RootIdentifiers)), 20, type: UdfFileType.Directory));
        Assert.Empty(Assert.IsType<ContentDirectory>(Assert.Single(Read().Root.Children)).Children);
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, "/d", "The directory's file identifiers from its byte 0 on also belong to another directory: the tree has a loop or overlaps itself."));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    [InlineData(0, 0)]
    public void No_more_entries_than_may_be_read(int budget, int shown)
    {
        Root(Identifier("a", File), Identifier("b", File), Identifier("c", File));
        Assert.Equal(shown, Read(budget).Root.Children.Count);
        Told(shown == 3 ? [] : [(DiagnosticId.TreeTooLarge, DiagnosticSeverity.Error, "/", "There are more than 8000000 entries, or their paths are too long in total. The rest is left out.")]);
    }

    [Theory]
    [InlineData((int)TagFaults.None, null, null)]
    [InlineData((int)TagFaults.Version, "is of an unknown version", null)]
    [InlineData((int)TagFaults.Crc, "does not match the CRC in its tag", "The file's identifier at byte 40 of its directory does not match the CRC in its tag: it may point to another file.")]
    public void Identifiers_that_are_doubtful(int fault, string? words, string? doubt)
    {
        Root(Identifier("a", File), Identifier("bb", File, fault: (TagFaults)fault), Identifier("c", File));
        ContentFile file = (ContentFile)Read().Root.Find("bb")!;
        Assert.Equal((doubt, doubt is not null), (file.Finding?.Message, file.IsIncomplete));
        Assert.All((string[])["a", "c"], name => Assert.Null(((ContentFile)tree.Content.Root.Find(name)!).Finding));
        List<(DiagnosticId, DiagnosticSeverity, string?, string)> expected = [];
        if (doubt is not null)
        {
            expected.Add((DiagnosticId.UdfTagWrong, DiagnosticSeverity.Error, "/bb", doubt));
        }

        if (words is not null)
        {
            expected.Add((DiagnosticId.UdfTagWrong, DiagnosticSeverity.Warning, "/", $"The file identifier at byte 40 of the directory {words}. It is used anyway."));
        }

        Told([.. expected]);
    }

    /// <summary>A name that leads to a file in error leaves its other names alone, in whatever order they stand.</summary>
    [Fact]
    public void Names_that_are_doubtful_do_not_make_others_so()
    {
        Root(Identifier("aa", File, fault: TagFaults.Crc), Identifier("b", File), Identifier("cc", File, fault: TagFaults.Crc));
        Assert.Equal([true, false, true], Read().Root.Children.Cast<ContentFile>().Select(file => file.IsIncomplete));
        Assert.All(tree.Content.Root.Children.Cast<ContentFile>(), file => Assert.Equal(3, file.LinkCount));
    }

    /// <summary>UDF 1.02 2.1.1, with surrogates as Linux and Windows write them.</summary>
    [Theory]
    [InlineData(new byte[] { 8, 97 }, "a", false, false)]
    [InlineData(new byte[] { 16, 0, 97, 0xD8, 0x3D, 0xDE, 0 }, "a\U0001F600", false, false)]
    [InlineData(new byte[] { 16, 0xD8, 0x3D, 0xDE, 0, 0, 97 }, "\U0001F600a", false, false)]
    [InlineData(new byte[] { 16, 0xD8, 0x3D, 0xDE, 0, 0xD8, 0x3D, 0xDE, 0 }, "\U0001F600\U0001F600", false, false)]
    [InlineData(new byte[] { 16, 0, 97, 0xD8, 0x3D }, "a\uFFFD", true, false)]
    [InlineData(new byte[] { 16, 0xD8, 0x3D, 0, 97 }, "\uFFFDa", true, false)]
    [InlineData(new byte[] { 16, 0xDE, 0, 0, 97 }, "\uFFFDa", true, false)]
    [InlineData(new byte[] { 16, 0xDE, 0, 0xD8, 0x3D }, "\uFFFD\uFFFD", true, false)]
    [InlineData(new byte[] { 16, 0xD8, 0x3D, 0xDE, 0, 0xDE, 0 }, "\U0001F600\uFFFD", true, false)]
    [InlineData(new byte[] { 16, 0xD8, 0x3D, 0xD8, 0x3D, 0xDE, 0 }, "\uFFFD\U0001F600", true, false)]
    [InlineData(new byte[] { 16, 0, 97, 0, 98, 7 }, "ab", true, false)]
    [InlineData(new byte[] { 16, 7 }, "\uFFFD", true, false)]
    [InlineData(new byte[] { 9, 97 }, "\uFFFD", true, false)]
    [InlineData(new byte[] { 8 }, "_", false, true)]
    [InlineData(new byte[] { 8, 46 }, "_", false, true)]
    [InlineData(new byte[] { 8, 46, 46 }, "_", false, true)]
    [InlineData(new byte[] { 8, 97, 47, 98 }, "a_b", false, true)]
    [InlineData(new byte[] { 16, 0, 47, 0xDE, 0 }, "_\uFFFD", true, true)]
    public void Names(byte[] bytes, string name, bool isUndecodable, bool isHarmful)
    {
        Root(HandMadeVolume.Identifier(bytes, File));
        Assert.Equal(name, Assert.Single(Read().Root.Children).Name);
        Assert.Equal(isUndecodable ? [DiagnosticSeverity.Warning] : [], tree.Diagnostics.ToList().Where(told => told.Id == DiagnosticId.NameUndecodable).Select(told => told.Severity));
        Assert.Equal(isHarmful ? ["/"] : [], tree.Diagnostics.ToList().Where(told => told.Id == DiagnosticId.ImageMalformed).Select(told => told.Item));
        Assert.Equal((isUndecodable ? 1 : 0) + (isHarmful ? 1 : 0), tree.Diagnostics.ToList().Count);
    }

    /// <summary>A name that had to be altered gives way to one that had not.</summary>
    [Theory]
    [InlineData(new byte[] { 16, 0xDE, 0 }, "\uFFFD", new byte[] { 16, 0xFF, 0xFD })]
    [InlineData(new byte[] { 8, 47 }, "_", new byte[] { 8, 95 })]
    public void Altered_names_give_way(byte[] altered, string name, byte[] plain)
    {
        made.Put(12, HandMade.Entry(0, 0, [], 12));
        Root(HandMadeVolume.Identifier(altered, File), HandMadeVolume.Identifier(plain, 12));
        Assert.Equal([(name, 0), ($"{name}~2", 8)], Read().Root.Children.Cast<ContentFile>().Select(file => (file.Name, (int)file.Length)));
    }

    [Theory]
    [InlineData(999u, 0, "The file identifier points to block 999 of partition 0, which does not exist. The entry is left out.")]
    [InlineData(10u, 1, "The file identifier points to block 10 of partition 1, which does not exist. The entry is left out.")]
    [InlineData(200u, 0, "The file identifier points to block 200 of partition 0, which does not exist. The entry is left out.")]
    [InlineData(11u, 0, "There is no valid file entry at byte {0}. The entry is left out.")]
    [InlineData(13u, 0, "There is no valid file entry at byte {0}. The entry is left out.")]
    public void Entries_that_are_nowhere(uint block, ushort partition, string message)
    {
        // The partition has a block more than the image; in block 13 is a descriptor of another kind.
        made.Change(HandMadeVolume.PartitionDescriptor, descriptor => descriptor[192]++);
        made.Put(13, HandMade.Continuation(13, []));
        Root(Identifier("a", File), HandMadeVolume.Identifier("b", block, partition: partition), Identifier("c", 199));
        made.Put(199, HandMade.Entry(0, 0, [], 199));
        Assert.Equal(["a", "c"], Read().Root.Children.Select(node => node.Name));
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, "/b", string.Format(System.Globalization.CultureInfo.InvariantCulture, message, made.Block((int)block))));
    }

    [Theory]
    [InlineData((int)TagFaults.Version, false, "The file entry at byte {0} is of an unknown version. It is used anyway.")]
    [InlineData((int)TagFaults.Crc, true, "The file entry at byte {0} does not match the CRC in its tag: it may point to something other than the file.")]
    [InlineData((int)TagFaults.Location, true, "The file entry at byte {0} belongs elsewhere according to its tag: it may point to something other than the file.")]
    public void Entries_that_are_doubtful(int fault, bool isRefused, string message)
    {
        made.Put(File, HandMade.With(HandMade.Entry(8, 0, HandMade.Short((ExtentType.Recorded, 8, 50)), File), (TagFaults)fault));
        made.Put(20, HandMade.With(HandMade.Entry(0, 0, [], 20, type: UdfFileType.Directory), (TagFaults)fault));
        Root(Identifier("f", File));
        ContentFile file = (ContentFile)Assert.Single(Read().Root.Children);
        string told = string.Format(System.Globalization.CultureInfo.InvariantCulture, message, made.Block(File));
        Assert.Equal(isRefused ? told : null, file.Finding?.Message);
        Told((DiagnosticId.UdfTagWrong, isRefused ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, "/f", told));

        // A directory is used all the same: what is in it has entries of its own.
        Root(Identifier("d", 20, 2));
        Assert.IsType<ContentDirectory>(Assert.Single(Read().Root.Children));
        Diagnostic warning = Assert.Single(tree.Diagnostics.ToList());
        Assert.Equal((DiagnosticSeverity.Warning, "/d"), (warning.Severity, warning.Item));
        Assert.EndsWith(". It is used anyway.", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(4096, null)]
    [InlineData(3, "The entry's ICB uses strategy 3. Only the first version of the entry is shown.")]
    [InlineData(4095, "The entry's ICB uses strategy 4095. Only the first version of the entry is shown.")]
    public void Strategies(ushort strategy, string? message)
    {
        made.Put(File, HandMade.Entry(0, 0, [], File, strategy: strategy));
        Root(Identifier("f", File));
        Assert.Equal(message, ((ContentFile)Assert.Single(Read().Root.Children)).Finding?.Message);
        Told(message is null ? [] : [(DiagnosticId.ContentUnsupported, DiagnosticSeverity.Error, "/f", message)]);
    }

    [Fact]
    public void The_newest_version_may_be_nowhere()
    {
        made.Put(File, HandMade.Entry(0, 0, [], File, strategy: IcbTag.Strategy4096));
        byte[] indirect = new byte[Block];
        new LongExtent(ExtentType.Recorded, Block, new BlockAddress(999, 0)).Write(indirect.AsSpan(36));
        DescriptorTag.Write(indirect, TagId.IndirectEntry, File + 1);
        made.Put(File + 1, indirect);
        Root(Identifier("f", File));
        Assert.Empty(Read().Root.Children);
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, "/f", "The indirect entry points to block 999 of partition 0 for the newest version, which does not exist. The entry is left out."));
    }

    /// <summary>4/14.6.6; UDF 1.02 3.3.1 leaves the numbers of a device to the attribute of 4/14.10.7, behind a header of 24 bytes.</summary>
    [Theory]
    [InlineData(6, SpecialKind.BlockDevice)]
    [InlineData(7, SpecialKind.CharacterDevice)]
    [InlineData(9, SpecialKind.Pipe)]
    [InlineData(10, SpecialKind.Socket)]
    public void Special_files(int type, SpecialKind kind)
    {
        byte[] entry = HandMade.Entry(0, 0, [], File, attributes: 48, type: (UdfFileType)type);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(176 + 24), 12);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(176 + 24 + 8), 24);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(176 + 24 + 16), 0x10203);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(176 + 24 + 20), 0x40506);
        DescriptorTag.Write(entry, TagId.FileEntry, File);
        made.Put(File, entry);
        Root(Identifier("a", File), Identifier("b", File));
        bool isDevice = type < 9;
        Assert.All(Read().Root.Children.Cast<ContentSpecial>(), node => Assert.Equal((kind, isDevice ? 0x10203_00040506UL : 0), (node.Kind, node.Device)));
        Assert.Equal(2, tree.Content.Root.Children.Count);
        Told();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Devices_without_numbers(int type)
    {
        made.Put(File, HandMade.Entry(0, 0, [], File, type: (UdfFileType)type));
        Root(Identifier("a", File));
        Assert.Equal(0UL, ((ContentSpecial)Assert.Single(Read().Root.Children)).Device);
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Warning, "/a", "The device has no device specification attribute with its numbers. 0 and 0 are shown."));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(249, false)]
    [InlineData(1, true)]
    [InlineData(248, true)]
    [InlineData(250, true)]
    public void Types_of_files(int type, bool isRefused)
    {
        made.Put(File, HandMade.Entry(0, 0, [], File, type: (UdfFileType)type));
        Root(Identifier("a", File));
        Assert.Equal(isRefused ? $"The entry is of type {type}, which is reserved for the volume's own use. It is shown as a file." : null, ((ContentFile)Assert.Single(Read().Root.Children)).Finding?.Message);
    }

    /// <summary>UDF 1.02 3.3.3.1, 3.3.3.2: 2^32 - 1 is nobody.</summary>
    [Theory]
    [InlineData(7u, 9u, 7u, 9u)]
    [InlineData(uint.MaxValue, 9u, 0u, 9u)]
    [InlineData(7u, uint.MaxValue, 7u, 0u)]
    public void Owners(uint owner, uint group, uint shownOwner, uint shownGroup)
    {
        byte[] entry = HandMade.Entry(0, 0, [], File);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(36), owner);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(40), group);
        DescriptorTag.Write(entry, TagId.FileEntry, File);
        made.Put(File, entry);
        Root(Identifier("a", File), Identifier("b", File));
        Assert.All(Read().Root.Children, node => Assert.Equal((shownOwner, shownGroup, (long)made.Block(File)), (node.OwnerId, node.GroupId, node.RecordOffset)));
    }

    [Theory]
    [InlineData(new byte[] { 5, 2, 0, 0, 8, 97 }, "a", true)]
    [InlineData(new byte[] { 2, 0, 0, 0, 5, 2, 0, 0, 8, 97 }, "/a", true)]
    [InlineData(new byte[] { }, "_", false)]
    [InlineData(new byte[] { 5, 2, 0, 0, 8, 0 }, "_", false)]
    [InlineData(new byte[] { 5, 4, 0, 0, 8, 97, 0, 98 }, "a_b", false)]
    [InlineData(new byte[] { 5, 2, 0, 0, 8, 97, 5 }, "a", false)]
    public void Targets_of_links(byte[] content, string target, bool isSound)
    {
        foreach (bool isEmbedded in (bool[])[true, false])
        {
            content.CopyTo(made.Bytes, made.Block(50));
            made.Put(File, HandMade.Entry((ulong)content.Length, isEmbedded ? 3 : 0, isEmbedded ? content : HandMade.Short((ExtentType.Recorded, (uint)content.Length, 50)), File, type: UdfFileType.SymbolicLink));
            Root(Identifier("l", File), Identifier("m", File));
            Assert.Equal([target, target], Read().Root.Children.Cast<ContentLink>().Select(link => link.Target));
            Told(isSound ? [] : [(DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, "/l", "The symbolic link's target is empty or malformed, or contains NUL characters. It is shown as far as it can be read, with _ instead.")]);

            // Outside the entry, the target's blocks are the directory's further ones.
            Assert.Equal(isEmbedded || content.Length == 0 ? [] : [((long)made.Block(50), "/")], tree.MoreBlocks.Select(more => (more.Offset, more.Directory.Path)));
        }
    }

    /// <summary>A target of 65,536 bytes is the longest: components of four bytes, each of which leads to the parent (4/14.16.1.1).</summary>
    [Theory]
    [InlineData(65_536, true)]
    [InlineData(65_537, false)]
    public void Long_targets(int length, bool isSound)
    {
        HandMadeVolume large = new(new byte[(HandMadeVolume.Blocks + 200) * Block]);
        large.PutAnchor(256);
        large.Change(HandMadeVolume.PartitionDescriptor, block => block[192] += 50);
        byte[] content = [.. Enumerable.Range(0, length / 4).SelectMany(_ => (byte[])[3, 0, 0, 0]), .. new byte[length % 4]];
        content.CopyTo(large.Bytes, large.Block(60));
        large.Put(File, HandMade.Entry((ulong)length, 0, HandMade.Short((ExtentType.Recorded, (uint)length, 60)), File, type: UdfFileType.SymbolicLink));
        large.PutDirectory(HandMadeVolume.RootEntry, HandMadeVolume.RootIdentifiers, Identifier("l", File));
        ContentLink link = (ContentLink)Assert.Single(Read(large).Root.Children);
        Assert.Equal(isSound ? string.Join('/', Enumerable.Repeat("..", length / 4)) : "_", link.Target);
        Assert.Equal(isSound ? 128 : 0, tree.MoreBlocks.Count);
    }

    /// <summary>Targets whose blocks are one another's: together they may have 65,536 bytes more than 4,096 for each link.</summary>
    [Theory]
    [InlineData(36_864, false, 2)]
    [InlineData(36_868, false, 1)]
    [InlineData(36_868, true, 2)]
    public void Targets_that_share_their_blocks(int length, bool hasShortOne, int sound)
    {
        byte[] content = [.. Enumerable.Range(0, length / 4).SelectMany(_ => (byte[])[3, 0, 0, 0])];
        content.CopyTo(made.Bytes, made.Block(60));
        made.Put(9, HandMade.Entry(4, 3, [4, 0, 0, 0], 9, type: UdfFileType.SymbolicLink));
        for (int i = File; i < File + 3; i++)
        {
            made.Put(i, HandMade.Entry((ulong)length, 0, HandMade.Short((ExtentType.Recorded, (uint)length, 60)), (uint)i, type: UdfFileType.SymbolicLink));
        }

        byte[][] links = [Identifier("l", File), Identifier("m", File + 1), Identifier("n", File + 2)];
        Root(hasShortOne ? [Identifier("a", 9), .. links] : links);
        Assert.Equal(3 - sound, Read().Root.Children.Cast<ContentLink>().Count(link => link.Target == "_"));
    }

    /// <summary>Holes of a target lie nowhere: its zeros are no component.</summary>
    [Fact]
    public void Targets_with_holes()
    {
        byte[] content = [.. Enumerable.Range(0, 128).SelectMany(_ => (byte[])[3, 0, 0, 0])];
        content.CopyTo(made.Bytes, made.Block(50));
        content.CopyTo(made.Bytes, made.Block(52));
        made.Put(File, HandMade.Entry(1536, 0, HandMade.Short((ExtentType.Recorded, 512, 50), (ExtentType.NotAllocated, 512, 0), (ExtentType.Recorded, 512, 52)), File, type: UdfFileType.SymbolicLink));
        Root(Identifier("l", File));
        Read();
        Assert.Equal([made.Block(50), made.Block(52)], tree.MoreBlocks.Select(more => (int)more.Offset));
    }

    [Fact]
    public void Blocks_of_allocation_descriptors_are_the_directorys()
    {
        made.Put(60, HandMade.Continuation(60, HandMade.Short((ExtentType.Recorded, 8, 50))));
        made.Put(File, HandMade.Entry(8, 0, HandMade.Short((ExtentType.Continuation, 512, 60)), File));
        made.Put(61, HandMade.Continuation(61, HandMade.Short((ExtentType.Recorded, 40, 62))));
        Identifier("x", 12).CopyTo(made.Bytes, made.Block(62));
        made.Put(12, HandMade.Entry(0, 0, [], 12));
        made.Put(20, HandMade.Entry(40, 0, HandMade.Short((ExtentType.Continuation, 512, 61)), 20, type: UdfFileType.Directory));
        Root(Identifier("a", File), Identifier("d", 20, 2));
        Read();
        Assert.Equal([((long)made.Block(60), "/"), (made.Block(61), "/d")], tree.MoreBlocks.Select(more => (more.Offset, more.Directory.Path)));
        Assert.Equal(
            [(made.Block(HandMadeVolume.RootIdentifiers), "/", 80), (made.Block(62), "/d", 40)],
            tree.DirectoryExtents.Select(found => ((int)found.Extent.Offset, found.Directory.Path, (int)found.Extent.Length)));
        Assert.Equal([(made.Block(3), 80L, 0), (made.Block(62), 40L, 2)], tree.Directories.Select(found => ((int)found.Offset, found.Length, found.PathLength)));
    }

    /// <summary>A directory in its own entry (4/14.6.8) has no stretch of its own.</summary>
    [Fact]
    public void Embedded_directories()
    {
        byte[] inner = Identifier("x", File);
        made.Put(20, HandMade.Entry((ulong)inner.Length, 3, inner, 20, type: UdfFileType.Directory));
        made.Put(21, HandMade.Entry(0, 3, [], 21, type: UdfFileType.Directory));
        Root(Identifier("d", 20, 2), Identifier("e", 21, 2));
        Assert.NotNull(((ContentDirectory)Read().Root.Find("d")!).Find("x"));
        Assert.Equal("/", Assert.Single(tree.DirectoryExtents).Directory.Path);
        Assert.Equal([made.Block(3), made.Block(20) + 176, made.Block(21)], tree.Directories.Select(found => (int)found.Offset));
        Told();
    }

    [Fact]
    public void Paths_are_measured()
    {
        Root(Identifier("dir", 20, 2));
        made.PutDirectory(20, 21, Identifier("d", 22, 2));
        made.PutDirectory(22, 23);
        Read();
        Assert.Equal([("/", 0), ("/dir", 4), ("/dir/d", 6)], tree.Directories.Select(found => (found.Node.Path, found.PathLength)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(HandMadeVolume.RootEntry)]
    public void Directories_that_lead_back(int entry)
    {
        Root(Identifier("d", (uint)entry, 2), Identifier("e", (uint)entry, 2));
        made.PutDirectory(20, 21, Identifier("x", File));
        if (entry == HandMadeVolume.RootEntry)
        {
            Root(Identifier("d", (uint)entry, 2), Identifier("e", 20, 2));
        }

        ContentDirectory root = Read().Root;
        Assert.Empty(((ContentDirectory)root.Find(entry == 20 ? "e" : "d")!).Children);
        Assert.Single(((ContentDirectory)root.Find(entry == 20 ? "d" : "e")!).Children);
        Told((DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, entry == 20 ? "/e" : "/d", $"The directory's file entry at byte {made.Block(entry)} also belongs to another directory: the tree has a loop. The entry is shown as empty."));
    }

    /// <summary>Of several names, the first in the order of the tree is the file.</summary>
    [Fact]
    public void Names_of_one_file()
    {
        made.Put(12, HandMade.Entry(0, 0, [], 12));
        Root(Identifier("c", File), Identifier("b", 12), Identifier("a", File), Identifier("d", File));
        ContentFile[] files = [.. Read().Root.Children.Cast<ContentFile>()];
        Assert.Equal(["a 3 ", "b 1 ", "c 3 a", "d 3 a"], files.Select(file => $"{file.Name} {file.LinkCount} {file.HardLinkOf?.Name}"));
    }

    /// <summary>A thousand of a kind are told in full, the others counted; a file is refused all the same.</summary>
    [Fact]
    public void More_findings_than_are_told()
    {
        // Each of them is a warning, and an error with the file.
        byte[][] identifiers = [.. Enumerable.Range(0, 502).Select(i => Identifier($"f{i:D3}", File, fault: TagFaults.Crc))];
        made.PutDirectory(HandMadeVolume.RootEntry, 100, identifiers);
        ContentFile[] files = [.. Read().Root.Children.Cast<ContentFile>()];
        Assert.Equal((502, true), (files.Length, Array.TrueForAll(files, file => file.IsIncomplete)));
        Assert.Equal((DiagnosticId.UdfTagWrong, "/f499"), (files[499].Finding!.Id, files[499].Finding!.Item));
        Assert.Equal((DiagnosticId.ContentDamaged, null), (files[501].Finding!.Id, files[501].Finding!.Item));
        Assert.Equal(1000, tree.Diagnostics.ToList().Count(told => told.Id == DiagnosticId.UdfTagWrong));
        Assert.DoesNotContain(tree.Diagnostics.ToList(), told => told.Id == DiagnosticId.ContentDamaged);
        Diagnostic rest = Assert.Single(tree.Diagnostics.ToList(), told => told.Id == DiagnosticId.TooManyFindings);
        Assert.StartsWith("2 more findings with the code ISOB3019", rest.Message, StringComparison.Ordinal);
    }

    private static byte[] Identifier(string name, uint entry, int characteristics = 0, TagFaults fault = TagFaults.None) =>
        HandMadeVolume.Identifier(name, entry, characteristics, fault);

    private void Root(params byte[][] identifiers) => made.PutDirectory(HandMadeVolume.RootEntry, HandMadeVolume.RootIdentifiers, identifiers);

    private ContentTree Read(int budget = 10_000) => Read(made, budget);

    private ContentTree Read(HandMadeVolume volume, int budget = 10_000)
    {
        UdfVolumeReading found = UdfVolumeReader.Read(HandMade.Image(volume.Bytes), 0, new DiagnosticBag(), out _)!;
        tree = UdfTreeReader.Read(found, new RecordBudget(budget));
        return tree.Content;
    }

    private void Told(params (DiagnosticId, DiagnosticSeverity, string?, string)[] expected) =>
        Assert.Equal(expected, tree.Diagnostics.ToList().Select(told => (told.Id, told.Severity, told.Item, told.Message)));
}
