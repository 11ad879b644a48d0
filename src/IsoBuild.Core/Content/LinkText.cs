using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What the target of a symbolic link may be.</summary>
internal static class LinkText
{
    /// <summary>The longest target that Linux takes, in UTF-8 bytes: a page, less the NUL behind it.</summary>
    public const int MaxBytes = 4095;

    /// <summary>The longest target that every system follows: PATH_MAX of macOS and the BSDs, less the NUL behind it. xorriso refuses images with longer ones.</summary>
    public const int SafeBytes = 1023;

    /// <summary>Whether a target can be stored, which is then done as it is; reports what keeps it from that, and what not everybody can follow.</summary>
    public static bool Check(string target, string item, string? source, DiagnosticBag diagnostics)
    {
        if (Problem(target) is { } problem)
        {
            diagnostics.Error(DiagnosticId.LinkTargetInvalid, item, $"The symbolic link's target {problem}", source);
            return false;
        }

        if (target.Contains("//", StringComparison.Ordinal))
        {
            diagnostics.Info(DiagnosticId.LinkTargetInvalid, item, "The symbolic link's target has two slashes in a row. It is stored as it is; NetBSD and macOS take what follows them for a path from the root. Write one slash, if the image is to be read there.", source);
        }

        foreach (var name in target.AsSpan().Split('/'))
        {
            if (NameBytes.CountOf(target.AsSpan()[name]) is > EntryPath.MaxNameBytes and var bytes)
            {
                diagnostics.Warning(DiagnosticId.LinkTargetInvalid, item, $"The symbolic link's target holds a name of {bytes} bytes in UTF-8; no system has names longer than {EntryPath.MaxNameBytes}, so nobody can follow it. It is stored as it is.", source);
            }
        }

        if (NameBytes.CountOf(target) is > SafeBytes and var length)
        {
            diagnostics.Warning(DiagnosticId.LinkTargetLong, item, $"The symbolic link's target is {length} bytes long in UTF-8; macOS and the BSDs follow at most {SafeBytes}, and xorriso refuses images with longer ones. It is stored as it is. Shorten it, or lead there by way of a second link.", source);
        }

        return true;
    }

    private static string? Problem(string target)
    {
        if (target.Length == 0)
        {
            return "is empty, which leads nowhere. Give it one, or remove the link.";
        }

        if (target.Contains('\0', StringComparison.Ordinal))
        {
            return "contains a NUL character, which no system can follow. Remove it.";
        }

        if (!NameBytes.IsSound(target))
        {
            return "is not valid Unicode: it has half a surrogate pair, which is no character. Make the link anew.";
        }

        return NameBytes.CountOf(target) is > MaxBytes and var bytes
            ? $"is {bytes} bytes long in UTF-8; systems follow at most {MaxBytes}. Shorten it, or lead there by way of a second link."
            : null;
    }
}
