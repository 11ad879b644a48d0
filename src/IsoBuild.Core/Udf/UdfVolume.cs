using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Udf;

/// <summary>A UDF 1.02 volume of one read-only partition, alone or beside ISO 9660: what leads readers to the partition, the partition's file set, and the tree.</summary>
/// <remarks>The profile is the one that every reader takes: file entries of the plain form, short allocation descriptors, content in extents of its own,
/// anchors at sector 256 and at the last one.</remarks>
internal sealed class UdfVolume : IImagePart, IRegionEncoder
{
    /// <summary>The least that a volume descriptor sequence may have (ECMA-167 3/8.4.2.2, UDF 1.02 2.2.3.1).</summary>
    private const int SequenceSectors = 16;

    /// <summary>A descriptor and the terminator behind it.</summary>
    private const int PairSectors = 2;

    /// <summary>How many characters of the volume set identifier tell it from all others (UDF 1.02 2.2.2.5). They are what Linux takes for the volume's UUID.</summary>
    private const int UniqueDigits = 16;

    private readonly ContentTree content;
    private readonly VolumeText text;
    private readonly DiagnosticBag diagnostics;
    private readonly UdfPartition partition = new();
    private readonly UdfTree tree;

    private RegionId mainSequence;
    private RegionId reserveSequence;
    private RegionId integrity;
    private string? volumeSetId;

    public UdfVolume(ContentTree content, FileData files, VolumeText text, DiagnosticBag diagnostics)
    {
        (this.content, this.text, this.diagnostics) = (content, text, diagnostics);
        tree = new UdfTree(content, files, partition, diagnostics);
    }

    /// <summary>What the volume says of itself where there is no other.</summary>
    public VolumeInfo Info => new(text.VolumeId, text.Timestamp, ImageFormats.Udf, IsoLevel: 0);

    /// <summary>Whether the tree will show every file by its own path, and nothing else as a file.</summary>
    public static bool ShowsAllByTheirNames(ContentTree content) =>
        !Array.Exists(content.AllNodes, node => node is ContentLink || node.HiddenFrom.HasFlag(ImageFormats.Udf) || !UdfNames.Fits(node.Name));

    /// <summary>The path of a node in this tree.</summary>
    public string PathOf(ContentNode node) => tree.PathOf(node);

    public void Measure(RegionRequests requests)
    {
        Check("volume identifier", text.VolumeId, LogicalVolumeDescriptor.VolumeIdSize);
        Check("volume set identifier", text.VolumeSetId, PrimaryVolumeDescriptor.VolumeSetIdSize - UniqueDigits);
        if (diagnostics.HasErrors)
        {
            return;
        }

        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf bea01", new RecognitionEncoder("BEA01"));
        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf nsr02", new RecognitionEncoder("NSR02"));
        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf tea01", new RecognitionEncoder("TEA01"));
        mainSequence = requests.Add(RegionSlot.UdfDescriptorSequences, SequenceSectors * Sector.Size, "udf main sequence", this);
        reserveSequence = requests.Add(RegionSlot.UdfDescriptorSequences, SequenceSectors * Sector.Size, "udf reserve sequence", this);
        integrity = requests.Add(RegionSlot.UdfDescriptorSequences, PairSectors * Sector.Size, "udf integrity", this);
        requests.Add(RegionSlot.UdfAnchor, Sector.Size, "udf anchor", this);
        partition.First = requests.Add(RegionSlot.UdfFileSet, PairSectors * Sector.Size, "udf file set", this);
        tree.Measure(requests);
        partition.Next = requests.Add(RegionSlot.UdfLastAnchor, Sector.Size, "udf anchor", this);
        requests.AddView("udf", partition.First, partition.Next);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var layout = context.Layout;
        var sector = (uint)region.Sector;
        if (region.Id == mainSequence || region.Id == reserveSequence)
        {
            EncodeSequence(layout, sector, destination);
        }
        else if (region.Id == integrity)
        {
            IntegrityDescriptor.Write(destination, sector, text.Timestamp, tree.NextUniqueId, partition.Count(layout), tree.FileCount, tree.DirectoryCount);
            TerminatingDescriptor.Write(destination[Sector.Size..], sector + 1);
        }
        else if (region.Id == partition.First)
        {
            EncodeFileSet(layout, destination);
        }
        else
        {
            AnchorPointer.Write(destination, sector, ExtentOf(layout[mainSequence]), ExtentOf(layout[reserveSequence]));
        }
    }

