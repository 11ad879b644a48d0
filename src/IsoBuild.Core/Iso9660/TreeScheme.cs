using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>What distinguishes one tree of directory records from another: its names and its places.</summary>
internal abstract class TreeScheme
{
    /// <summary>Separator 2 and the file version number.</summary>
    private const string Version = ";1";

    /// <summary>What a sector map calls the tree.</summary>
    public abstract string TreeName { get; }

    public abstract RegionSlot PathTableSlot { get; }

    public abstract RegionSlot DirectorySlot { get; }

    /// <summary>Bytes in one character of an identifier.</summary>
    public abstract int CharacterSize { get; }

    /// <summary>Gives every entry of a directory an identifier (without version) that is unique in it, and says what it changed.</summary>
    /// <param name="entries">The directory's content, in ordinal order of real names.</param>
    public abstract void Identify(Span<TreeEntry> entries);

    /// <summary>Writes characters of an identifier.</summary>
    public abstract void WriteText(ReadOnlySpan<char> text, Span<byte> destination);

    /// <summary>The path by which readers of this tree know a directory.</summary>
    public string PathOf(TreeDirectory directory)
    {
        var names = new Stack<string>();
        for (var level = directory; level.Parent is not null; level = level.Parent)
        {
            names.Push(NameOf(level));
        }

        return "/" + string.Join('/', names);
    }

    /// <summary>The name by which readers of this tree know a file.</summary>
    public virtual string NameOf(string identifier) => identifier;

    /// <summary>The name by which readers of this tree know a directory.</summary>
    protected virtual string NameOf(TreeDirectory directory) => directory.Identifier;

    /// <summary>The identifier's size in a directory record. Files carry version 1 (ECMA-119 7.5.1).</summary>
    public int IdentifierSize(in TreeEntry entry) =>
        (entry.Identifier.Length + (entry.Node is not ContentDirectory ? Version.Length : 0)) * CharacterSize;

    public void WriteIdentifier(in TreeEntry entry, Span<byte> destination)
    {
        WriteText(entry.Identifier, destination);
        if (entry.Node is not ContentDirectory)
        {
            WriteText(Version, destination[(entry.Identifier.Length * CharacterSize)..]);
        }
    }

}

/// <summary>An entry of one directory in one tree.</summary>
internal struct TreeEntry(ContentNode node)
{
    public ContentNode Node { get; } = node;

    /// <summary>The identifier, without version.</summary>
    public string Identifier { get; set; } = "";
}
