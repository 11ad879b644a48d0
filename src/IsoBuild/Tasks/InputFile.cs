using System.Buffers;
using System.Globalization;

namespace IsoBuild.Tasks;

/// <summary>A file that an image is made of, as the disk tells of it.</summary>
/// <param name="Path">Its whole path.</param>
/// <param name="Length">Its size in bytes; below zero for what is no file, or cannot be looked at.</param>
/// <param name="Written">When it was written last, which can be set.</param>
/// <param name="Changed">When the system saw it change last, which cannot; 0 where it does not tell.</param>
internal readonly record struct InputFile(string Path, long Length, long Written, long Changed)
{
    /// <summary>The bytes of larger files are not hashed: whether they are the same is not worth reading them.</summary>
    private const long LargestHashed = 1 << 20;

    /// <summary>Whether it is small enough for its bytes to count.</summary>
    public bool IsHashed => Length is >= 0 and <= LargestHashed;

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
        if (!IsHashed)
        {
            return "";
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Length);
        try
        {
            // Without a buffer of its own.
            using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = buffer.AsSpan(0, file.ReadAtLeast(buffer.AsSpan(0, (int)Length), (int)Length, throwOnEndOfStream: false));
            var hash = ChangeHash.Of(bytes);
            return Look(Path, out _) == this ? hash : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether only the bytes can tell this file from a former one.</summary>
    public bool MayBe(InputFile former) => Path == former.Path && Length == former.Length;

    /// <summary>The hash of what is known of the file, and of what else is said of it.</summary>
    public SumHash HashWith(string text) => SumHash.Of($"{Path}\0{text}", Length, Written, Changed);

    /// <summary>The file as text in records; the path comes last, as it may hold anything.</summary>
    public string ToLine(MovablePath paths) => string.Create(CultureInfo.InvariantCulture, $"{Length}|{Written}|{Changed}|{paths.From(Path)}");

    /// <summary>Reads <see cref="ToLine"/>.</summary>
    public static InputFile? Parse(string line, MovablePath paths) =>
        line.Split('|', 4) is [var length, var written, var changed, var path]
        && long.TryParse(length, CultureInfo.InvariantCulture, out var size)
        && long.TryParse(written, CultureInfo.InvariantCulture, out var date) && long.TryParse(changed, CultureInfo.InvariantCulture, out var change)
            ? new InputFile(paths.Whole(path), size, date, change)
            : null;

    private static InputFile Missing(string path) => new(path, -1, 0, 0);
}
