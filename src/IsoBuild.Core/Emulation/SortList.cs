using System.Globalization;

namespace IsoBuild.Emulation;

/// <summary>A list of weights: the greater, the nearer to the image's start.</summary>
internal static class SortList
{
    /// <summary>Reads lines of a path or pattern on disk, blanks, and a weight.</summary>
    public static void Read(ImageRequest request, string path)
    {
        foreach (var line in OptionRows.Lines(request, "-sort", path))
        {
            var text = line.TrimEnd();
            var blank = text.LastIndexOfAny([' ', '\t']);
            if (blank > 0 && int.TryParse(text.AsSpan(blank + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight))
            {
                request.SourceWeights.Add((new ShellPattern(text[..blank].TrimEnd()), weight));
            }
            else if (text.Length > 0)
            {
                throw CommandLineFault.Value("-sort", $"The line '{text}' of {path} is not a path and a weight. Write them with a blank between.");
            }
        }
    }
}
