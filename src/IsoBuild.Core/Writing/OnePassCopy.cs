using System.Buffers;
using System.Numerics;
using System.Runtime.ExceptionServices;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies small files to the places that they have if no two are equal, and finds out on the way which are: these are not copied, and what follows moves up. So each is opened and read once.</summary>
/// <remarks>Threads read stretches of files at the same time. What is equal to what is decided for one stretch after the other, in the order of the image: threads make no difference.</remarks>
internal sealed class OnePassCopy
{
    /// <summary>Larger files are compared before, and copied when the layout is known.</summary>
    public const int LargestFile = FileCopier.LargestGathered;

    /// <summary>How much of the image a thread reads at a time.</summary>
    private const int StretchSize = 1 << 20;

    private readonly Region[] regions;
    private readonly List<Range> stretches = [];
    private readonly SafeFileHandle image;
    private readonly int alignment;
    private readonly FileModes modes;
    private readonly int[] firsts;

    /// <summary>By <see cref="ContentNode.Index"/>, where files were copied to.</summary>
    private readonly uint[] sectors;

    /// <summary>By length, whether several files have it.</summary>
    private readonly bool[] isShared = new bool[LargestFile + 1];

    /// <summary>The first region of each content: a table that never fills up. Where its hash leads to, or behind that, is its number, counted from 1. Hashes only say what to compare.</summary>
    private readonly (int Hash, int Number)[] known;

    private readonly SourceFailures failures = new();
    private readonly bool[] areWritten;
    private readonly object gate = new();
    private int taken;
    private int turn;
    private bool isStopped;

    private long copied;

    /// <summary>How many sectors of the image equal files have saved so far.</summary>
    private long saved;

    /// <param name="content">The files.</param>
    /// <param name="layout">The layout as it is if no two small files are equal.</param>
    /// <param name="firsts">What is known of large files, as <see cref="EqualContent.Find"/> tells it. What is found is added.</param>
    /// <param name="image">The file that becomes the image.</param>
    /// <param name="alignment">On what boundary files begin, in bytes.</param>
    public OnePassCopy(ContentTree content, ImageLayout layout, int[] firsts, SafeFileHandle image, int alignment)
    {
        this.alignment = alignment;
        regions = new Region[layout.Regions.Count(IsCopied)];
        this.firsts = firsts;
        this.image = image;
        modes = new FileModes(content);
        sectors = new uint[content.NumberCount];
        var isKnown = new bool[LargestFile + 1];
        var count = 0;
        foreach (var region in layout.Regions)
        {
            if (IsCopied(region))
            {
                regions[count++] = region;
            }
        }

        var start = 0;
        for (var i = 0; i < regions.Length; i++)
        {
            var region = regions[i];
            if (region.Sector + region.SectorCount - regions[start].Sector > StretchSize / Sector.Size)
            {
                stretches.Add(start..i);
                start = i;
            }

            isShared[region.Length] = isKnown[region.Length];
            isKnown[region.Length] = true;
        }

        stretches.Add(start..regions.Length);
        known = new (int, int)[BitOperations.RoundUpToPowerOf2((uint)regions.Count(region => isShared[region.Length]) * 4 / 3 + 1)];
        areWritten = new bool[stretches.Count];
    }

    /// <summary>Whether equal files were found.</summary>
    public bool HasFound => saved > 0;

    /// <summary>Whether all files that may be equal are in the order of their numbers, as they must be for the first of equal ones to be found first.</summary>
    public static bool Suits(ImageLayout layout)
    {
        var last = 0;
        foreach (var region in layout.Regions)
        {
            if (region is { Kind: RegionKind.File, File: { StandsAlone: false } file })
            {
                if (file.Index < last || region.Stored is not null)
                {
                    return false;
                }

                last = file.Index;
            }
        }

        return true;
    }

