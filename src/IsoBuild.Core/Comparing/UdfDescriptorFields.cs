using IsoBuild.Udf;

namespace IsoBuild.Comparing;

/// <summary>Every field of the descriptors of UDF volumes, by ECMA-167 3/10 and 4/14 and by UDF 1.02 2.2.</summary>
internal static class UdfDescriptorFields
{
    private const int EntitySize = EntityId.Size;

    private static readonly FieldDefinition[] Tag =
    [
        new("tag identifier", 0, 2, FieldType.Little),
        new("descriptor version", 2, 2, FieldType.Little),
        new("tag checksum", 4, 1, FieldType.Bytes, FieldRole.Checksum),
        new("reserved byte of the tag", 5, 1),
        new("tag serial number", 6, 2, FieldType.Little),
        new("descriptor CRC", 8, 2, FieldType.Bytes, FieldRole.Checksum),
        new("descriptor CRC length", 10, 2, FieldType.Little),
        new("tag location", 12, 4, FieldType.Little, FieldRole.Checksum),
    ];

    private static readonly FieldDefinition Number = new("volume descriptor sequence number", 16, 4, FieldType.Little);

    /// <summary>3/10.1.</summary>
    private static readonly FieldDefinition[] Primary =
    [
        .. Tag, Number,
        new("primary volume descriptor number", 20, 4, FieldType.Little),
        new("volume identifier", 24, 32, FieldType.OstaText),
        new("volume sequence number", 56, 2, FieldType.Little),
        new("maximum volume sequence number", 58, 2, FieldType.Little),
        new("interchange level", 60, 2, FieldType.Little),
        new("maximum interchange level", 62, 2, FieldType.Little),
        new("character set list", 64, 4),
        new("maximum character set list", 68, 4),
        new("volume set identifier", 72, 128, FieldType.OstaText, FieldRole.Identity),
        new("descriptor character set", 200, 64, FieldType.Text),
        new("explanatory character set", 264, 64, FieldType.Text),
        new("volume abstract", 328, 8),
        new("volume copyright notice", 336, 8),
        .. Entity("application identifier", 344),
        new("recording date", 376, 12, FieldType.UdfDate),
        .. Entity("implementation identifier", 388),
        new("implementation use", 420, 64),
        new("predecessor volume descriptor sequence location", 484, 4, FieldType.Little),
        new("flags", 488, 2),
        new("reserved field", 490, 22),
    ];

    /// <summary>3/10.2.</summary>
    private static readonly FieldDefinition[] Anchor =
    [
        .. Tag,
        .. Extent("main volume descriptor sequence", 16),
        .. Extent("reserve volume descriptor sequence", 24),
        new("reserved field", 32, 480),
    ];

    /// <summary>3/10.3.</summary>
    private static readonly FieldDefinition[] Pointer = [.. Tag, Number, .. Extent("next volume descriptor sequence", 20), new("reserved field", 28, 484)];

    /// <summary>3/10.4, UDF 1.02 2.2.7.</summary>
    private static readonly FieldDefinition[] ImplementationUse =
    [
        .. Tag, Number,
        .. Entity("implementation identifier", 20),
        new("character set", 52, 64, FieldType.Text),
        new("logical volume identifier", 116, 128, FieldType.OstaText),
        new("owner (LVInfo1)", 244, 36, FieldType.OstaText),
        new("organization (LVInfo2)", 280, 36, FieldType.OstaText),
        new("contact (LVInfo3)", 316, 36, FieldType.OstaText),
        .. Entity("implementation that wrote it", 352),
        new("implementation use", 384, 128),
    ];

    /// <summary>3/10.5.</summary>
    private static readonly FieldDefinition[] Partition =
    [
        .. Tag, Number,
        new("partition flags", 20, 2),
        new("partition number", 22, 2, FieldType.Little),
        .. Entity("partition contents", 24),
        new("partition contents use", 56, 128),
        new("access type", 184, 4, FieldType.Little),
        new("partition starting location", 188, 4, FieldType.Little, FieldRole.Location),
        new("partition length", 192, 4, FieldType.Little, FieldRole.Space),
        .. Entity("implementation identifier", 196),
        new("implementation use", 228, 128),
        new("reserved field", 356, 156),
    ];

    /// <summary>3/10.6, UDF 1.02 2.2.4.</summary>
    private static readonly FieldDefinition[] LogicalVolume =
    [
        .. Tag, Number,
        new("descriptor character set", 20, 64, FieldType.Text),
        new("logical volume identifier", 84, 128, FieldType.OstaText),
        new("logical block size", 212, 4, FieldType.Little),
        .. Domain(216),
        new("file set's length", 248, 4, FieldType.Little),
        new("file set's block", 252, 4, FieldType.Little),
        new("file set's partition", 256, 2, FieldType.Little),
        new("file set's implementation use", 258, 6),
        new("map table length", 264, 4, FieldType.Little),
        new("number of partition maps", 268, 4, FieldType.Little),
        .. Entity("implementation identifier", 272),
        new("implementation use", 304, 128),
        .. Extent("integrity sequence", 432),
        new("partition maps", 440, 72),
    ];

