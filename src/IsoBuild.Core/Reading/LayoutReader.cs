using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Iso9660;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.RockRidge;

namespace IsoBuild.Reading;

/// <summary>Finds out where everything lies.</summary>
internal sealed class LayoutReader(ImageFile image, DiagnosticBag diagnostics)
{
    private const int SystemAreaSize = FixedAreas.SystemAreaSectors * Sector.Size;

    private const string Empty = "empty";

    private readonly List<Found> found = [];
    /// <summary>Where content begins, and its place in <see cref="found"/>.</summary>
    private readonly Dictionary<long, int> fileOffsets = [];
    private readonly HashSet<long> directoryOffsets = [];

    /// <summary>Sessions that genisoimage adds go on in the areas of those before.</summary>
    private readonly HashSet<long> continuationSectors = [];

    /// <summary>What is said to be checksums.</summary>
    private readonly List<Found> checksums = [];

    /// <summary>Adds the regions of a volume.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="session">What its structures are called before all else; empty when the image has one session.</param>
    public void AddVolume(VolumeReading volume, string session)
    {
        // Whoever wants names of files wants those of this tree; of the others, those that lie elsewhere.
        var best = volume.ReadBest();
        if (volume.Descriptors is { } descriptors)
        {
            AddIso9660(volume, descriptors, session);
        }

        if (volume.UdfVolume is { } udf)
        {
            if (volume.Descriptors is null)
            {
                AddSystemArea(0, session);
            }

            AddStructures(udf, volume.Udf!);
        }

        var (primary, joliet) = volume.Outlines();
        AddFiles(best, volume.BestView == ImageFormats.Udf ? volume.UdfVolume : null);
        if (primary is not null && HasOthers(primary))
        {
            AddFiles(volume.Primary);
        }

        if (joliet is not null && HasOthers(joliet))
        {
            AddFiles(volume.Tree(ImageFormats.Joliet));
        }

        AddFiles(volume.Enhanced());
        AddFiles(volume.Udf, volume.UdfVolume);
    }

    /// <summary>Whether nothing in a volume overlaps: then a map of it has nothing to report. Where that takes a closer look, it is said to.</summary>
    public bool IsSound(VolumeReading volume)
    {
        AddIso9660(volume, volume.Descriptors!, session: "");
        var (primary, joliet) = volume.Outlines();
        var structures = found.Select(region => (region.Offset, region.Length, IsFile: false)).ToList();
        structures.Sort();
        var files = primary!.Stretches;
        if (joliet is not null && !joliet.Stretches.SequenceEqual(files))
        {
            files = files.Concat(joliet.Stretches);
        }

        if (volume.Enhanced() is { } enhanced)
        {
            files = files.Concat(enhanced.Stretches);
        }

        var all = structures.Concat(files.Select(file => (file.Offset, file.Length, IsFile: true)));
        return checksums.Count == 0 && (AreApart(all) || AreApart(Sorted(all)));
    }

    private static List<(long, long, bool)> Sorted(IEnumerable<(long, long, bool)> stretches)
    {
        var sorted = stretches.ToList();
        sorted.Sort();
        return sorted;
    }

    /// <summary>Whether each stretch begins behind the last sector of the one before, or is the same file again.</summary>
    private static bool AreApart(IEnumerable<(long Offset, long Length, bool IsFile)> stretches)
    {
        var last = (Offset: -1L, Length: 0L, IsFile: false);
        foreach (var stretch in stretches)
        {
            if (stretch.Length > 0 && !(stretch.IsFile && stretch == last))
            {
                if (stretch.Offset < Sector.AlignUp(last.Offset + last.Length))
                {
                    return false;
                }

                last = stretch;
            }
        }

        return true;
    }

