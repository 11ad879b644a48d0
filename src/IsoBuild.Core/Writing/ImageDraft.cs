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

    /// <summary>Opens it before anybody knows how long it will be, with room for all that it may hold.</summary>
    /// <param name="layout">The layout as it is if no small files are equal.</param>
    /// <returns><see langword="null"/> where it cannot be made, or there is not as much room: less may do, once more is known.</returns>
    public SafeFileHandle? TryOpen(ImageLayout layout)
    {
        try
        {
            file = new AtomicFile(target, ImageWriter.Reservation(layout));
        }
        catch (Exception failure) when (AtomicFile.IsFailure(failure))
        {
            return null;
        }

        (IsBegun, Length) = (true, layout.Length);
        return file.Handle;
    }

    /// <summary>Opens it with room for the image, and with what was copied where it belongs.</summary>
    /// <exception cref="IOException">There is not as much room, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public AtomicFile Prepare(ImageLayout layout, CopiedFiles? copied, CancellationToken cancellationToken)
    {
        (IsBegun, Length) = (true, layout.Length);
        var room = ImageWriter.Reservation(layout);
        if (file is null)
        {
            return file = new AtomicFile(target, room);
        }

        if (copied?.TrySettle(layout, file.Handle, cancellationToken) == false)
        {
            progress.Add(-copied.Length);
        }

        file.Reserve(room);
        return file;
    }

    public void Dispose() => file?.Dispose();
}
