using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>What the faults of descriptor tags mean to a reader.</summary>
internal static class UdfTags
{
    /// <summary>Whether the bytes are no descriptor at all.</summary>
    public static bool IsNone(TagFaults faults) => (faults & (TagFaults.Short | TagFaults.Checksum)) != 0;

    /// <summary>Whether a descriptor may say something else than was written there, or is another one's: Linux and 7-Zip do not go by it.</summary>
    public static bool IsDoubtful(TagFaults faults) => (faults & (TagFaults.Crc | TagFaults.Location)) != 0;

    /// <summary>What is wrong with a descriptor that can be used all the same; <see langword="null"/> when nothing is.</summary>
    public static string? Describe(TagFaults faults) =>
        (faults & TagFaults.Crc) != 0 ? "does not match the CRC in its tag"
        : (faults & TagFaults.Location) != 0 ? "belongs elsewhere according to its tag"
        : (faults & TagFaults.Version) != 0 ? "is of an unknown version"
        : null;
}
