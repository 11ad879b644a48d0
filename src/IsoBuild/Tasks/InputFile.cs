using System.Buffers;

namespace IsoBuild.Tasks;

/// <summary>A file that an image is made of, as the disk tells of it.</summary>
/// <param name="Path">Its whole path.</param>
/// <param name="Length">Its size in bytes; below zero for what is no file, or cannot be looked at.</param>
/// <param name="Written">When it was written last, which can be set.</param>
/// <param name="Changed">When the system saw it change last, which cannot; 0 where it does not tell.</param>
internal readonly record struct InputFile(string Path, long Length, long Written, long Changed)
{
    /// <summary>Larger files are not read: whether their bytes are the same is not worth it.</summary>
    private const long LargestCompared = 1 << 20;

    /// <summary>Whether it is small enough for its bytes to count.</summary>
    public bool IsCompared => Length is >= 0 and <= LargestCompared;

    /// <summary>What is at a path, through links.</summary>
    public static InputFile Look(string path, out bool isDirectory)
    {
        if (UnixStatus.IsSupported)
        {
            var isThere = UnixStatus.TryLook(path, out var status);
            isDirectory = isThere && status.IsDirectory;
            return isThere ? new InputFile(path, status.Length, status.Written, status.Changed) : Missing(path);
        }

        isDirectory = Directory.Exists(path);
        var file = new FileInfo(path);
        return file.Exists ? new InputFile(path, file.Length, file.LastWriteTimeUtc.Ticks, 0) : Missing(path);
    }

    /// <summary>The SHA-256 of its bytes, if they still are those that were looked at; empty for what is large, gone or changed meanwhile.</summary>
    public string HashBytes()
    {
        var hash = "";
        return Read(bytes => (hash = ChangeHash.Of(bytes)).Length > 0) ? hash : "";
    }

    /// <summary>Whether its bytes, if they still are those that were looked at, are also in another file.</summary>
    /// <param name="other">The other file.</param>
    /// <param name="offset">Where in it.</param>
    public bool HasBytesAt(string other, long offset) => Read(bytes =>
    {
        using var handle = File.OpenHandle(other, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var there = ArrayPool<byte>.Shared.Rent(bytes.Length);
        var count = 0;
        while (count < bytes.Length && RandomAccess.Read(handle, there.AsSpan(count, bytes.Length - count), offset + count) is > 0 and var read)
        {
            count += read;
        }

        var isSame = bytes.SequenceEqual(there.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(there);
        return isSame;
    });

    /// <summary>Whether only the bytes can tell this file from a former one.</summary>
    public bool MayBe(InputFile former) => Path == former.Path && Length == former.Length;

    /// <summary>The hash of what is known of the file, and of what else is said of it.</summary>
    public SumHash HashWith(string text) => SumHash.Of($"{Path}\0{text}", Length, Written, Changed);

    private bool Read(Func<ReadOnlySpan<byte>, bool> look)
    {
        if (!IsCompared)
        {
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Length);
        try
        {
            // Without a buffer of its own.
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var count = file.ReadAtLeast(buffer.AsSpan(0, (int)Length), (int)Length, throwOnEndOfStream: false);
            return look(buffer.AsSpan(0, count)) && Look(Path, out _) == this;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static InputFile Missing(string path) => new(path, -1, 0, 0);
}
