using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Inspection;
using IsoBuild.Layout;
using IsoBuild.Partitions;
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

    private IsoImage(ImageBytes bytes, OpenOptions options, string name)
    {
        var (geometry, start) = VolumeFinder.Find(bytes);
        file = new ImageFile(bytes, geometry);
        reader = new ImageReader(file, start, options);
        Name = options.Name ?? name;
    }

    /// <summary>What reads it.</summary>
    internal ImageReader Reader => reader;

    /// <summary>The image's file name; empty when it has none.</summary>
    public string Name { get; }

    /// <summary>The image's size in bytes: of raw sectors, their user data.</summary>
    public long Length => file.Length;

    /// <summary>How the file stores sectors. Offsets everywhere count user data alone.</summary>
    public SectorFormat SectorFormat => file.SectorFormat;

    /// <summary>The sessions: one, in most images.</summary>
    public IReadOnlyList<ImageSession> Sessions => reader.Sessions;

    /// <summary>Every volume descriptor of ISO 9660, in disk order; none, where there is UDF alone.</summary>
    public IReadOnlyList<VolumeDescriptorInfo> Descriptors => reader.Descriptors;

    /// <summary>The UDF volume of the session shown; <see langword="null"/> when there is none that can be read.</summary>
    public UdfVolumeInfo? Udf => reader.UdfVolume?.Info;

    /// <summary>The UDF volume at the image's start, when it is of an earlier session than the one shown, so that its tree lacks what came later; otherwise <see langword="null"/>.</summary>
    public UdfVolumeInfo? EarlierUdf => reader.EarlierUdf?.Info;

    /// <summary>The partition tables by which it starts from disks that it is copied to.</summary>
    public PartitionTables PartitionTables => reader.Partitions.Tables;

    /// <summary>The boot catalog; <see langword="null"/> when no boot record of El Torito leads to one. The first call reads every directory.</summary>
    public BootCatalogInfo? Boot => reader.Boot;

    /// <summary>The trees that the image carries.</summary>
    public ImageFormats Formats => reader.Formats;

    /// <summary>The tree with the most faithful names that systems look at: Rock Ridge, else UDF, else Joliet, else ISO 9660:1999, else ISO 9660.</summary>
    public ImageFormats BestView => reader.BestView;

    /// <summary>Where everything lies. The first call reads every directory.</summary>
    public ImageLayout Layout => reader.Layout().Named(Name);

    /// <summary>The content, as <see cref="BestView"/> shows it.</summary>
    public ContentTree Content => reader.BestContent;

    /// <summary>What is wrong with the image. Entries that an error concerns are left out of the content, or cut to what the image holds.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => reader.Diagnostics;

    /// <summary>Why content may not be what it should be, whichever file is read: of nearly every image, nothing. <see cref="Diagnostics"/> has it too.</summary>
    public IReadOnlyList<Diagnostic> Doubts => reader.Doubts;

    /// <summary>What a person wants to know first.</summary>
    public ImageSummary Summary => ImageSummarizer.Summarize(reader, Name);

    /// <summary>Opens an image file. Raw sectors, data before the volume and several sessions are recognised; <see cref="Diagnostics"/> tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ImageException">The file holds no ISO 9660 or UDF volume (ISOB3001) but something else that is known (ISOB3008), a volume that
    /// cannot be read (ISOB3003; of UDF, ISOB3017 and ISOB3018), a later session by itself (ISOB3007), or no session of the number that was asked for (ISOB3006); or it is
    /// a pipe, a socket or a character device (ISOB1280), of which nothing is waited for.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IsoImage Open(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new ImageException(new Diagnostic(DiagnosticId.OtherFormat, DiagnosticSeverity.Error, path, "The path is a directory, not an image. Name the image file."));
        }

        var handle = InputFile.Open(path, FileOptions.RandomAccess);
        FileBytes bytes;
        try
        {
            bytes = new FileBytes(handle, options?.Name ?? path);
        }
        catch (NotSupportedException failure)
        {
            handle.Dispose();
            throw new IOException("It is a pipe or a terminal, and an image is read at many places. Write it to a file first, and name that file.", failure);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }

        try
        {
            return Open(bytes, options, Path.GetFileName(path));
        }
        catch (ImageException refused) when (refused.Diagnostic.Item is null)
        {
            throw new ImageException(refused.Diagnostic with { Item = path }, refused.InnerException);
        }
    }

    /// <summary>Opens an image in a stream that can seek. Reading may be asked for by several threads; the stream is used by one at a time.</summary>
    /// <param name="stream">The stream; its position does not matter.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek or be read.</exception>
    /// <exception cref="ImageException">As with <see cref="Open(string, OpenOptions?)"/>; the stream then stays open.</exception>
    public static IsoImage Open(Stream stream, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
        {
            throw new ArgumentException("An image is read here and there: the stream must be able to seek and to be read. Copy it into a file first.", nameof(stream));
        }

        // Whoever gets no image keeps his stream.
        return new IsoImage(new StreamBytes(stream, options?.LeaveOpen ?? false, options?.Name), options ?? new OpenOptions(), name: "");
    }

    /// <summary>The content as one tree shows it.</summary>
    /// <param name="view">One format.</param>
    /// <returns>The content; <see langword="null"/> when the image does not carry that tree.</returns>
    public ContentTree? ContentOf(ImageFormats view) => reader.Content(view);

    /// <summary>What the FAT file system of a boot image holds: each directory before what is in it.</summary>
    /// <param name="entry">An entry of <see cref="Boot"/>.</param>
    /// <returns>The files and directories; none, when it is no FAT file system, or one that cannot be read, which <see cref="Verify"/> tells.</returns>
    public IReadOnlyList<BootImageFile> FilesOf(BootEntryInfo entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return reader.FatOf(entry, new DiagnosticBag()) is { } fat ? [.. fat.Nodes.Select(node => new BootImageFile(node.Path, node.Source, node.Modified))] : [];
    }

    /// <summary>Opens a boot image as a seekable stream, whether a tree shows it or not. The image must stay open.</summary>
    /// <param name="entry">An entry of <see cref="Boot"/>.</param>
    public Stream OpenBootImage(BootEntryInfo entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new ContentStream(reader.SourceOf(entry));
    }

    /// <summary>Writes content into a directory, which is made when it is not there. Nothing is written outside of it, whatever the image says.</summary>
    /// <param name="directory">The target directory.</param>
    /// <param name="options">What and how to extract.</param>
    /// <param name="view">The tree to extract; <see cref="BestView"/> when left out.</param>
    /// <param name="cancellationToken">Stops the work; files that are not whole are removed.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ExtractResult Extract(string directory, ExtractOptions? options = null, ImageFormats? view = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var tree = reader.Tree(view ?? BestView) ?? throw new ArgumentException($"The image has no {view} tree.", nameof(view));
        return ImageExtractor.Extract(tree.Content, directory, options ?? new ExtractOptions(), tree.Diagnostics.ToList(), cancellationToken);
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

    private static IsoImage Open(FileBytes bytes, OpenOptions? options, string name)
    {
        try
        {
            return new IsoImage(bytes, options ?? new OpenOptions(), name);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
