using Cake.Common.Tools.DotNet.Publish;
using Cake.Core;
using Cake.Core.Annotations;
using Cake.Core.IO;
using IsoBuild;
using IsoBuild.Comparing;
using IsoBuild.Emulation;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

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
/// <remarks>Paths are relative to the script's working directory. Content and images are files on disk; sector maps and checksums use
/// Cake's file system. An error ends the task with a <see cref="CakeException"/> whose message begins with the code. All findings are logged.</remarks>
[CakeAliasCategory("ISO Image")]
[CakeNamespaceImport("IsoBuild.Content")]
[CakeNamespaceImport("IsoBuild.Diagnostics")]
[CakeNamespaceImport("IsoBuild.ElTorito")]
[CakeNamespaceImport("IsoBuild.Emulation")]
[CakeNamespaceImport("IsoBuild.Extraction")]
[CakeNamespaceImport("IsoBuild.Comparing")]
[CakeNamespaceImport("IsoBuild.Summarizing")]
[CakeNamespaceImport("IsoBuild.Verifying")]
[CakeNamespaceImport("IsoBuild.Layout")]
[CakeNamespaceImport("IsoBuild.Machines")]
[CakeNamespaceImport("IsoBuild.Partitions")]
public static class IsoBuildAliases
{
    /// <summary>Makes the image that the settings describe.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The options and content of the image, and the files to write beside it.</param>
    /// <returns>Its layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">No image was made. A previous image is unchanged.</exception>
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

    /// <summary>Makes an image from the content of a directory.</summary>
    /// <param name="context">The context.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="image">The image to write.</param>
    /// <returns>Its layout and size.</returns>
    /// <exception cref="CakeException">No image was made. A previous image is unchanged.</exception>
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

    /// <summary>Makes an image from the content of a directory and the content in the settings.</summary>
    /// <param name="context">The context.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="settings">The options of the image, further content, and the files to write beside it.</param>
    /// <returns>The image's layout, size and, with a checksum, SHA-256.</returns>
    /// <exception cref="CakeException">No image was made. A previous image is unchanged.</exception>
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

    /// <summary>Makes an image from files below a directory. They keep their paths relative to it.</summary>
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

    /// <summary>Makes an image from files below a directory and the content in the settings.</summary>
    /// <param name="context">The context.</param>
    /// <param name="root">The directory. The files keep their paths relative to it.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="files">The files.</param>
    /// <param name="settings">The options of the image, further content, and the files to write beside it.</param>
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

    /// <summary>Publishes a project and makes an image from the publish output, without leftovers of earlier runs.</summary>
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

    /// <summary>Publishes a project with settings and makes an image from the publish output.</summary>
    /// <param name="context">The context.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="publish">How to publish. If it has an output directory, that one is used and kept, and everything in it goes into the image.</param>
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

    /// <summary>Publishes a project with settings and makes an image from the publish output and the content in the image's settings.</summary>
    /// <param name="context">The context.</param>
    /// <param name="project">The project file, or its directory.</param>
    /// <param name="image">The image to write.</param>
    /// <param name="publish">How to publish. If it has an output directory, that one is used and kept, and everything in it goes into the image.</param>
    /// <param name="settings">The options of the image, further content, and the files to write beside it.</param>
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

    /// <summary>Checks that an image is reproducible: builds it again in a different order, with different threads, culture and time zone and at a later second,
    /// and compares the result with the existing image.</summary>
    /// <param name="context">The context.</param>
    /// <param name="settings">The settings that the image was made with.</param>
    /// <returns>Whether the bytes are equal and, if not, which field differs first and why.</returns>
    /// <exception cref="CakeException">The image does not exist, or could not be built.</exception>
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

    /// <summary>Summarizes an image: volumes, formats, boot entries, partitions, sizes, dates.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="CakeException">The image does not exist (ISOB1001), or the file is not an image (ISOB3001).</exception>
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

    /// <summary>Reads the layout of an image: what is in which sectors.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <returns>The layout; its text is the sector map.</returns>
    /// <exception cref="CakeException">The image does not exist (ISOB1001), or the file is not an image (ISOB3001).</exception>
    /// <example>
    /// <code>
    /// Information(IsoLayout("artifacts/app.iso"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static ImageLayout IsoLayout(this ICakeContext context, FilePath image) => IsoLayout(context, image, new IsoLayoutSettings());

