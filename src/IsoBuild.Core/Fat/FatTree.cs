using System.Globalization;
using System.Runtime.InteropServices;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>A file or directory that is to be stored, and where.</summary>
internal sealed class FatItem(string name, FatItem? parent, ContentSource? source)
{
    private List<FatItem>? children;

    public string Name => name;

    /// <summary><see langword="null"/> of the root.</summary>
    public FatItem? Parent => parent;

    /// <summary>The bytes of a file; <see langword="null"/> of a directory.</summary>
    public ContentSource? Source => source;

    public bool IsDirectory => source is null;

    /// <summary>When it was written; before it is known, <see langword="null"/>.</summary>
    public DateTimeOffset? Modified { get; set; }

    /// <summary>See <see cref="FatEntry.Attributes"/>.</summary>
    public FatAttributes Attributes { get; set; }

    /// <summary>See <see cref="FatEntry.StartsSector"/>.</summary>
    public bool StartsSector { get; set; }

    /// <summary>Eleven characters.</summary>
    public string ShortName { get; set; } = "";

    public bool HasLongName { get; set; }

    /// <summary>Ordinally by name, once all are there.</summary>
    public Span<FatItem> Children => CollectionsMarshal.AsSpan(children);

    /// <summary>How many entries of 32 bytes its directory has.</summary>
    public int Slots { get; set; }

    /// <summary>How many bytes lie in its clusters.</summary>
    public long StoredLength => source?.Length ?? (long)Slots * DirectoryEntry.Size;

    /// <summary>Its first cluster; 0 when it has none.</summary>
    public uint Cluster { get; set; }

    /// <summary>Made when it is asked for: few are, and trees may be deep.</summary>
    public string Path
    {
        get
        {
            List<string> names = [];
            for (var item = this; item.Parent is { } above; item = above)
            {
                names.Add(item.Name);
            }

            names.Reverse();
            return string.Join('/', names);
        }
    }

    public void Add(FatItem child) => (children ??= []).Add(child);

    public void Sort() => children?.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
}

/// <summary>What goes into a FAT file system, as a tree in ordinal order, with short names. The order in which entries were given leaves no trace.</summary>
internal sealed class FatTree
{
    /// <summary>A directory has at most 65536 entries of 32 bytes (FAT 1.03, "FAT Directory Structure").</summary>
    private const int MostSlots = 65536;

    /// <summary>What the field of a file's length holds.</summary>
    private const long MostBytes = uint.MaxValue;

    private const int LabelSize = 11;

    private readonly FatOptions options;
    private readonly DiagnosticBag diagnostics;
    private readonly Dictionary<(FatItem Parent, string Name), FatItem> items = new(new NameComparer());
    private readonly List<FatItem> nodes = [];

    /// <summary>What FAT has in the place of names that are not UTF-8.</summary>
    private readonly Dictionary<(FatItem Parent, string Name), string> replaced = [];

    /// <summary>The next number to try for such a name, so that many alike take no longer than few.</summary>
    private readonly Dictionary<(FatItem Parent, string Name), int> numbers = new(new NameComparer());

    public FatTree(IEnumerable<FatEntry> entries, FatOptions options, DiagnosticBag diagnostics)
    {
        (this.options, this.diagnostics) = (options, diagnostics);
        Root = new FatItem("", parent: null, source: null);
        Root.Modified = Stored(options.Timestamp, Root);
        Label = CheckLabel();
        // By path, so that what is said of two that collide does not depend on which came first.
        foreach (var entry in entries.OrderBy(entry => NameBytes.IsRaw(entry.Path)).ThenBy(entry => entry.Path, StringComparer.Ordinal))
        {
            Add(entry);
        }

        Finish(Root);
    }

    public FatItem Root { get; }

    /// <summary>In capital letters; empty for none.</summary>
    public string Label { get; }

    /// <summary>All of them: directories before files, each before what is in it.</summary>
    public IReadOnlyList<FatItem> Nodes => nodes;

    /// <summary>How many entries of a directory come before those of its children.</summary>
    public int HeadSlots(FatItem directory) => directory.Parent is not null ? 2 : Label.Length > 0 ? 1 : 0;

    private void Add(FatEntry entry)
    {
        var names = entry.Path.Split('/');
        var parent = Root;
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Held(parent, names[i], entry);
            if (LongName.Problem(names[i]) is { } problem)
            {
                diagnostics.Error(DiagnosticId.FatNameInvalid, entry.Path, problem, entry.Source?.FilePath);
                return;
            }

            var isLast = i == names.Length - 1;
            var source = isLast ? entry.Source : null;
            ref var item = ref CollectionsMarshal.GetValueRefOrAddDefault(items, (parent, names[i]), out var exists);
            if (!exists)
            {
                item = new FatItem(names[i], parent, source);
                parent.Add(item);
            }
            else if (!string.Equals(item!.Name, names[i], StringComparison.Ordinal))
            {
                diagnostics.Error(DiagnosticId.FatNamesCollide, entry.Path, $"\"{names[i]}\" and \"{item.Path}\" differ only in case, which FAT does not distinguish. Rename one.", entry.Source?.FilePath);
                return;
            }
            else if (!item.IsDirectory || source is not null)
            {
                diagnostics.Error(DiagnosticId.FatNamesCollide, entry.Path, $"There is already another entry at \"{item.Path}\". Give each file its own path.", entry.Source?.FilePath);
                return;
            }

            if (isLast)
            {
                item!.Attributes |= entry.Attributes;
                item.StartsSector |= entry.StartsSector;
            }

            if (isLast && entry.Modified is { } modified && !(item!.Modified > modified))
            {
                // Of a directory that was given twice, the later.
                item.Modified = modified;
            }

            parent = item!;
        }

