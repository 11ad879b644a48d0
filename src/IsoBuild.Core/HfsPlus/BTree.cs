using System.Buffers.Binary;
using IsoBuild.Layout;

namespace IsoBuild.HfsPlus;

/// <summary>Records of a B-tree in the order of their keys. A place says which of them is meant.</summary>
internal interface ITreeRecords
{
    /// <summary>The longest key, without the field that says how long it is.</summary>
    ushort MaxKeyLength { get; }

    /// <summary>Whether keys in index nodes are as long as they need to be (kBTVariableIndexKeysMask).</summary>
    bool HasVariableKeys { get; }

    /// <summary>The place of the first record; <see langword="null"/> when there is none.</summary>
    long? First { get; }

    /// <summary>The place of the record behind another; <see langword="null"/> behind the last.</summary>
    long? Next(long place);

    /// <summary>How many bytes the key takes, with the field that says how long it is.</summary>
    int KeySize(long place);

    int DataSize(long place);

    void WriteKey(long place, Span<byte> destination);

    void WriteData(long place, EncodingContext context, Span<byte> destination);
}

/// <summary>A B-tree in a file (TN1150, "B-Trees"): a header node, map nodes where the header's map does not reach, leaf nodes in the order of their records, and index nodes level by level, the root last.</summary>
internal sealed class BTree : IPiecewiseEncoder
{
    /// <summary>Large enough for five records with the longest names.</summary>
    public const int NodeSize = 4096;

    /// <summary>BTNodeDescriptor.</summary>
    private const int DescriptorSize = 14;
    private const int OffsetSize = sizeof(ushort);
    private const int ChildSize = sizeof(uint);

    // The header node's three records.
    private const int HeaderSize = 106;
    private const int UserSize = 128;
    private const int HeaderMapAt = DescriptorSize + HeaderSize + UserSize;
    private const int HeaderMapSize = NodeSize - HeaderMapAt - (4 * OffsetSize);

    /// <summary>The record of a map node: a whole number of words.</summary>
    private const int MapSize = NodeSize - DescriptorSize - (3 * OffsetSize);

    private const sbyte LeafNode = -1;
    private const sbyte IndexNode = 0;
    private const sbyte HeaderNode = 1;
    private const sbyte MapNode = 2;

    /// <summary>kBTBigKeysMask and kBTVariableIndexKeysMask.</summary>
    private const uint BigKeys = 2;
    private const uint VariableKeys = 4;

    private readonly ITreeRecords records;

    /// <summary>The levels from the leaves up. Of each node, the place of the record whose key is its first, and how many records it has.</summary>
    private readonly List<List<(long First, int Count)>> levels = [];

    /// <summary>The number of the first node of each level.</summary>
    private readonly List<long> starts = [];

    private readonly int mapNodes;
    private readonly long leafRecords;

    /// <summary>Lays the records out over nodes.</summary>
    public BTree(ITreeRecords records)
    {
        this.records = records;
        if (records.First is not null)
        {
            levels.Add(Leaves(out leafRecords));
            while (levels[^1].Count > 1)
            {
                levels.Add(Index(levels[^1]));
            }
        }

        var others = levels.Sum(level => (long)level.Count) + 1;
        while (others + mapNodes > (HeaderMapSize + ((long)mapNodes * MapSize)) * 8)
        {
            mapNodes++;
        }

        var next = 1L + mapNodes;
        foreach (var level in levels)
        {
            starts.Add(next);
            next += level.Count;
        }

        NodeCount = next;
    }

    public long NodeCount { get; }

    public long Length => NodeCount * NodeSize;

    public void Encode(Region region, EncodingContext context, long position, Span<byte> destination)
    {
        Span<byte> whole = stackalloc byte[NodeSize];
        var end = position + destination.Length;
        for (var number = position / NodeSize; number * NodeSize < end; number++)
        {
            var begin = number * NodeSize;
            if (begin >= position && begin + NodeSize <= end)
            {
                Write(number, context, destination.Slice((int)(begin - position), NodeSize));
                continue;
            }

            whole.Clear();
            Write(number, context, whole);
            var (from, to) = (Math.Max(begin, position), Math.Min(begin + NodeSize, end));
            whole[(int)(from - begin)..(int)(to - begin)].CopyTo(destination[(int)(from - position)..]);
        }
    }

    private List<(long, int)> Leaves(out long total)
    {
        var leaves = new List<(long, int)>();
        var (first, count, room) = (records.First!.Value, 0, NodeSize - DescriptorSize - OffsetSize);
        total = 0;
        for (long? at = first; at is { } place; at = records.Next(place))
        {
            var size = records.KeySize(place) + records.DataSize(place) + OffsetSize;
            if (size > room)
            {
                leaves.Add((first, count));
                (first, count, room) = (place, 0, NodeSize - DescriptorSize - OffsetSize);
            }

            count++;
            total++;
            room -= size;
        }

        leaves.Add((first, count));
        return leaves;
    }

