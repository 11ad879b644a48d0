using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>Makes the symbolic links of an image that lead to something inside the target directory.</summary>
/// <remarks>
/// A target is followed name by name, as a kernel does, over what was extracted. Through another link of the image it goes on at that one's
/// target; what the image does not have may be passed downwards only, since nobody knows where <c>..</c> leads from there. So no link that
/// is made leads out, alone or together with others.
/// </remarks>
internal sealed class LinkMaker(ExtractionPlan plan, TargetFolder target, TargetRules rules, ExtractionRun run, DiagnosticBag diagnostics) : IDisposable
{
    /// <summary>Linux follows as many.</summary>
    private const int MostLinksFollowed = 40;

    /// <summary>A path on Linux has no room for more.</summary>
    private const int MostNamesFollowed = 2048;

    private readonly TargetWalk places = new(target);
    private readonly TargetWalk looks = new(target);

    private const string NobodyCanLook = "its target cannot be checked in the target directory: the path is too long or cannot be read";

    public void Dispose()
    {
        places.Dispose();
        looks.Dispose();
    }

    public void Make(in PlannedEntry entry)
    {
        var link = (ContentLink)entry.Node;
        if (Problem(entry, out var text, out var isDirectory, out var altered) is { } problem)
        {
            diagnostics.Warning(DiagnosticId.ExtractLinkLeftOut, link.Path, $"The symbolic link to \"{link.Target}\" was left out: {problem}.");
            return;
        }

        try
        {
            places.Enter(entry.Directory).MakeLink(entry.Name, text, isDirectory, run.ReplacementOf(entry));
            run.Links++;
            if (altered is not null)
            {
                diagnostics.Warning(DiagnosticId.ExtractNameAltered, link.Path, $"Extracted as a link to \"{text}\", because the target directory's file system cannot store the name \"{altered}\", which is part of the link's target.");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            run.Fail(link, DiagnosticId.ExtractTargetUnwritable, $"The symbolic link {NameBytes.Show(entry.Path)} cannot be created. {Explain(failure, entry)}");
            return;
        }

        try
        {
            if (run.Options.RestoreDates && link.Modified is { } date)
            {
                places.Enter(entry.Directory).SetDate(entry.Name, date);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            run.LoseAttributes(link, failure);
        }
    }

    /// <summary>What refuses links of all kinds has one number on Linux for FAT, and another for exFAT.</summary>
    internal static string Explain(Exception failure, in PlannedEntry entry) =>
        OperatingSystem.IsWindows() && Fault.KindOf(failure) is FaultKind.NotPermitted or FaultKind.Denied
            ? "On Windows, creating links needs administrator rights or developer mode. Otherwise leave links out (--links skip)."
        : Fault.KindOf(failure) is FaultKind.NotPermitted or FaultKind.Unsupported
            ? $"The file system of {NameBytes.Show(entry.Directory.Path)} does not support or does not permit symbolic links. Leave links out (--links skip), or extract elsewhere."
            : WriteTrouble.Explain(failure, entry.Path, verb: "Extract");

    /// <summary>Why a link must not be made, as the end of a sentence; otherwise what it is to hold.</summary>
    /// <param name="entry">The link.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="isDirectory">Whether that is a directory.</param>
    /// <param name="altered">The first name in its target that is another one there, and that nothing in the image has.</param>
    private string? Problem(in PlannedEntry entry, out string text, out bool isDirectory, out string? altered)
    {
        var link = (ContentLink)entry.Node;
        (text, isDirectory, altered) = (link.Target, false, null);
        if (link.Target.Length == 0 || link.Target.Contains('\0', StringComparison.Ordinal))
        {
            return "it has no target";
        }

        if (link.Target[0] == '/')
        {
            return "its target is absolute";
        }

        using var walk = new Walk(entry.Directory.Node);
        var written = new List<string>();
        if (Follow(link.Target, walk, written) is { } problem)
        {
            return problem;
        }

        isDirectory = walk is { Node: ContentDirectory, IsLost: false };
        altered = walk.Altered;
        if (written.Count > 0)
        {
            text = string.Join(Path.DirectorySeparatorChar, written);
        }

        return null;
    }

    /// <summary>Follows a target from where the walk is.</summary>
    /// <param name="target">The target.</param>
    /// <param name="walk">Where it starts; afterwards, where it ends.</param>
    /// <param name="written">Receives the names as they are on disk, when one of them differs from <paramref name="target"/>.</param>
    private string? Follow(string target, Walk walk, List<string>? written)
    {
        // Windows knows its own separator only.
        var differs = OperatingSystem.IsWindows();
        foreach (var range in target.AsSpan().Split('/'))
        {
            var name = target[range];
            if (name.Length == 0)
            {
                continue;
            }

            if (++walk.Names > MostNamesFollowed)
            {
                return "its target is too long";
            }

            var onDisk = name;
            if (name is not ("." or "..") && Descend(name, walk, out onDisk) is { } problem)
            {
                return problem;
            }

            if (name == ".." && Ascend(walk) is { } outside)
            {
                return outside;
            }

            if (!string.Equals(onDisk, name, StringComparison.Ordinal))
            {
                differs = true;

                // The names of entries are told where these are.
                walk.Altered ??= written is not null && walk.IsUnknown ? name : null;
            }

            written?.Add(onDisk);
        }

        if (!differs)
        {
            written?.Clear();
        }

        return null;
    }

    private static string? Ascend(Walk walk)
    {
        if (walk.IsLost || walk.Node is not ContentDirectory)
        {
            return "its target cannot be resolved, because part of it is not among the extracted entries";
        }

        if (walk.Node.Parent is not { } parent)
        {
            return "its target is outside the target directory";
        }

        walk.Node = parent;
        return null;
    }

    private string? Descend(string name, Walk walk, out string onDisk)
    {
        onDisk = name;
        if (walk.IsLost || walk.Node is not ContentDirectory directory || plan.Find(directory) is not { } planned)
        {
            onDisk = rules.Apply(name);
            walk.IsUnknown = true;
            return Miss(walk, walk.Place, onDisk);
        }

        var index = directory.IndexOf(name);
        if (index < 0)
        {
            onDisk = rules.Apply(name);
            walk.IsUnknown = true;
            return Miss(walk, planned, onDisk);
        }

        onDisk = planned.Names?[index] ?? name;
        var node = directory.Entries[index];
        if (!plan.Has(node))
        {
            return Miss(walk, planned, onDisk);
        }

        if (node is not ContentLink link)
        {
            walk.Node = node;
            return null;
        }

        if (++walk.Links > MostLinksFollowed)
        {
            return "its target goes through too many other links";
        }

        return link.Target.Length == 0 || link.Target[0] == '/'
            ? $"its target goes through {link.Path}, which is left out too"
            : Follow(link.Target, walk, written: null);
    }

    /// <summary>Goes on where the image has nothing. What stands in the target directory already may be a link, to anywhere.</summary>
    private string? Miss(Walk walk, PlannedDirectory directory, string name)
    {
        try
        {
            // A directory that was made just now has what the image has, unless two names are one to it.
            return Miss(walk, directory.Existed || rules.Folds ? looks.Enter(directory) : null, name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return NobodyCanLook;
        }
    }

    private static string? Miss(Walk walk, TargetFolder? place, string name)
    {
        walk.IsLost = true;
        try
        {
            var found = place?.Look(name).Kind ?? FoundKind.Nothing;
            walk.MoveTo(found == FoundKind.Directory ? place!.Open(name) : null);
            return found == FoundKind.Link ? "its target goes through a link that already was in the target directory" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return NobodyCanLook;
        }
    }

    /// <summary>How far a target has been followed.</summary>
    private sealed class Walk(ContentNode start) : IDisposable
    {
        /// <summary>The last node that is extracted.</summary>
        public ContentNode Node { get; set; } = start;

        /// <summary>Whether the way has left what is extracted.</summary>
        public bool IsLost { get; set; }

        /// <summary>Where it has, the directory of the target that it has come to, if there is any.</summary>
        public TargetFolder? Place { get; private set; }

        /// <summary>Whether the image has nothing there.</summary>
        public bool IsUnknown { get; set; }

        /// <summary>The first name that the image does not have, and that is another one on disk.</summary>
        public string? Altered { get; set; }

        public int Links { get; set; }

        public int Names { get; set; }

        public void MoveTo(TargetFolder? place)
        {
            Place?.Dispose();
            Place = place;
        }

        public void Dispose() => Place?.Dispose();
    }
}
