using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>Where findings about a file system go.</summary>
/// <param name="diagnostics">What collects them.</param>
/// <param name="item">What the file system is called: <c>EFI system partition</c>, the path of its image.</param>
/// <param name="start">Where it begins in the image, in bytes.</param>
internal sealed class FatReport(DiagnosticBag diagnostics, string item, long start)
{
    public void Error(DiagnosticId id, FatNode? node, long offset, string message) => Add(DiagnosticSeverity.Error, id, node, offset, message);

    public void Warning(DiagnosticId id, FatNode? node, long offset, string message) => Add(DiagnosticSeverity.Warning, id, node, offset, message);

    /// <summary>A finding that is not reported, but said to who reads on.</summary>
    public Diagnostic Make(DiagnosticId id, FatNode? node, long offset, string message) =>
        new(id, DiagnosticSeverity.Error, node is null ? item : $"{item}: /{node.Path}", message) { Offset = start + offset };

    private void Add(DiagnosticSeverity severity, DiagnosticId id, FatNode? node, long offset, string message)
    {
        if (!diagnostics.Keeps(id))
        {
            // A damaged file system may have one for every entry, each with a path as long as the tree is deep.
            diagnostics.Count(id, severity);
            return;
        }

        diagnostics.Add(Make(id, node, offset, message) with { Severity = severity });
    }
}
