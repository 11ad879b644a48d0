using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>The volume descriptors of an image, from sector 16 on (ECMA-119 6.7.1).</summary>
internal sealed class DescriptorSet
{
    /// <summary>No image of note has more; without a limit, a file of descriptors would be read to its end.</summary>
    private const int MaxDescriptors = 64;

    private DescriptorSet(List<(DescriptorType Type, byte[] Sector)> all, byte[] primary, byte[]? joliet)
    {
        All = all;
        Primary = primary;
        Joliet = joliet;
    }

    /// <summary>Every descriptor, in disk order, terminator included.</summary>
    public List<(DescriptorType Type, byte[] Sector)> All { get; }

    /// <summary>The sector of the primary descriptor.</summary>
    public byte[] Primary { get; }

    /// <summary>The sector of the first Joliet descriptor, if there is one.</summary>
    public byte[]? Joliet { get; }

    /// <exception cref="ImageException">The file holds no ISO 9660 volume.</exception>
    public static DescriptorSet Read(ImageFile image)
    {
        var all = new List<(DescriptorType Type, byte[] Sector)>();
        byte[]? primary = null;
        byte[]? joliet = null;
        for (var i = 0; i < MaxDescriptors; i++)
        {
            var sector = new byte[Sector.Size];
            if (!image.TryRead((long)(FixedAreas.SystemAreaSectors + i) * Sector.Size, sector) || VolumeDescriptor.TypeOf(sector) is not { } type)
            {
                break;
            }

            all.Add((type, sector));
            if (type == DescriptorType.Primary)
            {
                primary ??= sector;
            }
            else if (type == DescriptorType.Supplementary && IsJoliet(sector))
            {
                joliet ??= sector;
            }
            else if (type == DescriptorType.Terminator)
            {
                break;
            }
        }

        if (primary is null)
        {
            throw new ImageException(new Diagnostic(DiagnosticId.NotAnImage, DiagnosticSeverity.Error, Item: null, "The file holds no ISO 9660 volume: there is no primary volume descriptor from byte 32768 on. Check that it is an image, and whole."));
        }

        if (new VolumeDescriptor.View(primary).LogicalBlockSize != Sector.Size)
        {
            throw new ImageException(new Diagnostic(DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, Item: null, $"The volume has logical blocks of {new VolumeDescriptor.View(primary).LogicalBlockSize} bytes; only {Sector.Size} is supported, as in most readers."));
        }

        return new DescriptorSet(all, primary, joliet);
    }

    /// <summary>What descriptor <paramref name="index"/> says.</summary>
    public VolumeDescriptorInfo Describe(int index)
    {
        var (type, sector) = All[index];
        var view = new VolumeDescriptor.View(sector);
        return new VolumeDescriptorInfo
        {
            Kind = type switch
            {
                DescriptorType.BootRecord => VolumeDescriptorKind.BootRecord,
                DescriptorType.Primary => VolumeDescriptorKind.Primary,
                DescriptorType.Supplementary when IsJoliet(sector) => VolumeDescriptorKind.Joliet,
                DescriptorType.Supplementary => VolumeDescriptorKind.Supplementary,
                DescriptorType.Partition => VolumeDescriptorKind.Partition,
                DescriptorType.Terminator => VolumeDescriptorKind.Terminator,
                _ => VolumeDescriptorKind.Unknown,
            },
            Sector = FixedAreas.SystemAreaSectors + index,
            VolumeId = Text(view.VolumeIdField),
            Publisher = Text(view.PublisherField),
            ApplicationId = Text(view.ApplicationIdField),
            LogicalBlockSize = view.LogicalBlockSize,
            PathTableSize = view.PathTableBytes,
            LittleEndianPathTable = view.LittleEndianPathTableBlock,
            BigEndianPathTable = view.BigEndianPathTableBlock,
            RootDirectory = view.Root.Block,
            Modified = view.ModifiedDate,
        };
    }

    /// <summary>The text of a field of the primary descriptor, without its padding.</summary>
    public static string Text(ReadOnlySpan<byte> field) => Encoding.ASCII.GetString(field).TrimEnd(' ', '\0');

    private static bool IsJoliet(ReadOnlySpan<byte> sector)
    {
        // UCS-2 levels 1, 2 and 3; we write 3.
        var escape = new VolumeDescriptor.View(sector).Escape;
        return escape.SequenceEqual("%/@"u8) || escape.SequenceEqual("%/C"u8) || escape.SequenceEqual(JolietVolume.Escape);
    }
}
