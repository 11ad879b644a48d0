using System.Text;
using System.Text.Unicode;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Layout;

namespace IsoBuild.Reading;

/// <summary>The volume descriptors of a volume, from the end of its system area on (ECMA-119 6.7.1).</summary>
internal sealed class DescriptorSet
{
    /// <summary>No image of note has more; without a limit, a file of descriptors would be read to its end.</summary>
    private const int MaxDescriptors = 64;

    private DescriptorSet(long firstSector, List<(DescriptorType Type, byte[] Sector)> all, byte[] primary)
    {
        FirstSector = firstSector;
        All = all;
        Primary = primary;
        Joliet = First(VolumeDescriptorKind.Joliet);
        Enhanced = First(VolumeDescriptorKind.Enhanced);

        byte[]? First(VolumeDescriptorKind kind) => all.FirstOrDefault(descriptor => KindOf(descriptor.Sector) == kind && HasOurBlocks(descriptor.Sector)).Sector;
    }

    /// <summary>The sector of the first descriptor: 16, and more in later sessions.</summary>
    public long FirstSector { get; }

    /// <summary>Every descriptor, in disk order, terminator included.</summary>
    public List<(DescriptorType Type, byte[] Sector)> All { get; }

    /// <summary>The sector of the primary descriptor.</summary>
    public byte[] Primary { get; }

    /// <summary>The sector of the first Joliet descriptor, if there is one.</summary>
    public byte[]? Joliet { get; }

    /// <summary>The sector of the first enhanced descriptor (ISO 9660:1999), if there is one.</summary>
    public byte[]? Enhanced { get; }

    /// <summary>The logical block of the primary tree's root directory.</summary>
    public long Root => new VolumeDescriptor.View(Primary).Root.Block;

    /// <summary>The volume identifier.</summary>
    public string VolumeId => Text(new VolumeDescriptor.View(Primary).VolumeIdField);

    /// <param name="image">The image.</param>
    /// <param name="start">The sector at which the system area begins.</param>
    /// <exception cref="ImageException">There is no primary descriptor, or one that cannot be read.</exception>
    public static DescriptorSet Read(ImageFile image, long start)
    {
        var first = start + FixedAreas.SystemAreaSectors;
        var all = new List<(DescriptorType Type, byte[] Sector)>();
        for (var i = 0; i < MaxDescriptors; i++)
        {
            var sector = new byte[Sector.Size];
            if (!image.TryRead((first + i) * Sector.Size, sector) || VolumeDescriptor.TypeOf(sector) is not { } type)
            {
                break;
            }

            all.Add((type, sector));
            if (type == DescriptorType.Terminator)
            {
                break;
            }
        }

        if (all.Find(descriptor => descriptor.Type == DescriptorType.Primary).Sector is not { } primary)
        {
            throw new ImageException(new Diagnostic(DiagnosticId.NotAnImage, DiagnosticSeverity.Error, Item: null, $"The file has no ISO 9660 volume: there is no primary volume descriptor from byte {first * Sector.Size} on. Check that it is an image, and complete."));
        }

        if (!HasOurBlocks(primary))
        {
            throw new ImageException(new Diagnostic(DiagnosticId.ImageMalformed, DiagnosticSeverity.Error, Item: null, $"The logical block size of the volume is {new VolumeDescriptor.View(primary).LogicalBlockSize} bytes. Only {Sector.Size} is supported, as in most readers."));
        }

        return new DescriptorSet(first, all, primary);
    }

