using IsoBuild.Content;

namespace IsoBuild.Fat;

/// <summary>What a FAT file system is to be like.</summary>
internal sealed record FatOptions
{
    /// <summary>How many bytes it has, a multiple of 512; <see langword="null"/> for the fewest that hold the content, in whole sectors of 2048 bytes.</summary>
    /// <remarks>No room is added: nobody writes to it on an optical medium, and FAT16 has some anyway.</remarks>
    public long? Size { get; init; }

    public FatKind Kind { get; init; }

    /// <summary>Up to 11 characters; small letters become capital ones. Empty for none.</summary>
    public string Label { get; init; } = "";

    /// <summary>The volume's serial number. The caller derives it from what goes in.</summary>
    public uint SerialNumber { get; init; }

    /// <summary>The date of everything that has none of its own.</summary>
    public DateTimeOffset Timestamp { get; init; } = ImageTimestamp.Default;
}
