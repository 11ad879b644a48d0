using IsoBuild.Diagnostics;
using IsoBuild.Reading;
using IsoBuild.Udf;

namespace IsoBuild.Verifying;

/// <summary>What the rules of UDF share: a volume, and how its descriptors are looked at.</summary>
internal sealed class UdfChecks(VerifyContext context, UdfVolumeReading volume)
{
    /// <summary>Of a tag, where the fields lie that findings are about (ECMA-167 3/7.2).</summary>
    private const int VersionField = 2;
    private const int CrcField = 8;
    private const int LocationField = 12;

    private readonly bool isSecondEdition = volume.Recognition.Any(descriptor => string.Equals(descriptor.Name, "nsr02", StringComparison.Ordinal));

    public VerifyContext Context { get; } = context;

    public UdfVolumeReading Volume { get; } = volume;

    public Findings Findings { get; } = context.Findings;

    /// <summary>Whether there is a descriptor of that kind; what is wrong with its tag is told.</summary>
    /// <param name="descriptor">Its bytes.</param>
    /// <param name="id">What it ought to be.</param>
    /// <param name="location">The block that it ought to name.</param>
    /// <param name="offset">Where it lies.</param>
    /// <param name="item">Whom it concerns.</param>
    public bool IsThere(ReadOnlySpan<byte> descriptor, TagId id, uint location, long offset, object? item)
    {
        var faults = new DescriptorTag(descriptor).Check(id, location);
        if (UdfTags.IsNone(faults) || (faults & TagFaults.Id) != 0)
        {
            Findings.Error(DiagnosticId.UdfDescriptorMissing, item, offset, $"A {NameOf(id)} is missing here, so what it points to cannot be read. The image is damaged or truncated. Get a fresh copy, or recreate it.");
            return false;
        }

        CheckTag(descriptor, faults, offset, item, NameOf(id));
        return true;
    }

    /// <summary>Tells what is wrong with the tag of a descriptor that there is.</summary>
    public void CheckTag(ReadOnlySpan<byte> descriptor, TagFaults faults, long offset, object? item, string name)
    {
        var tag = new DescriptorTag(descriptor);
        if ((faults & TagFaults.Version) != 0 || (isSecondEdition && tag.Version != DescriptorTag.Nsr02Version))
        {
            Findings.Error(DiagnosticId.UdfTagVersion, item, offset + VersionField, $"The tag of the {name} has version {tag.Version}; it must be 2 with NSR02, and 2 or 3 with NSR03. Recreate the image.");
        }

        if ((faults & TagFaults.Crc) != 0)
        {
            Findings.Error(DiagnosticId.UdfTagChecksum, item, offset + CrcField, $"The {name} does not match the CRC in its tag: Linux, Windows and 7-Zip do not read it. The image is damaged. Get a fresh copy, or recreate it.");
        }

        if ((faults & TagFaults.Location) != 0)
        {
            Findings.Error(DiagnosticId.UdfTagLocation, item, offset + LocationField, $"The tag of the {name} gives its location as block {tag.Location}, which is wrong: Linux does not read it. Recreate the image.");
        }
    }

    /// <summary>Looks at a field of fixed size (dstring).</summary>
    public void CheckText(ReadOnlySpan<byte> field, long offset, string name)
    {
        if (!OstaText.TryReadField(field, out _))
        {
            Findings.Warning(DiagnosticId.UdfTextMalformed, item: null, offset, $"The {name} is longer than its field, or is not OSTA compressed Unicode: readers show another text or none. Recreate the image.");
        }
    }

    public void CheckDate(DateTimeOffset? date, long offset, object? item, string name)
    {
        if (date is null)
        {
            Findings.Warning(DiagnosticId.UdfDateInvalid, item, offset, $"The {name} is not a valid date: readers show another date or none. Recreate the image.");
        }
    }

    private static string NameOf(TagId id) => id switch
    {
        TagId.PrimaryVolume => "primary volume descriptor",
        TagId.Anchor => "anchor volume descriptor pointer",
        TagId.Partition => "partition descriptor",
        TagId.LogicalVolume => "logical volume descriptor",
        TagId.LogicalVolumeIntegrity => "logical volume integrity descriptor",
        TagId.FileSet => "file set descriptor",
        TagId.FileIdentifier => "file identifier",
        TagId.FileEntry or TagId.ExtendedFileEntry => "file entry",
        TagId.AllocationExtent => "allocation extent descriptor",
        _ => "descriptor",
    };
}