    /// <summary>Whether there is a descriptor where the first one belongs.</summary>
    public static bool IsThere(ImageFile image, long start)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        return image.TryRead((start + FixedAreas.SystemAreaSectors) * Sector.Size, sector) && VolumeDescriptor.TypeOf(sector) is not null;
    }

    /// <summary>Whether the addresses of a volume count blocks of the only size that is read.</summary>
    public static bool HasOurBlocks(ReadOnlySpan<byte> sector) => new VolumeDescriptor.View(sector).LogicalBlockSize == Sector.Size;

    /// <summary>What a descriptor is.</summary>
    public static VolumeDescriptorKind KindOf(ReadOnlySpan<byte> sector) => (DescriptorType)sector[0] switch
    {
        DescriptorType.BootRecord => VolumeDescriptorKind.BootRecord,
        DescriptorType.Primary => VolumeDescriptorKind.Primary,
        DescriptorType.Supplementary when IsJoliet(sector) => VolumeDescriptorKind.Joliet,
        DescriptorType.Supplementary when VolumeDescriptor.VersionOf(sector) == 2 => VolumeDescriptorKind.Enhanced,
        DescriptorType.Supplementary => VolumeDescriptorKind.Supplementary,
        DescriptorType.Partition => VolumeDescriptorKind.Partition,
        DescriptorType.Terminator => VolumeDescriptorKind.Terminator,
        _ => VolumeDescriptorKind.Unknown,
    };

    /// <summary>What descriptor <paramref name="index"/> says.</summary>
    public VolumeDescriptorInfo Describe(int index)
    {
        var sector = All[index].Sector;
        var info = new VolumeDescriptorInfo { Kind = KindOf(sector), Sector = FirstSector + index };
        var view = new VolumeDescriptor.View(sector);
        switch (info.Kind)
        {
            case VolumeDescriptorKind.Terminator or VolumeDescriptorKind.Unknown:
                return info;
            case VolumeDescriptorKind.BootRecord:
                return info with { SystemId = Text(view.SystemIdField) };
            case VolumeDescriptorKind.Partition:
                return info with { SystemId = Text(view.SystemIdField), VolumeId = Text(view.VolumeIdField) };
        }

        var isWide = info.Kind == VolumeDescriptorKind.Joliet;
        return info with
        {
            SystemId = Text(view.SystemIdField, isWide),
            VolumeId = Text(view.VolumeIdField, isWide),
            VolumeSetId = Text(view.VolumeSetIdField, isWide),
            Publisher = Text(view.PublisherField, isWide),
            Preparer = Text(view.PreparerField, isWide),
            ApplicationId = Text(view.ApplicationIdField, isWide),
            CopyrightFile = Text(view.CopyrightField, isWide),
            AbstractFile = Text(view.AbstractField, isWide),
            BibliographicFile = Text(view.BibliographicField, isWide),
            SpaceSize = view.SpaceBlocks,
            SetSize = view.VolumeSetSize,
            SequenceNumber = view.VolumeSequenceNumber,
            LogicalBlockSize = view.LogicalBlockSize,
            PathTableSize = view.PathTableBytes,
            LittleEndianPathTable = view.LittleEndianPathTableBlock,
            BigEndianPathTable = view.BigEndianPathTableBlock,
            RootDirectory = view.Root.Block,
            Created = view.CreatedDate,
            Modified = view.ModifiedDate,
            Expires = view.ExpiresDate,
            Effective = view.EffectiveDate,
        };
    }

    /// <summary>The text of a field, without its padding. Other writers store what the user's terminal speaks: UTF-8, else read as Latin-1.</summary>
    public static string Text(ReadOnlySpan<byte> field, bool isWide = false)
    {
        // A field of odd length ends with a byte that belongs to no character.
        var encoding = isWide ? Encoding.BigEndianUnicode : Utf8.IsValid(field) ? Encoding.UTF8 : Encoding.Latin1;
        return encoding.GetString(isWide ? field[..(field.Length & ~1)] : field).TrimEnd(' ', '\0');
    }

    private static bool IsJoliet(ReadOnlySpan<byte> sector)
    {
        // UCS-2 levels 1, 2 and 3; we write 3.
        var escape = new VolumeDescriptor.View(sector).Escape;
        return escape.SequenceEqual("%/@"u8) || escape.SequenceEqual("%/C"u8) || escape.SequenceEqual(JolietVolume.Escape);
    }
}
