using IsoBuild.Content;

namespace IsoBuild.Tool.Output;

/// <summary>Small text files: either as they were or complete. <c>-</c> and what leads there is standard output.</summary>
internal static class TextFile
{
    /// <exception cref="Diagnostics.ImageException">The file cannot be written.</exception>
    public static void Write(string path, string text, Terminal terminal, CancellationToken cancellationToken)
    {
        if (IsStandardOutput(path))
        {
            terminal.Out.Write(text);
            return;
        }

        new TextOutput(path, text).Write(cancellationToken);
    }

    /// <summary>Whether a path means the standard output: <c>-</c>, <c>/dev/stdout</c>, a link to it.</summary>
    public static bool IsStandardOutput(string path) => path == "-" || (path.Length > 0 && TextOutput.IsStandardOutput(path));

    /// <summary>Whether two paths are spellings of one.</summary>
    public static bool IsSame(string path, string other) =>
        path.Length > 0 && other.Length > 0
        && string.Equals(Path.GetFullPath(path), Path.GetFullPath(other), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether nothing of somebody else's is lost when a text takes the place of what is there: nothing, an empty file, or one that begins like the text.</summary>
    public static bool MayReplace(string path, string start)
    {
        var target = new FileInfo(DiskPath.Reachable(path));
        if (!target.Exists || target.Length == 0 || TextOutput.IsStream(path))
        {
            return true;
        }

        try
        {
            using var reader = target.OpenText();
            var found = new char[start.Length];
            return reader.ReadBlock(found) == found.Length && found.AsSpan().SequenceEqual(start);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Writing will say so.
            return true;
        }
    }
}
