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
    /// <summary>Deletes what the build before made and this one does not: an image under another name, a checksum that nobody wants any more.</summary>
    /// <param name="path">The stamp of the build before, if there is one.</param>
    /// <param name="kept">What the project makes now, and what it uses as content.</param>
    public void DeleteFormer(string path, IEnumerable<string> kept)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (var former in File.ReadLines(path).Skip(1).Except([.. kept, Image, Layout, Checksum, Baseline]).Where(File.Exists))
        {
            File.Delete(former);
        }
    }

    /// <summary>Writes the stamp: the last act of a build that went well.</summary>
    public void Write(string path, string size, string sha256)
    {
        var text = new StringBuilder();
        foreach (var field in (string[])[InputsHash, Written(Image), Written(Layout), Written(Checksum), Written(Baseline), size, sha256])
        {
            text.Append(field).Append('|');
        }

        foreach (var made in (string[])[Image, Layout, Checksum])
        {
            if (made.Length > 0)
            {
                text.Append('\n').Append(made);
            }
        }

        AtomicText.Write(path, text.Append('\n').ToString());
    }

    private static string Written(string path) =>
        path.Length == 0 ? "" : File.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture);
}
