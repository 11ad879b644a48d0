using System.Globalization;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Output;

/// <summary>Small text files beside an image: either as they were or complete. <c>-</c> is standard output.</summary>
internal static class TextFile
{
    /// <exception cref="ImageException">The file cannot be written.</exception>
    public static void Write(string path, string text, Terminal terminal)
    {
        if (path == "-")
        {
            terminal.Out.Write(text);
            return;
        }

        try
        {
            var target = DiskPath.Reachable(path);
            // Two commands may write the same file at once: each has a temporary file of its own.
            var temporary = string.Create(CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}.tmp");
            if (IsDevice(target))
            {
                using var device = new StreamWriter(new FileStream(target, FileMode.Open, FileAccess.Write));
                device.Write(text);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);
            try
            {
                File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImageException(new Diagnostic(DiagnosticId.OutputUnwritable, DiagnosticSeverity.Error, path, $"The file cannot be written: {failure.Message}"), failure);
        }
    }

    /// <summary>Whether two paths are spellings of one.</summary>
    public static bool IsSame(string path, string other) =>
        path.Length > 0 && other.Length > 0
        && string.Equals(Path.GetFullPath(path), Path.GetFullPath(other), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether nothing of somebody else's is lost when a text takes the place of what is there: nothing, an empty file, or one that begins like the text.</summary>
    public static bool MayReplace(string path, string start)
    {
        var target = new FileInfo(DiskPath.Reachable(path));
        if (!target.Exists || target.Length == 0 || IsDevice(target.FullName))
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

    /// <summary>A device is written to, and never replaced.</summary>
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);
}
