using IsoBuild.Diagnostics;

namespace IsoBuild.Tool.Output;

/// <summary>Whoever read the standard output stopped reading, as <c>head</c> does.</summary>
internal sealed class BrokenPipeException(Exception inner) : Exception("The standard output was closed.", inner);

/// <summary>The standard output as bytes. A pipe that nobody reads any more ends the work, which <see cref="Console"/> would go on with.</summary>
internal sealed class StandardOutput(CancellationToken cancellationToken) : Stream
{
    private readonly Stream? inner = Open(cancellationToken);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (inner is null)
        {
            throw Unwritable("it is closed.", inner: null);
        }

        try
        {
            inner.Write(buffer);
        }
        catch (IOException failure) when (IsBrokenPipe(failure))
        {
            throw new BrokenPipeException(failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // A file that may not grow (EFBIG) is an argument out of range to .NET.
            // Told here, where it is known: further up it would pass for an image that cannot be read.
            throw Unwritable(failure.Message, failure);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The standard output; none where the caller has closed it.</summary>
    private static Stream? Open(CancellationToken cancellationToken) =>
        StandardStreams.IsClosed(StandardStreams.Output) ? null
        : DescriptorOutput.IsSupported() ? new DescriptorOutput(StandardStreams.Output, cancellationToken)
        : Console.OpenStandardOutput();

    private static ImageException Unwritable(string why, Exception? inner) =>
        new(new Diagnostic(DiagnosticId.OutputUnwritable, DiagnosticSeverity.Error, "-", $"The standard output cannot be written: {why}"), inner);

    /// <summary>EPIPE of Linux, macOS and the BSDs; ERROR_BROKEN_PIPE and ERROR_NO_DATA of Windows.</summary>
    private static bool IsBrokenPipe(IOException failure) =>
        (failure.HResult & 0xFFFF) is var code && (OperatingSystem.IsWindows() ? code is 109 or 232 : code is 32);
}
