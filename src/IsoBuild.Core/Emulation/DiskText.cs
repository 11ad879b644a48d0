namespace IsoBuild.Emulation;

/// <summary>Paths as command lines spell them.</summary>
internal static class DiskText
{
    /// <summary>With one kind of separator, which patterns and paths in the image are about. Windows has two.</summary>
    public static string Slashes(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
}
