using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Reads and writes open files, at any place. Whatever a disk refuses is an <see cref="IOException"/> here, and so a fault of the disk:
/// .NET tells a part of it by exceptions that stand for faults of programs.</summary>
internal static class DiskBytes
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static int Read(SafeFileHandle file, Span<byte> destination, long position)
    {
        try
        {
            return RandomAccess.Read(file, destination, position);
        }
        catch (NotSupportedException failure)
        {
            throw NoPlaces(failure);
        }
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(file, bytes, position);
        }
        catch (ArgumentOutOfRangeException failure) when (position >= 0)
        {
            throw TooLarge(failure);
        }
        catch (NotSupportedException failure)
        {
            throw NoPlaces(failure);
        }
    }

    /// <summary>Writes a file from its start on that nobody has written to yet.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteNew(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        if (!UnixCalls.AreSupported)
        {
            Write(file, bytes, position: 0);
            return;
        }

        try
        {
            // .NET asks first whether the file has places.
            UnixCalls.Write(file, bytes, path: "", CancellationToken.None);
        }
        catch (IOException failure) when (failure.HResult == UnixCalls.FileTooLarge)
        {
            throw TooLarge(failure);
        }
    }

    /// <exception cref="IOException">The file has none, or does not tell it.</exception>
    public static long LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException failure)
        {
            throw NoPlaces(failure);
        }
    }

    /// <summary>How much can be read of a file, or of a disk.</summary>
    /// <exception cref="IOException">The file has no length, or cannot be read.</exception>
    public static long MeasuredLength(SafeFileHandle file) => LengthOf(file) is > 0 and var length ? length : Measure(file);

    /// <exception cref="IOException">The file cannot be made that long.</exception>
    public static void SetLength(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (ArgumentOutOfRangeException failure) when (length >= 0)
        {
            throw TooLarge(failure);
        }
        catch (NotSupportedException failure)
        {
            throw NoPlaces(failure);
        }
    }

    /// <summary>Discs, sticks and other devices do not tell their length: it is where nothing more is read.</summary>
    private static long Measure(SafeFileHandle file)
    {
        // What has no end, as /dev/zero, is no longer than a volume can be.
        const long most = 1L << 44;
        long end = 1;
        while (end < most && HasByte(file, end - 1))
        {
            end *= 2;
        }

        long from = 0;
        while (from < end)
        {
            var middle = from + ((end - from) / 2);
            (from, end) = HasByte(file, middle) ? (middle + 1, end) : (from, middle);
        }

        return from;
    }

    private static bool HasByte(SafeFileHandle file, long offset)
    {
        Span<byte> one = stackalloc byte[1];
        return Read(file, one, offset) > 0;
    }

    /// <summary>What the system says of a failure, without the path that .NET puts behind it: that of an open file may be one of <c>/proc</c>, which nobody named.</summary>
    public static string ReasonOf(IOException failure) =>
        failure.Message.LastIndexOf(" : '", StringComparison.Ordinal) is > 0 and var end && failure.Message.EndsWith('\'') ? $"{failure.Message[..end].TrimEnd('.')}." : failure.Message;

    /// <summary>EFBIG.</summary>
    private static IOException TooLarge(Exception failure) => new("The file would exceed the free space of its file system, or the file size limit of this process (ulimit -f).", failure);

    /// <summary>A failure of lseek(2), which .NET asks whether a file is a pipe.</summary>
    private static IOException NoPlaces(Exception failure) => new("The file does not support random access; it may be a pipe.", failure);
}
