using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Gathers entries in any order and makes the tree of them.</summary>
internal sealed class ContentTreeBuilder
{
    private readonly DiagnosticBag diagnostics;
    private readonly DateRule dates;
    private readonly ModeRule modes;
    private readonly bool asksDisk;
    private ImageFormats formats;
    private readonly Descriptions descriptions;
    private readonly HardLinks hardLinks;
    private readonly Stage root;
    private BaseSpelling? spelling;
    private ContentFile? catalog;
    private ContentFile? note;

    /// <summary>Paths of files that are stored even when no tree shows them: names from the root on.</summary>
    private readonly List<string[]> alwaysStored = [];
    private readonly List<ContentFile> unshown = [];
    private readonly Dictionary<ContentNode, KeptNames> keptNames = [];

    /// <param name="dates">Which date an entry carries.</param>
    /// <param name="diagnostics">Receives reports of what cannot be stored.</param>
    /// <param name="formats">The trees of the image: what is hidden from all of them is not stored.</param>
    /// <param name="modes">Which mode, owner and group an entry carries; the normalized ones, when left out.</param>
    public ContentTreeBuilder(DateRule dates, DiagnosticBag diagnostics, ImageFormats formats = ImageFormats.Default, ModeRule? modes = null)
    {
        this.modes = modes ?? ModeRule.Normalized;
        asksDisk = modes is { AsksDisk: true };
        this.dates = dates;
        this.diagnostics = diagnostics;
        this.formats = formats;
        descriptions = new Descriptions(dates, diagnostics);
        hardLinks = new HardLinks(diagnostics);
        root = NewStage("");
    }

    /// <summary>Whether every directory of the ISO 9660 tree has a table of real names.</summary>
    public bool HasTranslationTables { get; init; }

    /// <summary>Adds a rule that describes entries, after those that are there.</summary>
    public void AddRule(Func<string, EntryOptions?> rule) => descriptions.Add(rule);

    /// <summary>Has the file at a path stored whether a tree shows it or not: firmware finds boot images by their addresses.</summary>
    public void Keep(string[] names) => alwaysStored.Add(names);

    /// <summary>The root as it is so far.</summary>
    public Stage Root => root;

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
        if (!parent.Directories.TryGetValue(name, out var stage) && !(spelling?.TryFind(parent, name, out stage) ?? false))
        {
            stage = NewStage(name);
            stage.Node.Parent = parent.Node;
            parent.Directories.Add(name, stage);
            parent.Entries.Add(stage.Node);
        }

