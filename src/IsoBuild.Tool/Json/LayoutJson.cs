using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;
using IsoBuild.Tool.Images;

namespace IsoBuild.Tool.Json;

/// <summary>What <c>layout --json</c> writes: the sector map.</summary>
internal sealed record LayoutJson(string Name, long Length, long SectorCount, VolumeJson Volume, IEnumerable<ViewJson>? Partitions, IEnumerable<ViewJson>? Boot, IEnumerable<RegionJson> Regions)
{
    public static LayoutJson Of(ImageLayout layout, bool hashes)
    {
        Dictionary<ContentFile, string>? known = null;
        if (hashes)
        {
            layout.CheckContentSize();

            // A file that lies in thousands of pieces is read once.
            known = new(ReferenceEqualityComparer.Instance);
        }

        return new(
            layout.Name,
            layout.Length,
            layout.SectorCount,
            VolumeJson.Of(layout.Volume),
            Views(layout, ViewKind.Partition),
            Views(layout, ViewKind.BootImage),
            layout.Regions.Select(region => RegionJson.Of(region, known)));
    }

    /// <summary>Absent, where there is none.</summary>
    private static ViewJson[]? Views(ImageLayout layout, ViewKind kind) =>
        layout.Views.Where(view => view.Kind == kind).Select(view => new ViewJson(view.Name, view.Offset, view.Length)).ToArray() is { Length: > 0 } views ? views : null;
}

/// <summary>A partition, or what firmware loads; offset and length in bytes.</summary>
internal sealed record ViewJson(string Name, long Offset, long Length);

/// <summary>What the image says of its volume; of what it need not say, what is empty is absent.</summary>
internal sealed record VolumeJson(string VolumeId, string? Timestamp, IEnumerable<string> Formats, int IsoLevel, string Publisher, string ApplicationId)
{
    public string? SystemId { get; init; }

    public string? VolumeSetId { get; init; }

    public string? Preparer { get; init; }

    public string? CopyrightFile { get; init; }

    public string? AbstractFile { get; init; }

    public string? BibliographicFile { get; init; }

    public string? Expires { get; init; }

    public string? Effective { get; init; }

    public static VolumeJson Of(VolumeInfo volume) => new(volume.VolumeId, Names.Date(volume.Timestamp), ImageInput.Names(volume.Formats), volume.IsoLevel, volume.Publisher, volume.ApplicationId)
    {
        SystemId = Names.Text(volume.SystemId),
        VolumeSetId = Names.Text(volume.VolumeSetId),
        Preparer = Names.Text(volume.Preparer),
        CopyrightFile = Names.Text(volume.CopyrightFile),
        AbstractFile = Names.Text(volume.AbstractFile),
        BibliographicFile = Names.Text(volume.BibliographicFile),
        Expires = Names.Date(volume.Expires),
        Effective = Names.Date(volume.Effective),
    };
}

/// <summary>A region; offsets and lengths in bytes, sectors of 2048 bytes. The other files whose content it is are absent when there are none.</summary>
internal sealed record RegionJson(string Kind, string Name, long Sector, long SectorCount, long Offset, long Length, string? Sha256, IEnumerable<string>? SharedBy)
{
    /// <param name="region">The region.</param>
    /// <param name="known">The hashes that are known; <see langword="null"/> where none are wanted.</param>
    public static RegionJson Of(Region region, Dictionary<ContentFile, string>? known)
    {
        string? sha256 = null;
        if (known is not null && region.File is { IsIncomplete: false } file && !known.TryGetValue(file, out sha256))
        {
            using var content = file.OpenRead();
            sha256 = Convert.ToHexStringLower(RunningHash.Of(HashAlgorithmName.SHA256, content));
            known.Add(file, sha256);
        }

        return new RegionJson(Names.Camel(region.Kind), region.Name, region.Sector, region.SectorCount, region.Offset, region.Length, sha256, region.SharedBy is { Count: > 0 } others ? others : null);
    }
}
