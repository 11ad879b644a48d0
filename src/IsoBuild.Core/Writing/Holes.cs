using System.Runtime.InteropServices;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Finds the stretches of files that hold nothing, where the system tells (Linux).</summary>
internal static partial class Holes
{
    /// <summary>Smaller files are not worth the questions.</summary>
    public const long SmallestAsked = 1 << 24;

    private const int SeekData = 3;
    private const int SeekHole = 4;

    /// <summary>ENXIO: no data from there on.</summary>
    private const int NoData = 6;

    private const int Samples = 16;
    private const int SampleSize = 1 << 12;

    private static volatile bool unavailable = !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;

    /// <summary>The next stretch with data: from <paramref name="start"/> on, up to <paramref name="end"/>; empty at the end when there is none.</summary>
    public static (long Start, long End) NextData(SafeFileHandle file, long start, long end)
    {
        if (unavailable)
        {
            return (start, end);
        }

        try
        {
            if (UnixCalls.IsSolid(file))
            {
                return (start, end);
            }

            var data = Seek(file, start, SeekData);
            if (data < 0)
            {
                return Marshal.GetLastPInvokeError() == NoData ? (end, end) : (start, end);
            }

            var hole = Seek(file, data, SeekHole);
            return data >= end ? (end, end) : (data, hole > data && hole < end ? hole : end);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            unavailable = true;
            return (start, end);
        }
    }

    /// <summary>Whether a file has a hole.</summary>
    public static bool AreIn(ContentSource source)
    {
        if (source.Length < SmallestAsked || source.HasHoles)
        {
            return source.HasHoles;
        }

        try
        {
            using var content = source.Open();
            var (start, end) = (content.Start, content.Start + source.Length);
            return content.Handle is not null && NextData(content.Handle, start, end) != (start, end);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Whoever copies it will say so.
            return false;
        }
    }

    /// <summary>Whether a large file has a hole, or may be expected to have long runs of zeros: then two of a few samples are nothing else.</summary>
    public static bool MayBeMade(in OpenContent content, long length)
    {
        if (length < SmallestAsked)
        {
            return false;
        }

        Span<byte> sample = stackalloc byte[SampleSize];
        var zeros = 0;
        for (var i = 0; i < Samples; i++)
        {
            var read = content.Read(length / Samples * i, sample);
            zeros += sample[..read].ContainsAnyExcept((byte)0) ? 0 : 1;
        }

        return zeros >= 2;
    }

    // The position that it moves is nobody's: all reading says where.
    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);
}
