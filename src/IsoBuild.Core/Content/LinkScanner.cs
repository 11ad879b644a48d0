using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Directories into which links that are followed lead, the innermost first.</summary>
/// <param name="Holder">The real path of the directory that holds the link.</param>
/// <param name="Outer">The one through which that was reached; <see langword="null"/> when no link was needed.</param>
internal sealed record FollowedLink(string Holder, FollowedLink? Outer)
{
    public int Depth { get; } = (Outer?.Depth ?? 0) + 1;
}

/// <summary>What becomes of the symbolic links in one directory that is added when they are not stored: copies of what they lead to, or errors.</summary>
/// <param name="root">The directory that is added: a whole path.</param>
/// <param name="allowOutside">Whether links may lead out of it.</param>
/// <param name="exclusions">What is left out, whatever leads there.</param>
/// <param name="diagnostics">Receives reports of every link.</param>
internal sealed class LinkScanner(string root, bool allowOutside, Exclusions exclusions, DiagnosticBag diagnostics)
{
    /// <summary>No system follows more.</summary>
    private const int MostLinksNested = 40;

    /// <summary>How many entries may be met again.</summary>
    private const int MostEntriesAgain = 1_000_000;

    private readonly LinkFollower follower = new(root);

    /// <summary>The real paths of directories that were met.</summary>
    private readonly HashSet<string> met = new(StringComparer.Ordinal);

    /// <summary>How often in all a directory may be met again: path tables have room for so many (ECMA-119 9.4.4).</summary>
    public int MostDirectoriesAgain { get; init; } = ushort.MaxValue;

    private int directoriesAgain;
    private int entriesAgain;
    private bool isAgain;

    /// <summary>Whether links multiply what is there beyond all measure: each of a row of directories leads twice to the next, and the last is met 2^n times.</summary>
    public bool Multiplies { get; private set; }

    /// <summary>Notes that a directory is scanned, and all its entries after it.</summary>
    public void BeginDirectory(string path)
    {
        isAgain = !met.Add(follower.Real(path));
        directoriesAgain += isAgain ? 1 : 0;
        CheckMeasure(path);
    }

    /// <summary>Notes an entry of the directory that is scanned; <see langword="false"/> when there are too many.</summary>
    public bool TryTakeEntry(string directory)
    {
        entriesAgain += isAgain ? 1 : 0;
        CheckMeasure(directory);
        return !Multiplies;
    }

    private void CheckMeasure(string path)
    {
        if (!Multiplies && (directoriesAgain > MostDirectoriesAgain || entriesAgain > MostEntriesAgain))
        {
            Multiplies = true;
            diagnostics.Error(DiagnosticId.LinksMultiply, path, $"Following symbolic links copies the same directories again and again: more than {MostDirectoriesAgain} directories or {MostEntriesAgain} entries are copies. Store links as links, or leave out links to directories that contain further links to directories.", path);
        }
    }

    /// <summary>What to add in the place of a link; <see langword="null"/> for nothing.</summary>
    /// <param name="directory">The directory that holds it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text on disk.</param>
    /// <param name="through">The links through which the directory was reached.</param>
    /// <param name="inner">For a directory, the links through which that is reached.</param>
    public LinkEnd? Follow(string directory, string name, string text, FollowedLink? through, out FollowedLink? inner)
    {
        inner = null;
        var path = Path.Join(directory, name);
        var holder = follower.Real(directory);
        LinkEnd end;
        try
        {
            end = LinkFollower.Follow(holder, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, path, $"The symbolic link to {text} cannot be followed: {failure.Message} Give the user who builds permission to read its target, or leave the link out.", path);
            return null;
        }

        var target = follower.Spelled(end.Path);
        if (end.Kind is LinkEndKind.Nowhere or LinkEndKind.Circle)
        {
            Refuse(end.Kind, path, text, target);
            return null;
        }

        if (exclusions.ContainPath(target))
        {
            return null;
        }

        if (!allowOutside && !follower.Contains(end.Path))
        {
            diagnostics.Error(DiagnosticId.LinkLeavesSource, path, $"The symbolic link points to {end.Path}, outside the directory {root} that is added. Leave the link out, store links as links, or allow followed links to point outside.", path);
            return null;
        }

        if (end.Kind == LinkEndKind.File)
        {
            diagnostics.Info(DiagnosticId.LinkFollowed, path, $"The symbolic link is stored as a copy of {target}.", path);
            return end with { Path = target };
        }

        inner = new FollowedLink(holder, through);
        if (RunsInCircle(inner, end.Path))
        {
            diagnostics.Error(DiagnosticId.LinkLoop, path, $"The symbolic link points to the directory {target}, which contains the link itself, so following it would never end. Leave the link out, or store links as links.", path);
            return null;
        }

        if (inner.Depth > MostLinksNested)
        {
            diagnostics.Error(DiagnosticId.LinkLoop, path, $"The symbolic link is reached through {MostLinksNested} other links to directories, and no system follows more. Leave it out, or store links as links.", path);
            return null;
        }

        diagnostics.Info(DiagnosticId.LinkFollowed, path, $"The symbolic link is stored as a copy of the directory {target}.", path);
        return end with { Path = target };
    }

    /// <summary>Whether following leads back to a link that is being followed: then, and only then, there is no end.</summary>
    private static bool RunsInCircle(FollowedLink innermost, string target)
    {
        for (var link = innermost; link is not null; link = link.Outer)
        {
            if (LinkFollower.IsWithin(target, link.Holder))
            {
                return true;
            }
        }

        return false;
    }

    private void Refuse(LinkEndKind end, string path, string text, string target)
    {
        const string advice = "Remove the link, leave it out, or store links as links.";
        if (end == LinkEndKind.Circle)
        {
            diagnostics.Error(DiagnosticId.LinkLoop, path, $"The symbolic link to {text} is part of a loop of links. {advice}", path);
        }
        else
        {
            diagnostics.Error(DiagnosticId.LinkDangling, path, $"The symbolic link to {text} is dangling: {target} does not exist. {advice}", path);
        }
    }
}
