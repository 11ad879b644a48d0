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
    private readonly ReadAhead ahead = new();
    private readonly Copying copying = new(run);
    private readonly TargetWalk walk = new(target, mostOpen);

    /// <summary>What was done, and what of it is not counted yet: counting for all threads makes them wait for each other.</summary>
    private int files;
    private long bytes;

    /// <summary>Writes one file, which gets its name when it is whole.</summary>
    /// <param name="entries">The file, and those that this thread writes next.</param>
    /// <returns>Whether it is whole.</returns>
    public bool Extract(ReadOnlySpan<PlannedEntry> entries)
    {
        ref readonly var entry = ref entries[0];
        var file = (ContentFile)entry.Node;
        if (file.IsIncomplete)
        {
            run.Fail(file, DiagnosticId.ExtractContentUnreadable, $"The image does not contain the whole file (only {file.Length} bytes can be read), so it was left out.");
            return false;
        }

        try
        {
            run.Note(file);
            var (mode, isRestored) = run.ModeOf(file);
            using var made = file.Length <= ReadAhead.Size ? Small(entries, mode) : Large(entry, mode);
            Restore(entry, made, isRestored ? mode : null);
            made.Publish(entry.Name, run.ReplacementOf(entry));
            files++;
            bytes += file.Length;
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

    /// <summary>Counts what was done.</summary>
    public void Count()
    {
        run.AddFiles(files, bytes);
        (files, bytes) = (0, 0);
    }

    public void Dispose()
    {
        Count();
        walk.Dispose();
        ahead.Dispose();
    }

    private NewFile Small(ReadOnlySpan<PlannedEntry> entries, UnixFileMode mode)
    {
        var file = (ContentFile)entries[0].Node;
        if (!ahead.TryRead(entries, out var content))
        {
            var whole = ahead.Borrow()[..(int)file.Length];
            using var opened = Open(file);
            for (var done = 0; done < whole.Length;)
            {
                done += Read(opened, done, whole[done..]);
            }

            content = whole;
        }

        var made = walk.Enter(entries[0].Directory).CreateFile(length: 0, mode);
        try
        {
            DiskBytes.WriteNew(made.Handle, content);
            run.Advance(content.Length);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>Room is reserved, unless there will be holes.</summary>
    private NewFile Large(in PlannedEntry entry, UnixFileMode mode)
    {
        var length = ((ContentFile)entry.Node).Length;
        using var content = Open((ContentFile)entry.Node);
        var isSparse = MayBeSparse(content, length);
        var made = walk.Enter(entry.Directory).CreateFile(isSparse ? 0 : length, mode);
        try
        {
            copying.Copy(content, length, made.Handle, offset: 0, ahead.Borrow(), byKernel: !isSparse);
            if (length >= Holes.SmallestAsked && DiskBytes.LengthOf(made.Handle) < length)
            {
                DiskBytes.SetLength(made.Handle, length);
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private void Restore(in PlannedEntry entry, NewFile made, UnixFileMode? mode)
    {
        var file = (ContentFile)entry.Node;
        run.NoteLists(file);
        try
        {
            if (run.Options.RestoreDates && file.Modified is { } date)
            {
                made.SetDate(date);
            }

            if (mode is { } said && !OperatingSystem.IsWindows() && !(made.HasMode && run.IsModeAsMade(said, entry.Directory)))
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
