namespace IsoBuild.Bytes;

/// <summary>The unit in which images are laid out: the logical sector of 2048 bytes (ECMA-119 6.1.2), which is our logical block too.</summary>
internal static class Sector
{
    public const int Size = 2048;

    /// <summary>How many sectors <paramref name="bytes"/> occupy.</summary>
    public static long Count(long bytes) => (bytes + Size - 1) / Size;

    /// <summary>The next multiple of the sector size.</summary>
    public static long AlignUp(long bytes) => Count(bytes) * Size;
}
