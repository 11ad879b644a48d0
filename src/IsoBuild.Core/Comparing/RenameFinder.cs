using IsoBuild.Content;

namespace IsoBuild.Comparing;

/// <summary>Finds entries that have another name in the second image, and the same content.</summary>
internal static class RenameFinder
{
    /// <summary>More files of one length are not compared with each other: they would be a quadratic number.</summary>
    private const int MostAlike = 4;

    public static List<(ContentNode Old, ContentNode New)> Find(List<ContentNode> removed, List<ContentNode> added, Func<ContentFile, ContentFile, bool> haveSameContent)
    {
        var found = new List<(ContentNode Old, ContentNode New)>();
        var candidates = new Dictionary<(Type Kind, long Entries, ulong Shape), List<ContentNode>>();
        foreach (var node in removed)
        {
            if (KeyOf(node) is { } key)
            {
                candidates.TryAdd(key, []);
                candidates[key].Add(node);
            }
        }

        foreach (var node in added)
        {
            if (KeyOf(node) is { } key && candidates.TryGetValue(key, out var alike) && alike.Count <= MostAlike
                && alike.FirstOrDefault(old => AreSame(old, node, haveSameContent)) is { } same)
            {
                alike.Remove(same);
                found.Add((same, node));
            }
        }

        return found;
    }

    /// <summary>By what an entry is recognised without reading it: its length, or the names and lengths below it. Empty files are all alike.</summary>
    private static (Type Kind, long Entries, ulong Shape)? KeyOf(ContentNode node)
    {
        if (node is ContentFile { Length: > 0 } file)
        {
            return (typeof(ContentFile), 1, (ulong)file.Length);
        }

        if (node is not ContentDirectory { Entries.Length: > 0 } directory)
        {
            return null;
        }

        var (count, shape) = (0L, 14695981039346656037);
        Walk(directory, child =>
        {
            count++;
            foreach (var c in child.Name)
            {
                shape = (shape ^ c) * 1099511628211;
            }

            shape = (shape ^ (ulong)(child is ContentFile { Length: var length } ? length : -1)) * 1099511628211;
        });
        return (typeof(ContentDirectory), count, shape);
    }

    private static bool AreSame(ContentNode old, ContentNode now, Func<ContentFile, ContentFile, bool> haveSameContent)
    {
        if (old is ContentFile file)
        {
            return now is ContentFile other && haveSameContent(file, other);
        }

        var (before, after) = (new List<ContentNode>(), new List<ContentNode>());
        Walk((ContentDirectory)old, before.Add);
        Walk((ContentDirectory)now, after.Add);
        return before.Count == after.Count && before.Zip(after).All(pair =>
            string.Equals(pair.First.Name, pair.Second.Name, StringComparison.Ordinal)
            && pair.First.GetType() == pair.Second.GetType()
            && (pair.First is not ContentFile content || haveSameContent(content, (ContentFile)pair.Second)));
    }

    private static void Walk(ContentDirectory directory, Action<ContentNode> visit)
    {
        var pending = new Stack<ContentDirectory>([directory]);
        while (pending.TryPop(out var next))
        {
            foreach (var child in next.Entries)
            {
                visit(child);
                if (child is ContentDirectory deeper)
                {
                    pending.Push(deeper);
                }
            }
        }
    }
}
