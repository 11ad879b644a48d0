using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.Annotations;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Extraction;
using IsoBuild.Inspection;
using IsoBuild.Layout;

namespace Cake.IsoBuild;

/// <summary>
/// <para>Contains functionality to make reproducible ISO images, and to inspect, verify, compare and extract images of any origin.</para>
/// <para>
/// To use these aliases, add the addin to the script:
/// <code>
/// #addin nuget:?package=Cake.IsoBuild&amp;version=1.0.0
/// </code>
/// </para>
/// </summary>
/// <remarks>Relative paths start at the script's working directory. Content and images are files on disk; sector maps and checksums go through
/// Cake's file system. An error ends the task with a <see cref="CakeException"/> that begins with its code; the log has every finding.</remarks>
[CakeAliasCategory("ISO Image")]
[CakeNamespaceImport("IsoBuild.Content")]
[CakeNamespaceImport("IsoBuild.Diagnostics")]
[CakeNamespaceImport("IsoBuild.ElTorito")]
[CakeNamespaceImport("IsoBuild.Extraction")]
[CakeNamespaceImport("IsoBuild.Inspection")]
[CakeNamespaceImport("IsoBuild.Layout")]
[CakeNamespaceImport("IsoBuild.Partitions")]
public static class IsoBuildAliases
{
    /// <summary>Makes the image that the settings describe.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">What it is called, what goes in and what is made beside it.</param>
    /// <returns>Its layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">No image was made. A previous one stays as it was.</exception>
    /// <example>
    /// <para>Settings as an object:</para>
    /// <code>
    /// var settings = new IsoBuildSettings
    /// {
    ///     Image = "artifacts/app.iso",
    ///     VolumeId = "APP",
    ///     Checksum = true,
    ///     Content = { IsoContent.Directory("artifacts/publish"), IsoContent.File("install.sh", mode: "0755") },
    /// };
    /// IsoBuild(settings);
    /// </code>
    /// <para>The same as a sentence:</para>
    /// <code>
    /// IsoBuild(new IsoBuildSettings()
    ///     .WithImage("artifacts/app.iso")
    ///     .WithVolumeId("APP")
    ///     .WithDirectory("artifacts/publish")
    ///     .WithFile("install.sh", mode: "0755")
    ///     .WithChecksum());
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoBuild(this ICakeContext context, IsoBuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageMaker.Make(context, settings);
    }

    /// <summary>Makes an image of what lies in a directory.</summary>
    /// <param name="context">The context.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="image">The image to write.</param>
    /// <returns>Its layout and size.</returns>
    /// <exception cref="CakeException">No image was made. A previous one stays as it was.</exception>
    /// <example>
    /// <code>
    /// var built = IsoBuild("artifacts/publish", "artifacts/app.iso");
    /// Information($"{built.Length} bytes in {built.Layout.SectorCount} sectors");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoBuild(this ICakeContext context, DirectoryPath directory, FilePath image) =>
        IsoBuild(context, directory, image, new IsoBuildSettings());

