using System.Buffers.Binary;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.HfsPlus;

/// <summary>An HFS+ volume over the same file content as the other trees (TN1150): header, allocation file, extents overflow file, targets of symbolic links, catalog, content, and the header once more.</summary>
/// <remarks>Its blocks are the image's sectors, and it says that nobody may write. What lies in it and is not shown is in the bad block file; gaps are free.</remarks>
internal sealed class HfsVolume : IImagePart, IRegionEncoder
{
    private const int BitsPerSector = Sector.Size * 8;

    /// <summary>The name of a volume that has none.</summary>
    private const string Unnamed = "Untitled";

    private readonly ContentTree content;
    private readonly FileData files;
    private readonly VolumeText text;
    private readonly HfsOptions options;
    private readonly int alignment;
    private readonly DiagnosticBag diagnostics;

    private HfsTree? tree;
    private BTree? catalogTree;
    private BTree? extentsTree;
    private uint[] finderInfo = new uint[VolumeHeader.FinderInfoCount];
    private VolumeHeader? header;

    private RegionId allocation;
    private RegionId extents;
    private RegionId links;
    private RegionId catalog;

    /// <param name="content">What the tree shows.</param>
    /// <param name="files">The content of files.</param>
    /// <param name="text">What the volume is to say.</param>
    /// <param name="options">How it is to be.</param>
    /// <param name="alignment">On what boundary files begin, in bytes.</param>
    /// <param name="diagnostics">Receives reports of what does not fit.</param>
    public HfsVolume(ContentTree content, FileData files, VolumeText text, HfsOptions options, int alignment, DiagnosticBag diagnostics)
    {
        (this.content, this.files, this.text, this.options, this.alignment, this.diagnostics) = (content, files, text, options, alignment, diagnostics);
    }

    /// <summary>The first region of the volume, and the last.</summary>
    public RegionId First { get; private set; }

    public RegionId Last { get; private set; }

    /// <summary>Where in the layout the volume ends.</summary>
    private RegionSlot End => options.ReachesUefiImages ? RegionSlot.HfsPlusEndBehindImages : RegionSlot.HfsPlusEnd;

    public void Measure(RegionRequests requests)
    {
        tree = new HfsTree(content, files, Name(text.VolumeId), options, diagnostics);
        finderInfo = FinderInfo();
        CheckDates();
        if (diagnostics.HasErrors)
        {
            return;
        }

        catalogTree = new BTree(new CatalogRecords(tree, BlockOf, () => links));
        extentsTree = new BTree(new BadBlocks(Unshown(requests), BlockOf));
        var blocks = 2 + Sector.Count(extentsTree.Length) + tree.LinkBlocks + Sector.Count(catalogTree.Length) + MostContent(requests);
        var map = (blocks + BitsPerSector - 2) / (BitsPerSector - 1);

        First = requests.Add(RegionSlot.HfsPlus, Sector.Size, "volume header", this);
        allocation = requests.Add(RegionSlot.HfsPlus, map * Sector.Size, "allocation file", new MapEncoder(this));
        extents = requests.Add(RegionSlot.HfsPlus, extentsTree.Length, "extents file", extentsTree);
        if (tree.LinkBlocks > 0)
        {
            links = requests.Add(RegionSlot.HfsPlus, tree.LinkBlocks * (long)Sector.Size, "links", new LinkEncoder(tree));
        }

        catalog = requests.Add(RegionSlot.HfsPlus, catalogTree.Length, "catalog file", catalogTree);
        Last = requests.Add(End, Sector.Size, "volume header copy", this);
    }

