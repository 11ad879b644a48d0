using System.Globalization;

namespace IsoBuild.Benchmarks;

/// <summary>A folder of this run's own on one file system.</summary>
internal sealed class Place : IDisposable
{
    private readonly DriveInfo drive;
    private readonly TempDirectory? temporary;

    public Place(string folder)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        drive = new DriveInfo(Folder);
    }

    private Place(TempDirectory folder)
        : this(folder.Path) => temporary = folder;

    /// <summary>A folder that goes with this run.</summary>
    public static Place Temporary(string root) => new(new TempDirectory(root));

    public string Folder { get; }

    /// <summary>The kind of file system.</summary>
    public string Format => drive.DriveFormat;

    /// <summary>Whether there is anything to flush.</summary>
    public bool IsOnDisk => Format != "tmpfs";

    /// <summary>How much more fits. What lies in memory takes memory from programs, too.</summary>
    public long Free => IsOnDisk ? drive.AvailableFreeSpace : Math.Min(drive.AvailableFreeSpace, FreeMemory());

    public string Combine(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A file or folder that is made once, and whole when it is there: runs that keep their folder find it again.</summary>
    public string Once(string name, Action<string> make)
    {
        string whole = Combine(name);
        if (!Path.Exists(whole))
        {
            string half = Combine("half-" + name);
            if (Directory.Exists(half))
            {
                TempDirectory.Delete(half);
            }

            make(half);
            Directory.Move(half, whole);
        }

        return whole;
    }

    public void Dispose() => temporary?.Dispose();

    private static long FreeMemory()
    {
        const string field = "MemAvailable:";
        string line = File.ReadLines("/proc/meminfo").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture);
    }
}
