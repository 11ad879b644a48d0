using Microsoft.Build.Framework;
using Task = Microsoft.Build.Utilities.Task;

namespace IsoBuild.Tasks;

/// <summary>Deletes the files that builds made, at whatever path, if they are unchanged since.</summary>
[MSBuildMultiThreadableTask]
public sealed class CleanIsoImages : Task
{
    /// <summary>The project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The stamps of the builds.</summary>
    [Required]
    public ITaskItem[] Stamps { get; set; } = [];

    /// <summary>The files that stay: those of the team.</summary>
    public ITaskItem[] Kept { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (var stamp in Stamps)
        {
            try
            {
                Stamp.DeleteMade(stamp.GetMetadata("FullPath"), ProjectFile, Kept.Select(item => item.GetMetadata("FullPath")), withSameBytes: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Log.LogWarningFromException(failure);
            }
        }

        return true;
    }
}
