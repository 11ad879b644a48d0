using System.Runtime.InteropServices;

namespace IsoBuild.Diagnostics;

/// <summary>Collects what there is to say while an image is made or read.</summary>
/// <param name="limit">How many diagnostics of one code are kept: a damaged image may have one for every record. The rest is counted.</param>
internal sealed class DiagnosticBag(int limit = int.MaxValue)
{
    /// <summary>How many of one code are kept while an image is made: of a million names that are stored in another form, nobody reads more.</summary>
    public const int PlanningLimit = 10_000;

    /// <summary>How many characters are kept where not all diagnostics are: each may name a path of tens of thousands.</summary>
    private const long MostCharacters = 1L << 23;

    private readonly List<Diagnostic> items = [];
    private readonly Dictionary<DiagnosticId, (int Seen, int Kept)> counts = [];
    private long characters;

    public bool HasErrors { get; private set; }

    public void Add(Diagnostic diagnostic)
    {
        var isFirstError = diagnostic.Severity == DiagnosticSeverity.Error && !HasErrors;
        HasErrors |= isFirstError;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, diagnostic.Id, out _);
        count.Seen++;
        if (HasRoom(count.Kept) || (isFirstError && limit > 0))
        {
            count.Kept++;
            characters += diagnostic.Message.Length + (diagnostic.Item?.Length ?? 0);
            items.Add(diagnostic);
        }
    }

    /// <summary>Whether one more diagnostic of that code would be kept: when none would, its message need not be made.</summary>
    public bool Keeps(DiagnosticId id) => HasRoom(counts.GetValueOrDefault(id).Kept);

    /// <summary>Counts a diagnostic that would not be kept: <see cref="Keeps"/> is false. Where the limit is 0, that may be the first of its code.</summary>
    public void Count(DiagnosticId id, DiagnosticSeverity severity)
    {
        HasErrors |= severity == DiagnosticSeverity.Error;
        CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _).Seen++;
    }

    /// <summary>Adds what another bag holds.</summary>
    public void AddAll(DiagnosticBag other)
    {
        foreach (var item in other.items)
        {
            Add(item);
        }

        foreach (var (id, count) in other.counts)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, id, out _).Seen += count.Seen - count.Kept;
        }

        HasErrors |= other.HasErrors;
    }

    public void Error(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Error, item, message) { SourcePath = source });

    public void Warning(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Warning, item, message) { SourcePath = source });

    public void Info(DiagnosticId id, string? item, string message, string? source = null) =>
        Add(new Diagnostic(id, DiagnosticSeverity.Info, item, message) { SourcePath = source });

    /// <summary>How many diagnostics are kept so far.</summary>
    public int Kept => items.Count;

    /// <summary>Sorts what was kept since by item: it came in the order of a disk.</summary>
    public void SortFrom(int kept)
    {
        if (items.Count - kept > 1)
        {
            Diagnostic[] sorted = [.. items.Skip(kept).OrderBy(item => item.Item, StringComparer.Ordinal)];
            items.RemoveRange(kept, sorted.Length);
            items.AddRange(sorted);
        }
    }

    /// <summary>Everything collected, errors first, otherwise in the order of arrival.</summary>
    public IReadOnlyList<Diagnostic> ToList() => [.. items.Concat(Uncounted()).OrderByDescending(d => d.Severity == DiagnosticSeverity.Error)];

    private bool HasRoom(int kept) => kept < limit && (limit == int.MaxValue || characters < MostCharacters);

    private IEnumerable<Diagnostic> Uncounted() => counts
        .Where(count => count.Value.Seen > count.Value.Kept)
        .OrderBy(count => count.Key)
        .Select(count => new Diagnostic(
            DiagnosticId.TooManyFindings,
            items.Exists(item => item.Id == count.Key && item.Severity != DiagnosticSeverity.Info) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            Item: null,
            $"{count.Value.Seen - count.Value.Kept} more findings with the code ISOB{(int)count.Key} are not listed."));
}
