using IsoBuild.Layout;

namespace IsoBuild.Inspection;

/// <summary>Regions that follow each other and are drawn as one: in most pictures, a single one.</summary>
internal sealed class LayoutBlock
{
    public required Region First { get; init; }

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
internal static class LayoutBlocks
{
    /// <summary>As many regions are drawn one by one.</summary>
    public const int MostSingles = 150;

    /// <summary>Of more, so many blocks are made.</summary>
    public const int MostBlocks = 72;

    public static List<LayoutBlock> Of(ImageLayout layout)
    {
        var blocks = new List<LayoutBlock>(layout.Regions.Length);
        foreach (var region in layout.Regions)
        {
            blocks.Add(new LayoutBlock { First = region, Last = region, Kind = region.Kind, SectorCount = region.SectorCount, Bytes = region.Length, Folder = FolderOf(region) });
        }

        return blocks.Count <= MostSingles ? blocks : Merge(blocks, MostBlocks);
    }

    /// <summary>The cheapest pair of neighbours becomes one, until few enough are left.</summary>
    private static List<LayoutBlock> Merge(List<LayoutBlock> blocks, int most)
    {
        var count = blocks.Count;
        var (next, previous, changes) = (new int[count], new int[count], new int[count]);
        var queue = new PriorityQueue<(int Left, int LeftChange, int Right, int RightChange), (double Cost, int Left)>(count);
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

        var merged = new List<LayoutBlock>(left);
        for (var i = 0; i < count; i = next[i])
        {
            merged.Add(blocks[i]);
        }

        return merged;

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

    private static string FolderOf(Region region)
    {
        var name = region.Name;
        return region.Kind switch
        {
            RegionKind.File => name[..Math.Max(1, name.LastIndexOf('/'))],
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
