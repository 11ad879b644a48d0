using System.Buffers;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Udf;

/// <summary>The names of the UDF tree: the real ones, unless one is longer than the 255 bytes of a file identifier.</summary>
/// <remarks>UDF tells capitals from small letters and forbids no character that a name here can have. What Windows forbids stays: it shows such names in
/// another way by itself (UDF 1.02 4.2.2.1.3).</remarks>
internal sealed class UdfNames(IReadOnlyDictionary<ContentNode, KeptNames> kept, DiagnosticBag diagnostics)
{
    /// <summary>An extension up to that length, with its dot, is kept when a name is cut.</summary>
    private const int LongestExtension = 32;

    private static readonly SearchValues<char> WindowsForbids = SearchValues.Create("\\:*?\"<>|");

    private readonly Dictionary<ContentNode, string> altered = [];

    /// <summary>Whether some name is not the real one.</summary>
    public bool AnyAltered => altered.Count > 0;

    /// <summary>Whether a file identifier can hold a name: there is room for it, and it has nothing but characters.</summary>
    public static bool Fits(string name) => !NameBytes.IsRaw(name) && OstaText.SizeOf(name) <= FileIdentifier.MaxNameSize;

    /// <summary>The name of a node in this tree.</summary>
    public string Of(ContentNode node) => altered.TryGetValue(node, out var name) ? name : node.Name;

    /// <summary>The path of a node in this tree.</summary>
    public string PathOf(ContentNode node)
    {
        if (!AnyAltered)
        {
            return node.Path;
        }

        var names = new Stack<string>();
        for (var at = node; at.Parent is not null; at = at.Parent)
        {
            names.Push(Of(at));
        }

        return $"/{string.Join('/', names)}";
    }

    /// <summary>Finds a name that fits for each entry of a directory whose own does not, and says so.</summary>
    /// <param name="entries">What the directory holds.</param>
    /// <param name="places">By the number of a node, 0 if the tree does not show it.</param>
    public void Identify(ReadOnlySpan<ContentNode> entries, ReadOnlySpan<int> places)
    {
        UniqueNames? taken = null;
        foreach (var node in entries)
        {
            if (places[node.Index] == 0)
            {
                continue;
            }

            if (kept.TryGetValue(node, out var names) && names.Udf is { } ofBase && Fits(ofBase) && (taken ??= Real(entries)).TryTake(ofBase))
            {
                altered.Add(node, ofBase);
            }
            else if (!Fits(node.Name))
            {
                taken ??= Real(entries);
                var plain = NameBytes.Replace(node.Name);
                var name = taken.Take(Cut(plain, suffix: ""), Cut);
                altered.Add(node, name);
                if (Fits(plain))
                {
                    // One remark tells of all trees.
                    continue;
                }

                diagnostics.Warning(
                    DiagnosticId.UdfNameShortened,
                    node.Path,
                    $"The UDF tree stores the name as {name}: a UDF name has at most {FileIdentifier.MaxNameSize - 1} characters there, or {(FileIdentifier.MaxNameSize - 1) / 2} if one of them is not in Latin-1. Shorten it.",
                    (node as ContentFile)?.Source.FilePath);
            }
            else if (IsForeignToWindows(node.Name))
            {
                diagnostics.Info(
                    DiagnosticId.UdfNameForeign,
                    node.Path,
                    "Windows will show a different name, because it replaces \\ : * ? \" < > |, control characters, and a dot or space at the end. The image stores the real name.",
                    (node as ContentFile)?.Source.FilePath);
            }
        }
    }

    /// <summary>The names that stay as they are, and those that are not shown: better one more is avoided than one taken twice.</summary>
    private static UniqueNames Real(ReadOnlySpan<ContentNode> entries)
    {
        var names = new UniqueNames(entries.Length);
        foreach (var node in entries)
        {
            if (Fits(node.Name))
            {
                names.TryTake(node.Name);
            }
        }

        return names;
    }

    /// <summary>Puts a suffix before the extension, and cuts what lies before it until all of it fits, but no surrogate pair in two: something always stays.</summary>
    private static string Cut(string name, string suffix)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length - dot > LongestExtension)
        {
            dot = name.Length;
        }

        var stem = Math.Min(dot, FileIdentifier.MaxNameSize - 1 - suffix.Length - (name.Length - dot));
        var cut = Join(stem);
        if (!Fits(cut))
        {
            stem = Math.Min(dot, ((FileIdentifier.MaxNameSize - 1) / 2) - suffix.Length - (name.Length - dot));
            cut = Join(stem);
        }

        return cut;

        string Join(int length) =>
            string.Concat(name.AsSpan(0, length < dot && char.IsHighSurrogate(name[length - 1]) ? length - 1 : length), suffix, name.AsSpan(dot));
    }

    private static bool IsForeignToWindows(string name) =>
        name[^1] is '.' or ' ' || name.AsSpan().ContainsAny(WindowsForbids) || name.AsSpan().ContainsAnyInRange('\0', '\u001F');
}
