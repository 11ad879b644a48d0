using System.Runtime.InteropServices;
using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>A further stretch of a file that lies in several places.</summary>
internal sealed class FilePart(ContentFile file, int number, int count)
{
    public ContentFile File { get; } = file;

    public override string ToString() => $"{File.Path} (extent {number} of {count})";
}

/// <summary>A file that no tree shows, and what its place on the image is called.</summary>
internal sealed class UnshownFile(ContentFile file, string name)
{
    public ContentFile File { get; } = file;

    public override string ToString() => name;
}

/// <summary>The content of files: one region for all that have the same; every tree refers to the same ones. Those of greater weight come first, then the order is that of paths.</summary>
/// <param name="tree">The files.</param>
/// <param name="firsts">What <see cref="EqualContent.Find"/> found, unless files are not to share regions.</param>
internal sealed class FileData(ContentTree tree, int[]? firsts = null) : IImagePart
{
    /// <summary>The most that one extent holds and stays a whole number of sectors: 4 GiB less 2 KiB. A longer file has several of them, one after the other.</summary>
    public const long MaxExtent = uint.MaxValue - Bytes.Sector.Size + 1;

    /// <summary>By node; 0 for what has none, otherwise the region's number and 1.</summary>
    private readonly int[] regions = new int[tree.NumberCount];

    /// <summary>The first of those files that share a region though they are several.</summary>
    private HashSet<ContentFile>? sharing;

    /// <summary>The trees by which readers of the image name files, in the order in which they look there; none when every file is known by its own path.</summary>
    public IReadOnlyList<NamingTree>? NamedBy { get; set; }

    /// <summary>What is stored in place of files' own bytes.</summary>
    public IReadOnlyDictionary<ContentFile, StoredForm> Stored { get; set; } = new Dictionary<ContentFile, StoredForm>();

    /// <summary>Files that lie elsewhere than the others do: first, or last.</summary>
    public Dictionary<ContentFile, RegionSlot> Slots { get; } = [];

    /// <summary>Of files in <see cref="RegionSlot.DvdVideo"/>, how many bytes behind the first they begin.</summary>
    public Dictionary<ContentFile, long> Distances { get; } = [];

    /// <summary>Files that no tree shows, what their regions are called, and what they are.</summary>
    public List<(ContentFile File, string Name, RegionKind Kind)> Unshown { get; } = [];

    /// <summary>Files whose content lies in another file, and how many bytes behind its start: whole sectors. They are stored by themselves where that one cannot have them as they are to be.</summary>
    public Dictionary<ContentFile, (ContentFile Outer, long Distance)> Within { get; } = [];

    /// <summary>What changes the bytes of files once they are copied.</summary>
    public Dictionary<ContentFile, List<IFixUp>> FixUps { get; } = [];

    /// <summary>The files that are to be stored compressed, each content once.</summary>
    public List<ContentFile> ToCompress()
    {
        var files = new List<ContentFile>();
        foreach (var node in tree.AllNodes)
        {
            if (node is ContentFile { Length: > 0, Compress: true } file && First(file) == file)
            {
                files.Add(file);
            }
        }

        return files;
    }

