namespace IsoBuild.ElTorito;

/// <summary>The machines that a boot image is for, by the numbers of the catalog (El Torito 2.1; UEFI 13.3.2.1 for <see cref="Uefi"/>).</summary>
public enum BootPlatform
{
    /// <summary>PC firmware: code for the 8086, loaded at once.</summary>
    Bios = 0,

    /// <summary>PowerPC.</summary>
    PowerPc = 1,

    /// <summary>Mac.</summary>
    Mac = 2,

    /// <summary>UEFI: the boot image is an EFI system partition.</summary>
    Uefi = 0xEF,
}

/// <summary>As what a boot image is shown to the program that it starts, by the numbers of the catalog (El Torito 2.2).</summary>
public enum BootEmulation
{
    /// <summary>As nothing: sectors are loaded and started.</summary>
    None = 0,

    /// <summary>As a diskette of 1,228,800 bytes.</summary>
    Floppy12 = 1,

    /// <summary>As a diskette of 1,474,560 bytes.</summary>
    Floppy144 = 2,

    /// <summary>As a diskette of 2,949,120 bytes.</summary>
    Floppy288 = 3,

    /// <summary>As a hard disk of one partition, whose master boot record is the image's first block.</summary>
    HardDisk = 4,
}

/// <summary>An entry of the boot catalog (El Torito 2.2, 2.4): a boot image and how firmware is to start it.</summary>
public sealed record BootEntry
{
    /// <summary>The boot image's path in the image, however it comes to be there. One that every tree hides (<see cref="Content.EntryOptions.HiddenFrom"/>) is stored all the same.</summary>
    public required string ImagePath { get; init; }

    /// <summary>The machines it is for.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>As what it is shown.</summary>
    public BootEmulation Emulation { get; init; }

    /// <summary>Whether firmware may start it; otherwise the entry is there, and marked as not bootable.</summary>
    public bool IsBootable { get; init; } = true;

    /// <summary>The segment it is loaded to; 0 for the usual one, 07C0 (hexadecimal).</summary>
    public int LoadSegment { get; init; }

    /// <summary>How much firmware loads, in virtual sectors of 512 bytes: 1 to 65535, or <see cref="WholeImage"/>. When left out, the usual:
    /// 4 of a BIOS image without emulation, 1 of one with emulation, the whole of any other.</summary>
    public int? LoadSize { get; init; }

    /// <summary>The value of <see cref="LoadSize"/> for the whole image. What the field cannot hold is 0 of a UEFI image, which means up to the
    /// volume's end, and 65535 of any other.</summary>
    public const int WholeImage = -1;

    /// <summary>What tells firmware whether to offer the entry (El Torito 2.4, offset 0C): 0 for no criteria, 1 for language and version as IBM defines them.</summary>
    public int SelectionType { get; init; }

    /// <summary>The criteria: up to 19 bytes in the entry itself, and 30 in each of up to 8 extensions (El Torito 2.5). The first entry of a catalog has none.</summary>
    public ReadOnlyMemory<byte> SelectionCriteria { get; init; }

    /// <summary>Who made it, as the catalog tells: up to 24 characters of the first entry, which the whole catalog goes by, 28 of the first of any other platform's.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether bytes 8 to 63 of the boot image tell where it and the volume lie, as ISOLINUX and GRUB want to be told. The source stays as it is.</summary>
    public bool BootInfoTable { get; init; }

    /// <summary>Whether bytes 2548 to 2555 of the boot image tell where its second block lies, as GRUB 2 wants to be told. The source stays as it is.</summary>
    public bool GrubBootInfo { get; init; }

    /// <summary>Whether it is an entry of the image from which this one starts.</summary>
    internal bool IsFromBase { get; init; }
}
