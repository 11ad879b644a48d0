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

    /// <summary>How much is copied between two looks at the cancellation token.</summary>
    private const long KernelPiece = 1L << 26;

    private readonly WriteBuffer buffer = new(image);

    /// <summary>Copies one file. Regions come in disk order.</summary>
    public void Copy(Region region)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = region.File!;
        using var content = Open(file);
        if (file.Length <= LargestGathered)
        {
            Gather(region, file, content);
        }
        else
        {
            modes.Learn(file, content);
            CopyLarge(region, file, content);
        }

        if (file.Source is FileSource source && !source.IsUnchanged(content.Handle!))
        {
            throw Changed(file);
        }

        foreach (var other in region.OtherFiles)
        {
            modes.Learn(other, file);
            CheckUnchanged(other, file);
        }
    }

    /// <summary>Whoever shares the content of a file must still be as it was when the two were compared.</summary>
    public static void CheckUnchanged(ContentFile other, ContentFile file)
    {
        if (other.Source is FileSource source && !ReferenceEquals(source, file.Source) && !source.IsUnchanged())
        {
            throw Changed(other);
        }
    }

    /// <summary>Writes what has gathered.</summary>
    public void Flush() => buffer.Flush();

    public void Dispose() => buffer.Dispose();

    /// <summary>Opens a file for reading.</summary>
    public static OpenContent Open(ContentFile file)
    {
        try
        {
            return file.Source.Open();
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
        var destination = buffer.Take(region.Offset, (int)file.Length);
        ReadExactly(file, content, 0, destination);
        modes.Learn(file, destination);
        progress.Add(file.Length);
    }

    private void CopyLarge(Region region, ContentFile file, in OpenContent content)
    {
        long done = 0;
        while (content.Handle is not null && done < file.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copied = KernelCopy.TryCopy(content.Handle, content.Start + done, image, region.Offset + done, Math.Min(file.Length - done, KernelPiece));
            if (copied <= 0)
            {
                break;
            }

            done += copied;
            progress.Add(copied);
        }

        var borrowed = buffer.Borrow();
        while (done < file.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = borrowed[..(int)Math.Min(borrowed.Length, file.Length - done)];
            ReadExactly(file, content, done, piece);
            RandomAccess.Write(image, piece, region.Offset + done);
            done += piece.Length;
            progress.Add(piece.Length);
        }
    }
}
