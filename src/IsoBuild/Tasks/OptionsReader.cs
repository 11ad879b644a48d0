using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns what users wrote in properties and metadata into <see cref="ImageOptions"/>. What makes no sense is reported under its property's name.</summary>
/// <param name="image">An item whose metadata is named after the properties.</param>
/// <param name="log">MSBuild's log.</param>
internal sealed class OptionsReader(ITaskItem image, DiagnosticLog log)
{
    /// <summary>A builder of the image: with everything but its content.</summary>
    /// <param name="timestampSource">The property that <c>IsoTimestamp</c> was taken from.</param>
    public ImageBuilder Builder(string timestampSource)
    {
        var builder = Start(timestampSource);
        Describe(builder);
        return builder;
    }

    private ImageBuilder Start(string timestampSource)
    {
        var removed = List("IsoRemove");
        if (Text("IsoBaseImage") is not { Length: > 0 } baseImage)
        {
            if (removed.Length > 0)
            {
                Report("IsoRemove", removed[0], "cannot be removed, because there is no IsoBaseImage; to leave content out, use IsoExclude");
            }

            return new ImageBuilder(Read(timestampSource, new ImageOptions { VolumeId = VolumeIdentifier.Derive(image.ItemSpec) }));
        }

        var builder = new ImageBuilder().BasedOn(baseImage, new BaseImageOptions { Options = kept => Read(timestampSource, kept), KeepBoot = Switch("IsoKeepBaseBoot", otherwise: true) });
        foreach (var pattern in removed)
        {
            builder.Remove(pattern);
        }

        return builder;
    }

    /// <summary>Reads everything that is not a rule about entries.</summary>
    /// <param name="timestampSource">The property that <c>IsoTimestamp</c> was taken from.</param>
    /// <param name="defaults">What is so where nobody said anything.</param>
    private ImageOptions Read(string timestampSource, ImageOptions defaults)
    {
        return defaults with
        {
            VolumeId = Text("IsoVolumeId", defaults.VolumeId),
            VolumeSetId = Text("IsoVolumeSetId", defaults.VolumeSetId),
            SystemId = Text("IsoSystemId", defaults.SystemId),
            Publisher = Text("IsoPublisher", defaults.Publisher),
            Preparer = Text("IsoPreparer", defaults.Preparer),
            ApplicationId = Text("IsoApplicationId", defaults.ApplicationId),
            CopyrightFile = Text("IsoCopyrightFile", defaults.CopyrightFile),
            AbstractFile = Text("IsoAbstractFile", defaults.AbstractFile),
            BibliographicFile = Text("IsoBibliographicFile", defaults.BibliographicFile),
            Effective = Timestamp("IsoEffective", "IsoEffective") ?? defaults.Effective,
            Expires = Timestamp("IsoExpires", "IsoExpires") ?? defaults.Expires,
            Timestamp = Timestamp("IsoTimestamp", timestampSource) ?? defaults.Timestamp,
            FileDates = Text("IsoFileDates") is { Length: > 0 } dates ? Name<FileDates>("IsoFileDates", dates) : defaults.FileDates,
            Formats = Formats(defaults.Formats),
            IsoLevel = Number("IsoLevel", defaults.IsoLevel, "an interchange level; write 1, 2 or 3", 1, 3),
            JolietLongNames = Switch("IsoJolietLongNames", defaults.JolietLongNames),
            RelocateDeepDirectories = Switch("IsoRelocateDeepDirectories", defaults.RelocateDeepDirectories),
            Dedupe = Switch("IsoDedupe", defaults.Dedupe),
            Alignment = Number("IsoAlignment", defaults.Alignment, "an alignment; write a power of two from 2048 to 1048576", 1, int.MaxValue),
            PaddingSectors = Number("IsoPaddingSectors", defaults.PaddingSectors, "a number of sectors; write 0 or more", 0, int.MaxValue),
            MediaChecksum = Switch("IsoMediaChecksum", defaults.MediaChecksum),
            UpdateChecksums = Switch("IsoUpdateChecksums", defaults.UpdateChecksums),
            FollowLinks = Switch("IsoFollowLinks", defaults.FollowLinks) || Switch("IsoFollowLinksOutside", defaults.FollowLinksOutside),
            FollowLinksOutside = Switch("IsoFollowLinksOutside", defaults.FollowLinksOutside),
            PreserveHardLinks = Switch("IsoPreserveHardLinks", defaults.PreserveHardLinks),
            DvdVideo = Text("IsoDvdVideo").Length > 0 ? Switch("IsoDvdVideo", otherwise: false) : defaults.DvdVideo,
            BootLoader = Loader(defaults.BootLoader),
            BootCatalog = TargetPath("IsoBootCatalog", defaults.BootCatalog),
            EfiImage = Text("IsoEfiImage") is { Length: > 0 } path ? BootText.EfiImagePath(path) : defaults.EfiImage,
            Hybrid = Hybrid(defaults.Hybrid),
        };
    }

