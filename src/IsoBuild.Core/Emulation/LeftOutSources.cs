using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Emulation;

/// <summary>Sources of which no image can be made, and which the programs leave out with a message: genisoimage what cannot be read, and links that lead nowhere where links are followed. xorriso keeps such links.</summary>
internal sealed class LeftOutSources(ImageRequest request)
{
    private readonly SortedSet<string> unreadable = new(StringComparer.Ordinal);
    private readonly SortedSet<string> dangling = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> kept = new(StringComparer.Ordinal);

    /// <summary>Whether every source is opened before it is taken. It takes time, so that it is done only after one could not be read, or when no second attempt is possible.</summary>
    public bool ChecksReading { get; set; }

    /// <summary>Whether the program leaves out what it cannot read.</summary>
    public bool ToleratesUnreadable { get; } = request.Program is EmulatedProgram.Mkisofs or EmulatedProgram.Genisoimage;

    /// <summary>Links that lead nowhere and stay links, by their paths in the image.</summary>
    public IEnumerable<(string Target, string Text)> KeptLinks => kept.Select(link => (link.Key, link.Value));

    /// <summary>Whether another attempt can succeed, which leaves out what could not be read.</summary>
    /// <param name="diagnostics">The problems of the first.</param>
    public bool CanHelp(IEnumerable<Diagnostic> diagnostics) =>
        ToleratesUnreadable && !ChecksReading && diagnostics.Any(diagnostic => diagnostic is { Id: DiagnosticId.SourceUnreadable, Severity: DiagnosticSeverity.Error });

    /// <summary>Whether a source is left out because it cannot be read.</summary>
    public bool CannotRead(string source, string path)
    {
        if (!ChecksReading || DiskFile.IsRaw(path) || IsStoredLink(path) || DiskPath.WhyNoFile(path) is not null)
        {
            return false;
        }

        try
        {
            if (DiskPath.IsDirectory(path))
            {
#pragma warning disable RS0030 // The order does not matter: all that is asked is whether the first can be read.
                using var entries = Directory.EnumerateFileSystemEntries(path).GetEnumerator();
#pragma warning restore RS0030
                entries.MoveNext();
            }
            else
            {
                File.OpenHandle(path).Dispose();
            }

            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            unreadable.Add(source);
            return true;
        }
    }

    /// <summary>Whether a source is a link that is to be followed and leads nowhere.</summary>
    public bool LeadsNowhere(string source, string path, string target)
    {
        var isXorriso = request.Program == EmulatedProgram.Xorrisofs;
        if (!request.Options.FollowLinks || !(isXorriso || ToleratesUnreadable) || DiskFile.Look(path).LinkTarget is not { } text || !LeadsNowhere(path))
        {
            return false;
        }

        if (isXorriso && request.RockRidge != RockRidgeKind.None)
        {
            kept[target] = text;
        }
        else
        {
            dangling.Add(source);
        }

        return true;
    }

    private static bool LeadsNowhere(string path)
    {
        var whole = Path.GetFullPath(path);
        try
        {
            return LinkFollower.Follow(Path.GetPathRoot(whole)!, whole).Kind == LinkEndKind.Nowhere;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Not even that is known: it is reported when the link is followed.
            return false;
        }
    }

    /// <summary>What there is to say: one warning of each kind.</summary>
    public IEnumerable<Diagnostic> Warnings()
    {
        if (unreadable.Count > 0)
        {
            yield return Warning(unreadable, "cannot be read, and is left out, as this program does it. Give the user who builds permission to read it, or leave it out with -m.");
        }

        if (dangling.Count > 0)
        {
            yield return Warning(dangling, "is a symbolic link that leads nowhere, and is left out, as this program does it. Remove it, or leave it out with -m.");
        }
    }

    private bool IsStoredLink(string path) => !request.Options.FollowLinks && DiskFile.Look(path).LinkTarget is not null;

    private static Diagnostic Warning(SortedSet<string> sources, string what) => new(
        DiagnosticId.EmulatedSourceLeftOut,
        DiagnosticSeverity.Warning,
        sources.Min,
        string.Create(CultureInfo.InvariantCulture, $"It {what}{(sources.Count > 1 ? $" The same is true of {sources.Count - 1} more." : "")}"));
}