    public void Measure(RegionRequests requests)
    {
        // Where names are the nodes' own, and nobody shares, the file itself is the region's subject: most regions cost no more than that.
        var names = new Dictionary<ContentFile, FileNames>();
        var weights = new Dictionary<ContentFile, int>();
        foreach (var node in tree.AllNodes)
        {
            var file = node as ContentFile ?? (NamedBy is null ? null : (node as ContentLink)?.LeadsTo);
            if (file is not { Length: > 0 })
            {
                continue;
            }

            var first = First(file);
            if (first != node || NamedBy is not null)
            {
                AddName(names, first, node);
            }

            if (file.SortWeight != 0)
            {
                weights[first] = Math.Max(weights.GetValueOrDefault(first, int.MinValue), file.SortWeight);
            }
        }

        foreach (var (file, name, kind) in Unshown)
        {
            regions[file.Index] = requests.Add(SlotOf(file), file.Length, new UnshownFile(file, name), encoder: null, kind).Value + 1;
        }

        var within = new Dictionary<ContentFile, (ContentFile Outer, long Distance)>();
        foreach (var (file, place) in Within)
        {
            if (First(file) is var owner && owner != place.Outer && !owner.StandsAlone && !Stored.ContainsKey(owner) && !FixUps.ContainsKey(owner) && !Slots.ContainsKey(owner) && !Distances.ContainsKey(owner) && !FixUps.ContainsKey(place.Outer))
            {
                within.TryAdd(owner, place);
            }
        }

        requests.Expect(RegionSlot.Files, tree.AllNodes.Length);
        foreach (var file in weights.Count == 0 ? Owners() : Owners().OrderByDescending(file => weights.GetValueOrDefault(file)))
        {
            if (Stored.TryGetValue(file, out var stored))
            {
                ref var subject = ref CollectionsMarshal.GetValueRefOrAddDefault(names, file, out _);
                subject ??= new FileNames(file, NamedBy);
                subject.Stored = stored;
            }

            if (FixUps.TryGetValue(file, out var fixUps))
            {
                ref var subject = ref CollectionsMarshal.GetValueRefOrAddDefault(names, file, out _);
                subject ??= new FileNames(file, NamedBy);
                subject.FixUps = fixUps;
            }

            if (within.ContainsKey(file))
            {
                continue;
            }

            var what = names.GetValueOrDefault(file) ?? (object)file;
            var length = stored?.Source.Length ?? file.Length;
            var region = Distances.TryGetValue(file, out var distance) ? requests.AddAt(distance, length, what) : requests.Add(SlotOf(file), length, what, encoder: null, RegionKind.File);
            regions[file.Index] = region.Value + 1;
        }

        foreach (var (file, (outer, distance)) in within.OrderBy(each => each.Key.Index))
        {
            regions[file.Index] = requests.AddWithin(RegionOf(outer)!.Value, distance, file.Length, names.GetValueOrDefault(file) ?? (object)file).Value + 1;
        }
    }

    /// <summary>The files that have a region, each content once.</summary>
    private IEnumerable<ContentFile> Owners()
    {
        foreach (var node in tree.AllNodes)
        {
            if (node is ContentFile { Length: > 0 } file && First(file) == file)
            {
                yield return file;
            }
        }
    }

    /// <summary>Whether a file that is another one lies in the same region.</summary>
    public bool SharesRegion(ContentFile file)
    {
        sharing ??= [.. tree.AllNodes.OfType<ContentFile>().Where(each => (each.HardLinkOf ?? each) is var one && First(one) != one).Select(First)];
        return sharing.Contains(First(file));
    }

    /// <summary>The file whose region a file is in: itself, in most cases.</summary>
    public ContentFile First(ContentFile file)
    {
        file = file.HardLinkOf ?? file;
        return firsts is not null && file.Index < firsts.Length && firsts[file.Index] is > 0 and var first ? (ContentFile)tree.AllNodes[first] : file;
    }

    private RegionSlot SlotOf(ContentFile file) => Slots.Count == 0 ? RegionSlot.Files : Slots.GetValueOrDefault(file, RegionSlot.Files);

    private void AddName(Dictionary<ContentFile, FileNames> names, ContentFile first, ContentNode node)
    {
        ref var subject = ref CollectionsMarshal.GetValueRefOrAddDefault(names, first, out _);
        subject ??= new FileNames(first, NamedBy);
        if (first != node)
        {
            subject.Add(node);
        }
    }

    /// <summary>Where the content of a file lies, which other files may share; <see langword="null"/> for an empty file, which has no extent.</summary>
    public RegionId? RegionOf(ContentFile file) => regions[First(file).Index] is > 0 and var region ? new RegionId(region - 1) : null;

    /// <summary>How many bytes the image stores of a file.</summary>
    public long StoredLength(ContentFile file) => RegionOf(file) is null ? 0 : StoredAs(file)?.Source.Length ?? file.Length;

    /// <summary>What the image stores in place of a file's own bytes; <see langword="null"/> when it stores these.</summary>
    public StoredForm? StoredAs(ContentFile file) => Stored.Count == 0 ? null : Stored.GetValueOrDefault(First(file));

    /// <summary>The logical block at which a file begins; 0 for an empty file, which has no extent.</summary>
    public uint BlockOf(ContentFile file, ImageLayout layout) => RegionOf(file) is { } region ? layout.BlockOf(region) : 0;
}
