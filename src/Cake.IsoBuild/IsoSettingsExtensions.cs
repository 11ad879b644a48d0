using System.Globalization;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Inspection;
using IsoBuild.Partitions;

namespace Cake.IsoBuild;

/// <summary>Settings written as one sentence. Each method changes the settings and returns them.</summary>
/// <example><code>
/// var settings = new IsoBuildSettings()
///     .WithImage("artifacts/app.iso")
///     .WithVolumeId("APP")
///     .WithPublishOutput("src/App/App.csproj")
///     .WithFiles(GetFiles("docs/**/*.md"), root: "docs", targetPath: "manual")
///     .WithText("version.txt", "1.0.0")
///     .WithChecksum();
/// </code>
/// <para>What POSIX systems and Windows are to see:</para>
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
public static class IsoSettingsExtensions
{
    /// <summary>Names the image to write.</summary>
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

    /// <summary>Adds what lies in a directory: <see cref="IsoContent.Directory(DirectoryPath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; the root when left out.</param>
    /// <param name="mode">The mode of the files in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDirectory(this IsoBuildSettings settings, DirectoryPath directory, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Directory(directory, targetPath, mode));

    /// <summary>Adds a file: <see cref="IsoContent.File(FilePath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image; where it is empty or ends in <c>/</c>, the file's own name follows.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFile(this IsoBuildSettings settings, FilePath file, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.File(file, targetPath, mode));

    /// <summary>Adds files that keep their paths below a directory: <see cref="IsoContent.Files(IEnumerable{FilePath}, DirectoryPath, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; the root when left out.</param>
    /// <param name="mode">Their mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFiles(this IsoBuildSettings settings, IEnumerable<FilePath> files, DirectoryPath root, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Files(files, root, targetPath, mode));

    /// <summary>Adds a file whose text the script holds: <see cref="IsoContent.Text(string, string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithText(this IsoBuildSettings settings, string targetPath, string text, string? mode = null) =>
        settings.WithContent(IsoContent.Text(targetPath, text, mode));

    /// <summary>Adds a directory with nothing in it: <see cref="IsoContent.EmptyDirectory(string, string)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEmptyDirectory(this IsoBuildSettings settings, string targetPath, string? mode = null) =>
        settings.WithContent(IsoContent.EmptyDirectory(targetPath, mode));

    /// <summary>Adds what lies in a directory: <see cref="IsoContent.Directory(DirectoryPath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; empty for the root.</param>
    /// <param name="entry">What the entries in it are given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDirectory(this IsoBuildSettings settings, DirectoryPath directory, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.Directory(directory, targetPath, entry));

    /// <summary>Adds a file: <see cref="IsoContent.File(FilePath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image; where it is empty or ends in <c>/</c>, the file's own name follows.</param>
    /// <param name="entry">What it is given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFile(this IsoBuildSettings settings, FilePath file, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.File(file, targetPath, entry));

    /// <summary>Adds files that keep their paths below a directory: <see cref="IsoContent.Files(IEnumerable{FilePath}, DirectoryPath, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; empty for the root.</param>
    /// <param name="entry">What they are given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFiles(this IsoBuildSettings settings, IEnumerable<FilePath> files, DirectoryPath root, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.Files(files, root, targetPath, entry));

    /// <summary>Adds a file whose text the script holds: <see cref="IsoContent.Text(string, string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="entry">What it is given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithText(this IsoBuildSettings settings, string targetPath, string text, EntryOptions entry) =>
        settings.WithContent(IsoContent.Text(targetPath, text, entry));

    /// <summary>Adds a directory with nothing in it, or describes one: <see cref="IsoContent.EmptyDirectory(string, EntryOptions)"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="entry">What it is given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEmptyDirectory(this IsoBuildSettings settings, string targetPath, EntryOptions entry) =>
        settings.WithContent(IsoContent.EmptyDirectory(targetPath, entry));

