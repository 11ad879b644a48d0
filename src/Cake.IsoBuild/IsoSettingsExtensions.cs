using System.Globalization;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using IsoBuild.Verifying;

namespace Cake.IsoBuild;

/// <summary>Fluent methods for settings. Each method changes the settings and returns them.</summary>
/// <example><code>
/// var settings = new IsoBuildSettings()
///     .WithImage("artifacts/app.iso")
///     .WithVolumeId("APP")
///     .WithPublishOutput("src/App/App.csproj")
///     .WithFiles(GetFiles("docs/**/*.md"), root: "docs", targetPath: "manual")
///     .WithText("version.txt", "1.0.0")
///     .WithChecksum();
/// </code>
/// <para>What POSIX systems and Windows should see:</para>
/// <code>
/// var disc = new IsoBuildSettings()
///     .WithImage("artifacts/disc.iso")
///     .WithUdf()
///     .WithDirectory("artifacts/publish", "bin/v2", new EntryOptions { OwnerId = 1000, SortWeight = 10 })
///     .WithLink("bin/current", "v2")
///     .WithHardLink("bin/v2/app-cli", "bin/v2/app")
///     .WithSpecial("dev/null", SpecialKind.CharacterDevice, major: 1, minor: 3, entry: new EntryOptions { Mode = (UnixFileMode)438 })
///     .WithMode("*.sh", "0755")
///     .WithOwner(33, group: 33, pattern: "www")
///     .WithHidden("*.sh", ImageFormats.Joliet | ImageFormats.Udf)
///     .WithSortWeight("*.dll", 5)
///     .WithCompressed("*.log")
///     .WithoutMatches("*.pdb")
///     .WithMediaChecksum();
/// </code></example>
public static partial class IsoSettingsExtensions
{
    /// <summary>Sets the image to write.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="image">The image.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithImage(this IsoBuildSettings settings, FilePath image) => With(settings, s => s.Image = image);

