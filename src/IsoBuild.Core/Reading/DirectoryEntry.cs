using System.Globalization;
using System.Runtime.InteropServices;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Reading;

/// <summary>An entry of a directory while that is being read.</summary>
/// <param name="Name">The name under which it is shown.</param>
/// <param name="Version">The file version number (ECMA-119 7.5.1), or 0.</param>
/// <param name="IsAltered">Whether the name is not what the image says.</param>
/// <param name="RecordOffset">Where its record begins.</param>
/// <param name="Node">What it is; there is none of a file where nobody wants nodes.</param>
internal readonly record struct DirectoryEntry(ReadOnlyMemory<char> Name, int Version, bool IsAltered, long RecordOffset, ContentNode Node)
{
    /// <summary>The entries in ordinal order of names, one of each name: the newest version, else the first on the disk. A name that had to be
    /// altered gives way to one that had not: it gets a number, since its entry is nobody's double.</summary>
    public static ContentNode[] Sort(List<DirectoryEntry> entries, ContentDirectory directory, DiagnosticBag diagnostics)
    {
        Sort(entries);
        HashSet<string>? names = null;
        Dictionary<string, int>? numbers = null;
        var nodes = new ContentNode[entries.Count];
        var count = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (i == 0 || !entries[i - 1].Name.Span.SequenceEqual(entry.Name.Span))
            {
                nodes[count++] = entry.Node;
            }
            else if (entry.IsAltered)
            {
                names ??= [.. entries.Select(each => each.Name.ToString())];
                numbers ??= [];
                entry.Node.Name = Number(entry.Name.ToString(), names, numbers);
                nodes[count++] = entry.Node;
                diagnostics.Warning(DiagnosticId.DuplicateName, diagnostics.Keeps(DiagnosticId.DuplicateName) ? entry.Node.Path : null, $"The directory has another entry with the name \"{entry.Name}\". This one is shown with a number.");
            }
            else if (entry.Version != entries[i - 1].Version)
            {
                diagnostics.Info(DiagnosticId.OlderVersion, diagnostics.Keeps(DiagnosticId.OlderVersion) ? entry.Node.Path : null, $"The file also has a newer version. Version {entry.Version}, whose record is at byte {entry.RecordOffset}, is not shown.");
            }
            else
            {
                diagnostics.Warning(DiagnosticId.DuplicateName, diagnostics.Keeps(DiagnosticId.DuplicateName) ? entry.Node.Path : null, $"The directory has two entries of this name. The second, whose record is at byte {entry.RecordOffset}, is not shown.");
            }
        }

        if (names is not null)
        {
            Array.Sort(nodes, 0, count, Comparer<ContentNode>.Create(static (a, b) => string.CompareOrdinal(a.Name, b.Name)));
        }

        Array.Resize(ref nodes, count);
        return nodes;
    }

    /// <summary>Whether no two entries have one name.</summary>
    public static bool AreDistinct(List<DirectoryEntry> entries)
    {
        Sort(entries);
        for (var i = 1; i < entries.Count; i++)
        {
            if (entries[i - 1].Name.Span.SequenceEqual(entries[i].Name.Span))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Records are in the order of their identifiers, and nearly always in that of the names.</summary>
    private static void Sort(List<DirectoryEntry> entries)
    {
        var all = CollectionsMarshal.AsSpan(entries);
        for (var i = 1; i < all.Length; i++)
        {
            if (Compare(all[i - 1], all[i]) > 0)
            {
                all.Sort(static (a, b) => Compare(a, b));
                return;
            }
        }
    }

    private static int Compare(in DirectoryEntry a, in DirectoryEntry b)
    {
        var order = a.Name.Span.SequenceCompareTo(b.Name.Span);
        order = order != 0 ? order : a.IsAltered.CompareTo(b.IsAltered);
        order = order != 0 ? order : b.Version.CompareTo(a.Version);
        return order != 0 ? order : a.RecordOffset.CompareTo(b.RecordOffset);
    }

    private static string Number(string name, HashSet<string> names, Dictionary<string, int> numbers)
    {
        var number = numbers.GetValueOrDefault(name, 1);
        string numbered;
        do
        {
            number++;
            numbered = string.Create(CultureInfo.InvariantCulture, $"{name}~{number}");
        }
        while (!names.Add(numbered));

        numbers[name] = number;
        return numbered;
    }
}
