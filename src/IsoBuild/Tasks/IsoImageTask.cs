using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace IsoBuild.Tasks;

/// <summary>The base class of tasks that take the content and options of an image.</summary>
public abstract class IsoImageTask : Task, ICancelableTask
{
    private readonly CancellationTokenSource cancellation = new();

    /// <summary>The project that errors and warnings are reported on.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Whether warnings are errors.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>The codes of warnings that are not treated as errors.</summary>
    public string WarningsNotAsErrors { get; set; } = "";

    /// <summary>The image.</summary>
    [Required]
    public string ImagePath { get; set; } = "";

    /// <summary>The name of the image in the project.</summary>
    [Required]
    public string ImageName { get; set; } = "";

    /// <summary>All images of the project, which items may name in their <c>Image</c>.</summary>
    [Required]
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>The content of the images: files and directories, see <see cref="ContentItems"/>.</summary>
    public ITaskItem[] Content { get; set; } = [];

    /// <summary>Files and directories that are left out of the directories in <see cref="Content"/>.</summary>
    public ITaskItem[] Excluded { get; set; } = [];

    /// <summary>The options as users wrote them: an item whose metadata is named after the properties.</summary>
    [Required]
    public ITaskItem Options { get; set; } = null!;

    /// <summary>The property that <c>IsoTimestamp</c> was taken from.</summary>
    public string TimestampSource { get; set; } = "IsoTimestamp";

    /// <summary>The content of all images.</summary>
    private protected ITaskItem[] ContentOfAll { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var log = new DiagnosticLog(Log, ProjectFile, new RaisedWarnings(BuildEngine, TreatWarningsAsErrors, WarningsNotAsErrors));
        try
        {
            ContentOfAll = Content;
            Content = ContentItems.ForImage(Content, ImageName, Images, log);
            if (Log.HasLoggedErrors)
            {
                return false;
            }

            if (IsUpToDate(log, cancellation.Token))
            {
                return !Log.HasLoggedErrors;
            }

            var builder = new OptionsReader(Options, log).Builder(TimestampSource);
            ContentItems.AddTo(builder, Content, Path.GetDirectoryName(ProjectFile)!, log);
            foreach (var item in Excluded)
            {
                builder.Exclude(item.GetMetadata("FullPath"));
            }

            if (IsSame(Options.GetMetadata("IsoBaseImage"), ImagePath))
            {
                log.Report(DiagnosticId.ImageIsSource, ImagePath, "the image would overwrite its IsoBaseImage, so each build would be based on the result of the previous one; choose another IsoFileName or IsoOutputDir");
            }

            if (!Log.HasLoggedErrors)
            {
                Run(builder, log, cancellation.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (ImageException failure)
        {
            log.Report([failure.Diagnostic]);
        }
        catch (ContentException failure)
        {
            log.Report([failure.Diagnostic]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Report(DiagnosticId.ImageUnwritable, ImagePath, $"the image cannot be written: {e.Message} Check the folder's permissions and free space, or choose another with IsoOutputDir.");
        }

        return !Log.HasLoggedErrors;
    }

    private static bool IsSame(string path, string other) => path.Length > 0
        && string.Equals(Path.GetFullPath(path), Path.GetFullPath(other), OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether there is nothing to do.</summary>
    private protected virtual bool IsUpToDate(DiagnosticLog log, CancellationToken cancellationToken) => false;

    /// <summary>Does the work with the image as it is described.</summary>
    private protected abstract void Run(ImageBuilder builder, DiagnosticLog log, CancellationToken cancellationToken);
}
