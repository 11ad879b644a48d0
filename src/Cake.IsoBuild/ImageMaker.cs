using Cake.Core;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;

namespace Cake.IsoBuild;

/// <summary>Makes one image, with what belongs to it: its sector map, its checksum and its documents.</summary>
internal static partial class ImageMaker
{
    public static BuildResult Make(ICakeContext context, IsoBuildSettings settings)
    {
        var log = LogOf(context, settings);
        return Make(context, ImageOf(settings, log), settings.Content, settings, log);
    }

    /// <summary>Makes <paramref name="image"/>, of <paramref name="first"/> before the content of the settings, which stay as they are.</summary>
    public static BuildResult Make(ICakeContext context, FilePath image, IsoContent first, IsoBuildSettings settings) =>
        Make(context, image, settings.Content.Prepend(first), settings, LogOf(context, settings));

    public static ReproducibilityReport MakeAgain(ICakeContext context, IsoBuildSettings settings)
    {
        var log = LogOf(context, settings);
        var image = ImageOf(settings, log).MakeAbsolute(context.Environment);
        using var gathering = Gather(context, image, settings.Content, settings, new SectorMap(context, settings, log), log);
        var report = Interruptible.Run(cancelled => gathering.Builder.VerifyReproducible(image.FullPath, cancelled));
        log.Report(report.Diagnostics);
        log.ThrowIfErrors();
        return report;
    }

    private static BuildResult Make(ICakeContext context, FilePath relativeImage, IEnumerable<IsoContent> content, IsoBuildSettings settings, DiagnosticLog log)
    {
        var image = relativeImage.MakeAbsolute(context.Environment);
        var map = new SectorMap(context, settings, log);
        using var gathering = Gather(context, image, content, settings, map, log);

        // A warning raised to an error, or a layout that nobody accepted, leaves the previous image as it was.
        IReadOnlyList<Diagnostic> reported = [];
        using var beside = new Companions(context);

        // What takes bytes as they come has nothing beside it: its checksum is in the result.
        var hasChecksumFile = settings.Checksum && !TextOutput.IsStream(image.FullPath);
        var documents = new ReleaseFiles(settings, image);
        var write = new WriteOptions { ComputeSha256 = settings.Checksum || documents.AreWanted, Threads = settings.Threads, Proceed = map.IsCompared ? Decide : null, Accept = map.IsCompared ? null : Decide };
        var result = Interruptible.Run(cancelled => gathering.Builder.Write(image.FullPath, write with { Companions = made => beside.Prepare(Texts(made, cancelled)) }, cancelled));
        log.Report(result.Diagnostics.Except(reported));
        log.ThrowIfErrors();

        beside.Place();
        map.Finish();
        log.Note($"{image.FullPath}: {result.Layout!.SectorCount} sectors, {result.Length} bytes");
        return result;

        bool Decide(PlanResult plan)
        {
            reported = plan.Diagnostics;
            log.Report(reported);
            return !log.HasErrors && map.Check(plan.Layout!);
        }

        IEnumerable<(FilePath Path, string Text)> Texts(BuildResult made, CancellationToken cancelled)
        {
            foreach (var text in map.Texts(made.Layout!))
            {
                yield return text;
            }

            if (hasChecksumFile)
            {
                yield return (Checksum(image), made.ToChecksumLine());
            }

            foreach (var text in documents.Texts(made, cancelled))
            {
                yield return text;
            }
        }
    }

    private static DiagnosticLog LogOf(ICakeContext context, IsoBuildSettings settings) =>
        new(context.Log, settings.TreatWarningsAsErrors, settings.NoWarn);

    private static FilePath ImageOf(IsoBuildSettings settings, DiagnosticLog log)
    {
        if (settings.Image is null)
        {
            log.Error(DiagnosticId.SettingMissing, nameof(settings.Image), "The settings name no image to write; set Image, or add .WithImage(\"app.iso\").");
            log.ThrowIfErrors();
        }

        return settings.Image!;
    }

