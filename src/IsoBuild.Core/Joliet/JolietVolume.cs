using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Joliet;

/// <summary>The Joliet volume: a supplementary descriptor (ECMA-119 8.5), path tables and directories of its own, over the same file content.</summary>
internal sealed class JolietVolume(ContentTree content, FileData files, VolumeText text, JolietNames names, DiagnosticBag diagnostics) : IImagePart, IRegionEncoder
{
    /// <summary>The volume identifier has 32 bytes.</summary>
    public const int MaxVolumeId = DescriptorText.ShortSize / sizeof(char);

    private DescriptorText fields = new();

    /// <summary>UCS-2 level 3 (Joliet, "SVD escape sequences").</summary>
    public static ReadOnlySpan<byte> Escape => "%/E"u8;

    /// <summary>The tree of the volume.</summary>
    public DirectoryTree Tree { get; } = new(content, files, names, systemUse: null, diagnostics);

    public void Measure(RegionRequests requests)
    {
        if (text.VolumeId.Length > MaxVolumeId && text.Kept?.Joliet?.VolumeId is null)
        {
            diagnostics.Info(DiagnosticId.VolumeFieldAltered, text.VolumeId, $"Windows will show the volume as \"{Cut(text.VolumeId, DescriptorText.ShortSize)}\": a Joliet volume identifier has at most {MaxVolumeId} characters.");
        }

        requests.Add(RegionSlot.JolietDescriptor, Bytes.Sector.Size, "joliet", this);
        Tree.Measure(requests);
        fields = DescriptorText.Fit(text, Tree, Cut, "the Joliet descriptor", text.Kept?.Joliet, diagnostics);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination) =>
        VolumeDescriptor.Write(destination, DescriptorType.Supplementary, VolumeDescriptor.StandardVersion, Escape, fields, text.Timestamp, names, Tree, context.Layout);

    private static string Cut(string text, int bytes)
    {
        var limit = bytes / sizeof(char);
        return text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
    }
}
