using System.Globalization;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Partitions;

namespace IsoBuild.Reading;

/// <summary>Recovers the layout and the content of an image. Opening reads the volume descriptors; everything else is read when somebody asks, and once.</summary>
internal sealed class ImageReader
{
    /// <summary>Records of all sessions that are not shown: a hundred of them may lead to the same ones. Their files are wanted for the layout alone.</summary>
    private const int MaxOtherRecords = TreeReader.MaxNodes / 4;

    private readonly ImageFile image;
    private readonly Lock turn = new();
    private readonly DiagnosticBag recognised = new();
    private readonly DiagnosticBag overlaps = new(TreeReader.DiagnosticLimit);
    private readonly List<VolumeReading> sessions;
    private readonly VolumeReading shown;

    /// <summary>What has the UDF volume at the image's start, when that is not of the session shown.</summary>
    private readonly VolumeReading? earlier;

    /// <summary>Descriptors that lead to what others lead to as well.</summary>
    private readonly DescriptorSet? unshown;
    private readonly Lazy<PartitionTableReading> partitions;
    private readonly Lazy<PartitionVolumeReading?> partitionVolume;
    private ImageLayout? layout;
    private bool? isPlain;
    private BootCatalogReading? catalog;
    private BootCatalogInfo? boot;

    /// <param name="image">The image, which stays the caller's.</param>
    /// <param name="start">The sector at which the system area of the first volume begins.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ImageException">The file holds no ISO 9660 or UDF volume, or none that can be read.</exception>
    public ImageReader(ImageFile image, long start, OpenOptions options)
    {
        this.image = image;
        partitions = new Lazy<PartitionTableReading>(() => PartitionTableReading.Read(image));
        partitionVolume = new Lazy<PartitionVolumeReading?>(() => shown!.Descriptors is { } volume ? PartitionVolumeReading.Find(image, partitions.Value.Tables, volume, new RecordBudget(MaxOtherRecords)) : null);
        var udf = FindUdf(start);
        var (descriptors, copy) = FindSessions(start, udf is not null);
        if (descriptors is [{ } first, ..] && SessionFinder.DisplacedBy(image, first) is { } missing)
        {
            throw new ImageException(new Diagnostic(
                DiagnosticId.SessionAlone,
                DiagnosticSeverity.Error,
                Item: null,
                $"The image is a later session alone: its addresses count from the start of the disc, {missing} sectors before it. Append it to the image of the earlier sessions, padded to {missing} sectors, and open that; or open it with {missing} as its session start."));
        }

        CompareAnchors(udf, descriptors);
        var number = options.Session ?? descriptors.Count;
        Session = number;
        if (number < 1 || number > descriptors.Count)
        {
            throw new ImageException(new Diagnostic(
                DiagnosticId.SessionMissing,
                DiagnosticSeverity.Error,
                number.ToString(CultureInfo.InvariantCulture),
                $"The image has {(descriptors.Count == 1 ? "one session" : $"{descriptors.Count} sessions")}, but not one of this number. Choose 1 to {descriptors.Count}."));
        }

        // Where the newest session's descriptors are repeated at the start, every reader goes by those.
        var chosen = number == descriptors.Count && copy is not null && copy.Root == descriptors[^1]?.Root ? copy : descriptors[number - 1];
        var own = UdfOf(chosen, udf);
        var others = new RecordBudget(MaxOtherRecords, readsOnce: true);
        shown = new VolumeReading(image, chosen, own);
        sessions = [.. descriptors.Select((each, i) => each == chosen ? shown : new VolumeReading(image, each, udfVolume: null, others))];
        unshown = chosen == copy ? descriptors[^1] : copy;
        earlier = udf is null || udf == own ? null : new VolumeReading(image, descriptors: null, udf, others);
        Recognise(start, number);
    }

    /// <summary>The image's bytes.</summary>
    public ImageFile Image => image;

    /// <summary>The sectors of the volume descriptors of the session that is shown; none, of a volume that has UDF alone.</summary>
    public DescriptorSet? DescriptorSectors => shown.Descriptors;

