using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Finds files of the same content: those of equal size are compared by their first block, and what is still alike by SHA-256. What cannot be equal is not read.</summary>
internal sealed class EqualContent(ContentTree tree, DiagnosticBag diagnostics, CancellationToken cancellationToken)
{
    /// <summary>Up to this size, files are hashed at once: looking at the beginning first would save nothing.</summary>
    private const int WholeAtOnce = 1 << 16;

    /// <summary>How much of a larger file is looked at first.</summary>
    private const int FirstBlock = 1 << 14;

    private const int BufferSize = 1 << 20;

    /// <summary>How many files a thread takes at a time.</summary>
    private const int Batch = 256;

    private readonly ContentNode[] nodes = tree.AllNodes;
    private readonly ConcurrentBag<(int Index, DiagnosticId Id, string Message)> failures = [];
    private readonly int[] firsts = new int[tree.AllNodes.Length];

    /// <summary>For every node, by <see cref="ContentNode.Index"/>, the index of the first file of its content; 0 for that one itself, and for whatever shares with nobody.</summary>
    public int[] Find()
    {
        var candidates = OfEqualSize();
        candidates = Settle(candidates, Hash(candidates, isWhole: false), isWhole: false);
        Settle(candidates, Hash(candidates, isWhole: true), isWhole: true);
        foreach (var (index, id, message) in failures.OrderBy(failure => failure.Index))
        {
            diagnostics.Error(id, File(index).Source.FilePath ?? nodes[index].Path, message, File(index).Source.FilePath);
        }

        return firsts;
    }

    private ContentFile File(int index) => (ContentFile)nodes[index];

    private bool AreOfOneSize(int one, int other) => File(one).Length == File(other).Length && File(one).Compress == File(other).Compress;

    /// <summary>The files whose size another has that is not the same file on disk: by size, then by index.</summary>
    private int[] OfEqualSize()
    {
        // What is one file anyway, and what readers would have to unpack, is not compared with what is stored as it is.
        var count = nodes.Count(node => node is ContentFile { Length: > 0, HardLinkOf: null });
        var sizes = new long[count];
        var files = new int[count];
        foreach (var node in nodes)
        {
            if (node is ContentFile { Length: > 0, HardLinkOf: null } file)
            {
                sizes[--count] = (file.Length << 1) + (file.Compress ? 1 : 0);
                files[count] = node.Index;
            }
        }

        Array.Sort(sizes, files);
        var kept = 0;
        for (int start = 0, end; start < files.Length; start = end)
        {
            for (end = start + 1; end < files.Length && sizes[end] == sizes[start]; end++)
            {
            }

            if (end - start > 1)
            {
                Array.Sort(files, start, end - start);
                kept += KeepDistinct(files.AsSpan(start..end), files.AsSpan(kept));
            }
        }

        return files[..kept];
    }

    /// <summary>Keeps the files of one size. Those that have one source need no look at their bytes to be the same.</summary>
    /// <returns>How many are left whose bytes must be compared.</returns>
    private int KeepDistinct(ReadOnlySpan<int> files, Span<int> kept)
    {
        var known = new Dictionary<ContentSource, int>(files.Length, SameSource.Comparer);
        var count = 0;
        foreach (var index in files)
        {
            if (known.TryAdd(File(index).Source, index))
            {
                kept[count++] = index;
            }
            else
            {
                firsts[index] = known[File(index).Source];
            }
        }

        return count > 1 ? count : 0;
    }

    private Digest[] Hash(int[] candidates, bool isWhole)
    {
        var digests = new Digest[candidates.Length];
        if (candidates.Length == 0)
        {
            return digests;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            (candidates.Length + Batch - 1) / Batch,
            options,
            () => ArrayPool<byte>.Shared.Rent(isWhole ? BufferSize : WholeAtOnce),
            (batch, _, buffer) =>
            {
                var end = Math.Min(candidates.Length, (batch + 1) * Batch);
                for (var i = batch * Batch; i < end; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    digests[i] = Look(candidates[i], buffer, isWhole);
                }

                return buffer;
            },
            buffer => ArrayPool<byte>.Shared.Return(buffer));
        return digests;
    }

