using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Iso9660;

/// <summary>The primary volume: its descriptor, the end of the descriptor set, path tables and directories.</summary>
internal sealed class Iso9660Volume : IImagePart, IRegionEncoder
{
    private const string ACharacters = "A-Z, 0-9, _, space and some punctuation";
    private const string DCharacters = "A-Z, 0-9 and _";

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
        var restrict = new FieldRestriction((formats & (ImageFormats.Joliet | ImageFormats.Iso1999)) != 0, diagnostics);
        var kept = text.Kept?.Primary;
        fields = new DescriptorText
        {
            SystemId = kept?.SystemId ?? restrict.Apply("system identifier", text.SystemId, DescriptorText.ShortSize, IsoText.IsA, ACharacters),
            VolumeId = kept?.VolumeId ?? restrict.Apply("volume identifier", text.VolumeId, DescriptorText.ShortSize, IsoText.IsD, DCharacters),
            VolumeSetId = kept?.VolumeSetId ?? restrict.Apply("volume set identifier", text.VolumeSetId, DescriptorText.LongSize, IsoText.IsD, DCharacters),
            Publisher = kept?.Publisher ?? restrict.Apply("publisher", text.Publisher, DescriptorText.LongSize, IsoText.IsA, ACharacters),
            Preparer = kept?.Preparer ?? restrict.Apply("preparer", text.Preparer, DescriptorText.LongSize, IsoText.IsA, ACharacters),
            ApplicationId = kept?.ApplicationId ?? restrict.Apply("application identifier", text.ApplicationId, DescriptorText.LongSize, IsoText.IsA, ACharacters),
            Modified = text.Kept?.Modified ?? default,
        };
    }

    /// <summary>The tree of the volume.</summary>
    public DirectoryTree Tree { get; }

    /// <summary>What the descriptor will say, once the names are known.</summary>
    public VolumeInfo Info => new(fields.VolumeId, fields.Modified.IsEmpty ? text.Timestamp : VolumeDate.Read(fields.Modified.Span), formats, names.LowestLevel)
    {
        SystemId = fields.SystemId,
        VolumeSetId = fields.VolumeSetId,
        Publisher = fields.Publisher,
        Preparer = fields.Preparer,
        ApplicationId = fields.ApplicationId,
        CopyrightFile = fields.CopyrightFile,
        AbstractFile = fields.AbstractFile,
        BibliographicFile = fields.BibliographicFile,
        Expires = fields.Expires,
        Effective = fields.Effective,
    };

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.PrimaryDescriptor, Bytes.Sector.Size, "primary", this);
        requests.Add(RegionSlot.DescriptorSetTerminator, Bytes.Sector.Size, "terminator", new TerminatorEncoder());
        Tree.Measure(requests);
        fields = fields.WithFiles(text, Tree, "the ISO 9660 descriptor", diagnostics);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
        VolumeDescriptor.Write(destination, DescriptorType.Primary, VolumeDescriptor.StandardVersion, escapes: default, fields, text.Timestamp, names, Tree, context.Layout);

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