    /// <summary>Every volume descriptor of the session that is shown, in disk order.</summary>
    public IReadOnlyList<VolumeDescriptorInfo> Descriptors => shown.Descriptors is { } set ? [.. set.All.Select((_, i) => set.Describe(i))] : [];

    /// <summary>The UDF volume, if there is one.</summary>
    public UdfVolumeReading? UdfVolume => shown.UdfVolume;

    /// <summary>The tree of UDF.</summary>
    public UdfTreeReading? Udf => shown.Udf;

    /// <summary>The UDF volume at the image's start, when it is of an earlier session than the one shown.</summary>
    public UdfVolumeReading? EarlierUdf => earlier?.UdfVolume;

    /// <summary>The number of the session that is shown.</summary>
    public int Session { get; }

    public IReadOnlyList<ImageSession> Sessions =>
    [
        .. sessions.Select((session, i) => session.Descriptors is { } set
            ? new ImageSession(i + 1, set.FirstSector - FixedAreas.SystemAreaSectors, set.VolumeId, new VolumeDescriptor.View(set.Primary).SpaceBlocks)
            : new ImageSession(i + 1, FirstSector: 0, session.UdfVolume!.Info.VolumeId, Sector.Count(image.Length))),
    ];

    /// <summary>The tree with the most faithful names: Rock Ridge, else UDF, else Joliet, else ISO 9660:1999, else ISO 9660.</summary>
    public ImageFormats BestView => shown.BestView;

    /// <summary>The formats of the image.</summary>
    public ImageFormats Formats => shown.Formats;

    /// <summary>How many entries the tree with the most faithful names has, and what its plain names are.</summary>
    public (TreeCounts Counts, NameEncoding PlainNames) Summary
    {
        get
        {
            var tree = BestView is ImageFormats.RockRidge or ImageFormats.Iso9660 ? shown.Outlines().Primary
                : BestView == ImageFormats.Joliet ? shown.Outlines().Joliet
                : Tree(BestView);
            return (tree!.Counts, tree.PlainNames);
        }
    }

    /// <summary>What is wrong with the image; the first call reads all of its structures.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics
    {
        get
        {
            if (!IsPlain())
            {
                _ = Layout();
            }

            var all = OfTrees();
            all.AddAll(overlaps);
            return all.ToList();
        }
    }

    /// <summary>Why content may not be what it should be, whichever file it is.</summary>
    public IReadOnlyList<Diagnostic> Doubts => [.. recognised.ToList().Where(found => found is { Id: DiagnosticId.SectorsUnusual, Severity: DiagnosticSeverity.Warning })];

    /// <summary>What is wrong with the trees, and what is unusual about the image: the first call reads them, and nothing else.</summary>
    public IReadOnlyList<Diagnostic> TreeDiagnostics => OfTrees().ToList();

    /// <summary>The content as the tree with the most faithful names shows it.</summary>
    public ContentTree BestContent => Tree(BestView)!.Content;

    /// <summary>The content as one tree shows it; <see langword="null"/> when the image does not carry that tree.</summary>
    public ContentTree? Content(ImageFormats view) => Tree(view)?.Content;

    /// <summary>One tree, with its directories, and through <see cref="TreeReading"/> the extents and records of its nodes; <see langword="null"/> when the image does not carry it.</summary>
    public TreeReading? Tree(ImageFormats view) => shown.Tree(view);

    /// <summary>The tree of the enhanced descriptor (ISO 9660:1999); <see langword="null"/> when there is none, or none of its own.</summary>
    public TreeReading? EnhancedTree => shown.Enhanced();

    /// <summary>The tables by which a disk goes that the image is copied to.</summary>
    public PartitionTableReading Partitions => partitions.Value;

    /// <summary>The volume that a partition of the image is by itself, if there is one.</summary>
    public PartitionVolumeReading? PartitionVolume => partitionVolume.Value;

    /// <summary>The boot catalog as it is recorded, if there is a boot record.</summary>
    public BootCatalogReading? Catalog
    {
        get
        {
            if (HasBootRecord)
            {
                _ = Layout();
            }

            return catalog;
        }
    }

