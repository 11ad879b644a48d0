using IsoBuild.Iso9660;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>Every field of a volume descriptor, by the tables of ECMA-119 8.</summary>
internal static class DescriptorFields
{
    private const int RootRecord = 156;

    private static readonly FieldDefinition[] Head =
    [
        new("volume descriptor type", 0, 1, FieldType.Little),
        new("standard identifier", 1, 5, FieldType.Text),
        new("volume descriptor version", 6, 1, FieldType.Little),
    ];

    private static readonly FieldDefinition[] Root =
    [
        .. RecordFields.Head.Where(field => field.Name.Length > 0).Select(field => field with { Name = $"root directory's {field.Name}", Start = RootRecord + field.Start }),
        new("root directory's identifier", RootRecord + DirectoryRecord.HeadSize, 1),
    ];

    private static readonly FieldDefinition[] Primary = Volume(FieldType.Text,
        new("unused field after the volume space size", 88, 32));

    private static readonly FieldDefinition[] Supplementary = Volume(FieldType.Text,
        new("escape sequences", 88, 32));

    private static readonly FieldDefinition[] Joliet = Volume(FieldType.WideText,
        new("escape sequences", 88, 32));

    private static readonly FieldDefinition[] BootRecord =
    [
        .. Head,
        new("boot system identifier", 7, 32, FieldType.Text),
        new("boot identifier", 39, 32, FieldType.Text),
        new("location of the boot catalog", 71, 4, FieldType.Little),
        new("boot system use", 75, 1973),
    ];

    private static readonly FieldDefinition[] Partition =
    [
        .. Head,
        new("unused field", 7, 1),
        new("system identifier", 8, 32, FieldType.Text),
        new("volume partition identifier", 40, 32, FieldType.Text),
        new("volume partition location", 72, 8, FieldType.Both),
        new("volume partition size", 80, 8, FieldType.Both),
        new("system use", 88, 1960),
    ];

    private static readonly FieldDefinition[] Other = [.. Head, new("reserved field", 7, 2041)];

    public static FieldDefinition[] Of(VolumeDescriptorKind kind) => kind switch
    {
        VolumeDescriptorKind.Primary => Primary,
        VolumeDescriptorKind.Joliet => Joliet,
        VolumeDescriptorKind.Supplementary or VolumeDescriptorKind.Enhanced => Supplementary,
        VolumeDescriptorKind.BootRecord => BootRecord,
        VolumeDescriptorKind.Partition => Partition,
        _ => Other,
    };

    /// <summary>What sector maps call the descriptor.</summary>
    public static string NameOf(VolumeDescriptorKind kind) => kind switch
    {
        VolumeDescriptorKind.Primary => "primary",
        VolumeDescriptorKind.Joliet => "joliet",
        VolumeDescriptorKind.Supplementary => "supplementary",
        VolumeDescriptorKind.Enhanced => "enhanced",
        VolumeDescriptorKind.BootRecord => "boot record",
        VolumeDescriptorKind.Partition => "partition",
        VolumeDescriptorKind.Terminator => "terminator",
        _ => "unknown",
    };

    /// <summary>ECMA-119 8.4 and 8.5, which differ in what follows the volume space size, and in the characters of their texts.</summary>
    private static FieldDefinition[] Volume(FieldType text, FieldDefinition afterSpaceSize) =>
    [
        .. Head,
        new("volume flags", 7, 1),
        new("system identifier", 8, 32, text),
        new("volume identifier", 40, 32, text),
        new("unused field before the volume space size", 72, 8),
        new("volume space size", 80, 8, FieldType.Both, FieldRole.Space),
        afterSpaceSize,
        new("volume set size", 120, 4, FieldType.Both),
        new("volume sequence number", 124, 4, FieldType.Both),
        new("logical block size", 128, 4, FieldType.Both),
        new("path table size", 132, 8, FieldType.Both, FieldRole.Size),
        new("location of the little-endian path table", 140, 4, FieldType.Little, FieldRole.Location),
        new("location of the optional little-endian path table", 144, 4, FieldType.Little, FieldRole.Location),
        new("location of the big-endian path table", 148, 4, FieldType.Big, FieldRole.Location),
        new("location of the optional big-endian path table", 152, 4, FieldType.Big, FieldRole.Location),
        .. Root,
        new("volume set identifier", 190, 128, text),
        new("publisher identifier", 318, 128, text),
        new("data preparer identifier", 446, 128, text),
        new("application identifier", 574, 128, text),
        new("copyright file identifier", 702, 37, text),
        new("abstract file identifier", 739, 37, text),
        new("bibliographic file identifier", 776, 37, text),
        new("volume creation date", 813, 17, FieldType.LongDate),
        new("volume modification date", 830, 17, FieldType.LongDate),
        new("volume expiration date", 847, 17, FieldType.LongDate),
        new("volume effective date", 864, 17, FieldType.LongDate),
        new("file structure version", 881, 1, FieldType.Little),
        new("reserved field at byte 882", 882, 1),
        new("application use", 883, 512),
        new("reserved field at byte 1395", 1395, 653),
    ];
}
