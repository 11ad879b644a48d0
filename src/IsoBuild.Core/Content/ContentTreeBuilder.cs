using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Gathers entries in any order and makes the tree of them.</summary>
internal sealed class ContentTreeBuilder
{
    private readonly DiagnosticBag diagnostics;
    private readonly DateRule dates;
    private readonly Stage root;

    public ContentTreeBuilder(DateRule dates, DiagnosticBag diagnostics)
    {
        this.dates = dates;
        this.diagnostics = diagnostics;
        root = NewStage("");
    }

    /// <summary>The directory at <paramref name="names"/> below the root, made when it is not there.</summary>
    public Stage Directory(ReadOnlySpan<string> names)
    {
        var stage = root;
        foreach (var name in names)
        {
            stage = Directory(stage, name);
        }

        return stage;
    }

    /// <summary>The subdirectory <paramref name="name"/>, made when it is not there.</summary>
    public Stage Directory(Stage parent, string name)
    {
        parent.Directories ??= new Dictionary<string, Stage>(StringComparer.Ordinal);
        if (!parent.Directories.TryGetValue(name, out var stage))
        {
            stage = NewStage(name);
            parent.Directories.Add(name, stage);
            parent.Entries.Add(stage.Node);
        }

        return stage;
    }

    public void AddFile(Stage parent, string name, ContentSource source, EntryOptions? options)
    {
        var file = new ContentFile(name, source)
        {
            Mode = options?.Mode,
        };
        file.Modified = (options?.Modified, source) switch
        {
            ({ } given, _) => dates.Given(given, file, diagnostics),
            (_, FileSource onDisk) => dates.Apply(onDisk.ModifiedUtc, onDisk, diagnostics),
            _ => dates.Timestamp,
        };
        parent.Entries.Add(file);
    }

    /// <summary>Says what a directory is given; the last word counts, but no date on disk against one that somebody gave.</summary>
    public void Describe(Stage directory, EntryOptions? options, DateTime? modifiedUtc = null)
    {
        if (options?.Mode is { } mode)
        {
            directory.Node.Mode = mode;
        }

        if (options?.Modified is { } given)
        {
            directory.Node.Modified = dates.Given(given, directory.Node, diagnostics);
            directory.IsDated = true;
        }
        else if (modifiedUtc is { } scanned && !directory.IsDated)
        {
            // Of several sources for one directory, the one written last: whichever comes first.
            var date = dates.Apply(scanned, source: null, diagnostics);
            directory.Node.Modified = directory.IsScanned && directory.Node.Modified > date ? directory.Node.Modified : date;
            directory.IsScanned = true;
        }
    }

    /// <summary>Sorts, finds two sources for one path, and numbers the nodes.</summary>
    public ContentTree Build()
    {
        var pending = new Stack<Stage>();
        pending.Push(root);
        while (pending.TryPop(out var stage))
        {
            var node = stage.Node;
            stage.Entries.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            node.Entries = WithoutDuplicates(stage);
            foreach (var child in node.Entries)
            {
                child.Parent = node;
            }

            if (stage.Directories is not null)
            {
                foreach (var directory in stage.Directories.Values)
                {
                    pending.Push(directory);
                }
            }
        }

        return new ContentTree(root.Node);
    }

    private ContentNode[] WithoutDuplicates(Stage stage)
    {
        var sorted = stage.Entries;
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (kept > 0 && string.Equals(sorted[kept - 1].Name, sorted[i].Name, StringComparison.Ordinal))
            {
                ReportUnlessSame(stage, sorted[kept - 1], sorted[i]);
                continue;
            }

            sorted[kept++] = sorted[i];
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return [.. sorted];
    }

    private void ReportUnlessSame(Stage stage, ContentNode first, ContentNode second)
    {
        var (firstPath, secondPath) = (Origin(first), Origin(second));
        var sameFile = first is ContentFile { Source: FileSource } && second is ContentFile { Source: FileSource }
            && string.Equals(firstPath, secondPath, StringComparison.Ordinal);
        if (sameFile && first.Mode == second.Mode && first.Modified == second.Modified)
        {
            return;
        }

        // The sort is not stable, so the two are named in an order of their own.
        if (string.CompareOrdinal(firstPath, secondPath) > 0)
        {
            (firstPath, secondPath) = (secondPath, firstPath);
        }

        var parent = stage.Node.Path;
        var message = sameFile
            ? $"{firstPath} is added twice, with different modes or dates. Say them once."
            : $"Two sources have this target path: {firstPath} and {secondPath}. Remove one, or give it another target path.";
        var onDisk = System.IO.Path.IsPathRooted(secondPath) ? secondPath : System.IO.Path.IsPathRooted(firstPath) ? firstPath : null;
        diagnostics.Error(DiagnosticId.DuplicateTarget, parent.Length == 1 ? $"/{first.Name}" : $"{parent}/{first.Name}", message, onDisk);
    }

    private static string Origin(ContentNode node) => node switch
    {
        ContentDirectory => "a directory",
        ContentFile { Source.FilePath: { } path } => System.IO.Path.GetFullPath(path),
        _ => "bytes given by the program",
    };

    private Stage NewStage(string name) => new(new ContentDirectory(name) { Modified = dates.Timestamp });

    /// <summary>A directory while it is being filled.</summary>
    internal sealed class Stage(ContentDirectory node)
    {
        public ContentDirectory Node { get; } = node;

        public List<ContentNode> Entries { get; } = [];

        public Dictionary<string, Stage>? Directories { get; set; }

        /// <summary>Whether its date comes from a disk.</summary>
        public bool IsScanned { get; set; }

        /// <summary>Whether somebody gave the directory a date.</summary>
        public bool IsDated { get; set; }
    }
}
