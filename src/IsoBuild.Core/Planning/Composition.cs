using IsoBuild.Booting;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.DvdVideo;
using IsoBuild.HfsPlus;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;
using IsoBuild.Remastering;
using IsoBuild.RockRidge;
using IsoBuild.Udf;
using IsoBuild.Zisofs;

namespace IsoBuild.Planning;

/// <summary>Lets every format ask for its regions, and places them.</summary>
/// <param name="content">What the image holds.</param>
/// <param name="options">How it is to be.</param>
/// <param name="formats">The trees.</param>
/// <param name="parallel">How many threads compress files.</param>
internal sealed class Composition(ContentTree content, ImageOptions options, ImageFormats formats, ParallelOptions parallel)
{
    public BootPlan? Boot { get; init; }

    public KeptVolume? Kept { get; init; }

    public DvdVideoPlan? DvdVideo { get; init; }

    public ChecksumLists? Checksums { get; init; }

    /// <summary>Writes the tables of real names, as soon as the content is complete.</summary>
    public void FillTranslationTables()
    {
        var unheard = new DiagnosticBag(limit: 0);
        var names = Names(unheard);
        TranslationTable.Fill(content, names, Relocated(names, unheard));
    }

    private IsoNames Names(DiagnosticBag diagnostics)
    {
        var hasRockRidge = formats.HasFlag(ImageFormats.RockRidge);
        return new IsoNames(options.IsoLevel, namesElsewhere: formats != ImageFormats.Iso9660, diagnostics, options.IsoNames)
        {
            RealName = hasRockRidge ? directory => directory.Node.Name : null,
            HasRockRidge = hasRockRidge,
            Kept = content.KeptNames,
        };
    }

    private Relocation? Relocated(IsoNames names, DiagnosticBag diagnostics) =>
        options.RelocateDeepDirectories && names.HasRockRidge ? Relocation.Plan(content, names.Formats, diagnostics) : null;

