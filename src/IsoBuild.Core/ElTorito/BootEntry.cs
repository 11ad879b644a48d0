namespace IsoBuild.ElTorito;

/// <summary>The machines that a boot image is for, by the numbers of the catalog (El Torito 2.1; UEFI 13.3.2.1 for <see cref="Uefi"/>).</summary>
public enum BootPlatform
{
    /// <summary>PC firmware (BIOS): x86 boot code.</summary>
    Bios = 0,

    /// <summary>PowerPC.</summary>
    PowerPc = 1,

    /// <summary>Mac.</summary>
    Mac = 2,

    /// <summary>UEFI: the boot image is an EFI system partition.</summary>
    Uefi = 0xEF,
}

/// <summary>The medium that firmware emulates for a boot image, with the numbers of the boot catalog (El Torito 2.2).</summary>
public enum BootEmulation
{
    /// <summary>No emulation: sectors are loaded and executed.</summary>
    None = 0,

    /// <summary>A 1.2 MB floppy: 1,228,800 bytes.</summary>
    Floppy12 = 1,

    /// <summary>A 1.44 MB floppy: 1,474,560 bytes.</summary>
    Floppy144 = 2,

    /// <summary>A 2.88 MB floppy: 2,949,120 bytes.</summary>
    Floppy288 = 3,

    /// <summary>A hard disk with one partition; the boot image begins with its master boot record.</summary>
    HardDisk = 4,
}

/// <summary>An entry of the boot catalog (El Torito 2.2, 2.4): a boot image and how firmware boots it.</summary>
public sealed record BootEntry
{
    /// <summary>The path of the boot image in the ISO image. A boot image is stored even if it is hidden from every tree (<see cref="Content.EntryOptions.HiddenFrom"/>). Empty if <see cref="ImageSource"/> or <see cref="AppendedPartition"/> is set.</summary>
    public string ImagePath { get; init; } = "";

    /// <summary>The boot image as a file on disk that is in no tree, instead of <see cref="ImagePath"/>, as <c>-bootdata</c> of oscdimg has it. What is written into the boot image is written into the copy in the ISO image only.</summary>
    public string ImageSource { get; init; } = "";

    /// <summary>The platform: the machines that the boot image is for.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>The medium that firmware emulates.</summary>
    public BootEmulation Emulation { get; init; }

    /// <summary>Whether firmware may boot the entry. Otherwise it is marked as not bootable.</summary>
    public bool IsBootable { get; init; } = true;

    /// <summary>The segment that the boot image is loaded to; 0 means the default, 07C0 (hexadecimal).</summary>
    public int LoadSegment { get; init; }

    /// <summary>The number of 512-byte virtual sectors that firmware loads: 1 to 65535, or <see cref="WholeImage"/>. When <see langword="null"/>, the default:
    /// 4 for a BIOS image without emulation, 1 with emulation, the whole image for other platforms.</summary>
    public int? LoadSize { get; init; }

    /// <summary>The value of <see cref="LoadSize"/> for the whole image. If the size does not fit the field, it is stored as 0 for a UEFI image, which means up to the
    /// volume's end, and as 65535 for others.</summary>
    public const int WholeImage = -1;

    /// <summary>The selection criteria type (El Torito 2.4, offset 0C): 0 for no criteria, 1 for language and version as defined by IBM.</summary>
    public int SelectionType { get; init; }

    /// <summary>The selection criteria: up to 19 bytes in the entry and 30 in each of up to 8 extensions (El Torito 2.5). The default entry has none.</summary>
    public ReadOnlyMemory<byte> SelectionCriteria { get; init; }

    /// <summary>The identifier of the catalog or section: up to 24 characters for the default entry (the identifier of the catalog), 28 for the first entry of any other platform (that of its section).</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether to write a boot info table into bytes 8 to 63 of the boot image, as mkisofs <c>-boot-info-table</c> does. ISOLINUX and GRUB need it to find themselves. The source file is not changed.</summary>
    public bool BootInfoTable { get; init; }

    /// <summary>Whether to write the address of the boot image into its bytes 2548 to 2555, as xorriso <c>--grub2-boot-info</c> does. GRUB 2 needs it. The source file is not changed.</summary>
    public bool GrubBootInfo { get; init; }

    /// <summary>The number of the partition of <see cref="ImageBuilder.AppendPartition"/> that is the boot image, instead of <see cref="ImagePath"/>: firmware boots from discs and from disks from the same bytes.</summary>
    public int? AppendedPartition { get; init; }

    /// <summary>A Linux kernel for s390x on disk, of which the boot image at <see cref="ImagePath"/> is made, together with <see cref="Initrd"/> and <see cref="CommandLine"/>:
    /// one file, which KVM's firmware boots from discs and disks. BIOS entries come before it in the boot catalog.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>The initrd of <see cref="Kernel"/>, a file on disk; empty for none.</summary>
    public string Initrd { get; init; } = "";

    /// <summary>The command line of <see cref="Kernel"/>.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>The path of a boot image for s390x that nobody named otherwise.</summary>
    internal const string S390xPath = "boot/s390x.img";

    /// <summary>Whether the boot image is made of a kernel for s390x.</summary>
    internal bool IsS390x => Kernel.Length > 0;

    /// <summary>What messages call the boot image.</summary>
    internal string Item => ImageSource.Length > 0 ? ImageSource : AppendedPartition is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"partition {number}") : ImagePath;

    /// <summary>Whether the boot image is a file of a tree, or one that is hidden from all.</summary>
    internal bool IsInTree => ImageSource.Length == 0 && AppendedPartition is null;

    /// <summary>Whether it is an entry of the base image.</summary>
    internal bool IsFromBase { get; init; }
}
