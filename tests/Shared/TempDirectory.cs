namespace IsoBuild.TestSupport;

/// <summary>A folder of one test's own, gone when the test ends.</summary>
internal sealed class TempDirectory : IDisposable
{
    public TempDirectory(string? parent = null, string prefix = "isobuild-")
    {
        // GetFullPath: a relative TMPDIR must not follow the current directory around.
        string folder = System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath());
        Path = System.IO.Path.Combine(folder, prefix + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public static implicit operator string(TempDirectory directory) => directory.Path;

    public string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file, with the folders above it; returns its full path.</summary>
    public string Write(string relativePath, string text)
    {
        string file = FileAt(relativePath);
        File.WriteAllText(file, text);
        return file;
    }

    public string Write(string relativePath, byte[] bytes)
    {
        string file = FileAt(relativePath);
        File.WriteAllBytes(file, bytes);
        return file;
    }

    public override string ToString() => Path;

    public void Dispose()
    {
        try
        {
            Unlock();
            Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A virus scanner or a late child process holds a file: not the test's verdict.
        }
    }

    private string FileAt(string relativePath)
    {
        string file = Combine(relativePath.Replace('/', System.IO.Path.DirectorySeparatorChar));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        return file;
    }

    /// <summary>Deletes a folder with all that is in it. .NET cannot delete what has a name that is not UTF-8.</summary>
    public static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (IOException) when (OperatingSystem.IsLinux())
        {
            CommandLine.Run("sh", ["-c", "chmod -R u+rwX -- \"$1\" && rm -rf -- \"$1\"", "sh", path]);
        }
    }

    /// <summary>Folders extracted from an image, or made read-only by a test, refuse deletion of what is in them.</summary>
    private void Unlock()
    {
        if (OperatingSystem.IsWindows())
        {
            foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            {
                File.SetAttributes(file, FileAttributes.Normal);
            }

            return;
        }

        Queue<string> pending = new([Path]);
        while (pending.TryDequeue(out string? folder))
        {
            if (folder.Contains('\uFFFD', StringComparison.Ordinal))
            {
                // Perhaps not its name.
                continue;
            }

            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (DirectoryInfo child in new DirectoryInfo(folder).EnumerateDirectories())
            {
                if (child.LinkTarget is null)
                {
                    pending.Enqueue(child.FullName);
                }
            }
        }
    }
}