    /// <summary>Copies.</summary>
    /// <exception cref="IOException">The image cannot be written.</exception>
    public CopiedFiles Run(WriteProgress progress, ParallelOptions parallel, DiagnosticBag diagnostics)
    {
        if (stretches.Count == 1)
        {
            // Few files are copied before another thread has started.
            Work(progress, parallel.CancellationToken);
        }
        else
        {
            WorkTogether(progress, parallel);
        }

        failures.Report(diagnostics);
        return new CopiedFiles(modes, sectors, copied);
    }

    /// <summary>What is made once the layout is known, or is large, is left to whoever copies the rest.</summary>
    private static bool IsCopied(Region region) => region is { Kind: RegionKind.File, Length: <= LargestFile, File.StandsAlone: false };

    private void WorkTogether(WriteProgress progress, ParallelOptions parallel)
    {
        try
        {
            Parallel.For(0, Math.Min(parallel.MaxDegreeOfParallelism, stretches.Count), parallel, _ => Work(progress, parallel.CancellationToken));
        }
        catch (AggregateException several)
        {
            // Whoever cancels hears of what failed before.
            var all = several.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(all.FirstOrDefault(failure => failure is not OperationCanceledException) ?? all[0]);
        }
    }

    private void Work(WriteProgress progress, CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            using var stretch = new Stretch(this);
            for (int number; (number = Interlocked.Increment(ref taken) - 1) < stretches.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                stretch.Read(stretches[number]);
                if (!Wait(() => turn == number))
                {
                    return;
                }

                stretch.Place(number);
                Announce(() => turn++);
                var written = stretch.Write();
                Interlocked.Add(ref copied, written);
                progress.Add(written);
                Announce(() => areWritten[number] = true);
            }

            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                Announce(() => isStopped = true);
            }
        }
    }

    /// <summary>Waits for another thread.</summary>
    /// <returns><see langword="false"/> when one has failed.</returns>
    private bool Wait(Func<bool> condition)
    {
        lock (gate)
        {
            while (!condition() && !isStopped)
            {
                Monitor.Wait(gate);
            }

            return !isStopped;
        }
    }

    /// <summary>Waits until a region of an earlier stretch is on the image.</summary>
    private bool Wait(int region, int before)
    {
        var (low, high) = (0, before - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = stretches[middle].End.Value <= region ? (middle + 1, high) : (low, middle);
        }

        return Volatile.Read(ref areWritten[low]) || Wait(() => areWritten[low]);
    }

    private void Announce(Action what)
    {
        lock (gate)
        {
            what();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Neighbours on the image, as one thread reads them.</summary>
    private sealed class Stretch(OnePassCopy copy) : IDisposable
    {
        private readonly byte[] bytes = ArrayPool<byte>.Shared.Rent(StretchSize);
        private readonly byte[] other = ArrayPool<byte>.Shared.Rent(LargestFile);
        private readonly int[] starts = new int[(StretchSize / Sector.Size) + 1];
        private readonly int[] hashes = new int[StretchSize / Sector.Size];
        private readonly bool[] isRead = new bool[StretchSize / Sector.Size];
        private readonly SmallFileReader reader = new();
        private ReadOnlyMemory<Region> regions;
        private int first;

        public void Read(Range range)
        {
            regions = copy.regions.AsMemory(range);
            first = range.Start.Value;
            for (var i = 0; i < regions.Length; i++)
            {
                var region = regions.Span[i];
                starts[i + 1] = starts[i] + (int)Sector.AlignUp(region.Length);
                bytes.AsSpan(starts[i] + (int)region.Length, starts[i + 1] - starts[i] - (int)region.Length).Clear();
                isRead[i] = TryRead(region, BytesOf(i));
                if (isRead[i] && copy.isShared[region.Length])
                {
                    var hash = default(HashCode);
                    hash.AddBytes(BytesOf(i));
                    hashes[i] = hash.ToHashCode();
                }
            }
        }

        /// <summary>Decides which files are new, and where they go.</summary>
        public void Place(int number)
        {
            for (var i = 0; i < regions.Length; i++)
            {
                var region = regions.Span[i];
                var file = region.File!;
                if (isRead[i] && copy.isShared[region.Length] && FirstOf(i, number) is { } same)
                {
                    copy.firsts[file.Index] = same.File!.Index;
                    copy.saved += (region.Length + copy.alignment - 1) / copy.alignment * (copy.alignment / Sector.Size);
                }
                else
                {
                    copy.sectors[file.Index] = (uint)(region.Sector - copy.saved);
                }
            }
        }

        /// <summary>Writes the new files.</summary>
        /// <returns>How many bytes they have.</returns>
        public long Write()
        {
            long total = 0;
            for (int start = 0, end; start < regions.Length; start = end)
            {
                var place = PlaceOf(start);
                for (end = start + 1; end < regions.Length && (place == 0 ? PlaceOf(end) == 0 : PlaceOf(end) == place + starts[end] - starts[start]); end++)
                {
                }

                if (place != 0)
                {
                    DiskBytes.Write(copy.image, bytes.AsSpan(starts[start]..starts[end]), place);
                    foreach (var region in regions.Span[start..end])
                    {
                        total += region.Length;
                    }
                }
            }

            return total;
        }

        public void Dispose()
        {
            reader.Dispose();
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(other);
        }

        private long PlaceOf(int i) => copy.sectors[regions.Span[i].File!.Index] * (long)Sector.Size;

        private Span<byte> BytesOf(int i) => bytes.AsSpan(starts[i], (int)regions.Span[i].Length);

        /// <returns>Whether it is what was measured; otherwise that is reported.</returns>
        private bool TryRead(Region region, Span<byte> destination)
        {
            var file = region.File!;
            try
            {
                var state = reader.Read(file.Source, destination);
                if (state == FileState.Touched)
                {
                    // If a second look finds the same bytes, nothing is lost.
                    var again = other.AsSpan(0, destination.Length);
                    state = reader.Read(file.Source, again) != FileState.Changed && again.SequenceEqual(destination) ? FileState.Same : FileState.Changed;
                }

                if (state == FileState.Changed)
                {
                    copy.failures.Add(file);
                    return false;
                }

                copy.modes.Learn(file, destination);
                foreach (var name in region.OtherFiles)
                {
                    copy.modes.Learn(name, file);
                    FileCopier.CheckUnchanged(name, file);
                }

                return true;
            }
            catch (SourceException failure)
            {
                copy.failures.Add(failure.File, failure.InnerException);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                copy.failures.Add(file, failure);
            }

            return false;
        }

        /// <summary>The region that has the same bytes and comes before all others that have; <see langword="null"/> when this one does.</summary>
        private Region? FirstOf(int i, int number)
        {
            var last = copy.known.Length - 1;
            var slot = hashes[i] & last;
            for (; copy.known[slot] is var (hash, found) && found > 0; slot = (slot + 1) & last)
            {
                var candidate = copy.regions[found - 1];
                if (hash == hashes[i] && candidate.Length == regions.Span[i].Length && BytesOf(i).SequenceEqual(BytesOf(found - 1, candidate, number)))
                {
                    return candidate;
                }
            }

            copy.known[slot] = (hashes[i], first + i + 1);
            return null;
        }

        /// <summary>The bytes of a region that was met before: here, or on the image as soon as they are there.</summary>
        private ReadOnlySpan<byte> BytesOf(int index, Region region, int here)
        {
            if (index >= first)
            {
                return BytesOf(index - first);
            }

            var found = other.AsSpan(0, (int)region.Length);
            if (copy.Wait(index, here))
            {
                new OpenContent(copy.image, copy.sectors[region.File!.Index] * (long)Sector.Size, ownsHandle: false).ReadExactly(0, found);
            }

            return found;
        }
    }
}
