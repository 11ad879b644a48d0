using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Extensions.FileSystemGlobbing;

namespace IsoBuild.Tool.Images;

/// <summary>Which entries of an image the arguments of a command mean.</summary>
/// <remarks>An argument is a path from the root on, with or without the leading slash, or a pattern with <c>*</c> or <c>**</c>. A pattern without
/// a separator is a name, at any depth. What names a directory means all that is in it.</remarks>
internal static partial class PathPatterns
{
    public static Argument<string[]> Argument(string description)
    {
        var argument = new Argument<string[]>("path") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        Misspelled.Refuse(argument, "/");
        return argument;
    }

    /// <summary>The entries that <paramref name="arguments"/> name themselves, in the order of the tree; what lies in them is meant too.</summary>
    /// <exception cref="ImageException">An argument means nothing in the image.</exception>
    public static IReadOnlyList<ContentNode> Resolve(ContentTree tree, IEnumerable<string> arguments)
    {
        var found = new HashSet<ContentNode>();
        foreach (var argument in arguments)
        {
            if (Find(tree, argument) is { } exact)
            {
                found.Add(exact);
            }
            else if (argument.Contains('*', StringComparison.Ordinal))
            {
                var before = found.Count;
                found.UnionWith(Matches(tree, argument));
                if (found.Count == before && !Matches(tree, argument).Any())
                {
                    throw NotThere(argument, "Nothing in the image matches this pattern.");
                }
            }
            else
            {
                throw NotThere(argument, Hint(tree, argument));
            }
        }

        return [.. tree.Nodes.Where(found.Contains)];
    }

    /// <summary>The entry at a path, spelled as it is or as this command prints it.</summary>
    public static ContentNode? Find(ContentTree tree, string path) => tree.Find(path) ?? (Escaped().IsMatch(path)
        ? tree.Find(Unescape(path))
        : null);

    /// <summary>Says that nothing is there.</summary>
    public static ImageException NotThere(string path, string message) =>
        new(new Diagnostic(DiagnosticId.PathNotInImage, DiagnosticSeverity.Error, path, message));

    private static string Unescape(string path) => Escaped().Replace(path, match => match.ValueSpan[1] == 'u'
        ? ((char)ushort.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
        : NameBytes.Decode([byte.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)]));

    [GeneratedRegex(@"\\u[0-9A-Fa-f]{4}|\\x[89A-Fa-f][0-9A-Fa-f]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    private static IEnumerable<ContentNode> Matches(ContentTree tree, string pattern)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern.Contains('/', StringComparison.Ordinal) ? pattern.Trim('/') : $"**/{pattern}");
        return matcher.Execute(new TreeDirectory(tree.Root, parent: null, depth: 0)).Files.Select(match => tree.Find(match.Path)).OfType<ContentNode>();
    }

    /// <summary>A name in other letters is the usual reason: ISO 9660 knows upper case alone.</summary>
    private static string Hint(ContentTree tree, string path)
    {
        var wanted = "/" + path.Trim('/');
        var similar = tree.Nodes.FirstOrDefault(node => string.Equals(node.Name, wanted[(wanted.LastIndexOf('/') + 1)..], StringComparison.OrdinalIgnoreCase));
        return similar is null
            ? "The image has no entry at this path. 'isobuild list' shows what it contains."
            : $"The image has no entry at this path, but it has {similar.Path}.";
    }
}
