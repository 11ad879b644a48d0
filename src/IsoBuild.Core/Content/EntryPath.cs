using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What may be a path in an image, and a name in that path.</summary>
internal static class EntryPath
{
    /// <summary>The longest name that Linux, macOS and FreeBSD take, in UTF-8 bytes.</summary>
    public const int MaxNameBytes = 255;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>Splits a target path written by a user, with either separator, into names; <see langword="null"/> and a diagnostic when it will not do.</summary>
    public static string[]? Split(string targetPath, string? source, DiagnosticBag diagnostics)
    {
        if (targetPath.Length > 0 && Array.IndexOf(Separators, targetPath[0]) >= 0)
        {
            diagnostics.Error(DiagnosticId.TargetEscapes, targetPath, "The target path is absolute. Paths in the image are relative to its root, so leave out the leading separator.", source);
            return null;
        }

        if (targetPath.Length > 1 && targetPath[1] == ':' && char.IsAsciiLetter(targetPath[0]))
        {
            diagnostics.Error(DiagnosticId.TargetEscapes, targetPath, "The target path has a drive letter. Paths in the image are relative to its root, so leave the drive out.", source);
            return null;
        }

        var names = targetPath.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (Array.IndexOf(names, ".") >= 0)
        {
            names = Array.FindAll(names, name => !string.Equals(name, ".", StringComparison.Ordinal));
        }

        return Check(names, targetPath, source, diagnostics);
    }

    /// <summary>Splits a target path that is put together from names of the disk: where the system has one separator alone, backslashes and colons belong to names.</summary>
    public static string[]? SplitFound(string targetPath, string? source, DiagnosticBag diagnostics) =>
        OperatingSystem.IsWindows() ? Split(targetPath, source, diagnostics) : Check(targetPath.Split('/', StringSplitOptions.RemoveEmptyEntries), targetPath, source, diagnostics);

    private static string[]? Check(string[] names, string targetPath, string? source, DiagnosticBag diagnostics)
    {
        foreach (var name in names)
        {
            if (string.Equals(name, "..", StringComparison.Ordinal))
            {
                diagnostics.Error(DiagnosticId.TargetEscapes, targetPath, "The target path contains \"..\". Give the path relative to the image's root.", source);
                return null;
            }

            if (NameProblem(name) is { } problem)
            {
                diagnostics.Error(DiagnosticId.TargetInvalid, targetPath, problem, source);
                return null;
            }
        }

        return names;
    }

    /// <summary>A path that may be written from the image's root on, as firmware and other programs write it, without the separator before it. Two begin the name of a server.</summary>
    public static string FromRoot(string path) => path is ['/' or '\\', not ('/' or '\\'), ..] or ['/' or '\\'] ? path[1..] : path;

    /// <summary>Why no image can store <paramref name="name"/>, as a sentence; <see langword="null"/> when one can.</summary>
    public static string? NameProblem(string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            return "The name contains a NUL character, which no file system can store. Rename the file.";
        }

        if (!NameBytes.IsSound(name))
        {
            return "The name is not valid Unicode: it has an unpaired surrogate. Rename the file.";
        }

        return name.Length > MaxNameBytes / 3 && NameBytes.CountOf(name) is > MaxNameBytes and var bytes
            ? $"The name is {bytes} bytes long in UTF-8, but readers accept at most {MaxNameBytes}. Shorten it."
            : null;
    }
}