    /// <summary>Whether a tree has files where none is known to lie.</summary>
    private bool HasOthers(TreeStructure tree)
    {
        foreach (var (offset, length) in tree.Stretches)
        {
            if (length > 0 && !fileOffsets.ContainsKey(offset))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the regions of a UDF volume at the start of a volume that is added elsewhere.</summary>
    public void AddUdf(VolumeReading volume)
    {
        AddStructures(volume.UdfVolume!, volume.Udf!);
        AddFiles(volume.Udf, volume.UdfVolume);
    }

    private void AddStructures(UdfVolumeReading volume, UdfTreeReading tree)
    {
        UdfRegions.AddVolume(volume, Add);
        UdfRegions.AddTree(volume, tree, Add);
    }

    private void AddIso9660(VolumeReading volume, DescriptorSet descriptors, string session)
    {
        AddDescriptors(descriptors, session);
        var (primary, joliet) = volume.Outlines();
        AddTree(primary!, descriptors.Primary, $"{session}iso9660");
        AddContinuations(primary!, session);
        FindChecksums(primary!, descriptors, session);
        if (joliet is not null)
        {
            AddTree(joliet, descriptors.Joliet!, $"{session}joliet");
        }

        // It may well share the records of the primary tree, and have path tables of its own.
        if (descriptors.Enhanced is { } descriptor)
        {
            AddPathTables(descriptor, $"{session}enhanced");
            AddDirectories(volume.Enhanced(), $"{session}enhanced");
        }
    }

    /// <summary>Adds the structures of the volume that a partition is by itself.</summary>
    public void AddPartition(PartitionVolumeReading partition)
    {
        var inner = new LayoutReader(partition.Image, diagnostics);
        inner.AddIso9660(partition.Volume, partition.Volume.Descriptors!, PartitionVolume.Prefix);
        found.AddRange(inner.found.Where(region => region.Kind != RegionKind.SystemArea).Select(region => region with { Offset = region.Offset + partition.Offset }));
    }

    /// <summary>Adds checksums where nothing else lies: other programs may have put it there. Comes after that.</summary>
    public void AddChecksums() => found.AddRange(checksums.Where(sums => !found.Exists(region => region.Offset < Sector.AlignUp(sums.Offset + sums.Length) && region.Offset + region.Length > sums.Offset)).ToList());

    /// <summary>Adds the structures of an HFS+ volume where nothing else lies. Comes after that.</summary>
    public void AddHfs(ReadOnlySpan<byte> area) => found.AddRange(HfsRegions.Find(image, area)
        .Where(structure => !found.Exists(region => region.Length > 0 && region.Offset < Sector.AlignUp(structure.Offset + structure.Length) && region.Offset + region.Length > structure.Offset))
        .Select(structure => new Found(structure.Offset, structure.Length, RegionKind.HfsPlus, structure.Name)).ToList());

    /// <summary>Adds partitions that hold nothing that is known otherwise. Comes after all else.</summary>
    public void AddPartitions(PartitionTables tables)
    {
        if (tables.Mbr.Count > 0 || tables.Gpt is not null)
        {
            PartitionRegions.AddUnknown(tables, [.. found.Where(region => region.Length > 0).Select(region => (region.Offset, region.Length))], image.Length, Add);
        }
    }

    /// <summary>Adds a boot catalog and what it starts, as far as no tree shows it. Comes after all else.</summary>
    /// <returns>What the catalog says.</returns>
    public BootCatalogInfo AddBoot(BootCatalogReading catalog, long primarySector)
    {
        var file = catalog.IsReadable && fileOffsets.TryGetValue(catalog.Offset, out var number) ? found[number].Subject : null;
        if (catalog.IsReadable && file is null)
        {
            found.Add(new Found(catalog.Offset, Math.Min(catalog.Length, image.Length - catalog.Offset), RegionKind.BootCatalog, "el torito"));
        }

        // Most boot images are files; where else things lie is looked up when one is not.
        var places = new Lazy<List<BootImages.Place>>(() => [.. found.Where(region => region.Length > 0).Select(region => new BootImages.Place(region.Offset, region.Length, region.Kind == RegionKind.File)).OrderBy(place => place.Offset)]);
        var images = new BootImages(image, catalog, primarySector) { FileAt = FileAt, Places = () => places.Value };
        var view = catalog.IsReadable ? new CatalogRecord.View(catalog.Validation) : default;
        return new BootCatalogInfo
        {
            RecordSector = catalog.RecordSector,
            Sector = catalog.Sector,
            Path = file?.ToString(),
            IsReadable = catalog.IsReadable,
            Platform = catalog.IsReadable ? (BootPlatform)view.PlatformByte : default,
            Id = catalog.IsReadable ? DescriptorSet.Text(view.ValidationIdField) : "",
            Entries = images.Find((offset, length, name) => found.Add(new Found(offset, length, RegionKind.BootImage, name))),
        };

        (string Path, long Length)? FileAt(long offset) =>
            fileOffsets.TryGetValue(offset, out var index) && found[index] is { Subject: ContentFile or FileNames } region ? (region.Subject.ToString()!, region.Length) : null;
    }

    /// <summary>Adds descriptors that lead to a volume that is added elsewhere.</summary>
    public void AddDescriptors(DescriptorSet descriptors, string session)
    {
        var offset = descriptors.FirstSector * Sector.Size;
        AddSystemArea(offset - SystemAreaSize, session);
        for (var i = 0; i < descriptors.All.Count; i++)
        {
            var name = DescriptorSet.KindOf(descriptors.All[i].Sector) switch
            {
                VolumeDescriptorKind.Primary => "primary",
                VolumeDescriptorKind.Joliet => "joliet",
                VolumeDescriptorKind.Enhanced => "enhanced",
                VolumeDescriptorKind.Supplementary => "supplementary",
                VolumeDescriptorKind.BootRecord => "boot record",
                VolumeDescriptorKind.Partition => "partition",
                VolumeDescriptorKind.Terminator => "terminator",
                _ => "unknown",
            };
            found.Add(new Found(offset + ((long)i * Sector.Size), Sector.Size, RegionKind.VolumeDescriptor, session + name));
        }
    }

    /// <summary>Files that are stretches of the EFI system partition, which holds them too; known once the regions are.</summary>
    public List<View> Within { get; } = [];

    /// <summary>Where EFI system partitions lie that machines boot from, in bytes.</summary>
    public IReadOnlyList<(long Offset, long Length)> EfiImages { get; set; } = [];

    /// <summary>Sorts what was found, drops what overlaps, and names what lies between.</summary>
    public Region[] Cover()
    {
        var regions = new List<Region>(found.Count + 1);
        long end = 0;

        // Of regions that begin together, the longer one explains more.
        foreach (var (begin, size, kind, subject) in found.OrderBy(region => region.Offset).ThenByDescending(region => region.Length))
        {
            var (offset, length) = (begin, size);
            if (length <= 0 || offset > image.Length - length)
            {
                continue;
            }

            if (offset < end && offset >= regions[^1].Offset + regions[^1].Length)
            {
                // Blocks may be smaller than sectors: what begins in the sector in which something ends goes by that.
                var shared = regions[^1];
                regions[^1] = new Region(shared.Id, shared.Kind, shared.Offset, offset + length - shared.Offset, SharedSubject.Of(shared.Subject));
                end = Sector.AlignUp(offset + length);
                continue;
            }

            if (offset < end)
            {
                if (kind == RegionKind.File && EfiImages.Any(efi => efi.Offset < offset && efi.Offset + efi.Length >= offset + length))
                {
                    Within.Add(new View(subject.ToString()!, offset, length, ViewKind.File));
                    continue;
                }

                if (diagnostics.Keeps(DiagnosticId.ImageMalformed))
                {
                    diagnostics.Warning(DiagnosticId.ImageMalformed, subject.ToString(), $"The {LayoutText.KindName(kind)} at byte {offset} overlaps the structure before it.");
                }

                continue;
            }

            var slack = offset % Sector.Size;
            (offset, length) = (offset - slack, length + slack);
            if (offset > end)
            {
                AddUnreferenced(regions, end, offset, RegionKind.Gap);
            }

            regions.Add(new Region(new RegionId(regions.Count), kind, offset, length, subject));
            end = Sector.AlignUp(offset + length);
        }

        if (end < image.Length)
        {
            AddUnreferenced(regions, end, image.Length, RegionKind.Padding);
        }

        // What comes before that which has its place at the very end is padding, as it is where there is nothing such.
        for (var i = regions.Count - 1; i >= 0 && (regions[i].Kind is RegionKind.Padding or RegionKind.PartitionTable or RegionKind.Gap || regions[i].Subject is UdfRegions.Anchor or UdfRegions.ReserveSequence); i--)
        {
            var region = regions[i];
            if (region.Kind == RegionKind.Gap)
            {
                if (!ReferenceEquals(region.Subject, Empty))
                {
                    break;
                }

                regions[i] = new Region(region.Id, RegionKind.Padding, region.Offset, region.Length, region.Subject);
            }
        }

        return [.. regions];
    }

    private void Add(long offset, long length, RegionKind kind, object subject) => found.Add(new Found(offset, length, kind, subject));

    /// <summary>Adds what partition tables have outside the system area.</summary>
    public void AddPartitionTables(PartitionTableReading tables) => PartitionRegions.AddTables(tables, Add);

    private void AddSystemArea(long offset, string session)
    {
        var area = new byte[SystemAreaSize];
        image.TryRead(offset, area);
        found.Add(new Found(offset, SystemAreaSize, RegionKind.SystemArea, session + PartitionTableReading.Describe(area)));
    }

    private void AddTree(TreeStructure tree, byte[] descriptor, string name)
    {
        AddPathTables(descriptor, name);
        AddDirectories(tree, name);
    }

    private void AddPathTables(byte[] descriptor, string tree)
    {
        var view = new VolumeDescriptor.View(descriptor);
        AddPathTable(view.LittleEndianPathTableBlock, view.PathTableBytes, $"{tree} little-endian");
        AddPathTable(view.BigEndianPathTableBlock, view.PathTableBytes, $"{tree} big-endian");
        AddPathTable(view.OptionalLittleEndianPathTableBlock, view.PathTableBytes, $"{tree} little-endian, optional");
        AddPathTable(view.OptionalBigEndianPathTableBlock, view.PathTableBytes, $"{tree} big-endian, optional");
    }

    private void AddPathTable(uint block, uint length, string name)
    {
        // Trees may share their tables, as those of a primary and an enhanced descriptor do.
        var offset = (long)block * Sector.Size;
        if (block == 0 || found.Exists(region => region.Kind == RegionKind.PathTable && region.Offset == offset && region.Length == length))
        {
            return;
        }

        if (length > image.Length - offset)
        {
            diagnostics.Error(DiagnosticId.ImageTruncated, name, $"The path table at byte {offset}, {length} bytes long, goes beyond the image's end at {image.Length}.");
            return;
        }

        found.Add(new Found(offset, length, RegionKind.PathTable, name));
    }

    private void AddDirectories(TreeStructure? tree, string name)
    {
        foreach (var directory in tree?.Directories ?? [])
        {
            if (directoryOffsets.Add(directory.Offset))
            {
                found.Add(new Found(directory.Offset, directory.Length, RegionKind.Directory, new DirectorySubject(name, directory.Node)));
            }
        }
    }

    private void AddContinuations(TreeStructure tree, string session)
    {
        // Where directories share a sector, it goes by that which lies first.
        var places = new Dictionary<ContentDirectory, long>();
        tree.Directories.ForEach(directory => places.TryAdd(directory.Node, directory.Offset));
        var sectors = tree.Continuations.Select(area => (Number: area.Offset / Sector.Size, area.Directory))
            .OrderBy(sector => sector.Number).ThenBy(sector => places.GetValueOrDefault(sector.Directory)).Where(sector => continuationSectors.Add(sector.Number)).ToList();
        for (var i = 0; i < sectors.Count;)
        {
            var (first, directory) = sectors[i];
            var count = 1;
            while (i + count < sectors.Count && sectors[i + count].Number == first + count && sectors[i + count].Directory == directory)
            {
                count++;
            }

            found.Add(new Found(first * Sector.Size, (long)count * Sector.Size, RegionKind.Continuation, new DirectorySubject($"{session}rock-ridge", directory)));
            i += count;
        }
    }

    private void FindChecksums(TreeStructure tree, DescriptorSet descriptors, string session)
    {
        if (tree.Checksums is not { } area)
        {
            return;
        }

        checksums.Add(new Found(area.Sector * (long)Sector.Size, area.Length, RegionKind.Checksum, $"{session}files"));
        var sector = new byte[Sector.Size];
        var behind = descriptors.FirstSector + descriptors.All.Count;
        for (var number = behind; number < behind + ChecksumTag.MostSectorsBehind; number++)
        {
            if (FindTag(ChecksumTag.OfDescriptors, number, "descriptors") is { } next)
            {
                FindTag(ChecksumTag.OfDirectories, next, "directories");
                break;
            }
        }

        FindTag(ChecksumTag.OfSession, area.Sector + Sector.Count(area.Length), "session");

        long? FindTag(string kind, long number, string name)
        {
            if (!image.TryRead(number * Sector.Size, sector) || !ChecksumTag.IsIn(sector, kind, number, out var next))
            {
                return null;
            }

            checksums.Add(new Found(number * Sector.Size, Sector.Size, RegionKind.Checksum, session + name));
            return next;
        }
    }

    private void AddFiles(TreeReading? tree, UdfVolumeReading? udf = null)
    {
        var firstOfTree = found.Count;
        if (fileOffsets.Count == 0 && tree is not null)
        {
            fileOffsets.EnsureCapacity(tree.Content.AllNodes.Length);
            found.EnsureCapacity(found.Count + tree.Content.AllNodes.Length);
        }

        foreach (var node in tree?.Content.AllNodes ?? [])
        {
            if (node is not ContentFile file || (udf is not null && UdfRegions.IsEmbedded(file, udf)))
            {
                continue;
            }

            var extents = TreeReading.ExtentsOf(file);
            for (var i = 0; i < extents.Length; i++)
            {
                var (offset, length) = (extents[i].Offset, extents[i].End - extents[i].Offset);
                if (length <= 0 || extents[i].IsHole)
                {
                    continue;
                }

                if (!fileOffsets.TryAdd(offset, found.Count))
                {
                    if (i == 0 && !TryShare(fileOffsets[offset], firstOfTree, length, file))
                    {
                        // A file that begins with another one overlaps it: which one explains more is seen when all is there.
                        found.Add(new Found(offset, length, RegionKind.File, file));
                    }
                }
                else
                {
                    found.Add(new Found(offset, length, RegionKind.File, i == 0 ? file : new FilePart(file, i + 1, extents.Length)));
                }
            }
        }
    }

    /// <summary>Names one more file of the same content. The names of a region are those of the first tree that shows it; how long other trees say that a file is does not matter.</summary>
    /// <returns>Whether nothing more is to be said: <see langword="false"/> of a file of the same tree that has another length.</returns>
    private bool TryShare(int number, int firstOfTree, long length, ContentFile file)
    {
        var region = found[number];
        if (number < firstOfTree || region.Subject is FilePart)
        {
            return true;
        }

        if (region.Length != length)
        {
            return false;
        }

        if (region.Subject is not FileNames names)
        {
            names = new FileNames((ContentFile)region.Subject, trees: null);
            found[number] = region with { Subject = names };
        }

        names.Add(file);
        return true;
    }

    private void AddUnreferenced(List<Region> regions, long start, long end, RegionKind kind) =>
        regions.Add(new Region(new RegionId(regions.Count), kind, start, end - start, image.IsZero(start, end - start) ? Empty : "unknown"));

    private readonly record struct Found(long Offset, long Length, RegionKind Kind, object Subject);

    /// <summary>Several things that share sectors: the first gives the name.</summary>
    private sealed record SharedSubject(object First, int Others)
    {
        public static SharedSubject Of(object subject) => subject is SharedSubject shared ? shared with { Others = shared.Others + 1 } : new SharedSubject(subject, 1);

        public override string ToString() => $"{First} and {Others} more";
    }

    private sealed record DirectorySubject(string Tree, ContentDirectory Node)
    {
        public override string ToString() => $"{Tree} {Node.Path}";
    }
}