    /// <summary>Adds a symbolic link: <see cref="IsoContent.Link"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="linkTarget">Where it points to, relative to its directory, or absolute.</param>
    /// <param name="entry">Date and owner.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithLink(this IsoBuildSettings settings, string targetPath, string linkTarget, EntryOptions? entry = null) =>
        settings.WithContent(IsoContent.Link(targetPath, linkTarget, entry));

    /// <summary>Adds a further name of a file of the image: <see cref="IsoContent.HardLink"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="existingPath">The path in the image of the file.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHardLink(this IsoBuildSettings settings, string targetPath, string existingPath) =>
        settings.WithContent(IsoContent.HardLink(targetPath, existingPath));

    /// <summary>Adds a pipe, a socket or a device: <see cref="IsoContent.Special"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="major">Of a device, its major number.</param>
    /// <param name="minor">Of a device, its minor number.</param>
    /// <param name="entry">Mode, date and owner.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSpecial(this IsoBuildSettings settings, string targetPath, SpecialKind kind, uint major = 0, uint minor = 0, EntryOptions? entry = null) =>
        settings.WithContent(IsoContent.Special(targetPath, kind, major, minor, entry));

    /// <summary>Adds what <c>dotnet publish</c> makes of a project: <see cref="IsoContent.PublishOutput"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; the root when left out.</param>
    /// <param name="publish">How to publish.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPublishOutput(this IsoBuildSettings settings, FilePath project, string targetPath = "", DotNetPublishSettings? publish = null) =>
        settings.WithContent(IsoContent.PublishOutput(project, targetPath, publish));

    /// <summary>Leaves a file out of the directories that are added.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutFile(this IsoBuildSettings settings, FilePath file) => With(settings, s => s.Excluded.Add(file));

    /// <summary>Leaves a directory, with all that is in it, out of the directories that are added.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDirectory(this IsoBuildSettings settings, DirectoryPath directory) => With(settings, s => s.Excluded.Add(directory));

    /// <summary>Leaves out of the image what a pattern matches, whatever adds it from disk.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutMatches(this IsoBuildSettings settings, string pattern) => With(settings, s => s.ExcludedPatterns.Add(pattern));

    /// <summary>Gives entries something by pattern.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="options">What they are given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithRule(this IsoBuildSettings settings, string pattern, EntryOptions options) => With(settings, s => s.Rules.Add(new IsoRule(pattern, options)));

    /// <summary>Sets permissions by pattern.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="mode">Octal permission bits such as <c>0755</c>.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">The mode is not octal (ISOB1011).</exception>
    public static IsoBuildSettings WithMode(this IsoBuildSettings settings, string pattern, string mode) => EntryText.TryParseMode(mode ?? "", out var bits, out var problem)
        ? settings.WithRule(pattern, new EntryOptions { Mode = bits })
        : throw new CakeException(LogText.Line($"{Code(DiagnosticId.OptionUnknown)}: {pattern}: The mode '{mode}' {problem}."));

    /// <summary>Sets owner and group: of everything, or by pattern of directories with all that is in them.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="owner">The owner's number.</param>
    /// <param name="group">The group's number; not set when left out.</param>
    /// <param name="pattern">Which entries; all of them when left out.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithOwner(this IsoBuildSettings settings, uint owner, uint? group = null, string pattern = "**") =>
        settings.WithRule(pattern, new EntryOptions { OwnerId = owner, GroupId = group });

    /// <summary>Hides entries from trees.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="trees">The trees that do not show them.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHidden(this IsoBuildSettings settings, string pattern, ImageFormats trees) =>
        settings.WithRule(pattern, new EntryOptions { HiddenFrom = trees });

    /// <summary>Marks entries as hidden, in every tree: they are there, but Windows lists them only when asked to, and Linux not in UDF.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithMarkHidden(this IsoBuildSettings settings, string pattern) => settings.WithRule(pattern, new EntryOptions { MarkHidden = true });

