using IsoBuild.Layout;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Writing;

/// <summary>The file that becomes the image, made when the first byte is there to be written.</summary>
/// <param name="target">Where the image goes.</param>
/// <param name="progress">Is told what is copied.</param>
/// <param name="progressTotal">Is told how much that will be.</param>
internal sealed class ImageDraft(OutputTarget target, WriteProgress progress, Action<long>? progressTotal) : IDisposable
{
    private AtomicFile? file;

    public WriteProgress Progress => progress;

    public Action<long>? ProgressTotal => progressTotal;

    /// <summary>Whether there was something to write. What fails before is not the image.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>How long the image is, as far as it is known.</summary>
    public long Length { get; private set; }

    /// <summary>Opens it before anybody knows how long it will be.</summary>
    /// <param name="length">How long at most.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public SafeFileHandle Open(long length)
    {
        (IsBegun, Length) = (true, length);
        file = new AtomicFile(target, length: 0);
        return file.Handle;
    }

    /// <summary>Opens it with room for the image, and with what was copied where it belongs.</summary>
    /// <exception cref="IOException">There is not as much room, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public AtomicFile Prepare(ImageLayout layout, CopiedFiles? copied, CancellationToken cancellationToken)
    {
        Length = layout.Length;
        file ??= new AtomicFile(target, length: 0);
        copied?.Settle(layout, file.Handle, cancellationToken);
        file.Reserve(ImageWriter.Reservation(layout));
        return file;
    }

    public void Dispose() => file?.Dispose();
}
