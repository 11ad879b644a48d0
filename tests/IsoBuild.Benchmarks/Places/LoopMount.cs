namespace IsoBuild.Benchmarks;

/// <summary>A file system in a file, mounted: of a kind that clones blocks, on machines whose disk has another.</summary>
internal sealed class LoopMount : IDisposable
{
    public static readonly string[] Cloning = ["btrfs", "xfs"];

    private readonly TempDirectory folder;

    /// <param name="format">Its kind.</param>
    /// <param name="length">Its size. It takes what is written there.</param>
    /// <param name="disk">Where the file lies.</param>
    public LoopMount(string format, long length, Place disk)
    {
        folder = new TempDirectory(disk.Folder);
        string file = folder.Combine("disk.img");
        using (FileStream made = File.Create(file))
        {
            made.SetLength(length);
        }

        string point = folder.Combine("mounted");
        Directory.CreateDirectory(point);
        try
        {
            CommandLine.Run("mkfs." + format, ["-q", "-f", file]).EnsureSuccess();
            CommandLine.Run("mount", ["-o", "loop", file, point]).EnsureSuccess();
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        Place = new Place(point);
    }

    public Place Place { get; }

    /// <summary>Why there cannot be one, or null.</summary>
    public static string? Missing(string format) => !OperatingSystem.IsLinux() ? "mounts file systems of Linux"
        : !Environment.IsPrivilegedProcess ? "only root may mount"
        : !File.Exists("/dev/loop-control") ? "there is no /dev/loop-control"
        : !ToolGuard.IsHere("mkfs." + format) ? $"mkfs.{format} is not installed"
        : null;

    public void Dispose()
    {
        CommandLine.Run("umount", [Place.Folder]).EnsureSuccess();
        folder.Dispose();
    }
}
