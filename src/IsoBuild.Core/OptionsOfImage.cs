using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild;

/// <summary>What an image says of itself, as options for another one.</summary>
internal static class OptionsOfImage
{
    /// <summary>The checksum of isomd5sum begins so.</summary>
    private static ReadOnlySpan<byte> ChecksumMark => "ISO MD5SUM = "u8;

    /// <param name="reader">The image.</param>
    /// <param name="view">The tree whose names count; the best one, when left out.</param>
    /// <param name="diagnostics">Is told of what cannot be said again.</param>
    public static ImageOptions Read(ImageReader reader, ImageFormats? view = null, DiagnosticBag? diagnostics = null)
    {
        var volume = new BaseVolume(reader);
        var content = reader.Content(view ?? reader.BestView) ?? reader.BestContent;
        var options = new ImageOptions
        {
            VolumeId = volume.VolumeId,
            SystemId = volume.SystemId,
            VolumeSetId = volume.VolumeSetId,
            Publisher = volume.Publisher,
            Preparer = volume.Preparer,
            ApplicationId = volume.ApplicationId,
            CopyrightFile = RootFile(reader, content, "copyright file", volume.CopyrightFile, diagnostics),
            AbstractFile = RootFile(reader, content, "abstract file", volume.AbstractFile, diagnostics),
            BibliographicFile = RootFile(reader, content, "bibliographic file", volume.BibliographicFile, diagnostics),
            Expires = volume.Expires,
            Effective = volume.Effective,
            Timestamp = volume.Timestamp,
            Formats = reader.Formats,
            JolietLongNames = Array.Exists(reader.Content(ImageFormats.Joliet)?.AllNodes ?? [], node => node.Name.Length > JolietNames.MaxCharacters),
        };
        return reader.DescriptorSectors is not { } descriptors ? options : options with
        {
            IsoLevel = IsLevel1Meant(reader, content) ? 1 : options.IsoLevel,
            RelocateDeepDirectories = reader.Tree(ImageFormats.RockRidge)?.HasRelocated ?? false,
            MediaChecksum = descriptors.Primary.AsSpan(MediaChecksum.FieldStart).StartsWith(ChecksumMark),
        };
    }

    /// <summary>Whether names were cut to those of level 1: where all of them are short anyway, nobody can tell that longer ones were not wanted.</summary>
    private static bool IsLevel1Meant(ImageReader reader, ContentTree content)
    {
        if (reader.Tree(reader.Formats.HasFlag(ImageFormats.RockRidge) ? ImageFormats.RockRidge : ImageFormats.Iso9660)!.LowestLevel > 1)
        {
            return false;
        }

        return reader.Formats == ImageFormats.Iso9660
            || Array.Exists(content.AllNodes, node => node.Parent is not null && !IsoNames.IsLevel1(IsoText.Restrict(node.Name, c => IsoText.IsD(c) || c == '.', out _), node is ContentDirectory));
    }

    /// <summary>The path of a file that a descriptor names by its identifier in the ISO 9660 tree.</summary>
    private static string RootFile(ImageReader reader, ContentTree content, string field, string identifier, DiagnosticBag? diagnostics)
    {
        if (identifier.Length == 0)
        {
            return "";
        }

        var name = identifier.Split(';')[0].TrimEnd('.');
        var plain = reader.Content(ImageFormats.Iso9660)?.Root.Find(name) as ContentFile;
        var found = plain is null ? null : Array.Find(content.Root.Entries, node => node.RecordOffset == plain.RecordOffset)
            ?? Array.Find(content.Root.Entries, node => node is ContentFile file && file.Length > 0 && file.Source.IsSameAs(plain.Source))
            ?? Array.Find(content.Root.Entries, node => string.Equals(node.Name, name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            diagnostics?.Warning(DiagnosticId.BaseFieldLost, identifier, $"The base names it as its {field}, but has no such file in its root; the field is left empty.");
        }

        return found?.Name ?? "";
    }
}

/// <summary>What the descriptors of a base image say, in the words that are the most complete.</summary>
internal sealed class BaseVolume
{
    private readonly DescriptorSet? descriptors;
    private readonly string? udfVolumeId;

    /// <summary>Of the volume set identifier, what tells the volume from all others (UDF 1.02 2.2.2.5); the text follows.</summary>
    private const int UniqueCharacters = 16;

