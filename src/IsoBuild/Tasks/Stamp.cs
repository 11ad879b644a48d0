using System.Globalization;

namespace IsoBuild.Tasks;

/// <summary>What a build leaves for the next one: from what it made its files, and how it left them.</summary>
/// <remarks>
/// The first line: the hash of the inputs, when the baseline was last written, the image's size and SHA-256, each followed by <c>|</c>.
/// Then one line for each file made: when it was last written, its size, its path. What has another date or size is somebody else's; of what is about to take its place, neither is known.
/// Then one line for each warning: <c>!</c>, its code, its text.
/// </remarks>
/// <param name="Outputs">The image and what is written beside it; empty for what is not.</param>
/// <param name="Baseline">The committed sector map; empty for none.</param>
internal sealed record Stamp(IReadOnlyList<string> Outputs, string Baseline)
{
    /// <summary>No hash: what a stamp begins with of which the next build must not believe that all is done.</summary>
    private const string NotDone = "begun|";

    private const char WarningMark = '!';

    /// <summary>The same for what has to be looked at in every build.</summary>
    public const string Never = "links";

    /// <summary>What is deleted by Clean, and when it is made no more. A link, and what it leads to, is the user's own, and so are pipes and devices.</summary>
    private IEnumerable<string> Made => Outputs.Where(path => path.Length > 0 && !IsLink(path) && !TextOutput.IsStream(path));

    /// <summary>Whether a path is a symbolic link, whose date tells nothing of what it leads to.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Deletes what a build made, as far as it still is what that build left.</summary>
    /// <param name="path">The stamp of the build, if there is one.</param>
    /// <param name="kept">What stays, whoever made it.</param>
    public static void DeleteMade(string path, IEnumerable<string> kept)
    {
        foreach (var made in Former(path))
        {
            var file = new FileInfo(made.Path);
            if (file.Exists && file.LinkTarget is null && made.IsStill() && !kept.Any(other => IsSame(made.Path, other)))
            {
                file.Delete();
            }
        }
    }

    /// <summary>Deletes what the build before made and this one does not: an image under another name, a checksum that nobody wants any more.</summary>
    /// <param name="path">The stamp of the build before, if there is one.</param>
    /// <param name="kept">What the project makes now, and what it uses as content.</param>
    public void DeleteFormer(string path, IEnumerable<string> kept) => DeleteMade(path, kept.Concat([.. Outputs, Baseline]));

    /// <summary>Says, before anything takes its place, that the build is not done. What builds before made is still known.</summary>
    public void Begin(string path, CancellationToken cancellationToken) =>
        Write(path, NotDone, Former(path).Concat(Made.Select(MadeFile.Coming)).Distinct(), cancellationToken);

    /// <summary>Writes the stamp: the last act of a build that went well.</summary>
    public void Finish(string path, MadeImage made, CancellationToken cancellationToken) =>
        Write(path, string.Join('|', made.InputsHash, Written(Baseline), made.Size, made.Sha256, ""), Made.Select(MadeFile.Of), cancellationToken, made.Warnings);

    /// <summary>Whether what is written is a file under its own name: of others no date tells that they are as a build left them, and what a pipe was given is gone.</summary>
    public bool IsOfFiles => !Array.Exists([.. Outputs, Baseline], output => output.Length > 0 && (IsLink(output) || TextOutput.IsStream(output)));

    /// <summary>What the build before made, if all of it still is as it was left; else <see langword="null"/>.</summary>
    public MadeImage? Find(string path)
    {
        if (!IsOfFiles || !File.Exists(path) || File.ReadAllLines(path) is not [var state, .. var lines]
            || state.Split('|') is not [var hash, var baseline, var size, var sha256, ""] || baseline != Written(Baseline))
        {
            return null;
        }

        var left = lines.Select(MadeFile.Parse).OfType<MadeFile>().ToHashSet();
        return Made.All(output => File.Exists(output) && left.Contains(MadeFile.Of(output)))
            ? new MadeImage(hash, size, sha256, [.. lines.Select(ParseWarning).OfType<ReportedWarning>()])
            : null;
    }

    private static void Write(string path, string state, IEnumerable<MadeFile> made, CancellationToken cancellationToken, params IEnumerable<ReportedWarning> warnings) =>
        new TextOutput(path, string.Join('\n', made.Select(file => file.ToLine()).Prepend(state).Concat(warnings.Select(ToLine))) + "\n").Write(cancellationToken);

    private static string ToLine(ReportedWarning warning) => $"{WarningMark}{warning.Code}|{Uri.EscapeDataString(warning.Text)}";

    private static ReportedWarning? ParseWarning(string line) =>
        line.StartsWith(WarningMark) && line[1..].Split('|') is [var code, var text] ? new ReportedWarning(code, Uri.UnescapeDataString(text)) : null;

    private static MadeFile[] Former(string path) => File.Exists(path) ? [.. File.ReadLines(path).Skip(1).Select(MadeFile.Parse).OfType<MadeFile>()] : [];

    /// <summary>Whether two paths are one file: on disks that ignore case, they may differ in it.</summary>
    private static bool IsSame(string path, string other) => string.Equals(path, other, StringComparison.Ordinal)
        || (string.Equals(path, other, StringComparison.OrdinalIgnoreCase) && File.Exists(other) && !(IsListed(path) && IsListed(other)));

#pragma warning disable RS0030 // Their order reaches nothing: one of them is looked for.
    private static bool IsListed(string path) => Directory.EnumerateFiles(Path.GetDirectoryName(path)!).Contains(path, StringComparer.Ordinal);
#pragma warning restore RS0030

    private static string Written(string path) =>
        path.Length == 0 ? "" : File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>A file as a build left it.</summary>
    private sealed record MadeFile(string Path, string Written, string Size)
    {
        public static MadeFile Of(string path) => new(path, Stamp.Written(path), new FileInfo(path).Length.ToString(CultureInfo.InvariantCulture));

        /// <summary>A file that is about to take its place: whatever it will be.</summary>
        public static MadeFile Coming(string path) => new(path, "", "");

        public static MadeFile? Parse(string line) => !line.StartsWith(WarningMark) && line.Split('|', 3) is [var written, var size, var path] ? new(path, written, size) : null;

        public bool IsStill() => this == Coming(Path) || this == Of(Path);

        public string ToLine() => $"{Written}|{Size}|{Path}";
    }
}

/// <summary>An image that a build made.</summary>
/// <param name="InputsHash">The hash of what it was made of.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Warnings">What was reported on the way.</param>
internal sealed record MadeImage(string InputsHash, string Size, string Sha256, IReadOnlyList<ReportedWarning> Warnings);

/// <summary>A warning as MSBuild's log has it.</summary>
internal sealed record ReportedWarning(string Code, string Text);
