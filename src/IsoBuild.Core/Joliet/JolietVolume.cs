using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Layout;

namespace IsoBuild.Joliet;

/// <summary>The Joliet volume: a supplementary descriptor (ECMA-119 8.5), path tables and directories of its own, over the same file content.</summary>
internal sealed class JolietVolume(ContentTree content, FileData files, VolumeText text, DiagnosticBag diagnostics) : IImagePart, IRegionEncoder
{
    /// <summary>The volume identifier has 32 bytes.</summary>
    public const int MaxVolumeId = 16;

    /// <summary>The publisher and application identifiers have 128 bytes.</summary>
    private const int MaxText = 64;

    private readonly JolietNames names = new(diagnostics);
    private DirectoryTree? tree;

    /// <summary>UCS-2 level 3 (Joliet, "SVD escape sequences").</summary>
    public static ReadOnlySpan<byte> Escape => "%/E"u8;

    /// <summary>The path of a file in this tree.</summary>
    public string PathOf(ContentNode file) => tree!.PathOf(file);

    public void Measure(RegionRequests requests)
    {
        if (text.VolumeId.Length > MaxVolumeId)
        {
            diagnostics.Info(DiagnosticId.VolumeFieldAltered, text.VolumeId, $"Windows will show the volume as \"{Cut(text.VolumeId, MaxVolumeId)}\": a Joliet volume identifier has at most {MaxVolumeId} characters.");
        }

        requests.Add(RegionSlot.JolietDescriptor, Bytes.Sector.Size, "joliet", this);
        tree = new DirectoryTree(content, files, names, systemUse: null, diagnostics);
        tree.Measure(requests);
    }

    public void Encode(Region region, EncodingContext context, Span<byte> destination)
    {
        var fields = new DescriptorText(Cut(text.VolumeId, MaxVolumeId), Cut(text.Publisher, MaxText), Cut(text.ApplicationId, MaxText));
        VolumeDescriptor.Write(destination, DescriptorType.Supplementary, Escape, fields, text.Timestamp, names, tree!, context.Layout);
    }

    private static string Cut(string text, int limit) =>
        text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
}
