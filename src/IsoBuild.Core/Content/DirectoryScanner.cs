using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Turns files and directories on disk into entries. Nothing else here looks at a disk to find content.</summary>
/// <param name="tree">Receives the entries.</param>
/// <param name="exclusions">What scanned directories leave out.</param>
/// <param name="diagnostics">Receives reports of what cannot be stored.</param>
internal sealed class DirectoryScanner(ContentTreeBuilder tree, Exclusions exclusions, DiagnosticBag diagnostics)
{
    private const string NotText = "There is nothing at this path. If the name is not UTF-8, pass it as NameBytes.Decode returns it, or add the directory that contains it.";

    /// <summary>For so many paths that lead to nothing, it is looked what else they may mean: each takes a list of a directory.</summary>
    private const int MostSuggestions = 100;

    private readonly FileIdentities identities = new(diagnostics);
    private int suggestions;

    /// <summary>Whether symbolic links in directories are replaced by what they lead to.</summary>
    public bool FollowLinks { get; init; }

    /// <summary>Whether links that are followed may lead out of the directory that is added.</summary>
    public bool FollowLinksOutside { get; init; }

    /// <summary>Whether names on disk that are one file become one file.</summary>
    public bool PreserveHardLinks { get; init; }

    /// <inheritdoc cref="LinkScanner.MostDirectoriesAgain"/>
    public int MostDirectoriesAgain { get; init; } = ushort.MaxValue;

    /// <summary>Whether symbolic links were found.</summary>
    public bool HasFoundLinks { get; private set; }

    /// <summary>Whether to meet what a directory holds in another order than the disk's, to show that it does not matter.</summary>
    public bool InOtherOrder { get; set; }

    /// <summary>Adds one file. A symbolic link named by the user stands for what it points to.</summary>
    public void AddFile(ReadOnlySpan<string> target, string sourcePath, EntryOptions? options)
    {
        var named = DiskFile.Follow(sourcePath);
        if (named.Kind != LinkEndKind.File)
        {
            if (IsHidden(sourcePath))
            {
                return;
            }

            var problem = named.Kind == LinkEndKind.Directory
                ? "The source is a directory, but a file is expected. Add it as a directory."
                : IsBeyondText(sourcePath) ? NotText
                : $"The source file does not exist. {Remedy(sourcePath)}";
            diagnostics.Error(DiagnosticId.SourceMissing, sourcePath, problem, sourcePath);
            return;
        }

        var path = DiskFile.FullPath(sourcePath);
        if (GivesWay(path, sourcePath))
        {
            return;
        }

        var file = DiskFile.IsRaw(path) ? null : new FileInfo(path);
        if (file is null)
        {
            HasFoundLinks |= !string.Equals(path, named.Path, StringComparison.Ordinal);
            path = named.Path;
        }
        else if (DiskFile.Exact(path, file.LinkTarget) is { } link)
        {
            HasFoundLinks = true;
            file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
            var end = DiskFile.IsLossy(file.FullName) ? LinkFollower.Follow(Path.GetDirectoryName(path) ?? "", link)
                : new LinkEnd(file.Exists ? LinkEndKind.File : LinkEndKind.Nowhere, file.FullName);
            if (end.Kind != LinkEndKind.File)
            {
                diagnostics.Error(DiagnosticId.SourceMissing, sourcePath, $"The source is a symbolic link to {end.Path}, which is not a file. Name the file itself, or correct the link.", sourcePath);
                return;
            }

            path = end.Path;
            if (GivesWay(path, sourcePath))
            {
                return;
            }
        }

        var source = SourceAt(path);
        if (IsOrdinary(source))
        {
            AddOrdinary(tree.Directory(target[..^1]), target[^1], source, options, rights: null);
        }
    }

    /// <summary>What to do about a path that leads to nothing.</summary>
    private string Remedy(string path) =>
        suggestions++ < MostSuggestions && NearPath.Find(path) is { } near ? $"Did you mean '{near}'?" : "Create it, or correct the path.";

    /// <summary>Whether a source may not be looked at, so that nobody can say that it is not there, which is told.</summary>
    private bool IsHidden(string path)
    {
        if (DiskFile.WhyHidden(path) is not { } why)
        {
            return false;
        }

        diagnostics.Error(DiagnosticId.SourceUnreadable, path, $"The source cannot be accessed: {why} Give the user who builds search permission on the directories above it, or correct the path.", path);
        return true;
    }

    /// <summary>Whether something that is written would take the place of a file that somebody named, which is told.</summary>
    private bool GivesWay(string path, string sourcePath)
    {
        if (exclusions.OutputAt(path) is not { } output)
        {
            return false;
        }

        if (output.Kind is null)
        {
            diagnostics.Error(DiagnosticId.ImageIsSource, sourcePath, "Writing the image would overwrite this file, which goes into the image. Give the image another name or path.", sourcePath);
        }
        else
        {
            diagnostics.Error(DiagnosticId.CompanionIsSource, sourcePath, $"The {CompanionText.Of(output.Kind.Value)} would overwrite this file, which goes into the image. Give one of them another name or path, or leave the file out.", sourcePath);
        }

        return true;
    }

