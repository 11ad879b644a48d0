namespace IsoBuild.Content;

/// <summary>What the text of a symbolic link on disk is in an image.</summary>
internal static class LinkOnDisk
{
    /// <summary>The text with <c>/</c> between names. Elsewhere than on Windows it is that already, and a backslash is part of a name.</summary>
    /// <param name="text">The text as the system tells it.</param>
    /// <param name="isWindows">Whether the system is Windows.</param>
    public static string Text(string text, bool isWindows) => isWindows ? WithoutPrefix(text).Replace('\\', '/') : text;

    /// <summary>The path without the prefix by which Windows passes paths on as they are; what it stands for follows.</summary>
    public static string WithoutPrefix(string text)
    {
        const string prefix = @"\\?\";
        const string server = @"\\?\UNC\";
        return text.StartsWith(server, StringComparison.OrdinalIgnoreCase) ? @"\\" + text[server.Length..]
            : text.StartsWith(prefix, StringComparison.Ordinal) && IsDrive(text.AsSpan(prefix.Length)) ? text[prefix.Length..]
            : text;
    }

    /// <summary>Whether the text, with <c>/</c> between names, begins with a drive of Windows: elsewhere that would be the name of a directory.</summary>
    public static bool IsOnDrive(string text, bool isWindows) => isWindows && IsDrive(text);

    /// <summary>How far a relative text climbs above the directory that holds the link, by its names alone: 2 for <c>../x/../../y</c>.</summary>
    public static int Climbs(ReadOnlySpan<char> text)
    {
        var (depth, highest) = (0, 0);
        foreach (var range in text.Split('/'))
        {
            depth += text[range] switch
            {
                "" or "." => 0,
                ".." => -1,
                _ => 1,
            };
            highest = Math.Min(highest, depth);
        }

        return -highest;
    }

    private static bool IsDrive(ReadOnlySpan<char> text) => text is [var letter, ':', ..] && char.IsAsciiLetter(letter);
}
