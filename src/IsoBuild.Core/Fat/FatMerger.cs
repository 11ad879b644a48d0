using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Puts files into a FAT file system that is there: what it holds stays, but for what is replaced. It is laid out anew, with the label, serial number,
/// kind and size that it has; it grows where the files do not fit.</summary>
internal sealed class FatMerger
{
    private const FatAttributes Carried = FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.System;

    private readonly FatVolume volume;

    /// <summary>By path, as FAT compares names.</summary>
    private readonly Dictionary<string, FatEntry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FatEntry> conflicts = [];
    private readonly HashSet<string> added = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="volume">The file system.</param>
    /// <param name="files">What goes in.</param>
    public FatMerger(FatVolume volume, IEnumerable<FatEntry> files)
    {
        this.volume = volume;
        foreach (var node in volume.Nodes)
        {
            entries[node.Path] = new FatEntry(node.Path, node.Source, node.Modified) { Attributes = node.Attributes & Carried };
        }

        foreach (var file in files)
        {
            // In the spelling that the file system has for it, or for the directories above.
            var path = Respell(file.Path);
            if (file.Source is null && entries.TryGetValue(path, out var known) && known.Source is null)
            {
                continue;
            }

            added.Add(path);
            if (entries.TryGetValue(path, out var replaced) && replaced.Source is not null && file.Source is not null)
            {
                Replaced++;
                entries[path] = file with { Path = path };
            }
            else if (replaced is null)
            {
                entries.Add(path, file with { Path = path });
            }
            else
            {
                // One is a directory and the other is not: whoever lays them out says so.
                conflicts.Add(file with { Path = path });
            }
        }
    }

    /// <summary>How many files of the file system were replaced.</summary>
    public int Replaced { get; }

    /// <summary>Everything that goes in, and whether it was not there before.</summary>
    public IEnumerable<(FatEntry Entry, bool IsAdded)> Entries => entries.Values.Select(entry => (entry, added.Contains(entry.Path)));

    /// <summary>Lays the files out; <see langword="null"/> and diagnostics when there is anything that cannot be stored.</summary>
    /// <param name="timestamp">The date of what has none.</param>
    /// <param name="diagnostics">Is told.</param>
    public FatImage? Build(DateTimeOffset timestamp, DiagnosticBag diagnostics)
    {
        FatEntry[] all = [.. entries.Values, .. conflicts];
        var options = new FatOptions { Label = volume.Label, SerialNumber = volume.Boot.SerialNumber, Timestamp = timestamp, Kind = volume.Kind, Size = volume.Boot.Length };
        foreach (var attempt in (FatOptions[])[options, options with { Size = null }])
        {
            var own = new DiagnosticBag();
            if (FatImage.Build(all, attempt, own) is { } made)
            {
                diagnostics.AddAll(own);
                return made;
            }
        }

        // Too large for the kind.
        return FatImage.Build(all, options with { Size = null, Kind = FatKind.Auto }, diagnostics);
    }

    private string Respell(string path)
    {
        var spelled = "";
        foreach (var name in path.Split('/'))
        {
            var next = spelled.Length == 0 ? name : $"{spelled}/{name}";
            spelled = entries.TryGetValue(next, out var known) ? known.Path : next;
        }

        return spelled;
    }
}