    /// <summary>Makes an image of what lies in a directory, and of what the settings add.</summary>
    /// <param name="context">The context.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="settings">What the image is called, what else goes in and what is made beside it.</param>
    /// <returns>The image's layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">No image was made. A previous one stays as it was.</exception>
    /// <example>
    /// <code>
    /// IsoBuild("artifacts/publish", "artifacts/app.iso", new IsoBuildSettings { VolumeId = "APP", Publisher = "Contoso" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoBuild(this ICakeContext context, DirectoryPath directory, FilePath image, IsoBuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageMaker.Make(context, image, IsoContent.Directory(directory), settings);
    }

    /// <summary>Makes an image of files that were found below a directory. They keep their paths from there.</summary>
    /// <param name="context">The context.</param>
    /// <param name="root">The directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="files">The files.</param>
    /// <returns>Its layout and size.</returns>
    /// <exception cref="CakeException">No image was made; for example, a file is not below <paramref name="root"/> (ISOB4121).</exception>
    /// <example>
    /// <code>
    /// IsoBuild("docs", "artifacts/docs.iso", GetFiles("docs/**/*.md"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoBuild(this ICakeContext context, DirectoryPath root, FilePath image, IEnumerable<FilePath> files) =>
        IsoBuild(context, root, image, files, new IsoBuildSettings());

    /// <summary>Makes an image of files that were found below a directory, and of what the settings add.</summary>
    /// <param name="context">The context.</param>
    /// <param name="root">The directory. The files keep their paths from there.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="files">The files.</param>
    /// <param name="settings">What the image is called, what else goes in and what is made beside it.</param>
    /// <returns>The image's layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">No image was made; for example, a file is not below <paramref name="root"/> (ISOB4121).</exception>
    /// <example>
    /// <code>
    /// var files = GetFiles("docs/**/*.md") + GetFiles("docs/**/*.png");
    /// IsoBuild("docs", "artifacts/docs.iso", files, new IsoBuildSettings { VolumeId = "MANUAL" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoBuild(this ICakeContext context, DirectoryPath root, FilePath image, IEnumerable<FilePath> files, IsoBuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageMaker.Make(context, image, IsoContent.Files(files, root), settings);
    }

    /// <summary>Publishes a project and makes an image of what was published, and of nothing that an earlier run left behind.</summary>
    /// <param name="context">The context.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="image">The image to write.</param>
    /// <returns>Its layout and size.</returns>
    /// <exception cref="CakeException">The project could not be published, or no image was made.</exception>
    /// <example>
    /// <code>
    /// IsoPublish("src/App/App.csproj", "artifacts/app.iso");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static BuildResult IsoPublish(this ICakeContext context, FilePath project, FilePath image) =>
        IsoPublish(context, project, image, new DotNetPublishSettings());

    /// <summary>Publishes a project as its settings say and makes an image of what was published.</summary>
    /// <param name="context">The context.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="publish">How to publish. With an output directory, that one is published to and stays; everything in it goes in.</param>
    /// <returns>The image's layout and size.</returns>
    /// <exception cref="CakeException">The project could not be published, or no image was made.</exception>
    /// <example>
    /// <code>
    /// IsoPublish("src/App/App.csproj", "artifacts/app.iso", new DotNetPublishSettings { Configuration = "Release", Runtime = "linux-x64" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    [CakeNamespaceImport("Cake.Common.Tools.DotNet.Publish")]
    public static BuildResult IsoPublish(this ICakeContext context, FilePath project, FilePath image, DotNetPublishSettings publish) =>
        IsoPublish(context, project, image, publish, new IsoBuildSettings());

    /// <summary>Publishes a project as its settings say and makes an image of what was published, and of what the image's settings add.</summary>
    /// <param name="context">The context.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="publish">How to publish. With an output directory, that one is published to and stays; everything in it goes in.</param>
    /// <param name="settings">What the image is called, what else goes in and what is made beside it.</param>
    /// <returns>The image's layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">The project could not be published, or no image was made.</exception>
    /// <example>
    /// <code>
    /// var publish = new DotNetPublishSettings { Configuration = "Release" };
    /// IsoPublish("src/App/App.csproj", "artifacts/app.iso", publish, new IsoBuildSettings()
    ///     .WithVolumeId("APP")
    ///     .WithPublishOutput("src/Tool/Tool.csproj", "tools", publish)
    ///     .WithFile("LICENSE"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    [CakeNamespaceImport("Cake.Common.Tools.DotNet.Publish")]
    public static BuildResult IsoPublish(this ICakeContext context, FilePath project, FilePath image, DotNetPublishSettings publish, IsoBuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(publish);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageMaker.Make(context, image, IsoContent.PublishOutput(project, settings: publish), settings);
    }

    /// <summary>Builds the image of the settings again, in another order, with other threads, culture and time zone and at a later second,
    /// and compares it with the one that is there.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The settings that the image was made with.</param>
    /// <returns>Whether the bytes are the same, and if not, which field differs first and why.</returns>
    /// <exception cref="CakeException">There is no such image, or none could be built.</exception>
    /// <example>
    /// <code>
    /// var settings = new IsoBuildSettings { Image = "artifacts/app.iso", Content = { IsoContent.Directory("artifacts/publish") } };
    /// IsoBuild(settings);
    /// var report = IsoVerifyReproducible(settings);
    /// if (!report.IsReproducible)
    /// {
    ///     Warning(report.Difference.Cause);
    /// }
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Verify")]
    public static ReproducibilityReport IsoVerifyReproducible(this ICakeContext context, IsoBuildSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageMaker.MakeAgain(context, settings);
    }

    /// <summary>Tells what a person wants to know of an image first: volumes, formats, sizes, dates.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="CakeException">There is no such image (ISOB1001), or the file is none (ISOB3001).</exception>
    /// <example>
    /// <code>
    /// var summary = IsoInspect("artifacts/app.iso");
    /// Information($"{summary.Name}: {summary.Formats}, {summary.Files} files, {summary.ContentBytes} bytes");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static ImageSummary IsoInspect(this ICakeContext context, FilePath image)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        return ImageInspector.Summarize(context, image);
    }

    /// <summary>Tells where everything lies in an image.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <returns>The layout; its text is the sector map.</returns>
    /// <exception cref="CakeException">There is no such image (ISOB1001), or the file is none (ISOB3001).</exception>
    /// <example>
    /// <code>
    /// Information(IsoLayout("artifacts/app.iso"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static ImageLayout IsoLayout(this ICakeContext context, FilePath image) => IsoLayout(context, image, new IsoLayoutSettings());

    /// <summary>Tells where everything lies in an image; writes and draws the sector map, or holds it against a committed one.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="settings">What to do with the sector map.</param>
    /// <returns>The layout; its text is the sector map.</returns>
    /// <exception cref="CakeException">There is no such image (ISOB1001), the file is none (ISOB3001), or its sector map is not the committed
    /// one (ISOB4001, ISOB4002).</exception>
    /// <example>
    /// <code>
    /// IsoLayout("artifacts/app.iso", new IsoLayoutSettings { LayoutFile = "artifacts/app.layout.txt", LayoutSvg = "artifacts/app.layout.svg" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static ImageLayout IsoLayout(this ICakeContext context, FilePath image, IsoLayoutSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageInspector.Layout(context, image, settings);
    }

    /// <summary>Fails when the sector map of an image is not the committed one, saying which regions came, went, grew or moved.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="baseline">The committed sector map.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="CakeException">The map differs (ISOB4002), or none is committed yet (ISOB4001): the present one is left beside it as
    /// <c>*.received.*</c>, to be looked at and renamed.</exception>
    /// <example>
    /// <code>
    /// IsoVerifyLayout("artifacts/app.iso", "app.layout.verified.txt");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Verify")]
    public static ImageLayout IsoVerifyLayout(this ICakeContext context, FilePath image, FilePath baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return IsoLayout(context, image, new IsoLayoutSettings { LayoutBaseline = baseline });
    }

    /// <summary>Checks an image against the standards.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <returns>What was found, of which nothing is an error.</returns>
    /// <exception cref="CakeException">Something found is an error; the log has every finding.</exception>
    /// <example>
    /// <code>
    /// IsoVerify("artifacts/app.iso");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Verify")]
    public static VerifyReport IsoVerify(this ICakeContext context, FilePath image) => IsoVerify(context, image, new IsoVerifySettings());

    /// <summary>Checks an image against the standards, and says what its consumers will make of it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="settings">For whom to say it, and which findings are failures.</param>
    /// <returns>What was found, of which nothing is an error.</returns>
    /// <exception cref="CakeException">Something found is an error, or a consumer cannot use the image; the log has every finding.</exception>
    /// <example>
    /// <code>
    /// var report = IsoVerify("artifacts/app.iso", new IsoVerifySettings().For(ImageConsumer.Windows, ImageConsumer.Linux));
    /// foreach (var consumer in report.Consumers)
    /// {
    ///     Information($"{consumer.Consumer} shows {consumer.Differently.Count} names differently");
    /// }
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Verify")]
    public static VerifyReport IsoVerify(this ICakeContext context, FilePath image, IsoVerifySettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageInspector.Verify(context, image, settings);
    }

    /// <summary>Says how two images differ: which volume fields, files, metadata and sectors, and what caused the first difference.</summary>
    /// <param name="context">The context.</param>
    /// <param name="before">An image.</param>
    /// <param name="after">The other one.</param>
    /// <returns>The differences; they fail no task.</returns>
    /// <exception cref="CakeException">There is no such image (ISOB1001), or a file is none (ISOB3001).</exception>
    /// <example>
    /// <code>
    /// var diff = IsoDiff("released/app.iso", "artifacts/app.iso");
    /// Information(diff.AreIdentical ? "The same bytes as the release." : diff.Cause);
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static ImageDiff IsoDiff(this ICakeContext context, FilePath before, FilePath after)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return ImageInspector.Diff(context, before, after);
    }

    /// <summary>Extracts an image into a directory, which is made when it is not there. Nothing is written outside of it, whatever the image says.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">The directory.</param>
    /// <returns>How much was extracted.</returns>
    /// <exception cref="CakeException">Something could not be extracted as it stands in the image; the log has every finding.</exception>
    /// <example>
    /// <code>
    /// IsoExtract("artifacts/app.iso", "artifacts/extracted");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Extract")]
    public static ExtractResult IsoExtract(this ICakeContext context, FilePath image, DirectoryPath directory) =>
        IsoExtract(context, image, directory, new IsoExtractSettings());

    /// <summary>Extracts what the settings choose into a directory, which is made when it is not there.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="settings">What to extract, and how.</param>
    /// <returns>How much was extracted.</returns>
    /// <exception cref="CakeException">Something could not be extracted as it stands in the image; the log has every finding.</exception>
    /// <example>
    /// <code>
    /// IsoExtract("artifacts/app.iso", "artifacts/docs", new IsoExtractSettings { Overwrite = true, Paths = { "/docs" } });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Extract")]
    public static ExtractResult IsoExtract(this ICakeContext context, FilePath image, DirectoryPath directory, IsoExtractSettings settings)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(settings);
        return ImageInspector.Extract(context, image, directory, settings);
    }
}
