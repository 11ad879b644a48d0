using System.Security.Cryptography;
using IsoBuild.Booting;
using IsoBuild.Bytes;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Planning;
using IsoBuild.Provenance;
using IsoBuild.Remastering;
using IsoBuild.Writing;

namespace IsoBuild;

/// <summary>Collects the content of an ISO image, plans its layout and writes it. Instances are not thread-safe.</summary>
/// <remarks>
/// <para>Target paths are relative to the image's root, without a leading separator. Both <c>/</c> and <c>\</c> separate names.</para>
/// <para>Problems with a source or a path are reported as diagnostics by <see cref="Plan"/> and by
/// <see cref="Write(string, WriteOptions?, CancellationToken)"/>. Each call checks the sources again.</para>
/// </remarks>
/// <example><code>
/// var result = new ImageBuilder(new ImageOptions { VolumeId = "HELLO" })
///     .AddDirectory("", "bin/Release/publish")
///     .AddFile("docs/readme.txt", "README.md")
///     .Write("hello.iso");
/// Console.WriteLine(result.EnsureSuccess().Layout);
/// </code></example>
public sealed class ImageBuilder
{
    /// <summary>Where the loader goes that Open Firmware finds by a text.</summary>
    private const string OpenFirmwareLoader = "boot/grub/powerpc.elf";

    /// <summary>What adds content, in any order, and what describes directories, where the last word counts.</summary>
    private readonly List<IEntry> entries = [];
    private readonly List<BootEntry> bootEntries = [];
    private readonly List<AppendedPartition> partitions = [];

    /// <summary>What goes into the EFI system partition: a path on disk, or bytes.</summary>
    private readonly List<(string Target, string? Source, ReadOnlyMemory<byte> Content, Machine? Machine)> efiContent = [];
    private readonly List<string> excluded = [];
    private readonly List<ExcludedOutput> companions = [];
    private readonly List<Func<string, bool>> exclusionRules = [];
    private readonly List<Func<string, bool>> targetExclusionRules = [];
    private readonly List<PathPattern> excludedPatterns = [];

    /// <summary>What describes entries: a rule, or rules by patterns.</summary>
    private readonly List<(Func<string, EntryOptions?>? Rule, EntryRules? Patterns)> rules = [];

    private readonly BaseSelection baseSelection;

    /// <summary>Creates a builder without content.</summary>
    /// <param name="options">The options of the image. Default: <c>new ImageOptions()</c>, or those of the base.</param>
    public ImageBuilder(ImageOptions? options = null)
    {
        Options = options ?? new ImageOptions();
        baseSelection = new BaseSelection(options);
    }

    /// <summary>The options of the image. If it is based on another image and no options were given, they apply to the content that is added.</summary>
    public ImageOptions Options { get; }

    /// <summary>Bases the image on an existing ISO image: keeps its content, volume fields, format options and boot setup. Content that is added replaces
    /// files, links and devices of the base at the same path, and is merged into its directories, regardless of the order of the calls.</summary>
    /// <remarks><see cref="Plan"/> and <see cref="Write(string, WriteOptions?, CancellationToken)"/> open the base and copy its files;
    /// the new image may replace its base. Problems with the base are reported as diagnostics. If content of the base would be lost, no image is made.</remarks>
    /// <param name="baseImage">The image file.</param>
    /// <param name="options">What to keep of the base.</param>
    /// <exception cref="InvalidOperationException">The image already has a base, or options are given both to the builder and in <see cref="BaseImageOptions.Options"/>.</exception>
    public ImageBuilder BasedOn(string baseImage, BaseImageOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(baseImage);
        baseSelection.BasedOn(baseImage, options);
        return this;
    }

    /// <summary>The former name of <see cref="BasedOn"/>.</summary>
    /// <param name="baseImage">The image file.</param>
    /// <param name="options">What to keep of the base.</param>
    [Obsolete("Use BasedOn. The next version no longer has this name.")]
    public ImageBuilder StartFrom(string baseImage, BaseImageOptions? options = null) => BasedOn(baseImage, options);

    /// <summary>Removes entries of the base that match a pattern, directories with everything in them. Content that is added stays.</summary>
    /// <param name="pattern">A pattern in the syntax of <see cref="PathPattern"/>: <c>*.pdb</c>, <c>docs/*.txt</c>, <c>/pool</c>.</param>
    public ImageBuilder Remove(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        baseSelection.Remove(pattern);
        return this;
    }

    /// <summary>Removes entries of the base that a rule selects, directories with everything in them. Content that is added stays.</summary>
    /// <param name="isRemoved">Receives the path of each entry of the base, relative to the root and without a leading slash (<c>docs/readme.txt</c>). The answer must depend only on the path.</param>
    public ImageBuilder Remove(Func<string, bool> isRemoved)
    {
        ArgumentNullException.ThrowIfNull(isRemoved);
        baseSelection.Remove(isRemoved);
        return this;
    }

