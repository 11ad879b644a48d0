using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The volume of ISO 9660:1999: an enhanced volume descriptor (version 2, file structure version 2), path tables and directories of its own, over the same file content.</summary>
internal sealed class EnhancedVolume(ContentTree content, FileData files, VolumeText text, EnhancedNames names, DiagnosticBag diagnostics) : IImagePart, IRegionEncoder
{
    private const string Descriptor = "the ISO 9660:1999 descriptor";

    private DescriptorText fields = new();

    /// <summary>The tree of the volume.</summary>
    public DirectoryTree Tree { get; } = new(content, files, names, systemUse: null, diagnostics);

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.EnhancedDescriptor, Bytes.Sector.Size, "enhanced", this);
        Tree.Measure(requests);
        fields = DescriptorText.Of(text, text.Kept?.Enhanced, Fit).WithFiles(text, Tree, Descriptor, diagnostics);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
        VolumeDescriptor.Write(destination, DescriptorType.Supplementary, VolumeDescriptor.EnhancedVersion, escapes: default, fields, text.Date, names, Tree, context.Layout);

    private string Fit(string field, string value, int size)
    {
        var stored = EnhancedNames.Fit(value, size);
        DescriptorText.ReportCut(field, value, stored, Descriptor, diagnostics);
        return stored;
    }
}