    /// <summary>3/10.8.</summary>
    private static readonly FieldDefinition[] Unallocated = [.. Tag, Number, new("number of allocation descriptors", 20, 4, FieldType.Little), new("allocation descriptors", 24, 488)];

    /// <summary>3/10.10, UDF 1.02 2.2.6; of one partition.</summary>
    private static readonly FieldDefinition[] Integrity =
    [
        .. Tag,
        new("recording date", 16, 12, FieldType.UdfDate),
        new("integrity type", 28, 4, FieldType.Little),
        new("next integrity extent", 32, 8),
        new("next unique id", 40, 8, FieldType.Little, FieldRole.Size),
        new("reserved field", 48, 24),
        new("number of partitions", 72, 4, FieldType.Little),
        new("length of implementation use", 76, 4, FieldType.Little),
        new("free space", 80, 4, FieldType.Little),
        new("partition size", 84, 4, FieldType.Little, FieldRole.Space),
        .. Entity("implementation identifier", 88),
        new("number of files", 120, 4, FieldType.Little, FieldRole.Size),
        new("number of directories", 124, 4, FieldType.Little, FieldRole.Size),
        new("minimum UDF read revision", 128, 2, FieldType.UdfRevision),
        new("minimum UDF write revision", 130, 2, FieldType.UdfRevision),
        new("maximum UDF write revision", 132, 2, FieldType.UdfRevision),
        new("rest of the implementation use", 134, 378),
    ];

    /// <summary>4/14.1, UDF 1.02 2.3.2.</summary>
    private static readonly FieldDefinition[] FileSet =
    [
        .. Tag,
        new("recording date", 16, 12, FieldType.UdfDate),
        new("interchange level", 28, 2, FieldType.Little),
        new("maximum interchange level", 30, 2, FieldType.Little),
        new("character set list", 32, 4),
        new("maximum character set list", 36, 4),
        new("file set number", 40, 4, FieldType.Little),
        new("file set descriptor number", 44, 4, FieldType.Little),
        new("logical volume identifier's character set", 48, 64, FieldType.Text),
        new("logical volume identifier", 112, 128, FieldType.OstaText),
        new("file set character set", 240, 64, FieldType.Text),
        new("file set identifier", 304, 32, FieldType.OstaText),
        new("copyright file identifier", 336, 32, FieldType.OstaText),
        new("abstract file identifier", 368, 32, FieldType.OstaText),
        new("root directory's length", 400, 4, FieldType.Little),
        new("root directory's block", 404, 4, FieldType.Little),
        new("root directory's partition", 408, 2, FieldType.Little),
        new("root directory's implementation use", 410, 6),
        .. Domain(416),
        new("next extent", 448, 16),
        new("reserved field", 464, 48),
    ];

    private static readonly FieldDefinition[] Other = [.. Tag, new("bytes after the tag", 16, 496)];

    /// <summary>What a descriptor is called, and its first 512 bytes; <see langword="null"/> of what is none.</summary>
    public static (string Name, FieldDefinition[] Fields)? Of(TagId id) => id switch
    {
        TagId.PrimaryVolume => ("primary volume descriptor", Primary),
        TagId.Anchor => ("anchor", Anchor),
        TagId.VolumePointer => ("volume descriptor pointer", Pointer),
        TagId.ImplementationUseVolume => ("implementation use volume descriptor", ImplementationUse),
        TagId.Partition => ("partition descriptor", Partition),
        TagId.LogicalVolume => ("logical volume descriptor", LogicalVolume),
        TagId.UnallocatedSpace => ("unallocated space descriptor", Unallocated),
        TagId.Terminating => ("terminating descriptor", Other),
        TagId.LogicalVolumeIntegrity => ("logical volume integrity descriptor", Integrity),
        TagId.FileSet => ("file set descriptor", FileSet),
        _ => null,
    };

    /// <summary>1/7.1.</summary>
    private static FieldDefinition[] Extent(string name, int start) =>
    [
        new($"length of the {name}", start, 4, FieldType.Little),
        new($"location of the {name}", start + 4, 4, FieldType.Little, FieldRole.Location),
    ];

    /// <summary>1/7.4: flags and 23 bytes of identifier, 8 of suffix.</summary>
    private static FieldDefinition[] Entity(string name, int start) =>
    [
        new($"flags of the {name}", start, 1),
        new(name, start + 1, 23, FieldType.Text),
        new($"suffix of the {name}", start + 24, EntitySize - 24),
    ];

    /// <summary>UDF 1.02 2.1.5.3.</summary>
    private static FieldDefinition[] Domain(int start) =>
    [
        new("flags of the domain identifier", start, 1),
        new("domain identifier", start + 1, 23, FieldType.Text),
        new("UDF revision", start + 24, 2, FieldType.UdfRevision),
        new("domain flags", start + 26, 1),
        new("rest of the domain's suffix", start + 27, 5),
    ];
}
