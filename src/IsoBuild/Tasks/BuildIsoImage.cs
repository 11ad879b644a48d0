using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Tasks.Checks;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Makes one image with its sector map, checksum, release documents and the stamp that lets the next build skip it.</summary>
[MSBuildMultiThreadableTask]
public sealed class BuildIsoImage : IsoImageTask
{
    private ImageInputs inputs = null!;

    /// <summary>All files that the project's images write. Files of an earlier build that are not among them are deleted.</summary>
    public ITaskItem[] OwnFiles { get; set; } = [];

    /// <summary>Whether the project makes only an image, which must not be empty.</summary>
    public bool NeedsContent { get; set; }

    /// <summary>The project's file that was written last, or all of them.</summary>
    public string[] ProjectFiles { get; set; } = [];

    /// <summary>The files that MSBuild adds to the project: those of its folders.</summary>
    public string[] FolderFiles { get; set; } = [];

    /// <summary>The project's version.</summary>
    public string Version { get; set; } = "";

    /// <summary>Targets that add content to the image of a build, but not to this one.</summary>
    public string[] TargetsOfBuild { get; set; } = [];

    /// <summary>Targets that run before this image's content is collected.</summary>
    public string[] TargetsOfPublish { get; set; } = [];

    /// <summary>The file to write the sector map to; empty for none.</summary>
    public string LayoutFile { get; set; } = "";

    /// <summary>Whether the sector map includes the SHA-256 of every file.</summary>
    public bool LayoutHashes { get; set; }

    /// <summary>The committed sector map to compare with; empty for none.</summary>
    public string LayoutBaseline { get; set; } = "";

    /// <summary>Whether a different layout replaces the committed one.</summary>
    public bool AcceptLayout { get; set; }

    /// <summary>The file to write a layout to that differs from the committed one, for review.</summary>
    [Required]
    public string ReceivedLayoutFile { get; set; } = "";

    /// <summary>The file to write the checksum to; empty for none.</summary>
    public string ChecksumFile { get; set; } = "";

    /// <summary>The file to write the SPDX bill of materials to; empty for none.</summary>
    public string SpdxFile { get; set; } = "";

    /// <summary>The file to write the CycloneDX bill of materials to; empty for none.</summary>
    public string CycloneDxFile { get; set; } = "";

    /// <summary>The file to write the provenance statement to; empty for none.</summary>
    public string ProvenanceFile { get; set; } = "";

    /// <summary>The stamp to write when everything is done.</summary>
    [Required]
    public string StampFile { get; set; } = "";

    /// <summary>The image's size in bytes.</summary>
    [Output]
    public string Size { get; set; } = "";

    /// <summary>The image's SHA-256.</summary>
    [Output]
    public string Sha256 { get; set; } = "";

    private Stamp Stamp => new([ImagePath, .. TextFiles.Select(text => text.Path)], LayoutBaseline);

    /// <summary>What is written beside the image; empty paths for what is not.</summary>
    private (string Path, CompanionKind Kind)[] TextFiles =>
    [
        (LayoutFile, CompanionKind.SectorMap),
        (ChecksumFile, CompanionKind.Checksum),
        (SpdxFile, CompanionKind.Spdx),
        (CycloneDxFile, CompanionKind.CycloneDx),
        (ProvenanceFile, CompanionKind.Provenance),
    ];

    private protected override bool IsUpToDate(DiagnosticLog log, CancellationToken cancellationToken)
    {
        inputs = new ImageInputs(
            ProjectFile,
            StampFile,
            Content,
            Excluded.Select(item => item.GetMetadata("FullPath")),
            Options,
            written: [ImagePath, .. TextFiles.Select(text => text.Path), LayoutBaseline],
            [$"{LayoutHashes}", $"{NeedsContent}"]);
        if (Stamp.Find(StampFile) is not { } made)
        {
            return false;
        }

        // Another date is no other file, nor is another folder: what is here may come from a cache.
        var hasDates = made.HasDates();
        var image = new Lazy<string?>(() => hasDates || made.HasBytes(cancellationToken) ? ImagePath : null);
        InputRecords? renewed = null;
        var records = InputRecords.PathOf(StampFile);
        if (made.InputsHash != inputs.Hash
            && (InputRecords.Read(records) is not { } former || former.Hash != made.InputsHash || (renewed = former.Renew(inputs, image)) is null))
        {
            return false;
        }

        if (image.Value is null)
        {
            return false;
        }

        renewed?.ToFile(records).Write(cancellationToken);
        if (renewed is not null || !hasDates)
        {
            Stamp.Finish(StampFile, made with { InputsHash = inputs.Hash }, cancellationToken);
        }

        (Size, Sha256) = (made.Size, made.Sha256);
        RepeatWarnings(made, log, cancellationToken);
        return true;
    }

