namespace IsoBuild.Partitions;

/// <summary>Options of a hybrid image, which also boots from a USB stick or a disk that it is copied to byte for byte.</summary>
public sealed record HybridOptions
{
    /// <summary>The file on disk with the MBR boot code: the first 440 bytes, or 432 for ISOLINUX's <c>isohdpfx.bin</c>; GRUB's <c>boot_hybrid.img</c> and others up to 446.
    /// Default: the code beside the boot loader, if one is looked for (<see cref="ImageOptions.BootLoader"/>); otherwise code of IsoBuild that prints that the disk is not bootable.</summary>
    /// <remarks>The address of the boot image is written into the code of ISOLINUX and GRUB.</remarks>
    public string? BootCodePath { get; init; }

    /// <summary>The MBR boot code as bytes, instead of <see cref="BootCodePath"/>.</summary>
    public ReadOnlyMemory<byte> BootCode { get; init; }

    /// <summary>Whether to write a GPT (UEFI 5.3) in addition to the master boot record. Default: if there is a UEFI boot entry.</summary>
    /// <remarks>With UDF, 7-Zip warns of "data after the end of archive": the backup GPT, which must be last. It still unpacks everything.</remarks>
    public bool? Gpt { get; init; }

    /// <summary>The disk signature in the master boot record (part of the <c>PARTUUID</c> of its partitions on Linux). Default: derived from the content and options.</summary>
    public uint? DiskSignature { get; init; }

    /// <summary>The disk GUID in the GPT. Default: derived from the content and options.</summary>
    public Guid? DiskId { get; init; }

    /// <summary>The form of another image's tables, in place of one of our own.</summary>
    internal TableForm? Form { get; init; }
}
