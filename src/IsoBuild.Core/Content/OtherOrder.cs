namespace IsoBuild.Content;

/// <summary>An order that is not the given one, always the same: for showing that order does not matter.</summary>
internal static class OtherOrder
{
    /// <summary>The last, the first, the last but one, the second, and so on: neither forwards nor backwards, and never the same for two or more.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> items)
    {
        for (int first = 0, last = items.Count - 1; first <= last; first++, last--)
        {
            yield return items[last];
            if (first < last)
            {
                yield return items[first];
            }
        }
    }
}
