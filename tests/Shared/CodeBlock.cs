using System.Text.RegularExpressions;

namespace IsoBuild.TestSupport;

/// <summary>
/// A block of code in a README or a page of <c>docs</c>. What follows the language in its first line is seen by no reader:
/// <c>fragment: REASON</c> says why a block cannot stand by itself.
/// </summary>
internal sealed partial record CodeBlock(string Document, int Line, string Language, string Info, string Code)
{
    private const string Fragment = "fragment: ";

    /// <summary>Why it cannot stand by itself; <see langword="null"/> when it must.</summary>
    public string? FragmentReason => Info.StartsWith(Fragment, StringComparison.Ordinal) && Info[Fragment.Length..].Trim() is { Length: > 0 } reason ? reason : null;

    /// <summary>Whether a Cake script consists of it, or it belongs into one.</summary>
    public bool IsCake => Language == "csharp" && (IsCakeScript || Document == "src/Cake.IsoBuild/README.md");

    /// <summary>Whether it is a script as a whole.</summary>
    public bool IsCakeScript => Code.StartsWith("#addin ", StringComparison.Ordinal);

    /// <summary>Those of all documents for users.</summary>
    public static IReadOnlyList<CodeBlock> All { get; } = [.. Documents().SelectMany(document => Read(document, File.ReadAllText(Repository.File(document))))];

    public static IEnumerable<CodeBlock> Read(string document, string text)
    {
        text = text.ReplaceLineEndings("\n");
        foreach (Match match in Fence().Matches(text))
        {
            yield return new CodeBlock(document, text.AsSpan(0, match.Index).Count('\n') + 1, match.Groups["language"].Value, match.Groups["info"].Value.Trim(), match.Groups["code"].Value);
        }
    }

    /// <summary>The paths, from the root of the repository, of all documents for users.</summary>
    public static IEnumerable<string> Documents() =>
        ((string[])["docs", "samples", "src"]).SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.md", SearchOption.AllDirectories))
            .Append(Repository.File("README.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "tools"))
            .Order(StringComparer.Ordinal);

    public override string ToString() => $"{Document}:{Line}";

    [GeneratedRegex("^```(?<language>\\w*)(?<info>[^\n]*)\n(?<code>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
