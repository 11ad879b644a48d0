using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Extraction;

/// <summary>Which nodes of a tree were asked for.</summary>
internal static class Selection
{
    /// <summary>How many entries of a similar name are told.</summary>
    private const int MaxSuggestions = 3;

    /// <returns>By <see cref="ContentNode.Index"/>, whether the node is extracted: the chosen ones, and the directories that lead there.</returns>
    public static bool[] Choose(ContentTree content, ExtractOptions options, DiagnosticBag diagnostics)
    {
        var nodes = content.AllNodes;
        var chosen = new bool[nodes.Length];
        chosen[0] = options.Paths.Count == 0;
        foreach (var path in options.Paths)
        {
            if (Find(content, path) is { } node)
            {
                chosen[node.Index] = true;
            }
            else
            {
                diagnostics.Error(DiagnosticId.ExtractPathMissing, path, $"The image has no entry at this path.{Suggest(content, path)}");
            }
        }

        // Directories come before what is in them.
        foreach (var node in nodes)
        {
            chosen[node.Index] |= node.Parent is { } parent && chosen[parent.Index];
        }

        // Backwards, so that what a directory holds is decided before the directory.
        for (var i = nodes.Length - 1; i >= 0; i--)
        {
            if (options.Where is { } where && nodes[i] is ContentDirectory directory)
            {
                chosen[i] = Array.Exists(directory.Entries, entry => chosen[entry.Index]);
            }
            else if (options.Where is not null)
            {
                chosen[i] = chosen[i] && options.Where(nodes[i]);
            }

            if (chosen[i] && nodes[i].Parent is { } parent)
            {
                // Only now: the pass above must not take the siblings of what was asked for.
                chosen[parent.Index] = true;
            }
        }

        return chosen;
    }

    /// <summary>The node at a path as people write them: with or without the leading slash, and with the separator of Windows where no name holds it.</summary>
    private static ContentNode? Find(ContentTree content, string path)
    {
        var plain = Plain(path);
        return content.Find(plain) ?? (plain.Contains('\\', StringComparison.Ordinal) ? content.Find(plain.Replace('\\', '/')) : null);
    }

    private static string Plain(string path) => string.Join('/', path.Split('/').Where(name => name is not ("" or ".")));

    /// <summary>Whether something that lies at a path in the image, if anywhere, was asked for.</summary>
    public static bool Concerns(ExtractOptions options, string? item) =>
        options.Paths.Count == 0
        || item?.StartsWith('/') != true
        || options.Paths.Select(path => NameBytes.Show("/" + Plain(path).Replace('\\', '/'))).Any(path => path.Length == 1 || string.Equals(item, path, StringComparison.Ordinal) || item.StartsWith(path + "/", StringComparison.Ordinal));

    private static string Suggest(ContentTree content, string path)
    {
        var name = path.AsSpan(path.AsSpan().TrimEnd("/\\").LastIndexOfAny('/', '\\') + 1).TrimEnd("/\\").ToString();
        var similar = content.AllNodes
            .Where(node => name.Length > 0 && string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase))
            .Take(MaxSuggestions)
            .Select(node => node.Path)
            .ToList();
        return similar.Count == 0 ? " Write the path as the image lists it; paths are case-sensitive." : $" Did you mean {string.Join(" or ", similar)}?";
    }
}