    /// <summary>The hash of what is looked at; all zero when it cannot be read, which is reported.</summary>
    private Digest Look(int index, byte[] buffer, bool isWhole)
    {
        try
        {
            var length = File(index).Length;
            using var content = File(index).Source.Open();
            if (isWhole)
            {
                return WholeDigest(index, content, buffer);
            }

            var looked = buffer.AsSpan(0, (int)(length <= WholeAtOnce ? length : FirstBlock));
            return TryFill(content, 0, looked) ? Digest.Of(looked) : Fail(index, DiagnosticId.SourceChanged, SourceProblem.Changed);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail(index, DiagnosticId.SourceChanged, SourceProblem.Disappeared);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(index, DiagnosticId.SourceUnreadable, SourceProblem.Unreadable(failure));
        }
    }

    private Digest WholeDigest(int index, in OpenContent content, byte[] buffer)
    {
        var length = File(index).Length;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long position = 0; position < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(BufferSize, length - position));
            if (!TryFill(content, position, piece))
            {
                return Fail(index, DiagnosticId.SourceChanged, SourceProblem.Changed);
            }

            hash.AppendData(piece);
            position += piece.Length;
        }

        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return new Digest(result);
    }

    private Digest Fail(int index, DiagnosticId id, string message)
    {
        failures.Add((index, id, message));
        return default;
    }

    private static bool TryFill(in OpenContent content, long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = content.Read(position, destination);
            if (read == 0)
            {
                return false;
            }

            position += read;
            destination = destination[read..];
        }

        return true;
    }

    /// <summary>Tells every file of a content who is the first of it.</summary>
    /// <param name="candidates">By size.</param>
    /// <param name="digests">Of each of them.</param>
    /// <param name="isWhole">Whether they are of all bytes.</param>
    /// <returns>The larger files that begin alike: their wholes are still to be compared.</returns>
    private int[] Settle(int[] candidates, Digest[] digests, bool isWhole)
    {
        var undecided = new List<int>();
        for (int start = 0, end; start < candidates.Length; start = end)
        {
            for (end = start + 1; end < candidates.Length && AreOfOneSize(candidates[start], candidates[end]); end++)
            {
            }

            Array.Sort(digests, candidates, start, end - start, Digest.Order);
            var isDecided = isWhole || File(candidates[start]).Length <= WholeAtOnce;
            for (int first = start, next; first < end; first = next)
            {
                for (next = first + 1; next < end && digests[next] == digests[first]; next++)
                {
                }

                // What could not be read is like nothing.
                if (next - first > 1 && digests[first] != default)
                {
                    SettleAlike(candidates.AsSpan(first..next), isDecided, undecided);
                }
            }
        }

        // Who shares a source with a file that turned out to be another's equal, shares with that one.
        for (var i = 0; isWhole && i < firsts.Length; i++)
        {
            while (firsts[i] != 0 && firsts[firsts[i]] != 0)
            {
                firsts[i] = firsts[firsts[i]];
            }
        }

        return [.. undecided];
    }

    private void SettleAlike(Span<int> alike, bool isDecided, List<int> undecided)
    {
        alike.Sort();
        if (!isDecided)
        {
            undecided.AddRange(alike);
            return;
        }

        foreach (var index in alike[1..])
        {
            firsts[index] = alike[0];
        }
    }

    /// <summary>Whether two sources are one: the same bytes in memory, or the same path on disk.</summary>
    private sealed class SameSource : IEqualityComparer<ContentSource>
    {
        public static SameSource Comparer { get; } = new();

        public bool Equals(ContentSource? x, ContentSource? y) => ReferenceEquals(x, y) || (x?.IsSameAs(y) ?? false);

        public int GetHashCode(ContentSource obj) => obj.SamenessHash;
    }
}

/// <summary>A SHA-256.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    public Digest(ReadOnlySpan<byte> bytes)
        : this(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]))
    {
    }

    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, result);
        return new Digest(result);
    }

    public static readonly Comparer<Digest> Order = Comparer<Digest>.Create(static (a, b) =>
        a.A != b.A ? a.A.CompareTo(b.A) : a.B != b.B ? a.B.CompareTo(b.B) : a.C != b.C ? a.C.CompareTo(b.C) : a.D.CompareTo(b.D));
}
