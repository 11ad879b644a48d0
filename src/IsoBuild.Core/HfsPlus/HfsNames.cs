using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.HfsPlus;

/// <summary>The names of the HFS+ tree: decomposed, at most 255 units of UTF-16, and different from each other in more than case (TN1150, "HFS Plus Names").</summary>
/// <param name="diagnostics">Receives reports of names that are not the real ones.</param>
internal sealed class HfsNames(DiagnosticBag diagnostics)
{
    public const int MaxLength = 255;

    /// <summary>An extension up to that length, with its dot, is kept when a name is cut.</summary>
    private const int LongestExtension = 32;

    /// <summary>The form that a name has on HFS+, were it free and short enough. What POSIX has for a colon is a slash there.</summary>
    public static string Form(string name) => Decomposition.Of(NameBytes.Replace(name)).Replace(':', '/');

    /// <summary>Puts the entries of a folder into their order, and finds names for those whose own are too long or taken.</summary>
    /// <param name="children">The numbers of the entries, in ordinal order of their names.</param>
    /// <param name="items">All entries; they get the names that are found.</param>
    public void Identify(int[] children, List<HfsItem> items)
    {
        var names = Array.ConvertAll(children, child => Form(items[child].Node!.Name));
        var order = Sort(names);
        if (IsSound(names, order))
        {
            Arrange(children, order);
            return;
        }

        // A name in which nothing counts is one with that of the folder itself, which is empty.
        var taken = new UniqueNames(names.Length + 1);
        taken.TryTake("");
        var given = Array.ConvertAll(names, name => name.Length <= MaxLength && taken.TryTake(NameOrder.Fold(name)));
        for (var i = 0; i < names.Length; i++)
        {
            if (!given[i])
            {
                var own = names[i];
                names[i] = taken.Take(Cut(own, suffix: ""), Cut, NameOrder.Fold);
                items[children[i]] = items[children[i]] with { Name = names[i] };
                Tell(items[children[i]].Node!, own, names[i]);
            }
        }

        Arrange(children, Sort(names));
    }

    private static int[] Sort(string[] names)
    {
        var order = new int[names.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => NameOrder.Compare(names[a], names[b]) is var difference && difference != 0 ? difference : a - b);
        return order;
    }

    private static bool IsSound(string[] names, int[] order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            if (names[i].Length > MaxLength || NameOrder.Compare(names[order[i]], i == 0 ? "" : names[order[i - 1]]) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Arrange(int[] children, int[] order)
    {
        var before = (int[])children.Clone();
        for (var i = 0; i < order.Length; i++)
        {
            children[i] = before[order[i]];
        }
    }

    private void Tell(ContentNode node, string own, string name)
    {
        var why = own.Length > MaxLength
            ? $"a name there has at most {MaxLength} UTF-16 units once accents are letters of their own. Shorten it"
            : "case and composition do not count there, and another entry of the directory has the name. Rename one of them";
        diagnostics.Warning(DiagnosticId.HfsNameAltered, node.Path, $"The HFS+ tree stores the name as {name}: {why}.", (node as ContentFile)?.Source.FilePath);
    }

    /// <summary>Puts a suffix before the extension, and cuts what lies before it until all of it fits, but no surrogate pair in two.</summary>
    private static string Cut(string name, string suffix)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length - dot > LongestExtension)
        {
            dot = name.Length;
        }

        var stem = Math.Min(dot, MaxLength - suffix.Length - (name.Length - dot));
        return string.Concat(name.AsSpan(0, stem < dot && char.IsHighSurrogate(name[stem - 1]) ? stem - 1 : stem), suffix, name.AsSpan(dot));
    }
}
