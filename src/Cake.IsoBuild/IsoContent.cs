using System.Text;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace Cake.IsoBuild;

/// <summary>Content for an image. Files are read from disk, regardless of the file system that the script uses otherwise.</summary>
/// <remarks>Target paths are relative to the image's root, without a leading <c>/</c>. Modes are octal permission bits such as <c>0755</c>; if they
/// are left out, directories and programs (ELF, Mach-O, <c>#!</c>) get 0755, other files 0644.</remarks>
public abstract class IsoContent
{
    private IsoContent()
    {
    }

    /// <summary>The content of a directory, with all subdirectories, including empty ones.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it. Default: the root.</param>
    /// <param name="mode">The mode of the files in it.</param>
    /// <returns>The content.</returns>
    public static IsoContent Directory(DirectoryPath directory, string targetPath = "", string? mode = null) =>
        Directory(directory, targetPath, gathering => gathering.Entry(mode, targetPath));

    /// <summary>The content of a directory, with all subdirectories, including empty ones.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; empty for the root.</param>
    /// <param name="entry">The attributes of the entries in it.</param>
    /// <returns>The content.</returns>
    public static IsoContent Directory(DirectoryPath directory, string targetPath, EntryOptions entry) => Directory(directory, targetPath, _ => entry);

    /// <summary>A file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image. If it is empty or ends in <c>/</c>, the file's name is appended.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent File(FilePath file, string targetPath = "", string? mode = null) =>
        File(file, targetPath, gathering => gathering.Entry(mode, targetPath));

    /// <summary>A file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image. If it is empty or ends in <c>/</c>, the file's name is appended.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The content.</returns>
    public static IsoContent File(FilePath file, string targetPath, EntryOptions entry) => File(file, targetPath, _ => entry);

    /// <summary>Files below a directory, which keep their paths relative to it: what <c>GetFiles</c> returns.</summary>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them. Default: the root.</param>
    /// <param name="mode">Their mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent Files(IEnumerable<FilePath> files, DirectoryPath root, string targetPath = "", string? mode = null) =>
        Files(files, root, targetPath, gathering => gathering.Entry(mode, targetPath));

    /// <summary>Files below a directory, which keep their paths relative to it: what <c>GetFiles</c> returns.</summary>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; empty for the root.</param>
    /// <param name="entry">Their attributes.</param>
    /// <returns>The content.</returns>
    public static IsoContent Files(IEnumerable<FilePath> files, DirectoryPath root, string targetPath, EntryOptions entry) => Files(files, root, targetPath, _ => entry);

    /// <summary>A file with text from the script, in UTF-8.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent Text(string targetPath, string text, string? mode = null) =>
        Text(targetPath, text, gathering => gathering.Entry(mode, targetPath));

    /// <summary>A file with text from the script, in UTF-8.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The content.</returns>
    public static IsoContent Text(string targetPath, string text, EntryOptions entry) => Text(targetPath, text, _ => entry);

    /// <summary>An empty directory.</summary>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The content.</returns>
    public static IsoContent EmptyDirectory(string targetPath, string? mode = null) =>
        EmptyDirectory(targetPath, gathering => gathering.Entry(mode, targetPath));

    /// <summary>An empty directory, or the attributes of a directory that is added otherwise.</summary>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The content.</returns>
    public static IsoContent EmptyDirectory(string targetPath, EntryOptions entry) => EmptyDirectory(targetPath, _ => entry);

    /// <summary>A symbolic link. Trees without links (Joliet, UDF, plain ISO 9660) show it as the file it points to, or not at all.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="linkTarget">Its target, relative to the link's directory or absolute.</param>
    /// <param name="entry">Date and owner.</param>
    /// <returns>The content.</returns>
    /// <example><code>
    /// IsoBuild("artifacts/publish", "artifacts/app.iso", new IsoBuildSettings().WithContent(IsoContent.Link("bin/current", "v2")));
    /// </code></example>
    public static IsoContent Link(string targetPath, string linkTarget, EntryOptions? entry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        ArgumentException.ThrowIfNullOrEmpty(linkTarget);
        // The same on every system: where people write backslashes, too.
        return new Entry(gathering => gathering.Builder.AddLink(targetPath, linkTarget.Replace('\\', '/'), entry));
    }

