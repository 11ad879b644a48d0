using IsoBuild.ElTorito;

namespace IsoBuild.Reading;

/// <summary>The boot catalog of an image (El Torito 2.0), with its entries.</summary>
public sealed record BootCatalogInfo
{
    /// <summary>Whether the boot record is that of the first session, because the session shown has none.</summary>
    public bool IsOfEarlierSession { get; init; }

    /// <summary>The sector of the boot record that points to it; firmware looks in sector 17.</summary>
    public required long RecordSector { get; init; }

    /// <summary>The sector at which it begins.</summary>
    public required long Sector { get; init; }

    /// <summary>Its path if it is a file in a tree; otherwise <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The platform of its validation entry: that of the default entry.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>The identifier in its validation entry.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether there is a boot catalog, which begins with a validation entry.</summary>
    public bool IsReadable { get; init; }

    /// <summary>The entries in the order of the catalog, the default entry first.</summary>
    public IReadOnlyList<BootEntryInfo> Entries { get; init; } = [];
}

/// <summary>The source of a boot image's length.</summary>
public enum BootLengthSource
{
    /// <summary>Unknown: the boot image is assumed to extend to the next structure.</summary>
    Guess,

    /// <summary>The boot image is a file in a tree.</summary>
    File,

    /// <summary>The boot info table gives the length.</summary>
    BootInfoTable,

    /// <summary>The size of the emulated floppy.</summary>
    Medium,

    /// <summary>The master boot record of the emulated hard disk gives the length.</summary>
    MasterBootRecord,

    /// <summary>The boot sector of the FAT file system gives the length.</summary>
    FileSystem,

    /// <summary>The load size of the entry, which loads the whole image.</summary>
    LoadSize,
}

/// <summary>The state of data that is written into a boot image when its location is known: the boot info table or the GRUB boot info.</summary>
public enum BootPatchState
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is correct.</summary>
    Right,

    /// <summary>It is wrong: it was made for another location, or the boot image changed.</summary>
    Wrong,
}

/// <summary>An entry of a boot catalog that was read (El Torito 2.2, 2.4).</summary>
public sealed record BootEntryInfo
{
    /// <summary>Its number in the catalog, from 1; 1 is the default entry.</summary>
    public required int Number { get; init; }

    /// <summary>Its name in sector maps: the platform and, from the second entry of a platform on, a number (<c>bios</c>, <c>uefi 2</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The offset of its record in the image, in bytes.</summary>
    public required long RecordOffset { get; init; }

    /// <summary>The platform; it may be a number without a name.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>The emulated medium; it may be a number without a name.</summary>
    public BootEmulation Emulation { get; init; }

    /// <summary>Whether it is marked as bootable.</summary>
    public bool IsBootable { get; init; }

    /// <summary>The segment that the boot image is loaded to; 0 for the default.</summary>
    public int LoadSegment { get; init; }

    /// <summary>The load size, in virtual sectors of 512 bytes.</summary>
    public int LoadSize { get; init; }

    /// <summary>For hard disk emulation, the partition type recorded in the entry.</summary>
    public int SystemType { get; init; }

    /// <summary>The identifier in the header of its section; for the default entry, that in the validation entry.</summary>
    public string Id { get; init; } = "";

    /// <summary>See <see cref="BootEntry.SelectionType"/>.</summary>
    public int SelectionType { get; init; }

    /// <summary>The selection criteria, including extensions, without trailing zeros.</summary>
    public ReadOnlyMemory<byte> SelectionCriteria { get; init; }

    /// <summary>The sector at which its image begins.</summary>
    public long Sector { get; init; }

    /// <summary>The length of the boot image in bytes, as far as it is within the image; 0 if it begins beyond the image's end.</summary>
    public long Length { get; init; }

    /// <summary>The source of <see cref="Length"/>.</summary>
    public BootLengthSource LengthSource { get; init; }

    /// <summary>The path of the boot image in the first tree that shows it; <see langword="null"/> if it is in no tree.</summary>
    public string? Path { get; init; }

    /// <summary>The state of the boot info table in bytes 8 to 63 of the boot image.</summary>
    public BootPatchState BootInfoTable { get; init; }

    /// <summary>The state of the GRUB 2 boot info in bytes 2548 to 2555 of the boot image. A wrong address is recognized by other features of a GRUB image.</summary>
    public BootPatchState GrubBootInfo { get; init; }

    /// <summary>Whether the boot image begins like a FAT file system.</summary>
    public bool IsFat { get; init; }

    /// <summary>How many bytes the FAT file system says that it has; 0 where there is none.</summary>
    internal long FatLength { get; init; }

    /// <summary>How many bytes of the FAT file system an entry can cover: those that a file which is cut off has not are in no image.</summary>
    internal long FatLengthHere => LengthSource == BootLengthSource.File ? Math.Min(FatLength, Length) : FatLength;
}