    /// <summary>Whether a path that leads to nothing is one that came with names that are not UTF-8.</summary>
    private static bool IsBeyondText(string path) => DiskFile.IsLossy(path) || NameBytes.IsRaw(path);

    /// <summary>Whether no image is made of what is found.</summary>
    public bool IsForComparison { get; init; }

    /// <summary>Adds what lies in a directory, at any depth, empty directories included.</summary>
    public void AddDirectory(ReadOnlySpan<string> target, string sourceDirectory, EntryOptions? options, CancellationToken cancellationToken)
    {
        var named = DiskFile.Follow(sourceDirectory);
        if (named.Kind != LinkEndKind.Directory)
        {
            if (IsHidden(sourceDirectory))
            {
                return;
            }

            var problem = named.Kind == LinkEndKind.File
                ? "The source is a file, but a directory is expected. Add it as a file."
                : IsBeyondText(sourceDirectory) ? NotText
                : $"The source directory does not exist. {Remedy(sourceDirectory)}";
            diagnostics.Error(DiagnosticId.SourceMissing, sourceDirectory, problem, sourceDirectory);
            return;
        }

        var reportedBefore = diagnostics.Kept;
        var top = tree.Directory(target);
        tree.Describe(top, options: null, DiskFile.Look(DiskFile.IsRaw(named.Path) ? named.Path : sourceDirectory).ModifiedUtc);
        tree.Found(top, sourceDirectory, rights: null);
        tree.Inherit(top, options);
        var whole = Path.TrimEndingDirectorySeparator(DiskFile.FullPath(sourceDirectory));
        var work = new Work(options, FollowLinks ? new LinkScanner(whole, FollowLinksOutside, exclusions, diagnostics) { MostDirectoriesAgain = MostDirectoriesAgain } : null, target.Length);
        work.Pending.Push(new Place(whole, "", top, Depth: 0, Through: null));
        exclusions.Begin(whole);
        while (work.Links is not { Multiplies: true } && work.Pending.TryPop(out var place))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Scan(place, work);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                work.HasFound = true;
                diagnostics.Error(DiagnosticId.SourceUnreadable, place.Path, $"The directory cannot be read: {failure.Message}", place.Path);
            }
        }

        diagnostics.SortFrom(reportedBefore);

        if (!work.HasFound && !work.HasLeftOut && !target.IsEmpty && !IsForComparison)
        {
            // It may be meant to be.
            diagnostics.Info(DiagnosticId.DirectoryEmpty, sourceDirectory, "The directory is empty, so all that the image has of it is an empty directory. If it should have files, put them there, or correct the path.", sourceDirectory);
        }
        else if (!work.HasFound && !IsForComparison)
        {
            diagnostics.Warning(
                DiagnosticId.DirectoryEmpty,
                sourceDirectory,
                work.HasLeftOut
                    ? "Everything in the directory is left out, so nothing of it is in the image. Correct the path, or the patterns that exclude it."
                    : "The directory is empty, so nothing of it is in the image. Put files into it, or correct the path; to make an empty directory in the image, add one by its path there.",
                sourceDirectory);
        }
    }

    private void Scan(in Place place, Work work)
    {
        var path = place.Path;
        work.Links?.BeginDirectory(path);
        var holder = exclusions.Find(path);
        var entries = work.Lists.Of(path, work.Pending.Select(static place => place.Path));
        foreach (var found in InOtherOrder ? OtherOrder.Of([.. entries]) : entries)
        {
            // Both are asked: a pattern that matches what is left out anyway does match something.
            var isOutByRule = exclusions.HasRules && exclusions.Contain(place.Below + found.Name);
            if ((holder is not null && exclusions.Contain(holder, found.Name)) || isOutByRule)
            {
                work.HasLeftOut = true;
                exclusions.HasLeftOutDirectory |= found.Entry.IsDirectory;
                continue;
            }

            work.HasFound = true;

            if (work.Links?.TryTakeEntry(path) == false)
            {
                return;
            }

            if (EntryPath.NameProblem(found.Name) is { } problem)
            {
                diagnostics.Error(DiagnosticId.TargetInvalid, Path.Join(path, found.Name), problem, Path.Join(path, found.Name));
            }
            else if (!found.Entry.Exists)
            {
                diagnostics.Error(DiagnosticId.TargetInvalid, Path.Join(path, found.Name), "The name is not UTF-8, and such names can be read only on 64-bit Linux. Rename the entry, or make the image there.", Path.Join(path, found.Name));
            }
            else if (found.Entry.LinkTarget is { } text)
            {
                AddLink(place, found, text, work);
            }
            else if (found.Entry.IsDirectory)
            {
                Enter(place, found.Name, Path.Join(path, found.Name), found.Entry, place.Through, work);
            }
            else if (new FileSource(path, found.Name, found.Entry.Length, found.Entry.ModifiedUtc) is var source && IsOrdinary(source))
            {
                AddOrdinary(place.Stage, found.Name, source, work.Options, found.Entry.Rights);
            }
        }
    }

    /// <param name="parent">The directory in which it was found.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="path">Where it is: elsewhere, when a link led to it.</param>
    /// <param name="entry">What is known of it.</param>
    /// <param name="through">The links through which it was reached.</param>
    /// <param name="work">Receives it, to be scanned.</param>
    private void Enter(in Place parent, string name, string path, in DiskEntry entry, FollowedLink? through, Work work)
    {
        var child = tree.Directory(parent.Stage, name);
        tree.Describe(child, options: null, entry.ModifiedUtc);
        tree.Found(child, path, entry.Rights);
        tree.Inherit(child, work.Options);
        work.Pending.Push(new Place(path, exclusions.HasRules ? $"{parent.Below}{name}/" : "", child, parent.Depth + 1, through));
    }

    private void AddLink(in Place place, in FoundEntry link, string text, Work work)
    {
        HasFoundLinks = true;
        if (work.Links is null)
        {
            StoreLink(place, link, text, work);
            return;
        }

        var end = work.Links.Follow(place.Path, link.Name, text, place.Through, out var through);
        if (end is not { } found)
        {
            return;
        }

        if (found.Kind == LinkEndKind.Directory)
        {
            Enter(place, link.Name, found.Path, DiskFile.Look(found.Path), through, work);
        }
        else if (SourceAt(found.Path) is var source && IsOrdinary(source))
        {
            AddOrdinary(place.Stage, link.Name, source, work.Options, rights: null);
        }
    }

    private void StoreLink(in Place place, in FoundEntry link, string text, Work work)
    {
        var path = Path.Join(place.Path, link.Name);
        var target = LinkOnDisk.Text(text, OperatingSystem.IsWindows());
        if (LinkOnDisk.IsOnDrive(target, OperatingSystem.IsWindows()))
        {
            diagnostics.Info(DiagnosticId.LinkLeavesImage, path, $"The target {target} of the symbolic link is absolute. It is stored unchanged and resolves on the system that reads the image.", path);
        }
        else if (target is not ['/', ..] && LinkOnDisk.Climbs(target) - place.Depth is > 0 and var outside && outside <= work.TargetDepth)
        {
            // What climbs even further leads out of the image, which is told of where all links are: those that nobody found on a disk too.
            diagnostics.Info(DiagnosticId.LinkLeavesImage, path, $"The target {target} of the symbolic link is outside the directory that is added. It is stored unchanged and resolves within the image.", path);
        }

        tree.AddLink(place.Stage, link.Name, target, work.Options, path, link.Entry.ModifiedUtc, link.Entry.Rights);
    }

    private void AddOrdinary(ContentTreeBuilder.Stage stage, string name, FileSource source, EntryOptions? options, DiskRights? rights) =>
        tree.AddFile(stage, name, source, options, PreserveHardLinks ? identities.Of(source.FilePath) : null, rights);

    /// <summary>The file at a whole path, as it is now.</summary>
    public static FileSource SourceAt(string path)
    {
        var file = DiskFile.Look(path);
        return new FileSource(Path.GetDirectoryName(path) ?? "", Path.GetFileName(path), file.Length, file.ModifiedUtc);
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
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, source.FilePath, $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.", source.FilePath);
            return false;
        }

        diagnostics.Error(DiagnosticId.SourceUnsupported, source.FilePath, "The source is a pipe, a socket, a device or a file without a fixed size (as in /proc), which cannot be stored. Remove it, or exclude it.", source.FilePath);
        return false;
    }

    /// <summary>A directory to scan.</summary>
    /// <param name="Path">Where it is.</param>
    /// <param name="Below">Where rules see it: empty for the directory that is added, otherwise ending in a slash. Empty without rules.</param>
    /// <param name="Stage">The directory in the image.</param>
    /// <param name="Depth">How many directories of the image are between it and the one that is added.</param>
    /// <param name="Through">The links through which it was reached.</param>
    private readonly record struct Place(string Path, string Below, ContentTreeBuilder.Stage Stage, int Depth, FollowedLink? Through);

    /// <summary>The scan of one directory that is added, with all below it.</summary>
    /// <param name="options">What files and links are given.</param>
    /// <param name="links">Follows links; <see langword="null"/> where they are stored.</param>
    /// <param name="targetDepth">How many names lead to the directory in the image.</param>
    private sealed class Work(EntryOptions? options, LinkScanner? links, int targetDepth)
    {
        public EntryOptions? Options => options;

        public LinkScanner? Links => links;

        public int TargetDepth => targetDepth;

        public Stack<Place> Pending { get; } = new();

        public DirectoryLists Lists { get; } = new();

        /// <summary>Whether there is anything, stored or not.</summary>
        public bool HasFound { get; set; }

        /// <summary>Whether there is anything that somebody excluded.</summary>
        public bool HasLeftOut { get; set; }
    }
}
