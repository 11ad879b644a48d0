using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.HfsPlus;

/// <summary>The records of the catalog in the order of keys: by the number of the parent, then by name. So those of each folder follow its thread, which has no name, and those of each file are its thread alone.</summary>
/// <param name="tree">The folders and files.</param>
/// <param name="blockOf">The block of the volume at which a region begins.</param>
/// <param name="links">The region with the targets of symbolic links.</param>
internal sealed class CatalogRecords(HfsTree tree, Func<RegionId, ImageLayout, uint> blockOf, Func<RegionId> links) : ITreeRecords
{
    // What st_mode says that a file is.
    private const int Pipe = 0x1000;
    private const int CharacterDevice = 0x2000;
    private const int Directory = 0x4000;
    private const int BlockDevice = 0x6000;
    private const int Regular = 0x8000;
    private const int Link = 0xA000;
    private const int Socket = 0xC000;

    /// <summary>The place of the record of the root itself: before all that have a parent in the tree.</summary>
    private const long RootPlace = 0;

    public ushort MaxKeyLength => CatalogRecord.MaxKeyLength;

    public bool HasVariableKeys => true;

    public long? First => RootPlace;

    public long? Next(long place)
    {
        if (place == RootPlace)
        {
            return Place(0, 0);
        }

        var (owner, child) = Split(place);
        return child < (tree.Children[owner]?.Length ?? 0) ? Place(owner, child + 1)
            : owner + 1 < tree.Items.Count ? Place(owner + 1, 0)
            : null;
    }

    public int KeySize(long place) => CatalogRecord.KeySize(Key(place).Name);

    public int DataSize(long place) => IsThread(place, out var owner) ? CatalogRecord.ThreadSize(tree.NameOf(owner))
        : tree.Items[ItemAt(place)].IsFolder ? CatalogRecord.FolderSize
        : CatalogRecord.FileSize;

    public void WriteKey(long place, Span<byte> destination)
    {
        var (parent, name) = Key(place);
        CatalogRecord.WriteKey(destination, parent, name);
    }

    public void WriteData(long place, EncodingContext context, Span<byte> destination)
    {
        if (IsThread(place, out var owner))
        {
            CatalogRecord.WriteThread(destination, tree.Items[owner].IsFolder, HfsTree.IdOf(tree.Items[owner].Parent), tree.NameOf(owner));
            return;
        }

        var number = ItemAt(place);
        var item = tree.Items[number];
        var fields = FieldsOf(number, item, context);
        if (item.IsFolder)
        {
            CatalogRecord.WriteFolder(destination, fields, (uint)tree.Children[number].Length);
        }
        else
        {
            CatalogRecord.WriteFile(destination, fields, ContentOf(item, context.Layout));
        }
    }

    private CatalogFields FieldsOf(int number, HfsItem item, EncodingContext context)
    {
        var date = HfsDate.Of(item.Node?.Modified ?? context.Layout.Volume.Timestamp ?? ImageTimestamp.Default);
        var fields = new CatalogFields
        {
            Id = HfsTree.IdOf(number),
            Date = date,
            OwnerId = item.Node?.OwnerId ?? 0,
            GroupId = item.Node?.GroupId ?? 0,
            Mode = (ushort)(TypeOf(item) | (int)(item.Node is { } node ? context.Modes.WithoutLists(node) : FileModes.Executable)),
            Special = 1,
        };
        return item.Kind switch
        {
            HfsKind.PrivateFolder => fields with { FinderFlags = CatalogRecord.Invisible },
            HfsKind.SymbolicLink => fields with { Type = "slnk", Creator = "rhap" },
            HfsKind.HardLink => fields with { Type = "hlnk", Creator = "hfs+", Special = HfsTree.IdOf((int)item.Number) },
            HfsKind.Special when item.Node is ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device => fields with { Special = (device.Major << 24) | (device.Minor & 0xFFFFFF) },
            HfsKind.IndirectNode => WithCreator(fields with { Special = item.Number }, item.Node!),
            HfsKind.File => WithCreator(fields, item.Node!),
            _ => fields,
        };
    }

    private CatalogFields WithCreator(in CatalogFields fields, ContentNode node) =>
        tree.Options.CreatorOf(node) is { } rule ? fields with { Type = rule.Type, Creator = rule.Creator } : fields;

    private static int TypeOf(HfsItem item) => item.Node switch
    {
        null or ContentDirectory => Directory,
        ContentLink => Link,
        ContentSpecial { Kind: SpecialKind.Pipe } => Pipe,
        ContentSpecial { Kind: SpecialKind.Socket } => Socket,
        ContentSpecial { Kind: SpecialKind.CharacterDevice } => CharacterDevice,
        ContentSpecial => BlockDevice,
        _ => Regular,
    };

    private Fork ContentOf(HfsItem item, ImageLayout layout)
    {
        if (item.Kind == HfsKind.SymbolicLink)
        {
            var length = HfsTree.TargetOf(item).Length;
            return Of(length, blockOf(links(), layout) + item.Number);
        }

        return item is { Kind: HfsKind.File or HfsKind.IndirectNode, Node: ContentFile file } && tree.Files.RegionOf(file) is { } region
            ? Of(tree.Files.StoredLength(file), blockOf(region, layout))
            : default;

        static Fork Of(long length, uint block) => new((ulong)length, new BlockRun(block, (uint)Bytes.Sector.Count(length)));
    }

    private (uint Parent, string Name) Key(long place) =>
        IsThread(place, out var owner) ? (HfsTree.IdOf(owner), "")
        : (HfsTree.IdOf(tree.Items[ItemAt(place)].Parent), tree.NameOf(ItemAt(place)));

    private static bool IsThread(long place, out int owner)
    {
        (owner, var child) = place == RootPlace ? (0, 1) : Split(place);
        return child == 0;
    }

    private int ItemAt(long place)
    {
        if (place == RootPlace)
        {
            return 0;
        }

        var (owner, child) = Split(place);
        return tree.Children[owner][child - 1];
    }

    /// <summary>A place: of an item its thread, number 0, and its entries from 1 on.</summary>
    private static long Place(int owner, int child) => ((owner + 1L) << 32) | (uint)child;

    private static (int Owner, int Child) Split(long place) => ((int)(place >> 32) - 1, (int)(uint)place);
}