    private List<(long, int)> Index(List<(long First, int Count)> below)
    {
        var nodes = new List<(long, int)>();
        var (first, count, room) = (below[0].First, 0, NodeSize - DescriptorSize - OffsetSize);
        foreach (var (place, _) in below)
        {
            var size = IndexKeySize(place) + ChildSize + OffsetSize;
            if (size > room)
            {
                nodes.Add((first, count));
                (first, count, room) = (place, 0, NodeSize - DescriptorSize - OffsetSize);
            }

            count++;
            room -= size;
        }

        nodes.Add((first, count));
        return nodes;
    }

    private int IndexKeySize(long place) => records.HasVariableKeys ? records.KeySize(place) : sizeof(ushort) + records.MaxKeyLength;

    private void Write(long number, EncodingContext context, Span<byte> node)
    {
        if (number == 0)
        {
            WriteHeader(node);
            return;
        }

        if (number <= mapNodes)
        {
            WriteMap((int)number, node);
            return;
        }

        var level = starts.FindLastIndex(start => start <= number);
        var index = (int)(number - starts[level]);
        var (first, count) = levels[level][index];
        WriteDescriptor(
            node,
            forward: index + 1 < levels[level].Count ? number + 1 : 0,
            backward: index > 0 ? number - 1 : 0,
            level == 0 ? LeafNode : IndexNode,
            height: level + 1,
            count);
        var at = DescriptorSize;
        if (level == 0)
        {
            var place = first;
            for (var i = 0; i < count; i++)
            {
                WriteOffset(node, i, at);
                records.WriteKey(place, node[at..]);
                at += records.KeySize(place);
                records.WriteData(place, context, node[at..]);
                at += records.DataSize(place);
                place = records.Next(place) ?? 0;
            }
        }
        else
        {
            var child = FirstChild(level, index);
            for (var i = 0; i < count; i++, child++)
            {
                WriteOffset(node, i, at);
                var (place, _) = levels[level - 1][child];
                records.WriteKey(place, node[at..]);
                at += IndexKeySize(place);
                BinaryPrimitives.WriteUInt32BigEndian(node[at..], (uint)(starts[level - 1] + child));
                at += ChildSize;
            }
        }

        WriteOffset(node, count, at);
    }

    /// <summary>The first of the nodes below that belong to an index node.</summary>
    private int FirstChild(int level, int index)
    {
        var child = 0;
        for (var i = 0; i < index; i++)
        {
            child += levels[level][i].Count;
        }

        return child;
    }

    private void WriteHeader(Span<byte> node)
    {
        WriteDescriptor(node, forward: mapNodes > 0 ? 1 : 0, backward: 0, HeaderNode, height: 0, count: 3);
        var header = node[DescriptorSize..];
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)levels.Count);
        BinaryPrimitives.WriteUInt32BigEndian(header[2..], levels.Count > 0 ? (uint)starts[^1] : 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[6..], (uint)leafRecords);
        BinaryPrimitives.WriteUInt32BigEndian(header[10..], levels.Count > 0 ? (uint)starts[0] : 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[14..], levels.Count > 0 ? (uint)(starts[0] + levels[0].Count - 1) : 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[18..], NodeSize);
        BinaryPrimitives.WriteUInt16BigEndian(header[20..], records.MaxKeyLength);
        BinaryPrimitives.WriteUInt32BigEndian(header[22..], (uint)NodeCount);
        BinaryPrimitives.WriteUInt32BigEndian(header[32..], NodeSize);
        BinaryPrimitives.WriteUInt32BigEndian(header[38..], BigKeys | (records.HasVariableKeys ? VariableKeys : 0));
        WriteOffset(node, 0, DescriptorSize);
        WriteOffset(node, 1, DescriptorSize + HeaderSize);
        WriteOffset(node, 2, HeaderMapAt);
        WriteOffset(node, 3, HeaderMapAt + HeaderMapSize);
        Bits.Fill(node.Slice(HeaderMapAt, HeaderMapSize), NodeCount);
    }

    private void WriteMap(int number, Span<byte> node)
    {
        WriteDescriptor(node, forward: number < mapNodes ? number + 1 : 0, backward: number - 1, MapNode, height: 0, count: 1);
        WriteOffset(node, 0, DescriptorSize);
        WriteOffset(node, 1, DescriptorSize + MapSize);
        Bits.Fill(node.Slice(DescriptorSize, MapSize), NodeCount - ((HeaderMapSize + ((number - 1L) * MapSize)) * 8));
    }

    private static void WriteDescriptor(Span<byte> node, long forward, long backward, sbyte kind, int height, int count)
    {
        BinaryPrimitives.WriteUInt32BigEndian(node, (uint)forward);
        BinaryPrimitives.WriteUInt32BigEndian(node[4..], (uint)backward);
        node[8] = (byte)kind;
        node[9] = (byte)height;
        BinaryPrimitives.WriteUInt16BigEndian(node[10..], (ushort)count);
    }

    /// <summary>Says where a record begins; the one behind the last record tells where the free space does.</summary>
    private static void WriteOffset(Span<byte> node, int record, int at) =>
        BinaryPrimitives.WriteUInt16BigEndian(node[(NodeSize - ((record + 1) * OffsetSize))..], (ushort)at);
}
