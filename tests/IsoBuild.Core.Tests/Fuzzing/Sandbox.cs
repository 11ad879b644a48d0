using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Fuzzing;

/// <summary>Looks whether an extraction stayed where it belongs.</summary>
internal static class Sandbox
{
    private const int MostLinks = 64;

    /// <summary>The canary lives and is alone with the target, and no link in the target leads out of it.</summary>
    public static void Check(string place, string target)
    {
        string[] found = [.. Directory.GetFileSystemEntries(place).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        if (!found.AsSpan().SequenceEqual(["canary", "target"]) || File.ReadAllText(Path.Combine(place, "canary")) != "alive")
        {
            throw new InvalidOperationException($"Something outside of the target changed: {string.Join(' ', found)}");
        }

        CheckLinks(target, target);
    }

    public static void Delete(string place)
    {
        Unlock(place);
        TempDirectory.Delete(place);
    }

    private static void CheckLinks(string directory, string target)
    {
        foreach (string name in Unlock(directory, recurse: false))
        {
            string path = Path.Join(directory, name);
            if (name.StartsWith(".isobuild-", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Left behind: {path}");
            }

            DiskEntry entry = DiskFile.Look(path);
            if (entry.LinkTarget is { } text)
            {
                int budget = MostLinks;
                Resolve(directory, text, target, path, ref budget);
            }
            else if (entry.IsDirectory)
            {
                CheckLinks(path, target);
            }
        }
    }

    /// <summary>Follows a link on disk, name by name, as the system does.</summary>
    private static string? Resolve(string from, string text, string target, string link, ref int budget)
    {
        string? place = Path.IsPathRooted(text) ? throw new InvalidOperationException($"{link} leads to {text}") : from;
        foreach (string name in text.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == ".")
            {
                continue;
            }

            place = name == ".." ? Path.GetDirectoryName(place) : Path.Combine(place!, name);
            if (place is null || !(place + "/").StartsWith(target + "/", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"{link} leads to {text}, out of the target");
            }

            DiskEntry entry = DiskFile.Look(place);
            if (entry.LinkTarget is { } next)
            {
                if (budget-- == 0)
                {
                    return null;
                }

                place = Resolve(Path.GetDirectoryName(place)!, next, target, link, ref budget);
                if (place is null)
                {
                    return null;
                }
            }
            else if (!entry.IsDirectory)
            {
                // The system goes no further.
                return null;
            }
        }

        return place;
    }

    /// <summary>Opens a directory to its owner.</summary>
    /// <returns>The names in it, also those that are not UTF-8, of which .NET tells nothing.</returns>
    private static string[] Unlock(string directory, bool recurse = true)
    {
        if (!OperatingSystem.IsWindows())
        {
            DiskFile.SetMode(directory, DiskFile.GetMode(directory) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string[] names = UnixCalls.AreSupported
            ? [.. UnixCalls.List(directory, static (name, _) => name)]
            : [.. Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path))];
        foreach (string name in recurse ? names : [])
        {
            if (DiskFile.Look(Path.Join(directory, name)) is { IsDirectory: true, LinkTarget: null })
            {
                Unlock(Path.Join(directory, name));
            }
        }

        return names;
    }
}
