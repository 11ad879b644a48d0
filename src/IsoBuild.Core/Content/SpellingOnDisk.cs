namespace IsoBuild.Content;

/// <summary>How a disk spells what somebody named. File systems that ignore case (exFAT, NTFS, APFS, directories of ext4 that are told to) find one file by many spellings, and list it by one.</summary>
/// <param name="exists">Whether there is something at a path.</param>
/// <param name="namesIn">The names that a directory lists.</param>
internal sealed class SpellingOnDisk(Func<string, bool> exists, Func<string, IEnumerable<string>> namesIn)
{
    /// <summary>The disks of this machine.</summary>
    public static SpellingOnDisk System { get; } = new(Path.Exists, NamesIn);

    /// <summary>The name by which a directory lists what it has at another one; the name itself where nothing is there.</summary>
    /// <remarks>Inodes do not tell: a file system by FUSE may have another one for each spelling.</remarks>
    public string Name(string directory, string name)
    {
        var other = OtherCase(name);
        if (string.Equals(other, name, StringComparison.Ordinal) || DiskFile.IsRaw(directory) || DiskFile.IsRaw(name) || !exists(Path.Join(directory, other)) || !exists(Path.Join(directory, name)))
        {
            // Where case counts, this is nearly always the end of it.
            return name;
        }

        try
        {
            string? alike = null;
            foreach (var listed in namesIn(directory))
            {
                if (string.Equals(listed, name, StringComparison.Ordinal))
                {
                    return name;
                }

                alike = string.Equals(listed, name, StringComparison.OrdinalIgnoreCase) ? listed : alike;
            }

            return alike ?? name;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever may not list the directory takes nothing in from it.
            return name;
        }
    }

    /// <summary>A whole path as the disk spells it, with no link on the way to its last name.</summary>
    public string Directory(string path)
    {
        var root = Path.GetPathRoot(path) ?? "";
        string real;
        try
        {
            real = LinkFollower.Follow(root, path) is { Kind: LinkEndKind.Directory } end ? end.Path : path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            real = path;
        }

        var place = Path.GetPathRoot(real) ?? "";
        foreach (var name in real[place.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            place = Path.Join(place, Name(place, name));
        }

        return place;
    }

    private static string OtherCase(string name) => string.Create(name.Length, name, static (other, name) =>
    {
        for (var i = 0; i < other.Length; i++)
        {
            other[i] = char.IsLower(name[i]) ? char.ToUpperInvariant(name[i]) : char.ToLowerInvariant(name[i]);
        }
    });

#pragma warning disable RS0030 // Their order reaches nothing: one of them is looked for.
    private static IEnumerable<string> NamesIn(string directory) => global::System.IO.Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path));
#pragma warning restore RS0030
}
