using System.Text;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What the target of a symbolic link may be.</summary>
internal static class LinkText
{
    /// <summary>The longest target that Linux takes, in UTF-8 bytes: a page, less the NUL behind it.</summary>
    public const int MaxBytes = 4095;

    /// <summary>The longest target that every system follows: PATH_MAX of macOS and the BSDs, less the NUL behind it. xorriso refuses images with longer ones.</summary>
    public const int SafeBytes = 1023;

    /// <summary>The target as it is stored; <see langword="null"/> and a diagnostic when it cannot be. A second slash in a row, and one at the end, have no
    /// meaning, and component records have no form for them (RRIP 4.1.3.1).</summary>
    public static string? Normalize(string target, string item, string? source, DiagnosticBag diagnostics)
    {
        if (Problem(target) is { } problem)
        {
            diagnostics.Error(DiagnosticId.LinkTargetInvalid, item, $"The symbolic link's target {problem}", source);
            return null;
        }

        var text = target;
        if (target.Contains("//", StringComparison.Ordinal) || (target.Length > 1 && target[^1] == '/'))
        {
            var names = string.Join('/', target.Split('/', StringSplitOptions.RemoveEmptyEntries));
            text = target[0] == '/' ? "/" + names : names;
        }

        foreach (var name in text.AsSpan().Split('/'))
        {
            if (Encoding.UTF8.GetByteCount(text.AsSpan()[name]) is > EntryPath.MaxNameBytes and var bytes)
            {
                diagnostics.Warning(DiagnosticId.LinkTargetInvalid, item, $"The symbolic link's target holds a name of {bytes} bytes in UTF-8; no system has names longer than {EntryPath.MaxNameBytes}, so nobody can follow it. It is stored as it is.", source);
            }
        }

        if (Encoding.UTF8.GetByteCount(text) is > SafeBytes and var length)
        {
            diagnostics.Warning(DiagnosticId.LinkTargetLong, item, $"The symbolic link's target is {length} bytes long in UTF-8; macOS and the BSDs follow at most {SafeBytes}, and xorriso refuses images with longer ones. It is stored as it is. Shorten it, or lead there by way of a second link.", source);
        }

        return text;
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

        foreach (var rune in target.EnumerateRunes())
        {
            // As with names: also what stands for bytes that were not UTF-8 on disk.
            if (rune == Rune.ReplacementChar)
            {
                return "is not valid Unicode (or holds U+FFFD, which stands for that). Make the link anew.";
            }
        }

        return Encoding.UTF8.GetByteCount(target) is > MaxBytes and var bytes
            ? $"is {bytes} bytes long in UTF-8; systems follow at most {MaxBytes}. Shorten it, or lead there by way of a second link."
            : null;
    }
}
