using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Core.Tests.Udf;

/// <summary>ICBs of strategy 4096 (UDF 1.02 6.6): behind each entry there is one that leads to the next, or none. Entries lie in even blocks of the partition, what leads on behind them.</summary>
public class UdfVersionsTests
{
    private const int First = 4;
    private const int Last = HandMadeVolume.PartitionBlocks - 1;

    private readonly HandMadeVolume made = new();
    private UdfVersions? versions;

    [Fact]
    public void Each_version_leads_to_the_next()
    {
        PutChain(4, 10, 8, 20);
        Shows(20);
    }

    [Fact]
    public void An_entry_without_anything_behind_is_the_newest()
    {
        made.Put(First, Entry(First));
        Shows(First);
    }

    [Fact]
    public void An_entry_at_the_end_of_the_partition_is_the_newest()
    {
        made.Put(Last, Entry(Last));
        Shows(Last, first: Last);
    }

    /// <summary>The partition has more blocks than the image.</summary>
    [Fact]
    public void An_entry_at_the_end_of_the_image_is_the_newest()
    {
        made.Change(HandMadeVolume.PartitionDescriptor, block => block[193]++);
        made.Put(Last, Entry(Last));
        Shows(Last, first: Last);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Other_strategies_have_one_version(ushort strategy)
    {
        made.Put(First, HandMade.Entry(0, 0, [], First, strategy: strategy));
        made.Put(First + 1, Indirect(First + 1, 20));
        Shows(First);
    }

    [Theory]
    [InlineData(uint.MaxValue, 0)]
    [InlineData(4u, 9)]
    [InlineData(4u, 0)]
    public void No_entry_has_no_versions(uint block, ushort partition)
    {
        made.Put(First + 1, Indirect(First + 1, 20));
        Assert.Equal(new BlockAddress(block, partition), Versions().Newest(new BlockAddress(block, partition), out (long Offset, string Words)? problem));
        Assert.Null(problem);
    }

    /// <summary>What is no sound file entry leads nowhere, whatever it says.</summary>
    [Theory]
    [InlineData("checksum")]
    [InlineData("kind")]
    [InlineData("length")]
    public void An_entry_that_is_none_is_the_last(string kind)
    {
        byte[] entry = Entry(First);
        if (kind == "checksum")
        {
            HandMade.With(entry, TagFaults.Checksum);
        }
        else
        {
            entry[kind == "length" ? 174 : 16] = 1;
            DescriptorTag.Write(entry, kind == "length" ? TagId.FileEntry : TagId.TerminalEntry, First);
        }

        made.Put(First, entry);
        made.Put(First + 1, Indirect(First + 1, 20));
        Shows(First);
    }

    [Theory]
    [InlineData("indirect", 0, 20, null)]
    [InlineData("indirect", (int)TagFaults.Version, 20, null)]
    [InlineData("indirect", (int)TagFaults.Checksum, First, "cannot be read")]
    [InlineData("indirect", (int)TagFaults.Crc, First, "cannot be read")]
    [InlineData("indirect", (int)TagFaults.Location, First, "cannot be read")]
    [InlineData("terminal", 0, First, null)]
    [InlineData("terminal", (int)TagFaults.Crc, First, null)]
    [InlineData("terminal", (int)TagFaults.Location, First, null)]
    [InlineData("terminal", (int)TagFaults.Checksum, First, "cannot be read")]
    [InlineData("empty", 0, First, null)]
    public void What_stands_behind_an_entry(string kind, int fault, uint newest, string? problem)
    {
        made.Put(First, Entry(First));
        made.Put(20, Entry(20));
        byte[] behind = Indirect(First + 1, kind == "empty" ? null : 20);
        if (kind == "terminal")
        {
            DescriptorTag.Write(behind, TagId.TerminalEntry, First + 1);
        }

        made.Put(First + 1, HandMade.With(behind, (TagFaults)fault));
        Shows(newest, problem);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(10)]
    public void Versions_that_run_in_a_circle(int back)
    {
        PutChain(4, 8, 10);
        made.Put(11, Indirect(11, (uint)back));

        // The version that was there already is shown, by whichever of them somebody comes.
        foreach (uint first in (uint[])[4, 8, 10])
        {
            Assert.Equal((uint)back, Newest(first));
            Assert.Equal(((long)made.Block(back + 1), "points back to older ones"), Problem(first));
        }
    }

    /// <summary>Two chains that meet: both lead to the newest, in whatever order they are read.</summary>
    [Theory]
    [InlineData(4, 8, 12)]
    [InlineData(12, 4, 8)]
    [InlineData(8, 12, 4)]
    [InlineData(10, 4, 12)]
    public void Chains_that_meet(uint one, uint two, uint three)
    {
        PutChain(4, 8, 10);
        PutChain(12, 8);
        foreach (uint first in (uint[])[one, two, three, one])
        {
            Assert.Equal(10u, Newest(first));
            Assert.Equal(default, Problem(first));
        }
    }

    [Theory]
    [InlineData(4, 8, 12)]
    [InlineData(12, 4, 8)]
    [InlineData(8, 12, 4)]
    public void Chains_that_meet_before_a_damage(uint one, uint two, uint three)
    {
        PutChain(4, 8, 10);
        PutChain(12, 8);
        made.Put(11, HandMade.With(Indirect(11, 20), TagFaults.Crc));
        foreach (uint first in (uint[])[one, two, three])
        {
            Assert.Equal(10u, Newest(first));
            Assert.Equal(((long)made.Block(11), "cannot be read"), Problem(first));
        }
    }

    [Fact]
    public void The_next_version_may_be_nowhere()
    {
        made.Put(First, Entry(First));
        made.Put(First + 1, Indirect(First + 1, 999));
        Shows(999);
    }

    private static byte[] Entry(uint location) => HandMade.Entry(0, 0, [], location, strategy: IcbTag.Strategy4096);

    /// <summary>An indirect entry (4/14.7).</summary>
    private static byte[] Indirect(uint location, uint? next)
    {
        byte[] block = new byte[HandMade.Block];
        block[27] = (byte)UdfFileType.Indirect;
        new LongExtent(ExtentType.Recorded, next is null ? 0u : HandMade.Block, new BlockAddress(next ?? 20, 0)).Write(block.AsSpan(36));
        DescriptorTag.Write(block, TagId.IndirectEntry, location);
        return block;
    }

    private void PutChain(params uint[] blocks)
    {
        for (int i = 0; i < blocks.Length; i++)
        {
            made.Put((int)blocks[i], Entry(blocks[i]));
            if (i + 1 < blocks.Length)
            {
                made.Put((int)blocks[i] + 1, Indirect(blocks[i] + 1, blocks[i + 1]));
            }
        }
    }

    private UdfVersions Versions() => versions ??= new UdfVersions(UdfVolumeReader.Read(HandMade.Image(made.Bytes), 0, new DiagnosticBag(), out _)!);

    private uint Newest(uint first) => Versions().Newest(new BlockAddress(first, 0), out _).Block;

    private (long Offset, string Words) Problem(uint first)
    {
        Versions().Newest(new BlockAddress(first, 0), out (long Offset, string Words)? problem);
        return problem ?? default;
    }

    private void Shows(uint newest, string? problem = null, uint first = First)
    {
        BlockAddress found = Versions().Newest(new BlockAddress(first, 0), out (long Offset, string Words)? told);
        Assert.Equal(new BlockAddress(newest, 0), found);
        Assert.Equal((problem is null ? null : (long?)made.Block((int)first + 1), problem), (told?.Offset, told?.Words));
    }
}
