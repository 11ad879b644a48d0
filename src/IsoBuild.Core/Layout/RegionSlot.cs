namespace IsoBuild.Layout;

/// <summary>Where regions lie on the image: this list, from first to last, is the order on disk. Within a slot, the order of request counts.</summary>
/// <remarks>The order follows what readers need: volume descriptors from sector 16 on, the boot record second (SeaBIOS looks at sector 17), Joliet before the terminator and before an enhanced
/// descriptor, UDF's volume recognition sequence right after it, directories before file data with parents first (libarchive streams),
/// and everything else after it. A directory's continuation area follows its records, within the same slot: libarchive knows a
/// subdirectory's whole name only when it meets the area before the subdirectory. The UDF partition begins at the anchor's end.
/// A second tree, for readers that see one partition alone, follows the first, part for part.
/// An HFS+ volume begins right before the files, the boot catalog among them if trees show it, and ends right behind them; behind the images for UEFI too, where these are no partitions beside it.
/// Checksums come behind what they are of; those of files, as libisofs has them, before images for UEFI.
/// The files of a DVD-Video lie together, at distances of their own. Images for UEFI come last, so that the partition that they are does not lie within another, and appended
/// partitions behind them; the backup of the partition table is the image's end (UEFI 5.3.2), and then
/// the last anchor lies 256 sectors before the last one (ECMA-167 3/8.4.2.1). UDF's reserve sequence is right before that anchor: far from the main one, as it should be, and
/// 7-Zip looks for the anchor behind whatever of the image UDF knows to be its own, which the files at the end need not be.</remarks>
internal enum RegionSlot
{
    SystemArea,
    PrimaryDescriptor,
    BootRecord,
    JolietDescriptor,
    EnhancedDescriptor,
    DescriptorSetTerminator,
    UdfRecognition,
    DescriptorChecksum,
    PartitionDescriptors,
    UdfMainSequence,
    UdfAnchor,
    UdfFileSet,
    IsoPathTables,
    JolietPathTables,
    EnhancedPathTables,
    PartitionPathTables,
    IsoDirectories,
    JolietDirectories,
    EnhancedDirectories,
    PartitionDirectories,
    UdfFileEntries,
    DirectoryChecksum,
    BootCatalog,
    HfsPlus,
    BootCatalogInTrees,
    DvdVideo,
    Files,
    HfsPlusEnd,
    Checksums,
    EfiImages,
    HfsPlusEndBehindImages,
    Appended,
    Padding,
    UdfReserveSequence,
    UdfLastAnchor,
    AnchorDistance,
    BackupPartitionTable,
}

/// <summary>What the regions of a slot are, and where they must be.</summary>
internal static class RegionSlots
{
    /// <summary>On what boundary the files of a DVD-Video begin, in bytes: that of an error correction block of the disc.</summary>
    public const int DvdVideoAlignment = 16 * Bytes.Sector.Size;

    public static RegionKind Kind(this RegionSlot slot) => slot switch
    {
        RegionSlot.SystemArea => RegionKind.SystemArea,
        RegionSlot.PrimaryDescriptor or RegionSlot.BootRecord or RegionSlot.JolietDescriptor or RegionSlot.EnhancedDescriptor or RegionSlot.DescriptorSetTerminator or RegionSlot.PartitionDescriptors => RegionKind.VolumeDescriptor,
        RegionSlot.UdfRecognition or RegionSlot.UdfMainSequence or RegionSlot.UdfAnchor or RegionSlot.UdfFileSet or RegionSlot.UdfReserveSequence or RegionSlot.UdfLastAnchor => RegionKind.VolumeDescriptor,
        RegionSlot.IsoPathTables or RegionSlot.JolietPathTables or RegionSlot.EnhancedPathTables or RegionSlot.PartitionPathTables => RegionKind.PathTable,
        RegionSlot.IsoDirectories or RegionSlot.JolietDirectories or RegionSlot.EnhancedDirectories or RegionSlot.PartitionDirectories => RegionKind.Directory,
        RegionSlot.UdfFileEntries => RegionKind.FileEntries,
        RegionSlot.BootCatalog or RegionSlot.BootCatalogInTrees => RegionKind.BootCatalog,
        RegionSlot.HfsPlus or RegionSlot.HfsPlusEnd or RegionSlot.HfsPlusEndBehindImages => RegionKind.HfsPlus,
        RegionSlot.DvdVideo or RegionSlot.Files or RegionSlot.EfiImages => RegionKind.File,
        RegionSlot.Appended => RegionKind.Partition,
        RegionSlot.DescriptorChecksum or RegionSlot.DirectoryChecksum or RegionSlot.Checksums => RegionKind.Checksum,
        RegionSlot.BackupPartitionTable => RegionKind.PartitionTable,
        RegionSlot.Padding or RegionSlot.AnchorDistance => RegionKind.Padding,
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "The slot has no kind."),
    };

    /// <summary>The sector at which a slot begins whatever comes before it: readers look for the anchor there (ECMA-167 3/8.4.2.1).</summary>
    public static long? FixedSector(this RegionSlot slot) => slot == RegionSlot.UdfAnchor ? 256 : null;
}
