using IsoBuild.Booting;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Iso9660;
using IsoBuild.Joliet;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild.Planning;

/// <summary>What an image says of itself, as options for another one.</summary>
internal static class OptionsOfImage
{
    /// <param name="reader">The image.</param>
    /// <param name="view">The tree whose names count; the best one, when left out.</param>
    /// <param name="diagnostics">Receives reports of what cannot be said again.</param>
    public static ImageOptions Read(ImageReader reader, ImageFormats? view = null, DiagnosticBag? diagnostics = null)
    {
        var volume = new BaseVolume(reader);
        var content = reader.Content(view ?? reader.BestView) ?? reader.BestContent;
        var isStub = UdfStub.NoteOf(reader) is not null;
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
            Formats = isStub ? ImageFormats.Udf : reader.Formats,
            PaddingSectors = Padding(reader),
            JolietLongNames = Array.Exists(reader.Content(ImageFormats.Joliet)?.AllNodes ?? [], node => node.Name.Length > JolietNames.MaxCharacters),
        };
        return reader.DescriptorSectors is not { } descriptors ? options : options with
        {
            IsoLevel = !isStub && IsLevel1Meant(reader, content) ? 1 : options.IsoLevel,
            RelocateDeepDirectories = reader.Tree(ImageFormats.RockRidge)?.HasRelocated ?? false,
            MediaChecksum = MediaChecksum.IsIn(new VolumeDescriptor.View(descriptors.Primary).ApplicationUseField),
        };
    }

    /// <summary>The empty sectors at the end. Where there are partitions, some may only make a whole number of cylinders: no more than usual are kept, or an image would grow each time.</summary>
    private static int Padding(ImageReader reader)
    {
        var usual = new ImageOptions().PaddingSectors;
        var most = reader.Partitions.Tables is { HasMbr: false, Gpt: null } ? int.MaxValue : usual;
        var region = Array.Find([.. reader.Layout().Regions], region => region.Kind == RegionKind.Padding);
        return region is { Name: not "empty" } ? usual : (int)Math.Min((region?.Length ?? 0) / Bytes.Sector.Size, most);
    }

    /// <summary>Whether names were cut to those of level 1: where all of them are short anyway, nobody can tell that longer ones were not wanted.</summary>
    private static bool IsLevel1Meant(ImageReader reader, ContentTree content)
    {
        if (reader.Tree(reader.Formats.HasFlag(ImageFormats.RockRidge) ? ImageFormats.RockRidge : ImageFormats.Iso9660)!.LowestLevel > 1)
        {
            return false;
        }

        return reader.Formats == ImageFormats.Iso9660
            || Array.Exists(content.AllNodes, node => node.Parent is not null && !IsoNames.IsLevel1(IsoText.Restrict(node.Name, c => IsoText.IsD(c) || c == '.'), node is ContentDirectory));
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
            diagnostics?.Warning(DiagnosticId.BaseFieldLost, identifier, $"The base names this file as its {field}, but has no such file in its root. The field is left empty.");
        }

        return found?.Name ?? "";
    }
}

/// <summary>What the descriptors of a base image say, in the words that are the most complete.</summary>
internal sealed class BaseVolume
{
    private readonly DescriptorSet? descriptors;
    private readonly ImageReader reader;
    private readonly UdfVolumeReading? udf;

    /// <summary>Of the volume set identifier, what tells the volume from all others (UDF 1.02 2.2.2.5); the text follows.</summary>
    private const int UniqueCharacters = 16;