    /// <summary>Writes the header in the middle of the first block and of the last: 1024 bytes from either end of the volume.</summary>
    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        header ??= Header(context.Layout);
        header.Write(destination.Slice(VolumeHeader.Offset, VolumeHeader.Size));
    }

    /// <summary>The volume's identifier as a name.</summary>
    private static string Name(string identifier)
    {
        var name = HfsNames.Form(identifier);
        return NameOrder.Fold(name).Length == 0 ? Unnamed : name[..Math.Min(name.Length, HfsNames.MaxLength)];
    }

    private VolumeHeader Header(ImageLayout layout)
    {
        var total = (uint)(layout[Last].Sector + 1 - layout[First].Sector);
        var hash = RunningHash.Of(HashAlgorithmName.SHA256, [.. ImageIdentity.Of(content, text, layout), .. "hfs+ volume"u8]);
        return new VolumeHeader
        {
            Date = HfsDate.Of(text.Timestamp),
            FileCount = tree!.FileCount,
            FolderCount = tree.FolderCount,
            BlockSize = Sector.Size,
            TotalBlocks = total,
            FreeBlocks = total - (uint)Used(layout).Sum(run => (long)run.Count),
            NextCatalogId = tree.NextId,
            FinderInfo = finderInfo,
            UniqueId = BinaryPrimitives.ReadUInt64BigEndian(hash),
            Allocation = ForkOf(layout, allocation),
            Extents = ForkOf(layout, extents),
            Catalog = ForkOf(layout, catalog),
        };
    }

    /// <summary>What Finder and firmware find without reading the catalog: the blessed directory and the boot file in it.</summary>
    private uint[] FinderInfo()
    {
        var info = new uint[VolumeHeader.FinderInfoCount];
        if (options.Blessed.Trim('/', '\\').Length == 0)
        {
            return info;
        }

        var node = content.Find(options.Blessed.Replace('\\', '/'));
        var file = node as ContentFile ?? (node as ContentDirectory)?.Find("boot.efi") as ContentFile;
        var directory = node as ContentDirectory ?? (node as ContentFile)?.Parent;
        if (directory is null || tree!.Numbers[directory.Index] < 0 || (node is ContentFile && tree.Numbers[node.Index] < 0))
        {
            diagnostics.Error(DiagnosticId.HfsBlessMissing, options.Blessed, "The HFS+ tree does not show this directory or file, which is to be blessed. Correct the path, or leave the option out.");
            return info;
        }

        info[VolumeHeader.BlessedDirectory] = info[VolumeHeader.SystemDirectory] = HfsTree.IdOf(tree.Numbers[directory.Index]);
        info[VolumeHeader.BlessedFile] = file is not null && tree.Numbers[file.Index] is >= 0 and var number ? HfsTree.IdOf(number) : 0;
        return info;
    }

    private void CheckDates()
    {
        var late = tree!.Items.FirstOrDefault(item => item.Node?.Modified > HfsDate.Latest).Node;
        if (late is not null || text.Timestamp > HfsDate.Latest)
        {
            diagnostics.Warning(DiagnosticId.HfsDateTooLate, late?.Path ?? "timestamp", $"HFS+ has no dates after {ImageTimestamp.Format(HfsDate.Latest)}, so its tree shows that one for later ones. Give an earlier timestamp, or leave HFS+ out.");
        }
    }

    /// <summary>The slots between the volume's two ends.</summary>
    private IEnumerable<RegionSlot> Slots()
    {
        yield return RegionSlot.BootCatalogInTrees;
        yield return RegionSlot.DvdVideo;
        yield return RegionSlot.Files;
        if (options.ReachesUefiImages)
        {
            yield return RegionSlot.Checksums;
            yield return RegionSlot.EfiImages;
        }
    }

    /// <summary>What will lie in the volume without being shown.</summary>
    private List<Region> Unshown(RegionRequests requests)
    {
        var shown = new HashSet<RegionId>();
        foreach (var item in tree!.Items)
        {
            if (item.Node is ContentFile file && files.RegionOf(file) is { } region)
            {
                shown.Add(region);
            }
        }

        return [.. Slots().SelectMany(requests.In).Where(region => region.Length > 0 && !shown.Contains(region.Id))];
    }

    /// <summary>The most blocks that the content can take, with the gaps before files.</summary>
    private long MostContent(RegionRequests requests)
    {
        long most = 0;
        foreach (var slot in Slots())
        {
            foreach (var region in requests.In(slot))
            {
                var unit = slot == RegionSlot.EfiImages ? Math.Max(alignment, options.UefiAlignment) : alignment;
                most += (region.Length + unit - 1) / unit * unit;
            }
        }

        var video = files.Distances.Count == 0 ? 0 : files.Distances.Max(place => place.Value + place.Key.Length) + RegionSlots.DvdVideoAlignment;
        return Sector.Count(most + video + Math.Max(alignment, options.UefiAlignment));
    }

    /// <summary>The blocks that are not free.</summary>
    private IEnumerable<BlockRun> Used(ImageLayout layout)
    {
        var start = layout[First].Sector;
        var end = layout[Last].Sector;
        foreach (var region in layout.Regions)
        {
            if (region.Kind != RegionKind.Gap && region.Sector >= start && region.Sector <= end)
            {
                yield return new BlockRun((uint)(region.Sector - start), (uint)region.SectorCount);
            }
        }
    }

    private uint BlockOf(RegionId region, ImageLayout layout) => layout.BlockOf(region) - layout.BlockOf(First);

    private Fork ForkOf(ImageLayout layout, RegionId region) =>
        new((ulong)layout[region].Length, new BlockRun(BlockOf(region, layout), (uint)layout[region].SectorCount));

    /// <summary>Writes the allocation file.</summary>
    private sealed class MapEncoder(HfsVolume volume) : IPiecewiseEncoder
    {
        public void Encode(Region region, EncodingContext context, long position, Span<byte> destination)
        {
            foreach (var run in volume.Used(context.Layout))
            {
                var first = run.Start - (position * 8);
                Bits.Fill(destination, first, first + run.Count);
            }
        }
    }

    /// <summary>Writes the targets of symbolic links.</summary>
    private sealed class LinkEncoder(HfsTree tree) : IPiecewiseEncoder
    {
        public void Encode(Region region, EncodingContext context, long position, Span<byte> destination)
        {
            foreach (var number in tree.Links)
            {
                var link = tree.Items[number];
                var begin = link.Number * (long)Sector.Size;
                if (begin >= position + destination.Length)
                {
                    break;
                }

                var target = HfsTree.TargetOf(link);
                var (from, to) = (Math.Max(begin, position), Math.Min(begin + target.Length, position + destination.Length));
                if (from < to)
                {
                    target.AsSpan((int)(from - begin), (int)(to - from)).CopyTo(destination[(int)(from - position)..]);
                }
            }
        }
    }
}
