using IsoBuild.Content;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>Writes where an open file stands, as a shell's redirection does: what appends goes on to append, and who writes next continues there. <see cref="FileStream"/> keeps a place of its own.</summary>
/// <param name="handle">The open file.</param>
/// <param name="path">What it is called in messages.</param>
/// <param name="cancellationToken">Stops waiting for room where nobody waits by himself (<c>O_NONBLOCK</c>).</param>
internal sealed class DescriptorStream(SafeFileHandle handle, string path, CancellationToken cancellationToken) : OutputStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => UnixCalls.Write(handle, buffer, path, cancellationToken);

    /// <summary>Until a disk has it; of pipes, there is nothing to wait for.</summary>
    public override void Flush() => UnixCalls.Flush(handle, path);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }
}