    /// <summary>A hard link: another name of a file in the image.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="existingPath">The path of the file in the image.</param>
    /// <returns>The content.</returns>
    public static IsoContent HardLink(string targetPath, string existingPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        ArgumentException.ThrowIfNullOrEmpty(existingPath);
        return new Entry(gathering => gathering.Builder.AddHardLink(targetPath, existingPath));
    }

    /// <summary>A pipe, a socket or a device, which only Rock Ridge can show.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="major">The major number of a device.</param>
    /// <param name="minor">The minor number of a device.</param>
    /// <param name="entry">Mode, date and owner.</param>
    /// <returns>The content.</returns>
    public static IsoContent Special(string targetPath, SpecialKind kind, uint major = 0, uint minor = 0, EntryOptions? entry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        return new Entry(gathering => gathering.Builder.AddSpecial(targetPath, kind, major, minor, entry));
    }

    /// <summary>The <c>dotnet publish</c> output of a project, without leftovers of earlier runs: it is published into a fresh
    /// directory that is deleted afterwards.</summary>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="targetPath">The directory in the image that receives it. Default: the root.</param>
    /// <param name="settings">How to publish. If it has an output directory, that one is used and kept, and everything in it goes into the image.</param>
    /// <returns>The content.</returns>
    public static IsoContent PublishOutput(FilePath project, string targetPath = "", DotNetPublishSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddDirectory(targetPath, gathering.Publish(project, settings ?? new DotNetPublishSettings())));
    }

    internal abstract void AddTo(Gathering gathering);

    private static Entry Directory(DirectoryPath directory, string targetPath, Func<Gathering, EntryOptions?> entry)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddDirectory(targetPath, gathering.Absolute(directory), entry(gathering)));
    }

    private static Entry File(FilePath file, string targetPath, Func<Gathering, EntryOptions?> entry)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering => gathering.Builder.AddFile(targetPath, gathering.Absolute(file), entry(gathering)));
    }

    private static Entry Files(IEnumerable<FilePath> files, DirectoryPath root, string targetPath, Func<Gathering, EntryOptions?> entry)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(targetPath);
        return new Entry(gathering =>
        {
            var parent = gathering.Absolute(root);
            var given = entry(gathering);
            var isEmpty = true;
            foreach (var file in files)
            {
                isEmpty = false;
                var source = gathering.Absolute(file);
                var relative = System.IO.Path.GetRelativePath(parent, source);
                if (System.IO.Path.IsPathRooted(relative) || relative is ".." or ['.', '.', '/' or '\\', ..])
                {
                    gathering.Log.Error(DiagnosticId.FileOutsideRoot, source, $"The file is not below {parent}, so its path in the image cannot be derived. Name a directory above it as the root, or add the file by itself.");
                    continue;
                }

                gathering.Builder.AddFile(Join(targetPath, relative), source, given);
            }

            if (isEmpty)
            {
                gathering.Log.Report([new Diagnostic(DiagnosticId.PatternUnmatched, DiagnosticSeverity.Warning, parent, "There are no files in this list, so it adds nothing to the image. Check the pattern that it was made from.")]);
            }
        });
    }

    private static Entry Text(string targetPath, string text, Func<Gathering, EntryOptions?> entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        ArgumentNullException.ThrowIfNull(text);
        return new Entry(gathering => gathering.Builder.AddFile(targetPath, Encoding.UTF8.GetBytes(text), entry(gathering)));
    }

    private static Entry EmptyDirectory(string targetPath, Func<Gathering, EntryOptions?> entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetPath);
        return new Entry(gathering => gathering.Builder.AddEmptyDirectory(targetPath, entry(gathering)));
    }

    private static string Join(string targetPath, string relative) =>
        targetPath is [] or [.., '/' or '\\'] ? targetPath + relative : $"{targetPath}/{relative}";

    private sealed class Entry(Action<Gathering> add) : IsoContent
    {
        internal override void AddTo(Gathering gathering) => add(gathering);
    }
}
