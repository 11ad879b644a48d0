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
            diagnostics.Info(DiagnosticId.LinkTargetInvalid, item, "The symbolic link's target has two slashes in a row and is stored unchanged. NetBSD and macOS read what follows the two slashes as an absolute path. Write one slash if the image is read there.", source);
        }

        foreach (var name in target.AsSpan().Split('/'))
        {
            if (NameBytes.CountOf(target.AsSpan()[name]) is > EntryPath.MaxNameBytes and var bytes)
            {
                diagnostics.Warning(DiagnosticId.LinkTargetInvalid, item, $"The symbolic link's target contains a name of {bytes} bytes in UTF-8. No system has names longer than {EntryPath.MaxNameBytes}, so the link cannot be followed. It is stored unchanged.", source);
            }
        }

        if (NameBytes.CountOf(target) is > SafeBytes and var length)
        {
            diagnostics.Warning(DiagnosticId.LinkTargetLong, item, $"The symbolic link's target is {length} bytes long in UTF-8 and is stored unchanged. macOS and the BSDs follow at most {SafeBytes} bytes, and xorriso rejects images with longer targets. Shorten it, or go through a second link.", source);
        }

        return true;
    }

    private static string? Problem(string target)
    {
        if (target.Length == 0)
        {
            return "is empty. Set a target, or remove the link.";
        }

        if (target.Contains('\0', StringComparison.Ordinal))
        {
            return "contains a NUL character, which no system can follow. Remove it.";
        }

        if (!NameBytes.IsSound(target))
        {
            return "is not valid Unicode: it has an unpaired surrogate. Create the link again.";
        }

        return NameBytes.CountOf(target) is > MaxBytes and var bytes
            ? $"is {bytes} bytes long in UTF-8, but systems follow at most {MaxBytes}. Shorten it, or go through a second link."
            : null;
    }
}
