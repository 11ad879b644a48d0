using IsoBuild.Content;

namespace IsoBuild.RockRidge;

/// <summary>How many links the nodes of a tree have, of those that the tree shows (PX, RRIP 4.1.1).</summary>
internal sealed class LinkCounts
{
    /// <summary>How many names of a file of several the tree shows, by the first of them.</summary>
    private readonly Dictionary<ContentFile, uint> names = [];

    /// <summary>How many directories are hidden from the tree in a directory that has such.</summary>
    private readonly Dictionary<ContentDirectory, uint> hiddenDirectories = [];

    private ContentNode? lastCounted;

    /// <summary>Counts a name that the tree shows.</summary>
    public void CountName(ContentNode node)
    {
        // A file of several extents has a record for each.
        if (node is ContentFile { LinkCount: > 1 } file && node != lastCounted)
        {
            var first = file.HardLinkOf ?? file;
            names[first] = names.GetValueOrDefault(first) + 1;
            lastCounted = node;
        }
    }

    /// <summary>Counts what the tree does not show of a directory.</summary>
    public void CountHidden(ContentDirectory directory)
    {
        uint hidden = 0;
        foreach (var child in directory.Entries)
        {
            hidden += child is ContentDirectory && (child.HiddenFrom & (ImageFormats.Iso9660 | ImageFormats.RockRidge)) != 0 ? 1u : 0;
        }

        if (hidden > 0)
        {
            hiddenDirectories[directory] = hidden;
        }
    }

    /// <summary>Of a directory: its name, its own record and those by which its subdirectories lead back. Of a file, its names: it is the first of them.</summary>
    public uint Of(ContentNode node) => node switch
    {
        ContentDirectory directory => 2 + (uint)directory.SubdirectoryCount - hiddenDirectories.GetValueOrDefault(directory),
        ContentFile { LinkCount: > 1 } file => names[file],
        _ => 1,
    };
}