    /// <summary>Makes a plan; <see langword="null"/> when a diagnostic is an error. It may be asked again, when more is known of equal files.</summary>
    /// <param name="firsts">As <see cref="EqualContent.Find"/> tells it; <see langword="null"/> where equal files do not share a region.</param>
    /// <param name="diagnostics">Receives reports of what cannot be stored.</param>
    public ImagePlan? Lay(int[]? firsts, DiagnosticBag diagnostics)
    {
        var hasRockRidge = formats.HasFlag(ImageFormats.RockRidge);
        var text = Text(options, content, diagnostics) with { Kept = Kept };
        var files = new FileData(content, firsts);
        options.Hybrid?.Form?.AddTo(files);
        options.Hybrid?.Appended?.AddTo(files, options.Hybrid.WritesGpt(Boot?.ForDisks(files).HasEfi == true));
        var catalog = Boot?.AddTo(files);
        DvdVideo?.AddTo(files);
        Compress(files, formats, options.HfsPlus, diagnostics, parallel);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        var names = Names(diagnostics);
        var relocation = Relocated(names, diagnostics);
        var sums = hasRockRidge && Kept is { HasChecksums: true } && options.SessionStart == 0 ? new Md5Checksums(content, files, FirstSectorOfSums(options), parallel.CancellationToken) : null;
        var rockRidge = hasRockRidge ? new RockRidgeFields(diagnostics, files) { Checksums = sums } : null;
        var primary = formats.HasFlag(ImageFormats.Iso9660) ? new Iso9660Volume(content, files, text, names, rockRidge, formats, diagnostics, relocation) : null;
        var jolietCharacters = options.JolietLongNames ? JolietNames.MostCharacters : JolietNames.MaxCharacters;
        var joliet = formats.HasFlag(ImageFormats.Joliet) ? new JolietVolume(content, files, text, new JolietNames(jolietCharacters, diagnostics) { Kept = content.KeptNames }, diagnostics) : null;
        var enhanced = formats.HasFlag(ImageFormats.Iso1999)
            ? new EnhancedVolume(content, files, text, new EnhancedNames(namesElsewhere: hasRockRidge, diagnostics) { Kept = content.KeptNames }, diagnostics)
            : null;
        var udf = formats.HasFlag(ImageFormats.Udf) ? new UdfVolume(content, files, text, isAlone: primary is null, diagnostics) : null;
        files.NamedBy = NamedBy(content, formats, primary, joliet, enhanced, udf);

        // Code that lies beside the boot loader in the content is meant for it.
        var hybridOptions = Boot is { BootCode.Bytes.IsEmpty: false } ? options.Hybrid! with { BootCode = Boot.BootCode.Bytes } : options.Hybrid;
        var hybrid = hybridOptions is null ? null : HybridPart.Create(hybridOptions, Boot?.ForDisks(files) ?? new DiskBoot(), content, text, files.RegionOf, udf is not null, diagnostics);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        if (options.SystemArea is { Length: > 0 } area && hybrid is { HasGpt: true } && Kept!.SystemArea.Span.Slice(GptHeader.PrimaryBlock * Block.Size, GptHeader.DefaultSize).ContainsAnyExcept((byte)0))
        {
            diagnostics.Warning(DiagnosticId.SystemAreaOverwritten, "system area", $"The GPT replaces what the file has in bytes {Block.Size} to {Block.Size + GptHeader.DefaultSize - 1} of the system area. Code that goes on there does not work. Leave the GPT out, or name another file.", area);
        }

        var hfs = options.HfsPlus ? new HfsVolume(content, files, text, HfsOptionsOf(options, formats, hybrid), options.Alignment, diagnostics) : null;
        var map = hfs is null ? null : new AppleMap(layout => (layout[hfs.First], layout[hfs.Last]));
        if (map is not null && hybrid?.Add(map) == false)
        {
            return null;
        }

        if (map is not null && options.SystemArea is { Length: > 0 } file && AppleMap.Overwrites(Kept!.SystemArea.Span))
        {
            diagnostics.Warning(DiagnosticId.SystemAreaOverwritten, "system area", $"The Apple partition map replaces what the file has in its first 8 bytes, or from byte {Bytes.Sector.Size} on where its entries are. Code that needs these bytes does not work. Leave HFS+ out, or name another file.", file);
        }

        var requests = new RegionRequests();
        var volume = options.Hybrid is { VolumeStart: > 0 and var start } && primary is not null ? new PartitionVolume(start, hybrid!.VolumeEnd) : null;
        IImagePart?[] parts = [SystemAreaOf(hybrid, map, Kept, content, files, diagnostics), files, primary, joliet, enhanced, udf, sums, catalog, hfs, volume, hybrid];
        foreach (var part in parts)
        {
            part?.Measure(requests);
            if (diagnostics.HasErrors)
            {
                // What is too much for one tree is too much for the next: once is enough to hear it.
                return null;
            }
        }

        if (primary is not null)
        {
            new VolumeTextCheck(text, formats, diagnostics).Check(primary.Info, joliet?.VolumeId, udf?.Info.VolumeId);
        }

        RawNames.Report(content, formats, diagnostics);
        new PathLimits(formats, isRelocated: relocation is not null, jolietCharacters).Check(content, diagnostics);
        if (primary is not null && (options.RelocateDeepDirectories || formats == ImageFormats.Iso9660))
        {
            // Who relocates wants conformity; who wants the plain tree alone may have readers that mind.
            StandardPaths.Check(primary.Tree, names, options.RelocateDeepDirectories ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, diagnostics);
        }

        var layout = requests.Place(primary?.Info ?? udf!.Info, options.Alignment, EndOf(options, hybrid));
        if (options.SessionStart + layout.SectorCount > uint.MaxValue)
        {
            diagnostics.Error(DiagnosticId.VolumeTooLarge, item: null, $"The volume would have {layout.SectorCount} sectors, but a volume descriptor counts at most {uint.MaxValue} (8 TiB). Split the content over several images.");
            return null;
        }

        layout = layout.StartingAt(options.SessionStart);
        hybrid?.Check(layout);
        if (diagnostics.HasErrors)
        {
            return null;
        }

        catalog?.Generate(layout);
        Checksums?.Settle(layout, files);

        // Boot images first: checksums are of all. That of the medium is last, and what it changes is not in the others.
        IFixUp?[] last = [sums, options.MediaChecksum ? new MediaChecksum(parallel.CancellationToken) : null];
        var trees = files.NamedBy;
        return new ImagePlan(content, layout.Showing(() => ShownFile.Of(content, trees))) { FixUps = [.. Boot?.FixUps ?? [], .. last.OfType<IFixUp>()] };
    }

