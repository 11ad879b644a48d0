namespace IsoBuild.Core.Tests.Extracting;

/// <summary>Looks at what was extracted.</summary>
internal static class Trees
{
    /// <summary>The paths below a directory, with slashes, in ordinal order. Links are not followed.</summary>
    public static string[] Names(string root) => [.. Below(new DirectoryInfo(root), "").Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Below(DirectoryInfo directory, string prefix)
    {
        foreach (FileSystemInfo info in directory.EnumerateFileSystemInfos())
        {
            yield return prefix + info.Name;
            if (info is DirectoryInfo { LinkTarget: null } child)
            {
                foreach (string name in Below(child, $"{prefix}{info.Name}/"))
                {
                    yield return name;
                }
            }
        }
    }
}
