using IsoBuild.Bytes;
using IsoBuild.Iso9660;
using IsoBuild.Content;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>The trees of one volume, each read when somebody asks, and once.</summary>
internal sealed class VolumeReading
{
    private readonly ImageFile image;
    private readonly Lock turn = new();
    private readonly int? rockRidgeSkip;
    private readonly RecordBudget? budget;
    private TreeReading? rockRidge;
    private TreeReading? plain;
    private TreeReading? joliet;
    private TreeReading? enhanced;

    /// <param name="image">The image.</param>
    /// <param name="descriptors">The volume's descriptors.</param>
    /// <param name="budget">How many records its trees may have together with those of others; without it, each as many as a tree may have.</param>
    public VolumeReading(ImageFile image, DescriptorSet descriptors, RecordBudget? budget = null)
    {
        this.image = image;
        this.budget = budget;
        Descriptors = descriptors;
        rockRidgeSkip = DetectRockRidge();
    }

    public DescriptorSet Descriptors { get; }

    public bool HasRockRidge => rockRidgeSkip is not null;

    /// <summary>The trees that the volume carries.</summary>
    public ImageFormats Formats =>
        ImageFormats.Iso9660 | (Descriptors.Joliet is null ? 0 : ImageFormats.Joliet) | (HasRockRidge ? ImageFormats.RockRidge : 0);

    /// <summary>The tree with the most faithful names: Rock Ridge, else Joliet, else ISO 9660.</summary>
    public ImageFormats BestView => HasRockRidge ? ImageFormats.RockRidge : Descriptors.Joliet is null ? ImageFormats.Iso9660 : ImageFormats.Joliet;

    /// <summary>The tree of the primary descriptor, with Rock Ridge's names where it has them.</summary>
    public TreeReading Primary => Tree(HasRockRidge ? ImageFormats.RockRidge : ImageFormats.Iso9660)!;

    /// <summary>One tree; <see langword="null"/> when the volume does not carry it.</summary>
    public TreeReading? Tree(ImageFormats view)
    {
        lock (turn)
        {
            return view switch
            {
                ImageFormats.RockRidge => HasRockRidge ? rockRidge ??= Read(Descriptors.Primary, isJoliet: false, rockRidgeSkip) : null,
                ImageFormats.Joliet => Descriptors.Joliet is { } sector ? joliet ??= Read(sector, isJoliet: true, rockRidgeSkip: null) : null,
                ImageFormats.Iso9660 => plain ??= Read(Descriptors.Primary, isJoliet: false, rockRidgeSkip: null),
                _ => null,
            };
        }
    }

    /// <summary>The tree of the enhanced descriptor (ISO 9660:1999); <see langword="null"/> when there is none, or none of its own.</summary>
    public TreeReading? Enhanced()
    {
        lock (turn)
        {
            return Descriptors.Enhanced is { } sector && new VolumeDescriptor.View(sector).Root.Block != new VolumeDescriptor.View(Descriptors.Primary).Root.Block
                ? enhanced ??= Read(sector, isJoliet: false, rockRidgeSkip: null)
                : null;
        }
    }

    private TreeReading Read(byte[] descriptor, bool isJoliet, int? rockRidgeSkip) =>
        TreeReader.Read(image, new VolumeDescriptor.View(descriptor).Root, isJoliet, rockRidgeSkip, budget ?? new RecordBudget(TreeReader.MaxNodes));

    /// <summary>The root's first record tells (SUSP 5.3).</summary>
    private int? DetectRockRidge()
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize + 1];
        return image.TryRead(new VolumeDescriptor.View(Descriptors.Primary).Root.Block * Sector.Size, record) && new DirectoryRecord(record) is { IsSound: true } self
            ? SystemUseReader.Detect(self.SystemUse, image.TryRead)
            : null;
    }
}