    /// <summary>Repeats the warnings of the build that made the image. What the project's files say may have changed without the image.</summary>
    private void RepeatWarnings(MadeImage made, DiagnosticLog log, CancellationToken cancellationToken)
    {
        var check = Check();
        var mayDiffer = check.MayDiffer(ProjectFiles, File.GetLastWriteTimeUtc(StampFile));
        if (!made.Warnings.Any(ProjectCheck.IsOurs) && !mayDiffer)
        {
            log.Repeat(made.Warnings);
            return;
        }

        log.Report(check.Find(ContentOfAll, Options));
        log.Repeat(made.Warnings.Where(warning => !ProjectCheck.IsOurs(warning)));
        if (!Log.HasLoggedErrors && (mayDiffer || !made.Warnings.ToHashSet().SetEquals(log.Warnings)))
        {
            Stamp.Finish(StampFile, made with { InputsHash = inputs.Hash, Warnings = log.Warnings }, cancellationToken);
        }
    }

    private ProjectCheck Check() => new(ProjectFile, FolderFiles, BuildEngine) { Version = Version };

    private protected override void Run(ImageBuilder builder, DiagnosticLog log, CancellationToken cancellationToken)
    {
        if (TextOutput.IsStream(ImagePath))
        {
            log.Report(DiagnosticId.ImageUnwritable, ImagePath, "a pipe or a device has this name, but the image of a project must be a file, because the next build checks it; choose another IsoFileName or IsoOutputDir, and copy the image");
            return;
        }

        // A warning raised to an error, or a layout that nobody accepted, leaves the previous image as it was.
        var layout = "";
        var baseline = new LayoutBaseline(LayoutBaseline, ReceivedLayoutFile);
        if (!baseline.IsFile(log))
        {
            return;
        }

        baseline.KeepLeftoversOut(builder);
        foreach (var (path, kind) in TextFiles.Where(text => text.Path.Length > 0))
        {
            builder.ExcludeCompanion(path, kind);
        }

        log.Report(Check().Find(ContentOfAll, Options));
        TextOutput? accepted = null;
        Task<TextOutput>? records = null;
        IReadOnlyList<Diagnostic> reported = [];
        var isCompared = LayoutBaseline.Length > 0 && !AcceptLayout;
        var result = builder.Write(ImagePath, new WriteOptions { ComputeSha256 = true, Proceed = isCompared ? Decide : null, Accept = isCompared ? null : Decide, Companions = Companions }, cancellationToken);
        var stale = result.Diagnostics.Where(diagnostic => diagnostic.Id == DiagnosticId.ChecksumLeftBehind).ToList();
        log.Report(result.Diagnostics.Except(reported).Except(stale));
        if (result.Layout is null)
        {
            return;
        }

        if (AcceptLayout)
        {
            baseline.ForgetReceived();
        }

        if (accepted is not null)
        {
            log.Note($"Accepted the layout into {accepted.Path}");
        }

        Size = result.Length.ToString(CultureInfo.InvariantCulture);
        Sha256 = result.Sha256 ?? "";

        // Of a link, MSBuild knows the link's date at best, and of a name that is not UTF-8 nothing: such content is looked at in every build.
        string[] sources = [.. Content.Select(item => item.GetMetadata("FullPath")), .. ItemMetadata.InputFilesOf(Options)];
        var canSkip = Stamp.IsOfFiles && !result.HasLinksOnDisk && !result.Diagnostics.Any(diagnostic => diagnostic.Id == DiagnosticId.NameNotUtf8) && !Array.Exists(sources, Stamp.IsLink);
        Stamp.DeleteFormer(StampFile, ProjectFile, OwnFiles.Select(item => item.GetMetadata("FullPath")).Concat(sources));

        // The checksum of the build before is gone now; another one is somebody else's.
        log.Report(stale.Where(checksum => File.Exists(checksum.Item)));
        if (Log.HasLoggedErrors)
        {
            return;
        }

        var recorded = Stamp.Never;
        if (canSkip)
        {
            records!.GetAwaiter().GetResult().Write(cancellationToken);
            recorded = inputs.Hash;
        }

        Stamp.Finish(StampFile, new MadeImage(recorded, Size, Sha256, log.Warnings), cancellationToken);

        bool Decide(PlanResult plan)
        {
            reported = plan.Diagnostics;
            log.Report(reported.Select(AsOfProject));
            if (plan.IsEmpty)
            {
                log.Report([new Diagnostic(DiagnosticId.ImageEmpty, NeedsContent ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, ImagePath, $"The image is empty: no item adds content to it. {WhyEmpty()}")]);
            }

            if (Log.HasLoggedErrors)
            {
                return false;
            }

            layout = LayoutFile.Length == 0 && LayoutBaseline.Length == 0 ? "" : LayoutHashes ? plan.Layout!.ToStringWithHashes() : plan.Layout!.ToString();

            // The image is hashed by one thread.
            records = Task.Run(() => InputRecords.Of(inputs, new StoredPlaces(plan.Layout!)).ToFile(InputRecords.PathOf(StampFile)), cancellationToken);
            return AcceptLayout || baseline.Holds(layout, log, cancellationToken);
        }

        IEnumerable<TextOutput> Companions(BuildResult made)
        {
            if (AcceptLayout && (accepted = baseline.ToAccept(layout)) is not null)
            {
                yield return accepted;
            }

            if (LayoutFile.Length > 0)
            {
                yield return new TextOutput(LayoutFile, layout);
            }

            if (ChecksumFile.Length > 0)
            {
                yield return new TextOutput(ChecksumFile, made.ToChecksumLine());
            }

            foreach (var document in Documents(made, cancellationToken))
            {
                yield return document;
            }

            // All of them are ready. Whoever is killed from now on leaves a stamp by which nothing is up to date.
            Stamp.Begin(StampFile, ProjectFile, cancellationToken);
        }
    }