    /// <summary>What the boot catalog says, if there is a boot record.</summary>
    public BootCatalogInfo? Boot
    {
        get
        {
            if (HasBootRecord)
            {
                _ = Layout();
            }

            return boot;
        }
    }

    /// <summary>A boot image's bytes.</summary>
    public ContentSource SourceOf(BootEntryInfo entry) => new ExtentSource(image, new Extent(entry.Sector * Sector.Size, entry.Length));

    /// <summary>The FAT file system that a boot image is; <see langword="null"/> when it is none that can be read.</summary>
    /// <param name="entry">The entry of the boot image.</param>
    /// <param name="diagnostics">Takes the findings.</param>
    public FatVolume? FatOf(BootEntryInfo entry, DiagnosticBag diagnostics) =>
        entry.IsFat ? FatVolume.TryRead(SourceOf(entry), entry.Path ?? entry.Name, entry.Sector * Sector.Size, diagnostics) : null;

    public ImageLayout Layout()
    {
        lock (turn)
        {
            return layout ??= ReadLayout();
        }
    }

    private bool HasBootRecord => HasBootRecordIn(shown) || HasBootRecordIn(sessions[0]);

    private static bool HasBootRecordIn(VolumeReading volume) => volume.Descriptors?.All.Exists(descriptor => descriptor.Type == DescriptorType.BootRecord) == true;

    /// <summary>Whether the image is one volume of directory records, without anything that the sector map would report.</summary>
    private bool IsPlain()
    {
        lock (turn)
        {
            return layout is null && (isPlain ??= Find());
        }

        bool Find()
        {
            var faults = new DiagnosticBag();
            return sessions.Count == 1 && unshown is null && earlier is null && shown is { UdfVolume: null, Descriptors: not null }
                && !HasBootRecord && Partitions.Tables is { Mbr.Count: 0, Gpt: null, HasAppleMap: false } && PartitionVolume is null
                && new LayoutReader(image, faults).IsSound(shown) && faults.Kept == 0;
        }
    }

    /// <summary>The UDF volume, which begins where a file does.</summary>
    /// <exception cref="ImageException">There is nothing but a UDF volume that cannot be read.</exception>
    private UdfVolumeReading? FindUdf(long start)
    {
        Diagnostic? refusal = null;
        var udf = start == 0 ? UdfVolumeReader.Read(image, start, recognised, out refusal) : null;
        if (refusal is not null)
        {
            if (!DescriptorSet.IsThere(image, start))
            {
                throw new ImageException(refusal with { Severity = DiagnosticSeverity.Error });
            }

            recognised.Add(refusal);
        }

        return udf;
    }

    /// <summary>Says that anchors lead to different files, unless the other one is of a later session.</summary>
    private void CompareAnchors(UdfVolumeReading? udf, List<DescriptorSet?> sessions)
    {
        if (udf?.Rival is var (anchor, sequence) && !sessions.Skip(1).Any(later => later is not null && (later.FirstSector - FixedAreas.SystemAreaSectors) * Sector.Size <= sequence))
        {
            var doubt = new Diagnostic(
                DiagnosticId.UdfVolumeDoubtful,
                DiagnosticSeverity.Warning,
                Item: null,
                $"The UDF anchors lead to different files: the one at byte {anchor} points to descriptors at byte {sequence}, the one in use to those at byte {udf.MainSequence.Offset}. One of them may be left from an earlier volume: compare the files with another copy.");
            recognised.Add(doubt);
            udf.Doubt ??= doubt;
        }
    }

    /// <summary>The UDF volume of a session: its own, or that at the image's start unless a later session has replaced all but it, as xorriso and growisofs do.</summary>
    private UdfVolumeReading? UdfOf(DescriptorSet? session, UdfVolumeReading? atStart)
    {
        if (session is null)
        {
            return atStart;
        }

        if (session.FirstSector > FixedAreas.SystemAreaSectors)
        {
            var udf = UdfVolumeReader.Read(image, session.FirstSector - FixedAreas.SystemAreaSectors, recognised, out var refusal);
            if (refusal is not null)
            {
                recognised.Add(refusal);
            }

            return udf;
        }

        return atStart is null || session.Root * Sector.Size >= atStart.Info.PartitionOffset + atStart.Info.PartitionLength ? null : atStart;
    }

