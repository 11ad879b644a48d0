using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>Recovers the layout and the content of an image.</summary>
internal sealed class ImageReader
{
    private readonly ImageFile image;
    private readonly DiagnosticBag diagnostics = new();
    private readonly DescriptorSet descriptors;
    private readonly TreeReading primary;
    private readonly TreeReading? joliet;

    /// <exception cref="ImageException">The file holds no ISO 9660 volume.</exception>
    public ImageReader(ImageFile image, OpenOptions options)
    {
        this.image = image;
        _ = options;
        descriptors = DescriptorSet.Read(image);
        primary = new TreeReader(image, isJoliet: false, useRockRidge: true, diagnostics).Read(new VolumeDescriptor.View(descriptors.Primary).Root);
        joliet = descriptors.Joliet is null
            ? null
            : new TreeReader(image, isJoliet: true, useRockRidge: false, diagnostics).Read(new VolumeDescriptor.View(descriptors.Joliet).Root);
    }

    /// <summary>The image's bytes.</summary>
    public ImageFile Image => image;

    /// <summary>The sectors of the volume descriptors.</summary>
    public DescriptorSet DescriptorSectors => descriptors;

    /// <summary>Every volume descriptor, in disk order.</summary>
    public IReadOnlyList<VolumeDescriptorInfo> Descriptors => [.. descriptors.All.Select((_, i) => descriptors.Describe(i))];

    public IReadOnlyList<ImageSession> Sessions => [new ImageSession(1, 0, Volume().VolumeId, image.Length / Sector.Size)];

    /// <summary>The tree with the most faithful names: Rock Ridge, else Joliet, else ISO 9660.</summary>
    public ImageFormats BestView => primary.HasRockRidge ? ImageFormats.RockRidge : joliet is null ? ImageFormats.Iso9660 : ImageFormats.Joliet;

    /// <summary>What is wrong with the image; the first call reads all of its structures.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics
    {
        get
        {
            _ = Layout();
            return diagnostics.ToList();
        }
    }

    /// <summary>The trees that the image carries.</summary>
    public ImageFormats Formats =>
        ImageFormats.Iso9660 | (joliet is null ? 0 : ImageFormats.Joliet) | (primary.HasRockRidge ? ImageFormats.RockRidge : 0);

    /// <summary>The content as one tree shows it; <see langword="null"/> when the image does not carry that tree.</summary>
    public ContentTree? Content(ImageFormats view) => view switch
    {
        ImageFormats.RockRidge => primary.HasRockRidge ? primary.Content : null,
        ImageFormats.Joliet => joliet?.Content,
        _ when !primary.HasRockRidge => primary.Content,
        _ => new TreeReader(image, isJoliet: false, useRockRidge: false, new DiagnosticBag()).Read(new VolumeDescriptor.View(descriptors.Primary).Root).Content,
    };

    /// <summary>The content as the tree with the most faithful names shows it: Rock Ridge, Joliet, ISO 9660.</summary>
    public ContentTree BestContent => BestTree.Content;

    private TreeReading BestTree => primary.HasRockRidge || joliet is null ? primary : joliet;

    public ImageLayout Layout()
    {
        var found = new List<(long Offset, long Length, RegionKind Kind, object Subject)>();
        AddDescriptors(found);
        AddPathTables(found, descriptors.Primary, "iso9660");
        AddDirectories(found, primary, "iso9660");
        AddContinuations(found);
        if (joliet is not null)
        {
            AddPathTables(found, descriptors.Joliet!, "joliet");
            AddDirectories(found, joliet, "joliet");
        }

        var files = new HashSet<long>();
        AddFiles(found, files, BestTree);
        AddFiles(found, files, primary);
        return new ImageLayout(Cover(found), image.Length, Volume());
    }

    private VolumeInfo Volume()
    {
        var view = new VolumeDescriptor.View(descriptors.Primary);
        return new VolumeInfo(DescriptorSet.Text(view.VolumeIdField), view.ModifiedDate, Formats, primary.LowestLevel)
        {
            Publisher = DescriptorSet.Text(view.PublisherField),
            ApplicationId = DescriptorSet.Text(view.ApplicationIdField),
        };
    }

