using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace IsoBuild.Tasks;

/// <summary>Finds the directories below directories, for the comparison with the build before: MSBuild's globs find none that are empty.</summary>
/// <remarks>.NET's own recursion, which MSBuild offers, follows symbolic links, and those may run in circles. Here they are found and not followed.</remarks>
[MSBuildMultiThreadableTask]
public sealed class FindIsoDirectories : Task
{
    /// <summary>Where to look.</summary>
    [Required]
    public ITaskItem[] Directories { get; set; } = [];

    /// <summary>What was found, links to directories included, in ordinal order.</summary>
    [Output]
    public ITaskItem[] Found { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var everything = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true };
        var found = new List<string>();
        var pending = new Stack<string>(Directories.Select(item => item.GetMetadata("FullPath")));
        while (pending.TryPop(out var path))
        {
            try
            {
#pragma warning disable RS0030 // Only a comparison sees these, and they are sorted below.
                foreach (var directory in new DirectoryInfo(path).EnumerateDirectories("*", everything))
#pragma warning restore RS0030
                {
                    found.Add(directory.FullName);
                    if ((directory.Attributes & FileAttributes.ReparsePoint) == 0 || directory.LinkTarget is null)
                    {
                        pending.Push(directory.FullName);
                    }
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Gone, or closed: the task that makes the image says so, with a code.
                found.Add(path);
            }
        }

        found.Sort(StringComparer.Ordinal);
        Found = [.. found.Select(path => new TaskItem(path))];
        return true;
    }
}
