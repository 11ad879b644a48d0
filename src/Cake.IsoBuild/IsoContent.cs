using System.Text;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core.IO;
using IsoBuild.Diagnostics;

namespace Cake.IsoBuild;

/// <summary>Something that goes into an image. Its files are read from disk, whatever file system the script otherwise works with.</summary>
/// <remarks>Target paths start at the image's root, without a leading <c>/</c>. Modes are octal permission bits such as <c>0755</c>; where they
/// are left out, directories and programs (ELF, Mach-O, <c>#!</c>) get 0755, other files 0644.</remarks>
public abstract class IsoContent
{
    private IsoContent()
    {
    }

    /// <summary>What lies in a directory, at any depth, empty directories included.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; the root when left out.</param>
    /// <param name="mode">The mode of the files in it.</param>
    /// <returns>The content.</returns>
    public static IsoContent Directory(DirectoryPath directory, string targetPath = "", string? mode = null)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddDirectory(targetPath, gathering.Absolute(directory), gathering.Entry(mode, targetPath)));
    }

    /// <summary>A file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image; where it is empty or ends in <c>/</c>, the file's own name follows.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent File(FilePath file, string targetPath = "", string? mode = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddFile(targetPath, gathering.Absolute(file), gathering.Entry(mode, targetPath)));
    }

    /// <summary>Files that were found below a directory, and keep their paths from there: what <c>GetFiles</c> returns.</summary>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; the root when left out.</param>
    /// <param name="mode">Their mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent Files(IEnumerable<FilePath> files, DirectoryPath root, string targetPath = "", string? mode = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering =>
        {
            var parent = gathering.Absolute(root);
            var entry = gathering.Entry(mode, targetPath);
            foreach (var file in files)
            {
                var source = gathering.Absolute(file);
                var relative = System.IO.Path.GetRelativePath(parent, source);
                if (System.IO.Path.IsPathRooted(relative) || relative is ".." or ['.', '.', '/' or '\\', ..])
                {
                    gathering.Log.Error(DiagnosticId.FileOutsideRoot, source, $"The file is not below {parent}, from where its path in the image would be taken. Name a directory above it as the root, or add it by itself.");
                    continue;
                }

                gathering.Builder.AddFile(Join(targetPath, relative), source, entry);
            }
        });
    }

    /// <summary>A file whose text the script holds, as UTF-8.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent Text(string targetPath, string text, string? mode = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        ArgumentNullException.ThrowIfNull(text);
        return new Entry(gathering => gathering.Builder.AddFile(targetPath, Encoding.UTF8.GetBytes(text), gathering.Entry(mode, targetPath)));
    }

    /// <summary>A directory with nothing in it.</summary>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent EmptyDirectory(string targetPath, string? mode = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        return new Entry(gathering => gathering.Builder.AddEmptyDirectory(targetPath, gathering.Entry(mode, targetPath)));
    }

    /// <summary>What <c>dotnet publish</c> makes of a project, and nothing that an earlier run left behind: it is published into a fresh
    /// directory that is gone afterwards.</summary>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; the root when left out.</param>
    /// <param name="settings">How to publish. With an output directory, that one is published to and stays; everything in it goes in.</param>
    /// <returns>The content.</returns>
    public static IsoContent PublishOutput(FilePath project, string targetPath = "", DotNetPublishSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddDirectory(targetPath, gathering.Publish(project, settings ?? new DotNetPublishSettings())));
    }

    internal abstract void AddTo(Gathering gathering);

    private static string Join(string targetPath, string relative) =>
        targetPath is [] or [.., '/' or '\\'] ? targetPath + relative : $"{targetPath}/{relative}";

    private sealed class Entry(Action<Gathering> add) : IsoContent
    {
        internal override void AddTo(Gathering gathering) => add(gathering);
    }
}
