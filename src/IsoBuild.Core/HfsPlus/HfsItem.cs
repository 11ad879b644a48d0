using IsoBuild.Content;

namespace IsoBuild.HfsPlus;

/// <summary>What an entry of the catalog is.</summary>
internal enum HfsKind
{
    Folder,
    File,
    SymbolicLink,
    Special,

    /// <summary>A name of a file that has several; its content and all about it is an indirect node.</summary>
    HardLink,

    /// <summary>A file that has several names.</summary>
    IndirectNode,

    /// <summary>The directory with the indirect nodes.</summary>
    PrivateFolder,
}

/// <summary>A folder or file of the catalog.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Node">What it shows; none for the folder of indirect nodes.</param>
/// <param name="Parent">The number of the folder in which it is.</param>
internal readonly record struct HfsItem(HfsKind Kind, ContentNode? Node, int Parent)
{
    /// <summary>The name, where it is not simply the node's in the form of HFS+.</summary>
    public string? Name { get; init; }

    /// <summary>Of a hard link, the number of the item that is its indirect node; of that, how many names there are; of a symbolic link, the block among those of links at which its target begins.</summary>
    public uint Number { get; init; }

    public bool IsFolder => Kind is HfsKind.Folder or HfsKind.PrivateFolder;
}