    /// <summary>Reads the layout of an image, and writes or draws its sector map or compares it with a committed one.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="settings">What to do with the sector map.</param>
    /// <returns>The layout; its text is the sector map.</returns>
    /// <exception cref="CakeException">The image does not exist (ISOB1001), the file is not an image (ISOB3001), or its sector map differs from the committed
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

    /// <summary>Fails if the sector map of an image differs from the committed one, and reports which regions were added, removed, grew or moved.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="baseline">The committed sector map.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="CakeException">The map differs (ISOB4002), or none is committed yet (ISOB4001). The current map is written beside it as
    /// <c>*.received.*</c>, for review and renaming.</exception>
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
    /// <returns>The findings, none of which is an error.</returns>
    /// <exception cref="CakeException">A finding is an error. All findings are logged.</exception>
    /// <example>
    /// <code>
    /// IsoVerify("artifacts/app.iso");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Verify")]
    public static VerifyReport IsoVerify(this ICakeContext context, FilePath image) => IsoVerify(context, image, new IsoVerifySettings());

    /// <summary>Checks an image against the standards, and reports how operating systems and firmware will see it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="settings">The consumers to report on, and which findings are failures.</param>
    /// <returns>The findings, none of which is an error.</returns>
    /// <exception cref="CakeException">A finding is an error, or a consumer cannot use the image. All findings are logged.</exception>
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

    /// <summary>Compares two images: reports different volume fields, files, metadata and sectors, and the cause of the first difference.</summary>
    /// <param name="context">The context.</param>
    /// <param name="before">An image.</param>
    /// <param name="after">The other one.</param>
    /// <returns>The differences. They do not fail the task.</returns>
    /// <exception cref="CakeException">An image does not exist (ISOB1001), or a file is not an image (ISOB3001).</exception>
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

    /// <summary>Compares the files of an image with a directory: names, content, link targets and modes, as far as an image that is made from the directory
    /// with default settings would differ.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">The directory.</param>
    /// <returns>The differences. They do not fail the task.</returns>
    /// <exception cref="CakeException">The image or the directory does not exist (ISOB1001), the file is not an image (ISOB3001), or a file of the directory cannot be read (ISOB1014).</exception>
    /// <example>
    /// <code>
    /// Information(IsoDiffWithDirectory("artifacts/app.iso", "artifacts/publish"));
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Inspect")]
    public static FolderDiff IsoDiffWithDirectory(this ICakeContext context, FilePath image, DirectoryPath directory)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(directory);
        return ImageInspector.Diff(context, image, directory);
    }

    /// <summary>Makes an image by the command line of another program that makes images, as that program would: <c>mkisofs</c>, <c>genisoimage</c>, <c>xorrisofs</c> or <c>oscdimg</c>.
    /// The program itself is not needed.</summary>
    /// <param name="context">The context.</param>
    /// <param name="program">The program: one of <see cref="Emulator.Programs"/>.</param>
    /// <param name="arguments">Its arguments, one a string.</param>
    /// <returns>What the program prints on standard output, such as the number of sectors with <c>-print-size</c>; otherwise empty.</returns>
    /// <exception cref="CakeException">No image was made. A previous image is unchanged.</exception>
    /// <example>
    /// <code>
    /// IsoBuildAs("mkisofs", new[] { "-o", "artifacts/app.iso", "-J", "-R", "-V", "APP", "artifacts/publish" });
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Build")]
    public static string IsoBuildAs(this ICakeContext context, string program, IEnumerable<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);
        return EmulatedMaker.Make(context, program, [.. arguments]);
    }

    /// <summary>Extracts an image into a directory, which is created if it does not exist. Nothing is written outside it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">The directory.</param>
    /// <returns>The numbers of extracted entries.</returns>
    /// <exception cref="CakeException">Something could not be extracted exactly. All findings are logged.</exception>
    /// <example>
    /// <code>
    /// IsoExtract("artifacts/app.iso", "artifacts/extracted");
    /// </code>
    /// </example>
    [CakeMethodAlias]
    [CakeAliasCategory("Extract")]
    public static ExtractResult IsoExtract(this ICakeContext context, FilePath image, DirectoryPath directory) =>
        IsoExtract(context, image, directory, new IsoExtractSettings());

    /// <summary>Extracts the entries that the settings select into a directory, which is created if it does not exist.</summary>
    /// <param name="context">The context.</param>
    /// <param name="image">The image.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="settings">What to extract, and how.</param>
    /// <returns>The numbers of extracted entries.</returns>
    /// <exception cref="CakeException">Something could not be extracted exactly. All findings are logged.</exception>
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
