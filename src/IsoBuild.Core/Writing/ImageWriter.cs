using System.Buffers;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Turns a layout into bytes: it copies, encodes and pads, and decides nothing.</summary>
internal static class ImageWriter
{
    /// <summary>How many sectors of files a thread takes at a time, at least.</summary>
    private const long BatchSectors = 2048;

    /// <summary>How much of a large region is encoded at a time, when its encoder can do so.</summary>
    private const int PieceSize = 1 << 18;

    /// <summary>Writes the image into a file, files first: addresses are known, and modes depend on first bytes. What is copied already stays; the rest of the file is empty.</summary>
    /// <exception cref="SourceException">A source is not what it was when it was measured.</exception>
    public static void Write(ImageLayout layout, ContentTree content, IReadOnlyList<IFixUp> fixUps, SafeFileHandle image, int threads, WriteProgress progress, CancellationToken cancellationToken, CopiedFiles? copied = null)
    {
        var modes = copied?.Modes ?? new FileModes(content);
        CopyFiles(layout, image, modes, copied, threads, progress, cancellationToken);
        LearnModes(layout.Inner, modes, cancellationToken);
        var context = new EncodingContext(layout, modes);
        using var buffer = new WriteBuffer(image);
        foreach (var region in layout.Regions)
        {
            if (region.Encoder is not null)
            {
                for (long position = 0; position < region.Length; position += PieceOf(region, position))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Encode(region, context, position, buffer.Take(region.Offset + position, PieceOf(region, position)));
                }
            }
        }

        buffer.Flush();
        if (DiskBytes.LengthOf(image) != layout.Length)
        {
            DiskBytes.SetLength(image, layout.Length);
        }

