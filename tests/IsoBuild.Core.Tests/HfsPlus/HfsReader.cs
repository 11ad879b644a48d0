using System.Buffers.Binary;
using System.Text;

namespace IsoBuild.Core.Tests.HfsPlus;

/// <summary>An entry of a catalog as <see cref="HfsReader"/> finds it.</summary>
internal sealed record HfsEntry(string Path, uint Id, int Mode, uint Date, uint Owner, uint Group, uint Special, string Type, string Creator, byte[]? Content, uint Valence);

/// <summary>Reads an HFS+ volume by TN1150, with nothing of the library, and refuses what the note forbids.</summary>
internal sealed class HfsReader
{
    private const int NodeDescriptor = 14;

    private readonly byte[] image;
    private readonly byte[] catalog;
    private readonly bool[] blocks;
    private readonly Dictionary<uint, List<(string Name, byte[] Record)>> byParent = [];
    private readonly Dictionary<uint, (uint Parent, string Name, bool IsFolder)> threads = [];

    private HfsReader(byte[] image, int start)
    {
        this.image = image;
        Start = start;
        Header = image[(start + 1024)..][..512];
        Assert.Equal("H+", Encoding.ASCII.GetString(Header, 0, 2));
        Assert.Equal(4, Word(Header, 2));
        BlockSize = (int)Long(Header, 40);
        TotalBlocks = (int)Long(Header, 44);
        byte[] copy = image[(start + (TotalBlocks * BlockSize) - 1024)..][..512];
        Assert.Equal(Header, copy);
        blocks = new bool[TotalBlocks];
        Take(0, 1);
        Take(TotalBlocks - 1, 1);
        byte[] map = ReadFork(Header.AsSpan(112, 80));
        byte[] extents = ReadFork(Header.AsSpan(192, 80));
        catalog = ReadFork(Header.AsSpan(272, 80));
        Assert.True(Header.AsSpan(352, 160).IndexOfAnyExcept((byte)0) < 0, "There are attributes or a startup file.");
        ReadExtents(extents);
        ReadCatalog();
        Entries = [.. List()];
        for (int i = 0; i < map.Length * 8; i++)
        {
            bool isUsed = (map[i / 8] & (0x80 >> (i % 8))) != 0;
            Assert.True(isUsed == (i < TotalBlocks && blocks[i]), $"Block {i} is {(isUsed ? "said to be used" : "said to be free")}.");
        }

        Assert.Equal(blocks.Count(used => !used), (int)Long(Header, 48));
        Assert.Equal(threads.Count(thread => thread.Value.IsFolder) - 1, (int)Long(Header, 36));
        Assert.Equal(threads.Count(thread => !thread.Value.IsFolder), (int)Long(Header, 32));
        Assert.True(threads.Keys.Max() < Long(Header, 64));
    }

    public int Start { get; }

    public int BlockSize { get; }

    public int TotalBlocks { get; }

    public byte[] Header { get; }

    public string VolumeName { get; private set; } = "";

    public int Depth { get; private set; }

    /// <summary>Everything by its path, but for the folder of indirect nodes.</summary>
    public HfsEntry[] Entries { get; }

    public HfsEntry this[string path] => Entries.Single(entry => entry.Path == path);

    /// <summary>The volume to which the Apple partition map of an image leads.</summary>
    public static HfsReader Open(byte[] image)
    {
        Assert.Equal("ER", Encoding.ASCII.GetString(image, 0, 2));
        int unit = Word(image, 2);
        int count = (int)Long(image, unit + 4);
        for (int i = 1; i <= count; i++)
        {
            Assert.Equal("PM", Encoding.ASCII.GetString(image, i * unit, 2));
            Assert.Equal(count, (int)Long(image, (i * unit) + 4));
            if (Encoding.ASCII.GetString(image, (i * unit) + 48, 32).TrimEnd('\0') == "Apple_HFS")
            {
                HfsReader reader = new(image, (int)Long(image, (i * unit) + 8) * unit);
                Assert.Equal(reader.TotalBlocks * reader.BlockSize, (int)Long(image, (i * unit) + 12) * unit);
                return reader;
            }
        }

        throw new InvalidOperationException("No volume.");
    }

    /// <summary>The numbers that the header has for Finder and firmware.</summary>
    public uint FinderInfo(int number) => Long(Header, 80 + (number * 4));

