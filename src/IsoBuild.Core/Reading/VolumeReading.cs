using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>The trees of one volume, each read when somebody asks, and once.</summary>
internal sealed class VolumeReading
{
    private readonly ImageFile image;
    private readonly Lock turn = new();
    private readonly Lock jolietTurn = new();
    private readonly int? rockRidgeSkip;
    private readonly RecordBudget? budget;
    private TreeReading? rockRidge;
    private TreeReading? plain;
    private TreeReading? joliet;
    private TreeReading? enhanced;
    private UdfTreeReading? udf;
    private TreeOutline? primaryOutline;
    private TreeOutline? jolietOutline;
    private bool isJolietOutlined;

    /// <param name="image">The image.</param>
    /// <param name="descriptors">The volume's descriptors; none, of a volume that has UDF alone.</param>
    /// <param name="udfVolume">The UDF volume, if there is one.</param>
    /// <param name="budget">How many records its trees may have together with those of others; without it, each as many as a tree may have.</param>
    public VolumeReading(ImageFile image, DescriptorSet? descriptors, UdfVolumeReading? udfVolume, RecordBudget? budget = null)
    {
        this.image = image;
        this.budget = budget;
        Descriptors = descriptors;
        UdfVolume = udfVolume;
        rockRidgeSkip = DetectRockRidge();
    }

    public DescriptorSet? Descriptors { get; }

    public UdfVolumeReading? UdfVolume { get; }

    public bool HasRockRidge => rockRidgeSkip is not null;

    /// <summary>The trees that the volume carries.</summary>
    public ImageFormats Formats =>
        (Descriptors is null ? 0 : ImageFormats.Iso9660)
        | (Descriptors?.Joliet is null ? 0 : ImageFormats.Joliet)
        | (HasRockRidge ? ImageFormats.RockRidge : 0)
        | (Descriptors?.Enhanced is null ? 0 : ImageFormats.Iso1999)
        | (UdfVolume is null ? 0 : ImageFormats.Udf);

    /// <summary>The tree with the most faithful names: Rock Ridge, else UDF, else Joliet, else ISO 9660:1999, else ISO 9660.</summary>
    public ImageFormats BestView => BestOf(Formats);

    /// <summary>The tree of the primary descriptor, with Rock Ridge's names where it has them.</summary>
    public TreeReading? Primary => Tree(HasRockRidge ? ImageFormats.RockRidge : ImageFormats.Iso9660);

    /// <summary>The tree of UDF.</summary>
    public UdfTreeReading? Udf => (UdfTreeReading?)Tree(ImageFormats.Udf);

    /// <summary>Of several trees, the one with the most faithful names.</summary>
    public static ImageFormats BestOf(ImageFormats formats) =>
        formats.HasFlag(ImageFormats.RockRidge) ? ImageFormats.RockRidge
        : formats.HasFlag(ImageFormats.Udf) ? ImageFormats.Udf
        : formats.HasFlag(ImageFormats.Joliet) ? ImageFormats.Joliet
        : formats.HasFlag(ImageFormats.Iso1999) ? ImageFormats.Iso1999
        : ImageFormats.Iso9660;

    /// <summary>One tree; <see langword="null"/> when the volume does not carry it.</summary>
    public TreeReading? Tree(ImageFormats view)
    {
        lock (turn)
        {
            return view switch
            {
                ImageFormats.RockRidge => HasRockRidge ? rockRidge ??= Read(Descriptors!.Primary, IdentifierKind.Plain, rockRidgeSkip) : null,
                ImageFormats.Joliet => Descriptors?.Joliet is { } sector ? joliet ??= Read(sector, IdentifierKind.Joliet) : null,
                ImageFormats.Iso1999 => Descriptors?.Enhanced is { } sector ? enhanced ??= Read(sector, IdentifierKind.Enhanced) : null,
                ImageFormats.Iso9660 => Descriptors is null ? null : plain ??= Read(Descriptors.Primary, IdentifierKind.Plain),
                ImageFormats.Udf => UdfVolume is null ? null : udf ??= ReadUdf(UdfVolume),
                _ => null,
            };
        }
    }

