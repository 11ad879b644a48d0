namespace IsoBuild.TestSupport;

/// <summary>Files that processes have open. A file that is being written may have no name yet: then only the system knows of it.</summary>
internal static class OpenFiles
{
    /// <summary>Whether a process writes into a folder: there is another file than those that were there, or, on Linux, one without a name.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="count">How many files were there.</param>
    /// <param name="process">The process; any of .NET when left out.</param>
    public static bool AreBegun(string folder, int count, int? process = null) =>
        Directory.GetFileSystemEntries(folder).Length > count
        || (OperatingSystem.IsLinux() && Processes(process).Any(found => Open(found).Any(path => path.StartsWith(folder + "/#", StringComparison.Ordinal))));

    private static IEnumerable<string> Processes(int? process) => process is { } one
        ? [$"/proc/{one}"]
        : Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1]) && Read(path + "/comm") == "dotnet\n");

    private static string[] Open(string process)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(process + "/fd").Select(path => new FileInfo(path).LinkTarget ?? "")];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return [];
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
