using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What tells a file on disk from every other, whatever its names.</summary>
/// <param name="Volume">The file system.</param>
/// <param name="File">The file's number in it.</param>
internal readonly record struct FileIdentity(ulong Volume, ulong File);

/// <summary>A further name for a file, before anybody has looked where that is.</summary>
internal sealed class HardLinkName(string name, string[] existing) : ContentNode(name)
{
    /// <summary>Where the file is said to be: names from the root on.</summary>
    public string[] Existing => existing;

    public string ExistingPath => "/" + string.Join('/', existing);

    /// <summary>The file as which the name ends up.</summary>
    public ContentFile? File { get; set; }

    /// <summary>The file whose further name it is, whatever names lie between.</summary>
    public ContentFile? First { get; set; }

    /// <summary>Why there is no such file.</summary>
    public string? Problem { get; set; }
}

/// <summary>Files of several names (hard links): those that somebody said are one, and those that are one on disk.</summary>
internal sealed class HardLinks(DiagnosticBag diagnostics)
{
    private readonly List<HardLinkName> said = [];
    private readonly Dictionary<FileIdentity, List<ContentFile>> onDisk = [];
    private readonly List<List<ContentFile>> inBase = [];
    private readonly Dictionary<ContentFile, List<ContentFile>> sets = [];

    /// <summary>Notes a name of which somebody said to what file it belongs.</summary>
    public void Add(HardLinkName name) => said.Add(name);

    /// <summary>Notes a name of a file on disk that has several there.</summary>
    public void Add(ContentFile file, FileIdentity identity)
    {
        if (!onDisk.TryGetValue(identity, out var names))
        {
            onDisk.Add(identity, names = []);
        }

        names.Add(file);
    }

    /// <summary>Notes the names of a file of the base.</summary>
    public void Add(List<ContentFile> names) => inBase.Add(names);

    /// <summary>Puts files where there were only names, and gives all names of a file what any of them was given.</summary>
    /// <param name="root">The root of the tree, whose entries are sorted and know their parents.</param>
    public void Resolve(ContentDirectory root)
    {
        foreach (var names in onDisk.Values)
        {
            // What was added twice and came out as one has no parent; one source at two places in the image is two files.
            names.RemoveAll(name => name.Parent is null);
            if (names.Exists(name => !string.Equals(name.Source.FilePath, names[0].Source.FilePath, StringComparison.Ordinal)))
            {
                names.ForEach(name => sets.Add(name, names));
            }
        }

        foreach (var names in inBase)
        {
            // Others may have taken the place of some of them.
            names.RemoveAll(name => name.Parent is null);
            names.ForEach(name => sets.Add(name, names));
        }

        foreach (var name in said)
        {
            if (name.Parent is null)
            {
                continue;
            }

            if (Find(name, root) is not { } file)
            {
                diagnostics.Error(DiagnosticId.HardLinkInvalid, name.Path, $"The hard link cannot be made: {name.Problem}");
                continue;
            }

            name.Parent.Entries[name.Parent.IndexOf(name.Name)] = name.File!;
            if (!sets.TryGetValue(file, out var names))
            {
                sets.Add(file, names = [file]);
            }

            names.Add(name.File!);
            sets.Add(name.File!, names);
        }
    }

    /// <summary>Whether the base knows no case.</summary>
    public bool IgnoresCase { get; set; }

    /// <summary>Gives all names of a file what any of them was given.</summary>
    public void Unite()
    {
        foreach (var (file, names) in sets)
        {
            if (names[0] != file)
            {
                continue;
            }

            UniteValue(names, "modes", name => name.Mode is not null && (name.Given & Given.FoundMode) == 0, (a, b) => a.Mode == b.Mode, (from, to) =>
            {
                to.Mode = from.Mode;
                to.Given &= ~Given.FoundMode;
            });
            UniteValue(names, "dates", Has(Given.Modified), (a, b) => a.Modified == b.Modified, Give(Given.Modified, (from, to) => to.Modified = from.Modified));
            UniteValue(names, "owners", Has(Given.Owner), (a, b) => a.OwnerId == b.OwnerId, Give(Given.Owner, (from, to) => to.OwnerId = from.OwnerId));
            UniteValue(names, "groups", Has(Given.Group), (a, b) => a.GroupId == b.GroupId, Give(Given.Group, (from, to) => to.GroupId = from.GroupId));
            UniteValue(names, "sort weights", Has(Given.Weight), (a, b) => a.SortWeight == b.SortWeight, Give(Given.Weight, (from, to) => to.SortWeight = from.SortWeight));
            UniteValue(names, "answers to whether to compress", Has(Given.Compress), (a, b) => a.Compress == b.Compress, Give(Given.Compress, (from, to) => to.Compress = from.Compress));
        }

        static Func<ContentFile, bool> Has(Given value) => name => (name.Given & value) != 0;

        static Action<ContentFile, ContentFile> Give(Given value, Action<ContentFile, ContentFile> copy) => (from, to) =>
        {
            copy(from, to);
            to.Given |= value;
        };
    }

