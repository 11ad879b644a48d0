using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace IsoBuild.Tasks;

/// <summary>Names what images are made of, as far as their project names it: by what a build looks at to tell whether anything has changed.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListIsoInputs : Task
{
    /// <summary>The project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>The items that users wrote.</summary>
    public ITaskItem[] Content { get; set; } = [];

    /// <summary>What of the directories in <see cref="Content"/> is no content.</summary>
    public ITaskItem[] Excluded { get; set; } = [];

    /// <summary>The images: items whose metadata is named after the properties.</summary>
    public ITaskItem[] Images { get; set; } = [];

    /// <summary>Files and directories, each once and sorted, with their <c>Kind</c>: <c>File</c>, <c>Directory</c>, whose names count, or <c>Link</c>, a symbolic link to a directory.</summary>
    [Output]
    public ITaskItem[] Inputs { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var kinds = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in Images)
        {
            var inputs = new ImageInputs(ProjectFile, image.GetMetadata("StampPath"), Content, Excluded.Select(item => item.GetMetadata("FullPath")), image, written: []);
            Add("File", inputs.Files.Where(file => file.Length >= 0).Select(file => file.Path));
            Add("File", new[] { image.GetMetadata("BaselinePath") }.Where(File.Exists));
            Add("Directory", inputs.Directories);
            Add("Link", inputs.Links);
        }

        Inputs = [.. kinds.Select(input => new TaskItem(EscapedPath(input.Key), new Dictionary<string, string> { ["Kind"] = input.Value }))];
        return true;

        // An item's name is read as MSBuild writes it.
        static string EscapedPath(string path) => path.Replace("%", "%25", StringComparison.Ordinal);

        void Add(string kind, IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                kinds[path] = kind;
            }
        }
    }
}
