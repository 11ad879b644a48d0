using System.Runtime.InteropServices;
using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>What a UDF volume has beside the content of files, and where it lies.</summary>
internal static class UdfRegions
{
    /// <summary>What an anchor is called, wherever it lies.</summary>
    public const string Anchor = "udf anchor";

    /// <summary>What the reserve volume descriptor sequence is called.</summary>
    public const string ReserveSequence = "udf reserve sequence";

    private const int RecognitionSize = 2048;

    /// <summary>Takes a region.</summary>
    public delegate void Add(long offset, long length, RegionKind kind, object subject);

    /// <summary>The structures of the volume.</summary>
    public static void AddVolume(UdfVolumeReading volume, Add add)
    {
        foreach (var (offset, name) in volume.Recognition)
        {
            add(offset, RecognitionSize, RegionKind.VolumeDescriptor, $"udf {name}");
        }

        AddDescriptors(volume.MainSequence, "udf main sequence", add);
        AddDescriptors(volume.ReserveSequence, ReserveSequence, add);
        AddDescriptors(volume.Integrity, "udf integrity", add);
        AddDescriptors(volume.FileSet, "udf file set", add);
        foreach (var table in volume.SparingTables)
        {
            AddDescriptors((table.Offset, table.Length), "udf sparing table", add);
        }

        foreach (var anchor in volume.Anchors)
        {
            add(anchor, volume.BlockSize, RegionKind.VolumeDescriptor, Anchor);
        }
    }

    /// <summary>The structures of the tree: file identifiers; and file entries, those of a directory and of the files in it together as far as they lie side by side.</summary>
    public static void AddTree(UdfVolumeReading volume, UdfTreeReading tree, Add add)
    {
        foreach (var (directory, extent) in tree.DirectoryExtents)
        {
            if (!extent.IsHole)
            {
                add(extent.Offset, extent.Length, RegionKind.Directory, new Subject(directory));
            }
        }

        var nodes = tree.Content.AllNodes;
        var blocks = new List<long>?[nodes.Length];
        foreach (var (offset, directory) in Holders(nodes))
        {
            AddBlock(directory, offset);
        }

        foreach (var (directory, offset) in tree.MoreBlocks)
        {
            AddBlock(directory, offset);
        }

        foreach (var node in nodes)
        {
            if (blocks[node.Index] is { } found)
            {
                AddRuns(found, volume.BlockSize, new Subject((ContentDirectory)node), add);
            }
        }

        void AddBlock(ContentDirectory directory, long offset) => (blocks[directory.Index] ??= []).Add(offset);
    }

    /// <summary>With whose file entries each lies. That of a file of several names lies with those of one of the directories that have a name of it: the one
    /// whose own entry precedes it most closely. The order of names says nothing, for a name may have been altered.</summary>
    private static Dictionary<long, ContentDirectory> Holders(ContentNode[] nodes)
    {
        var holders = new Dictionary<long, ContentDirectory>(nodes.Length);
        foreach (var node in nodes)
        {
            var directory = node as ContentDirectory ?? node.Parent!;
            ref var holder = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, node.RecordOffset, out var isKnown);
            if (!isKnown || (directory.RecordOffset <= node.RecordOffset && (holder!.RecordOffset > node.RecordOffset || holder.RecordOffset < directory.RecordOffset)))
            {
                holder = directory;
            }
        }

        return holders;
    }

    /// <summary>Whether the content of a file lies in its file entry.</summary>
    public static bool IsEmbedded(ContentFile file, UdfVolumeReading volume) =>
        TreeReading.ExtentsOf(file) is [var only] && only.Offset > file.RecordOffset && only.Offset < file.RecordOffset + volume.BlockSize;

    private static void AddDescriptors((long Offset, long Length) place, string name, Add add) => add(place.Offset, place.Length, RegionKind.VolumeDescriptor, name);

    private static void AddRuns(List<long> blocks, int blockSize, object subject, Add add)
    {
        blocks.Sort();
        for (var i = 0; i < blocks.Count;)
        {
            var first = i;
            for (i++; i < blocks.Count && blocks[i] == blocks[i - 1] + blockSize; i++)
            {
            }

            add(blocks[first], (long)(i - first) * blockSize, RegionKind.FileEntries, subject);
        }
    }

    private sealed record Subject(ContentDirectory Directory)
    {
        public override string ToString() => $"udf {Directory.Path}";
    }
}
