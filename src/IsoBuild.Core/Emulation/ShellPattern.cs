using System.Text;
using System.Text.RegularExpressions;

namespace IsoBuild.Emulation;

/// <summary>A pattern of the shell (<c>*</c>, <c>?</c>, <c>[a-z]</c>), whose <c>*</c> matches separators too. It is held against the last name of a file, and against its whole path on disk.</summary>
internal sealed class ShellPattern
{
    private readonly Regex regex;

    public ShellPattern(string text)
    {
        Text = text;
        regex = new Regex($"^(?:{Translate(text)})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    public string Text { get; }

    /// <summary>Whether it is a name, and no path.</summary>
    public bool IsName => !Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Whether it matches what lies at a path on disk, as the command line leads to it.</summary>
    public bool Matches(string path) => regex.IsMatch(path) || regex.IsMatch(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>Whether it matches what lies at a path on disk, or a directory on the way to it.</summary>
    public bool MatchesWithin(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (Matches(path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it matches a whole path on disk, or that of a directory above it.</summary>
    public bool MatchesPath(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (regex.IsMatch(path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Translate(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var end = text[i] == '[' && i + 2 < text.Length ? text.IndexOf(']', i + 2) : -1;
            if (end > 0)
            {
                var isNegated = text[i + 1] is '!' or '^';
                var members = text[(i + (isNegated ? 2 : 1))..end];
                result.Append('[').Append(isNegated ? "^" : "").Append(members.Replace("\\", @"\\", StringComparison.Ordinal).Replace("[", @"\[", StringComparison.Ordinal).Replace("^", @"\^", StringComparison.Ordinal)).Append(']');
                i = end;
            }
            else
            {
                result.Append(text[i] switch
                {
                    '*' => ".*",
                    '?' => ".",
                    '\\' when i + 1 < text.Length => Regex.Escape(text[++i].ToString()),
                    var c => Regex.Escape(c.ToString()),
                });
            }
        }

        return result.ToString();
    }
}
