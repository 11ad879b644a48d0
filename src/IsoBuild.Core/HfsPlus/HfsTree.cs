using System.Runtime.InteropServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.HfsPlus;

/// <summary>The folders and files of an HFS+ volume, in the order of their numbers: the root, then every entry that is shown in the order of paths, then files with several names.</summary>
/// <remarks>It shows what at least one other tree of the image shows. Files with several names (hard links) are indirect nodes in a folder of the root that nobody sees
/// (TN1150, "Hard Links"): files may not share blocks.</remarks>
internal sealed class HfsTree
{
    /// <summary>The name of the folder of indirect nodes, which begins with four NULs, and so comes last.</summary>
    private const string PrivateFolderName = "\0\0\0\0HFS+ Private Data";

    private const int Root = 0;

    private readonly List<HfsItem> items = [];
    private readonly List<int> links = [];

    public HfsTree(ContentTree content, FileData files, string volumeName, HfsOptions options, DiagnosticBag diagnostics)
    {
        (Files, Options) = (files, options);
        items.Add(new HfsItem(HfsKind.Folder, content.Root, Parent: -1) { Name = volumeName });
        var numbers = new int[content.AllNodes.Length];
        Array.Fill(numbers, -1);
        numbers[content.Root.Index] = Root;
        Show(content, numbers, diagnostics);
        Children = new int[items.Count][];
        Sort(content, numbers, new HfsNames(diagnostics));
        Numbers = numbers;
        AddIndirectNodes();
    }

    public IReadOnlyList<HfsItem> Items => items;

    /// <summary>The entries of each folder, by its number, in the order of their names; none for files.</summary>
    public int[][] Children { get; private set; }

    /// <summary>By node, the number of its item; -1 for what is not shown.</summary>
    public int[] Numbers { get; }

    public FileData Files { get; }

    public HfsOptions Options { get; }

    /// <summary>The symbolic links, in the order in which their targets lie.</summary>
    public IReadOnlyList<int> Links => links;

    /// <summary>How many blocks the targets of symbolic links take.</summary>
    public uint LinkBlocks { get; private set; }

    public uint FolderCount => (uint)items.Count(item => item.IsFolder) - 1;

    public uint FileCount => (uint)items.Count - 1 - FolderCount;

    /// <summary>The first number that no folder or file has.</summary>
    public uint NextId => IdOf(items.Count);

    /// <summary>The catalog node id of an item.</summary>
    public static uint IdOf(int item) => item switch
    {
        -1 => CatalogRecord.RootParentId,
        Root => CatalogRecord.RootId,
        _ => CatalogRecord.FirstId - 1 + (uint)item,
    };

    public string NameOf(int item) => items[item] is { Name: { } name } ? name : HfsNames.Form(items[item].Node!.Name);

    public static byte[] TargetOf(HfsItem link) => Bytes.NameBytes.Encode(((ContentLink)link.Node!).Target);

    private void Show(ContentTree content, int[] numbers, DiagnosticBag diagnostics)
    {
        (ContentFile? First, int Count) outside = (null, 0);
        foreach (var node in content.AllNodes)
        {
            if (node.Parent is not { } parent || numbers[parent.Index] < 0 || (node.HiddenFrom & Options.Formats) == Options.Formats)
            {
                continue;
            }

            var item = new HfsItem(KindOf(node), node, numbers[parent.Index]);
            if (node is ContentFile { Length: > 0 } file)
            {
                if (Files.RegionOf(file) is null)
                {
                    continue;
                }

                if (Files.Slots.TryGetValue(Files.First(file), out var slot) && (slot == RegionSlot.Appended || (slot == RegionSlot.EfiImages && !Options.ReachesUefiImages)))
                {
                    outside = (outside.First ?? file, outside.Count + 1);
                    continue;
                }
            }
            else if (node is ContentLink)
            {
                item = item with { Number = LinkBlocks };
                links.Add(items.Count);
                LinkBlocks += (uint)Bytes.Sector.Count(TargetOf(item).Length);
            }

            numbers[node.Index] = items.Count;
            items.Add(item);
        }

        if (outside.First is { } first)
        {
            diagnostics.Info(DiagnosticId.HfsFileOutside, first.Path, $"The HFS+ tree does not show {(outside.Count == 1 ? "the file" : $"the file and {outside.Count - 1} more")}: it lies in a partition beside the HFS+ volume. The other trees show it.");
        }
    }

    private static HfsKind KindOf(ContentNode node) => node switch
    {
        ContentDirectory => HfsKind.Folder,
        ContentLink => HfsKind.SymbolicLink,
        ContentSpecial => HfsKind.Special,
        _ => HfsKind.File,
    };

    private void Sort(ContentTree content, int[] numbers, HfsNames names)
    {
        foreach (var node in content.AllNodes)
        {
            if (node is ContentDirectory directory && numbers[node.Index] is >= 0 and var number)
            {
                var children = new List<int>(directory.Entries.Length);
                foreach (var entry in directory.Entries)
                {
                    if (numbers[entry.Index] is >= 0 and var child)
                    {
                        children.Add(child);
                    }
                }

                int[] sorted = [.. children];
                names.Identify(sorted, items);
                Children[number] = sorted;
            }
        }
    }

    /// <summary>Makes hard links of the names of files that are shown by several.</summary>
    private void AddIndirectNodes()
    {
        var groups = new Dictionary<ContentFile, List<int>>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Node is ContentFile { LinkCount: > 1 } file)
            {
                ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, file.HardLinkOf ?? file, out _);
                (group ??= []).Add(i);
            }
        }

        var shared = groups.Values.Where(group => group.Count > 1).OrderBy(group => group[0]).ToList();
        if (shared.Count == 0)
        {
            return;
        }

        var folder = items.Count;
        items.Add(new HfsItem(HfsKind.PrivateFolder, Node: null, Root) { Name = PrivateFolderName });
        foreach (var group in shared)
        {
            foreach (var name in group)
            {
                items[name] = items[name] with { Kind = HfsKind.HardLink, Number = (uint)items.Count };
            }

            items.Add(new HfsItem(HfsKind.IndirectNode, items[group[0]].Node, folder) { Name = $"iNode{IdOf(items.Count)}", Number = (uint)group.Count });
        }

        var all = new int[items.Count][];
        Children.CopyTo(all, 0);
        all[Root] = [.. Children[Root], folder];
        all[folder] = [.. Enumerable.Range(folder + 1, items.Count - folder - 1).OrderBy(NameOf, StringComparer.Ordinal)];
        Children = all;
    }
}
