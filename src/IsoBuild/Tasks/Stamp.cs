namespace IsoBuild.Tasks;

/// <summary>What a build leaves for the next one: from what it made its files, and how it left them.</summary>
/// <remarks>
/// The first line: the hash of the inputs, the image's size and SHA-256, each followed by <c>|</c>.
/// Then, behind <c>@</c>, where the stamp was written: a copy of a project has copies of what is in its folder, and nothing of what lies elsewhere.
/// Then one line for each file made: when it was last written, its size, its SHA-256, its path from the stamp on. What has neither this date and size nor these bytes is somebody else's;
/// of what is about to take its place, nothing is known. Behind <c>=</c>, the same of the baseline.
/// Then one line for each warning: <c>!</c>, its code, the folder that its words are of, its text.
/// </remarks>
/// <param name="Outputs">The image and what is written beside it; empty for what is not.</param>
/// <param name="Baseline">The committed sector map; empty for none.</param>
internal sealed record Stamp(IReadOnlyList<string> Outputs, string Baseline)
{
    /// <summary>No hash: what a stamp begins with of which the next build must not believe that all is done.</summary>
    private const string NotDone = "begun|";

    private const char WarningMark = '!';
    private const char BaselineMark = '=';
    private const char HomeMark = '@';

    /// <summary>The same for what has to be looked at in every build.</summary>
    public const string Never = "links";

    /// <summary>What is deleted by Clean, and when it is made no more. A link, and what it leads to, is the user's own, and so are pipes and devices.</summary>
    private IEnumerable<string> Made => Outputs.Where(path => path.Length > 0 && IsFile(path));

    /// <summary>Whether a path is a symbolic link, whose date tells nothing of what it leads to.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Deletes what a build made, as far as it still is what that build left.</summary>
    /// <param name="path">The stamp of the build, if there is one.</param>
    /// <param name="project">The project.</param>
    /// <param name="kept">What stays, whoever made it.</param>
    /// <param name="withSameBytes">Also what has the bytes of that build under another date, as from a cache.</param>
    public static void DeleteMade(string path, string project, IEnumerable<string> kept, bool withSameBytes)
    {
        foreach (var made in Former(path, project))
        {
            var file = new FileInfo(made.Path);
            if (file.Exists && file.LinkTarget is null && made.IsStill(withSameBytes) && !kept.Any(other => IsSame(made.Path, other)))
            {
                file.Delete();
            }
        }
    }

    /// <summary>Deletes what the build before made and this one does not: an image under another name, a checksum that nobody wants any more.</summary>
    /// <param name="path">The stamp of the build before, if there is one.</param>
    /// <param name="project">The project.</param>
    /// <param name="kept">What the project makes now, and what it uses as content.</param>
    public void DeleteFormer(string path, string project, IEnumerable<string> kept) => DeleteMade(path, project, kept.Concat([.. Outputs, Baseline]), withSameBytes: false);

    /// <summary>Says, before anything takes its place, that the build is not done. What builds before made is still known.</summary>
    public void Begin(string path, string project, CancellationToken cancellationToken) =>
        Write(path, NotDone, Former(path, project).Concat(Made.Select(MadeFile.Coming)).Distinct(), cancellationToken);

    /// <summary>Writes the stamp: the last act of a build that went well.</summary>
    public void Finish(string path, MadeImage made, CancellationToken cancellationToken)
    {
        var files = Made.Select(file => MadeFile.Of(file, file == Outputs[0] ? made.Sha256 : ChangeHash.OfFile(file, cancellationToken)));
        var baseline = File.Exists(Baseline) ? MadeFile.Of(Baseline, ChangeHash.OfFile(Baseline, cancellationToken)) : null;
        Write(path, string.Join('|', made.InputsHash, made.Size, made.Sha256, ""), files, cancellationToken, baseline, made.Warnings);
    }

    /// <summary>Whether what is written is a file under its own name: of others no date tells that they are as a build left them, and what a pipe was given is gone.</summary>
    public bool IsOfFiles => !Array.Exists([.. Outputs, Baseline], output => output.Length > 0 && !IsFile(output));

    /// <summary>Whether a file is there, or may be made there. The system's own word comes first: in most builds it is all that is needed of the library.</summary>
    private static bool IsFile(string path) => UnixStatus.IsRegularFile(path) || (!IsLink(path) && !TextOutput.IsStream(path));