    public BaseVolume(ImageReader reader)
    {
        descriptors = reader.DescriptorSectors;
        udfVolumeId = reader.UdfVolume?.Info.VolumeId;
        if (descriptors is not { } set)
        {
            var info = reader.UdfVolume!.Info;
            VolumeId = info.VolumeId;
            VolumeSetId = info.VolumeSetId.Length > UniqueCharacters ? info.VolumeSetId[UniqueCharacters..] : "";
            Timestamp = InRange(info.Recorded) ?? ImageTimestamp.Default;
            return;
        }

        var primary = Describe(set, VolumeDescriptorKind.Primary)!;
        var joliet = Describe(set, VolumeDescriptorKind.Joliet);
        var enhanced = Describe(set, VolumeDescriptorKind.Enhanced);
        VolumeId = Best(primary.VolumeId, IsoText.IsD, reader.UdfVolume?.Info.VolumeId, joliet?.VolumeId, enhanced?.VolumeId);
        SystemId = Best(primary.SystemId, IsoText.IsA, joliet?.SystemId, enhanced?.SystemId);
        VolumeSetId = Best(primary.VolumeSetId, IsoText.IsD, joliet?.VolumeSetId, enhanced?.VolumeSetId);
        Publisher = Best(primary.Publisher, IsoText.IsA, joliet?.Publisher, enhanced?.Publisher);
        Preparer = Best(primary.Preparer, IsoText.IsA, joliet?.Preparer, enhanced?.Preparer);
        ApplicationId = Best(primary.ApplicationId, IsoText.IsA, joliet?.ApplicationId, enhanced?.ApplicationId);
        (CopyrightFile, AbstractFile, BibliographicFile) = (primary.CopyrightFile, primary.AbstractFile, primary.BibliographicFile);
        (Expires, Effective) = (primary.Expires, primary.Effective);
        Timestamp = InRange(primary.Modified) ?? InRange(primary.Created) ?? InRange(reader.UdfVolume?.Info.Recorded) ?? ImageTimestamp.Default;
    }

    public string VolumeId { get; }

    public string SystemId { get; } = "";

    public string VolumeSetId { get; }

    public string Publisher { get; } = "";

    public string Preparer { get; } = "";

    public string ApplicationId { get; } = "";

    public string CopyrightFile { get; } = "";

    public string AbstractFile { get; } = "";

    public string BibliographicFile { get; } = "";

    public DateTimeOffset? Expires { get; }

    public DateTimeOffset? Effective { get; }

    public DateTimeOffset Timestamp { get; }

    /// <summary>What stays as it is where the options say the same as the base.</summary>
    public KeptVolume Keep(ImageOptions options)
    {
        var isSameTime = ImageTimestamp.Normalize(options.Timestamp) == Timestamp;
        var kept = new KeptVolume { UdfVolumeId = IsSame(options.VolumeId, VolumeId) ? udfVolumeId : null };
        if (descriptors is null)
        {
            return kept;
        }

        var dates = new VolumeDescriptor.View(descriptors.Primary);
        return kept with
        {
            Primary = Keep(VolumeDescriptorKind.Primary, options, IsPrintable),
            Joliet = Keep(VolumeDescriptorKind.Joliet, options, static text => !text.Any(char.IsControl)),
            Enhanced = Keep(VolumeDescriptorKind.Enhanced, options, IsPrintable),
            Created = isSameTime ? dates.CreatedField.ToArray() : default,
            Modified = isSameTime ? dates.ModifiedField.ToArray() : default,
        };
    }

    private KeptTexts? Keep(VolumeDescriptorKind kind, ImageOptions options, Func<string, bool> isWritable)
    {
        return Describe(descriptors!, kind) is not { } said ? null : new KeptTexts(
            Kept(options.SystemId, SystemId, said.SystemId),
            Kept(options.VolumeId, VolumeId, said.VolumeId),
            Kept(options.VolumeSetId, VolumeSetId, said.VolumeSetId),
            Kept(options.Publisher, Publisher, said.Publisher),
            Kept(options.Preparer, Preparer, said.Preparer),
            Kept(options.ApplicationId, ApplicationId, said.ApplicationId));

        string? Kept(string wanted, string ofBase, string stored) => IsSame(wanted, ofBase) && isWritable(stored) ? stored : null;
    }

    private static bool IsSame(string? wanted, string ofBase) => string.Equals(wanted ?? "", ofBase, StringComparison.Ordinal);

    /// <summary>ASCII without control characters: not what the standard allows, but what many images have.</summary>
    private static bool IsPrintable(string text) => text.All(c => c is >= ' ' and <= '~');

    private static VolumeDescriptorInfo? Describe(DescriptorSet set, VolumeDescriptorKind kind) =>
        set.All.FindIndex(descriptor => DescriptorSet.KindOf(descriptor.Sector) == kind) is >= 0 and var index ? set.Describe(index) : null;

    /// <summary>The primary descriptor holds texts in few characters: another one may have them as they were written.</summary>
    private static string Best(string primary, Func<char, bool> isAllowed, params ReadOnlySpan<string?> others)
    {
        foreach (var other in others)
        {
            if (other?.Length >= primary.Length && string.Equals(IsoText.Restrict(other, isAllowed, out _).TrimEnd(' '), primary, StringComparison.Ordinal))
            {
                return other;
            }
        }

        return primary;
    }

    private static DateTimeOffset? InRange(DateTimeOffset? date) => date is { } known && ImageTimestamp.IsInRange(known) ? known : null;
}
