using Cake.Core;
using Cake.Core.IO;
using IsoBuild;

namespace Cake.IsoBuild;

/// <summary>The texts beside an image, all of them ready before it takes its place: put there by the engine where Cake's file system is the disk, and else copied when the image is in its place.</summary>
internal sealed class Companions(ICakeContext context) : IDisposable
{
    private readonly List<(IFile Ready, FilePath Path)> prepared = [];

    /// <summary>Makes them ready.</summary>
    /// <returns>Those that are the engine's to write.</returns>
    /// <exception cref="CakeException">One cannot be written (ISOB4104).</exception>
    public IEnumerable<TextOutput> Prepare(IEnumerable<(FilePath Path, string Text)> texts)
    {
        foreach (var (path, text) in texts)
        {
            if (TextFile.IsOnDisk(context))
            {
                yield return new TextOutput(path.FullPath, text);
            }
            else if (TextFile.Prepare(context, path, text) is { } ready)
            {
                prepared.Add((ready, path));
            }
        }
    }

    /// <summary>Puts those in their places that are not the engine's.</summary>
    /// <exception cref="CakeException">One cannot be written (ISOB4104).</exception>
    public void Place() => prepared.ForEach(text => TextFile.Place(text.Ready, text.Path));

    public void Dispose() => prepared.ForEach(text => TextFile.DeleteIfThere(text.Ready));
}