    /// <summary>Patterns in properties are often those of many projects, of which not all have something that matches.</summary>
    private static Diagnostic AsOfProject(Diagnostic diagnostic) =>
        diagnostic is { Id: DiagnosticId.PatternUnmatched, Severity: DiagnosticSeverity.Warning } ? diagnostic with { Severity = DiagnosticSeverity.Info } : diagnostic;

    private string WhyEmpty()
    {
        string[] missing = [.. TargetsOfBuild.Except(TargetsOfPublish, StringComparer.OrdinalIgnoreCase).Where(target => target != "Build").Distinct(StringComparer.OrdinalIgnoreCase)];
        return missing.Length == 0
            ? "Correct the paths in IsoContent and ProjectReference."
            : $"BuildIsoDependsOn has {string.Join(", ", missing)}, but PublishIsoDependsOn has not: append it there too, so that it adds its content to the image of a publish.";
    }

    private IEnumerable<TextOutput> Documents(BuildResult made, CancellationToken cancellationToken)
    {
        var wanted = TextFiles.Where(text => text.Path.Length > 0 && text.Kind is (CompanionKind.Spdx or CompanionKind.CycloneDx or CompanionKind.Provenance)).ToList();
        if (wanted.Count == 0)
        {
            yield break;
        }

        var documents = made.ToReleaseDocuments(cancellationToken);
        foreach (var (path, kind) in wanted)
        {
            yield return new TextOutput(path, documents.ToText(kind));
        }
    }
}
