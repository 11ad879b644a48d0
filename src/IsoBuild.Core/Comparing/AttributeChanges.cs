using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>How the access control lists and extended attributes of two entries differ.</summary>
internal static class AttributeChanges
{
    public static void Add(AttributeList? before, AttributeList? after, Action<string> add)
    {
        if (before is null && after is null)
        {
            return;
        }

        Compare("access control list", before?.AccessControl, after?.AccessControl, add);
        Compare("default access control list", before?.DefaultAccessControl, after?.DefaultAccessControl, add);
        var values = ByName(after);
        foreach (var (name, attribute) in ByName(before))
        {
            if (!values.Remove(name, out var now) || !attribute.Value.Span.SequenceEqual(now.Value.Span))
            {
                add($"attribute {Shown(name)} was {attribute.ValueText()}, is {now?.ValueText() ?? "none"}");
            }
        }

        foreach (var (name, attribute) in values)
        {
            add($"attribute {Shown(name)} was none, is {attribute.ValueText()}");
        }
    }

    /// <summary>In the order of names. Of two of one name, which nobody writes, the first counts.</summary>
    private static SortedDictionary<string, ExtendedAttribute> ByName(AttributeList? list)
    {
        var byName = new SortedDictionary<string, ExtendedAttribute>(StringComparer.Ordinal);
        foreach (var attribute in list?.Extended ?? [])
        {
            byName.TryAdd(attribute.Name, attribute);
        }

        return byName;
    }

    private static string Shown(string name) => LayoutText.Escape(name);

    private static void Compare(string what, string? before, string? after, Action<string> add)
    {
        if (!string.Equals(before, after, StringComparison.Ordinal))
        {
            add($"{what} was {before ?? "none"}, is {after ?? "none"}");
        }
    }
}
