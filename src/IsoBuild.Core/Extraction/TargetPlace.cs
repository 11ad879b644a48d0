using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Extraction;

/// <summary>What stands where the target directory should be.</summary>
internal static class TargetPlace
{
    /// <returns>What is wrong and what to do; <see langword="null"/> when nothing is in the way.</returns>
    public static string? Obstacle(string path)
    {
        try
        {
            var found = DiskFile.Look(path);
            return found.LinkTarget is { } target && !Directory.Exists(path)
                ? $"It is a symbolic link to {NameBytes.Show(target)}, where there is no directory. Create it, delete the link, or extract elsewhere."
                : found is { Exists: true, IsDirectory: false, LinkTarget: null } ? "A file has this name. Remove it, or extract elsewhere."
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Then something else is wrong, and said.
            return null;
        }
    }
}