    /// <summary>Reads what patterns of paths say, and tells <paramref name="builder"/>.</summary>
    private void Describe(ImageBuilder builder)
    {
        foreach (var text in List("IsoExclude"))
        {
            if (PathPattern.TryParse(text, out var pattern, out var problem))
            {
                builder.ExcludeTargets(pattern.Matches);
            }
            else
            {
                Report("IsoExclude", text, problem);
            }
        }

        var rules = new EntryRules();
        Add("IsoMode", rules.TryAddMode);
        Add("IsoOwner", rules.TryAddOwner);
        Add("IsoGroup", rules.TryAddGroup);
        Add("IsoHide", rules.TryAddHidden);
        Add("IsoMarkHidden", rules.TryAddMarkHidden);
        Add("IsoSort", rules.TryAddSortWeight);
        Add("IsoCompress", rules.TryAddCompressed);
        if (!rules.IsEmpty)
        {
            builder.Describe(rules.Of);
        }
    }

    private delegate bool TryAdd(string text, out string problem);

    private void Add(string property, TryAdd add)
    {
        foreach (var text in List(property))
        {
            if (!add(text, out var problem))
            {
                Report(property, text, problem);
            }
        }
    }

    private string Text(string property, string otherwise = "") => image.GetMetadata(property) is { Length: > 0 } text ? text : otherwise;

    private string[] List(string property) => Text(property).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private DateTimeOffset? Timestamp(string property, string source)
    {
        var text = Text(property);
        if (text.Length == 0)
        {
            return null;
        }

        if (!ImageTimestamp.TryParse(text, out var timestamp, out var problem))
        {
            log.Report(DiagnosticId.TimestampInvalid, source, $"'{text}' {problem}");
        }

        return timestamp;
    }

    private ImageFormats Formats(ImageFormats otherwise)
    {
        if (Text("IsoFormats").Length == 0)
        {
            return otherwise;
        }

        var formats = default(ImageFormats);
        foreach (var name in List("IsoFormats"))
        {
            formats |= Name<ImageFormats>("IsoFormats", name, except: ImageFormats.Default);
        }

        return formats == 0 ? ImageFormats.Iso9660 : formats;
    }

    private BootLoader Loader(BootLoader loader)
    {
        var text = Text("IsoBoot");
        if (text.Length > 0 && !BootText.TryParseLoader(text, out loader, out var problem))
        {
            Report("IsoBoot", text, problem);
        }

        return loader;
    }

    /// <summary>What nobody says is as in the base image.</summary>
    private HybridOptions? Hybrid(HybridOptions? otherwise)
    {
        var (code, gpt) = (Text("IsoHybridBootCode"), Text("IsoHybridGpt"));
        if (!Switch("IsoHybrid", otherwise is not null || code.Length + gpt.Length > 0))
        {
            return null;
        }

        var hybrid = otherwise ?? new HybridOptions();
        hybrid = code.Length > 0 ? hybrid.WithBootCode(code) : hybrid;
        return gpt.Length > 0 ? hybrid with { Gpt = Switch("IsoHybridGpt", otherwise: false) } : hybrid;
    }

    private string TargetPath(string property, string otherwise) => ContentItems.FromRoot(Text(property, otherwise));

    private bool Switch(string property, bool otherwise)
    {
        var text = Text(property);
        if (text.Length > 0 && !bool.TryParse(text, out otherwise))
        {
            Report(property, text, "is unknown; write true or false");
        }

        return otherwise;
    }

    private int Number(string property, int otherwise, string what, int least, int most)
    {
        var text = Text(property);
        if (text.Length == 0)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Report(property, text, $"is not {what}");
        return otherwise;
    }

    private T Name<T>(string property, string text, T? except = null)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Where(value => !value.Equals(except)).Select(value => value.ToString()).ToArray();
        if (names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return Enum.Parse<T>(known);
        }

        Report(property, text, $"is unknown; write {string.Join(", ", names[..^1])} or {names[^1]}");
        return default;
    }

    private void Report(string property, string text, string problem) => log.Report(DiagnosticId.OptionUnknown, property, $"'{text}' {problem}");
}
