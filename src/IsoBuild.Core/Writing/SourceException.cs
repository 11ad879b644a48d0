using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Writing;

/// <summary>A source that cannot be copied as it was planned. Never leaves the writer: it becomes a diagnostic.</summary>
internal sealed class SourceException(ContentFile file, DiagnosticId id, string message, Exception? cause = null) : Exception(message, cause)
{
    public ContentFile File { get; } = file;

    public Diagnostic ToDiagnostic() => new(id, DiagnosticSeverity.Error, File.Source.FilePath ?? File.Path, Message) { SourcePath = File.Source.FilePath };
}
