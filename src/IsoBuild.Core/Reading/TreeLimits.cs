using IsoBuild.Diagnostics;

namespace IsoBuild.Reading;

/// <summary>How much a tree may make of the bytes that hold it: how long paths are, each and together, and what records share that lead to the same bytes.</summary>
internal sealed class TreeLimits(DiagnosticBag diagnostics)
{
    /// <summary>The longest path that any system of note takes is that of Windows, 32,767 characters.</summary>
    private const int MaxPath = 32_767;

    /// <summary>Of the paths of directories, one for each record in them: a record of 40 bytes below a long path costs whoever writes its path down a thousand times as much.</summary>
    public const long MaxPathCharacters = 1L << 28;

    /// <summary>How many characters of names and targets a byte of records and of their continuation areas makes at most: a component of two bytes is <c>../</c>.</summary>
    private const int TextPerByte = 4;

    /// <summary>How many records may be shown again for each that is shown once: makefs moves directories each eight levels, and shows them in both places.</summary>
    private const int AgainPerRecord = 8;

    /// <summary>What every tree may have of either.</summary>
    private const int LeastText = 1 << 20;
    private const int LeastAgain = 10_000;

    private readonly HashSet<long> areas = [];
    private long pathCharacters;
    private long textLeft = LeastText;
    private long againLeft = LeastAgain;

    /// <summary>Whether a directory may have a path of that many characters.</summary>
    public bool TakesPath(int length, string name)
    {
        if (length > MaxPath && diagnostics.Keeps(DiagnosticId.TreeTooLarge))
        {
            diagnostics.Error(DiagnosticId.TreeTooLarge, name, $"The directory's path has {length} characters, more than any system supports and than the {MaxPath} that are read. Its entries are left out.");
        }

        return length <= MaxPath;
    }

    /// <summary>Takes notice of a sector of continuation areas, which many records may lead to.</summary>
    public void AddArea(long sector) => textLeft += areas.Add(sector) ? TextPerByte * Bytes.Sector.Size : 0;

    /// <summary>Whether a record may have so many characters of name and target: those of its own size, and of areas that no other record had.</summary>
    public bool TryTakeText(int recordSize, int characters) => (textLeft += (TextPerByte * recordSize) - characters) >= 0;

    /// <summary>Whether there may be one more record, of a directory that is shown for the first time or again.</summary>
    public bool TryTakeRecord(bool isAgain) => (againLeft += isAgain ? -1 : AgainPerRecord) >= 0;

    /// <summary>Whether there may be one more entry in a directory whose path has that many characters.</summary>
    public bool TryTakePath(int length) => (pathCharacters += length) <= MaxPathCharacters;
}
