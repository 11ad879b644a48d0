using IsoBuild.Layout;
using IsoBuild.Summarizing;

namespace IsoBuild.Drawing;

/// <summary>Regions that follow each other and are drawn as one: in most pictures, a single one.</summary>
internal sealed class LayoutBlock
{
    public required Region First { get; set; }

    public required Region Last { get; set; }

    /// <summary>What most of it is.</summary>
    public required RegionKind Kind { get; set; }

    /// <summary>Whether everything in it is of one kind; directories and their continuation areas count as one.</summary>
    public bool IsPure { get; set; } = true;

    public int RegionCount { get; set; } = 1;

    public long SectorCount { get; set; }

    /// <summary>How many bytes its regions hold, without what pads them to sectors.</summary>
    public long Bytes { get; set; }

    /// <summary>Of files: the directory that all of them lie in. Of directories: their tree.</summary>
    public required string Folder { get; set; }
}

/// <summary>Makes few blocks of many regions: small neighbours are drawn as one, those of one directory first.</summary>
/// <remarks>What is needed for that is made once, and used again: of millions of blocks that live for a while, the memory would come back late.</remarks>
internal sealed class LayoutBlocks
{
    /// <summary>As many regions are drawn one by one.</summary>
    public const int MostSingles = 150;

    /// <summary>Of more, so many blocks are made.</summary>
    public const int MostBlocks = 72;

    /// <summary>Of still more, those that were looked at are made fewer before the next ones are: a small image may have millions.</summary>
    public const int MostHeld = 1 << 15;

    private readonly List<LayoutBlock> blocks = [];
    private readonly Stack<LayoutBlock> unused = [];
    private readonly PriorityQueue<(int Left, int LeftChange, int Right, int RightChange), (double Cost, int Left)> queue = new();
    private readonly int[] next;
    private readonly int[] previous;
    private readonly int[] changes;

    private LayoutBlocks(int most) => (next, previous, changes) = (new int[most], new int[most], new int[most]);

    public static List<LayoutBlock> Of(ImageLayout layout)
    {
        var made = new LayoutBlocks(Math.Min(layout.Regions.Length, MostHeld));
        foreach (var region in layout.Regions)
        {
            if (made.blocks.Count == MostHeld)
            {
                made.Merge(MostHeld / 2);
            }

            made.Add(region);
        }

        if (layout.Regions.Length > MostSingles)
        {
            made.Merge(MostBlocks);
        }

        return made.blocks;
    }

    private void Add(Region region)
    {
        var folder = FolderOf(region, blocks.Count > 0 ? blocks[^1].Folder : "");
        if (!unused.TryPop(out var block))
        {
            block = new LayoutBlock { First = region, Last = region, Kind = region.Kind, Folder = folder };
        }

        (block.First, block.Last, block.Kind, block.Folder) = (region, region, region.Kind, folder);
        (block.IsPure, block.RegionCount, block.SectorCount, block.Bytes) = (true, 1, region.SectorCount, region.Length);
        blocks.Add(block);
    }

    /// <summary>The cheapest pair of neighbours becomes one, until few enough are left.</summary>
    private void Merge(int most)
    {
        var count = blocks.Count;
        queue.Clear();
        changes.AsSpan().Clear();
        for (var i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            Offer(i);
        }

        var left = count;
        while (left > most && queue.TryDequeue(out var pair, out _))
        {
            // A pair of which one has grown since was offered anew.
            if (changes[pair.Left] != pair.LeftChange || changes[pair.Right] != pair.RightChange)
            {
                continue;
            }

            Absorb(blocks[pair.Left], blocks[pair.Right]);
            changes[pair.Left]++;
            changes[pair.Right] = -1;
            next[pair.Left] = next[pair.Right];
            if (next[pair.Left] < count)
            {
                previous[next[pair.Left]] = pair.Left;
            }

            left--;
            Offer(pair.Left);
            if (previous[pair.Left] >= 0)
            {
                Offer(previous[pair.Left]);
            }
        }

        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (changes[i] < 0)
            {
                unused.Push(blocks[i]);
            }
            else
            {
                blocks[kept++] = blocks[i];
            }
        }