    private void Take(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            Assert.False(blocks[i], $"Block {i} is used twice.");
            blocks[i] = true;
        }
    }

    private byte[] ReadFork(ReadOnlySpan<byte> fork)
    {
        long length = BinaryPrimitives.ReadInt64BigEndian(fork);
        int total = (int)BinaryPrimitives.ReadUInt32BigEndian(fork[12..]);
        Assert.Equal((length + BlockSize - 1) / BlockSize, total);
        List<byte> bytes = [];
        for (int i = 0; i < 8; i++)
        {
            int first = (int)BinaryPrimitives.ReadUInt32BigEndian(fork[(16 + (i * 8))..]);
            int count = (int)BinaryPrimitives.ReadUInt32BigEndian(fork[(20 + (i * 8))..]);
            Take(first, count);
            bytes.AddRange(image.AsSpan(Start + (first * BlockSize), count * BlockSize));
        }

        return [.. bytes.Take((int)length)];
    }

    /// <summary>Whatever has blocks beyond its eight runs: here only the bad block file.</summary>
    private void ReadExtents(byte[] file)
    {
        uint start = 0;
        foreach ((byte[] key, byte[] data) in Leaves(file, maxKey: 10, out _))
        {
            Assert.Equal(10, Word(key, 0));
            Assert.Equal((0, 5u, start), (Word(key, 2), Long(key, 4), Long(key, 8)));
            Assert.Equal(64, data.Length);
            for (int i = 0; i < 8; i++)
            {
                Take((int)Long(data, i * 8), (int)Long(data, (i * 8) + 4));
                start += Long(data, (i * 8) + 4);
            }
        }
    }

    private void ReadCatalog()
    {
        (uint Parent, string Name)? last = null;
        foreach ((byte[] key, byte[] data) in Leaves(catalog, maxKey: 516, out int depth))
        {
            Depth = depth;
            uint parent = Long(key, 2);
            string name = Name(key, 6);
            Assert.Equal(6 + (2 * name.Length), Word(key, 0));
            Assert.True(last is null || last.Value.Parent < parent || (last.Value.Parent == parent && Compare(last.Value.Name, name) < 0), $"{name} is not behind {last?.Name}.");
            last = (parent, name);
            int kind = Word(data, 0);
            if (kind is 3 or 4)
            {
                Assert.Equal("", name);
                threads.Add(parent, (Long(data, 4), Name(data, 8), kind == 3));
                Assert.Equal(10 + (2 * threads[parent].Name.Length), data.Length);
            }
            else
            {
                Assert.Equal(kind == 1 ? 88 : 248, data.Length);
                if (!byParent.TryGetValue(parent, out var list))
                {
                    byParent.Add(parent, list = []);
                }

                list.Add((name, data));
            }
        }
    }

    private IEnumerable<HfsEntry> List()
    {
        (string root, byte[] record) = Assert.Single(byParent[1]);
        VolumeName = root;
        Assert.Equal(threads.Count, byParent.Sum(parent => parent.Value.Count));
        Dictionary<uint, byte[]> nodes = [];
        if (byParent.GetValueOrDefault(2u, []).SingleOrDefault(entry => entry.Name == "\0\0\0\0HFS+ Private Data").Record is { } folder)
        {
            foreach ((string name, byte[] node) in byParent[Long(folder, 8)])
            {
                Check(Long(folder, 8), name, node);
                nodes.Add(uint.Parse(name["iNode".Length..], System.Globalization.CultureInfo.InvariantCulture), node);
            }

            Check(2, "\0\0\0\0HFS+ Private Data", folder);
        }

        Dictionary<uint, byte[]> contents = nodes.ToDictionary(node => node.Key, node => ReadFork(node.Value.AsSpan(88, 80)));
        Dictionary<uint, int> names = nodes.ToDictionary(node => node.Key, _ => 0);
        Check(1, root, record);
        Stack<(string Path, byte[] Record)> pending = new([("", record)]);
        while (pending.TryPop(out var at))
        {
            uint id = Long(at.Record, 8);
            if (Word(at.Record, 0) == 1)
            {
                var children = byParent.GetValueOrDefault(id) ?? [];
                Assert.Equal(children.Count, (int)Long(at.Record, 4));
                foreach ((string name, byte[] child) in children.Where(child => child.Name[0] != '\0'))
                {
                    Check(id, name, child);
                    pending.Push(($"{at.Path}/{name}", child));
                }

                yield return Entry(at.Path.Length == 0 ? "/" : at.Path, at.Record, null);
                continue;
            }

            Assert.Equal(2, Word(at.Record, 2));
            HfsEntry entry = Entry(at.Path, at.Record, null);
            if ((entry.Type, entry.Creator) == ("hlnk", "hfs+"))
            {
                Assert.Empty(ReadFork(at.Record.AsSpan(88, 80)));
                names[entry.Special]++;
                yield return Entry(at.Path, nodes[entry.Special], contents[entry.Special]);
            }
            else
            {
                yield return entry with { Content = ReadFork(at.Record.AsSpan(88, 80)) };
            }
        }

        Assert.All(nodes, node => Assert.Equal(names[node.Key], (int)Long(node.Value, 44)));
    }

    /// <summary>A thread leads from the number of every entry to its name.</summary>
    private void Check(uint parent, string name, byte[] record) =>
        Assert.Equal((parent, name, Word(record, 0) == 1), threads[Long(record, 8)]);

    private static HfsEntry Entry(string path, byte[] record, byte[]? content)
    {
        bool isFolder = Word(record, 0) == 1;
        return new HfsEntry(
            path,
            Long(record, 8),
            Word(record, 42),
            Long(record, 16),
            Long(record, 32),
            Long(record, 36),
            Long(record, 44),
            isFolder ? "" : Encoding.ASCII.GetString(record, 48, 4).TrimEnd('\0'),
            isFolder ? "" : Encoding.ASCII.GetString(record, 52, 4).TrimEnd('\0'),
            content,
            isFolder ? Long(record, 4) : 0);
    }

    /// <summary>The records of a B-tree's leaves, each of which its index finds.</summary>
    private static List<(byte[] Key, byte[] Data)> Leaves(byte[] file, int maxKey, out int depth)
    {
        int size = Word(file, NodeDescriptor + 18);
        Assert.Equal((4096, maxKey), (size, Word(file, NodeDescriptor + 20)));
        Assert.Equal(file.Length, size * (int)Long(file, NodeDescriptor + 22));
        Assert.Equal((1, 0, 3), ((sbyte)file[8], file[9], Word(file, 10)));
        depth = Word(file, NodeDescriptor);
        uint root = Long(file, NodeDescriptor + 2);
        uint first = Long(file, NodeDescriptor + 10);
        uint last = Long(file, NodeDescriptor + 14);
        bool hasVariableKeys = (Long(file, NodeDescriptor + 38) & 4) != 0;
        List<(byte[], byte[])> leaves = [];
        if (depth == 0)
        {
            Assert.Equal((0u, 0u, 0u, 0u), (root, first, last, Long(file, NodeDescriptor + 6)));
            return leaves;
        }

        HashSet<uint> visited = [0];
        List<uint> order = [];
        Visit(root, depth, []);
        Assert.Equal((first, last), (order[0], order[^1]));
        for (int i = 0; i < order.Count; i++)
        {
            Assert.Equal(i + 1 < order.Count ? order[i + 1] : 0, Long(file, (int)order[i] * size));
            Assert.Equal(i > 0 ? order[i - 1] : 0, Long(file, ((int)order[i] * size) + 4));
        }

        Assert.Equal(leaves.Count, (int)Long(file, NodeDescriptor + 6));

        // What is no index node and no leaf is a map node; all are in use.
        for (uint map = Long(file, 0); map != 0; map = Long(file, (int)map * size))
        {
            Assert.Equal(2, (sbyte)file[((int)map * size) + 8]);
            Assert.True(visited.Add(map));
        }

        Assert.Equal(Enumerable.Range(0, file.Length / size).Select(i => (uint)i), visited.Order());
        return leaves;

        void Visit(uint number, int height, byte[] expected)
        {
            Assert.True(visited.Add(number));
            int node = (int)number * size;
            Assert.Equal((height == 1 ? -1 : 0, height), ((sbyte)file[node + 8], (int)file[node + 9]));
            int count = Word(file, node + 10);
            Assert.True(count > 0);
            for (int i = 0; i < count; i++)
            {
                int at = Word(file, node + size - (2 * (i + 1)));
                int end = Word(file, node + size - (2 * (i + 2)));
                int keySize = 2 + Word(file, node + at);
                byte[] key = file[(node + at)..][..keySize];
                Assert.True(i > 0 || expected.Length == 0 || key.AsSpan().SequenceEqual(expected), "A node does not begin with the key by which it is found.");
                if (height == 1)
                {
                    leaves.Add((key, file[(node + at + keySize)..(node + end)]));
                    continue;
                }

                Assert.Equal(at + (hasVariableKeys ? keySize : 2 + maxKey) + 4, end);
                Visit(Long(file, node + end - 4), height - 1, key);
            }

            if (height == 1)
            {
                order.Add(number);
            }

            Assert.True(Word(file, node + size - (2 * (count + 1))) <= size - (2 * (count + 1)));
        }
    }

    /// <summary>Enough for the names of tests: small letters for ASCII, Latin, Greek and Cyrillic capitals; NUL last.</summary>
    private static int Compare(string a, string b)
    {
        return string.CompareOrdinal(Fold(a), Fold(b));

        static string Fold(string name) => string.Concat(name.Where(c => c is not (>= '\u200C' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u206A' and <= '\u206F' or '\uFEFF')).Select(c => c switch
        {
            '\0' => '\uFFFF',
            >= 'A' and <= 'Z' => (char)(c + 32),
            'Æ' or 'Ð' or 'Ø' or 'Þ' => (char)(c + 32),
            >= '\u0391' and <= '\u03A9' => (char)(c + 32),
            >= '\u0410' and <= '\u042F' => (char)(c + 32),
            _ => c,
        }));
    }

    private static int Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));

    private static uint Long(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static string Name(byte[] bytes, int at) => Encoding.BigEndianUnicode.GetString(bytes, at + 2, 2 * Word(bytes, at));
}
