using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Tool.Output;

/// <summary>A descriptor of Unix that the caller opened, written where it stands. Whoever else has it may have said for all of them that nobody waits there
/// (<c>O_NONBLOCK</c>), which <see cref="FileStream"/> takes for a failure.</summary>
internal sealed partial class DescriptorOutput(int descriptor, CancellationToken cancellationToken) : Stream
{
    private const int Interrupted = 4;
    private const short HasRoom = 4;

    /// <summary>How long an interruption may wait.</summary>
    private const int PollMilliseconds = 100;

    private static readonly int Again = OperatingSystem.IsLinux() ? 11 : 35;

    private readonly SafeFileHandle handle = new(descriptor, ownsHandle: false);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the system has the calls.</summary>
    public static bool IsSupported()
    {
        try
        {
            var nothing = default(PollRequest);
            return !OperatingSystem.IsWindows() && Poll(ref nothing, 0, 0) == 0;
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = Write(handle, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Again)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var request = new PollRequest { Descriptor = descriptor, Events = HasRoom };
                _ = Poll(ref request, 1, PollMilliseconds);
            }
            else if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    // The number of requests is an unsigned long on Linux and an unsigned int on macOS.
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
