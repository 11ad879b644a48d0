using System.Globalization;
using System.Text;

namespace IsoBuild.Tasks;

/// <summary>What the next build compares before it starts the task. <c>IsoBuild.Make.targets</c> reads this file with property functions.</summary>
/// <remarks>
/// The first line: the hash of the inputs, when the image, its layout, its checksum and the baseline were last written, size and SHA-256,
/// each followed by <c>|</c>. Then one line for each file made, for Clean.
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

    /// <summary>Deletes what the build before made and this one does not: an image under another name, a checksum that nobody wants any more.</summary>
    /// <param name="path">The stamp of the build before, if there is one.</param>
    /// <param name="kept">What the project makes now, and what it uses as content.</param>
    public void DeleteFormer(string path, IEnumerable<string> kept)
    {
        foreach (var former in Former(path).Except([.. kept, Image, Layout, Checksum, Baseline]).Where(File.Exists))
        {
            File.Delete(former);
        }
    }

    /// <summary>Says, before anything takes its place, that the build is not done. What builds before made is still known.</summary>
    public void Begin(string path, CancellationToken cancellationToken) =>
        Write(path, NotDone, Former(path).Concat(Made).Distinct(StringComparer.Ordinal), cancellationToken);

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

        Write(path, state.ToString(), Made, cancellationToken);
    }

    private static void Write(string path, string state, IEnumerable<string> made, CancellationToken cancellationToken) =>
        new TextOutput(path, string.Join('\n', made.Prepend(state)) + "\n").Write(cancellationToken);

    private static string[] Former(string path) => File.Exists(path) ? [.. File.ReadLines(path).Skip(1)] : [];

    private static string Written(string path) =>
        path.Length == 0 ? "" : File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);
}