        return stage;
    }

    /// <param name="parent">The directory that receives it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="source">Its bytes.</param>
    /// <param name="options">What it is given.</param>
    /// <param name="identity">Which file of several names it is one of.</param>
    /// <param name="rights">Those of the file on disk, where they are known.</param>
    public void AddFile(Stage parent, string name, ContentSource source, EntryOptions? options, FileIdentity? identity = null, DiskRights? rights = null)
    {
        var file = new ContentFile(name, source)
        {
            Modified = source is FileSource onDisk && options?.Modified is null ? dates.Apply(onDisk, diagnostics) : dates.Timestamp,
        };
        if (source is FileSource found && asksDisk)
        {
            modes.Apply(file, found.FilePath, rights);
        }

        Add(parent, file, options);
        if (identity is { } one)
        {
            hardLinks.Add(file, one);
        }
    }

    /// <param name="parent">The directory that receives it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="target">Where it points to.</param>
    /// <param name="options">What it is given.</param>
    /// <param name="sourcePath">The link on disk, when it was found there.</param>
    /// <param name="modifiedUtc">Its date on disk.</param>
    /// <param name="rights">Its rights on disk, where they are known.</param>
    public void AddLink(Stage parent, string name, string target, EntryOptions? options, string? sourcePath = null, DateTime? modifiedUtc = null, DiskRights? rights = null)
    {
        if (LinkText.Check(target, sourcePath ?? PathIn(parent, name), sourcePath, diagnostics))
        {
            var link = new ContentLink(name, target)
            {
                SourcePath = sourcePath,
                Modified = modifiedUtc is { } onDisk && options?.Modified is null ? dates.Apply(onDisk, sourcePath, diagnostics) : dates.Timestamp,
            };
            if (sourcePath is not null)
            {
                modes.Apply(link, sourcePath, rights);
            }

            Add(parent, link, options);
        }
    }

    public void AddSpecial(Stage parent, string name, SpecialKind kind, uint major, uint minor, EntryOptions? options)
    {
        var isDevice = kind is SpecialKind.CharacterDevice or SpecialKind.BlockDevice;
        if (!Enum.IsDefined(kind))
        {
            diagnostics.Error(DiagnosticId.OptionUnknown, PathIn(parent, name), "The kind of the special file must be Pipe, Socket, CharacterDevice or BlockDevice.");
        }
        else if (!isDevice && (major | minor) != 0)
        {
            diagnostics.Error(DiagnosticId.DeviceInvalid, PathIn(parent, name), $"The device number {major}, {minor} is set on an entry that is not a device. Leave it out.");
        }
        else if (isDevice && !DeviceNumber.IsReadable(major, minor))
        {
            diagnostics.Error(DiagnosticId.DeviceInvalid, PathIn(parent, name), $"Linux cannot read the device number {major}, {minor} back: it supports major numbers up to {DeviceNumber.MaxMajor} and minor numbers up to {DeviceNumber.MaxMinor} (up to 255 with the major number 0).");
        }
        else
        {
            Add(parent, new ContentSpecial(name, kind, isDevice ? DeviceNumber.Join(major, minor) : 0) { Modified = dates.Timestamp }, options);
        }
    }

    /// <param name="parent">The directory that receives it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="existing">Where the file is: names from the root on.</param>
    public void AddHardLink(Stage parent, string name, string[] existing)
    {
        var link = new HardLinkName(name, existing);
        parent.Entries.Add(link);
        hardLinks.Add(link);
    }

    /// <summary>Adds the boot catalog, which takes the place of any other file.</summary>
    public void AddCatalog(Stage parent, string name, ContentSource source, EntryOptions options)
    {
        catalog = new ContentFile(name, source) { Modified = dates.Timestamp };
        Add(parent, catalog, options);
    }

    /// <summary>Adds a file that is all that an ISO 9660 tree shows: the image has one too from now on, and UDF shows all else.</summary>
    public void AddNote(string name, ContentSource source)
    {
        formats = ImageFormats.Iso9660 | ImageFormats.Udf;
        note = new ContentFile(name, source) { Modified = dates.Timestamp };
        Add(root, note, new EntryOptions { Mode = FileModes.Plain, HiddenFrom = ImageFormatSets.All & ~Descriptions.Whole(ImageFormats.Iso9660) });
    }

    /// <summary>From now on, what is added is put where the base has something of the name, whatever its case.</summary>
    public void IgnoreCaseOfBase()
    {
        spelling = new BaseSpelling(diagnostics);
        hardLinks.IgnoresCase = true;
    }

    /// <summary>Adds an entry of the base image, which gives way to any other of its name.</summary>
    public static void AddFromBase(Stage parent, ContentNode node) => parent.Entries.Add(node);

    /// <summary>Says how trees of the base spell an entry of it. What takes its place is spelled so too.</summary>
    public void KeepNames(ContentNode node, KeptNames names) => keptNames.Add(node, names);

    /// <summary>Says that files of the base are one.</summary>
    public void AddNamesFromBase(List<ContentFile> names) => hardLinks.Add(names);

    /// <summary>Says what a directory is given; the last word counts, but no date on disk against one that somebody gave.</summary>
    public void Describe(Stage directory, EntryOptions? options, DateTime? modifiedUtc = null)
    {
        if (options is not null)
        {
            // The word of somebody who names the directory itself stands against all that is said of what a source holds.
            directory.Inherited &= ~((options.OwnerId is null ? 0 : Given.Owner) | (options.GroupId is null ? 0 : Given.Group) | (options.HiddenFrom is null ? 0 : Given.Hidden) | (options.MarkHidden is null ? 0 : Given.MarkHidden));
            descriptions.Give(directory.Node, options);
        }

        if (modifiedUtc is { } scanned && !directory.IsFromBase && (directory.Node.Given & Given.Modified) == 0)
        {
            // Of several sources for one directory, the one written last: whichever comes first.
            var date = dates.Apply(scanned, sourcePath: null, diagnostics);
            directory.Node.Modified = directory.IsScanned && directory.Node.Modified > date ? directory.Node.Modified : date;
            directory.IsScanned = true;
        }
    }

    /// <summary>Gives a directory the rights of one that was found on a disk.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="path">Where it was found.</param>
    /// <param name="rights">Its rights there, where they are known.</param>
    public void Found(Stage directory, string path, DiskRights? rights)
    {
        if (asksDisk && !directory.IsFromBase)
        {
            modes.Join(directory.Node, path, rights, isFirst: !directory.HasSource);
        }
    }

    /// <summary>Gives a directory that was scanned what the files in it are given, except modes and dates. Of several sources for one directory:
    /// the greatest numbers, and the trees that all of them hide it from, whichever comes first.</summary>
    public void Inherit(Stage directory, EntryOptions? options)
    {
        var node = directory.Node;
        if (Takes(Given.Owner, options?.OwnerId is not null))
        {
            node.OwnerId = Math.Max(node.OwnerId, options!.OwnerId!.Value);
        }

        if (Takes(Given.Group, options?.GroupId is not null))
        {
            node.GroupId = Math.Max(node.GroupId, options!.GroupId!.Value);
        }

        // One source that marks it is enough.
        if (Takes(Given.MarkHidden, options?.MarkHidden == true))
        {
            node.MarkedHidden = ImageFormatSets.All;
        }

        // A source that hides nothing shows the directory; the root is always shown.
        if (directory != root && ((node.Given & Given.Hidden) == 0 || (directory.Inherited & Given.Hidden) != 0))
        {
            var hidden = Descriptions.Whole(options?.HiddenFrom ?? 0);
            node.HiddenFrom = directory.HasSource ? node.HiddenFrom & hidden : hidden;
            node.Given = node.HiddenFrom == 0 ? node.Given & ~Given.Hidden : node.Given | Given.Hidden;
            directory.Inherited = node.HiddenFrom == 0 ? directory.Inherited & ~Given.Hidden : directory.Inherited | Given.Hidden;
        }

        directory.HasSource = true;

        bool Takes(Given value, bool isGiven)
        {
            if (!isGiven || ((node.Given & value) != 0 && (directory.Inherited & value) == 0))
            {
                return false;
            }

            node.Given |= value;
            directory.Inherited |= value;
            return true;
        }
    }

    /// <summary>Sorts, finds two sources for one path, follows links and rules, and numbers the nodes.</summary>
    public ContentTree Build()
    {
        Arrange();
        hardLinks.Resolve(root.Node);
        hardLinks.Unite();
        Settle();
        if (descriptions.HasRules)
        {
            hardLinks.Unite();
        }

        if (HasTranslationTables && note is null && formats.HasFlag(ImageFormats.Iso9660))
        {
            AddTranslationTables();
        }

        var tree = new ContentTree(root.Node) { IgnoresCase = spelling is not null, IsReadOnly = modes.IsReadOnly };
        hardLinks.Count(tree);
        tree.Unshown = [.. unshown];
        tree.KeptNames = keptNames;
        LinkResolver.Resolve(tree, formats, diagnostics);
        return tree;
    }

    private void Add(Stage parent, ContentNode node, EntryOptions? options)
    {
        if (options is not null)
        {
            descriptions.Give(node, options);
        }

        node.Parent = parent.Node;
        parent.Entries.Add(node);
    }

    private void Arrange()
    {
        var pending = new Stack<Stage>();
        pending.Push(root);
        while (pending.TryPop(out var stage))
        {
            var node = stage.Node;
            spelling?.Respell(stage);
            GiveWayToCatalog(stage);
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
    }

    /// <summary>Asks the rules, hands down from what trees directories are hidden, and drops what no tree would show.</summary>
    private void Settle()
    {
        // No record of a directory above it says anything of the root.
        root.Node.MarkedHidden = 0;
        modes.Settle(root.Node);
        var pending = new Stack<(ContentDirectory Directory, string Below)>();
        pending.Push((root.Node, ""));
        while (pending.TryPop(out var next))
        {
            var (directory, below) = next;
            var shown = 0;
            foreach (var child in directory.Entries)
            {
                var path = descriptions.HasRules ? below + child.Name : "";
                descriptions.ApplyRules(child, path);
                modes.Settle(child);
                child.HiddenFrom |= directory.HiddenFrom | (note is null || child == note ? 0 : Descriptions.Whole(ImageFormats.Iso9660));
                if ((child.HiddenFrom & formats) == formats)
                {
                    if (KeepFrom(child))
                    {
                        continue;
                    }

                    diagnostics.Warning(DiagnosticId.HiddenEverywhere, child.Path, $"It is hidden from every tree of the image{(child is ContentDirectory ? ", with everything in it" : "")}, so it is not stored. Leave it out, or show it in at least one tree.", child.SourcePath());
                    continue;
                }

                directory.Entries[shown++] = child;
                if (child is ContentDirectory deeper)
                {
                    pending.Push((deeper, descriptions.HasRules ? path + "/" : ""));
                }
            }

            if (shown < directory.Entries.Length)
            {
                directory.Entries = directory.Entries[..shown];
            }
        }
    }

    /// <summary>Gives every directory that the ISO 9660 tree shows with something in it a file, for the ISO 9660 tree alone. A former table gives way.</summary>
    private void AddTranslationTables()
    {
        const string name = TranslationTableSource.FileName;
        var primary = Descriptions.Whole(ImageFormats.Iso9660);
        var pending = new Stack<ContentDirectory>();
        pending.Push(root.Node);
        while (pending.TryPop(out var directory))
        {
            Array.ForEach(directory.Entries, child =>
            {
                if (child is ContentDirectory deeper && (child.HiddenFrom & primary) == 0)
                {
                    pending.Push(deeper);
                }
            });
            var former = Array.Find(directory.Entries, child => string.Equals(child.Name, name, StringComparison.Ordinal));
            var others = former is null ? directory.Entries : [.. directory.Entries.Where(child => child != former)];
            if (!Array.Exists(others, child => (child.HiddenFrom & primary) == 0))
            {
                continue;
            }

            if (former is ContentDirectory)
            {
                diagnostics.Error(DiagnosticId.DuplicateTarget, former.Path, "This directory has the name of the translation table of the one above. Rename it, or leave translation tables out.");
                continue;
            }

            if (former is not null)
            {
                diagnostics.Info(DiagnosticId.TranslationTableReplaces, former.Path, $"The translation table replaces a file ({Origin(former)}). To keep the file, leave translation tables out.", former.SourcePath());
                former.Parent = null;
            }

            var table = new ContentFile(name, new TranslationTableSource()) { Modified = dates.Timestamp, Parent = directory, HiddenFrom = ImageFormatSets.All & ~primary };
            modes.ApplyMade(table);
            modes.Settle(table);
            ContentNode[] entries = [.. others, table];
            Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
            directory.Entries = entries;
        }
    }

    /// <summary>Keeps, of what no tree shows, the files that are stored all the same.</summary>
    /// <returns>Whether that is all there is, so that nothing is lost.</returns>
    private bool KeepFrom(ContentNode hidden)
    {
        var files = 0;
        foreach (var names in alwaysStored)
        {
            if (FindStored(names, hidden) is { } file && !unshown.Contains(file))
            {
                unshown.Add(file);
                files++;
            }
        }

        return files > 0 && files == CountEntries(hidden);
    }

    private ContentFile? FindStored(string[] names, ContentNode hidden)
    {
        ContentNode? node = root.Node;
        var leadsThere = false;
        foreach (var name in names)
        {
            node = NameCase.Find(node as ContentDirectory, name, hardLinks.IgnoresCase);
            leadsThere |= node == hidden;
        }

        return leadsThere ? node as ContentFile : null;
    }

    private static int CountEntries(ContentNode node)
    {
        var count = 0;
        var pending = new Stack<ContentNode>();
        pending.Push(node);
        while (pending.TryPop(out var next))
        {
            if (next is not ContentDirectory directory)
            {
                count++;
            }
            else
            {
                Array.ForEach(directory.Entries, pending.Push);
            }
        }

        return count;
    }

    /// <summary>A catalog that is among files, as where a disc was extracted, leads nowhere in another image.</summary>
    private void GiveWayToCatalog(Stage stage)
    {
        if (catalog is null || catalog.Parent != stage.Node)
        {
            return;
        }

        stage.Entries.RemoveAll(entry =>
        {
            if (entry == catalog || entry.IsFromBase || entry is not (ContentFile or HardLinkName) || !string.Equals(entry.Name, catalog.Name, StringComparison.Ordinal))
            {
                return false;
            }

            entry.Parent = null;
            diagnostics.Info(DiagnosticId.BootCatalogReplaces, catalog.Path, $"The boot catalog replaces a file ({Origin(entry)}). To keep the file, choose another path for the boot catalog.", entry.SourcePath());
            return true;
        });
    }

    private ContentNode[] WithoutDuplicates(Stage stage)
    {
        var sorted = stage.Entries;
        var kept = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            if (kept > 0 && string.Equals(sorted[kept - 1].Name, sorted[i].Name, StringComparison.Ordinal))
            {
                if (sorted[kept - 1].IsFromBase != sorted[i].IsFromBase)
                {
                    sorted[kept - 1] = Replace(stage, sorted[kept - 1], sorted[i]);
                    continue;
                }

                ReportUnlessSame(stage, sorted[kept - 1], sorted[i]);
                continue;
            }

            sorted[kept++] = sorted[i];
        }

        sorted.RemoveRange(kept, sorted.Count - kept);
        return [.. sorted];
    }

    /// <summary>Of an entry of the base and another one of its name, that which stays. A directory is nothing that a name alone replaces.</summary>
    private ContentNode Replace(Stage stage, ContentNode one, ContentNode other)
    {
        var (ofBase, added) = one.IsFromBase ? (one, other) : (other, one);
        if (ofBase is ContentDirectory != added is ContentDirectory)
        {
            var message = ofBase is ContentDirectory
                ? $"The base has a directory of this name, which {Origin(added)} cannot replace. Remove the directory from the base, or choose another target path."
                : "The base has an entry of this name that is not a directory, so nothing can be added below it. Remove the entry from the base, or choose another target path.";
            diagnostics.Error(DiagnosticId.BaseConflict, PathIn(stage, added.Name), message, added.SourcePath());
        }

        if (keptNames.Remove(ofBase, out var names))
        {
            keptNames.Add(added, names);
        }

        // What takes its place is where that was, and what is made anew of it has its attributes too.
        added.HiddenFrom = (added.Given & Given.Hidden) == 0 ? ofBase.HiddenFrom : added.HiddenFrom;
        added.MarkedHidden = (added.Given & Given.MarkHidden) == 0 ? ofBase.MarkedHidden : added.MarkedHidden;
        if (added is ContentFile { Source: DeferredSource })
        {
            (added.Mode, added.OwnerId, added.GroupId, added.Modified) = (ofBase.Mode ?? added.Mode, ofBase.OwnerId, ofBase.GroupId, ofBase.Modified);
        }

        return added;
    }

    private void ReportUnlessSame(Stage stage, ContentNode first, ContentNode second)
    {
        var (firstPath, secondPath) = (Origin(first), Origin(second));
        var sameFile = first is ContentFile { Source: FileSource } && second is ContentFile { Source: FileSource }
            && string.Equals(firstPath, secondPath, StringComparison.Ordinal);
        var same = sameFile || (first is ContentLink && second is ContentLink) || (first is HardLinkName && second is HardLinkName);
        if (same && string.Equals(firstPath, secondPath, StringComparison.Ordinal) && IsSaidTheSame(first, second))
        {
            return;
        }

        // The sort is not stable, so the two are named in an order of their own.
        if (string.CompareOrdinal(firstPath, secondPath) > 0)
        {
            (firstPath, secondPath) = (secondPath, firstPath);
        }

        var message = first == catalog || second == catalog
            ? $"The boot catalog is to be at this path, where {Origin(first == catalog ? second : first)} is, which it does not replace as it would a file. Choose another path for the boot catalog, or leave the other one out."
            : sameFile
            ? $"{firstPath} is added twice, with different modes, dates or other values. Set them once."
            : $"Two sources have this target path: {firstPath} and {secondPath}. Remove one, or give it another target path.";
        var onDisk = System.IO.Path.IsPathRooted(secondPath) ? secondPath : System.IO.Path.IsPathRooted(firstPath) ? firstPath : null;
        diagnostics.Error(DiagnosticId.DuplicateTarget, PathIn(stage, first.Name), message, onDisk);
    }

    private static string Origin(ContentNode node) => node switch
    {
        { IsFromBase: true } => "the base",
        ContentDirectory => "a directory",
        ContentFile { Source.FilePath: { } path } => System.IO.Path.GetFullPath(path),
        ContentLink link => $"a symbolic link to {link.Target}",
        HardLinkName link => $"a hard link to {link.ExistingPath}",
        ContentSpecial => "a pipe, a socket or a device",
        _ => "bytes given by the program",
    };

    private static bool IsSaidTheSame(ContentNode first, ContentNode second) =>
        first.Mode == second.Mode && first.Modified == second.Modified && first.OwnerId == second.OwnerId && first.GroupId == second.GroupId && first.HiddenFrom == second.HiddenFrom && first.MarkedHidden == second.MarkedHidden
        && (first is not ContentFile one || (second is ContentFile other && one.SortWeight == other.SortWeight && one.Compress == other.Compress));

    /// <summary>The path that an entry of a directory has.</summary>
    public static string PathIn(Stage parent, string name) => parent.Node.Path is ['/'] ? $"/{name}" : $"{parent.Node.Path}/{name}";

    private Stage NewStage(string name) => new(new ContentDirectory(name) { Modified = dates.Timestamp });

    /// <summary>A directory while it is being filled.</summary>
    internal sealed class Stage(ContentDirectory node)
    {
        public ContentDirectory Node { get; } = node;

        public List<ContentNode> Entries { get; } = [];

        public Dictionary<string, Stage>? Directories { get; set; }

        /// <summary>Those of the base, by their names without case, once somebody asked.</summary>
        public Dictionary<string, Stage>? DirectoriesByFold { get; set; }

        /// <summary>Whether its date comes from a disk.</summary>
        public bool IsScanned { get; set; }

        /// <summary>Whether the base image has it.</summary>
        public bool IsFromBase { get; set; }

        /// <summary>Whether it, or what is in it, was found on a disk.</summary>
        public bool HasSource { get; set; }

        /// <summary>What it was given as part of a directory that was scanned.</summary>
        public Given Inherited { get; set; }
    }
}
