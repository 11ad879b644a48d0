namespace IsoBuild.Interop.Tests.Machines;

/// <summary>Boot loaders of all machines: files of Debian's packages, unpacked by <c>samples/EveryMachine/fetch.sh</c>.</summary>
internal static class MachineFiles
{
    private const string Fetch = "samples/EveryMachine/fetch.sh loaders programs";

    /// <summary>The folder of the script: <c>EVERY_MACHINE</c>, or one in the user's cache.</summary>
    private static readonly string Root = Set("EVERY_MACHINE")
        ?? Path.Combine(Set("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "isobuild", "machines");

    /// <summary>Why files of packages cannot be used, or null.</summary>
    /// <param name="paths">Behind Debian's name of the architecture, as <c>arm64/usr/lib/…</c>.</param>
    public static string? Missing(IEnumerable<string> paths)
    {
        string[] missing = [.. paths.Where(path => !Path.Exists(Path.Combine(Root, path)))];
        return missing.Length == 0 ? null : $"not unpacked: {string.Join(", ", missing)}; {Fetch} does it";
    }

    /// <summary>A file or folder of a package.</summary>
    /// <param name="path">Behind Debian's name of the architecture, as <c>arm64/usr/lib/…</c>.</param>
    public static string Find(string path)
    {
        string full = Path.Combine(Root, path);
        return Path.Exists(full) ? full : throw new InvalidOperationException($"There is no {full}; {Fetch} unpacks it.");
    }

    private static string? Set(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
