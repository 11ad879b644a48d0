using System.Buffers;
using System.Collections.Concurrent;
using IsoBuild.Bytes;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;

namespace IsoBuild.Zisofs;

/// <summary>Finds the compressed form of files, and with it the size: which is known only once everything is compressed.</summary>
internal sealed class Compressor(DiagnosticBag diagnostics, ParallelOptions parallel)
{
    /// <summary>How many bytes of compressed forms are kept; what does not fit is compressed again when it is written.</summary>
    private const long MostKept = 64 << 20;

    /// <summary>Compressed forms larger than this are not kept, so that many small ones are.</summary>
    private const int LargestKept = 1 << 20;

    /// <summary>How many blocks of one file a thread takes at a time.</summary>
    private const int BlocksAtOnce = 64;

    private readonly ConcurrentBag<(ContentFile File, DiagnosticId Id, string Message)> failures = [];

    private long kept;

    /// <summary>Whether the image can say how long a file is that it stores compressed: in 32 bits (RRIP, zisofs extension "ZF").</summary>
    public static bool CanCompress(ContentFile file) => file.Length <= uint.MaxValue;

    /// <summary>The compressed forms of those files that take fewer sectors compressed.</summary>
    public Dictionary<ContentFile, StoredForm> Compress(IReadOnlyList<ContentFile> files)
    {
        var works = files.Select(file => new Work(file)).ToArray();
        var chunks = works.SelectMany(work => Enumerable.Range(0, (work.Sizes.Length + BlocksAtOnce - 1) / BlocksAtOnce).Select(chunk => (Work: work, First: chunk * BlocksAtOnce))).ToArray();
        Parallel.ForEach(
            Partitioner.Create(chunks, loadBalance: true),
            parallel,
            () => (Deflate: new Deflate(), Plain: ArrayPool<byte>.Shared.Rent(CompressedSource.BlockSize), Room: ArrayPool<byte>.Shared.Rent(Deflate.MaxCompressed)),
            (chunk, _, tools) =>
            {
                MeasureBlocks(chunk.Work, chunk.First, tools.Deflate, tools.Plain, tools.Room);
                return tools;
            },
            tools =>
            {
                ArrayPool<byte>.Shared.Return(tools.Plain);
                ArrayPool<byte>.Shared.Return(tools.Room);
            });
        foreach (var (file, id, message) in failures.OrderBy(failure => failure.File.Index).DistinctBy(failure => failure.File))
        {
            diagnostics.Error(id, file.Source.FilePath ?? file.Path, message, file.Source.FilePath);
        }

        return failures.IsEmpty ? Forms(works) : [];
    }

    private static Dictionary<ContentFile, StoredForm> Forms(Work[] works)
    {
        var forms = new Dictionary<ContentFile, StoredForm>();
        foreach (var work in works)
        {
            if (work.Pointers() is { } pointers && Sector.Count(pointers[^1]) < Sector.Count(work.File.Length))
            {
                forms.Add(work.File, new StoredForm(new CompressedSource(work.File.Source, pointers, work.Whole(pointers)), CompressedSource.HeaderSize, CompressedSource.BlockShift));
            }
        }

        return forms;
    }

    private void MeasureBlocks(Work work, int first, Deflate deflate, byte[] plain, byte[] room)
    {
        try
        {
            using var content = work.File.Source.Open();
            for (var i = first; i < Math.Min(work.Sizes.Length, first + BlocksAtOnce); i++)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                var start = (long)i << CompressedSource.BlockShift;
                var block = plain.AsSpan(0, (int)Math.Min(CompressedSource.BlockSize, work.File.Length - start));
                if (!content.TryFill(start, block))
                {
                    failures.Add((work.File, DiagnosticId.SourceChanged, SourceProblem.Changed));
                    return;
                }

                // A block of zeros is stored as nothing, as mkzftree does it.
                if (block.ContainsAnyExcept((byte)0))
                {
                    work.Sizes[i] = deflate.Compress(block, room);
                    if (Interlocked.Add(ref kept, work.IsKept ? work.Sizes[i] : 0) <= MostKept)
                    {
                        work.Keep(i, room);
                    }
                    else
                    {
                        work.Drop();
                    }
                }
            }
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            failures.Add((work.File, DiagnosticId.SourceChanged, SourceProblem.Disappeared));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failures.Add((work.File, DiagnosticId.SourceUnreadable, SourceProblem.Unreadable(failure)));
        }
    }

    /// <summary>A file that is being compressed.</summary>
    private sealed class Work(ContentFile file)
    {
        /// <summary>What becomes of each block, of files that are small enough that it may be worth keeping.</summary>
        private volatile byte[]?[]? blocks = file.Length <= LargestKept ? new byte[]?[BlockCount(file)] : null;

        public ContentFile File { get; } = file;

        /// <summary>How many bytes each block becomes.</summary>
        public int[] Sizes { get; } = new int[BlockCount(file)];

        public bool IsKept => blocks is not null;

        public void Keep(int number, byte[] bytes)
        {
            if (blocks is { } kept)
            {
                kept[number] = bytes.AsSpan(0, Sizes[number]).ToArray();
            }
        }

        public void Drop() => blocks = null;

        /// <summary>Where each block begins, and where the last ends; <see langword="null"/> when that is more than a pointer can say.</summary>
        public uint[]? Pointers()
        {
            var pointers = new uint[Sizes.Length + 1];
            var end = CompressedSource.HeadLength(Sizes.Length);
            for (var i = 0; i < pointers.Length; i++)
            {
                pointers[i] = (uint)end;
                end += i < Sizes.Length ? Sizes[i] : 0;
            }

            return end <= uint.MaxValue ? pointers : null;
        }

        public byte[]? Whole(uint[] pointers)
        {
            if (blocks is not { } kept)
            {
                return null;
            }

            var whole = new byte[pointers[^1]];
            CompressedSource.WriteHead(whole, File.Length, pointers);
            for (var i = 0; i < kept.Length; i++)
            {
                kept[i]?.CopyTo(whole.AsSpan((int)pointers[i]));
            }

            return whole;
        }

        private static int BlockCount(ContentFile file) => (int)((file.Length + CompressedSource.BlockSize - 1) >> CompressedSource.BlockShift);
    }
}
