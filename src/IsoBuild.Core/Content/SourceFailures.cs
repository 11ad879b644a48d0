using System.Collections.Concurrent;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What several threads could not read, reported in the order of the files.</summary>
internal sealed class SourceFailures
{
    private readonly ConcurrentBag<(ContentFile File, DiagnosticId Id, string Message)> all = [];

    /// <param name="file">The file.</param>
    /// <param name="failure">Why it could not be read; <see langword="null"/> for a file that is not what it was when it was measured.</param>
    public void Add(ContentFile file, Exception? failure = null) => all.Add((file, SourceProblem.CodeOf(failure), SourceProblem.TextOf(failure)));

    public void Report(DiagnosticBag diagnostics)
    {
        foreach (var (file, id, message) in all.OrderBy(failure => failure.File.Index))
        {
            diagnostics.Error(id, file.Source.FilePath ?? file.Path, message, file.Source.FilePath);
        }
    }
}
