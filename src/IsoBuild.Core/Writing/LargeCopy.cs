using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Copies a file to where there is nothing yet: of a large one, what is a hole, or a long run of zeros, is passed over, so that it takes no room.</summary>
/// <remarks>Whoever copies a file of <see cref="Holes.SmallestAsked"/> or more makes sure that the destination is long enough.</remarks>
internal abstract class LargeCopy(CancellationToken cancellationToken)
{
    /// <summary>How much is copied between two looks at the cancellation token.</summary>
    private const long KernelPiece = 1L << 26;

    /// <summary>What is read stays in the processor's cache until it is written.</summary>
    private const int LargestPiece = 1 << 18;

    /// <summary>Shorter runs of zeros are written.</summary>
    private const int ZeroRun = 1 << 16;

    /// <summary>Copies the whole content.</summary>
    /// <param name="content">What to copy.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="destination">The file to write.</param>
    /// <param name="offset">Where in it the content goes.</param>
    /// <param name="buffer">Room for pieces that the kernel does not copy.</param>
    /// <param name="byKernel">Whether the kernel is to copy what it does better; it writes zeros that are no holes.</param>
    public void Copy(in OpenContent content, long length, SafeFileHandle destination, long offset, Span<byte> buffer, bool byKernel = true)
    {
        byKernel = byKernel && content.Handle is not null && KernelCopy.IsBetter(destination, offset - content.Start);
        buffer = buffer[..Math.Min(buffer.Length, LargestPiece)];
        for (long done = 0; done < length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, end) = NextData(content, done, length);
            Advance(start - done);
            for (done = start; done < end;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var copied = byKernel
                    ? KernelCopy.TryCopy(content.Handle!, content.Start + done, destination, offset + done, Math.Min(end - done, KernelPiece))
                    : -1;
                if (copied <= 0)
                {
                    byKernel = false;
                    var piece = buffer[..(int)Math.Min(buffer.Length, end - done)];
                    piece = piece[..Read(content, done, piece)];
                    if (length >= Holes.SmallestAsked)
                    {
                        WriteWhatIsNotZero(destination, piece, offset + done);
                    }
                    else
                    {
                        DiskBytes.Write(destination, piece, offset + done);
                    }

                    copied = piece.Length;
                }

                done += copied;
                Advance(copied);
            }
        }
    }

    /// <summary>Reads at least one byte.</summary>
    protected abstract int Read(in OpenContent content, long position, Span<byte> destination);

    /// <summary>Is told what has been dealt with.</summary>
    protected abstract void Advance(long bytes);

    private static (long Start, long End) NextData(in OpenContent content, long done, long length)
    {
        if (content.Handle is null || length < Holes.SmallestAsked)
        {
            return (done, length);
        }

        // What was cut off a file since it was measured is no hole: whoever reads there is told.
        var (start, end) = Holes.NextData(content.Handle, content.Start + done, content.Start + length);
        return start > content.Start + done && IsCutOff(content.Handle, content.Start + length) ? (done, length) : (start - content.Start, end - content.Start);
    }

    private static bool IsCutOff(SafeFileHandle file, long end)
    {
        try
        {
            return DiskBytes.LengthOf(file) < end;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void WriteWhatIsNotZero(SafeFileHandle destination, ReadOnlySpan<byte> piece, long offset)
    {
        var pending = 0;
        for (var position = 0; position < piece.Length; position += ZeroRun)
        {
            var run = piece[position..Math.Min(piece.Length, position + ZeroRun)];
            if (!run.ContainsAnyExcept((byte)0))
            {
                Write(destination, piece[pending..position], offset + pending);
                pending = position + run.Length;
            }
        }

        Write(destination, piece[pending..], offset + pending);
    }

    private static void Write(SafeFileHandle destination, ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.Length > 0)
        {
            DiskBytes.Write(destination, bytes, offset);
        }
    }
}