    /// <summary>Adds a file from disk.</summary>
    /// <param name="targetPath">Its path in the image. If it is empty or ends in a separator, the source's file name is appended.</param>
    /// <param name="sourcePath">The file. A symbolic link stands for the file it points to.</param>
    /// <param name="entry">Mode, date and other attributes; values that are not set follow the rules.</param>
    public ImageBuilder AddFile(string targetPath, string sourcePath, EntryOptions? entry = null)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        return Add(new FileOnDisk(targetPath, sourcePath, entry));
    }

    /// <summary>The same, with a target path that is put together from names of the disk: a backslash or a colon in one is part of it where the system has such names.</summary>
    internal ImageBuilder AddFoundFile(string targetPath, string sourcePath) => Add(new FileOnDisk(targetPath, sourcePath, options: null) { IsFound = true });

    /// <summary>Adds a file with content from memory, which must not change until the image is written.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="entry">Mode, date and other attributes; values that are not set follow the rules.</param>
    public ImageBuilder AddFile(string targetPath, ReadOnlyMemory<byte> content, EntryOptions? entry = null)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        return Add(new FileInMemory(targetPath, content, entry));
    }

    /// <summary>Adds the content of a directory on disk, with all subdirectories, including empty ones.</summary>
    /// <param name="targetPath">The directory in the image that receives it; empty for the root.</param>
    /// <param name="sourceDirectory">The directory on disk.</param>
    /// <param name="entry">Attributes of the files and links in it; values that are not set follow the rules.</param>
    public ImageBuilder AddDirectory(string targetPath, string sourceDirectory, EntryOptions? entry = null) => AddDirectory(targetPath, sourceDirectory, entry, isExcluded: null);

    /// <summary>The same, with a rule of what to leave out of this directory alone: it receives paths relative to the directory, with <c>/</c> between names.</summary>
    internal ImageBuilder AddDirectory(string targetPath, string sourceDirectory, EntryOptions? entry, Func<string, bool>? isExcluded)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        ArgumentException.ThrowIfNullOrEmpty(sourceDirectory);
        return Add(gathering =>
        {
            if (EntryPath.Split(targetPath, sourceDirectory, gathering.Diagnostics) is not { } names)
            {
                return;
            }

            if (gathering.Exclusions.ContainTarget(names))
            {
                gathering.Exclusions.HasLeftOutDirectory = true;
            }
            else
            {
                gathering.Exclusions.Target = names.Length == 0 ? "" : $"{string.Join('/', names)}/";
                gathering.Exclusions.OfDirectory = isExcluded;
                gathering.Scanner.AddDirectory(names, sourceDirectory, entry, gathering.CancellationToken);
            }
        });
    }

    /// <summary>Adds a directory and its parents, or sets the attributes of a directory that is added otherwise.</summary>
    /// <param name="targetPath">Its path in the image; empty for the root.</param>
    /// <param name="entry">Mode, date and other attributes; values that are not set follow the rules.</param>
    public ImageBuilder AddEmptyDirectory(string targetPath, EntryOptions? entry = null)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        return Add(gathering =>
        {
            if (EntryPath.Split(targetPath, source: null, gathering.Diagnostics) is { } names)
            {
                gathering.Tree.Describe(gathering.Tree.Directory(names), entry);
            }
        }, isDescription: true);
    }

    /// <summary>Adds a symbolic link (RRIP 4.1.3). Trees without links (Joliet, UDF, plain ISO 9660) show it as the file it points to, or not at all.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="linkTarget">The link's target as the system that follows it sees it: with <c>/</c> between names, relative to the link's directory or absolute.</param>
    /// <param name="entry">Date and owner; values that are not set follow the rules.</param>
    public ImageBuilder AddLink(string targetPath, string linkTarget, EntryOptions? entry = null)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        ArgumentNullException.ThrowIfNull(linkTarget);
        return Add(gathering =>
        {
            if (gathering.FilePath(targetPath, source: null) is { } names)
            {
                gathering.Tree.AddLink(gathering.Tree.Directory(names.AsSpan()[..^1]), names[^1], linkTarget, entry);
            }
        });
    }

    /// <summary>Adds the symbolic links that are known once the directories added so far were looked through.</summary>
    internal ImageBuilder AddLinks(Func<IEnumerable<(string Target, string Text)>> links) => Add(gathering =>
    {
        foreach (var (target, text) in links())
        {
            if (gathering.FilePath(target, source: null) is { } names)
            {
                gathering.Tree.AddLink(gathering.Tree.Directory(names.AsSpan()[..^1]), names[^1], text, null);
            }
        }
    });

    /// <summary>Adds a hard link: another name of a file in the image. Readers of Rock Ridge and UDF see one file with several names.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="existingPath">The path of the file in the image. The file may be added later, and may itself be a hard link.</param>
    public ImageBuilder AddHardLink(string targetPath, string existingPath)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        ArgumentNullException.ThrowIfNull(existingPath);
        return Add(gathering =>
        {
            if (gathering.FilePath(targetPath, source: null) is { } names && gathering.FilePath(existingPath, source: null) is { } existing)
            {
                gathering.Tree.AddHardLink(gathering.Tree.Directory(names.AsSpan()[..^1]), names[^1], existing);
            }
        });
    }

    /// <summary>Adds a pipe, a socket or a device (RRIP 4.1.1, 4.1.2), which only Rock Ridge can show.</summary>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="major">The major number of a device; 0 otherwise.</param>
    /// <param name="minor">The minor number of a device; 0 otherwise.</param>
    /// <param name="entry">Mode, date and owner; values that are not set follow the rules.</param>
    public ImageBuilder AddSpecial(string targetPath, SpecialKind kind, uint major = 0, uint minor = 0, EntryOptions? entry = null)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        return Add(gathering =>
        {
            if (gathering.FilePath(targetPath, source: null) is { } names)
            {
                gathering.Tree.AddSpecial(gathering.Tree.Directory(names.AsSpan()[..^1]), names[^1], kind, major, minor, entry);
            }
        });
    }

    /// <summary>Makes the image bootable (El Torito): adds an entry to the boot catalog. The first BIOS entry is the catalog's default entry,
    /// or the first entry of all if there is no BIOS entry. The others follow by platform, in the order in which they were added.</summary>
    /// <param name="entry">The boot image, which is a file of the image, and how firmware boots it.</param>
    public ImageBuilder AddBootEntry(BootEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        bootEntries.Add(entry);
        return this;
    }

    /// <summary>Appends a partition: a file on disk that lies behind the content, in no tree, and that the partition table names. The image gets a partition table (<see cref="ImageOptions.Hybrid"/>).
    /// A boot entry can have it as its image (<see cref="BootEntry.AppendedPartition"/>), so that an EFI system partition is stored once.</summary>
    /// <param name="partition">The partition.</param>
    public ImageBuilder AppendPartition(AppendedPartition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        partitions.Add(partition);
        return this;
    }

    /// <summary>Adds a file or directory from disk to the EFI system partition. The partition is a new FAT file system with a UEFI boot entry, shown at <see cref="ImageOptions.EfiImage"/>.</summary>
    /// <param name="targetPath">Its path in the partition. Empty means the partition's root for a directory, and for a file the path where firmware
    /// looks for it: <c>EFI/BOOT/BOOTX64.EFI</c>, or the name for its machine type.</param>
    /// <param name="sourcePath">The file or directory. A file that is a FAT image becomes the partition itself, and nothing else can be added.
    /// If the base has an EFI system partition, files are added to that one.</param>
    public ImageBuilder AddEfiBoot(string targetPath, string sourcePath)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        efiContent.Add((targetPath, sourcePath, default, null));
        return this;
    }

    /// <summary>Adds a file with content from memory to the EFI system partition, like <see cref="AddEfiBoot(string, string)"/>.</summary>
    /// <param name="targetPath">Its path in the partition, or empty.</param>
    /// <param name="content">Its bytes. They must not change until the image is written.</param>
    public ImageBuilder AddEfiBoot(string targetPath, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(targetPath);
        efiContent.Add((targetPath, null, content, null));
        return this;
    }

    /// <summary>Adds a boot loader for one kind of machine, in the place where its firmware looks for it. For UEFI, that is the EFI system partition, as with <see cref="AddEfiBoot(string, string)"/>;
    /// a program for another machine is an error (ISOB1294). For <see cref="Machine.Ppc64le"/>, it is <c>/boot/grub/powerpc.elf</c>, which <c>/ppc/bootinfo.txt</c> names.
    /// For <see cref="Machine.S390x"/>, it is <c>/boot/s390x.img</c>, a Linux kernel with its initrd in one file, with a boot entry.</summary>
    /// <param name="machine">The machine. PCs with a BIOS need several files: see <see cref="ImageOptions.BootLoader"/> and <see cref="AddBootEntry"/>.</param>
    /// <param name="sourcePath">The file.</param>
    /// <exception cref="ArgumentException">The machine is <see cref="Machine.Bios"/>, or no machine.</exception>
    public ImageBuilder AddLoader(Machine machine, string sourcePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        switch (machine)
        {
            case Machine.Ppc64le:
                return AddFile(OpenFirmwareLoader, sourcePath).AddFile(BootInfoFile.Path, BootInfoFile.For(OpenFirmwareLoader));
            case Machine.S390x:
                return AddFile(BootEntry.S390xPath, sourcePath).AddBootEntry(new BootEntry { ImagePath = BootEntry.S390xPath, LoadSize = BootEntry.WholeImage });
            default:
                if (MachineNames.EfiFileName(machine) is null)
                {
                    throw new ArgumentException("Boot loaders for BIOS are several files. Add them to the content, and set the boot loader.", nameof(machine));
                }

                efiContent.Add(("", sourcePath, default, machine));
                return this;
        }
    }

    /// <summary>Sets attributes of entries by a rule, where they were not set when the entry was added. If several rules set the same attribute, the first wins.
    /// Rules do not apply to the root; use <see cref="AddEmptyDirectory"/> for it.</summary>
    /// <param name="rule">Receives the path of each entry, relative to the root and without a leading slash (<c>docs/readme.txt</c>). The answer must depend only on the path.</param>
    public ImageBuilder Describe(Func<string, EntryOptions?> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rules.Add((rule, null));
        return this;
    }

    /// <summary>Sets attributes of entries by patterns of their paths, like <see cref="Describe(Func{string, EntryOptions?})"/>. Owner and group of everything (<c>**</c>) are those of the root too. A pattern that matches nothing is reported (ISOB1276).</summary>
    /// <param name="patterns">The rules. What is added to them later counts too.</param>
    public ImageBuilder Describe(EntryRules patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        rules.Add((null, patterns));
        return this;
    }

    /// <summary>Leaves a file, or a directory with everything in it, out of the directories that are added: for example one that the
    /// same build writes. The image itself is always left out.</summary>
    /// <param name="sourcePath">The file or directory, whether it exists or not.</param>
    public ImageBuilder Exclude(string sourcePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourcePath);
        excluded.Add(sourcePath);
        return this;
    }

    /// <summary>Declares a text file that is written beside the image (<see cref="WriteOptions.Companions"/>). Like the image itself, it is left out of directories that are added,
    /// by whatever path it is reached. It never overwrites content of the image or an unrelated file (ISOB1285).</summary>
    /// <param name="path">The file, whether it exists or not.</param>
    /// <param name="kind">What it is.</param>
    public ImageBuilder ExcludeCompanion(string path, CompanionKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        companions.Add(new ExcludedOutput(path, kind));
        return this;
    }

    /// <summary>Leaves entries that a rule selects out of every directory that is added. Files that are added one by one are not affected.</summary>
    /// <param name="isExcluded">Receives the path of a file or directory relative to the directory that is added, with <c>/</c> between names
    /// (<c>bin/app.pdb</c>). A directory that is left out is not scanned. The answer must depend only on the path.</param>
    public ImageBuilder Exclude(Func<string, bool> isExcluded)
    {
        ArgumentNullException.ThrowIfNull(isExcluded);
        exclusionRules.Add(isExcluded);
        return this;
    }

    /// <summary>Leaves files and directories from disk that a rule selects out of the image, whether they are in a directory that is added or are added one by one. Entries that do
    /// not come from disk (bytes, links, devices, empty directories) are not affected.</summary>
    /// <param name="isExcluded">Receives the path of a file or directory in the image, relative to the root and without a leading slash
    /// (<c>docs/readme.txt</c>). Leaving a directory out includes everything in it. The answer must depend only on the path.</param>
    public ImageBuilder ExcludeTargets(Func<string, bool> isExcluded)
    {
        ArgumentNullException.ThrowIfNull(isExcluded);
        targetExclusionRules.Add(isExcluded);
        return this;
    }

    /// <summary>Leaves files and directories from disk out of the image whose path in it matches a pattern, like <see cref="ExcludeTargets(Func{string, bool})"/>.
    /// A pattern that matches nothing is reported (ISOB1276), unless a directory was left out, where nobody looked.</summary>
    /// <param name="pattern">The pattern.</param>
    public ImageBuilder ExcludeTargets(PathPattern pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        excludedPatterns.Add(pattern);
        return this;
    }

    /// <summary>Checks every source and computes the image's layout, without writing the image.</summary>
    public PlanResult Plan(CancellationToken cancellationToken = default) => PlanFor(imagePath: null, write: null, cancellationToken);

    /// <summary>Checks every source and computes the image's layout, as <see cref="Write(string, WriteOptions?, CancellationToken)"/> would make it: an image that is at the path is left out of directories that are added.</summary>
    /// <param name="imagePath">The image file, whether it exists or not. Nothing is written.</param>
    /// <param name="write">How it would be written; the number of threads counts here.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PlanResult PlanFor(string? imagePath, WriteOptions? write = null, CancellationToken cancellationToken = default)
    {
        var diagnostics = new DiagnosticBag(DiagnosticBag.PlanningLimit);
        var plan = Compose(diagnostics, imagePath, Parallelism(write?.Threads ?? 0, cancellationToken));
        plan?.Base?.Release();
        return plan is null ? new PlanResult(Layout: null, diagnostics.ToList()) : PlanResult.Of(plan, Path.GetFileName(imagePath) ?? plan.Layout.Name, diagnostics.ToList());
    }

    /// <summary>Writes the image to a temporary file beside its path and renames it when it is complete. Until then, a former image stays unchanged.</summary>
    /// <param name="imagePath">The image file. Its directory is created if it does not exist.</param>
    /// <param name="write">How to write it.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public BuildResult Write(string imagePath, WriteOptions? write = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        using var draft = OutputTarget.TryFind(imagePath) is { IsStream: false } place ? new ImageDraft(place, new WriteProgress(write?.Progress), write?.ProgressTotal) : null;
        return Write(imagePath, Store, write, Parallelism(write?.Threads ?? 0, cancellationToken), draft);

        BuildResult Store(ImagePlan plan, Func<string?, BuildResult> made)
        {
            if (draft is null)
            {
                var destination = OutputTarget.Find(imagePath);
                using var stream = destination.IsStream ? destination.OpenStream(cancellationToken) : throw new IOException("Its directory has come into being while the image was planned; write it again.");
                return Pour(plan, made, stream, write, cancellationToken);
            }

            var file = draft.Prepare(plan.Layout, plan.Copied, cancellationToken);
            ImageWriter.Write(plan.Layout, plan.Content, plan.FixUps, file.Handle, write?.Threads ?? 0, draft.Progress, cancellationToken, plan.Copied);
            var result = made(write is { ComputeSha256: true } ? ImageWriter.Sha256(file.Handle, cancellationToken) : null);
            using var beside = Companions(result, write, cancellationToken, out var texts);

            var hint = SharingHint.Find(plan.Layout, file.Handle, imagePath);

            // Its place may be the one that the image takes.
            plan.Base?.CheckUnchanged();
            plan.Base?.Release();
            beside.Commit(file, cancellationToken);
            return result with { Diagnostics = [.. result.Diagnostics, .. hint, .. StaleCompanions.Beside(imagePath, result.Sha256, [.. texts, .. companions.Select(companion => companion.Path)])] };
        }
    }

    /// <summary>Writes the image to a stream, from the first byte to the last. The stream need not be seekable.</summary>
    /// <param name="destination">The stream. After an error it contains an incomplete image.</param>
    /// <param name="write">How to write the image. A stream is written by one thread.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public BuildResult Write(Stream destination, WriteOptions? write = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!destination.CanWrite)
        {
            throw new ArgumentException("The stream cannot be written to.", nameof(destination));
        }

        return Write(imagePath: null, (plan, made) => Pour(plan, made, destination, write, cancellationToken), write, Parallelism(write?.Threads ?? 0, cancellationToken));
    }

    /// <summary>Checks that the image is reproducible: builds it again in a different order, with different threads, culture and time zone and at a later second, and compares the result with an existing image.</summary>
    /// <remarks>Takes one second more than a build, and as much disk space again beside the image. During the call, the process has a different local time zone.</remarks>
    /// <param name="imagePath">The image that was built before. It is not changed.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="ImageException"><paramref name="imagePath"/> is not an image.</exception>
    /// <exception cref="IOException"><paramref name="imagePath"/> cannot be opened.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ReproducibilityReport VerifyReproducible(string imagePath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(imagePath);
        using var image = IsoImage.Open(imagePath);
        return new ReproducibilityCheck(imagePath, BuildAgain, CompareWith).Run(cancellationToken);

        IReadOnlyList<Diagnostic> BuildAgain(Action<ImagePlan> write) => WriteAgain(imagePath, write, cancellationToken).Diagnostics;

        ImageDiff CompareWith(string path)
        {
            using var other = IsoImage.Open(path);
            return image.CompareWith(other, cancellationToken);
        }
    }

    /// <summary>Plans the image again in a different order, for writing. What belongs to the image at the path is left out again.</summary>
    internal BuildResult WriteAgain(string imagePath, Action<ImagePlan> write, CancellationToken cancellationToken)
    {
        return Write(imagePath, Store, options: null, Parallelism(threads: 0, cancellationToken), inOtherOrder: true);

        BuildResult Store(ImagePlan plan, Func<string?, BuildResult> made)
        {
            write(plan);
            return made(null);
        }
    }

    private static BuildResult Pour(ImagePlan plan, Func<string?, BuildResult> made, Stream destination, WriteOptions? write, CancellationToken cancellationToken)
    {
        string? sha256 = null;
        if (write is not { ComputeSha256: true })
        {
            ImageWriter.Write(plan.Layout, plan.Content, plan.FixUps, destination, new WriteProgress(write?.Progress), cancellationToken);
        }
        else
        {
            using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
            using var hashing = new HashingStream(destination, hash);
            ImageWriter.Write(plan.Layout, plan.Content, plan.FixUps, hashing, new WriteProgress(write.Progress), cancellationToken);
            sha256 = Convert.ToHexStringLower(hash.Finish());
        }

        plan.Base?.CheckUnchanged();
        destination.Flush();
        var result = made(sha256);
        using var beside = Companions(result, write, cancellationToken, out _);
        beside.Commit(image: null, cancellationToken);
        return result;
    }

    /// <summary>What belongs beside an image, ready to be put in place.</summary>
    private static OutputSet Companions(BuildResult result, WriteOptions? write, CancellationToken cancellationToken, out List<string> paths)
    {
        paths = [];
        var beside = new OutputSet();
        try
        {
            foreach (var text in write?.Companions?.Invoke(result) ?? [])
            {
                beside.Add(text.Path, text.Text, cancellationToken);
                paths.Add(text.Path);
            }

            return beside;
        }
        catch
        {
            beside.Dispose();
            throw;
        }
    }

    private BuildResult Write(string? imagePath, Func<ImagePlan, Func<string?, BuildResult>, BuildResult> write, WriteOptions? options, ParallelOptions parallel, ImageDraft? draft = null, bool inOtherOrder = false)
    {
        var name = Path.GetFileName(imagePath) ?? "";
        var diagnostics = new DiagnosticBag(DiagnosticBag.PlanningLimit);
        if (inOtherOrder && baseSelection.IsAt(imagePath!))
        {
            diagnostics.Error(DiagnosticId.BaseChanged, imagePath, "The image replaced its own base, so it cannot be built again for comparison. To check reproducibility, write the image to another path.", imagePath);
            return new BuildResult(Layout: null, diagnostics.ToList());
        }

        ImagePlan? plan = null;
        try
        {
            plan = Compose(diagnostics, imagePath, parallel, options?.Proceed is null ? draft : null, inOtherOrder);
            if (plan is null)
            {
                return new BuildResult(Layout: null, diagnostics.ToList());
            }

            options?.ProgressTotal?.Invoke(plan.Layout.FileBytes);
            foreach (var decide in (Func<PlanResult, bool>?[])[options?.Proceed, options?.Accept])
            {
                if (decide?.Invoke(PlanResult.Of(plan, name, diagnostics.ToList())) == false)
                {
                    return new BuildResult(Layout: null, diagnostics.ToList());
                }
            }

            return write(plan, sha256 => new BuildResult(plan.Layout.Named(name), diagnostics.ToList()) { Sha256 = sha256, HasLinksOnDisk = plan.HasLinksOnDisk, Inputs = plan.Inputs });
        }
        catch (SourceException failure)
        {
            diagnostics.Add(failure.InnerException is ContentException damaged ? damaged.Diagnostic with { Severity = DiagnosticSeverity.Error, Item = damaged.Diagnostic.Item ?? failure.ToDiagnostic().Item } : failure.ToDiagnostic());
        }
        catch (ContentException changed)
        {
            diagnostics.Add(changed.Diagnostic);
        }
        catch (CompanionException failure)
        {
            diagnostics.Add(failure.ToDiagnostic());
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure) && (plan is not null || draft is { IsBegun: true }))
        {
            diagnostics.Error(DiagnosticId.ImageUnwritable, imagePath, $"The image cannot be written. {WriteTrouble.Explain(failure, imagePath, plan?.Layout.Length ?? draft!.Length)}");
            return new BuildResult(Layout: null, diagnostics.ToList()) { SystemError = Fault.NumberOf(Fault.KindOf(failure)) };
        }
        finally
        {
            plan?.Base?.Release();
        }

        return new BuildResult(Layout: null, diagnostics.ToList());
    }

    private ImagePlan? Compose(DiagnosticBag diagnostics, string? imagePath, ParallelOptions parallel, ImageDraft? draft = null, bool inOtherOrder = false)
    {
        if (!baseSelection.TryOpen(diagnostics, out var source))
        {
            return null;
        }

        ImagePlan? plan = null;
        try
        {
            return plan = Compose(source, diagnostics, imagePath, parallel, draft, inOtherOrder) is { } made ? made with { Base = source } : null;
        }
        finally
        {
            if (plan is null)
            {
                source?.Release();
            }
        }
    }

    private ImagePlan? Compose(BaseImage? source, DiagnosticBag diagnostics, string? imagePath, ParallelOptions parallel, ImageDraft? draft, bool inOtherOrder)
    {
        var options = baseSelection.Resolve(source, diagnostics, out var kept);

        // The tree that an enhanced descriptor leads to is the primary one then.
        options = options.IsoLevel == Iso9660.IsoNameForm.Free && options.Formats != ImageFormats.Udf ? options with { Formats = (options.Formats | ImageFormats.Iso9660) & ~ImageFormats.Iso1999 } : options;
        options = options.DvdVideo == true ? options with { Formats = options.Formats | ImageFormats.Udf } : options;
        var content = Gather(source, ref options, ref kept, diagnostics, imagePath, inOtherOrder, out var boot, out var hasLinksOnDisk, parallel.CancellationToken);
        options = baseSelection.WithoutLostFiles(options, content, diagnostics);
        return ImagePlan.Compose(content, options, diagnostics, parallel, boot, kept, baseSelection.ContentOf(source), draft) is { } plan ? plan with { HasLinksOnDisk = hasLinksOnDisk, Parameters = OptionList.Of(options) } : null;
    }

    /// <summary>Finds the content. What that took is garbage before the rest of the work begins.</summary>
    private ContentTree Gather(BaseImage? source, ref ImageOptions options, ref KeptVolume? kept, DiagnosticBag diagnostics, string? imagePath, bool inOtherOrder, out BootSetup? boot, out bool hasLinksOnDisk, CancellationToken cancellationToken)
    {
        var exclusions = ExclusionsOf(imagePath);
        exclusionRules.ForEach(exclusions.Add);
        targetExclusionRules.ForEach(exclusions.AddTargets);
        excludedPatterns.ForEach(exclusions.AddTargets);
        var gathering = new Gathering(options, exclusions, diagnostics, cancellationToken);
        gathering.Scanner.InOtherOrder = inOtherOrder;
        var watched = new List<EntryRules.Watched>();
        foreach (var (rule, patterns) in rules)
        {
            if (patterns?.Watch() is { } rulesOfImage)
            {
                watched.Add(rulesOfImage);
                if (patterns.OfRoot is { } ofRoot)
                {
                    gathering.Tree.Describe(gathering.Tree.Directory([]), ofRoot);
                }

                gathering.Tree.AddRule(rulesOfImage.Of);
            }
            else
            {
                gathering.Tree.AddRule(rule!);
            }
        }

        var ofBase = baseSelection.BootOf(source, diagnostics);
        baseSelection.AddTo(gathering.Tree, source, options, ofBase, diagnostics);
        foreach (var entry in inOtherOrder ? OtherOrder.Of([.. entries.Where(entry => !entry.IsDescription)]).Concat(entries.Where(entry => entry.IsDescription)) : entries)
        {
            entry.Gather(gathering);
        }

        var efi = GatherEfi(options, diagnostics, imagePath, cancellationToken);
        ReplacedFiles.Tell(exclusions, companions, NamedInputs(options), diagnostics);
        var isCodeNamed = SystemAreaFile.IsCodeNamed(options.Hybrid);
        var toBoot = CarryBoot(ofBase, efi, gathering.Tree, ref options, ref kept);
        options = WithPartitions(options, diagnostics);
        SystemAreaFile.Apply(ref options, ref kept, isCodeNamed, diagnostics);
        boot = BootSetup.Start(options, toBoot, efi, gathering.Tree, diagnostics);
        hasLinksOnDisk = gathering.Scanner.HasFoundLinks;
        var content = gathering.Tree.Build();
        if (source is not null)
        {
            exclusions.TellOfBase(content, diagnostics);
        }

        exclusions.TellOfUnmatched(diagnostics);
        watched.ForEach(patterns => patterns.TellOfUnmatched(diagnostics));
        return content;
    }

    /// <summary>The files that options name and that go into the image outside its trees.</summary>
    private IEnumerable<string?> NamedInputs(ImageOptions options) => [options.Hybrid?.BootCodePath, options.SystemArea, .. bootEntries.SelectMany(entry => (string[])[entry.ImageSource, entry.Kernel, entry.Initrd]), .. partitions.Select(partition => partition.Path)];

    /// <summary>The options with the partitions that are appended. What the base has under their numbers goes.</summary>
    private ImageOptions WithPartitions(ImageOptions options, DiagnosticBag diagnostics)
    {
        if (partitions.Count > 0)
        {
            var hybrid = options.Hybrid ?? new HybridOptions();
            options = options with { Hybrid = hybrid with { Appended = AppendedFiles.Find(partitions, diagnostics), Form = hybrid.Form?.Without(partitions.Select(partition => partition.Number)) } };
        }

        // What is in a tree would have to lie in the partition that is a volume by itself.
        return options.EfiImage is null && options.Hybrid is { PartitionOffset: > 0 } ? options with { EfiImage = "" } : options;
    }

    /// <summary>Adds the boot setup of the base, as far as it is not replaced.</summary>
    private List<BootEntry> CarryBoot(BaseBoot? ofBase, EfiPartition efi, ContentTreeBuilder tree, ref ImageOptions options, ref KeptVolume? kept)
    {
        if (ofBase is null)
        {
            return bootEntries;
        }

        var efiOfBase = ofBase.EfiImagePath;
        var hasOwnEfi = bootEntries.Exists(entry => entry.Platform == BootPlatform.Uefi);
        var merged = efi.IsEmpty || hasOwnEfi ? null : ofBase.EfiEntry;
        if (merged is not null)
        {
            efi.Base = () => ofBase.ReadFat(merged);
            efi.BaseItem = ofBase.NameOf(merged);
        }
        else if (!efi.IsEmpty && !hasOwnEfi && ofBase.UnusableEfi() is { } unusable)
        {
            efi.Base = unusable.Refuse;
            efi.BaseItem = unusable.Item;
        }

        var carried = ofBase.Entries(platform => bootEntries.Exists(entry => entry.Platform == platform && !entry.IsS390x) || (platform == BootPlatform.Uefi && !efi.IsEmpty && merged is null), merged, tree);
        efi.Entry = carried.Merged;
        ofBase.CheckDate(isKept: !kept!.Modified.IsEmpty, carried.All);
        List<BootEntry> all = [.. bootEntries, .. carried.All];
        var hybrid = ofBase.Hybrid(options.Hybrid, options.HfsPlus);
        var (area, pointers) = ofBase.SystemArea(hybrid is not null, areGiven: options.Hybrid is not null);
        kept = kept with { SystemArea = area, Pointers = pointers ?? [] };
        options = options with
        {
            Hybrid = hybrid,
            BootCatalog = options.BootCatalog.Length == 0 && all.Count + efiContent.Count > 0 ? ofBase.CatalogPath : options.BootCatalog,

            // What is in a tree would have to lie in the partition that is a volume by itself.
            EfiImage = options.EfiImage ?? (efiContent.Count == 0 ? null : (hasOwnEfi ? null : efiOfBase) ?? (hybrid is { VolumeStart: > 0 } ? "" : null)),
        };
        return all;
    }

    /// <summary>What goes into the EFI system partition. Rules of the image's own content do not concern it.</summary>
    private EfiPartition GatherEfi(ImageOptions options, DiagnosticBag diagnostics, string? imagePath, CancellationToken cancellationToken)
    {
        var exclusions = ExclusionsOf(imagePath);
        var partition = new EfiPartition(options, exclusions, diagnostics);
        foreach (var (target, source, bytes, machine) in efiContent)
        {
            partition.Add(target, source, bytes, machine, cancellationToken);
        }

        ReplacedFiles.Tell(exclusions, companions: [], inputs: [], diagnostics);
        return partition;
    }

    /// <summary>What is left out of directories by its path: what somebody said, and what is written. Of a link that is written to, both it and the file that it leads to.</summary>
    private Exclusions ExclusionsOf(string? imagePath)
    {
        var exclusions = new Exclusions();
        excluded.ForEach(path => exclusions.Add(path, AtomicFile.IsTemporary));
        foreach (var output in imagePath is null ? companions : companions.Append(new ExcludedOutput(imagePath)))
        {
            exclusions.AddOutput(output, AtomicFile.IsTemporary);
            if (OutputTarget.TryFind(output.Path) is { IsStream: false } target)
            {
                exclusions.AddOutput(output with { Path = target.Path }, AtomicFile.IsTemporary);
            }
        }

        return exclusions;
    }

    private static ParallelOptions Parallelism(int threads, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellationToken };

    private ImageBuilder Add(Action<Gathering> gather, bool isDescription = false) => Add(new OtherEntry(gather, isDescription));

    private ImageBuilder Add(IEntry entry)
    {
        entries.Add(entry);
        return this;
    }

    /// <summary>What somebody added.</summary>
    private interface IEntry
    {
        bool IsDescription => false;

        void Gather(Gathering gathering);
    }

    /// <summary>A file from disk. There may be a million of them, so they are objects of their own, and small.</summary>
    private sealed class FileOnDisk(string targetPath, string sourcePath, EntryOptions? options) : IEntry
    {
        /// <summary>Whether the target path has the names of the disk.</summary>
        public bool IsFound { get; init; }

        public void Gather(Gathering gathering)
        {
            if (Names(gathering) is { } names && !gathering.Exclusions.ContainTarget(names))
            {
                gathering.Scanner.AddFile(names, sourcePath, options);
            }
        }

        private string[]? Names(Gathering gathering)
        {
            if (IsFound)
            {
                return EntryPath.SplitFound(targetPath, sourcePath, gathering.Diagnostics);
            }

            if (targetPath is not ([] or [.., '/' or '\\']) || Path.GetFileName(sourcePath) is not { Length: > 0 } name)
            {
                return gathering.FilePath(targetPath, sourcePath);
            }

            // The file's own name is no path that somebody wrote.
            return EntryPath.Split(targetPath, sourcePath, gathering.Diagnostics) is { } directory && EntryPath.SplitFound(name, sourcePath, gathering.Diagnostics) is { } last ? [.. directory, .. last] : null;
        }
    }

    /// <summary>A file whose content the caller holds, and which is its own source: of as many, too.</summary>
    private sealed class FileInMemory(string targetPath, ReadOnlyMemory<byte> content, EntryOptions? options) : MemorySource(content), IEntry
    {
        public void Gather(Gathering gathering)
        {
            if (gathering.FilePath(targetPath, source: null) is { } names)
            {
                var directory = gathering.Tree.Directory(names.AsSpan()[..^1]);
                gathering.Tree.AddFile(directory, names[^1], this, options);
            }
        }
    }

    /// <summary>Anything else.</summary>
    private sealed class OtherEntry(Action<Gathering> gather, bool isDescription) : IEntry
    {
        public bool IsDescription => isDescription;

        public void Gather(Gathering gathering) => gather(gathering);
    }

    /// <summary>The work of finding the content, once per plan.</summary>
    private sealed class Gathering
    {
        public Gathering(ImageOptions options, Exclusions exclusions, DiagnosticBag diagnostics, CancellationToken cancellationToken)
        {
            Diagnostics = diagnostics;
            Exclusions = exclusions;
            CancellationToken = cancellationToken;
            Tree = new ContentTreeBuilder(new DateRule(options.FileDates, options.Timestamp), diagnostics, options.Formats.Complete(), new ModeRule(options.Modes, options.FileMode, options.DirectoryMode)) { HasTranslationTables = options.TranslationTables };
            Scanner = new DirectoryScanner(Tree, exclusions, diagnostics)
            {
                FollowLinks = options.FollowLinks,
                FollowLinksOutside = options.FollowLinksOutside,
                PreserveHardLinks = options.PreserveHardLinks,
            };
        }

        public DiagnosticBag Diagnostics { get; }

        public Exclusions Exclusions { get; }

        public CancellationToken CancellationToken { get; }

        public ContentTreeBuilder Tree { get; }

        public DirectoryScanner Scanner { get; }

        public string[]? FilePath(string targetPath, string? source)
        {
            var names = EntryPath.Split(targetPath, source, Diagnostics);
            if (names is { Length: 0 })
            {
                Diagnostics.Error(DiagnosticId.TargetInvalid, targetPath, "The target path has no file name. Give the file's name in the image.", source);
                return null;
            }

            return names;
        }
    }
}
