using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Partitions;

/// <summary>Where partitions lie in a layout made by hand: a file of 3000 bytes in sectors 20 and 21, a gap of 8 sectors, an image for UEFI of 512 bytes in sector 30. A sector has 4 blocks.</summary>
public sealed class PartitionPlaceTests
{
    private const long Tail = 1000;

    private static (long First, long End)? Find(PartitionPlace place, bool isEmpty = false)
    {
        ContentFile shown = new("data.bin", new MemorySource(new byte[3000]));
        ContentFile unshown = new("hidden.bin", new MemorySource(new byte[512]));
        ContentDirectory root = new("") { Entries = [shown] };
        (shown.Parent, unshown.Parent) = (root, root);
        ContentTree tree = new(root) { Unshown = [unshown] };
        Region[] regions = isEmpty ? [] :
        [
            new(new RegionId(0), RegionKind.File, 20 * 2048, 3000, "data.bin"),
            new(new RegionId(1), RegionKind.Gap, 22 * 2048, 8 * 2048, "gap"),
            new(new RegionId(2), RegionKind.BootImage, 30 * 2048, 512, "efi"),
        ];
        ImageLayout layout = new(regions, 31 * 2048, new VolumeInfo("", null, ImageFormats.Iso9660, 1));
        return new PartitionPlacer(layout, tree, file => file == shown ? new RegionId(0) : file == unshown ? new RegionId(2) : null, isEmpty ? [] : [new RegionId(2)]).Find(place, Tail);
    }

    private static readonly PartitionPlace.OfEfiImage Efi = new(0, InSectors: false);

    [Fact]
    public void Blocks_that_are_said_are_those() => Assert.Equal((3, 8), Find(new PartitionPlace.AtBlocks(3, 5)));

    [Fact]
    public void From_a_block_to_the_end_of_partitions() => Assert.Equal((64, Tail), Find(new PartitionPlace.FromBlock(64, Until: null)));

    [Fact]
    public void From_a_block_to_the_next_partition() => Assert.Equal((64, 120), Find(new PartitionPlace.FromBlock(64, Efi)));

    /// <summary>The gap before the next partition is not its own.</summary>
    [Fact]
    public void From_a_block_to_the_end_of_what_lies_before_the_next_partition() =>
        Assert.Equal((64, 88), Find(new PartitionPlace.FromBlock(64, Efi) { HasRoomBehind = true }));

    [Fact]
    public void With_nothing_before_the_next_partition_it_ends_there() =>
        Assert.Equal((64, 80), Find(new PartitionPlace.FromBlock(64, new PartitionPlace.OfFile("data.bin", InSectors: false)) { HasRoomBehind = true }));

    [Theory]
    [InlineData(Tail)]
    [InlineData(Tail + 1)]
    public void Without_a_block_there_is_none(long first) => Assert.Null(Find(new PartitionPlace.FromBlock(first, Until: null)));

    [Theory]
    [InlineData(false, 121)]
    [InlineData(true, 124)]
    public void An_image_for_UEFI_has_its_bytes_or_its_sectors(bool inSectors, long end) => Assert.Equal((120, end), Find(new PartitionPlace.OfEfiImage(0, inSectors)));

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void An_image_for_UEFI_that_is_not_there_has_no_place(int number, bool isEmpty) => Assert.Null(Find(new PartitionPlace.OfEfiImage(number, InSectors: false), isEmpty));

    /// <summary>3000 bytes are 6 blocks, the last of them not full, or 2 sectors.</summary>
    [Theory]
    [InlineData("data.bin", false, 80, 86)]
    [InlineData("data.bin", true, 80, 88)]
    [InlineData("hidden.bin", false, 120, 121)]
    public void A_file_has_its_bytes_or_its_sectors(string path, bool inSectors, long first, long end) => Assert.Equal((first, end), Find(new PartitionPlace.OfFile(path, inSectors)));

    [Fact]
    public void A_file_that_is_not_there_has_no_place() => Assert.Null(Find(new PartitionPlace.OfFile("other.bin", InSectors: false)));