    /// <summary>Both sequences hold the same, but for the tags' locations. EDK2 and GRUB take the terminator for the end, so nothing is behind or before it that is not known.</summary>
    private void EncodeSequence(ImageLayout layout, uint sector, Span<byte> destination)
    {
        volumeSetId ??= Convert.ToHexStringLower(ImageIdentity.Of(content, text, layout).AsSpan(0, UniqueDigits / 2)) + text.VolumeSetId;
        uint number = 0;
        PrimaryVolumeDescriptor.Write(
            destination,
            sector,
            number,
            OstaText.Fit(text.VolumeId, PrimaryVolumeDescriptor.VolumeIdSize),
            OstaText.Fit(volumeSetId, PrimaryVolumeDescriptor.VolumeSetIdSize),
            text.Timestamp);

        number++;
        ImplementationUseDescriptor.Write(destination[Sector.Size..], sector + number, number, text.VolumeId);

        number++;
        PartitionDescriptor.Write(destination[(2 * Sector.Size)..], sector + number, number, UdfPartition.Number, partition.Start(layout), partition.Count(layout));

        number++;
        var fileSet = new LongExtent(ExtentType.Recorded, PairSectors * Sector.Size, new BlockAddress(0, UdfPartition.Number));
        LogicalVolumeDescriptor.Write(destination[(3 * Sector.Size)..], sector + number, number, text.VolumeId, UdfPartition.Number, fileSet, ExtentOf(layout[integrity]));

        number++;
        UnallocatedSpaceDescriptor.Write(destination[(4 * Sector.Size)..], sector + number, number);

        number++;
        TerminatingDescriptor.Write(destination[(5 * Sector.Size)..], sector + number);
    }

    /// <summary>The file set lies at the partition's first block.</summary>
    private void EncodeFileSet(ImageLayout layout, Span<byte> destination)
    {
        FileSetDescriptor.Write(
            destination,
            location: 0,
            text.Timestamp,
            text.VolumeId,
            OstaText.Fit(text.VolumeId, FileSetDescriptor.FileIdSize),
            FileIdentifierOf(text.CopyrightFile),
            FileIdentifierOf(text.AbstractFile),
            tree.IcbOf(tree.Root, layout));
        TerminatingDescriptor.Write(destination[Sector.Size..], location: 1);
    }

    /// <summary>The name of a file in the root, when the field holds it. One that is cut would name nothing.</summary>
    private static string FileIdentifierOf(string path)
    {
        var name = path.TrimStart('/');
        return OstaText.SizeOf(name) < FileSetDescriptor.FileIdSize ? name : "";
    }

    private static VolumeExtent ExtentOf(Region region) => new((uint)region.Length, (uint)region.Sector);

    private void Check(string field, string value, int fieldSize)
    {
        if (OstaText.SizeOf(value) >= fieldSize)
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} is {value.Length} characters long; the UDF descriptors hold {fieldSize - 2}, or {(fieldSize - 2) / 2} if one of them is not in Latin-1. Shorten it.");
        }
        else if (value.Any(char.IsControl))
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} contains a control character. Remove it.");
        }
    }

    private sealed class RecognitionEncoder(string identifier) : IRegionEncoder
    {
        public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
            RecognitionDescriptor.Write(destination, identifier);
    }
}
