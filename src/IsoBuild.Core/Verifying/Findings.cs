using System.Globalization;
using IsoBuild.Diagnostics;

namespace IsoBuild.Verifying;

/// <summary>Collects what a verification finds: of every code the first few, and how many more there were.</summary>
internal sealed class Findings
{
    /// <summary>Of one code; a fault of the writer's shows in every file.</summary>
    public const int Most = 20;

    private readonly List<Diagnostic> items = [];
    private readonly Dictionary<DiagnosticId, (int Count, DiagnosticSeverity Worst)> counts = [];

    public void Error(DiagnosticId id, object? item, long? offset, string message) => Add(id, DiagnosticSeverity.Error, item, offset, message);

    public void Warning(DiagnosticId id, object? item, long? offset, string message) => Add(id, DiagnosticSeverity.Warning, item, offset, message);

    public void Info(DiagnosticId id, object? item, long? offset, string message) => Add(id, DiagnosticSeverity.Info, item, offset, message);

    /// <summary>Adds a finding. The text of <paramref name="item"/>, whom it concerns, is asked for only when the finding is kept.</summary>
    public void Add(DiagnosticId id, DiagnosticSeverity severity, object? item, long? offset, string message)
    {
        var (count, worst) = counts.GetValueOrDefault(id);
        counts[id] = (count + 1, count < Most || severity < worst ? worst : severity);
        if (count < Most)
        {
            items.Add(new Diagnostic(id, severity, item?.ToString(), message) { Offset = offset });
        }
    }

    /// <summary>Takes what the reader said, and the rules did not: those of structure are the rules' own, and speak only when no rule did.</summary>
    public void AddUnsaid(IReadOnlyList<Diagnostic> diagnostics)
    {
        var worst = items.Count == 0 ? DiagnosticSeverity.Info - 1 : items.Max(item => item.Severity);

        // The reader names no tree, and of an entry at times its directory.
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.Where(item => item.Severity == DiagnosticSeverity.Error))
        {
            said.Add(PathOf(item.Item));
        }

        foreach (var diagnostic in diagnostics)
        {
            var path = PathOf(diagnostic.Item);
            var isSaid = diagnostic.Id switch
            {
                DiagnosticId.UdfUnreadable or DiagnosticId.UdfUnsupported => false,

                // The rules look at every tag and extent.
                DiagnosticId.UdfTagWrong or DiagnosticId.UdfTailBeyondExtents => true,

                // Of files that share bytes, the layout shows one; the rules know hard links, and trees that share files.
                DiagnosticId.ImageMalformed when diagnostic.Severity == DiagnosticSeverity.Warning => true,
                DiagnosticId.ImageTruncated or DiagnosticId.ImageMalformed or DiagnosticId.DuplicateName or DiagnosticId.NameUndecodable or DiagnosticId.AssociatedFileHidden or DiagnosticId.UdfStreamsNotShown or DiagnosticId.TooManyFindings
                    => diagnostic.Severity <= worst,
                _ => said.Contains(path) || said.Contains(path.LastIndexOf('/') is var slash && slash > 0 ? path[..slash] : "/"),
            };
            if (!isSaid)
            {
                Add(diagnostic.Id, diagnostic.Severity, diagnostic.Item, diagnostic.Offset, diagnostic.Message);
            }
        }
    }

    /// <summary>Takes the errors of a volume that lies within the image, unless the whole has the same.</summary>
    /// <param name="inner">What was found there.</param>
    /// <param name="prefix">What tells it from the whole.</param>
    /// <param name="offset">Where it begins.</param>
    public void AddErrors(Findings inner, string prefix, long offset)
    {
        var said = items.Select(item => (item.Id, item.Item)).ToHashSet();
        foreach (var item in inner.items.Where(item => item.Severity == DiagnosticSeverity.Error && !said.Contains((item.Id, item.Item))))
        {
            Add(item.Id, item.Severity, $"{prefix}{item.Item}", item.Offset + offset, $"{item.Message} Byte offsets in this message are relative to the partition.");
        }
    }

    private static string PathOf(string? item) => item?.IndexOf('/') is { } slash and >= 0 ? item[slash..] : item ?? "";

    /// <summary>Errors first, then warnings; otherwise in disk order, with what belongs to no place at the end.</summary>
    public IReadOnlyList<Diagnostic> ToList()
    {
        var more = counts
            .Where(code => code.Value.Count > Most)
            .Select(code => new Diagnostic(code.Key, code.Value.Worst, Item: null, string.Create(CultureInfo.InvariantCulture, $"{code.Value.Count - Most:N0} more findings with this code are not listed.")));
        return [.. items
            .Concat(more)
            .OrderByDescending(item => item.Severity)
            .ThenBy(item => item.Offset ?? long.MaxValue)
            .ThenBy(item => item.Id)];
    }
}