    [Fact]
    public void Between_two_partitions_lies_what_neither_has()
    {
        PartitionPlace file = new PartitionPlace.OfFile("data.bin", InSectors: true);
        Assert.Equal((88, 120), Find(new PartitionPlace.Between(file, Efi)));
        Assert.Equal((0, 80), Find(new PartitionPlace.Between(After: null, file)));
        Assert.Equal((121, Tail), Find(new PartitionPlace.Between(Efi, Until: null)));
        Assert.Null(Find(new PartitionPlace.Between(Efi, file)));
    }

    private static readonly DerivedIds Ids = new([1, 2, 3]);

    [Fact]
    public void A_protective_form_has_the_data_and_each_image_for_UEFI()
    {
        TableForm without = StandardForms.Protective(efiImages: 0, Ids, 7);
        Assert.Equal(new PartitionPlace.FromBlock(64, Until: null), Assert.Single(without.Gpt!).Place);

        TableForm with = StandardForms.Protective(efiImages: 2, Ids, 7);
        Assert.Equal([new PartitionPlace.FromBlock(64, Efi), Efi, new PartitionPlace.OfEfiImage(1, InSectors: false)], with.Gpt!.Select(entry => entry.Place));
        Assert.Equal([1, 2, 3], with.Gpt!.Select(entry => entry.Partition.Number));

        // A GPT has 128 entries (UEFI 5.3.1), and the data has one.
        Assert.Equal(128, StandardForms.Protective(efiImages: 128, Ids, 7).Gpt!.Count);
    }

    /// <summary>A master boot record has four entries.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 4)]
    public void An_isohybrid_form_ends_with_a_cylinder_and_has_room_for_three(int efiImages, int expected)
    {
        TableForm form = StandardForms.Isohybrid(efiImages, new DiskGeometry(64, 32), 7);
        Assert.True(form.EndsWithCylinder);
        Assert.Equal(expected, form.Mbr.Count);
        Assert.Equal(efiImages > 0 ? 0 : 0x17, form.Mbr[0].Partition.Type);
    }

    [Fact]
    public void Another_images_form_gets_entries_for_images_that_it_does_not_know()
    {
        TableForm gpt = new()
        {
            Gpt =
            [
                new(new GptPartition { Number = 1, TypeId = GptPartition.BasicData }, new PartitionPlace.FromBlock(64, Until: null)),
                new(new GptPartition { Number = 3, TypeId = GptPartition.BasicData }, new PartitionPlace.AtBlocks(8, 8)),
            ],
        };
        Assert.Same(gpt, StandardForms.WithEfi(gpt, efiImages: 0, Ids));

        TableForm more = StandardForms.WithEfi(gpt, efiImages: 2, Ids);
        Assert.Equal([1, 2, 3, 4], more.Gpt!.Select(entry => entry.Partition.Number));
        Assert.Equal([new PartitionPlace.FromBlock(64, Efi), Efi, new PartitionPlace.AtBlocks(8, 8), new PartitionPlace.OfEfiImage(1, InSectors: false)], more.Gpt!.Select(entry => entry.Place));

        TableForm mbr = StandardForms.Isohybrid(efiImages: 0, new DiskGeometry(64, 32), 7);
        TableForm both = StandardForms.WithEfi(mbr, efiImages: 1, Ids);
        Assert.Equal([(1, 0), (2, 0xEF)], both.Mbr.Select(entry => (entry.Partition.Number, (int)entry.Partition.Type)));
        Assert.Equal(Efi, both.Mbr[1].Place);

        // An entry that ends by itself keeps its type.
        TableForm plain = new() { Mbr = [new(new MbrPartition(2, 0x83, IsActive: false, 0, 0), new PartitionPlace.AtBlocks(8, 8))] };
        Assert.Equal([(1, 0xEF), (2, 0x83)], StandardForms.WithEfi(plain, efiImages: 1, Ids).Mbr.Select(entry => (entry.Partition.Number, (int)entry.Partition.Type)));
    }
}
