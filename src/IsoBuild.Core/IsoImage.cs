using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Extraction;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;
using IsoBuild.Summarizing;
using IsoBuild.Verifying;

namespace IsoBuild;

/// <summary>An existing image: its content, its layout and its problems. Opening reads the volume descriptors. Directory trees are read
/// when they are first used, and files when they are read.</summary>
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

    /// <summary>Where the image lies, if it is a file that was opened by its path.</summary>
    private readonly string? path;

    private IsoImage(ImageBytes bytes, OpenOptions options, string name, string? path = null)
    {
        this.path = path;
        var (geometry, start) = VolumeFinder.Find(bytes);
        file = new ImageFile(bytes, geometry.Behind(options.SessionStart));
        reader = new ImageReader(file, start + options.SessionStart, options);
        Name = options.Name ?? name;
    }

    /// <summary>What reads it.</summary>
    internal ImageReader Reader => reader;

    /// <summary>The image's file name; empty if it has none.</summary>
    public string Name { get; }

    /// <summary>The image's size in bytes; for raw sectors, the size of their user data.</summary>
    public long Length => file.Length;

    /// <summary>How the file stores sectors. All offsets count only user data.</summary>
    public SectorFormat SectorFormat => file.SectorFormat;

    /// <summary>The sessions. Most images have one.</summary>
    public IReadOnlyList<ImageSession> Sessions => reader.Sessions;

    /// <summary>The ISO 9660 volume descriptors in disk order; empty for a UDF-only image.</summary>
    public IReadOnlyList<VolumeDescriptorInfo> Descriptors => reader.Descriptors;

    /// <summary>The UDF volume of the session shown; <see langword="null"/> if there is no readable one.</summary>
    public UdfVolumeInfo? Udf => reader.UdfVolume?.Info;

    /// <summary>The UDF volume at the image's start if it belongs to an earlier session than the one shown, so that its tree lacks later changes; otherwise <see langword="null"/>.</summary>
    public UdfVolumeInfo? EarlierUdf => reader.EarlierUdf?.Info;

    /// <summary>The partition tables, with which machines boot from a disk that the image is copied to.</summary>
    public PartitionTables PartitionTables => reader.Partitions.Tables;

    /// <summary>The El Torito boot catalog; <see langword="null"/> if the image has no boot record. The first call reads every directory.</summary>
    public BootCatalogInfo? Boot => reader.Boot;

    /// <summary>The formats of the image.</summary>
    public ImageFormats Formats => reader.Formats;

    /// <summary>The tree with the most faithful names: Rock Ridge, else UDF, else Joliet, else ISO 9660:1999, else ISO 9660.</summary>
    public ImageFormats BestView => reader.BestView;

    /// <summary>The sector map: what is in which sectors. The first call reads every directory.</summary>
    public ImageLayout Layout => reader.Layout().Named(Name);

    /// <summary>The content as the tree <see cref="BestView"/> shows it.</summary>
    public ContentTree Content => reader.BestContent;

    /// <summary>The problems found in the image. Entries with errors are left out of the content, or truncated to what the image contains.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => reader.Diagnostics;

    /// <summary>The warnings about the image as a whole that put the content of every file in doubt. Empty for nearly every image. <see cref="Diagnostics"/> includes them.</summary>
    public IReadOnlyList<Diagnostic> Doubts => reader.Doubts;

    /// <summary>A summary of the image: volumes, formats, boot entries, partitions, sizes.</summary>
    public ImageSummary Summary => ImageSummarizer.Summarize(reader, Name);

    /// <summary>Opens an image file. Raw sectors, data before the volume and several sessions are detected and reported in <see cref="Diagnostics"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ImageException">The file has no ISO 9660 or UDF volume (ISOB3001), has another known format (ISOB3008), has a volume that
    /// cannot be read (ISOB3003; for UDF, ISOB3017 and ISOB3018), is a later session alone (ISOB3007), has no session of the requested number (ISOB3006), or is
    /// a pipe, a socket or a character device (ISOB1280), which is not read.</exception>
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
            throw new IOException("It is a pipe or a terminal, but an image needs random access. Write it to a file first, and name that file.", failure);
        }
        catch (IOException)
        {
            handle.Dispose();
            throw;
        }

        try
        {
            return Open(bytes, options, path);
        }
        catch (ImageException refused) when (refused.Diagnostic.Item is null)
        {
            throw new ImageException(refused.Diagnostic with { Item = path }, refused.InnerException);
        }
    }

    /// <summary>Opens an image from a seekable stream. Several threads may read content; access to the stream is synchronized.</summary>
    /// <param name="stream">The stream; its position does not matter.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="ArgumentException">The stream cannot seek or be read.</exception>
    /// <exception cref="ImageException">As with <see cref="Open(string, OpenOptions?)"/>; the stream then stays open.</exception>
    public static IsoImage Open(Stream stream, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek || !stream.CanRead)
        {
            throw new ArgumentException("Reading an image needs random access: the stream must be readable and seekable. Copy it to a file first.", nameof(stream));
        }

        // Whoever gets no image keeps his stream.
        return new IsoImage(new StreamBytes(stream, options?.LeaveOpen ?? false, options?.Name), options ?? new OpenOptions(), name: "");
    }

    /// <summary>Gets the content as one tree shows it.</summary>
    /// <param name="view">One format.</param>
    /// <returns>The content; <see langword="null"/> if the image does not have that tree.</returns>
    public ContentTree? ContentOf(ImageFormats view) => reader.Content(view);

    /// <summary>Lists the FAT file system of a boot image, each directory before its entries.</summary>
    /// <param name="entry">An entry of <see cref="Boot"/>.</param>
    /// <returns>The files and directories; empty if the boot image is not a readable FAT file system (<see cref="Verify"/> reports why).</returns>
    public IReadOnlyList<BootImageFile> FilesOf(BootEntryInfo entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return reader.FatOf(entry, new DiagnosticBag()) is { } fat ? [.. fat.Nodes.Select(node => new BootImageFile(node.Path, node.Source, node.Modified))] : [];
    }

    /// <summary>Opens a boot image as a seekable stream, whether or not it is a file in a tree. The image must stay open.</summary>
    /// <param name="entry">An entry of <see cref="Boot"/>.</param>
    public Stream OpenBootImage(BootEntryInfo entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new ContentStream(reader.SourceOf(entry));
    }

    /// <summary>Extracts content into a directory, which is created if it does not exist. Nothing is written outside it, whatever paths and links the image contains.</summary>
    /// <param name="directory">The target directory.</param>
    /// <param name="options">What and how to extract.</param>
    /// <param name="view">The tree to extract; default: <see cref="BestView"/>.</param>
    /// <param name="cancellationToken">Stops the work; incomplete files are removed.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ExtractResult Extract(string directory, ExtractOptions? options = null, ImageFormats? view = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var tree = reader.Tree(view ?? BestView) ?? throw new ArgumentException($"The image has no {view} tree.", nameof(view));
        return ImageExtractor.Extract(tree.Content, directory, options ?? new ExtractOptions(), tree.Diagnostics.ToList(), cancellationToken);
    }

    /// <summary>Checks the image against the standards, and reports how operating systems and firmware will see it.</summary>
    public VerifyReport Verify(VerifyOptions? options = null, CancellationToken cancellationToken = default) =>
        Verifier.Verify(reader, options ?? new VerifyOptions(), cancellationToken);

    /// <summary>Compares this image with <paramref name="other"/> and describes the differences.</summary>
    public ImageDiff CompareWith(IsoImage other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ImageComparer.Compare(reader, other.reader, cancellationToken);
    }

    /// <summary>Compares the files of this image with a directory on disk: names, content, link targets and modes, as far as an image that is made from the directory
    /// with default options would differ. Dates and owners are not compared. An image that lies in the directory is no content of it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="folderFirst">Whether <see cref="DifferenceChange.Added"/> is what only the image has. Otherwise it is what only the directory has.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The differences, and what could not be read of the directory.</returns>
    public FolderDiff CompareWithFolder(string directory, bool folderFirst = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return FolderComparer.Compare(reader, path, directory, folderFirst, cancellationToken);
    }

    /// <summary>Closes the file. Content of the image cannot be read afterwards.</summary>
    public void Dispose() => file.Dispose();

    private static IsoImage Open(FileBytes bytes, OpenOptions? options, string path)
    {
        try
        {
            return new IsoImage(bytes, options ?? new OpenOptions(), Path.GetFileName(path), path);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
