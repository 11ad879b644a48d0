using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Inspection;
using IsoBuild.Layout;
using IsoBuild.Reading;

namespace IsoBuild;

/// <summary>An existing image: its content, its layout, and what is wrong with it. Opening reads the volume descriptors; trees are read
/// when they are asked for, and files when somebody reads them.</summary>
/// <example><code>
/// using var image = IsoImage.Open("hello.iso");
/// foreach (var file in image.Content.Nodes.OfType&lt;ContentFile&gt;())
/// {
///     Console.WriteLine($"{file.Path} {file.Length}");
/// }
/// </code></example>
public sealed class IsoImage : IDisposable
{
    private readonly ImageFile file;
    private readonly ImageReader reader;

    private IsoImage(ImageFile file, OpenOptions? options, string name)
    {
        this.file = file;
        reader = new ImageReader(file, options ?? new OpenOptions());
        Name = options?.Name ?? name;
    }

    /// <summary>The image's file name; empty when it has none.</summary>
    public string Name { get; }

    /// <summary>The image's size in bytes: of raw sectors, their user data.</summary>
    public long Length => file.Length;

    /// <summary>How the file stores sectors. Offsets everywhere count user data alone.</summary>
    public SectorFormat SectorFormat => file.SectorFormat;

    /// <summary>The sessions: one, in most images.</summary>
    public IReadOnlyList<ImageSession> Sessions => reader.Sessions;

    /// <summary>Every volume descriptor, in disk order.</summary>
    public IReadOnlyList<VolumeDescriptorInfo> Descriptors => reader.Descriptors;

    /// <summary>The trees that the image carries.</summary>
    public ImageFormats Formats => reader.Formats;

    /// <summary>The tree with the most faithful names: Rock Ridge, else Joliet, else ISO 9660.</summary>
    public ImageFormats BestView => reader.BestView;

    /// <summary>Where everything lies. The first call reads every directory.</summary>
    public ImageLayout Layout => reader.Layout().Named(Name);

    /// <summary>The content, as <see cref="BestView"/> shows it.</summary>
    public ContentTree Content => reader.BestContent;

    /// <summary>What is wrong with the image. Entries that an error concerns are left out of the content, or cut to what the image holds.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => reader.Diagnostics;

    /// <summary>What a person wants to know first.</summary>
    public ImageSummary Summary => ImageSummarizer.Summarize(reader, Name);

    /// <summary>Opens an image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ImageException">The file holds no ISO 9660 volume (ISOB3001), or one that cannot be read (ISOB3003).</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static IsoImage Open(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var opened = new ImageFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess));
        try
        {
            return new IsoImage(opened, options, Path.GetFileName(path));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Opens an image in a stream that can seek. Reading may be asked for by several threads; the stream is used by one at a time.</summary>
    /// <param name="stream">The stream; its position does not matter.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ImageException">The stream holds no ISO 9660 volume (ISOB3001), or one that cannot be read (ISOB3003).</exception>
    public static IsoImage Open(Stream stream, OpenOptions? options = null) => throw new NotSupportedException();

    /// <summary>The content as one tree shows it.</summary>
    /// <param name="view">One format.</param>
    /// <returns>The content; <see langword="null"/> when the image does not carry that tree.</returns>
    public ContentTree? ContentOf(ImageFormats view) => reader.Content(view);

    /// <summary>Writes content into a directory, which is made when it is not there. Nothing is written outside of it, whatever the image says.</summary>
    /// <param name="directory">The target directory.</param>
    /// <param name="options">What and how to extract.</param>
    /// <param name="view">The tree to extract; <see cref="BestView"/> when left out.</param>
    /// <param name="cancellationToken">Stops the work; files that are not whole are removed.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ExtractResult Extract(string directory, ExtractOptions? options = null, ImageFormats? view = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var content = view is { } chosen ? ContentOf(chosen) ?? throw new ArgumentException($"The image has no {chosen} tree.", nameof(view)) : Content;
        return ImageExtractor.Extract(content, directory, options ?? new ExtractOptions(), cancellationToken);
    }

    /// <summary>Checks the image against the standards, and says what its consumers will make of it.</summary>
    public VerifyReport Verify(VerifyOptions? options = null, CancellationToken cancellationToken = default) =>
        Verifier.Verify(reader, options ?? new VerifyOptions(), cancellationToken);

    /// <summary>Says how <paramref name="other"/> differs from this image.</summary>
    public ImageDiff CompareWith(IsoImage other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ImageComparer.Compare(reader, other.reader, cancellationToken);
    }

    /// <summary>Closes the file. Content of this image cannot be read afterwards.</summary>
    public void Dispose() => file.Dispose();
}
