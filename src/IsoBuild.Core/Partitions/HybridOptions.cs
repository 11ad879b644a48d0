namespace IsoBuild.Partitions;

/// <summary>Options of a hybrid image, which also boots from a USB stick or a disk that it is copied to byte for byte.</summary>
public sealed record HybridOptions
{
    /// <summary>The file on disk with the MBR boot code: the first 440 bytes, or 432 for ISOLINUX's <c>isohdpfx.bin</c>; GRUB's <c>boot_hybrid.img</c> and others up to 446.
    /// Default: the code that lies in the content beside the image of the BIOS boot entry (<c>isohdpfx.bin</c>, <c>isohdppx.bin</c> or <c>boot_hybrid.img</c>);
    /// if there is none, code of IsoBuild that prints that the disk is not bootable (ISOB1126).</summary>
    /// <remarks>The address of the boot image is written into the code of ISOLINUX and GRUB.</remarks>
    public string? BootCodePath { get; init; }

    /// <summary>The MBR boot code as bytes, instead of <see cref="BootCodePath"/>.</summary>
    public ReadOnlyMemory<byte> BootCode { get; init; }

    /// <summary>Whether BIOS machines need not boot from disks: no boot code is looked for or kept from a base, and its absence is not reported.
    /// The MBR then has code of IsoBuild that prints that the disk is not bootable.</summary>
    public bool NoBootCode { get; init; }

    /// <summary>Whether to write a GPT (UEFI 5.3) in addition to the master boot record. Default: if there is a UEFI boot entry, or an appended partition has a GUID as its type.</summary>
    /// <remarks>With UDF, 7-Zip warns of "data after the end of archive": the backup GPT, which must be last. It still unpacks everything.</remarks>
    public bool? Gpt { get; init; }

    /// <summary>Whether there is a second GPT for disks whose blocks have 4096 bytes (4Kn), on which firmware finds nothing in the usual one. The usual one then has 24 entries in place of 128, images for UEFI
    /// begin at multiples of 4096 bytes, and the image ends at one. Implies <see cref="Gpt"/>.</summary>
    public bool Gpt4K { get; init; }

    /// <summary>The disk signature in the master boot record (part of the <c>PARTUUID</c> of its partitions on Linux). Default: derived from the content and options.</summary>
    public uint? DiskSignature { get; init; }

    /// <summary>The disk GUID in the GPT. Default: derived from the content and options.</summary>
    public Guid? DiskId { get; init; }

    /// <summary>The sector (of 2048 bytes) at which the partition of the image itself begins: 0, or 16 and more. From 16 on, the partition has volume descriptors, path tables
    /// and directories of its own, and can be mounted by itself, as with xorriso's <c>-partition_offset</c>. With 0, only a master boot record without a GPT has such a partition: the whole image.</summary>
    public int PartitionOffset { get; init; }

    /// <summary>The type of the partition of the image itself. Default: 0x17 in a master boot record (none if an EFI system partition lies in it), basic data in a GPT.</summary>
    public PartitionType? PartitionType { get; init; }

    /// <summary>These options with the MBR boot code that a user names: the path of a file, or <c>none</c>.</summary>
    /// <param name="text">The user's text. A file of that name is <c>./none</c>.</param>
    public HybridOptions WithBootCode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isNone = text.Equals("none", StringComparison.OrdinalIgnoreCase);
        return this with { BootCodePath = isNone ? null : text, BootCode = default, NoBootCode = isNone };
    }

    /// <summary>The first sector at which a partition can begin: the system area is the disk's.</summary>
    internal const int LeastPartitionOffset = Layout.FixedAreas.SystemAreaSectors;

    /// <summary>The form of another image's tables, in place of one of our own.</summary>
    internal TableForm? Form { get; init; }

    /// <summary>How many blocks behind the image of the default boot entry the code of the master boot record begins to load, where that was said in the code of another image.</summary>
    internal int? SkippedBlocks { get; init; }

    /// <summary>What somebody appended.</summary>
    internal AppendedFiles? Appended { get; init; }

    /// <summary>The sector at which a partition begins that is a volume by itself; 0 for none.</summary>
    internal long VolumeStart => PartitionOffset > 0 ? PartitionOffset : Form?.VolumeStart ?? 0;

    /// <summary>Whether there is a GPT.</summary>
    /// <param name="hasEfi">Whether there is an image for UEFI.</param>
    internal bool WritesGpt(bool hasEfi) =>
        Form is { } form ? form.Gpt is not null : Gpt4K || (Gpt ?? (hasEfi || Appended?.Partitions.Any(partition => partition.Entry.Type.Id is not null) == true));
}
