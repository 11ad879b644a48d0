using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>A file on disk that an option names, and that goes into the image though no tree shows it.</summary>
internal static class NamedFile
{
    /// <summary>The file; <see langword="null"/> and a diagnostic when there is none.</summary>
    /// <param name="path">Its path, as the user wrote it.</param>
    /// <param name="what">What messages call it: <c>boot image</c>.</param>
    /// <param name="diagnostics">Is told why there is none.</param>
    public static ContentSource? Find(string path, string what, DiagnosticBag diagnostics)
    {
        try
        {
            var named = DiskFile.Follow(path);
            if (named.Kind == LinkEndKind.File)
            {
                using var opened = InputFile.Open(path);
                return DirectoryScanner.SourceAt(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? named.Path);
            }

            diagnostics.Error(DiagnosticId.SourceMissing, path, named.Kind == LinkEndKind.Directory ? $"The {what} is a directory, but a file is expected. Name a file." : $"The {what} does not exist. Correct the path.", path);
        }
        catch (ImageException refused)
        {
            diagnostics.Add(refused.Diagnostic);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, path, SourceProblem.Unreadable(failure), path);
        }

        return null;
    }
}
