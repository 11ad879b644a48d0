namespace IsoBuild.Content;

/// <summary>The files that scanned directories leave out.</summary>
internal sealed class Exclusions
{
    private readonly HashSet<string> files = new(Comparer);

    /// <summary>Where such files lie, so that the rest of the disk costs one look a directory.</summary>
    private readonly Dictionary<string, Func<string, bool>?> directories = new(Comparer);

    private static StringComparer Comparer =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Leaves out a file, whether it exists or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isCompanion">Which other names in its directory are left out too.</param>
    public void Add(string path, Func<string, bool>? isCompanion = null)
    {
        var whole = Path.GetFullPath(path);
        files.Add(whole);
        var directory = Path.GetDirectoryName(whole) ?? whole;
        directories[directory] = isCompanion ?? directories.GetValueOrDefault(directory);
    }

    /// <summary>Whether the directory may hold something to leave out.</summary>
    public bool Concern(string directory) => directories.ContainsKey(directory);

    /// <summary>Whether to leave out a file of a directory that they concern.</summary>
    public bool Contain(string directory, string name) =>
        files.Contains(Path.Join(directory, name)) || directories[directory]?.Invoke(name) == true;
}
