using System.Runtime.InteropServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>A directory of the image and where it goes.</summary>
/// <param name="node">The directory of the image.</param>
/// <param name="parent">What it lies in; <see langword="null"/> for the target itself.</param>
/// <param name="name">What it is called on disk; of the target itself, its path.</param>
internal sealed class PlannedDirectory(ContentDirectory node, PlannedDirectory? parent, string name)
{
    public ContentDirectory Node => node;

    public PlannedDirectory? Parent => parent;

    public string Name => name;

    /// <summary>How many directories lie above it, the target being the first.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>How long the full path on disk is.</summary>
    public int PathLength { get; } = parent is null ? name.Length : parent.PathLength + 1 + name.Length;

    /// <summary>The full path on disk, for people.</summary>
    public string Path
    {
        get
        {
            var names = new Stack<string>();
            for (var at = this; at is not null; at = at.Parent)
            {
                names.Push(at.Name);
            }

            return System.IO.Path.Join([.. names]);
        }
    }

    /// <summary>What tells the directory that was first opened from all others.</summary>
    public (ulong Device, ulong Number)? Identity { get; set; }

    /// <summary>Whether it was there before.</summary>
    public bool Existed { get; set; }

    /// <summary>Whether what is made in it gets the permissions that it would get in the target itself: an access control list that says otherwise is handed on to new directories.</summary>
    public bool IsMaskedLikeTarget { get; set; } = parent is null;

    /// <summary>Whether it, or one above it, may not be looked into before it has another mode, so that nobody knows yet what is there.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The mode that it had, if it had to get another one to be written to.</summary>
    public UnixFileMode? ModeBefore { get; set; }

    /// <summary>Whether it could not be made; nothing below it can.</summary>
    public bool Failed { get; set; }

    /// <summary>What its entries are called on disk; <see langword="null"/> when all keep their names.</summary>
    public string[]? Names { get; set; }
}

/// <summary>A file or a link of the image and where it goes.</summary>
internal struct PlannedEntry(ContentNode node, PlannedDirectory directory, string name)
{
    public readonly ContentNode Node => node;

    public readonly PlannedDirectory Directory => directory;

    /// <summary>What it is called on disk.</summary>
    public readonly string Name => name;

    public readonly string Path => System.IO.Path.Join(directory.Path, name);

    /// <summary>Whether something is there that this one replaces.</summary>
    public bool Replaces { get; set; }

    /// <summary>Of a further name for a file: which of <see cref="ExtractionPlan.Files"/> is the file.</summary>
    public int Holder { get; init; }
}

/// <summary>What is extracted, and where to.</summary>
internal sealed class ExtractionPlan
{
    /// <summary>Longer paths no system takes; what is longer on this one, it says itself.</summary>
    private static readonly int LongestPath = OperatingSystem.IsWindows() ? 32_767 : 4096;

    private readonly List<PlannedEntry> files = [];
    private readonly List<PlannedEntry> links = [];
    private readonly List<PlannedEntry> hardLinks = [];
    private readonly Dictionary<ContentDirectory, PlannedDirectory> byNode = [];

    private readonly bool[] chosen;
    private int longestPath;

    private ExtractionPlan(bool[] chosen) => this.chosen = chosen;

    /// <summary>Parents before their children; the first is the target directory itself.</summary>
    public List<PlannedDirectory> Directories { get; } = [];

    public Span<PlannedEntry> Files => CollectionsMarshal.AsSpan(files);

    public Span<PlannedEntry> Links => CollectionsMarshal.AsSpan(links);

    /// <summary>Further names for <see cref="Files"/>.</summary>
    public Span<PlannedEntry> HardLinks => CollectionsMarshal.AsSpan(hardLinks);

    public int FileCount => files.Count;

    public PlannedEntry File(int index) => files[index];

    /// <summary>Where a directory of the image goes; <see langword="null"/> when it is not extracted.</summary>
    public PlannedDirectory? Find(ContentDirectory node) => byNode.GetValueOrDefault(node);

    /// <summary>Whether a node of the image was asked for.</summary>
    public bool Has(ContentNode node) => chosen[node.Index];

