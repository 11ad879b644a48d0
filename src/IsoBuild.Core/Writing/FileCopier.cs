using System.Buffers;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies the content of files to their places. One per thread: small files gather in a buffer and are written many at a time.</summary>
internal sealed class FileCopier(SafeFileHandle image, FileModes modes, WriteProgress progress, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>Larger files are copied one at a time.</summary>
    public const int LargestGathered = 1 << 17;

    private readonly WriteBuffer buffer = new(image);
    private readonly SmallFileReader reader = new();

    /// <summary>Copies one file. Regions come in disk order.</summary>
    public void Copy(Region region)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = region.File!;
        var gathered = default(ReadOnlySpan<byte>);
        FileState state;
        if (region.Stored is not null)
        {
            using var original = Open(file);
            Learn(modes, file, original);
        }

        if (region.Length <= LargestGathered)
        {
            gathered = Gather(region, file, out state);
        }
        else
        {
            using var content = Open(region);
            if (region.Stored is null)
            {
                Learn(modes, file, content);
            }

            new Copying(progress, cancellationToken) { File = file }.Copy(content, region.Length, image, region.Offset, buffer.Borrow());
            state = file.Source is FileSource source ? StateOf(file, source, region.Stored is null ? content.Handle : null) : FileState.Same;
        }

        if (state != FileState.Same)
        {
            CheckStored(region, file, state, gathered);
        }

        foreach (var other in region.OtherFiles)
        {
            modes.Learn(other, file);
            if (StateOf(other, file) is var stateOfOther and not FileState.Same)
            {
                CheckStored(region, other, stateOfOther, gathered);
            }
        }
    }

    /// <summary>A file that has been copied must still be as it was when it was measured.</summary>
    public static void CheckUnchanged(ContentFile file, in OpenContent content)
    {
        if (StateOf(file, content) != FileState.Same)
        {
            throw Changed(file);
        }
    }

    /// <summary>Whoever shares the content of a file must still be as it was when the two were compared.</summary>
    public static void CheckUnchanged(ContentFile other, ContentFile file)
    {
        if (StateOf(other, file) != FileState.Same)
        {
            throw Changed(other);
        }
    }

    private static FileState StateOf(ContentFile file, in OpenContent content) =>
        file.Source is FileSource source ? StateOf(file, source, content.Handle) : FileState.Same;

    private static FileState StateOf(ContentFile other, ContentFile file) =>
        other.Source is FileSource source && !ReferenceEquals(source, file.Source) ? StateOf(other, source, handle: null) : FileState.Same;

    private static FileState StateOf(ContentFile file, FileSource source, SafeFileHandle? handle)
    {
        try
        {
            return source.StateOf(handle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(file, failure);
        }
    }

    /// <summary>Writes what has gathered.</summary>
    public void Flush() => buffer.Flush();

    public void Dispose()
    {
        buffer.Dispose();
        reader.Dispose();
    }

    /// <summary>Opens a file for reading.</summary>
    public static OpenContent Open(ContentFile file) => Open(file, file.Source);

    /// <summary>Opens what the image stores in a region of file content.</summary>
    public static OpenContent Open(Region region) => Open(region.File!, region.Stored?.Source ?? region.File!.Source);

    /// <summary>Reads a small file, or what the image stores in its place.</summary>
    /// <returns>What has become of it since it was measured.</returns>
    private FileState ReadWhole(ContentFile file, ContentSource source, Span<byte> destination)
    {
        try
        {
            return reader.Read(source, destination);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(file, failure);
        }
    }

    private static OpenContent Open(ContentFile file, ContentSource source)
    {
        try
        {
            return source.Open();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(file, failure);
        }
    }

    private static SourceException Explain(ContentFile file, Exception failure) =>
        SourceProblem.IsShort(failure) ? Changed(file) : new SourceException(file, SourceProblem.CodeOf(failure), SourceProblem.TextOf(failure), failure);

    /// <summary>Learns from the first bytes of a file.</summary>
    public static void Learn(FileModes modes, ContentFile file, in OpenContent content)
    {
        try
        {
            modes.Learn(file, content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Explain(file, failure);
        }
    }

    public static SourceException Changed(ContentFile file) => new(
        file, DiagnosticId.SourceChanged, SourceProblem.Changed);

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
                throw Explain(file, failure);
            }

            if (read == 0)
            {
                throw Changed(file);
            }

            destination = destination[read..];
            position += read;
        }
    }

    /// <summary>A file that something happened to is read once more. If its bytes are those that are stored, nothing is lost.</summary>
    private void CheckStored(Region region, ContentFile file, FileState state, ReadOnlySpan<byte> gathered)
    {
        if (state == FileState.Changed || region.Stored is not null || !IsStored(region, file, gathered) || StateOf(file, (FileSource)file.Source, handle: null) == FileState.Changed)
        {
            throw Changed(file);
        }
    }

    private bool IsStored(Region region, ContentFile file, ReadOnlySpan<byte> gathered)
    {
        using var content = Open(file);
        var pieces = ArrayPool<byte>.Shared.Rent(2 * LargestGathered);
        try
        {
            for (long done = 0; done < region.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var size = (int)Math.Min(LargestGathered, region.Length - done);
                ReadExactly(file, content, done, pieces.AsSpan(0, size));
                var stored = gathered;
                if (stored.IsEmpty)
                {
                    var read = DiskBytes.Read(image, pieces.AsSpan(LargestGathered, size), region.Offset + done);
                    size = read > 0 ? read : throw new EndOfStreamException();
                    stored = pieces.AsSpan(LargestGathered, size);
                }

                if (!pieces.AsSpan(0, size).SequenceEqual(stored[..size]))
                {
                    return false;
                }

                done += size;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pieces);
        }
    }

    /// <returns>The bytes, until the next are gathered.</returns>
    private ReadOnlySpan<byte> Gather(Region region, ContentFile file, out FileState state)
    {
        var destination = buffer.Take(region.Offset, (int)region.Length, gapIsEmpty: true);
        state = ReadWhole(file, region.Stored?.Source ?? file.Source, destination);
        if (region.Stored is null)
        {
            modes.Learn(file, destination);
        }
        else if (file.Source is FileSource original)
        {
            state = StateOf(file, original, handle: null);
        }

        progress.Add(region.Length);
        return destination;
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
