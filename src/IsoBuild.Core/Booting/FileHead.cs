using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Booting;

/// <summary>What a file begins with: enough to tell what it is.</summary>
internal static class FileHead
{
    /// <summary>Fills <paramref name="head"/> with a file's first bytes; <see langword="false"/> when it has fewer, or cannot be read, which is reported.</summary>
    public static bool TryRead(ContentFile file, Span<byte> head, DiagnosticBag diagnostics)
    {
        try
        {
            using var content = file.Source.Open();
            return content.TryFill(0, head);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, file.Source.FilePath ?? file.Path, SourceProblem.Unreadable(failure), file.Source.FilePath);
            return false;
        }
    }
}