    /// <summary>Sets where file content lies.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <param name="weight">The greater, the nearer to the image's beginning; otherwise 0.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSortWeight(this IsoBuildSettings settings, string pattern, int weight) =>
        settings.WithRule(pattern, new EntryOptions { SortWeight = weight });

    /// <summary>Stores files compressed (zisofs), which Linux alone reads.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="pattern">Which: <c>*.pdb</c> is a name at any depth, <c>docs/*.txt</c> a path in the image, <c>**</c> any directories.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithCompressed(this IsoBuildSettings settings, string pattern) => settings.WithRule(pattern, new EntryOptions { Compress = true });

    /// <summary>Sets the volume identifier.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeId">Up to 32 characters, stored as given.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithVolumeId(this IsoBuildSettings settings, string volumeId) => With(settings, s => s.VolumeId = volumeId);

    /// <summary>Sets who publishes the volume.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="publisher">Up to 128 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPublisher(this IsoBuildSettings settings, string publisher) => With(settings, s => s.Publisher = publisher);

    /// <summary>Sets what application the volume is for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="applicationId">Up to 128 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithApplicationId(this IsoBuildSettings settings, string applicationId) => With(settings, s => s.ApplicationId = applicationId);

    /// <summary>Sets the system that the first 16 sectors are for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="systemId">Up to 32 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSystemId(this IsoBuildSettings settings, string systemId) => With(settings, s => s.SystemId = systemId);

    /// <summary>Sets the set of volumes of which this is one.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeSetId">Up to 128 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithVolumeSetId(this IsoBuildSettings settings, string volumeSetId) => With(settings, s => s.VolumeSetId = volumeSetId);

    /// <summary>Sets who prepared the data.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="preparer">Up to 128 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPreparer(this IsoBuildSettings settings, string preparer) => With(settings, s => s.Preparer = preparer);

    /// <summary>Names the file with the copyright statement.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">A file in the image's root.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithCopyrightFile(this IsoBuildSettings settings, string path) => With(settings, s => s.CopyrightFile = path);

    /// <summary>Names the file with the abstract.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">A file in the image's root.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithAbstractFile(this IsoBuildSettings settings, string path) => With(settings, s => s.AbstractFile = path);

    /// <summary>Names the file with bibliographic records.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="path">A file in the image's root.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBibliographicFile(this IsoBuildSettings settings, string path) => With(settings, s => s.BibliographicFile = path);

    /// <summary>Sets from when on the volume may be used.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="effective">1970 to 2155.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEffective(this IsoBuildSettings settings, DateTimeOffset effective) => With(settings, s => s.Effective = effective);

    /// <summary>Sets when the volume becomes obsolete.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="expires">1970 to 2155.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithExpires(this IsoBuildSettings settings, DateTimeOffset expires) => With(settings, s => s.Expires = expires);

    /// <summary>Sets the one timestamp of the image. It is the UUID that Linux and GRUB see.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">1970 to 2155.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, DateTimeOffset timestamp) => With(settings, s => s.Timestamp = timestamp);

    /// <summary>Sets the one timestamp of the image. It is the UUID that Linux and GRUB see.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">RFC 3339 with a zone, or Unix seconds: what <c>git log -1 --format=%ct</c> prints.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">It is neither (ISOB1008).</exception>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, string timestamp) => ImageTimestamp.TryParse(timestamp, out var parsed, out var problem)
        ? settings.WithTimestamp(parsed)
        : throw new CakeException(LogText.Line($"{Code(DiagnosticId.TimestampInvalid)}: Timestamp: '{timestamp}' {problem}"));

    /// <summary>Sets where the dates of files and directories come from.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="dates">The rule.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFileDates(this IsoBuildSettings settings, FileDates dates) => With(settings, s => s.FileDates = dates);

    /// <summary>Sets the directory trees.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="formats">The trees. UDF may be alone; with any other, ISO 9660 comes along.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFormats(this IsoBuildSettings settings, ImageFormats formats) => With(settings, s => s.Formats = formats);