    public BaseVolume(ImageReader reader)
    {
        descriptors = reader.DescriptorSectors;
        this.reader = reader;
        udf = reader.UdfVolume;
        if (descriptors is not { } set)
        {
            var info = reader.UdfVolume!.Info;
            VolumeId = info.VolumeId;
            VolumeSetId = info.VolumeSetId.Length > UniqueCharacters ? info.VolumeSetId[UniqueCharacters..] : "";
            (Publisher, Preparer, ApplicationId) = (info.Owner, info.Organization, info.ApplicationId);
            Timestamp = InRange(info.Recorded) ?? ImageTimestamp.Default;
            return;
        }

        var primary = Describe(set, VolumeDescriptorKind.Primary)!;
        var joliet = Describe(set, VolumeDescriptorKind.Joliet);
        var enhanced = Describe(set, VolumeDescriptorKind.Enhanced);
        VolumeId = Best(primary.VolumeId, reader.UdfVolume?.Info.VolumeId, joliet?.VolumeId, enhanced?.VolumeId);
        SystemId = Best(primary.SystemId, joliet?.SystemId, enhanced?.SystemId);
        VolumeSetId = Best(primary.VolumeSetId, joliet?.VolumeSetId, enhanced?.VolumeSetId);
        Publisher = Best(primary.Publisher, joliet?.Publisher, enhanced?.Publisher);
        Preparer = Best(primary.Preparer, joliet?.Preparer, enhanced?.Preparer);
        ApplicationId = Best(primary.ApplicationId, joliet?.ApplicationId, enhanced?.ApplicationId);
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
        var isSameTime = options.VolumeDate is null && ImageTimestamp.Normalize(options.Timestamp) == ImageTimestamp.Normalize(Timestamp);
        var kept = new KeptVolume
        {
            UdfVolumeId = IsSame(options.VolumeId, VolumeId) ? udf?.Info.VolumeId : null,
            UdfOtherIds = IsSame(options.VolumeId, VolumeId) && udf is not null ? (udf.Info.PrimaryVolumeId, udf.FileSetId) : null,
            UdfOwner = IsSame(options.Publisher, Publisher) ? udf?.Info.Owner : null,
            UdfOrganization = IsSame(options.Preparer, Preparer) ? udf?.Info.Organization : null,
            UdfContact = udf?.Info.Contact,
            UdfApplicationId = IsSame(options.ApplicationId, ApplicationId) ? udf?.Info.ApplicationId : null,
            UdfVolumeSetId = isSameTime && IsSame(options.VolumeSetId, VolumeSetId) ? udf?.Info.VolumeSetId : null,
        };
        if (descriptors is null)
        {
            return kept;
        }

        var dates = new VolumeDescriptor.View(descriptors.Primary);
        var escape = EscapeOfJoliet();
        return kept with
        {
            Primary = Keep(VolumeDescriptorKind.Primary, options),
            Joliet = Keep(VolumeDescriptorKind.Joliet, options),
            Enhanced = Keep(VolumeDescriptorKind.Enhanced, options),
            JolietEscape = escape,
            JolietCharacters = escape.IsEmpty ? kept.JolietCharacters : (reader.Content(ImageFormats.Joliet)?.AllNodes ?? []).SelectMany(node => node.Name).Where(c => c >= JolietVolume.FirstCombining).ToHashSet(),
            Created = isSameTime ? dates.CreatedField.ToArray() : default,
            Modified = isSameTime ? dates.ModifiedField.ToArray() : default,
        };
    }

    /// <summary>Levels 1 and 2 of UCS-2 forbid characters that combine with others, all of them or some (ISO/IEC 10646 14).</summary>
    private ReadOnlyMemory<byte> EscapeOfJoliet()
    {
        if (IndexOf(descriptors!, VolumeDescriptorKind.Joliet) is not (>= 0 and var index))
        {
            return default;
        }

        var escape = new VolumeDescriptor.View(descriptors!.All[index].Sector).Escape;
        return escape.SequenceEqual(JolietVolume.Escape) ? default : escape.ToArray();
    }

    private KeptTexts? Keep(VolumeDescriptorKind kind, ImageOptions options)
    {
        if (IndexOf(descriptors!, kind) is not (>= 0 and var index))
        {
            return null;
        }

        var sector = descriptors!.All[index].Sector;
        var view = new VolumeDescriptor.View(sector);
        var said = descriptors.Describe(index);
        return new KeptTexts
        {
            SystemId = IsSame(options.SystemId, SystemId) ? new(said.SystemId, view.SystemIdField.ToArray()) : null,
            VolumeId = IsSame(options.VolumeId, VolumeId) ? new(said.VolumeId, view.VolumeIdField.ToArray()) : null,
            VolumeSetId = IsSame(options.VolumeSetId, VolumeSetId) ? new(said.VolumeSetId, view.VolumeSetIdField.ToArray()) : null,
            Publisher = IsSame(options.Publisher, Publisher) ? new(said.Publisher, view.PublisherField.ToArray()) : null,
            Preparer = IsSame(options.Preparer, Preparer) ? new(said.Preparer, view.PreparerField.ToArray()) : null,
            ApplicationId = IsSame(options.ApplicationId, ApplicationId) ? new(said.ApplicationId, view.ApplicationIdField.ToArray()) : null,

            // A checksum is that of the base: it is made anew, or not wanted.
            ApplicationUse = MediaChecksum.IsIn(view.ApplicationUseField) ? default : VolumeDescriptor.ApplicationUseWithoutXa(sector),
        };
    }

    private static bool IsSame(string? wanted, string ofBase) => string.Equals(wanted ?? "", ofBase, StringComparison.Ordinal);

    private static int IndexOf(DescriptorSet set, VolumeDescriptorKind kind) => set.All.FindIndex(descriptor => DescriptorSet.KindOf(descriptor.Sector) == kind);

    private static VolumeDescriptorInfo? Describe(DescriptorSet set, VolumeDescriptorKind kind) => IndexOf(set, kind) is >= 0 and var index ? set.Describe(index) : null;

    /// <summary>Where the primary descriptor has <c>_</c> for what is no ASCII, another one may have the text as it was written.</summary>
    private static string Best(string primary, params ReadOnlySpan<string?> others)
    {
        foreach (var other in others)
        {
            if (other is not null && string.Equals(IsoText.ToAscii(other), primary, StringComparison.Ordinal))
            {
                return other;
            }
        }

        return primary;
    }

    private static DateTimeOffset? InRange(DateTimeOffset? date) => date is { } known && ImageTimestamp.IsInRange(known) ? known : null;
}
