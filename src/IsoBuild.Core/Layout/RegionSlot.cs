namespace IsoBuild.Layout;

/// <summary>Where regions lie on the image: this list, from first to last, is the order on disk. Within a slot, the order of request counts.</summary>
/// <remarks>The order follows what readers need: volume descriptors from sector 16 on, Joliet before the terminator, directories before
/// file data with parents first (libarchive streams), and everything else after it. A directory's continuation area follows its records,
/// within the same slot: libarchive knows a subdirectory's whole name only when it meets the area before the subdirectory.</remarks>
internal enum RegionSlot
{
    SystemArea,
    PrimaryDescriptor,
    JolietDescriptor,
    DescriptorSetTerminator,
    IsoPathTables,
    JolietPathTables,
    IsoDirectories,
    JolietDirectories,
    Files,
    Padding,
}

/// <summary>What the regions of a slot are.</summary>
internal static class RegionSlots
{
    public static RegionKind Kind(this RegionSlot slot) => slot switch
    {
        RegionSlot.SystemArea => RegionKind.SystemArea,
        RegionSlot.PrimaryDescriptor or RegionSlot.JolietDescriptor or RegionSlot.DescriptorSetTerminator => RegionKind.VolumeDescriptor,
        RegionSlot.IsoPathTables or RegionSlot.JolietPathTables => RegionKind.PathTable,
        RegionSlot.IsoDirectories or RegionSlot.JolietDirectories => RegionKind.Directory,
        RegionSlot.Files => RegionKind.File,
        RegionSlot.Padding => RegionKind.Padding,
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "The slot has no kind."),
    };
}
