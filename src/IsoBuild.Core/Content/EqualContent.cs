using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Finds files of the same content: of those of equal size the beginnings are compared by SHA-256, and the wholes of what is still alike side by side
/// or, of many, by SHA-256. What cannot be equal is not read.</summary>
/// <param name="tree">The files.</param>
/// <param name="diagnostics">Receives reports of what cannot be read.</param>
/// <param name="parallel">How many threads look at files, which makes no difference to what they find.</param>
/// <param name="longerThan">Only files of more bytes are looked at.</param>
internal sealed class EqualContent(ContentTree tree, DiagnosticBag diagnostics, ParallelOptions parallel, long longerThan = 0)
{
    /// <summary>How much of a file is looked at first: what is no longer is decided then, without opening it again.</summary>
    private const int Beginning = 1 << 12;

    private const int BufferSize = 1 << 20;

    /// <summary>How many files a thread takes at a time.</summary>
    private const int Batch = 64;

    private readonly ContentNode[] nodes = tree.AllNodes;
    private readonly SourceFailures failures = new();
    private readonly int[] firsts = new int[tree.AllNodes.Length];

    /// <summary>For every node, by <see cref="ContentNode.Index"/>, the index of the first file of its content; 0 for that one itself, and for whatever shares with nobody.</summary>
    public int[] Find()
    {
        var files = OfEqualSize();
        var few = new List<ReadOnlyMemory<int>>();
        var many = new List<int>();
        foreach (var alike in Alike(files, Digests(files, Beginning)))
        {
            if (File(alike.Span[0]).Length <= Beginning)
            {
                Share(alike.Span);
            }
            else if (alike.Length <= SideBySide.MostFiles)
            {
                few.Add(alike);
            }
            else
            {
                many.AddRange(alike.Span);
            }
        }

        Each(few.Count, 1, BufferSize, (i, buffer) => Compare(few[i].Span, buffer));
        files = [.. many];
        foreach (var alike in Alike(files, Digests(files, long.MaxValue)))
        {
            Share(alike.Span);
        }

        FollowSharers();
        failures.Report(diagnostics);
        return firsts;
    }

    private ContentFile File(int index) => (ContentFile)nodes[index];

    private bool IsCompared(ContentNode node) => node is ContentFile { HardLinkOf: null, StandsAlone: false } file && file.Length > longerThan;

    private bool AreOfOneSize(int one, int other) => File(one).Length == File(other).Length && File(one).Compress == File(other).Compress;

    /// <summary>The files whose size another has that is not the same file on disk: by size.</summary>
    private int[] OfEqualSize()
    {
        // What is one file anyway, and what readers would have to unpack, is not compared with what is stored as it is.
        var count = nodes.Count(node => IsCompared(node));
        var sizes = new long[count];
        var files = new int[count];
        foreach (var node in nodes)
        {
            if (IsCompared(node))
            {
                var file = (ContentFile)node;
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
                kept += KeepDistinct(files.AsSpan(start..end), files.AsSpan(kept));
            }
        }

        return files[..kept];
    }

    /// <summary>Keeps the files of one size. Those that have one source need no look at their bytes to be the same.</summary>
    /// <returns>How many are left whose bytes must be compared.</returns>
    private int KeepDistinct(Span<int> files, Span<int> kept)
    {
        var hashes = new int[files.Length];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = File(files[i]).Source.SamenessHash;
        }

        hashes.AsSpan().Sort(files);
        var count = 0;
        for (int start = 0, end; start < hashes.Length; start = end)
        {
            for (end = start + 1; end < hashes.Length && hashes[end] == hashes[start]; end++)
            {
            }

            // What is kept takes the place of what was looked at.
            files[start..end].Sort();
            var distinct = count;
            foreach (var index in files[start..end])
            {
                if (FirstOfSource(index, kept[distinct..count]) is var first and not 0)
                {
                    firsts[index] = first;
                }
                else
                {
                    kept[count++] = index;
                }
            }
        }

