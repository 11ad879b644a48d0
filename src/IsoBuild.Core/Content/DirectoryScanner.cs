using System.IO.Enumeration;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Turns files and directories on disk into entries. Nothing else here looks at a disk to find content.</summary>
/// <param name="tree">Receives the entries.</param>
/// <param name="exclusions">What scanned directories leave out.</param>
/// <param name="diagnostics">Is told of what cannot be stored.</param>
internal sealed class DirectoryScanner(ContentTreeBuilder tree, Exclusions exclusions, DiagnosticBag diagnostics)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Whether to meet what a directory holds in another order than the disk's, to show that it does not matter.</summary>
    public bool InOtherOrder { get; set; }

    /// <summary>Adds one file. A symbolic link named by the user stands for what it points to.</summary>
    public void AddFile(ReadOnlySpan<string> target, string sourcePath, EntryOptions? options)
    {
        var file = new FileInfo(sourcePath);
        if (!file.Exists)
        {
            var problem = Directory.Exists(sourcePath)
                ? "The source is a directory where a file is expected; add it as a directory."
                : "The source file does not exist. Create it, or correct the path.";
            diagnostics.Error(DiagnosticId.SourceMissing, sourcePath, problem, sourcePath);
            return;
        }

        if (exclusions.IsImage(file.FullName))
        {
            diagnostics.Error(DiagnosticId.ImageIsSource, sourcePath, "The image would take the place of this file, which is to go into it. Give the image another name or place.", sourcePath);
            return;
        }

        if (file.LinkTarget is not null)
        {
            file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
            if (!file.Exists)
            {
                diagnostics.Error(DiagnosticId.SourceMissing, sourcePath, $"The source is a symbolic link to {file.FullName}, which is no file.", sourcePath);
                return;
            }
        }

        var source = new FileSource(file.DirectoryName ?? "", file.Name, file.Length, file.LastWriteTimeUtc);
        if (IsOrdinary(source))
        {
            tree.AddFile(tree.Directory(target[..^1]), target[^1], source, options);
        }
    }

    /// <summary>Adds what lies in a directory, at any depth, empty directories included.</summary>
    public void AddDirectory(ReadOnlySpan<string> target, string sourceDirectory, EntryOptions? options, CancellationToken cancellationToken)
    {
        var directory = new DirectoryInfo(sourceDirectory);
        if (!directory.Exists)
        {
            var problem = File.Exists(sourceDirectory)
                ? "The source is a file where a directory is expected; add it as a file."
                : "The source directory does not exist. Create it, or correct the path.";
            diagnostics.Error(DiagnosticId.SourceMissing, sourceDirectory, problem, sourceDirectory);
            return;
        }

        var top = tree.Directory(target);
        tree.Describe(top, options: null, directory.LastWriteTimeUtc);
        tree.Inherit(top, options);
        var pending = new Stack<(string Path, string Below, ContentTreeBuilder.Stage Stage)>();
        pending.Push((Path.TrimEndingDirectorySeparator(directory.FullName), "", top));
        while (pending.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Scan(next.Path, next.Below, next.Stage, options, pending);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                diagnostics.Error(DiagnosticId.SourceUnreadable, next.Path, $"The directory cannot be read: {failure.Message}", next.Path);
            }
        }
    }

    /// <param name="path">The directory to scan.</param>
    /// <param name="below">Where rules see it: empty for the directory that is added, otherwise ending in a slash. Empty without rules.</param>
    /// <param name="stage">The directory in the image.</param>
    /// <param name="options">What files in it are given.</param>
    /// <param name="pending">Receives the directories in it.</param>
    private void Scan(string path, string below, ContentTreeBuilder.Stage stage, EntryOptions? options, Stack<(string Path, string Below, ContentTreeBuilder.Stage Stage)> pending)
    {
        var concerned = exclusions.Concern(path);
#pragma warning disable RS0030 // This is the place that the ban points to: the tree is sorted once it is complete.
        var entries = new FileSystemEnumerable<Found>(path, Found.From, Everything);
#pragma warning restore RS0030
        foreach (var found in InOtherOrder ? OtherOrder.Of([.. entries]) : entries)
        {
            if ((concerned && exclusions.Contain(path, found.Name)) || (exclusions.HasRules && exclusions.Contain(below + found.Name)))
            {
                continue;
            }

            if (EntryPath.NameProblem(found.Name) is { } problem)
            {
                diagnostics.Error(DiagnosticId.TargetInvalid, Path.Join(path, found.Name), problem, Path.Join(path, found.Name));
            }
            else if (found.IsLink)
            {
                AddLink(path, found, stage, options);
            }
            else if (found.IsDirectory)
            {
                var child = tree.Directory(stage, found.Name);
                tree.Describe(child, options: null, found.ModifiedUtc);
                tree.Inherit(child, options);
                pending.Push((Path.Join(path, found.Name), exclusions.HasRules ? $"{below}{found.Name}/" : "", child));
            }
            else if (new FileSource(path, found.Name, found.Length, found.ModifiedUtc) is var source && IsOrdinary(source))
            {
                tree.AddFile(stage, found.Name, source, options);
            }
        }
    }

    private void AddLink(string directory, in Found link, ContentTreeBuilder.Stage stage, EntryOptions? options)
    {
        var path = Path.Join(directory, link.Name);
        FileSystemInfo? end = null;
        try
        {
            end = File.ResolveLinkTarget(path, returnFinalTarget: true);
        }
        catch (IOException)
        {
            // A loop of links ends nowhere; it is reported as a link to nothing, below.
        }

        // A link that File resolves ends in a FileInfo, for which a directory does not exist.
        if (end is not { Exists: true })
        {
            var what = end is not null && Directory.Exists(end.FullName) ? "a directory" : "nothing";
            diagnostics.Error(DiagnosticId.SourceUnsupported, path, $"The source is a symbolic link to {what}, which cannot be stored. Remove it, or add what it should point to as content.", path);
            return;
        }

        var file = new FileInfo(end.FullName);
        var source = new FileSource(file.DirectoryName ?? "", file.Name, file.Length, file.LastWriteTimeUtc);
        if (IsOrdinary(source))
        {
            diagnostics.Warning(DiagnosticId.LinkFollowed, path, $"The symbolic link is stored as a copy of {file.FullName}.", path);
            tree.AddFile(stage, link.Name, source, options);
        }
    }

    /// <summary>Pipes, sockets and devices have no length, and reading them may never end; so whatever is empty is looked at twice.</summary>
    private bool IsOrdinary(FileSource source)
    {
        if (source.Length > 0 || OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            if (UnixFile.IsRegular(source.FilePath) && !UnixFile.HasContent(source.FilePath))
            {
                return true;
            }
        }
        catch (UnauthorizedAccessException failure)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, source.FilePath, $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.", source.FilePath);
            return false;
        }

        diagnostics.Error(DiagnosticId.SourceUnsupported, source.FilePath, "The source is a pipe, a socket, a device or a file without a size of its own (as in /proc), which cannot be stored. Remove it, or exclude it from the content.", source.FilePath);
        return false;
    }

    private readonly record struct Found(string Name, bool IsDirectory, bool IsLink, long Length, DateTime ModifiedUtc)
    {
        public static Found From(ref FileSystemEntry entry)
        {
            var name = entry.FileName.ToString();
            // On Windows a reparse point may also be a file that lives in a cloud; only what names a target is a link.
            var isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0 && entry.ToFileSystemInfo().LinkTarget is not null;
            return new Found(name, entry.IsDirectory, isLink, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcDateTime);
        }
    }
}