    /// <summary>Adds content.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="content">The content.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithContent(this IsoBuildSettings settings, params IEnumerable<IsoContent> content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return With(settings, s => content.ToList().ForEach(s.Content.Add));
    }

    /// <summary>Adds the content of a directory: <see cref="IsoContent.Directory(DirectoryPath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it. Default: the root.</param>
    /// <param name="mode">The mode of the files in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDirectory(this IsoBuildSettings settings, DirectoryPath directory, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Directory(directory, targetPath, mode));

    /// <summary>Adds a file: <see cref="IsoContent.File(FilePath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image. If it is empty or ends in <c>/</c>, the file's name is appended.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFile(this IsoBuildSettings settings, FilePath file, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.File(file, targetPath, mode));

    /// <summary>Adds files that keep their paths below a directory: <see cref="IsoContent.Files(IEnumerable{FilePath}, DirectoryPath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them. Default: the root.</param>
    /// <param name="mode">Their mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFiles(this IsoBuildSettings settings, IEnumerable<FilePath> files, DirectoryPath root, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Files(files, root, targetPath, mode));

    /// <summary>Adds a file with text from the script: <see cref="IsoContent.Text(string, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithText(this IsoBuildSettings settings, string targetPath, string text, string? mode = null) =>
        settings.WithContent(IsoContent.Text(targetPath, text, mode));

    /// <summary>Adds an empty directory: <see cref="IsoContent.EmptyDirectory(string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEmptyDirectory(this IsoBuildSettings settings, string targetPath, string? mode = null) =>
        settings.WithContent(IsoContent.EmptyDirectory(targetPath, mode));

    /// <summary>Adds the content of a directory: <see cref="IsoContent.Directory(DirectoryPath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; empty for the root.</param>
    /// <param name="entry">The attributes of the entries in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDirectory(this IsoBuildSettings settings, DirectoryPath directory, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.Directory(directory, targetPath, entry));

    /// <summary>Adds a file: <see cref="IsoContent.File(FilePath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image. If it is empty or ends in <c>/</c>, the file's name is appended.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFile(this IsoBuildSettings settings, FilePath file, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.File(file, targetPath, entry));

    /// <summary>Adds files that keep their paths below a directory: <see cref="IsoContent.Files(IEnumerable{FilePath}, DirectoryPath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; empty for the root.</param>
    /// <param name="entry">Their attributes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFiles(this IsoBuildSettings settings, IEnumerable<FilePath> files, DirectoryPath root, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.Files(files, root, targetPath, entry));

    /// <summary>Adds a file with text from the script: <see cref="IsoContent.Text(string, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithText(this IsoBuildSettings settings, string targetPath, string text, EntryOptions entry) =>
        settings.WithContent(IsoContent.Text(targetPath, text, entry));

    /// <summary>Adds an empty directory, or sets the attributes of a directory: <see cref="IsoContent.EmptyDirectory(string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="entry">Its attributes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEmptyDirectory(this IsoBuildSettings settings, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.EmptyDirectory(targetPath, entry));

    /// <summary>Adds a symbolic link: <see cref="IsoContent.Link"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="linkTarget">Its target, relative to the link's directory or absolute.</param>
    /// <param name="entry">Date and owner.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithLink(this IsoBuildSettings settings, string targetPath, string linkTarget, EntryOptions? entry = null) =>
        settings.WithContent(IsoContent.Link(targetPath, linkTarget, entry));

    /// <summary>Adds a hard link to a file in the image: <see cref="IsoContent.HardLink"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="existingPath">The path of the file in the image.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHardLink(this IsoBuildSettings settings, string targetPath, string existingPath) =>
        settings.WithContent(IsoContent.HardLink(targetPath, existingPath));

    /// <summary>Adds a pipe, a socket or a device: <see cref="IsoContent.Special"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="major">The major number of a device.</param>
    /// <param name="minor">The minor number of a device.</param>
    /// <param name="entry">Mode, date and owner.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSpecial(this IsoBuildSettings settings, string targetPath, SpecialKind kind, uint major = 0, uint minor = 0, EntryOptions? entry = null) =>
        settings.WithContent(IsoContent.Special(targetPath, kind, major, minor, entry));

    /// <summary>Adds the <c>dotnet publish</c> output of a project: <see cref="IsoContent.PublishOutput"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="targetPath">The directory in the image that receives it. Default: the root.</param>
    /// <param name="publish">How to publish.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPublishOutput(this IsoBuildSettings settings, FilePath project, string targetPath = "", DotNetPublishSettings? publish = null) =>
        settings.WithContent(IsoContent.PublishOutput(project, targetPath, publish));

    /// <summary>Leaves a file out of the directories that are added.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutFile(this IsoBuildSettings settings, FilePath file) => With(settings, s => s.Excluded.Add(file));

    /// <summary>Leaves a directory, with everything in it, out of the directories that are added.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDirectory(this IsoBuildSettings settings, DirectoryPath directory) => With(settings, s => s.Excluded.Add(directory));

    /// <summary>Leaves files and directories from disk that match a pattern out of the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutMatches(this IsoBuildSettings settings, string pattern) => With(settings, s => s.ExcludedPatterns.Add(pattern));

    /// <summary>Sets attributes of entries by pattern.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="options">Their attributes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithRule(this IsoBuildSettings settings, string pattern, EntryOptions options) => With(settings, s => s.Rules.Add(new IsoRule(pattern, options)));

    /// <summary>Sets permissions by pattern.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="mode">Octal permission bits such as <c>0755</c>.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">The mode is not octal (ISOB1011).</exception>
    public static IsoBuildSettings WithMode(this IsoBuildSettings settings, string pattern, string mode) => EntryText.TryParseMode(mode ?? "", out var bits, out var problem)
        ? settings.WithRule(pattern, new EntryOptions { Mode = bits })
        : throw new CakeException(LogText.Line($"{Code(DiagnosticId.OptionUnknown)}: {pattern}: The mode '{mode}' {problem}."));

    /// <summary>Sets the mode of all files for which none is set otherwise.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="mode">Octal permission bits such as <c>0644</c>.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">The mode is not octal (ISOB1011).</exception>
    public static IsoBuildSettings WithFileMode(this IsoBuildSettings settings, string mode) => With(settings, s => s.FileMode = Mode(mode));

    /// <summary>Sets the mode of all directories for which none is set otherwise.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="mode">Octal permission bits such as <c>0755</c>.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">The mode is not octal (ISOB1011).</exception>
    public static IsoBuildSettings WithDirectoryMode(this IsoBuildSettings settings, string mode) => With(settings, s => s.DirectoryMode = Mode(mode));

    private static UnixFileMode Mode(string mode) => EntryText.TryParseMode(mode ?? "", out var bits, out var problem)
        ? bits
        : throw new CakeException(LogText.Line($"{Code(DiagnosticId.OptionUnknown)}: The mode '{mode}' {problem}."));

    /// <summary>Sets owner and group of everything or, by pattern, of directories with everything in them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="owner">The owner's number.</param>
    /// <param name="group">The group's number. Default: not set.</param>
    /// <param name="pattern">The entries. Default: all.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithOwner(this IsoBuildSettings settings, uint owner, uint? group = null, string pattern = "**") =>
        settings.WithRule(pattern, new EntryOptions { OwnerId = owner, GroupId = group });

    /// <summary>Hides entries from trees.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="trees">The trees to hide them from.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHidden(this IsoBuildSettings settings, string pattern, ImageFormats trees) =>
        settings.WithRule(pattern, new EntryOptions { HiddenFrom = trees });

    /// <summary>Marks entries as hidden in every tree: Windows lists them only on request, and Linux does not show them in UDF.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithMarkHidden(this IsoBuildSettings settings, string pattern) => settings.WithRule(pattern, new EntryOptions { MarkHidden = true });

    /// <summary>Sets the order of file content in the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="weight">The weight. A greater weight is nearer to the image's start. The default of files is 0.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSortWeight(this IsoBuildSettings settings, string pattern, int weight) =>
        settings.WithRule(pattern, new EntryOptions { SortWeight = weight });

    /// <summary>Stores files compressed (zisofs). Only Linux can read them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">The pattern: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithCompressed(this IsoBuildSettings settings, string pattern) => settings.WithRule(pattern, new EntryOptions { Compress = true });

    /// <summary>Sets the timestamp of the image. Linux and GRUB use it as the volume's UUID.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">RFC 3339 with a zone, or Unix seconds: what <c>git log -1 --format=%ct</c> prints.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">It is neither (ISOB1008).</exception>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, string timestamp) => ImageTimestamp.TryParse(timestamp, out var parsed, out var problem)
        ? settings.WithTimestamp(parsed)
        : throw new CakeException(LogText.Line($"{Code(DiagnosticId.TimestampInvalid)}: Timestamp: '{timestamp}' {problem}"));

    /// <summary>Adds UDF to the formats.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithUdf(this IsoBuildSettings settings) => With(settings, s => s.Formats |= ImageFormats.Udf);

    /// <summary>Lays out the directory <c>VIDEO_TS</c> as DVD-Video, and adds UDF: <see cref="IsoBuildSettings.DvdVideo"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDvdVideo(this IsoBuildSettings settings) => With(settings, s => s.DvdVideo = true);

    /// <summary>Writes the directory <c>VIDEO_TS</c> like any other directory: <see cref="IsoBuildSettings.DvdVideo"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDvdVideo(this IsoBuildSettings settings) => With(settings, s => s.DvdVideo = false);

    /// <summary>Replaces symbolic links in directories by copies of their targets.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="outside">Whether links may point outside the directory that is added.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithLinksFollowed(this IsoBuildSettings settings, bool outside = false) => With(settings, s => (s.FollowLinks, s.FollowLinksOutside) = (true, outside));

    /// <summary>Writes the image's SHA-256 beside it.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithChecksum(this IsoBuildSettings settings) => With(settings, s => s.Checksum = true);

    /// <summary>Writes software bills of materials beside the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="formats">The formats. Default: SPDX.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSbom(this IsoBuildSettings settings, IsoSbomFormats formats = IsoSbomFormats.Spdx) => With(settings, s => s.Sbom |= formats);

    /// <summary>Writes a statement of provenance beside the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithProvenance(this IsoBuildSettings settings) => With(settings, s => s.Provenance = true);

    /// <summary>Treats warnings as errors.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithWarningsAsErrors(this IsoBuildSettings settings) => With(settings, s => s.TreatWarningsAsErrors = true);

    /// <summary>Silences warnings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="codes">Their codes: <c>ISOB1010</c>.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithNoWarn(this IsoBuildSettings settings, params string[] codes) => With(settings, s => s.NoWarn.UnionWith(codes));

    /// <summary>Sets the number of threads that compare, compress and copy files.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="threads">The number; 0 for the number of processors.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithThreads(this IsoBuildSettings settings, int threads) => With(settings, s => s.Threads = threads);

    /// <summary>Writes the sector map.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file to write it to.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutFile<T>(this T settings, FilePath file)
        where T : IsoLayoutSettings => With(settings, s => s.LayoutFile = file);

    /// <summary>Draws the sector map.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The SVG file to write it to.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutSvg<T>(this T settings, FilePath file)
        where T : IsoLayoutSettings => With(settings, s => s.LayoutSvg = file);

    /// <summary>Includes the SHA-256 of every file in the sector map.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutHashes<T>(this T settings)
        where T : IsoLayoutSettings => With(settings, s => s.LayoutHashes = true);

    /// <summary>Compares the sector map with a committed one.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <param name="baseline">The committed file.</param>
    /// <param name="accept">Whether to write the committed file instead; usually an argument of the script.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutBaseline<T>(this T settings, FilePath baseline, bool accept = false)
        where T : IsoLayoutSettings => With(settings, s => (s.LayoutBaseline, s.AcceptLayout) = (baseline, accept));

    /// <summary>Sets the consumers to report on: how each of them will see the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="consumers">The consumers.</param>
    /// <returns>The same settings.</returns>
    public static IsoVerifySettings For(this IsoVerifySettings settings, params ImageConsumer[] consumers) => With(settings, s => s.Consumers.UnionWith(consumers));

    /// <summary>Extracts only these paths.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="paths">Paths in the image. A directory (<c>/docs</c>) includes everything in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoExtractSettings WithPaths(this IsoExtractSettings settings, params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return With(settings, s => paths.ToList().ForEach(s.Paths.Add));
    }

    /// <summary>Replaces existing files.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoExtractSettings WithOverwrite(this IsoExtractSettings settings) => With(settings, s => s.Overwrite = true);

    /// <summary>Bases the image on an existing ISO image: <see cref="IsoBuildSettings.BaseImage"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="image">The existing image. It may be the same file as the new image.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBaseImage(this IsoBuildSettings settings, FilePath image)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(image);
        settings.BaseImage = image;
        return settings;
    }

    /// <summary>Removes entries of the base image: <see cref="IsoBuildSettings.RemovedPatterns"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="patterns">Their patterns: a name at any depth, or a path.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings Removing(this IsoBuildSettings settings, params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(patterns);
        foreach (var pattern in patterns)
        {
            settings.RemovedPatterns.Add(pattern);
        }

        return settings;
    }

    /// <summary>Makes boot entries for the boot loader in the content: <see cref="IsoBuildSettings.BootLoader"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="loader">The loader.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBootLoader(this IsoBuildSettings settings, BootLoader loader = BootLoader.Auto)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.BootLoader = loader;
        return settings;
    }

    /// <summary>Adds an entry to the boot catalog: <see cref="IsoBuildSettings.BootEntries"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="entry">The boot image, by its path in the image, and how firmware boots it.</param>
    /// <returns>The same settings.</returns>
    /// <example><code>
    /// IsoBuild("installer", "installer.iso", new IsoBuildSettings()
    ///     .WithBootEntry(new BootEntry { ImagePath = "isolinux/isolinux.bin", BootInfoTable = true })
    ///     .WithHybrid("installer/isolinux/isohdpfx.bin"));
    /// </code></example>
    public static IsoBuildSettings WithBootEntry(this IsoBuildSettings settings, BootEntry entry)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(entry);
        settings.BootEntries.Add(entry);
        return settings;
    }

    /// <summary>Adds a program to the EFI system partition, from which UEFI machines boot. A FAT image becomes the partition itself.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The program.</param>
    /// <param name="targetPath">Its path in the partition. Default: the default path of its machine type (<c>EFI/BOOT/BOOTX64.EFI</c>).</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiBoot(this IsoBuildSettings settings, FilePath file, string targetPath = "") => WithEfi(settings, file, targetPath);

    /// <summary>Adds the content of a directory to the EFI system partition, from which UEFI machines boot.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the partition that receives it. Default: the root.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiBoot(this IsoBuildSettings settings, DirectoryPath directory, string targetPath = "") => WithEfi(settings, directory, targetPath);

    /// <summary>Puts a boot loader where the firmware of a machine looks for it: an EFI program, an ELF program for <see cref="Machine.Ppc64le"/>, or for <see cref="Machine.S390x"/> a kernel with its initrd in one file.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="machine">The machine; not <see cref="Machine.Bios"/>, whose boot loaders are several files (<see cref="WithBootLoader"/>).</param>
    /// <param name="file">The boot loader.</param>
    /// <returns>The same settings.</returns>
    /// <example><code>
    /// IsoBuild("media", "media.iso", new IsoBuildSettings().WithLoader(Machine.X64, "grubx64.efi").WithLoader(Machine.Arm64, "grubaa64.efi"));
    /// </code></example>
    public static IsoBuildSettings WithLoader(this IsoBuildSettings settings, Machine machine, FilePath file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return With(settings, s => s.Loaders.Add(new KeyValuePair<Machine, FilePath>(machine, file)));
    }

    /// <summary>Makes a hybrid image, which also boots from USB sticks and disks: <see cref="IsoBuildSettings.Hybrid"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="bootCode">The MBR boot code, such as ISOLINUX's <c>isohdpfx.bin</c> or GRUB's <c>boot_hybrid.img</c>.</param>
    /// <param name="gpt">Whether to write a GPT. Default: if the image boots on UEFI.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHybrid(this IsoBuildSettings settings, FilePath? bootCode = null, bool? gpt = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Hybrid = new HybridOptions { BootCodePath = bootCode?.FullPath, Gpt = gpt };
        return settings;
    }

    /// <summary>Makes a hybrid image from which BIOS machines need not boot as a disk: no boot code is looked for, and none is missed (<see cref="HybridOptions.NoBootCode"/>).</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutBootCode(this IsoBuildSettings settings) =>
        With(settings, s => s.Hybrid = (s.Hybrid ?? new HybridOptions()) with { BootCodePath = null, BootCode = default, NoBootCode = true });

    /// <summary>Writes a second GPT for disks whose blocks have 4096 bytes (<see cref="HybridOptions.Gpt4K"/>).</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithGpt4K(this IsoBuildSettings settings) =>
        With(settings, s => s.Hybrid = (s.Hybrid ?? new HybridOptions()) with { Gpt4K = true });

    /// <summary>Lets the partition of the image itself begin at a sector, so that it can be mounted by itself (<see cref="HybridOptions.PartitionOffset"/>).</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="sectors">The sector of 2048 bytes: 16 or more.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPartitionOffset(this IsoBuildSettings settings, int sectors) =>
        With(settings, s => s.Hybrid = (s.Hybrid ?? new HybridOptions()) with { PartitionOffset = sectors });

    /// <summary>Sets the type of the partition of the image itself (<see cref="HybridOptions.PartitionType"/>).</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="type">The type.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithIsoPartitionType(this IsoBuildSettings settings, PartitionType type) =>
        With(settings, s => s.Hybrid = (s.Hybrid ?? new HybridOptions()) with { PartitionType = type });

    /// <summary>Appends a file as a partition, behind the content and in no tree: <see cref="IsoBuildSettings.Partitions"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="number">Its number in the partition table.</param>
    /// <param name="type">Its type.</param>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name in a GPT; empty for the default.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPartition(this IsoBuildSettings settings, int number, PartitionType type, FilePath file, string name = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(file);
        return With(settings, s => s.Partitions.Add(new AppendedPartition { Number = number, Type = type, Path = file.FullPath, Name = name }));
    }

    private static string Code(DiagnosticId id) => string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)id}");

    private static T With<T>(T settings, Action<T> change)
    {
        ArgumentNullException.ThrowIfNull(settings);
        change(settings);
        return settings;
    }

    private static IsoBuildSettings WithEfi(IsoBuildSettings settings, Core.IO.Path source, string targetPath)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(targetPath);
        settings.EfiContent.Add(new IsoEfiContent(source, targetPath));
        return settings;
    }
}
