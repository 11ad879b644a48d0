using IsoBuild.Bytes;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Comparing;

/// <summary>One of two images, and what is looked up in it while they are compared.</summary>
internal sealed class ComparedImage
{
    private readonly List<ComparedDescriptor> descriptors = [];

    public ComparedImage(ImageReader reader)
    {
        Reader = reader;
        BootFields = IsoBuild.Comparing.BootFields.Of(reader);
        Regions = new RegionIndex(reader.Layout());
        Records = new DirectoryRecords(reader.Image, DirectoryRecords.SkipOf(reader));
        var numbers = new Dictionary<VolumeDescriptorKind, int>();
        foreach (var descriptor in reader.Descriptors)
        {
            var sector = new byte[Sector.Size];
            if (reader.Image.TryRead(descriptor.Sector * Sector.Size, sector))
            {
                var number = numbers[descriptor.Kind] = numbers.GetValueOrDefault(descriptor.Kind) + 1;
                descriptors.Add(new ComparedDescriptor(VolumeComparer.Title(descriptor.Kind, number), DescriptorFields.Of(descriptor.Kind), sector, descriptor.Sector * Sector.Size));
            }
        }

        if (reader.UdfVolume is { } udf)
        {
            descriptors.AddRange(ComparedDescriptor.Of(udf));
        }
    }

    /// <summary>The fields of the boot catalog and of what it starts.</summary>
    public List<BootField> BootFields { get; }

    public ImageReader Reader { get; }

    public ImageFile File => Reader.Image;

    public RegionIndex Regions { get; }

    public DirectoryRecords Records { get; }

    /// <summary>The descriptors of volumes; those of one kind are numbered.</summary>
    public IReadOnlyList<ComparedDescriptor> Descriptors => descriptors;

    /// <summary>What holds or follows a byte, and how far it begins before it.</summary>
    public (Region Region, RegionKey Key)? Find(long offset) =>
        Regions.Find(offset) is >= 0 and var number ? (Regions.Layout.Regions[number], Regions.KeyOf(number)) : null;
}
