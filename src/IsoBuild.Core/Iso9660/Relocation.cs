using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Iso9660;

/// <summary>The directories that lie deeper than ECMA-119 6.8.2.1 allows, and the one in the root that holds them instead (RRIP 4.1.5).</summary>
internal sealed class Relocation
{
    /// <summary>How many levels of directories there may be, the root's being the first (ECMA-119 6.8.2.1).</summary>
    public const int MaxLevel = 8;

    /// <summary>What every writer calls the directory: libarchive knows no other names.</summary>
    private static readonly string[] Names = ["rr_moved", ".rr_moved"];

    private readonly HashSet<ContentDirectory> moved;

    private Relocation(ContentDirectory target, bool isTargetOurs, List<ContentDirectory> directories)
    {
        (Target, IsTargetOurs, Directories) = (target, isTargetOurs, directories);
        moved = [.. directories];
    }

    /// <summary>The directory in the root to which others move.</summary>
    public ContentDirectory Target { get; }

    /// <summary>Whether nobody asked for <see cref="Target"/>, so that readers are not to show it.</summary>
    public bool IsTargetOurs { get; }

    /// <summary>The directories that move, in the order of their names; of several of one name, in that of their paths.</summary>
    public List<ContentDirectory> Directories { get; }

    /// <summary>Whether an identifier of the ISO 9660 tree is that of the directory: in letters of any case, with what stands there for a dot, and cut to eight characters where it has to be.</summary>
    public static bool IsTarget(string identifier) => identifier.Length >= 8 && Names[0].StartsWith(identifier.TrimStart('_', '.'), StringComparison.OrdinalIgnoreCase);

    public bool Moves(ContentNode node) => node is ContentDirectory directory && moved.Contains(directory);

    /// <summary>What has to move; <see langword="null"/> when nothing has to, or nothing can.</summary>
    /// <param name="content">The content.</param>
    /// <param name="formats">The formats that hide a node from the tree.</param>
    /// <param name="diagnostics">Is told when the names of the directory are taken.</param>
    public static Relocation? Plan(ContentTree content, ImageFormats formats, DiagnosticBag diagnostics)
    {
        var directories = new List<ContentDirectory>();
        var levels = new int[content.AllNodes.Length];
        levels[0] = 1;
        foreach (var node in content.AllNodes)
        {
            if (node is not ContentDirectory { Parent: { } parent } directory || (node.HiddenFrom & formats) != 0)
            {
                continue;
            }

            // What moves lies at the third level: in the root's directory for it.
            levels[node.Index] = levels[parent.Index] + 1;
            if (levels[node.Index] > MaxLevel)
            {
                directories.Add(directory);
                levels[node.Index] = 3;
            }
        }

        if (directories.Count == 0)
        {
            return null;
        }

        directories.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : a.Index.CompareTo(b.Index));
        foreach (var name in Names)
        {
            var taken = content.Root.Find(name);
            if (taken is null || (taken.HiddenFrom & formats) != 0)
            {
                var target = new ContentDirectory(name)
                {
                    Parent = content.Root,
                    Modified = content.Root.Modified,
                    Index = content.AllNodes.Length,
                    SubdirectoryCount = directories.Count,
                };
                return new Relocation(target, isTargetOurs: true, directories);
            }

            if (taken is ContentDirectory shared)
            {
                return new Relocation(shared, isTargetOurs: false, directories);
            }
        }

        diagnostics.Error(
            DiagnosticId.RelocationImpossible,
            directories[0].Path,
            $"The directory is below level {MaxLevel} and must be relocated into /{Names[0]}, but that and /{Names[1]} are files of the image. Rename one of them, or turn relocation off.");
        return null;
    }
}
