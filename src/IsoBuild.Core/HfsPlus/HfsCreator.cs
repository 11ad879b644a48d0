using System.Text;
using IsoBuild.Content;

namespace IsoBuild.HfsPlus;

/// <summary>The creator and type that files have in the HFS+ tree, by which Mac OS and Mac firmware tell what they are.</summary>
internal sealed record HfsCreator
{
    private const int CodeSize = 4;

    private HfsCreator(PathPattern pattern, string creator, string type) => (Pattern, Creator, Type) = (pattern, creator, type);

    /// <summary>The files.</summary>
    public PathPattern Pattern { get; }

    /// <summary>The creator: four characters (<c>chrp</c>).</summary>
    public string Creator { get; }

    /// <summary>The type: four characters (<c>tbxi</c>).</summary>
    public string Type { get; }

    /// <summary>Reads rules: <c>PATTERN=CREATOR,TYPE</c>, several of them separated by <c>;</c>. Of several that match a file, the last one counts.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="problem">What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the text.</param>
    /// <returns>The rules; <see langword="null"/> when something is wrong.</returns>
    public static IReadOnlyList<HfsCreator>? ParseAll(string text, out string problem)
    {
        var found = new List<HfsCreator>();
        problem = "";
        foreach (var part in text.Split(';'))
        {
            // A code may end with spaces, and a line break is none.
            var rule = part.TrimStart().TrimEnd('\r', '\n', '\t');
            if (rule.Length == 0)
            {
                continue;
            }

            var equals = rule.LastIndexOf('=');
            var codes = rule[(equals + 1)..];
            if (equals <= 0 || codes.Length != (2 * CodeSize) + 1 || codes[CodeSize] != ',' || !Ascii.IsValid(codes) || codes.AsSpan().ContainsAnyInRange('\0', '\u001F'))
            {
                problem = "is not PATTERN=CREATOR,TYPE; write two codes of four ASCII characters each, such as *.txt=ttxt,TEXT";
                return null;
            }

            if (!PathPattern.TryParse(rule[..equals].Trim(), out var pattern, out problem))
            {
                return null;
            }

            found.Add(new HfsCreator(pattern, codes[..CodeSize], codes[(CodeSize + 1)..]));
        }

        return found;
    }
}
