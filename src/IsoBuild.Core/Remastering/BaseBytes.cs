using IsoBuild.Content;
using IsoBuild.Reading;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Remastering;

/// <summary>The bytes of the base image. The file is closed between plans, so that another may take its place, and opened again
/// when somebody reads: then it must still be the one that it was.</summary>
internal sealed class BaseBytes : ImageBytes
{
    private readonly string path;
    private readonly DateTime modifiedUtc;
    private readonly FileStamp? stamp;
    private readonly Lock turn = new();
    private volatile SafeFileHandle? handle;

    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public BaseBytes(string path)
        : base(path)
    {
        this.path = DiskFile.ReachablePath(path);
        handle = Open();
        Length = DiskBytes.MeasuredLength(handle);
        modifiedUtc = File.GetLastWriteTimeUtc(handle);
        stamp = StampOf(handle);
    }

    public override long Length { get; }

    /// <exception cref="ContentException">The file is not the one that it was.</exception>
    public override SafeFileHandle Handle => handle ?? Reopen();

    /// <summary>Whether the file is still as it was when it was opened first.</summary>
    public bool IsUnchanged() => IsUnchanged(Handle);

    /// <summary>Closes the file until somebody reads again.</summary>
    public override void Dispose()
    {
        lock (turn)
        {
            handle?.Dispose();
            handle = null;
        }
    }

    protected override int ReadStored(long offset, Span<byte> destination) => DiskBytes.Read(Handle, destination, offset);

    private SafeFileHandle Open() => InputFile.Open(path, FileOptions.RandomAccess);

    private FileStamp? StampOf(SafeFileHandle open) => UnixCalls.AreSupported ? FileStamp.Of(UnixCalls.Look(open, path)) : null;

    private SafeFileHandle Reopen()
    {
        lock (turn)
        {
            if (handle is { } open)
            {
                return open;
            }

            var reopened = Open();
            if (!IsUnchanged(reopened))
            {
                reopened.Dispose();
                throw new ContentException(BaseImage.Changed(path));
            }

            return handle = reopened;
        }
    }

    private bool IsUnchanged(SafeFileHandle open) => DiskBytes.MeasuredLength(open) == Length && File.GetLastWriteTimeUtc(open) == modifiedUtc && StampOf(open) == stamp;
}
