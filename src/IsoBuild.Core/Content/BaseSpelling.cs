using System.Diagnostics.CodeAnalysis;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Gives what is added the names that the base has for it, where readers of the base's trees know no case: <c>boot.cfg</c> takes the place of <c>BOOT.CFG</c>.</summary>
internal sealed class BaseSpelling(DiagnosticBag diagnostics)
{
    private readonly HashSet<ContentTreeBuilder.Stage> reported = [];

    /// <summary>The directory of the base whose name differs from another in case alone.</summary>
    public bool TryFind(ContentTreeBuilder.Stage parent, string name, [NotNullWhen(true)] out ContentTreeBuilder.Stage? stage)
    {
        stage = null;
        if (!parent.IsFromBase)
        {
            return false;
        }

        parent.DirectoriesByFold ??= ByFold(parent.Directories!.Values.Where(directory => directory.IsFromBase), directory => directory.Node.Name);
        if (!parent.DirectoriesByFold.TryGetValue(NameCase.Fold(name), out stage))
        {
            return false;
        }

        if (reported.Add(stage))
        {
            Tell(stage.Node.Path, name, "New content below it goes there");
        }

        return true;
    }

    /// <summary>Renames what would lie beside an entry of the base from which it differs in case alone.</summary>
    public void Respell(ContentTreeBuilder.Stage stage)
    {
        if (!stage.IsFromBase || stage.Entries.TrueForAll(entry => entry.IsFromBase))
        {
            return;
        }

        var names = stage.Entries.Where(entry => entry.IsFromBase).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var byFold = ByFold(stage.Entries.Where(entry => entry.IsFromBase), entry => entry.Name);
        foreach (var entry in stage.Entries)
        {
            if (!entry.IsFromBase && !names.Contains(entry.Name) && byFold.TryGetValue(NameCase.Fold(entry.Name), out var ofBase))
            {
                if (entry is not ContentDirectory)
                {
                    Tell(ContentTreeBuilder.PathIn(stage, ofBase.Name), entry.Name, "It is replaced");
                }

                entry.Name = ofBase.Name;
            }
        }
    }

    private static Dictionary<string, T> ByFold<T>(IEnumerable<T> all, Func<T, string> nameOf)
    {
        var byFold = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var each in all.OrderBy(nameOf, StringComparer.Ordinal))
        {
            byFold.TryAdd(NameCase.Fold(nameOf(each)), each);
        }

        return byFold;
    }

    private void Tell(string path, string name, string what) => diagnostics.Info(
        DiagnosticId.BaseNameOfOtherCase,
        path,
        $"{what}, although the new content spells it \"{name}\": the base has no Rock Ridge, and its other trees are read without regard to case.");
}