        var written = new WrittenFile(image);
        foreach (var fixUp in fixUps)
        {
            fixUp.Apply(layout, written);
        }
    }

    /// <summary>How much room to reserve on disk for an image: all of it, unless files with holes go into it, which take less than they are long.</summary>
    public static long Reservation(ImageLayout layout)
    {
        foreach (var region in layout.Regions)
        {
            if (region.Length >= Holes.SmallestAsked && region is { File: { } file, Stored: null } && Holes.AreIn(file.Source))
            {
                return 0;
            }
        }

        return layout.Length;
    }

    /// <summary>Writes the image from its first byte to its last, which takes one more look at every file; where bytes depend on others that
    /// come later, all bytes that they depend on are made twice.</summary>
    /// <exception cref="SourceException">A source is not what it was when it was measured.</exception>
    public static void Write(ImageLayout layout, ContentTree content, IReadOnlyList<IFixUp> fixUps, Stream destination, WriteProgress progress, CancellationToken cancellationToken)
    {
        var modes = new FileModes(content);
        LearnModes(layout.Regions.Concat(layout.Inner), modes, cancellationToken);
        var context = new EncodingContext(layout, modes);
        if (fixUps.Count > 0)
        {
            using var replayed = new ReplayedImage(layout, context);
            foreach (var fixUp in fixUps)
            {
                fixUp.Apply(layout, replayed);
            }

            destination = new PatchedStream(destination, replayed.Patches);
        }

        long written = 0;
        foreach (var region in layout.Regions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            WriteZeros(destination, region.Offset - written);
            if (region.Encoder is not null)
            {
                Encode(region, context, destination, cancellationToken);
            }
            else if (region.File is { } file)
            {
                CopyFile(region, file, destination, progress, cancellationToken);
                foreach (var other in region.OtherFiles)
                {
                    FileCopier.CheckUnchanged(other, file);
                }
            }
            else
            {
                WriteZeros(destination, region.Length);
            }

            written = region.Offset + region.Length;
        }

        WriteZeros(destination, layout.Length - written);
    }

    /// <summary>Learns the modes of files whose bytes are not copied, or later than their modes are needed.</summary>
    private static void LearnModes(IEnumerable<Region> regions, FileModes modes, CancellationToken cancellationToken)
    {
        foreach (var region in regions)
        {
            if (region.File is { } file && (file.Mode is null || region.OtherFiles.Any()))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var opened = FileCopier.Open(file);
                FileCopier.Learn(modes, file, opened);
                foreach (var other in region.OtherFiles)
                {
                    modes.Learn(other, file);
                }
            }
        }
    }

    /// <summary>The SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static string Sha256(SafeFileHandle image, CancellationToken cancellationToken)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        long position = 0;
        while (DiskBytes.Read(image, buffer, position) is > 0 and var read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(buffer.AsSpan(0, read));
            position += read;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.Finish());
    }

    private static void CopyFiles(ImageLayout layout, SafeFileHandle image, FileModes modes, CopiedFiles? copied, int threads, WriteProgress progress, CancellationToken cancellationToken)
    {
        var batches = Batches(layout, copied);
        if (batches.Count == 0)
        {
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancellationToken };
        try
        {
            Parallel.ForEach(
                batches,
                options,
                () => new FileCopier(image, modes, progress, cancellationToken),
                (batch, loop, copier) =>
                {
                    foreach (var region in layout.Regions.AsSpan()[batch])
                    {
                        if (loop.ShouldExitCurrentIteration)
                        {
                            return copier;
                        }

                        if (region.File is not null)
                        {
                            copier.Copy(region);
                        }
                    }

                    copier.Flush();
                    return copier;
                },
                copier => copier.Dispose());
        }
        catch (AggregateException several)
        {
            // Which thread failed first is chance; which file comes first on the image is not.
            var failures = several.Flatten().InnerExceptions;
            throw failures.OfType<SourceException>().OrderBy(failure => failure.File.Index).FirstOrDefault() ?? failures[0];
        }
    }

    /// <summary>Stretches of consecutive file regions, with what alignment leaves between them.</summary>
    private static List<Range> Batches(ImageLayout layout, CopiedFiles? copied)
    {
        var batches = new List<Range>();
        var regions = layout.Regions;
        var start = -1;
        for (var i = 0; i <= regions.Length; i++)
        {
            var isFile = i < regions.Length && ((regions[i].File is not null && copied?.Has(regions[i]) != true) || (start >= 0 && regions[i].Kind == RegionKind.Gap));
            if (start >= 0 && (!isFile || regions[i].Sector - regions[start].Sector >= BatchSectors))
            {
                batches.Add(start..i);
                start = -1;
            }

            if (isFile && start < 0)
            {
                start = i;
            }
        }

        return batches;
    }

    private static void Encode(Region region, EncodingContext context, Stream destination, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceOf(region, position: 0));
        for (long position = 0; position < region.Length; position += PieceOf(region, position))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = buffer.AsSpan(0, PieceOf(region, position));
            bytes.Clear();
            Encode(region, context, position, bytes);
            destination.Write(bytes);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>How much of a region is encoded at once.</summary>
    private static int PieceOf(Region region, long position) =>
        region.Encoder is IPiecewiseEncoder ? (int)Math.Min(PieceSize, region.Length - position) : checked((int)region.Length);

    private static void Encode(Region region, EncodingContext context, long position, Span<byte> destination)
    {
        if (region.Encoder is IPiecewiseEncoder piecewise)
        {
            piecewise.Encode(region, context, position, destination);
        }
        else
        {
            region.Encoder!.Encode(region, context, destination);
        }
    }

    private static void CopyFile(Region region, ContentFile file, Stream destination, WriteProgress progress, CancellationToken cancellationToken)
    {
        const int bufferSize = 1 << 20;
        using var content = FileCopier.Open(region);
        var buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
        long done = 0;
        while (done < region.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(bufferSize, region.Length - done));
            FileCopier.ReadExactly(file, content, done, piece);
            destination.Write(piece);
            done += piece.Length;
            progress.Add(piece.Length);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        FileCopier.CheckUnchanged(file, content);
    }

    private static void WriteZeros(Stream destination, long count)
    {
        Span<byte> zeros = stackalloc byte[Sector.Size];
        zeros.Clear();
        while (count > 0)
        {
            var piece = zeros[..(int)Math.Min(count, zeros.Length)];
            destination.Write(piece);
            count -= piece.Length;
        }
    }
}
