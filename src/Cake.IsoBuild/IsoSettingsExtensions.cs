using System.Globalization;
using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Inspection;

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

    /// <summary>Adds what lies in a directory: <see cref="IsoContent.Directory"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="targetPath">The directory in the image that receives it; the root when left out.</param>
    /// <param name="mode">The mode of the files in it.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithDirectory(this IsoBuildSettings settings, DirectoryPath directory, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Directory(directory, targetPath, mode));

    /// <summary>Adds a file: <see cref="IsoContent.File"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="file">The file.</param>
    /// <param name="targetPath">Its path in the image; where it is empty or ends in <c>/</c>, the file's own name follows.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFile(this IsoBuildSettings settings, FilePath file, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.File(file, targetPath, mode));

    /// <summary>Adds files that keep their paths below a directory: <see cref="IsoContent.Files"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="root">The directory that they are below.</param>
    /// <param name="targetPath">The directory in the image that receives them; the root when left out.</param>
    /// <param name="mode">Their mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFiles(this IsoBuildSettings settings, IEnumerable<FilePath> files, DirectoryPath root, string targetPath = "", string? mode = null) =>
        settings.WithContent(IsoContent.Files(files, root, targetPath, mode));

    /// <summary>Adds a file whose text the script holds: <see cref="IsoContent.Text"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image, name included.</param>
    /// <param name="text">Its text.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithText(this IsoBuildSettings settings, string targetPath, string text, string? mode = null) =>
        settings.WithContent(IsoContent.Text(targetPath, text, mode));

    /// <summary>Adds a directory with nothing in it: <see cref="IsoContent.EmptyDirectory"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="targetPath">Its path in the image.</param>
    /// <param name="mode">Its mode.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithEmptyDirectory(this IsoBuildSettings settings, string targetPath, string? mode = null) =>
        settings.WithContent(IsoContent.EmptyDirectory(targetPath, mode));

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

    /// <summary>Sets the volume identifier.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="volumeId">Up to 32 characters.</param>
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

    /// <summary>Sets the one timestamp of the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">1970 to 2155.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, DateTimeOffset timestamp) => With(settings, s => s.Timestamp = timestamp);

    /// <summary>Sets the one timestamp of the image.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timestamp">RFC 3339 with a zone, or Unix seconds: what <c>git log -1 --format=%ct</c> prints.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="CakeException">It is neither (ISOB1008).</exception>
    public static IsoBuildSettings WithTimestamp(this IsoBuildSettings settings, string timestamp) => ImageTimestamp.TryParse(timestamp, out var parsed, out var problem)
        ? settings.WithTimestamp(parsed)
        : throw new CakeException(string.Create(CultureInfo.InvariantCulture, $"ISOB{(int)DiagnosticId.TimestampInvalid}: Timestamp: '{timestamp}' {problem}"));

    /// <summary>Sets where the dates of files and directories come from.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="dates">The rule.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFileDates(this IsoBuildSettings settings, FileDates dates) => With(settings, s => s.FileDates = dates);

    /// <summary>Sets the directory trees.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="formats">The trees; ISO 9660 is always there.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithFormats(this IsoBuildSettings settings, ImageFormats formats) => With(settings, s => s.Formats = formats);

    /// <summary>Sets the interchange level of names in the ISO 9660 tree.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="level">1 for 8.3 names, 2 or 3 for 31 characters.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithIsoLevel(this IsoBuildSettings settings, int level) => With(settings, s => s.IsoLevel = level);

    /// <summary>Writes the image's SHA-256 beside it.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithChecksum(this IsoBuildSettings settings) => With(settings, s => s.Checksum = true);

    /// <summary>Makes warnings errors.</summary>
    /// <param name="settings">The settings.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithWarningsAsErrors(this IsoBuildSettings settings) => With(settings, s => s.TreatWarningsAsErrors = true);

    /// <summary>Silences warnings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="codes">Their codes: <c>ISOB1010</c>.</param>
    /// <returns>The same settings.</returns>
    public static IsoBuildSettings WithNoWarn(this IsoBuildSettings settings, params string[] codes) => With(settings, s => s.NoWarn.UnionWith(codes));

    /// <summary>Sets how many threads copy files.</summary>
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

    private static T With<T>(T settings, Action<T> change)
    {
        ArgumentNullException.ThrowIfNull(settings);
        change(settings);
        return settings;
    }
}