    /// <summary>What <see cref="Primary"/> and the Joliet tree hold, for whoever needs no names of files. Trees that were read are read no more, and sound ones are not made into nodes.</summary>
    public (TreeStructure? Primary, TreeStructure? Joliet) Outlines()
    {
        if (!HasOutlines)
        {
            return (Primary, Tree(ImageFormats.Joliet));
        }

        // Somebody else may be reading the primary tree meanwhile.
        var other = Descriptors!.Joliet is null ? null : Task.Run(JolietOutline);
        var primary = Meanwhile(other, PrimaryOutline);
        return (primary, other?.GetAwaiter().GetResult() ?? Tree(ImageFormats.Joliet));
    }

    /// <summary>The tree with the most faithful names. What the Joliet tree holds is found out meanwhile: whoever makes a map wants to know it next.</summary>
    public TreeReading? ReadBest()
    {
        var other = HasOutlines && Descriptors!.Joliet is not null && BestView != ImageFormats.Joliet ? Task.Run(JolietOutline) : null;
        var best = Meanwhile(other, () => Tree(BestView));
        other?.GetAwaiter().GetResult();
        return best;
    }

    /// <summary>Does something while another thread reads. Whatever becomes of it, that thread has ended afterwards: the image may be closed then.</summary>
    private static T Meanwhile<T>(Task? other, Func<T> read)
    {
        try
        {
            return read();
        }
        finally
        {
            Task.WaitAny(other ?? Task.CompletedTask);
        }
    }

    /// <summary>Other trees than those of records, and budgets of several, are for those who read it all.</summary>
    private bool HasOutlines => budget is null && UdfVolume is null && Descriptors is not null;

    private TreeStructure? PrimaryOutline()
    {
        lock (turn)
        {
            var whole = HasRockRidge ? rockRidge : plain;
            primaryOutline ??= whole is null ? Outline(Descriptors!.Primary, IdentifierKind.Plain, rockRidgeSkip) : null;
            return whole is null && primaryOutline is not null ? primaryOutline : Primary;
        }
    }

    private TreeStructure? JolietOutline()
    {
        lock (jolietTurn)
        {
            if (joliet is null && !isJolietOutlined)
            {
                jolietOutline = Outline(Descriptors!.Joliet!, IdentifierKind.Joliet);
                isJolietOutlined = true;
            }

            return joliet ?? (TreeStructure?)jolietOutline;
        }
    }

    /// <summary>Whether the enhanced descriptor leads to the primary tree.</summary>
    public bool IsPrimaryEnhanced =>
        Descriptors?.Enhanced is { } sector && new VolumeDescriptor.View(sector).Root.Block == new VolumeDescriptor.View(Descriptors.Primary).Root.Block;

    /// <summary>The tree of the enhanced descriptor (ISO 9660:1999); <see langword="null"/> when there is none, or none of its own.</summary>
    public TreeReading? Enhanced() =>
        Descriptors?.Enhanced is not null && !IsPrimaryEnhanced ? Tree(ImageFormats.Iso1999) : null;

    private UdfTreeReading ReadUdf(UdfVolumeReading volume)
    {
        var tree = udf = UdfTreeReader.Read(volume, Budget());
        if (Descriptors is { FirstSector: > FixedAreas.SystemAreaSectors } && (Tree(ImageFormats.Joliet) ?? Primary) is { } other)
        {
            ShownShorter.TellEmpty(tree, other);
        }

        return tree;
    }

    private TreeReading Read(byte[] descriptor, IdentifierKind kind, int? rockRidgeSkip = null)
    {
        var tree = TreeReader.Read(image, new VolumeDescriptor.View(descriptor), kind, rockRidgeSkip, Budget());

        // Only an image that is larger than them has files that records cannot describe.
        if (image.Length > uint.MaxValue && Udf is { } whole)
        {
            ShownShorter.Tell(tree, whole);
        }

        return tree;
    }

    private TreeOutline? Outline(byte[] descriptor, IdentifierKind kind, int? rockRidgeSkip = null) =>
        TreeReader.Outline(image, new VolumeDescriptor.View(descriptor), kind, rockRidgeSkip, Budget());

    private RecordBudget Budget() => budget ?? new RecordBudget(TreeReader.MaxNodes);

    /// <summary>The root's first record tells (SUSP 5.3).</summary>
    private int? DetectRockRidge()
    {
        Span<byte> record = stackalloc byte[DirectoryRecord.MaxSize + 1];
        return Descriptors is not null
            && image.TryRead(new VolumeDescriptor.View(Descriptors.Primary).Root.Block * Sector.Size, record)
            && new DirectoryRecord(record) is { IsSound: true } self
            ? SystemUseReader.Detect(self.SystemUse, image.TryRead)
            : null;
    }
}
