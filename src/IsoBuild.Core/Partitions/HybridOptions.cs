namespace IsoBuild.Partitions;

/// <summary>The tables by which an image that is copied to a USB stick or a disk, byte for byte, starts from there.</summary>
public sealed record HybridOptions
{
    /// <summary>The file on disk with the code of the master boot record: its first 440 bytes, or 432 of ISOLINUX' <c>isohdpfx.bin</c>; GRUB's <c>boot_hybrid.img</c> and others up to 446.
    /// When left out, the code that lies beside the boot loader, where one is looked for (<see cref="ImageOptions.BootLoader"/>); else code of our own that says that the disk does not start by itself.</summary>
    /// <remarks>What it wants to be told is told: ISOLINUX' where <c>isolinux.bin</c> lies, GRUB's where its image lies.</remarks>
    public string? BootCodePath { get; init; }

    /// <summary>The code itself, in place of <see cref="BootCodePath"/>.</summary>
    public ReadOnlyMemory<byte> BootCode { get; init; }

    /// <summary>Whether there is a GPT (UEFI 5.3) beside the master boot record; when left out, where there is a boot entry for UEFI.</summary>
    /// <remarks>In an image that has UDF too, 7-Zip warns of "data after the end of archive": the backup of the GPT, which has to be last. It unpacks everything all the same.</remarks>
    public bool? Gpt { get; init; }

    /// <summary>The number by which systems know the disk from its master boot record (<c>PARTUUID</c> of its partitions on Linux); when left out, one that derives from what the image is.</summary>
    public uint? DiskSignature { get; init; }

    /// <summary>What tells the disk from all others in its GPT; when left out, one that derives from what the image is.</summary>
    public Guid? DiskId { get; init; }

    /// <summary>The form of another image's tables, in place of one of our own.</summary>
    internal TableForm? Form { get; init; }
}