    /// <summary>The ISO 9660 volumes; one that is none, where there is UDF alone.</summary>
    private (List<DescriptorSet?> Sessions, DescriptorSet? Copy) FindSessions(long start, bool hasUdf)
    {
        try
        {
            var (found, copy) = SessionFinder.Find(image, start);
            return ([.. found], copy);
        }
        catch (ImageException refused) when (hasUdf)
        {
            if (DescriptorSet.IsThere(image, start))
            {
                recognised.Warning(refused.Diagnostic.Id, refused.Diagnostic.Item, $"In addition to UDF, the image has an ISO 9660 volume that cannot be read and is not shown: {refused.Diagnostic.Message}");
            }

            return ([null], null);
        }
    }

    private DiagnosticBag OfTrees()
    {
        var all = new DiagnosticBag(TreeReader.DiagnosticLimit);
        all.AddAll(recognised);
        var (primary, joliet) = shown.Outlines();
        foreach (var tree in (TreeStructure?[])[primary, joliet, shown.Udf, shown.Enhanced()])
        {
            if (tree is not null)
            {
                all.AddAll(tree.Diagnostics);
            }
        }

        return all;
    }

    /// <summary>The boot record of the session shown; where that has none, of the first one, with which machines boot from a file or a disk.</summary>
    private (BootCatalogReading Catalog, DescriptorSet Descriptors)? BootRecordOf()
    {
        foreach (var descriptors in (DescriptorSet?[])[shown.Descriptors, shown.Descriptors is null ? null : sessions[0].Descriptors])
        {
            if (descriptors is not null && BootCatalogReader.Read(image, descriptors, overlaps) is { } found)
            {
                return (found, descriptors);
            }
        }

        return null;
    }

    private ImageLayout ReadLayout()
    {
        var reader = new LayoutReader(image, overlaps);

        // Files of earlier sessions go by the names that the session shown gives them.
        reader.AddVolume(shown, NameOf(shown.Descriptors));
        if (earlier is not null)
        {
            reader.AddUdf(earlier);
        }

        foreach (var other in sessions.Where(session => session != shown && session.Descriptors is not null && session.Descriptors != unshown))
        {
            reader.AddVolume(other, NameOf(other.Descriptors));
        }

        if (unshown is not null)
        {
            reader.AddDescriptors(unshown, NameOf(unshown));
        }

        reader.AddPartitionTables(Partitions);
        var tables = Partitions.Tables;
        if (BootRecordOf() is var (found, descriptors))
        {
            catalog = found;
            boot = reader.AddBoot(found, descriptors.FirstSector) with { IsOfEarlierSession = descriptors != shown.Descriptors };
            foreach (var entry in boot.Entries.Where(entry => entry.Length == 0))
            {
                overlaps.Warning(DiagnosticId.BootImageOutside, entry.Name, $"The boot entry points to byte {entry.Sector * Sector.Size}, beyond the image's end at {image.Length}, so machines cannot boot from it. The image is truncated, or was not made for booting. Get a fresh copy.");
            }
        }

        if (PartitionVolume is { } volume)
        {
            reader.AddPartition(volume);
        }

        reader.AddChecksums();
        if (tables.HasAppleMap)
        {
            reader.AddHfs(Partitions.Area);
        }

        reader.AddPartitions(tables);
        IEnumerable<View> started = boot?.Entries.Where(entry => entry.Length > 0).Select(BootImages.ViewOf) ?? [];
        reader.EfiImages = EfiImages.Of(boot);
        var regions = reader.Cover();
        return new ImageLayout(regions, image.Length, Volume()) { ShownFiles = () => ShownFiles.Of(shown, regions), Views = [.. reader.Within, .. (shown.UdfVolume ?? EarlierUdf)?.Views ?? [], .. started, .. PartitionViews.Of(tables.Mbr, tables.Gpt?.Partitions ?? [])] };
    }

    /// <summary>What the structures of a session are called before all else: nothing when there is but one, or when they are a copy at the image's start.</summary>
    private string NameOf(DescriptorSet? descriptors)
    {
        var index = sessions.FindIndex(session => session.Descriptors == descriptors);
        return index < 0 || (sessions.Count == 1 && unshown is null) ? "" : $"session {index + 1} ";
    }

