namespace IsoBuild.Benchmarks;

/// <summary>How much content the workloads have.</summary>
/// <param name="ManyFiles">Small files.</param>
/// <param name="ManyDirectories">The directories that they lie in.</param>
/// <param name="Big">The bytes of each of two files.</param>
/// <param name="Cloned">The bytes of each of eight files, whose blocks are cloned.</param>
/// <param name="CloneVolume">The size of the file system that they lie on.</param>
/// <param name="Base">The bytes of each of four files in the image that others are based on.</param>
/// <param name="Growing">Counts of very small files.</param>
/// <param name="Directories">Directories with one file in each.</param>
/// <param name="OneDirectory">Files in one directory.</param>
internal sealed record Sizes(int ManyFiles, int ManyDirectories, long Big, long Cloned, long CloneVolume, long Base, int[] Growing, int Directories, int OneDirectory)
{
    private const long Mebi = 1 << 20;
    private const long Gibi = 1 << 30;

    public static readonly Sizes Full = new(100_000, 500, Gibi, 512 * Mebi, 16 * Gibi, Gibi, [10_000, 100_000, 1_000_000], 60_000 - 601, 200_000);

    public static readonly Sizes Quick = new(2_000, 10, 32 * Mebi, 16 * Mebi, Gibi, 16 * Mebi, [100, 1_000, 10_000], 600, 2_000);

    /// <summary>About the bytes of all small files.</summary>
    public long ManyBytes => ManyFiles * 3_900L;
}
