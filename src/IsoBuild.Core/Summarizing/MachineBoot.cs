using IsoBuild.Machines;

namespace IsoBuild.Summarizing;

/// <summary>What a machine boots from.</summary>
public enum BootMedium
{
    /// <summary>An optical disc, or a virtual one.</summary>
    Disc,

    /// <summary>A USB stick or a disk that the image is copied to.</summary>
    Disk,
}

/// <summary>A kind of machine that boots from an image.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Medium">The medium on which it finds a boot loader.</param>
/// <param name="Loader">What its firmware starts: a path in the image or in its EFI system partition, or what it is.</param>
/// <param name="Reason">Where its firmware finds that.</param>
public sealed record MachineBoot(Machine Machine, BootMedium Medium, string Loader, string Reason);