        blocks.RemoveRange(kept, count - kept);

        void Offer(int i)
        {
            if (next[i] < count)
            {
                queue.Enqueue((i, changes[i], next[i], changes[next[i]]), (Cost(blocks[i], blocks[next[i]]), i));
            }
        }
    }

    /// <summary>What the picture loses: more where much is hidden, where directories are mixed, and most where kinds are.</summary>
    private static double Cost(LayoutBlock left, LayoutBlock right)
    {
        const double perLevel = 4;
        const double betweenKinds = 1e9;
        const double ofFewThatMatter = 1e6;
        double cost = left.SectorCount + right.SectorCount;
        if (Family(left.Kind) != Family(right.Kind))
        {
            // Other writers leave gaps between files: those belong to them.
            return cost * (IsFileOrGap(left.Kind) && IsFileOrGap(right.Kind) ? perLevel : betweenKinds);
        }

        return left.Kind switch
        {
            RegionKind.File => cost * Math.Pow(perLevel, Math.Min(LevelsLost(left.Folder, right.Folder), 8)),
            RegionKind.Directory or RegionKind.Continuation => string.Equals(left.Folder, right.Folder, StringComparison.Ordinal) ? cost : cost * ofFewThatMatter,
            _ => cost * ofFewThatMatter,
        };
    }

    private static bool IsFileOrGap(RegionKind kind) => kind is RegionKind.File or RegionKind.Gap;

    private static RegionKind Family(RegionKind kind) => kind == RegionKind.Continuation ? RegionKind.Directory : kind;

    private static void Absorb(LayoutBlock block, LayoutBlock right)
    {
        block.IsPure &= right.IsPure && Family(block.Kind) == Family(right.Kind);
        block.Folder = (block.Kind, right.Kind) switch
        {
            (RegionKind.File, RegionKind.File) => Common(block.Folder, right.Folder),
            (_, RegionKind.File) => right.Folder,
            _ => block.Folder,
        };
        block.Kind = block.SectorCount >= right.SectorCount || block.Kind == RegionKind.File ? block.Kind : right.Kind;
        block.Last = right.Last;
        block.RegionCount += right.RegionCount;
        block.SectorCount += right.SectorCount;
        block.Bytes += right.Bytes;
    }

    private static string FolderOf(Region region, string before)
    {
        var name = region.Kind is RegionKind.File or RegionKind.Directory or RegionKind.Continuation ? region.Name : "";
        return region.Kind switch
        {
            RegionKind.File => name.AsSpan(0, Math.Max(1, name.LastIndexOf('/'))) is var folder && folder.SequenceEqual(before) ? before : folder.ToString(),
            RegionKind.Directory => RegionTitle.Split(name).Tree,
            RegionKind.Continuation => RegionTitle.Split(name).Tree.Replace("rock-ridge", "iso9660", StringComparison.Ordinal),
            _ => "",
        };
    }

    /// <summary>None where one directory holds the other: what was begun to be drawn as one is drawn as one to its end.</summary>
    private static int LevelsLost(string left, string right) =>
        string.Equals(left, right, StringComparison.Ordinal) ? 0 : Math.Min(Depth(left), Depth(right)) - Depth(Common(left, right));

    private static int Depth(string folder) => folder.Length <= 1 ? 0 : folder.AsSpan().Count('/');

    /// <summary>The deepest directory that two lie in.</summary>
    private static string Common(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
        {
            return left;
        }

        var same = left.AsSpan().CommonPrefixLength(right);
        var ends = (same == left.Length || left[same] == '/') && (same == right.Length || right[same] == '/');
        var end = ends && same > 1 ? same : left.AsSpan(0, same).LastIndexOf('/');
        return end <= 0 ? "/" : left[..end];
    }
}
