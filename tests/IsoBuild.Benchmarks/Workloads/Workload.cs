namespace IsoBuild.Benchmarks;

/// <summary>Something to compare, by name.</summary>
internal sealed record Workload(string Name, string Description, Action<Session> Run)
{
    public static readonly Workload[] All =
    [
        new("many", "makes an image of 100,000 files of 100 B to 12 KB in 500 directories", Making.Many),
        new("sdk", "makes an image of the folder of the running SDK", Making.Sdk),
        new("big", "makes an image of two files of 1 GiB", Making.Big),
        new("clone", "makes an image of eight files of 512 MiB on file systems that clone blocks (as root)", Making.Cloned),
        new("tiny", "makes an image of three files", Making.Tiny),
        new("emulation", "makes images of three files and of many by the command line of mkisofs", Emulating.All),
        new("million", "makes an image of 1,000,000 files, on disk and from memory, and of fewer", Growing.Million),
        new("shapes", "makes images of many directories and of one directory with many files, and plans one of 6 TiB", Growing.Shapes),
        new("extract", "extracts many and big", Extracting.All),
        new("read", "lists, inspects, verifies and lays out many", Reading.All),
        new("remaster", "adds a file to an image of 4 GiB", Remastering.Add),
        new("msbuild", "makes an image of many within dotnet build, makes it again, and finds nothing to do", Building.All),
    ];
}
