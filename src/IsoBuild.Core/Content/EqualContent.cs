using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
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
        Hash(candidates, isWhole: false);
        candidates = Settle(candidates, isWhole: false);
        Hash(candidates, isWhole: true);
        Settle(candidates, isWhole: true);
        foreach (var (index, id, message) in failures.OrderBy(failure => failure.Index))
        {
            diagnostics.Error(id, Source(index).FilePath ?? nodes[index].Path, message, Source(index).FilePath);
        }

        return firsts;
    }

    private ContentSource Source(int index) => ((ContentFile)nodes[index]).Source;

    /// <summary>The files whose size another has that is not the same file on disk, by size.</summary>
    private List<Candidate> OfEqualSize()
    {
        var bySize = new List<(long Length, bool Compress, int Index)>();
        foreach (var node in nodes)
        {
            // What is one file anyway, and what readers would have to unpack, is not compared with what is stored as it is.
            if (node is ContentFile { Length: > 0, HardLinkOf: null } file)
            {
                bySize.Add((file.Length, file.Compress, node.Index));
            }
        }

        bySize.Sort();
        var candidates = new List<Candidate>();
        for (int start = 0, end; start < bySize.Count; start = end)
        {
            for (end = start + 1; end < bySize.Count && bySize[end].Length == bySize[start].Length && bySize[end].Compress == bySize[start].Compress; end++)
            {
            }

            if (end - start > 1)
            {
                AddDistinct(bySize, start, end, candidates);
            }
        }

        return candidates;
    }

    /// <summary>Adds the files of one size. Those that have one source need no look at their bytes to be the same.</summary>
    private void AddDistinct(List<(long Length, bool Compress, int Index)> bySize, int start, int end, List<Candidate> candidates)
    {
        var known = new Dictionary<ContentSource, int>(end - start, SameSource.Comparer);
        var first = candidates.Count;
        for (var i = start; i < end; i++)
        {
            var (length, compress, index) = bySize[i];
            if (known.TryAdd(Source(index), index))
            {
                candidates.Add(new Candidate(length, compress, index));
            }
            else
            {
                firsts[index] = known[Source(index)];
            }
        }

        if (candidates.Count == first + 1)
        {
            candidates.RemoveAt(first);
        }
    }

    private void Hash(List<Candidate> candidates, bool isWhole)
    {
        if (candidates.Count == 0)
        {
            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            (candidates.Count + Batch - 1) / Batch,
            options,
            () => ArrayPool<byte>.Shared.Rent(isWhole ? BufferSize : WholeAtOnce),
            (batch, _, buffer) =>
            {
                var end = Math.Min(candidates.Count, (batch + 1) * Batch);
                for (var i = batch * Batch; i < end; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    // The list neither grows nor moves meanwhile, and every thread writes its own items.
                    ref var candidate = ref CollectionsMarshal.AsSpan(candidates)[i];
                    candidate.Digest = Look(candidate, buffer, isWhole);
                }

                return buffer;
            },
            buffer => ArrayPool<byte>.Shared.Return(buffer));
    }

    /// <summary>The hash of what is looked at; all zero when it cannot be read, which is reported.</summary>
    private Digest Look(in Candidate candidate, byte[] buffer, bool isWhole)
    {
        try
        {
            using var content = Source(candidate.Index).Open();
            if (isWhole)
            {
                return WholeDigest(candidate, content, buffer);
            }

            var looked = buffer.AsSpan(0, (int)(candidate.Length <= WholeAtOnce ? candidate.Length : FirstBlock));
            return TryFill(content, 0, looked) ? Digest.Of(looked) : Fail(candidate.Index, DiagnosticId.SourceChanged, SourceProblem.Changed);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail(candidate.Index, DiagnosticId.SourceChanged, SourceProblem.Disappeared);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(candidate.Index, DiagnosticId.SourceUnreadable, SourceProblem.Unreadable(failure));
        }
    }

    private Digest WholeDigest(in Candidate candidate, in OpenContent content, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long position = 0; position < candidate.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var piece = buffer.AsSpan(0, (int)Math.Min(BufferSize, candidate.Length - position));
            if (!TryFill(content, position, piece))
            {
                return Fail(candidate.Index, DiagnosticId.SourceChanged, SourceProblem.Changed);
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

    /// <summary>Tells every file of a group who is the first of it.</summary>
    /// <returns>The larger files that begin alike: their wholes are still to be compared.</returns>
    private List<Candidate> Settle(List<Candidate> candidates, bool isWhole)
    {
        candidates.Sort(Candidate.Compare);
        var undecided = new List<Candidate>();
        for (int start = 0, end; start < candidates.Count; start = end)
        {
            for (end = start + 1; end < candidates.Count && candidates[end].IsLike(candidates[start]); end++)
            {
                if (isWhole || candidates[end].Length <= WholeAtOnce)
                {
                    firsts[candidates[end].Index] = candidates[start].Index;
                }
            }

            if (!isWhole && end - start > 1 && candidates[start].Length > WholeAtOnce)
            {
                undecided.AddRange(candidates.Slice(start, end - start));
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

        return undecided;
    }

    /// <summary>A file whose content may be another's.</summary>
    private record struct Candidate(long Length, bool Compress, int Index)
    {
        public Digest Digest { get; set; }

        public readonly bool IsLike(in Candidate other) => Length == other.Length && Compress == other.Compress && Digest == other.Digest && Digest != default;

        public static int Compare(Candidate a, Candidate b) =>
            a.Length.CompareTo(b.Length) is not 0 and var length ? length
            : a.Compress.CompareTo(b.Compress) is not 0 and var compress ? compress
            : Digest.Compare(a.Digest, b.Digest) is not 0 and var digest ? digest
            : a.Index.CompareTo(b.Index);
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

    public static int Compare(Digest a, Digest b) =>
        a.A != b.A ? a.A.CompareTo(b.A) : a.B != b.B ? a.B.CompareTo(b.B) : a.C != b.C ? a.C.CompareTo(b.C) : a.D.CompareTo(b.D);
}
