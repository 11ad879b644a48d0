using System.Buffers;
using IsoBuild.Diagnostics;

namespace IsoBuild.Verifying;

/// <summary>What Windows programs cannot do with names, whatever file system they come from.</summary>
internal static class WindowsNames
{
    private const int LongestPath = 256;

    private static readonly SearchValues<char> Refused = SearchValues.Create("\"<>|*?:\\/");
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase) { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" };

    /// <param name="name">The name that Windows shows.</param>
    /// <param name="entry">Its text is the path.</param>
    /// <param name="pathLength">How many characters the path has.</param>
    /// <param name="offset">Where the image says so.</param>
    /// <param name="findings">Is told.</param>
    public static void Check(string name, object entry, int pathLength, long offset, Findings findings)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        var isDevice = Devices.Contains(stem)
            || stem.Length == 4 && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)) && stem[3] is (>= '1' and <= '9') or '¹' or '²' or '³';
        if (isDevice || name.EndsWith(' ') || name.EndsWith('.') || name.AsSpan().ContainsAny(Refused) || name.AsSpan().ContainsAnyInRange('\0', '\u001F'))
        {
            findings.Warning(DiagnosticId.WindowsNameUnusable, entry, offset, $"Windows programs cannot open the entry: {(isDevice ? $"{stem} is a device name there" : "names there contain none of \" < > | * ? : \\ / and no control characters, and do not end in a dot or space")}. Rename it.");
        }

        if (pathLength > LongestPath)
        {
            findings.Warning(DiagnosticId.WindowsPathLong, entry, offset, $"The path has {pathLength} characters. With a drive letter it exceeds the 260 that many Windows programs support. Shorten it.");
        }
    }
}