    private static Gathering Gather(ICakeContext context, FilePath image, IEnumerable<IsoContent> content, IsoBuildSettings settings, SectorMap map, DiagnosticLog log)
    {
        var builder = BuilderOf(context, settings, image, log);
        foreach (var (own, kind) in map.OwnFiles)
        {
            builder.ExcludeCompanion(own.FullPath, kind);
        }

        builder.Exclude(Checksum(image).FullPath);
        if (map.ReceivedFile is { } received)
        {
            builder.Exclude(received.FullPath);
        }

        if (settings.Checksum && !TextOutput.IsStream(image.FullPath))
        {
            builder.ExcludeCompanion(Checksum(image).FullPath, CompanionKind.Checksum);
        }

        var documents = new ReleaseFiles(settings, image);
        if (documents.AreWanted && TextOutput.IsStream(image.FullPath))
        {
            log.Error(DiagnosticId.OptionUnknown, nameof(settings.Sbom), "The image goes to a pipe or a device, so no bill of materials or provenance statement can be written beside it. Write it to a file, or leave Sbom and Provenance out.");
            log.ThrowIfErrors();
        }

        foreach (var (own, kind, isWanted) in documents.All)
        {
            if (isWanted)
            {
                builder.ExcludeCompanion(own.FullPath, kind);
            }
        }

        var gathering = new Gathering(context, builder, log);
        try
        {
            foreach (var excluded in settings.Excluded)
            {
                builder.Exclude(gathering.Absolute(excluded));
            }

            Describe(builder, settings, log);
            foreach (var part in content)
            {
                part.AddTo(gathering);
            }

            foreach (var entry in settings.BootEntries)
            {
                builder.AddBootEntry(entry with { ImageSource = OnDisk(entry.ImageSource), Kernel = OnDisk(entry.Kernel), Initrd = OnDisk(entry.Initrd) });
                string OnDisk(string path) => path.Length == 0 ? "" : gathering.Absolute(new FilePath(path));
            }

            foreach (var partition in settings.Partitions)
            {
                builder.AppendPartition(partition with { Path = gathering.Absolute(new FilePath(partition.Path)) });
            }

            foreach (var (source, target) in settings.EfiContent)
            {
                builder.AddEfiBoot(target, gathering.Absolute(source));
            }

            foreach (var (machine, source) in settings.Loaders)
            {
                builder.AddLoader(machine, gathering.Absolute(source));
            }

            log.ThrowIfErrors();
            return gathering;
        }
        catch
        {
            gathering.Dispose();
            throw;
        }
    }

    private static ImageBuilder BuilderOf(ICakeContext context, IsoBuildSettings settings, FilePath image, DiagnosticLog log)
    {
        if (settings.BaseImage is not { } start)
        {
            if (settings.RemovedPatterns.Count > 0)
            {
                log.Error(DiagnosticId.OptionUnknown, settings.RemovedPatterns[0], "The pattern removes entries of a base image, but no base image is set. Set BaseImage. To leave content out, exclude it.");
            }

            var defaults = new ImageOptions { VolumeId = VolumeIdentifier.Derive(image.GetFilenameWithoutExtension().FullPath) };
            return new ImageBuilder(OptionsOf(context, settings, defaults, log));
        }

        var builder = new ImageBuilder().BasedOn(
            start.MakeAbsolute(context.Environment).FullPath,
            new BaseImageOptions { Options = kept => OptionsOf(context, settings, kept, log), KeepBoot = settings.KeepBaseBoot });
        foreach (var pattern in settings.RemovedPatterns)
        {
            builder.Remove(pattern);
        }

        return builder;
    }

    /// <summary>What nobody says is as in <paramref name="kept"/>.</summary>
    private static HybridOptions? HybridOf(ICakeContext context, HybridOptions? hybrid, HybridOptions? kept) => hybrid switch
    {
        null => kept,
        { BootCodePath: { } code } => hybrid with { BootCodePath = new FilePath(code).MakeAbsolute(context.Environment).FullPath },
        { BootCode.IsEmpty: true } when kept is not null => kept with
        {
            Gpt = hybrid.Gpt ?? kept.Gpt,
            NoBootCode = hybrid.NoBootCode,
            Gpt4K = hybrid.Gpt4K || kept.Gpt4K,
            PartitionOffset = hybrid.PartitionOffset > 0 ? hybrid.PartitionOffset : kept.PartitionOffset,
            PartitionType = hybrid.PartitionType ?? kept.PartitionType,
        },
        _ => hybrid,
    };

    private static void Describe(ImageBuilder builder, IsoBuildSettings settings, DiagnosticLog log)
    {
        foreach (var text in settings.ExcludedPatterns)
        {
            if (Pattern(text) is { } pattern)
            {
                builder.ExcludeTargets(pattern);
            }
        }

        var rules = new EntryRules();
        foreach (var rule in settings.Rules)
        {
            if (Pattern(rule.Pattern) is { } pattern)
            {
                rules.Add(pattern, rule.Options);
            }
        }

        if (!rules.IsEmpty)
        {
            builder.Describe(rules);
        }

        PathPattern? Pattern(string text)
        {
            if (!PathPattern.TryParse(text, out var pattern, out var problem))
            {
                log.Error(DiagnosticId.OptionUnknown, text, $"The pattern {problem}.");
            }

            return pattern;
        }
    }

    /// <summary>What the environment of the script says; <see langword="null"/> if it says nothing, or what is reported.</summary>
    public static DateTimeOffset? EpochTimestamp(ICakeContext context, DiagnosticLog log)
    {
        const string variable = "SOURCE_DATE_EPOCH";
        if (context.Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } text)
        {
            return null;
        }

        if (!ImageTimestamp.TryParse(text, out var timestamp, out var problem))
        {
            log.Error(DiagnosticId.TimestampInvalid, variable, $"'{text}' {problem}");
        }

        return timestamp;
    }

    private static FilePath Checksum(FilePath image) => image.FullPath + ".sha256";
}