    /// <summary>Where what libisofs' checksum of the whole is of begins: what changes afterwards, or what a partition's own volume does not see, is not in it.</summary>
    private static uint FirstSectorOfSums(ImageOptions options) =>
        (uint)Math.Max(options.MediaChecksum ? FixedAreas.SystemAreaSectors + 1 : 0, options.Hybrid?.VolumeStart ?? 0);

    private static FixedAreas SystemAreaOf(HybridPart? hybrid, AppleMap? map, KeptVolume? kept, ContentTree content, FileData files, DiagnosticBag diagnostics)
    {
        var encoder = hybrid ?? (IRegionEncoder?)map;
        var what = hybrid?.SystemArea ?? (map is null ? null : SystemAreaText.Of(kept is { SystemArea.IsEmpty: false } && new MasterBootRecord(kept.SystemArea.Span).IsThere, hasGpt: false, hasApple: true));
        return kept is { SystemArea.IsEmpty: false } ? new FixedAreas(what ?? PartitionTableReading.Describe(kept.SystemArea.Span), new KeptSystemArea(kept, encoder, content, files.RegionOf, diagnostics))
            : what is null ? new FixedAreas()
            : new FixedAreas(what, encoder);
    }

    private static HfsOptions HfsOptionsOf(ImageOptions options, ImageFormats formats, HybridPart? hybrid) =>
        new(formats, HfsCreator.ParseAll(options.HfsCreators, out _) ?? [], options.HfsBless, ReachesUefiImages: hybrid is not { HasGpt: true }) { UefiAlignment = options.Hybrid?.Form?.EfiAlignment ?? Bytes.Sector.Size };

    private static ImageEnd EndOf(ImageOptions options, HybridPart? hybrid)
    {
        var sectors = options.MediaChecksum ? Math.Max(options.PaddingSectors, MediaChecksum.SkippedSectors) : options.PaddingSectors;
        var end = new ImageEnd((long)sectors * Bytes.Sector.Size) { LeastLength = options.MediaChecksum ? MediaChecksum.LeastSectors * Bytes.Sector.Size : 0 };
        return hybrid is null ? end : end with { MultipleFor = hybrid.Alignment };
    }

    private static void Compress(FileData files, ImageFormats formats, bool hasHfs, DiagnosticBag diagnostics, ParallelOptions parallel)
    {
        var wanted = files.ToCompress();
        if (wanted.Count == 0)
        {
            return;
        }

        if (!formats.HasFlag(ImageFormats.RockRidge))
        {
            diagnostics.Warning(DiagnosticId.CompressionUnavailable, wanted[0].Path, $"{Several(wanted.Count)} marked for compression, which only Rock Ridge can record; stored uncompressed instead. Add Rock Ridge to the formats.", wanted[0].Source.FilePath);
            return;
        }

        // What the base has compressed is stored as it is there.
        var ready = new Dictionary<ContentFile, StoredForm>();
        foreach (var file in wanted)
        {
            if (file.Source is ZisofsSource { AsStored: { } form })
            {
                ready.Add(file, form);
            }
        }

        wanted.RemoveAll(ready.ContainsKey);
        foreach (var file in wanted.Where(file => !Compressor.CanCompress(file)))
        {
            diagnostics.Warning(DiagnosticId.CompressionTooLarge, file.Path, $"The file is {file.Length} bytes long, but zisofs compresses files of at most {uint.MaxValue} bytes (4 GiB). It is stored uncompressed.", file.Source.FilePath);
        }

        files.Stored = wanted.Count == 0 ? ready : new Compressor(diagnostics, parallel).Compress([.. wanted.Where(Compressor.CanCompress)]).Concat(ready).ToDictionary();
        if (files.Stored.Count > 0 && (hasHfs || (formats & ~(ImageFormats.Iso9660 | ImageFormats.RockRidge)) != 0))
        {
            var first = files.Stored.Keys.MinBy(file => file.Index)!;
            diagnostics.Warning(DiagnosticId.CompressionElsewhere, first.Path, $"{Several(files.Stored.Count)} stored compressed. Linux shows the content through Rock Ridge; other systems, and the other trees, show the compressed bytes. Leave the other trees out, or do not compress files that are read through them.", first.Source.FilePath);
        }

        static string Several(int count) => count == 1 ? "The file is" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The file and {count - 1} more are");
    }

