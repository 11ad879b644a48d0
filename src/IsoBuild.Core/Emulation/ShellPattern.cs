using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IsoBuild.Emulation;

/// <summary>A pattern of the shell (<c>*</c>, <c>?</c>, <c>[a-z]</c>), whose <c>*</c> matches separators too. It is held against the last name of a file, and against its whole path on disk.</summary>
internal sealed class ShellPattern
{
    private readonly Regex regex;

    public ShellPattern(string text)
    {
        text = DiskText.Slashes(text);
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

    /// <summary>A character out of some; a range whose end comes before its start has none.</summary>
    private static string Members(string text, bool isNegated)
    {
        var members = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isRange = i + 2 < text.Length && text[i + 1] == '-';
            var last = isRange ? text[i + 2] : text[i];
            if (text[i] <= last)
            {
                members.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}-\\u{(int)last:X4}");
            }

            i += isRange ? 2 : 0;
        }

        return members.Length == 0 ? (isNegated ? "." : "(?!)") : $"[{(isNegated ? "^" : "")}{members}]";
    }

    private static string Translate(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isNegated = i + 1 < text.Length && text[i + 1] is '!' or '^';
            var first = i + (isNegated ? 2 : 1);
            var end = text[i] == '[' && first + 1 < text.Length ? text.IndexOf(']', first + 1) : -1;
            if (end > 0)
            {
                result.Append(Members(text[first..end], isNegated));
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