        if (entry.Source is { Length: > MostBytes and var length })
        {
            diagnostics.Error(DiagnosticId.FatFileTooLarge, entry.Path, $"The file is {length} bytes long, but on FAT a file has at most {MostBytes} (4 GiB - 1). Split it, or leave it out.", entry.Source.FilePath);
        }
    }

    /// <summary>The name as FAT holds it, which has characters alone: with <c>_</c> for each byte that is not UTF-8, and a number where there is such a name.</summary>
    private string Held(FatItem parent, string name, FatEntry entry)
    {
        if (!NameBytes.IsRaw(name))
        {
            return name;
        }

        if (replaced.TryGetValue((parent, name), out var held))
        {
            return held;
        }

        var plain = NameBytes.Replace(name);
        var dot = plain.LastIndexOf('.') is > 0 and var last ? last : plain.Length;
        held = plain;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, (parent, plain), out _);
        for (number = Math.Max(number, 2); items.ContainsKey((parent, held)); number++)
        {
            held = string.Create(CultureInfo.InvariantCulture, $"{plain.AsSpan(0, dot)}_{number}{plain.AsSpan(dot)}");
        }

        replaced.Add((parent, name), held);
        diagnostics.Info(DiagnosticId.NameNotUtf8, entry.Path, $"The name is not UTF-8, and FAT can store only Unicode names. It is stored as {held}.", entry.Source?.FilePath);
        return held;
    }

    /// <summary>Gives dates and short names, and counts. What each directory needs is finished before its content, so that deep trees need no deep stack.</summary>
    private void Finish(FatItem root)
    {
        List<FatItem> files = [];
        Stack<FatItem> pending = new([root]);
        while (pending.TryPop(out var item))
        {
            if (item.Parent is not null)
            {
                item.Modified = Stored(item.Modified ?? options.Timestamp, item);
            }

            (item.IsDirectory ? nodes : files).Add(item);
            if (!item.IsDirectory)
            {
                continue;
            }

            item.Sort();
            FatNames.Identify(item.Children);
            long slots = HeadSlots(item);
            for (var i = item.Children.Length - 1; i >= 0; i--)
            {
                var child = item.Children[i];
                slots += child.HasLongName ? LongName.EntriesFor(child.Name) + 1 : 1;
                pending.Push(child);
            }

            if (slots > MostSlots)
            {
                diagnostics.Error(DiagnosticId.FatDirectoryTooLarge, item.Path.Length == 0 ? "/" : item.Path, $"The directory takes {slots} entries, including those for long names, but FAT allows at most {MostSlots}. Move files into other directories.");
            }

            item.Slots = (int)Math.Min(slots, MostSlots);
        }

        nodes.AddRange(files);
    }

    private DateTimeOffset Stored(DateTimeOffset date, FatItem item)
    {
        if (!FatDate.IsInRange(date))
        {
            diagnostics.Warning(DiagnosticId.FatDateOutOfRange, item.Parent is null ? "/" : item.Path, $"The date {ImageTimestamp.Format(date)} is outside the range of FAT, 1980 to 2107; {ImageTimestamp.Format(FatDate.Clamp(date))} is stored.");
        }

        return FatDate.Clamp(date);
    }

    private string CheckLabel()
    {
        var label = string.Concat(options.Label.Select(ShortName.Capital)).TrimEnd(' ');
        if (label.Length > LabelSize || label.StartsWith(' ') || label.Any(character => character != ' ' && !ShortName.IsLegal(character)))
        {
            diagnostics.Error(DiagnosticId.FatLabelInvalid, options.Label, $"The label of a FAT file system has at most {LabelSize} characters: A to Z, 0 to 9, space and $%'-_@~`!(){{}}^#&. Give another one.");
            return "";
        }

        return label;
    }

    /// <summary>Names of one directory are one when they differ in case alone.</summary>
    private sealed class NameComparer : IEqualityComparer<(FatItem Parent, string Name)>
    {
        public bool Equals((FatItem Parent, string Name) x, (FatItem Parent, string Name) y) =>
            ReferenceEquals(x.Parent, y.Parent) && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((FatItem Parent, string Name) key) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Parent), StringComparer.OrdinalIgnoreCase.GetHashCode(key.Name));
    }
}