    private VolumeInfo Volume()
    {
        if (shown.Descriptors is not { } descriptors)
        {
            var info = shown.UdfVolume!.Info;
            return new VolumeInfo(info.VolumeId, info.Recorded, Formats, IsoLevel: 0);
        }

        var view = new VolumeDescriptor.View(descriptors.Primary);
        return new VolumeInfo(descriptors.VolumeId, view.ModifiedDate, Formats, shown.IsPrimaryEnhanced ? IsoNameForm.Free : shown.Outlines().Primary!.LowestLevel)
        {
            Publisher = DescriptorSet.Text(view.PublisherField),
            ApplicationId = DescriptorSet.Text(view.ApplicationIdField),
            SystemId = DescriptorSet.Text(view.SystemIdField),
            VolumeSetId = DescriptorSet.Text(view.VolumeSetIdField),
            Preparer = DescriptorSet.Text(view.PreparerField),
            CopyrightFile = DescriptorSet.Text(view.CopyrightField),
            AbstractFile = DescriptorSet.Text(view.AbstractField),
            BibliographicFile = DescriptorSet.Text(view.BibliographicField),
            Expires = view.ExpiresDate,
            Effective = view.EffectiveDate,
        };
    }

    /// <summary>Says what is unusual about how the image is stored.</summary>
    private void Recognise(long start, int session)
    {
        var geometry = image.Geometry;
        if (image.SectorFormat != SectorFormat.Cooked)
        {
            var mode = image.SectorFormat == SectorFormat.RawMode1 ? "mode 1" : "mode 2 form 1";
            recognised.Info(DiagnosticId.SectorsUnusual, item: null, $"The file stores raw sectors of {geometry.Stride} bytes ({mode}). Offsets count only the {Sector.Size} bytes of user data in each.");
        }

        if (geometry.Start > 0)
        {
            recognised.Add(new Diagnostic(
                DiagnosticId.SectorsUnusual,
                geometry.IsStartDoubtful ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
                Item: null,
                $"The volume begins at byte {geometry.Start} of the file. Offsets count from there.{(geometry.IsStartDoubtful ? " The data before it has an unknown format. If that format reorders blocks or stores something between them, file content is wrong. Convert it into an ISO image with the program that made it, or check the files." : "")}"));
        }

        if (start > 0)
        {
            recognised.Info(DiagnosticId.SectorsUnusual, item: null, $"There is no volume at the start of the image. The volume shown begins at sector {start}.");
        }

        if (sessions.Count > 1)
        {
            recognised.Info(DiagnosticId.SeveralSessions, item: null, $"The image has {sessions.Count} sessions. Session {session} is shown.");
        }

        if (sessions[^1].Descriptors is { } newest && SessionFinder.UnsearchedFrom(image, newest) is { } unsearched)
        {
            recognised.Info(DiagnosticId.SectorsUnusual, item: null, $"The image continues after its last volume. From sector {unsearched} on, where no disc has a session, no further sessions are looked for.");
        }

        foreach (var (_, sector) in shown.Descriptors?.All ?? [])
        {
            if (DescriptorSet.KindOf(sector) is VolumeDescriptorKind.Joliet or VolumeDescriptorKind.Enhanced && !DescriptorSet.HasOurBlocks(sector))
            {
                recognised.Warning(DiagnosticId.ImageMalformed, item: null, $"A supplementary volume descriptor has a logical block size of {new VolumeDescriptor.View(sector).LogicalBlockSize} bytes. Its tree is not shown, because only {Sector.Size} is supported.");
            }
        }

        if (EarlierUdf is not null)
        {
            recognised.Info(
                DiagnosticId.UdfOfEarlierSession,
                item: null,
                sessions.Count > 1
                    ? $"The UDF volume at the image's start belongs to session 1, not to session {session}, which is shown. Choose session 1 to see it."
                    : "The UDF volume is older than the ISO 9660 volume, because a session was added without UDF, as xorriso and growisofs do. It is not shown.");
        }
    }
}