    /// <summary>What the build before made, if all of it still is there, of the size that it was left with; else <see langword="null"/>.</summary>
    public MadeImage? Find(string path)
    {
        if (!IsOfFiles || !File.Exists(path) || File.ReadAllLines(path) is not [var state, .. var lines] || state.Split('|') is not [var hash, var size, var sha256, ""])
        {
            return null;
        }

        var paths = new MovablePath(path);
        var made = lines.Select(line => MadeFile.Parse(line, paths)).OfType<MadeFile>().ToList();
        var baselines = lines.Where(line => line.StartsWith(BaselineMark)).Select(line => MadeFile.Parse(line[1..], paths)).OfType<MadeFile>();
        var files = Made.Select(output => made.Find(file => file.Path == output)).ToList();
        if (Baseline.Length > 0)
        {
            files.Add(baselines.FirstOrDefault(file => file.Path == Baseline));
        }

        // The words of warnings name files where they were.
        var warnings = lines.Where(line => line.StartsWith(WarningMark)).Select(line => ParseWarning(line, Path.GetDirectoryName(path)!)).ToList();
        return files.TrueForAll(file => file is not null && file.HasSize()) && warnings.TrueForAll(warning => warning is not null)
            ? new MadeImage(hash, size, sha256, [.. warnings.OfType<ReportedWarning>()]) { Files = [.. files.OfType<MadeFile>()] }
            : null;
    }

    private static void Write(string path, string state, IEnumerable<MadeFile> made, CancellationToken cancellationToken, MadeFile? baseline = null, params IEnumerable<ReportedWarning> warnings)
    {
        var (paths, folder) = (new MovablePath(path), Path.GetDirectoryName(path)!);
        string[] lines = [state, HomeOf(path), .. made.Select(file => file.ToLine(paths)), .. baseline is null ? (string[])[] : [BaselineMark + baseline.ToLine(paths)], .. warnings.Select(warning => ToLine(warning, folder))];
        new TextOutput(path, string.Join('\n', lines) + "\n").Write(cancellationToken);
    }

    private static string HomeOf(string path) => HomeMark + Uri.EscapeDataString(path);

    private static string ToLine(ReportedWarning warning, string folder) => $"{WarningMark}{warning.Code}|{Uri.EscapeDataString(folder)}|{Uri.EscapeDataString(warning.Text)}";

    private static ReportedWarning? ParseWarning(string line, string folder) =>
        line[1..].Split('|') is [var code, var where, var text] && Uri.UnescapeDataString(where) == folder ? new ReportedWarning(code, Uri.UnescapeDataString(text)) : null;

    /// <summary>What the build before made; of a stamp that was moved or copied, what lies in the project's folder.</summary>
    private static MadeFile[] Former(string path, string project)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var lines = File.ReadAllLines(path);
        var isAtHome = lines.Contains(HomeOf(path), StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(project) + Path.DirectorySeparatorChar;
        var paths = new MovablePath(path);
        return [.. lines.Skip(1).Select(line => MadeFile.Parse(line, paths)).OfType<MadeFile>().Where(made => isAtHome || made.Path.StartsWith(folder, StringComparison.Ordinal))];
    }

    /// <summary>Whether two paths are one file: on disks that ignore case, they may differ in it, in any of their folders' names too.</summary>
    internal static bool IsSame(string path, string other)
    {
        if (!string.Equals(path, other, StringComparison.OrdinalIgnoreCase) || (path != other && !File.Exists(other)))
        {
            return false;
        }

        for (var (one, two) = (path, other); one != two; (one, two) = (Path.GetDirectoryName(one)!, Path.GetDirectoryName(two)!))
        {
            // Where both names are listed, they are two.
            if (Path.GetFileName(one) is var name && Path.GetFileName(two) is var otherName && name != otherName && IsListed(one, name) && IsListed(one, otherName))
            {
                return false;
            }
        }

        return true;
    }

#pragma warning disable RS0030 // Their order reaches nothing: one of them is looked for.
    private static bool IsListed(string path, string name) =>
        Directory.Exists(Path.GetDirectoryName(path)) && Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(path)!).Any(entry => string.Equals(Path.GetFileName(entry), name, StringComparison.Ordinal));
#pragma warning restore RS0030
}
