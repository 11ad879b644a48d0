using System.Globalization;
using System.Text;

namespace IsoBuild.Tasks;

/// <summary>What the next build compares before it starts the task. <c>IsoBuild.Make.targets</c> reads this file with property functions.</summary>
/// <remarks>
/// The first line: the hash of the inputs, when the image, its layout, its checksum and the baseline were last written, size and SHA-256,
/// each followed by <c>|</c>. Then one line for each file made: when it was last written, its size, its path. What has another date or size is somebody else's; of what is about to take its place, neither is known.
/// </remarks>
internal sealed record Stamp(string InputsHash, string Image, string Layout, string Checksum, string Baseline)
{
    /// <summary>No hash: what a stamp begins with of which the next build must not believe that all is done.</summary>
    private const string NotDone = "begun|";

    /// <summary>The same for what has to be looked at in every build.</summary>
    private const string Never = "links";

    /// <summary>What is deleted by Clean, and when it is made no more. A link, and what it leads to, is the user's own, and so are pipes and devices.</summary>
    private IEnumerable<string> Made => ((string[])[Image, Layout, Checksum]).Where(path => path.Length > 0 && !IsLink(path) && !TextOutput.IsStream(path));

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
    public void DeleteFormer(string path, IEnumerable<string> kept) => DeleteMade(path, kept.Concat([Image, Layout, Checksum, Baseline]));

    /// <summary>Says, before anything takes its place, that the build is not done. What builds before made is still known.</summary>
    public void Begin(string path, CancellationToken cancellationToken) =>
        Write(path, NotDone, Former(path).Concat(Made.Select(MadeFile.Coming)).Distinct(), cancellationToken);

    /// <summary>Writes the stamp: the last act of a build that went well.</summary>
    /// <param name="path">The stamp.</param>
    /// <param name="canSkip">Whether dates tell of all that went in.</param>
    /// <param name="size">The image's size.</param>
    /// <param name="sha256">Its checksum.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Finish(string path, bool canSkip, string size, string sha256, CancellationToken cancellationToken)
    {
        // What a pipe was given is gone: each build gives it anew.
        var isKnown = canSkip && !Array.Exists([Image, Layout, Checksum, Baseline], output => output.Length > 0 && (IsLink(output) || TextOutput.IsStream(output)));
        var state = new StringBuilder();
        foreach (var field in (string[])[isKnown ? InputsHash : Never, Written(Image), Written(Layout), Written(Checksum), Written(Baseline), size, sha256])
        {
            state.Append(field).Append('|');
        }

        Write(path, state.ToString(), Made.Select(MadeFile.Of), cancellationToken);
    }

    private static void Write(string path, string state, IEnumerable<MadeFile> made, CancellationToken cancellationToken) =>
        new TextOutput(path, string.Join('\n', made.Select(file => file.ToLine()).Prepend(state)) + "\n").Write(cancellationToken);

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

        public static MadeFile? Parse(string line) => line.Split('|', 3) is [var written, var size, var path] ? new(path, written, size) : null;

        public bool IsStill() => this == Coming(Path) || this == Of(Path);

        public string ToLine() => $"{Written}|{Size}|{Path}";
    }
}
