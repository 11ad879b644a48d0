using IsoBuild.Diagnostics;

namespace IsoBuild.Reading;

/// <summary>How long the paths of a tree may be, each and together.</summary>
internal sealed class TreeLimits(DiagnosticBag diagnostics)
{
    /// <summary>The longest path that any system of note takes is that of Windows, 32,767 characters.</summary>
    private const int MaxPath = 32_767;

    /// <summary>Of the paths of directories, one for each record in them: a record of 40 bytes below a long path costs whoever writes its path down a thousand times as much.</summary>
    public const long MaxPathCharacters = 1L << 28;

    private long pathCharacters;

    /// <summary>Whether a directory may have a path of that many characters.</summary>
    public bool TakesPath(int length, string name)
    {
        if (length > MaxPath && diagnostics.Keeps(DiagnosticId.TreeTooLarge))
        {
            diagnostics.Error(DiagnosticId.TreeTooLarge, name, $"The directory's path has {length} characters, which no system takes; at most {MaxPath} are read. What lies in it is left out.");
        }

        return length <= MaxPath;
    }

    /// <summary>Whether there may be one more entry in a directory whose path has that many characters.</summary>
    public bool TryTakePath(int length) => (pathCharacters += length) <= MaxPathCharacters;
}
