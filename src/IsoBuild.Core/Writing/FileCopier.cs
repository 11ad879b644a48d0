using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies the content of files to their places. One per thread: small files gather in a buffer and are written many at a time.</summary>
internal sealed class FileCopier(SafeFileHandle image, FileModes modes, WriteProgress progress, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>Files larger than this are copied by the kernel.</summary>
    private const int LargestGathered = 1 << 17;

    private readonly WriteBuffer buffer = new(image);

    /// <summary>Copies one file. Regions come in disk order.</summary>
    public void Copy(Region region)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = region.File!;
        using var content = Open(region);
        if (region.Stored is not null)
        {
            using var original = Open(file);
            Learn(modes, file, original);
        }

        if (region.Length <= LargestGathered)
        {
            Gather(region, file, content);
        }
        else
        {
            if (region.Stored is null)
            {
                Learn(modes, file, content);
            }

            new Copying(progress, cancellationToken) { File = file }.Copy(content, region.Length, image, region.Offset, buffer.Borrow());
        }

        CheckUnchanged(file, content);
        foreach (var other in region.OtherFiles)
        {
            modes.Learn(other, file);
            CheckUnchanged(other, file);
        }
    }

    /// <summary>A file that has been copied must still be as it was when it was measured.</summary>
    public static void CheckUnchanged(ContentFile file, in OpenContent content)
    {
        if (file.Source is not FileSource source)
        {
            return;
        }

        bool isUnchanged;
        try
        {
            isUnchanged = content.Handle is null ? source.IsUnchanged() : source.IsUnchanged(content.Handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, failure);
        }

        if (!isUnchanged)
        {
            throw Changed(file);
        }
    }

    /// <summary>Whoever shares the content of a file must still be as it was when the two were compared.</summary>
    public static void CheckUnchanged(ContentFile other, ContentFile file)
    {
        if (!ReferenceEquals(other.Source, file.Source))
        {
            CheckUnchanged(other, new OpenContent(ReadOnlyMemory<byte>.Empty));
        }
    }

    /// <summary>Writes what has gathered.</summary>
    public void Flush() => buffer.Flush();

    public void Dispose() => buffer.Dispose();

    /// <summary>Opens a file for reading.</summary>
    public static OpenContent Open(ContentFile file) => Open(file, file.Source);

    /// <summary>Opens what the image stores in a region of file content.</summary>
    public static OpenContent Open(Region region) => Open(region.File!, region.Stored?.Source ?? region.File!.Source);

    private static OpenContent Open(ContentFile file, ContentSource source)
    {
        try
        {
            return source.Open();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException(file, DiagnosticId.SourceChanged, SourceProblem.Disappeared, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, failure);
        }
    }

    /// <summary>Learns from the first bytes of a file.</summary>
    public static void Learn(FileModes modes, ContentFile file, in OpenContent content)
    {
        try
        {
            modes.Learn(file, content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, failure);
        }
    }

    public static SourceException Changed(ContentFile file) => new(
        file, DiagnosticId.SourceChanged, SourceProblem.Changed);

    private static SourceException Unreadable(ContentFile file, Exception failure) => new(
        file, DiagnosticId.SourceUnreadable, SourceProblem.Unreadable(failure), failure);

    /// <summary>Reads exactly what is asked for, or says that the file shrank.</summary>
    public static void ReadExactly(ContentFile file, in OpenContent content, long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int read;
            try
            {
                read = content.Read(position, destination);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(file, failure);
            }

            if (read == 0)
            {
                throw Changed(file);
            }

            destination = destination[read..];
            position += read;
        }
    }

    private void Gather(Region region, ContentFile file, in OpenContent content)
    {
        var destination = buffer.Take(region.Offset, (int)region.Length, gapIsEmpty: true);
        ReadExactly(file, content, 0, destination);
        if (region.Stored is null)
        {
            modes.Learn(file, destination);
        }

        progress.Add(region.Length);
    }

    /// <summary>Copies one file at a time.</summary>
    private sealed class Copying(WriteProgress progress, CancellationToken cancellationToken) : LargeCopy(cancellationToken)
    {
        public required ContentFile File { get; init; }

        protected override int Read(in OpenContent content, long position, Span<byte> destination)
        {
            ReadExactly(File, content, position, destination);
            return destination.Length;
        }

        protected override void Advance(long bytes) => progress.Add(bytes);
    }
}
