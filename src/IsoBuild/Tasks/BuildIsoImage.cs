using System.Globalization;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace IsoBuild.Tasks;

/// <summary>Makes one image, with what belongs to it: its sector map, its checksum and the stamp that lets the next build skip it.</summary>
/// <remarks>Runs only when the targets found that something changed.</remarks>
public sealed class BuildIsoImage : Task, ICancelableTask
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>The project that errors and warnings are reported on.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Whether warnings are errors.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>The codes of warnings that are not.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>The image to write.</summary>
    [Required]
    public string ImagePath { get; set; } = "";

    /// <summary>What goes in: files and directories, see <see cref="ContentItems"/>.</summary>
    public ITaskItem[] Content { get; set; } = [];

    /// <summary>Files and directories that are no content of the directories in <see cref="Content"/>.</summary>
    public ITaskItem[] Excluded { get; set; } = [];

    /// <summary>Everything that the project's images write. What an earlier build wrote and is not among it is deleted.</summary>
    public ITaskItem[] OwnFiles { get; set; } = [];

    /// <summary>The options as users wrote them: an item whose metadata is named after the properties.</summary>
    [Required]
    public ITaskItem Options { get; set; } = null!;

    /// <summary>The property that <c>IsoTimestamp</c> was taken from.</summary>
    public string TimestampSource { get; set; } = "IsoTimestamp";

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

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var log = new DiagnosticLog(Log, ProjectFile, TreatWarningsAsErrors, WarningsNotAsErrors);
        try
        {
            Make(log);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Report(DiagnosticId.ImageUnwritable, ImagePath, $"the image cannot be written: {e.Message} Check the folder's permissions and free space, or choose another with IsoOutputDir.");
        }

        return !Log.HasLoggedErrors;
    }

    private void Make(DiagnosticLog log)
    {
        var options = OptionsReader.Read(Options, TimestampSource, log);
        var builder = new ImageBuilder(options);
        ContentItems.AddTo(builder, Content, log);
        foreach (var item in Excluded)
        {
            builder.Exclude(item.GetMetadata("FullPath"));
        }

        if (Log.HasLoggedErrors)
        {
            return;
        }

        // A warning raised to an error, or a layout that nobody accepted, leaves the previous image as it was.
        var layout = "";
        var baseline = new LayoutBaseline(LayoutBaseline, ReceivedLayoutFile);
        IReadOnlyList<Diagnostic> reported = [];
        var result = builder.Write(ImagePath, new WriteOptions { ComputeSha256 = true, Proceed = Proceed }, cancellation.Token);
        log.Report(result.Diagnostics.Except(reported));
        if (result.Layout is null)
        {
            return;
        }

        if (AcceptLayout)
        {
            baseline.Accept(layout, log);
        }

        Size = result.Length.ToString(CultureInfo.InvariantCulture);
        Sha256 = result.Sha256 ?? "";
        if (LayoutFile.Length > 0)
        {
            AtomicText.Write(LayoutFile, layout);
        }

        if (ChecksumFile.Length > 0)
        {
            AtomicText.Write(ChecksumFile, $"{Sha256}  {Path.GetFileName(ImagePath)}\n");
        }

        // Of a link, MSBuild knows the link's date alone: what it leads to is looked at in every build.
        var canSkip = !Content.Any(item => new FileInfo(item.GetMetadata("FullPath")).LinkTarget is not null)
            && result.Diagnostics.All(diagnostic => diagnostic.Id != DiagnosticId.LinkFollowed);
        var stamp = new Stamp(canSkip ? InputsHash : "links", ImagePath, LayoutFile, ChecksumFile, LayoutBaseline);
        stamp.DeleteFormer(StampFile, OwnFiles.Concat(Content).Select(item => item.GetMetadata("FullPath")));
        stamp.Write(StampFile, Size, Sha256);

        bool Proceed(PlanResult plan)
        {
            reported = plan.Diagnostics;
            log.Report(reported);
            if (Log.HasLoggedErrors)
            {
                return false;
            }

            layout = LayoutHashes ? plan.Layout!.ToStringWithHashes() : plan.Layout!.ToString();
            return AcceptLayout || baseline.Holds(layout, log);
        }
    }
}
