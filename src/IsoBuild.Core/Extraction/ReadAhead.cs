using System.Buffers;
using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Extraction;

/// <summary>Reads small files that lie one behind the other in an image in one piece. One per thread.</summary>
internal sealed class ReadAhead : IDisposable
{
    public const int Size = 1 << 18;

    /// <summary>The largest gap between two files that is read as well.</summary>
    private const int LargestGap = 1 << 14;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Size);
    private SafeFileHandle? source;
    private long start;
    private int count;
    private bool failed;

    /// <summary>The content of a file, until the next one is read.</summary>
    /// <param name="entries">The file, and those that are probably read next.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>Whether they are there; whoever opens the file hears why not.</returns>
    public bool TryRead(ReadOnlySpan<PlannedEntry> entries, out ReadOnlySpan<byte> content)
    {
        content = default;
        var file = (ContentFile)entries[0].Node;
        if (failed || file.Source.Place is not var (image, offset))
        {
            return file.Length == 0;
        }

        var isHere = ReferenceEquals(image, source) && offset >= start && offset + file.Length <= start + count;
        if (!isHere)
        {
            Fill(image, offset, Reach(entries, image, offset));
            isHere = file.Length <= count;
        }

        if (isHere)
        {
            content = buffer.AsSpan((int)(offset - start), (int)file.Length);
        }

        return isHere;
    }

    /// <summary>Room for something else; what was read is forgotten.</summary>
    public Span<byte> Borrow()
    {
        count = 0;
        return buffer.AsSpan(0, Size);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>How many bytes the first file takes, with those behind it that are read next.</summary>
    private static int Reach(ReadOnlySpan<PlannedEntry> entries, SafeFileHandle image, long offset)
    {
        var reach = ((ContentFile)entries[0].Node).Length;
        foreach (ref readonly var entry in entries[1..])
        {
            var next = (ContentFile)entry.Node;
            if (next.Length == 0)
            {
                continue;
            }

            if (next.Length > Size || next.Source.Place is not var (file, place) || !ReferenceEquals(file, image)
                || place < offset || place - offset > reach + LargestGap || place - offset + next.Length > Size)
            {
                break;
            }

            reach = Math.Max(reach, place - offset + next.Length);
        }

        return (int)reach;
    }

    private void Fill(SafeFileHandle image, long offset, int length)
    {
        (source, start, count) = (image, offset, 0);
        try
        {
            while (count < length && DiskBytes.Read(image, buffer.AsSpan(count, length - count), offset + count) is > 0 and var read)
            {
                count += read;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A disk that fails takes its time: each file is then read by itself.
            failed = true;
        }
    }
}