    private void AddDescriptors(List<(long Offset, long Length, RegionKind Kind, object Subject)> found)
    {
        const int systemArea = FixedAreas.SystemAreaSectors * Sector.Size;
        found.Add((0, systemArea, RegionKind.SystemArea, image.IsZero(0, systemArea) ? "empty" : "in use"));
        for (var i = 0; i < descriptors.All.Count; i++)
        {
            var (type, sector) = descriptors.All[i];
            var name = type switch
            {
                DescriptorType.Primary => "primary",
                DescriptorType.Supplementary => ReferenceEquals(sector, descriptors.Joliet) ? "joliet" : "supplementary",
                DescriptorType.BootRecord => "boot record",
                DescriptorType.Partition => "partition",
                DescriptorType.Terminator => "terminator",
                _ => "unknown",
            };
            found.Add((systemArea + ((long)i * Sector.Size), Sector.Size, RegionKind.VolumeDescriptor, name));
        }
    }

    private static void AddPathTables(List<(long Offset, long Length, RegionKind Kind, object Subject)> found, byte[] descriptor, string tree)
    {
        var view = new VolumeDescriptor.View(descriptor);
        found.Add(((long)view.LittleEndianPathTableBlock * Sector.Size, view.PathTableBytes, RegionKind.PathTable, $"{tree} little-endian"));
        found.Add(((long)view.BigEndianPathTableBlock * Sector.Size, view.PathTableBytes, RegionKind.PathTable, $"{tree} big-endian"));
    }

    private static void AddDirectories(List<(long Offset, long Length, RegionKind Kind, object Subject)> found, TreeReading tree, string name)
    {
        foreach (var directory in tree.Directories)
        {
            found.Add((directory.Offset, directory.Length, RegionKind.Directory, new DirectorySubject(name, directory.Node)));
        }
    }

    private void AddContinuations(List<(long Offset, long Length, RegionKind Kind, object Subject)> found)
    {
        // Other writers let directories share a sector: it goes by the first of them.
        var sectors = primary.Continuations.Select(area => (Number: area.Offset / Sector.Size, area.Directory)).DistinctBy(sector => sector.Number).OrderBy(sector => sector.Number).ToList();
        for (var i = 0; i < sectors.Count;)
        {
            var (first, directory) = sectors[i];
            var count = 1;
            while (i + count < sectors.Count && sectors[i + count].Number == first + count && sectors[i + count].Directory == directory)
            {
                count++;
            }

            found.Add((first * Sector.Size, (long)count * Sector.Size, RegionKind.Continuation, new DirectorySubject("rock-ridge", directory)));
            i += count;
        }
    }

    private void AddFiles(List<(long Offset, long Length, RegionKind Kind, object Subject)> found, HashSet<long> known, TreeReading tree)
    {
        foreach (var node in tree.Content.AllNodes)
        {
            if (node is ContentFile { Length: > 0 } file && tree.FileOffsets[file] is var offset && file.Length <= image.Length - offset && known.Add(offset))
            {
                found.Add((offset, file.Length, RegionKind.File, file));
            }
        }
    }

    /// <summary>Sorts what was found, drops what overlaps, and names what lies between.</summary>
    private Region[] Cover(List<(long Offset, long Length, RegionKind Kind, object Subject)> found)
    {
        var regions = new List<Region>(found.Count + 1);
        long end = 0;

        // Continuation areas may share a sector with nothing else; of regions that begin together, the longer one explains more.
        foreach (var (offset, length, kind, subject) in found.OrderBy(region => region.Offset).ThenByDescending(region => region.Length))
        {
            if (length <= 0 || offset > image.Length - length)
            {
                continue;
            }

            if (offset < end)
            {
                diagnostics.Warning(DiagnosticId.ImageMalformed, subject.ToString(), $"The {LayoutText.KindName(kind)} at byte {offset} overlaps what lies before it.");
                continue;
            }

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

        return [.. regions];
    }

    private void AddUnreferenced(List<Region> regions, long start, long end, RegionKind kind) =>
        regions.Add(new Region(new RegionId(regions.Count), kind, start, end - start, image.IsZero(start, end - start) ? "empty" : "unknown"));

    private sealed record DirectorySubject(string Tree, ContentDirectory Node)
    {
        public override string ToString() => $"{Tree} {Node.Path}";
    }
}
