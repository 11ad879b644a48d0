using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Finds the path on disk that somebody probably meant by one that leads to nothing.</summary>
internal static class NearPath
{
    private static readonly char[] Separators = OperatingSystem.IsWindows() ? ['/', '\\'] : ['/'];

    /// <summary>The path as it was written, but with names that exist: names may differ in case, and one of them by typing errors too. <see langword="null"/> where there is none.</summary>
    public static string? Find(string path)
    {
        if (DiskFile.IsRaw(path) || DiskFile.IsLossy(path))
        {
            return null;
        }

        var place = Path.GetPathRoot(path) ?? "";
        var hasCorrected = false;
        try
        {
            foreach (var name in path[place.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (Path.Exists(Path.Join(place, name)))
                {
                    place = Path.Join(place, name);
                    continue;
                }

                string[] names = [.. NamesIn(place)];
                var found = Array.Find(names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
                if (found is null && !hasCorrected)
                {
                    found = SimilarName.Find(name, names);
                    hasCorrected = true;
                }

                if (found is null)
                {
                    return null;
                }

                place = Path.Join(place, found);
            }

            return place;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Whoever may not look there is not told what else there is.
            return null;
        }
    }

    /// <summary>The names in a directory, in an order of their own: of several, the first is named.</summary>
#pragma warning disable RS0030 // What the disk lists is sorted here.
    private static IEnumerable<string> NamesIn(string directory) =>
        Directory.EnumerateFileSystemEntries(directory.Length == 0 ? "." : directory).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal);
#pragma warning restore RS0030
}
