using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The primary volume: its descriptor, the end of the descriptor set, path tables and directories.</summary>
internal sealed class Iso9660Volume : IImagePart, IRegionEncoder
{
    private readonly VolumeText text;
    private readonly IsoNames names;
    private readonly ImageFormats formats;
    private readonly DiagnosticBag diagnostics;
    private DescriptorText fields;

    public Iso9660Volume(ContentTree content, FileData files, VolumeText text, IsoNames names, ISystemUse? systemUse, ImageFormats formats, DiagnosticBag diagnostics, Relocation? relocation = null)
    {
        this.text = text;
        this.names = names;
        this.formats = formats;
        this.diagnostics = diagnostics;
        Tree = new DirectoryTree(content, files, names, systemUse, diagnostics, relocation);
        fields = DescriptorText.Of(text, text.Kept?.Primary, Fit) with { Modified = text.Kept?.Modified ?? default };
    }

    /// <summary>The tree of the volume.</summary>
    public DirectoryTree Tree { get; }

    /// <summary>What the descriptor will say, once the names are known.</summary>
    public VolumeInfo Info => new(fields.VolumeId.Text, fields.Modified.IsEmpty ? ImageTimestamp.Normalize(text.Date) : VolumeDate.Read(fields.Modified.Span), names.AreFree ? formats | ImageFormats.Iso1999 : formats, names.LowestLevel)
    {
        SystemId = fields.SystemId.Text,
        VolumeSetId = fields.VolumeSetId.Text,
        Publisher = fields.Publisher.Text,
        Preparer = fields.Preparer.Text,
        ApplicationId = fields.ApplicationId.Text,
        CopyrightFile = fields.CopyrightFile,
        AbstractFile = fields.AbstractFile,
        BibliographicFile = fields.BibliographicFile,
        Expires = fields.Expires,
        Effective = fields.Effective,
    };

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.PrimaryDescriptor, Bytes.Sector.Size, "primary", this);
        if (names.AreFree)
        {
            requests.Add(RegionSlot.EnhancedDescriptor, Bytes.Sector.Size, "enhanced", new EnhancedEncoder(this));
        }

        requests.Add(RegionSlot.DescriptorSetTerminator, Bytes.Sector.Size, "terminator", new TerminatorEncoder());
        Tree.Measure(requests);
        fields = fields.WithFiles(text, Tree, "the ISO 9660 descriptor", diagnostics);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination) => Write(destination, DescriptorType.Primary, VolumeDescriptor.StandardVersion, context);

    private void Write(Span<byte> destination, DescriptorType type, byte version, EncodingContext context) =>
        VolumeDescriptor.Write(destination, type, version, escapes: default, fields, text.Date, names, Tree, context.Layout);

    /// <summary>What a field holds of what the user wrote: printable ASCII as it is, as other writers have it and programs look for it.</summary>
    private string Fit(string field, string value, int size)
    {
        if (value.Length > size)
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} is {value.Length} characters long, but at most {size} fit. Shorten it.");
            return "";
        }

        if (value.Any(char.IsControl))
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} contains a control character. Remove it.");
            return "";
        }

        // Spaces at the end are padding to every reader.
        return IsoText.ToAscii(value).TrimEnd(' ');
    }

    /// <summary>The enhanced descriptor (ISO 9660:1999, 8.5) that leads to the same tree.</summary>
    private sealed class EnhancedEncoder(Iso9660Volume volume) : IRegionEncoder
    {
        public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
            volume.Write(destination, DescriptorType.Supplementary, VolumeDescriptor.EnhancedVersion, context);
    }

    /// <summary>The volume descriptor set terminator (ECMA-119 8.3).</summary>
    private sealed class TerminatorEncoder : IRegionEncoder
    {
        public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
            VolumeDescriptor.WriteHead(destination, DescriptorType.Terminator);
    }
}
