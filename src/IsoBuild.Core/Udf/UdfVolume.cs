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
    private readonly UdfFields fields;

    private RegionId mainSequence;
    private RegionId reserveSequence;
    private RegionId integrity;
    private string? volumeSetId;

    /// <param name="content">What the tree shows.</param>
    /// <param name="files">The content of files.</param>
    /// <param name="text">What the volume is to say.</param>
    /// <param name="isAlone">Whether there are no descriptors of ISO 9660, which have room for all of it.</param>
    /// <param name="diagnostics">Receives reports of what does not fit.</param>
    public UdfVolume(ContentTree content, FileData files, VolumeText text, bool isAlone, DiagnosticBag diagnostics)
    {
        (this.content, this.text, this.diagnostics) = (content, text, diagnostics);
        fields = new UdfFields(text, content, isAlone, diagnostics);
        tree = new UdfTree(content, files, partition, diagnostics);
    }

    private string VolumeId => text.Kept?.UdfVolumeId ?? text.VolumeId;

    /// <summary>What the volume says of itself where there is no other.</summary>
    public VolumeInfo Info => new(VolumeId, ImageTimestamp.Normalize(text.Date), ImageFormats.Udf, IsoLevel: 0);

    /// <summary>Whether the tree will show every file by its own path, and nothing else as a file.</summary>
    public static bool ShowsAllByTheirNames(ContentTree content) =>
        !Array.Exists(content.AllNodes, node => node is ContentLink || node.HiddenFrom.HasFlag(ImageFormats.Udf) || !UdfNames.Fits(node.Name))
        && content.KeptNames.Values.All(names => names.Udf is null);

    /// <summary>The path of a node in this tree.</summary>
    public string PathOf(ContentNode node) => tree.PathOf(node);

    public void Measure(RegionRequests requests)
    {
        fields.Measure(UniqueDigits);
        if (diagnostics.HasErrors)
        {
            return;
        }

        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf bea01", new RecognitionEncoder("BEA01"));
        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf nsr02", new RecognitionEncoder("NSR02"));
        requests.Add(RegionSlot.UdfRecognition, Sector.Size, "udf tea01", new RecognitionEncoder("TEA01"));
        mainSequence = requests.Add(RegionSlot.UdfMainSequence, SequenceSectors * Sector.Size, "udf main sequence", this);
        integrity = requests.Add(RegionSlot.UdfMainSequence, PairSectors * Sector.Size, "udf integrity", this);
        requests.Add(RegionSlot.UdfAnchor, Sector.Size, "udf anchor", this);
        partition.First = requests.Add(RegionSlot.UdfFileSet, PairSectors * Sector.Size, "udf file set", this);
        tree.Measure(requests);
        partition.Next = reserveSequence = requests.Add(RegionSlot.UdfReserveSequence, SequenceSectors * Sector.Size, "udf reserve sequence", this);
        requests.Add(RegionSlot.UdfLastAnchor, Sector.Size, "udf anchor", this);
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
            IntegrityDescriptor.Write(destination, sector, text.Date, tree.NextUniqueId, partition.Count(layout), tree.FileCount, tree.DirectoryCount);
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
        volumeSetId ??= text.Kept?.UdfVolumeSetId ?? Convert.ToHexStringLower(ImageIdentity.Of(content, text, layout).AsSpan(0, UniqueDigits / 2)) + text.VolumeSetId;
        uint number = 0;
        PrimaryVolumeDescriptor.Write(
            destination,
            sector,
            number,
            text.Kept?.UdfOtherIds?.Primary ?? OstaText.Fit(VolumeId, PrimaryVolumeDescriptor.VolumeIdSize),
            OstaText.Fit(volumeSetId, PrimaryVolumeDescriptor.VolumeSetIdSize),
            fields.ApplicationId,
            text.Date);

        number++;
        ImplementationUseDescriptor.Write(destination[Sector.Size..], sector + number, number, VolumeId, fields.Owner, fields.Organization, fields.Contact);

        number++;
        PartitionDescriptor.Write(destination[(2 * Sector.Size)..], sector + number, number, UdfPartition.Number, partition.Start(layout), partition.Count(layout));

        number++;
        var fileSet = new LongExtent(ExtentType.Recorded, PairSectors * Sector.Size, new BlockAddress(0, UdfPartition.Number));
        LogicalVolumeDescriptor.Write(destination[(3 * Sector.Size)..], sector + number, number, VolumeId, UdfPartition.Number, fileSet, ExtentOf(layout[integrity]));

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
            text.Date,
            VolumeId,
            text.Kept?.UdfOtherIds?.FileSet ?? OstaText.Fit(VolumeId, FileSetDescriptor.FileIdSize),
            fields.CopyrightFile,
            fields.AbstractFile,
            tree.IcbOf(tree.Root, layout));
        TerminatingDescriptor.Write(destination[Sector.Size..], location: 1);
    }

    private static VolumeExtent ExtentOf(Region region) => new((uint)region.Length, (uint)region.Sector);

    private sealed class RecognitionEncoder(string identifier) : IRegionEncoder
    {
        public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
            RecognitionDescriptor.Write(destination, identifier);
    }
}
