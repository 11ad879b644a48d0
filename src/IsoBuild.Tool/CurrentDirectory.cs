namespace IsoBuild.Tool;

/// <summary>The directory in which the command was started.</summary>
internal static class CurrentDirectory
{
    /// <summary>Whether somebody has deleted it. .NET tells that of any relative path, and without a name.</summary>
    public static bool IsGone()
    {
        try
        {
            return Environment.CurrentDirectory.Length == 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
    }
}