        return count > 1 ? count : 0;
    }

    /// <summary>Which of some files has the source of another; 0 if none has.</summary>
    private int FirstOfSource(int index, ReadOnlySpan<int> among)
    {
        foreach (var other in among)
        {
            if (File(index).Source.IsSameAs(File(other).Source))
            {
                return other;
            }
        }

        return 0;
    }

    /// <summary>The hash of each file's beginning, up to a length; all zero when it cannot be read, which is reported.</summary>
    private Digest[] Digests(int[] files, long length)
    {
        var digests = new Digest[files.Length];
        Each(files.Length, Batch, (int)Math.Min(length, BufferSize), (i, buffer) => digests[i] = DigestOf(files[i], length, buffer));
        return digests;
    }

    /// <summary>Calls <paramref name="look"/> with every number below <paramref name="count"/>, and a buffer that is nobody else's meanwhile.</summary>
    private void Each(int count, int batch, int bufferSize, Action<int, byte[]> look)
    {
        Parallel.For(
            0,
            (count + batch - 1) / batch,
            parallel,
            () => ArrayPool<byte>.Shared.Rent(bufferSize),
            (number, _, buffer) =>
            {
                var end = Math.Min(count, (number + 1) * batch);
                for (var i = number * batch; i < end; i++)
                {
                    parallel.CancellationToken.ThrowIfCancellationRequested();
                    look(i, buffer);
                }

                return buffer;
            },
            buffer => ArrayPool<byte>.Shared.Return(buffer));
    }

    private Digest DigestOf(int index, long length, byte[] buffer)
    {
        length = Math.Min(length, File(index).Length);
        try
        {
            using var content = File(index).Source.Open();
            if (length <= Beginning)
            {
                content.ReadExactly(0, buffer.AsSpan(0, (int)length));
                return Digest.Of(buffer.AsSpan(0, (int)length));
            }

            using var hash = RunningHash.Start(HashAlgorithmName.SHA256);
            for (long position = 0; position < length;)
            {
                parallel.CancellationToken.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(BufferSize, length - position));
                content.ReadExactly(position, piece);
                hash.Append(piece);
                position += piece.Length;
            }

            return Digest.Of(hash);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail(index, failure);
            return default;
        }
    }

    private void Compare(ReadOnlySpan<int> alike, byte[] buffer)
    {
        using var files = new SideBySide(buffer);
        var opened = new List<int>(alike.Length);
        foreach (var index in alike)
        {
            try
            {
                files.Add(File(index).Source);
                opened.Add(index);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Fail(index, failure);
            }
        }

        files.Compare(parallel.CancellationToken);
        for (var i = 0; i < opened.Count; i++)
        {
            if (files.FailureOf(i) is { } failure)
            {
                Fail(opened[i], failure);
            }
            else if (files.FirstOf(i) != i)
            {
                firsts[opened[i]] = opened[files.FirstOf(i)];
            }
        }
    }

    private void Fail(int index, Exception failure) => failures.Add(File(index), failure);

    /// <summary>The files of one size and one digest, where there are several: each time in the order of their indexes.</summary>
    /// <param name="files">By size; they are sorted anew within it.</param>
    /// <param name="digests">Of each of them.</param>
    private List<ReadOnlyMemory<int>> Alike(int[] files, Digest[] digests)
    {
        var alike = new List<ReadOnlyMemory<int>>();
        for (int start = 0, end; start < files.Length; start = end)
        {
            for (end = start + 1; end < files.Length && AreOfOneSize(files[start], files[end]); end++)
            {
            }

            Array.Sort(digests, files, start, end - start, Digest.Order);
            for (int first = start, next; first < end; first = next)
            {
                for (next = first + 1; next < end && digests[next] == digests[first]; next++)
                {
                }

                // What could not be read is like nothing.
                if (next - first > 1 && digests[first] != default)
                {
                    Array.Sort(files, first, next - first);
                    alike.Add(files.AsMemory(first..next));
                }
            }
        }

        return alike;
    }

    private void Share(ReadOnlySpan<int> equal)
    {
        foreach (var index in equal[1..])
        {
            firsts[index] = equal[0];
        }
    }

    /// <summary>Who shares a source with a file that turned out to be another's equal, shares with that one.</summary>
    private void FollowSharers()
    {
        for (var i = 0; i < firsts.Length; i++)
        {
            while (firsts[i] != 0 && firsts[firsts[i]] != 0)
            {
                firsts[i] = firsts[firsts[i]];
            }
        }
    }
}

/// <summary>A SHA-256.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    public Digest(ReadOnlySpan<byte> bytes)
        : this(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]))
    {
    }

    public static Digest Of(RunningHash hash) => new(hash.Finish());

    public static Digest Of(ReadOnlySpan<byte> content) => new(RunningHash.Of(HashAlgorithmName.SHA256, content));

    public static readonly Comparer<Digest> Order = Comparer<Digest>.Create(static (a, b) =>
        a.A != b.A ? a.A.CompareTo(b.A) : a.B != b.B ? a.B.CompareTo(b.B) : a.C != b.C ? a.C.CompareTo(b.C) : a.D.CompareTo(b.D));
}
