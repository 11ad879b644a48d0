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

        CheckLinks(new DirectoryInfo(target), target);
    }

    public static void Delete(string place)
    {
        Unlock(new DirectoryInfo(place));
        Directory.Delete(place, recursive: true);
    }

    private static void CheckLinks(DirectoryInfo directory, string target)
    {
        Unlock(directory, recurse: false);
        foreach (FileSystemInfo info in directory.EnumerateFileSystemInfos())
        {
            if (info.Name.StartsWith(".isobuild-", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Left behind: {info.FullName}");
            }

            if (info.LinkTarget is { } text)
            {
                int budget = MostLinks;
                Resolve(directory.FullName, text, target, info.FullName, ref budget);
            }
            else if (info is DirectoryInfo child)
            {
                CheckLinks(child, target);
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

            if (new FileInfo(place).LinkTarget is { } next)
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
            else if (!Directory.Exists(place))
            {
                // The system goes no further.
                return null;
            }
        }

        return place;
    }

    private static void Unlock(DirectoryInfo directory, bool recurse = true)
    {
        if (!OperatingSystem.IsWindows())
        {
            directory.UnixFileMode |= UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        foreach (DirectoryInfo child in recurse ? directory.EnumerateDirectories() : [])
        {
            if (child.LinkTarget is null)
            {
                Unlock(child);
            }
        }
    }
}