    /// <summary>Sets the interchange level of names in the ISO 9660 tree.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="level">1 for 8.3 names, which DOS and DOSBox need, 2 or 3 for 31 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithIsoLevel(this IsoBuildSettings settings, int level) => With(settings, s => s.IsoLevel = level);

    /// <summary>Adds a UDF tree to those that are there.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithUdf(this IsoBuildSettings settings) => With(settings, s => s.Formats |= ImageFormats.Udf);

    /// <summary>Allows Joliet names of up to 103 characters instead of 64.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithJolietLongNames(this IsoBuildSettings settings) => With(settings, s => s.JolietLongNames = true);

    /// <summary>Moves directories below the eighth level into <c>/rr_moved</c> of the ISO 9660 tree.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDeepDirectoriesRelocated(this IsoBuildSettings settings) => With(settings, s => s.RelocateDeepDirectories = true);

    /// <summary>Stores files of the same content once each.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDedupe(this IsoBuildSettings settings) => With(settings, s => s.Dedupe = false);

    /// <summary>Sets on what boundary file content begins.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="bytes">2048, or a power of two up to 1 MiB above it.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithAlignment(this IsoBuildSettings settings, int bytes) => With(settings, s => s.Alignment = bytes);

    /// <summary>Sets how many empty sectors there are at the image's end.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="sectors">0 or more, of 2048 bytes.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithPaddingSectors(this IsoBuildSettings settings, int sectors) => With(settings, s => s.PaddingSectors = sectors);

    /// <summary>Lets the image carry a checksum of itself, as <c>checkisomd5</c> checks it.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithMediaChecksum(this IsoBuildSettings settings) => With(settings, s => s.MediaChecksum = true);

    /// <summary>Lays out the directory <c>VIDEO_TS</c> as DVD-Video, and adds UDF: <see cref="IsoBuildSettings.DvdVideo"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDvdVideo(this IsoBuildSettings settings) => With(settings, s => s.DvdVideo = true);

    /// <summary>Writes the directory <c>VIDEO_TS</c> like any other: <see cref="IsoBuildSettings.DvdVideo"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithoutDvdVideo(this IsoBuildSettings settings) => With(settings, s => s.DvdVideo = false);

    /// <summary>Brings lists of checksums in the content up to date: <c>md5sum.txt</c>, <c>SHA256SUMS</c>, <c>.treeinfo</c> and their like.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithUpdatedChecksums(this IsoBuildSettings settings) => With(settings, s => s.UpdateChecksums = true);

    /// <summary>Replaces symbolic links in directories by what they lead to.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="outside">Whether links may lead out of the directory that is added.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithLinksFollowed(this IsoBuildSettings settings, bool outside = false) => With(settings, s => (s.FollowLinks, s.FollowLinksOutside) = (true, outside));

    /// <summary>Keeps names on disk that are one file one file in the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHardLinksPreserved(this IsoBuildSettings settings) => With(settings, s => s.PreserveHardLinks = true);

    /// <summary>Writes the image's SHA-256 beside it.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithChecksum(this IsoBuildSettings settings) => With(settings, s => s.Checksum = true);

    /// <summary>Writes bills of materials beside the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="formats">Which ones; SPDX, when left out.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithSbom(this IsoBuildSettings settings, IsoSbomFormats formats = IsoSbomFormats.Spdx) => With(settings, s => s.Sbom |= formats);

    /// <summary>Writes a statement of provenance beside the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithProvenance(this IsoBuildSettings settings) => With(settings, s => s.Provenance = true);

    /// <summary>Makes warnings errors.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithWarningsAsErrors(this IsoBuildSettings settings) => With(settings, s => s.TreatWarningsAsErrors = true);

    /// <summary>Silences warnings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="codes">Their codes: <c>ISOB1010</c>.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithNoWarn(this IsoBuildSettings settings, params string[] codes) => With(settings, s => s.NoWarn.UnionWith(codes));