    /// <summary>The trees in the order in which the reader looks in them for the names of files: the best view, then the others;
    /// none when it finds all of them in the first, by their own names.</summary>
    private static List<NamingTree>? NamedBy(ContentTree content, ImageFormats formats, Iso9660Volume? primary, JolietVolume? joliet, EnhancedVolume? enhanced, UdfVolume? udf)
    {
        var best = VolumeReading.BestOf(formats);
        var hasRockRidge = best == ImageFormats.RockRidge;
        var hasAll = hasRockRidge
            ? !Array.Exists(content.AllNodes, node => (node.HiddenFrom & IsoNames.AllFormats) != 0)
            : udf is not null && UdfVolume.ShowsAllByTheirNames(content);
        if (hasAll)
        {
            return null;
        }

        var trees = new List<NamingTree>();
        Add(primary is null ? null : new NamingTree(IsoNames.AllFormats, hasRockRidge ? null : primary.Tree.PathOf) { HasLinks = hasRockRidge }, isBest: hasRockRidge);
        Add(joliet is null ? null : new NamingTree(ImageFormats.Joliet, joliet.Tree.PathOf), best == ImageFormats.Joliet);
        Add(enhanced is null ? null : new NamingTree(ImageFormats.Iso1999, enhanced.Tree.PathOf), best == ImageFormats.Iso1999);
        Add(udf is null ? null : new NamingTree(ImageFormats.Udf, udf.PathOf), best == ImageFormats.Udf);
        return trees;

        void Add(NamingTree? tree, bool isBest)
        {
            if (tree is not null)
            {
                trees.Insert(isBest ? 0 : trees.Count, tree);
            }
        }
    }

    private static VolumeText Text(ImageOptions options, ContentTree content, DiagnosticBag diagnostics) => new()
    {
        Timestamp = ImageTimestamp.Normalize(options.Timestamp),
        OwnDate = options.VolumeDate is { } date ? ImageTimestamp.ToHundredths(date) : null,
        VolumeId = options.VolumeId ?? "",
        SystemId = options.SystemId ?? "",
        VolumeSetId = options.VolumeSetId ?? "",
        Publisher = options.Publisher ?? "",
        Preparer = options.Preparer ?? "",
        ApplicationId = options.ApplicationId ?? "",
        CopyrightFile = RootFile("copyright file", options.CopyrightFile, content, diagnostics),
        AbstractFile = RootFile("abstract file", options.AbstractFile, content, diagnostics),
        BibliographicFile = RootFile("bibliographic file", options.BibliographicFile, content, diagnostics),
        Expires = options.Expires is { } expires ? WholeSeconds(expires) : null,
        Effective = options.Effective is { } effective ? WholeSeconds(effective) : null,
    };

    /// <summary>Descriptors name files of the root (ECMA-119 8.4.23 to 8.4.25).</summary>
    private static string RootFile(string field, string? path, ContentTree content, DiagnosticBag diagnostics)
    {
        if (string.IsNullOrEmpty(path))
        {
            return "";
        }

        var name = path.Trim('/', '\\');
        if (NameCase.Find(content.Root, name, content.IgnoresCase) is ContentFile or ContentLink { LeadsTo: not null })
        {
            return name;
        }

        diagnostics.Error(DiagnosticId.DescriptorFileMissing, path, $"The {field} is not in the image's root, where a volume descriptor needs it to be. Add the file to the root, or name another one.");
        return "";
    }

    /// <summary>A descriptor would hold hundredths of a second too; nothing here does.</summary>
    private static DateTimeOffset WholeSeconds(DateTimeOffset date) => new(date.UtcTicks - (date.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