    /// <param name="content">The tree.</param>
    /// <param name="chosen">By <see cref="ContentNode.Index"/>, what was asked for.</param>
    /// <param name="target">The target directory's path.</param>
    /// <param name="rules">What names it takes.</param>
    /// <param name="knowsNoPaths">Whether paths below it may be longer than the system takes.</param>
    /// <param name="policy">What to do about symbolic links.</param>
    /// <param name="diagnostics">Receives what cannot be extracted.</param>
    public static ExtractionPlan Make(ContentTree content, bool[] chosen, string target, TargetRules rules, bool knowsNoPaths, LinkPolicy policy, DiagnosticBag diagnostics)
    {
        var plan = new ExtractionPlan(chosen) { longestPath = knowsNoPaths ? int.MaxValue : LongestPath };
        plan.files.Capacity = content.AllNodes.Count(node => node is ContentFile && chosen[node.Index]);
        plan.Add(new PlannedDirectory(content.Root, parent: null, target));
        for (var i = 0; i < plan.Directories.Count; i++)
        {
            plan.AddEntries(plan.Directories[i], rules, policy, diagnostics);
        }

        // In the order of the tree, which is close to that of the extents, and goes from a directory to one that is near.
        plan.Directories.Sort(static (a, b) => a.Node.Index.CompareTo(b.Node.Index));
        plan.files.Sort(static (a, b) => a.Node.Index.CompareTo(b.Node.Index));
        plan.links.Sort(static (a, b) => a.Node.Index.CompareTo(b.Node.Index));
        plan.FindHardLinks();

        return plan;
    }

    /// <summary>Of the names of one file, the first that is extracted is the file; the others become hard links to it.</summary>
    private void FindHardLinks()
    {
        var holders = new Dictionary<ContentFile, int>();
        var kept = 0;
        for (var i = 0; i < files.Count; i++)
        {
            var entry = files[i];
            var file = (ContentFile)entry.Node;
            if (file.LinkCount > 1 && !holders.TryAdd(file.HardLinkOf ?? file, kept))
            {
                hardLinks.Add(new PlannedEntry(file, entry.Directory, entry.Name) { Holder = holders[file.HardLinkOf ?? file] });
            }
            else
            {
                files[kept++] = entry;
            }
        }

        files.RemoveRange(kept, files.Count - kept);
    }

    private void Add(PlannedDirectory directory)
    {
        Directories.Add(directory);
        byNode.Add(directory.Node, directory);
    }

    private void AddEntries(PlannedDirectory directory, TargetRules rules, LinkPolicy policy, DiagnosticBag diagnostics)
    {
        var entries = directory.Node.Entries;
        directory.Names = TargetNames.Assign(entries, rules, diagnostics);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            if (!chosen[entry.Index])
            {
                continue;
            }

            var name = directory.Names?[i] ?? entry.Name;
            if (directory.PathLength + 1 + name.Length > longestPath)
            {
                diagnostics.Error(DiagnosticId.ExtractTargetUnwritable, entry.Path, "Its path would be too long for the system, so it is left out with everything in it. Extract to a shorter path, or extract this part by itself.");
                continue;
            }

            switch (entry)
            {
                case ContentDirectory child:
                    Add(new PlannedDirectory(child, directory, name));
                    break;
                case ContentFile:
                    files.Add(new PlannedEntry(entry, directory, name));
                    break;
                case ContentLink when policy == LinkPolicy.Inside:
                    links.Add(new PlannedEntry(entry, directory, name));
                    break;
                case ContentLink link:
                    diagnostics.Info(DiagnosticId.ExtractLinkLeftOut, link.Path, $"The symbolic link to {link.Target} was left out, as requested.");
                    break;
                case ContentSpecial special:
                    diagnostics.Warning(DiagnosticId.ExtractSpecialLeftOut, special.Path, $"It is {Describe(special.Kind)}, and special files are never extracted.");
                    break;
            }
        }
    }

    private static string Describe(SpecialKind kind) => kind switch
    {
        SpecialKind.Pipe => "a pipe",
        SpecialKind.Socket => "a socket",
        SpecialKind.CharacterDevice => "a character device",
        _ => "a block device",
    };
}
