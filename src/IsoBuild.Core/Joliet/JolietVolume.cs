using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Joliet;

/// <summary>The Joliet volume: a supplementary descriptor (ECMA-119 8.5), path tables and directories of its own, over the same file content.</summary>
internal sealed class JolietVolume(ContentTree content, FileData files, VolumeText text, JolietNames names, DiagnosticBag diagnostics) : IImagePart, IRegionEncoder
{
    private const string Descriptor = "the Joliet descriptor";

    private DescriptorText fields = new();

    /// <summary>UCS-2 level 3 (Joliet, "SVD escape sequences").</summary>
    public static ReadOnlySpan<byte> Escape => "%/E"u8;

    /// <summary>No character below it combines with others.</summary>
    public const char FirstCombining = '\u0300';

    /// <summary>The tree of the volume.</summary>
    public DirectoryTree Tree { get; } = new(content, files, names, systemUse: null, diagnostics);

    /// <summary>What the descriptor says, once it is measured.</summary>
    public string VolumeId => fields.VolumeId.Text;

    public void Measure(RegionRequests requests)
    {
        requests.Add(RegionSlot.JolietDescriptor, Bytes.Sector.Size, "joliet", this);
        Tree.Measure(requests);
        if (text.Kept is { JolietEscape.IsEmpty: false } && !LevelFits)
        {
            diagnostics.Info(DiagnosticId.BaseFormRewritten, "Joliet", "The base's Joliet descriptor declares UCS-2 level 1 or 2. It becomes level 3, which readers treat in the same way.");
        }

        fields = DescriptorText.Of(text, text.Kept?.Joliet, Fit).WithFiles(text, Tree, Descriptor, diagnostics);
    }

    /// <summary>Whether the base's level of UCS-2, where that is 1 or 2, is that of the names here too: those that have no other characters are.</summary>
    private bool LevelFits =>
        text.Kept is { JolietEscape.IsEmpty: false } kept
        && Array.TrueForAll(content.AllNodes, node => node.HiddenFrom.HasFlag(ImageFormats.Joliet) || node.Name.All(c => c < FirstCombining || kept.JolietCharacters.Contains(c)));

    public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
        VolumeDescriptor.Write(destination, DescriptorType.Supplementary, VolumeDescriptor.StandardVersion, LevelFits ? text.Kept!.JolietEscape.Span : Escape, fields, text.Date, names, Tree, context.Layout);

    private string Fit(string field, string value, int size)
    {
        // No half of a surrogate pair at the end.
        var limit = size / sizeof(char);
        var stored = value.Length <= limit ? value : value[..(char.IsHighSurrogate(value[limit - 1]) ? limit - 1 : limit)];
        DescriptorText.ReportCut(field, value, stored, Descriptor, diagnostics);
        return stored;
    }
}
