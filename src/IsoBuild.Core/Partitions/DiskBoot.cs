using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Partitions;

/// <summary>What of the boot catalog concerns disks.</summary>
internal sealed record DiskBoot
{
    /// <summary>Whether the catalog has an entry at all.</summary>
    public bool HasEntries { get; init; }

    /// <summary>Whether there is what Open Firmware goes by, which reads no catalog.</summary>
    public bool HasBootInfo { get; init; }

    /// <summary>The image that PC firmware starts without emulation; <see langword="null"/> when there is none.</summary>
    public ContentFile? BiosImage { get; init; }

    /// <summary>The image for BIOS that is there for discs alone, since no disk is emulated from a disk; <see langword="null"/> when there is none.</summary>
    public string? EmulatedPath { get; init; }

    /// <summary>Why code that lies beside the boot loader is not used.</summary>
    public string? CodeRefusal { get; init; }

    /// <summary>Whether <see cref="BiosImage"/> is told where it lies as GRUB wants to be told.</summary>
    public bool IsGrub { get; init; }

    /// <summary>Whether there is an image for UEFI.</summary>
    public bool HasEfi { get; init; }

    /// <summary>Where <see cref="BiosImage"/> lies, once its region was asked for.</summary>
    public Func<RegionId?> BiosRegion { get; init; } = static () => null;

    /// <summary>Where the image of the default entry lies, whatever it is for, once its region was asked for.</summary>
    public Func<RegionId?> DefaultRegion { get; init; } = static () => null;

    /// <summary>Where the images for UEFI lie, once their regions were asked for.</summary>
    public Func<IEnumerable<RegionId>> EfiRegions { get; init; } = static () => [];
}
