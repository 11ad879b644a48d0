using System.Globalization;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Makes one image, with what belongs to it: its sector map, its checksum and the stamp that lets the next build skip it.</summary>
/// <remarks>Runs only when the targets found that something changed.</remarks>
[MSBuildMultiThreadableTask]
public sealed class BuildIsoImage : IsoImageTask
{
    /// <summary>Options that name a file on disk.</summary>
    private static readonly string[] InputFiles = ["IsoBaseImage", "IsoHybridBootCode"];

    /// <summary>Everything that the project's images write. What an earlier build wrote and is not among it is deleted.</summary>
    public ITaskItem[] OwnFiles { get; set; } = [];

    /// <summary>Whether the project is nothing but an image, which is not to be empty.</summary>
    public bool NeedsContent { get; set; }

    /// <summary>Where to write the sector map; empty for nowhere.</summary>
    public string LayoutFile { get; set; } = "";

    /// <summary>Whether the sector map names the SHA-256 of every file.</summary>
    public bool LayoutHashes { get; set; }

    /// <summary>The committed sector map to compare with; empty for none.</summary>
    public string LayoutBaseline { get; set; } = "";

    /// <summary>Whether a different layout becomes the committed one.</summary>
    public bool AcceptLayout { get; set; }

    /// <summary>Where a layout that differs from the committed one is left to be looked at.</summary>
    [Required]
    public string ReceivedLayoutFile { get; set; } = "";

    /// <summary>Where to write the checksum; empty for nowhere.</summary>
    public string ChecksumFile { get; set; } = "";

    /// <summary>The stamp to write when all is done.</summary>
    [Required]
    public string StampFile { get; set; } = "";

    /// <summary>The hash of everything that the image depends on, for the stamp.</summary>
    [Required]
    public string InputsHash { get; set; } = "";

    /// <summary>The image's size in bytes.</summary>
    [Output]
    public string Size { get; set; } = "";

    /// <summary>The image's SHA-256.</summary>
    [Output]
    public string Sha256 { get; set; } = "";

    private protected override void Run(ImageBuilder builder, DiagnosticLog log, CancellationToken cancellationToken)
    {
        if (TextOutput.IsStream(ImagePath))
        {
            log.Report(DiagnosticId.ImageUnwritable, ImagePath, "a pipe or a device has this name, and the image of a project is a file, which the next build looks at; choose another IsoFileName or IsoOutputDir, and copy the image");
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
        if (LayoutFile.Length > 0)
        {
            builder.ExcludeCompanion(LayoutFile, CompanionKind.SectorMap);
        }

        if (ChecksumFile.Length > 0)
        {
            builder.ExcludeCompanion(ChecksumFile, CompanionKind.Checksum);
        }

        TextOutput? accepted = null;
        var stamp = new Stamp(InputsHash, ImagePath, LayoutFile, ChecksumFile, LayoutBaseline);
        IReadOnlyList<Diagnostic> reported = [];
        var result = builder.Write(ImagePath, new WriteOptions { ComputeSha256 = true, Proceed = Proceed, Companions = Companions }, cancellationToken);
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
        string[] sources = [.. Content.Select(item => item.GetMetadata("FullPath")), .. InputFiles.Select(Options.GetMetadata).Where(path => path.Length > 0)];
        var canSkip = !result.HasLinksOnDisk && !result.Diagnostics.Any(diagnostic => diagnostic.Id == DiagnosticId.NameNotUtf8) && !Array.Exists(sources, Stamp.IsLink);
        stamp.DeleteFormer(StampFile, OwnFiles.Select(item => item.GetMetadata("FullPath")).Concat(sources));

        // The checksum of the build before is gone now; another one is somebody else's.
        log.Report(stale.Where(checksum => File.Exists(checksum.Item)));
        if (Log.HasLoggedErrors)
        {
            return;
        }

        stamp.Finish(StampFile, canSkip, Size, Sha256, cancellationToken);

        bool Proceed(PlanResult plan)
        {
            reported = plan.Diagnostics;
            log.Report(reported);
            if (plan.IsEmpty)
            {
                log.Report([new Diagnostic(DiagnosticId.ImageEmpty, NeedsContent ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, ImagePath, "The image is empty: no item has anything for it. Correct what IsoContent and ProjectReference name.")]);
            }

            if (Log.HasLoggedErrors)
            {
                return false;
            }

            layout = LayoutHashes ? plan.Layout!.ToStringWithHashes() : plan.Layout!.ToString();
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

            // All of them are ready. Whoever is killed from now on leaves a stamp by which nothing is up to date.
            stamp.Begin(StampFile, cancellationToken);
        }
    }
}
