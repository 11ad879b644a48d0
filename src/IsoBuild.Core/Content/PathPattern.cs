using System.Diagnostics.CodeAnalysis;
using System.IO.Enumeration;

namespace IsoBuild.Content;

/// <summary>A pattern for paths in an image: <c>*.pdb</c>, <c>docs/*.txt</c>, <c>**/obj/*.cache</c>.</summary>
/// <remarks>
/// <para>Without a separator, it matches names at any depth. With one, it matches paths relative to the image's root; <c>/readme.txt</c> matches only the file in the root.</para>
/// <para><c>*</c> matches any characters of a name, <c>?</c> one character, <c>**</c> any number of directories. Both <c>/</c> and <c>\</c>
/// separate names. Patterns are case-sensitive on every system, so the same pattern makes the same image everywhere.</para>
/// </remarks>
public sealed class PathPattern
{
    /// <summary>What to do about a pattern that matches nothing.</summary>
    internal const string Advice = "Check the pattern: it is case-sensitive, and one with a separator is relative to the image's root.";

    private const string AnyDirectories = "**";

    private readonly string text;
    private readonly string[] names;

    /// <summary><c>**</c>: every path.</summary>
    internal static PathPattern All { get; } = new(AnyDirectories, [AnyDirectories]);

    private PathPattern(string text, string[] names) => (this.text, this.names) = (text, names);

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="problem">What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the text.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathPattern? pattern, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        var path = text.Replace('\\', '/');
        string[] written = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(name => !string.Equals(name, ".", StringComparison.Ordinal))];
        problem = written.Length == 0 ? "is empty; write a name such as *.txt, or a path such as docs/*.txt"
            : written.Contains("..", StringComparer.Ordinal) ? "contains \"..\"; write the path relative to the image's root"
            : Array.Exists(written, name => name.Contains(AnyDirectories, StringComparison.Ordinal) && name.Length > AnyDirectories.Length) ? "has ** within a name; between separators, ** stands for any directories, and * for any characters of a name"
            : "";
        if (problem.Length > 0)
        {
            return false;
        }

        if (!path.TrimEnd('/').Contains('/', StringComparison.Ordinal))
        {
            written = [AnyDirectories, .. written];
        }

        // What lies below a directory is not the directory itself.
        pattern = new PathPattern(text, IsAnyDirectories(written[^1]) ? [.. written, "*"] : written);
        return true;
    }

    /// <summary>Whether the pattern matches the entry at <paramref name="path"/>.</summary>
    /// <param name="path">The path relative to the image's root, with <c>/</c> between names, and with or without a leading slash.</param>
    public bool Matches(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Matches(path.AsSpan(path is ['/', ..] ? 1 : 0));
    }

    /// <summary>Whether the pattern matches the entry at <paramref name="path"/> or a directory above it.</summary>
    /// <param name="path">The path relative to the image's root, with <c>/</c> between names, and with or without a leading slash.</param>
    public bool Covers(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var start = path is ['/', ..] ? 1 : 0;
        for (var end = path.IndexOf('/', start); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (Matches(path.AsSpan(start, end - start)))
            {
                return true;
            }
        }

        return Matches(path.AsSpan(start));
    }

    /// <inheritdoc/>
    public override string ToString() => text;

    /// <summary>Name by name; where it goes no further, the last <c>**</c> takes one directory more. Never more than names times directories.</summary>
    private bool Matches(ReadOnlySpan<char> path)
    {
        var (next, position) = (0, 0);
        var (any, anyEnd) = (-1, 0);
        while (position <= path.Length)
        {
            if (next < names.Length && IsAnyDirectories(names[next]))
            {
                (any, anyEnd) = (next++, position);
                continue;
            }

            var end = NameEnd(path, position);
            if (next < names.Length && NameMatches(names[next], path[position..end]))
            {
                (next, position) = (next + 1, end + 1);
                continue;
            }

            if (any < 0)
            {
                return false;
            }

            anyEnd = NameEnd(path, anyEnd) + 1;
            (next, position) = (any + 1, anyEnd);
        }

        return next == names.Length;
    }

    private static int NameEnd(ReadOnlySpan<char> path, int start) => path[start..].IndexOf('/') is >= 0 and var length ? start + length : path.Length;

    /// <summary>The root's name is empty, of which the runtime's expressions know nothing.</summary>
    private static bool NameMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name) => name.IsEmpty ? pattern is "*" : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static bool IsAnyDirectories(string name) => string.Equals(name, AnyDirectories, StringComparison.Ordinal);
}