    /// <summary>Counts the names of each file and finds the first, once all nodes have their numbers.</summary>
    public void Count(ContentTree tree)
    {
        foreach (var (file, names) in sets)
        {
            if (names[0] != file)
            {
                continue;
            }

            var stored = names.Where(name => tree.AllNodes[name.Index] == name).OrderBy(name => name.Index).ToArray();
            foreach (var name in stored)
            {
                name.LinkCount = stored.Length;
            }

            // A name that no tree shows may still be that of a boot image.
            foreach (var name in stored.Length == 0 ? [] : names)
            {
                name.HardLinkOf = name == stored[0] ? null : stored[0];
            }
        }
    }

    /// <summary>The file to which a name belongs, through other such names if need be.</summary>
    private ContentFile? Find(HardLinkName name, ContentDirectory root)
    {
        var chain = new List<HardLinkName>();
        ContentFile? file = null;
        string? problem = null;
        for (var next = name; file is null && problem is null;)
        {
            if (next.First is not null || next.Problem is not null)
            {
                (file, problem) = (next.First, next.Problem);
                break;
            }

            // Whoever comes here again while this stands has gone in a circle.
            next.Problem = $"{next.ExistingPath} points back to this name. Name the file itself.";
            chain.Add(next);
            switch (At(next.Existing, root))
            {
                case HardLinkName further:
                    next = further;
                    break;
                case ContentFile found:
                    file = found;
                    break;
                case var other:
                    problem = $"{next.ExistingPath} is {Describe(other)}. Name a file of the image.";
                    break;
            }
        }

        foreach (var link in chain)
        {
            link.Problem = problem;
            link.First = file;
            link.File = file is null ? null : new ContentFile(link.Name, file.Source) { Parent = link.Parent, Modified = file.Modified };
            if (file is not null && (file.IsFromBase || (file.Given & Given.FoundMode) != 0))
            {
                // Nobody gave these: they are the file's.
                (link.File!.OwnerId, link.File.GroupId, link.File.Mode, link.File.Compress) = (file.OwnerId, file.GroupId, file.Mode, file.Compress);
                link.File.Given |= file.Given & Given.FoundMode;
            }
        }

        return file;
    }

    private static string Describe(ContentNode? node) => node switch
    {
        ContentDirectory => "a directory, which cannot have a hard link",
        ContentLink => "a symbolic link; add another one with the same target",
        ContentSpecial => "a pipe, a socket or a device; add another one",
        _ => "not in the image",
    };

    private ContentNode? At(string[] names, ContentDirectory root)
    {
        ContentNode? node = root;
        foreach (var name in names)
        {
            node = NameCase.Find(node as ContentDirectory, name, IgnoresCase);
        }

        return node;
    }

    private void UniteValue(List<ContentFile> names, string values, Func<ContentFile, bool> has, Func<ContentFile, ContentFile, bool> areSame, Action<ContentFile, ContentFile> copy)
    {
        if (names.Find(name => has(name)) is not { } first)
        {
            return;
        }

        foreach (var name in names)
        {
            if (!has(name))
            {
                copy(first, name);
            }
            else if (!areSame(first, name))
            {
                var (one, other) = string.CompareOrdinal(first.Path, name.Path) < 0 ? (first, name) : (name, first);
                diagnostics.Error(DiagnosticId.HardLinkContradiction, other.Path, $"It is a hard link to the same file as {one.Path}, but the two are given different {values}. Give both the same, or set it on only one of them.", name.Source.FilePath);
            }
        }
    }
}