    /// <summary>Sets how many threads compare, compress and copy files.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="threads">0 for as many as there are processors.</param>
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

    /// <summary>Names the SHA-256 of every file in the sector map.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutHashes<T>(this T settings)
        where T : IsoLayoutSettings => With(settings, s => s.LayoutHashes = true);

    /// <summary>Holds the sector map against a committed one.</summary>
    /// <typeparam name="T">The settings' type.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <param name="baseline">The committed file.</param>
    /// <param name="accept">Whether the committed file is written instead: an argument of the script, usually.</param>
    /// <returns>The same settings.</returns>
    public static T WithLayoutBaseline<T>(this T settings, FilePath baseline, bool accept = false)
        where T : IsoLayoutSettings => With(settings, s => (s.LayoutBaseline, s.AcceptLayout) = (baseline, accept));

    /// <summary>Asks what consumers will make of the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="consumers">Who.</param>
    /// <returns>The same settings.</returns>
    public static IsoVerifySettings For(this IsoVerifySettings settings, params ImageConsumer[] consumers) => With(settings, s => s.Consumers.UnionWith(consumers));

    /// <summary>Extracts these paths alone.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="paths">Paths in the image: <c>/docs</c>, a directory with all that is in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoExtractSettings WithPaths(this IsoExtractSettings settings, params IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return With(settings, s => paths.ToList().ForEach(s.Paths.Add));
    }

    /// <summary>Replaces files that are there already.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoExtractSettings WithOverwrite(this IsoExtractSettings settings) => With(settings, s => s.Overwrite = true);

    /// <summary>Starts from another image: <see cref="IsoBuildSettings.BaseImage"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="image">The image. It may be the one that is written.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBaseImage(this IsoBuildSettings settings, FilePath image)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(image);
        settings.BaseImage = image;
        return settings;
    }

    /// <summary>Leaves entries of the base image out: <see cref="IsoBuildSettings.RemovedPatterns"/>.</summary>
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

    /// <summary>Makes boot entries for the boot loader that lies in the content: <see cref="IsoBuildSettings.BootLoader"/>.</summary>
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
    /// <param name="entry">The boot image, by its path in the image, and how machines start it.</param>
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

    /// <summary>Adds a program to the EFI system partition, which is made and started on UEFI. A FAT image is the partition itself.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The program.</param>
    /// <param name="targetPath">Its path in the partition; where its machines look for it (<c>EFI/BOOT/BOOTX64.EFI</c>) when left out.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiBoot(this IsoBuildSettings settings, FilePath file, string targetPath = "") => WithEfi(settings, file, targetPath);

    /// <summary>Adds what lies in a directory to the EFI system partition, which is made and started on UEFI.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the partition that receives it; its root when left out.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiBoot(this IsoBuildSettings settings, DirectoryPath directory, string targetPath = "") => WithEfi(settings, directory, targetPath);

    /// <summary>Shows the boot catalog as a file: <see cref="IsoBuildSettings.BootCatalog"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithBootCatalog(this IsoBuildSettings settings, string targetPath) => With(settings, s => s.BootCatalog = targetPath);

    /// <summary>Shows the EFI system partition that is made as a file: <see cref="IsoBuildSettings.EfiImage"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image; empty to show it in no tree.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEfiImage(this IsoBuildSettings settings, string targetPath) => With(settings, s => s.EfiImage = targetPath);

    /// <summary>Lets the image start from USB sticks and disks too: <see cref="IsoBuildSettings.Hybrid"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="bootCode">The code of the master boot record, as ISOLINUX' <c>isohdpfx.bin</c> or GRUB's <c>boot_hybrid.img</c>.</param>
    /// <param name="gpt">Whether there is a GPT; where UEFI is started, when left out.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithHybrid(this IsoBuildSettings settings, FilePath? bootCode = null, bool? gpt = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Hybrid = new HybridOptions { BootCodePath = bootCode?.FullPath, Gpt = gpt };
        return settings;
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
