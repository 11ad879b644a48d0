using System.Buffers;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Writing;

namespace IsoBuild.Extraction;

/// <summary>Writes files, one after the other. One per thread.</summary>
/// <param name="target">The target directory.</param>
/// <param name="mostOpen">How many directories may be open at once.</param>
/// <param name="run">What the threads share.</param>
internal sealed class FileExtractor(TargetFolder target, int mostOpen, ExtractionRun run) : IDisposable
{
    private const int BufferSize = 1 << 18;

    /// <summary>Files larger than this are copied by the kernel, where it can, and room is reserved for them.</summary>
    private const long LargestRead = BufferSize;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly Copying copying = new(run);
    private readonly TargetWalk walk = new(target, mostOpen);

    /// <summary>Writes one file, which gets its name when it is whole.</summary>
    /// <returns>Whether it is.</returns>
    public bool Extract(in PlannedEntry entry)
    {
        var file = (ContentFile)entry.Node;
        if (file.IsIncomplete)
        {
            run.Fail(file, DiagnosticId.ExtractContentUnreadable, $"The image does not contain the whole file (only {file.Length} bytes can be read), so it was left out.");
            return false;
        }

        try
        {
            run.Note(file);
            using var content = Open(file);
            var isSparse = MayBeSparse(content, file.Length);
            var (mode, isRestored) = run.ModeOf(file);
            using var made = walk.Enter(entry.Directory).CreateFile(file.Length > LargestRead && !isSparse ? file.Length : 0, mode);
            copying.Copy(content, file.Length, made.Handle, offset: 0, buffer.AsSpan(0, BufferSize), byKernel: file.Length > LargestRead && !isSparse);
            if (file.Length >= Holes.SmallestAsked && DiskBytes.LengthOf(made.Handle) < file.Length)
            {
                DiskBytes.SetLength(made.Handle, file.Length);
            }

            Restore(file, made, isRestored ? mode : null);
            made.Publish(entry.Name, run.ReplacementOf(entry));
            run.AddFile(file.Length);
            return true;
        }
        catch (ReadFailure failure)
        {
            run.Fail(file, failure.Id, failure.Message);
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure))
        {
            run.FailToWrite(file, failure, entry.Path, file.Length);
        }

        return false;
    }

    public void Dispose()
    {
        walk.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Restore(ContentFile file, NewFile made, UnixFileMode? mode)
    {
        run.NoteLists(file);
        try
        {
            if (run.Options.RestoreDates && file.Modified is { } date)
            {
                made.SetDate(date);
            }

            if (mode is { } said && (run.RestoresExactly || !made.HasMode) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(made.Handle, run.Mask(said));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            run.LoseAttributes(file, failure);
        }
    }

    /// <summary>Whether a file should get holes.</summary>
    private static bool MayBeSparse(in OpenContent content, long length)
    {
        try
        {
            return Holes.MayBeMade(content, length);
        }
        catch (Exception failure) when (IsOfContent(failure))
        {
            throw new ReadFailure(failure);
        }
    }

    private static OpenContent Open(ContentFile file)
    {
        try
        {
            return file.Source.Open();
        }
        catch (Exception failure) when (IsOfContent(failure))
        {
            throw new ReadFailure(failure);
        }
    }

    private static int Read(in OpenContent content, long position, Span<byte> destination)
    {
        int read;
        try
        {
            read = content.Read(position, destination);
        }
        catch (Exception failure) when (IsOfContent(failure))
        {
            throw new ReadFailure(failure);
        }

        return read > 0 ? read : throw new ReadFailure($"The image ends {position} bytes into the file, so the file was left out.");
    }

    private static bool IsOfContent(Exception failure) => failure is IOException or UnauthorizedAccessException or ImageException;

    private sealed class Copying(ExtractionRun run) : LargeCopy(run.CancellationToken)
    {
        protected override int Read(in OpenContent content, long position, Span<byte> destination) => FileExtractor.Read(content, position, destination);

        protected override void Advance(long bytes) => run.Advance(bytes);
    }

    /// <summary>The image's side of a failure.</summary>
    private sealed class ReadFailure : Exception
    {
        public ReadFailure(string message)
            : base(message)
        {
        }

        public ReadFailure(Exception inner)
            : base(inner is ContentException { Diagnostic: { } diagnostic } ? $"{(diagnostic.Item is { } image ? $"{image}: " : "")}{diagnostic.Message} The file was left out." : $"The file was left out because the image cannot be read: {inner.Message}", inner)
        {
            Id = inner is ContentException { Diagnostic.Id: not DiagnosticId.ImageUnreadable and var id } ? id : Id;
        }

        public DiagnosticId Id { get; } = DiagnosticId.ExtractContentUnreadable;
    }
}
