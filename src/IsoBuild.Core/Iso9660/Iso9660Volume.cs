using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The primary volume: its descriptor, the end of the descriptor set, path tables and directories.</summary>
internal sealed class Iso9660Volume : IImagePart, IRegionEncoder
{
    private readonly VolumeText text;
    private readonly IsoNames names;
    private readonly DirectoryTree tree;
    private readonly DescriptorText fields;

    public Iso9660Volume(ContentTree content, FileData files, VolumeText text, IsoNames names, ISystemUse? systemUse, ImageFormats formats, DiagnosticBag diagnostics)
    {
        this.text = text;
        this.names = names;
        tree = new DirectoryTree(content, files, names, systemUse, diagnostics);
        var restrict = new FieldRestriction(formats.HasFlag(ImageFormats.Joliet), diagnostics);
        fields = new DescriptorText(
            restrict.Apply("volume identifier", text.VolumeId, 32, IsoText.IsD, "A-Z, 0-9 and _"),
            restrict.Apply("publisher", text.Publisher, 128, IsoText.IsA, "A-Z, 0-9, _, space and some punctuation"),
            restrict.Apply("application identifier", text.ApplicationId, 128, IsoText.IsA, "A-Z, 0-9, _, space and some punctuation"));
        Formats = formats;
    }

    private ImageFormats Formats { get; }

    /// <summary>What the descriptor will say, once the names are known.</summary>
    public VolumeInfo Info => new(fields.VolumeId, text.Timestamp, Formats, names.LowestLevel)
    {
        Publisher = fields.Publisher,
        ApplicationId = fields.ApplicationId,
    };

    /// <summary>The path of a file in this tree.</summary>
    public string PathOf(ContentNode file) => tree.PathOf(file);

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.PrimaryDescriptor, Bytes.Sector.Size, "primary", this);
        requests.Add(RegionSlot.DescriptorSetTerminator, Bytes.Sector.Size, "terminator", new TerminatorEncoder());
        tree.Measure(requests);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
        VolumeDescriptor.Write(destination, DescriptorType.Primary, escapes: default, fields, text.Timestamp, names, tree, context.Layout);

    /// <summary>The volume descriptor set terminator (ECMA-119 8.3).</summary>
    private sealed class TerminatorEncoder : IRegionEncoder
    {
        public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
            VolumeDescriptor.WriteHead(destination, DescriptorType.Terminator);
    }
}

/// <summary>Fits what users write into the fields of the primary descriptor.</summary>
/// <param name="originalElsewhere">Whether another descriptor holds the text in its own case.</param>
/// <param name="diagnostics">Is told of what was changed, and of what will not do.</param>
internal sealed class FieldRestriction(bool originalElsewhere, DiagnosticBag diagnostics)
{
    public string Apply(string field, string value, int limit, Func<char, bool> isAllowed, string allowed)
    {
        if (value.Length > limit)
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} is {value.Length} characters long; at most {limit} fit. Shorten it.");
            return "";
        }

        if (value.Any(char.IsControl))
        {
            diagnostics.Error(DiagnosticId.VolumeFieldInvalid, value, $"The {field} contains a control character. Remove it.");
            return "";
        }

        var restricted = IsoText.Restrict(value, isAllowed, out var onlyCase);
        if (!string.Equals(restricted, value, StringComparison.Ordinal))
        {
            var severity = onlyCase && originalElsewhere ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning;
            diagnostics.Add(new Diagnostic(DiagnosticId.VolumeFieldAltered, severity, value, $"The {field} is stored as \"{restricted}\" in the ISO 9660 descriptor, which holds {allowed} alone."));
        }

        // Spaces at the end are padding to every reader.
        return restricted.TrimEnd(' ');
    }
}
