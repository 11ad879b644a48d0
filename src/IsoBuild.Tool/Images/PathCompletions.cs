using System.CommandLine;
using System.CommandLine.Completions;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Images;

/// <summary>Completes paths inside the image that the command line names.</summary>
internal static class PathCompletions
{
    /// <summary>As many as a shell would show.</summary>
    private const int Most = 200;

    public static IEnumerable<CompletionItem> Of(CompletionContext context, Argument<string> image)
    {
        try
        {
            if (context.ParseResult.GetValue(image) is not { Length: > 1 } path)
            {
                return [];
            }

            using var opened = IsoImage.Open(path);
            var word = context.WordToComplete.TrimStart('/');
            var slash = word.LastIndexOf('/') + 1;
            var lead = context.WordToComplete.StartsWith('/') ? "/" : "";
            return opened.Content.Find(word[..slash]) is ContentDirectory directory
                ? [.. directory.Children
                    .Where(child => child.Name.StartsWith(word[slash..], StringComparison.Ordinal) && !child.Name.Any(char.IsControl))
                    .Take(Most)
                    .Select(child => new CompletionItem(lead + word[..slash] + child.Name + (child is ContentDirectory ? "/" : "")))]
                : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageException or InvalidOperationException)
        {
            // A shell that asks wants suggestions, not reasons.
            return [];
        }
    }
}
