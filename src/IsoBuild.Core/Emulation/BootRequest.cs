using IsoBuild.ElTorito;

namespace IsoBuild.Emulation;

/// <summary>An entry of the boot catalog, as options collect it in any order.</summary>
internal sealed class BootRequest
{
    /// <summary>The boot image: a path in the image, or what <see cref="IsOnDisk"/> says.</summary>
    public string? Image { get; set; }

    /// <summary>Whether the boot image is a file on disk that no tree shows.</summary>
    public bool IsOnDisk { get; set; }

    /// <summary>The number of the appended partition that is the boot image.</summary>
    public int? Partition { get; set; }

    public BootPlatform Platform { get; set; }

    /// <summary>Whether an option named the platform.</summary>
    public bool HasPlatform { get; set; }

    public bool HasNoEmulation { get; set; }

    public bool IsHardDisk { get; set; }

    public bool IsNotBootable { get; set; }

    /// <summary>Virtual sectors to load; <see langword="null"/> for the whole boot image.</summary>
    public int? LoadSize { get; set; }

    public int LoadSegment { get; set; }

    public bool HasInfoTable { get; set; }

    public bool HasGrubInfo { get; set; }

    public string Id { get; set; } = "";

    public ReadOnlyMemory<byte> Criteria { get; set; }

    public bool IsGiven => Image is not null || Partition is not null;
}
