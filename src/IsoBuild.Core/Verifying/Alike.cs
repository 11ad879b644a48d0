using System.Runtime.InteropServices;

namespace IsoBuild.Verifying;

/// <summary>What tells whether entries of two trees stand for the same.</summary>
internal interface IAlike
{
    string Name { get; }

    bool IsDirectory { get; }

    /// <summary>The same for files with one content, and directories with the same files below them; 0 when nothing is known of that, or there is none.</summary>
    long Fingerprint { get; }
}

/// <summary>Finds the entries of two directories that stand for the same, though their trees have names of their own.</summary>
internal static class Alike
{
    /// <summary>Pairs entries of one name, else of one content, else of similar names.</summary>
    public static List<(T Theirs, T Ours)> Match<T>(List<T> theirs, List<T> ours)
        where T : class, IAlike
    {
        var pairs = new List<(T, T)>();
        var left = theirs;
        var rest = ours;
        foreach (var key in (Func<T, object?>[])[
            static node => node.Name,
            static node => node.Fingerprint != 0 ? node.Fingerprint : null,
            static node => Similar(node.Name, 8),
            static node => Similar(node.Name, 3),
            static _ => 0])
        {
            if (left.Count == 0 || rest.Count == 0)
            {
                break;
            }

            (left, rest) = MatchBy(key, left, rest, pairs);
        }

        return pairs;
    }

    private static (List<T> Theirs, List<T> Ours) MatchBy<T>(Func<T, object?> key, List<T> theirs, List<T> ours, List<(T, T)> pairs)
        where T : class, IAlike
    {
        var byKey = new Dictionary<(bool, object), Queue<T>>();
        var keyless = new List<T>();
        foreach (var node in ours)
        {
            if (key(node) is not { } value)
            {
                keyless.Add(node);
                continue;
            }

            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(byKey, (node.IsDirectory, value), out _);
            (queue ??= []).Enqueue(node);
        }

        var left = new List<T>();
        foreach (var node in theirs)
        {
            if (key(node) is { } value && byKey.TryGetValue((node.IsDirectory, value), out var queue) && queue.TryPeek(out var candidate) && CanBe(node, candidate))
            {
                pairs.Add((node, queue.Dequeue()));
            }
            else
            {
                left.Add(node);
            }
        }

        keyless.AddRange(byKey.Values.SelectMany(queue => queue));
        return (left, keyless);
    }

    /// <summary>Files of different content do not stand for the same.</summary>
    private static bool CanBe(IAlike a, IAlike b) => a.IsDirectory || a.Fingerprint == b.Fingerprint;

    private static string Similar(string name, int length) =>
        new([.. name.Take(length).Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')]);
}
