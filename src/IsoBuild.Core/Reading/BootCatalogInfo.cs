using IsoBuild.ElTorito;

namespace IsoBuild.Reading;

/// <summary>The boot catalog of an image (El Torito 2.0), and what its entries start.</summary>
public sealed record BootCatalogInfo
{
    /// <summary>Whether the boot record is that of the first session, since the one shown has none.</summary>
    public bool IsOfEarlierSession { get; init; }

    /// <summary>The sector of the boot record that leads to it: 17, where firmware looks for it.</summary>
    public required long RecordSector { get; init; }

    /// <summary>The sector at which it begins.</summary>
    public required long Sector { get; init; }

    /// <summary>Its path, where it is a file of a tree; otherwise <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The platform of its validation entry: that of the default entry.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>Who made it, by its validation entry.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether there is a catalog at all: one that begins with a validation entry.</summary>
    public bool IsReadable { get; init; }

    /// <summary>In the order of the catalog: the default entry first.</summary>
    public IReadOnlyList<BootEntryInfo> Entries { get; init; } = [];
}

/// <summary>Where the length of a boot image is known from.</summary>
public enum BootLengthSource
{
    /// <summary>From nothing: the image is taken to go on up to what comes behind it.</summary>
    Guess,

    /// <summary>It is a file of a tree.</summary>
    File,

    /// <summary>Its boot info table tells.</summary>
    BootInfoTable,

    /// <summary>It is a floppy.</summary>
    Medium,

    /// <summary>It is a disk, whose master boot record tells.</summary>
    MasterBootRecord,

    /// <summary>It is a FAT file system, whose first sector tells.</summary>
    FileSystem,

    /// <summary>The entry tells, which has the whole image loaded.</summary>
    LoadSize,
}

/// <summary>What a boot image says of itself in bytes that are written once it has its place.</summary>
public enum BootPatchState
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What is true.</summary>
    Right,

    /// <summary>What is not true: it was made for another place, or changed since.</summary>
    Wrong,
}

/// <summary>An entry of a boot catalog that was read (El Torito 2.2, 2.4).</summary>
public sealed record BootEntryInfo
{
    /// <summary>Its place in the catalog, from 1 on; 1 is the default entry.</summary>
    public required int Number { get; init; }

    /// <summary>What layouts call it: its platform and, from the second of a platform on, its number (<c>bios</c>, <c>uefi 2</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The byte of the image at which its record begins.</summary>
    public required long RecordOffset { get; init; }

    /// <summary>The machines it is for; numbers without a name may occur.</summary>
    public BootPlatform Platform { get; init; }

    /// <summary>As what its image is shown; numbers without a name may occur.</summary>
    public BootEmulation Emulation { get; init; }

    /// <summary>Whether firmware may start it.</summary>
    public bool IsBootable { get; init; }

    /// <summary>The segment that its image is loaded to; 0 for the usual one.</summary>
    public int LoadSegment { get; init; }

    /// <summary>How much is loaded, in virtual sectors of 512 bytes.</summary>
    public int LoadSize { get; init; }

    /// <summary>Of hard disk emulation, the type of the partition, as the entry repeats it.</summary>
    public int SystemType { get; init; }

    /// <summary>Who made it, by the header of its section; of the default entry, by the validation entry.</summary>
    public string Id { get; init; } = "";

    /// <summary>See <see cref="BootEntry.SelectionType"/>.</summary>
    public int SelectionType { get; init; }

    /// <summary>The criteria, those of extensions included, without zeros at the end.</summary>
    public ReadOnlyMemory<byte> SelectionCriteria { get; init; }

    /// <summary>The sector at which its image begins.</summary>
    public long Sector { get; init; }

    /// <summary>How many bytes its image has, as far as they are in the image; 0 of one that begins beyond the image's end.</summary>
    public long Length { get; init; }

    /// <summary>Where <see cref="Length"/> is known from.</summary>
    public BootLengthSource LengthSource { get; init; }

    /// <summary>The path of the file that is its image, as the first tree shows it that does; <see langword="null"/> when none does.</summary>
    public string? Path { get; init; }

    /// <summary>The table in bytes 8 to 63 of its image.</summary>
    public BootPatchState BootInfoTable { get; init; }

    /// <summary>The address that GRUB 2 has in bytes 2548 to 2555 of its image. One that is wrong is told from other bytes by what else there is.</summary>
    public BootPatchState GrubBootInfo { get; init; }

    /// <summary>Whether its image begins as a FAT file system does.</summary>
    public bool IsFat { get; init; }

    /// <summary>How many bytes the FAT file system says that it has; 0 where there is none.</summary>
    internal long FatLength { get; init; }

    /// <summary>How many bytes of the FAT file system an entry can cover: those that a file which is cut off has not are in no image.</summary>
    internal long FatLengthHere => LengthSource == BootLengthSource.File ? Math.Min(FatLength, Length) : FatLength;
}
