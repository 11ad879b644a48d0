namespace IsoBuild.Extraction;

/// <summary>Goes from directory to directory of a target, each opened in the one above it. One per thread.</summary>
/// <remarks>
/// The directories that lead to the current one stay open. Of a long chain, these are the last ones and some at even distances above them: however
/// deep a tree is, few are open, and whoever goes up again opens no more than the few hundred between two of those.
/// </remarks>
/// <param name="target">The target itself, open; it stays so.</param>
/// <param name="most">How many may be open at once.</param>
internal sealed class TargetWalk(TargetFolder target, int most = TargetWalk.MostOpen) : IDisposable
{
    /// <summary>Together with those of other threads, well below the 256 of macOS and the 1,024 of Linux.</summary>
    public const int MostOpen = 64;

    private readonly List<(PlannedDirectory Directory, TargetFolder Folder)> open = [];
    private readonly Stack<PlannedDirectory> pending = new();

    /// <summary>The directory, open until another one is entered.</summary>
    /// <exception cref="IOException">It cannot be opened, or is not the one any more that was opened before.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public TargetFolder Enter(PlannedDirectory directory)
    {
        pending.Clear();
        for (var at = directory; at.Parent is not null; at = at.Parent)
        {
            while (open.Count > 0 && open[^1].Directory.Depth > at.Depth)
            {
                Leave(open.Count - 1);
            }

            if (open.Count > 0 && open[^1].Directory == at)
            {
                break;
            }

            pending.Push(at);
        }

        if (pending.Count > 0 && pending.Peek().Depth == 1)
        {
            CloseAll();
        }

        while (pending.TryPop(out var next))
        {
            Open(next);
        }

        return open.Count > 0 && directory.Parent is not null ? open[^1].Folder : target;
    }

    public void Dispose() => CloseAll();

    private void Open(PlannedDirectory directory)
    {
        var folder = (open.Count > 0 ? open[^1].Folder : target).Open(directory.Name);
        if ((directory.Identity ??= folder.Identity) != folder.Identity)
        {
            folder.Dispose();
            throw new IOException($"Another directory has taken the place of {Bytes.NameBytes.Show(directory.Name)}.");
        }

        open.Add((directory, folder));
        if (open.Count > most)
        {
            Thin();
        }
    }

    /// <summary>Closes directories between the last ones and those at even distances.</summary>
    private void Thin()
    {
        var last = most / 4;
        var distance = 1;
        while (open[^1].Directory.Depth / distance > most / 2)
        {
            distance *= 2;
        }

        for (var i = open.Count - 1 - last; i >= 0; i--)
        {
            if (open[i].Directory.Depth % distance != 0)
            {
                Leave(i);
            }
        }
    }

    private void Leave(int index)
    {
        open[index].Folder.Dispose();
        open.RemoveAt(index);
    }

    private void CloseAll()
    {
        while (open.Count > 0)
        {
            Leave(open.Count - 1);
        }
    }
}
