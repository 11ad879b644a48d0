using System.Collections;
using IsoBuild.Bytes;

namespace IsoBuild.Verifying;

/// <summary>Entries that a consumer shows differently. Their paths are put together when somebody looks at them: in a deep tree, all of them are many times what holds it.</summary>
internal sealed class ShownEntries : IReadOnlyList<ShownDifferently>
{
    private readonly List<(object Entry, object? Shown)> entries = [];

    public int Count => entries.Count;

    public ShownDifferently this[int index] => new(entries[index].Entry.ToString()!, entries[index].Shown?.ToString());

    /// <param name="entry">Its text is the path.</param>
    /// <param name="shown">Its text is the path that is shown; <see langword="null"/> when there is none.</param>
    public void Add(object entry, object? shown) => entries.Add((entry, shown));

    /// <summary>Adds entries that are not shown, unless they are there already.</summary>
    public void AddUnshown(IEnumerable<object> others)
    {
        var known = entries.Select(entry => TextDigest.Of(entry.Entry.ToString())).ToHashSet();
        entries.AddRange(others.Where(other => known.Add(TextDigest.Of(other.ToString()))).Select(other => (other, (object?)null)));
    }

    public IEnumerator<ShownDifferently> GetEnumerator()
    {
        for (var i = 0; i < entries.Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
