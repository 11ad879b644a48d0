namespace IsoBuild.TestSupport;

/// <summary>Where this repository stands, wherever it was cloned to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(string relativePath) => Path.Combine(Root, relativePath);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "IsoBuild.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No IsoBuild.sln above {AppContext.BaseDirectory}");
    }
}
