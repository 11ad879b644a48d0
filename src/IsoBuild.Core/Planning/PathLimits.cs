using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Planning;

/// <summary>Tells of paths that are longer or deeper than readers take: of every limit once, with the first path that exceeds it and the number of the others.</summary>
/// <param name="formats">The trees of the image.</param>
/// <param name="isRelocated">Whether deep directories of the primary tree move.</param>
/// <param name="jolietCharacters">To how many characters Joliet cuts a name.</param>
internal sealed class PathLimits(ImageFormats formats, bool isRelocated, int jolietCharacters)
{
    /// <summary>PATH_MAX of Linux, less the NUL at the end.</summary>
    private const int LinuxBytes = 4095;

    /// <summary>MAX_PATH of Windows, less the NUL at the end.</summary>
    private const int WindowsCharacters = 259;

    /// <summary>What comes before the first backslash there: <c>D:</c>.</summary>
    private const int DriveCharacters = 2;

    /// <summary>How many directories below each other 7-Zip reads, the root's not counted.</summary>
    private const int SevenZipLevels = 256;

    /// <summary>The tree that Windows shows: UDF where there is one.</summary>
    private readonly ImageFormats shownByWindows = formats.HasFlag(ImageFormats.Udf) ? ImageFormats.Udf : formats & ImageFormats.Joliet;

    /// <summary>The trees of directory records in which nothing moves.</summary>
    private readonly ImageFormats deep = formats & (ImageFormats.Joliet | ImageFormats.Iso1999 | (isRelocated ? 0 : ImageFormats.Iso9660));

    private Excess linux;
    private Excess windows;
    private Excess sevenZip;

    public void Check(ContentTree content, DiagnosticBag diagnostics)
    {
        // Directories come before what is in them, so that those above a node are at hand.
        var above = new Stack<(ContentNode Directory, Measures Path)>();
        foreach (var node in content.AllNodes)
        {
            while (above.TryPeek(out var last) && last.Directory != node.Parent)
            {
                above.Pop();
            }

            var path = node.Parent is null ? new Measures(0, DriveCharacters, 0) : Measure(node, above.Peek().Path);
            if (node is ContentDirectory)
            {
                above.Push((node, path));
            }
        }

        if (linux.First is { } long1)
        {
            diagnostics.Warning(DiagnosticId.PathLongForLinux, long1.Path, $"The path is {linux.Value} bytes long in UTF-8, but Linux opens paths of at most {LinuxBytes} bytes{linux.Others}. Shorten names, or nest fewer directories.");
        }

        if (windows.First is { } long2)
        {
            diagnostics.Info(DiagnosticId.PathLongForWindows, long2.Path, $"With a drive letter, the path is {windows.Value} characters long, but many Windows programs open at most {WindowsCharacters}{windows.Others}. Shorten names, or nest fewer directories.");
        }

        if (sevenZip.First is { } deepest)
        {
            diagnostics.Warning(DiagnosticId.TreeDeepForSevenZip, deepest.Path, $"The directory is {sevenZip.Value} levels below the root, but 7-Zip opens no image with more than {SevenZipLevels}{sevenZip.Others}. Nest fewer directories.");
        }
    }

    private Measures Measure(ContentNode node, Measures parent)
    {
        // UDF cuts names that are longer than any of Joliet's; a path with such a one is too long either way.
        var characters = shownByWindows == ImageFormats.Joliet ? Math.Min(node.Name.Length, jolietCharacters) : node.Name.Length;
        var path = new Measures(parent.Bytes + 1 + NameBytes.CountOf(node.Name), parent.Characters + 1 + characters, parent.Level + 1);
        Note(ref linux, node, path.Bytes, LinuxBytes);
        if (shownByWindows != 0 && (node.HiddenFrom & shownByWindows) == 0)
        {
            Note(ref windows, node, path.Characters, WindowsCharacters);
        }

        if (node is ContentDirectory && (deep & ~node.HiddenFrom) != 0)
        {
            Note(ref sevenZip, node, path.Level, SevenZipLevels);
        }

        return path;
    }

    private static void Note(ref Excess excess, ContentNode node, int value, int most)
    {
        if (value > most)
        {
            excess = excess.First is null ? new Excess(node, value, 1) : excess with { Count = excess.Count + 1 };
        }
    }

    /// <summary>The size of a path: in UTF-8, with its leading slash; in characters, with its drive; in directories.</summary>
    private readonly record struct Measures(int Bytes, int Characters, int Level);

    /// <summary>The first node that exceeds a limit, by how much, and how many there are.</summary>
    private readonly record struct Excess(ContentNode? First, int Value, int Count)
    {
        public string Others => Count == 1 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (and {Count - 1} more like it)");
    }
}
