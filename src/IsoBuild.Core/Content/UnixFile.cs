using System.Formats.Tar;

namespace IsoBuild.Content;

/// <summary>What Unix knows of a file and .NET does not tell.</summary>
internal static class UnixFile
{
    /// <summary>Whether an empty file is a regular one: no pipe, socket or device. The file is not opened if it is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static bool IsRegular(string path) =>
        UnixCalls.AreSupported ? UnixCalls.TryLook(path, out var status) && status.IsRegular : TypeOf(path) is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

    /// <summary>What is at a path that is no file and no disk, in words; <see langword="null"/> for everything else, and for what is not there.</summary>
    public static string? KindOf(string path)
    {
        var target = new FileInfo(path);
        target = target.LinkTarget is null ? target : target.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return target is not { Exists: true, Length: 0 } ? null : TypeOf(target.FullName) switch
        {
            TarEntryType.Fifo => "a pipe",
            TarEntryType.CharacterDevice => "a character device",
            null => "a socket",
            _ => null,
        };
    }

    /// <summary>The managed way to a file's type: what the tar writer would call it. A socket has none. An empty file's header is all it reads.</summary>
    private static TarEntryType? TypeOf(string path)
    {
        // A header and the blocks that end an archive. Files of /proc say that they are empty, and may go on for terabytes:
        // there is no room for what is read of them.
        const int emptyArchive = 3 * 512;
        var header = new byte[emptyArchive];
        try
        {
            // Only the GNU format has room for every owner and date.
            using var archive = new MemoryStream(header);
            using var probe = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true);
            probe.WriteEntry(path, "x");
        }
        catch (NotSupportedException)
        {
            // There was something to read, and no room for it.
        }
        catch (IOException)
        {
            // A socket, which tar cannot hold.
            return null;
        }

        const int typeFlag = 156;
        return (TarEntryType)header[typeFlag];
    }

    /// <summary>Whether a regular file that says it is empty has something to read all the same, as in /proc.</summary>
    public static bool HasContent(string path)
    {
        using var handle = DiskFile.OpenRead(path);
        Span<byte> first = stackalloc byte[1];
        return DiskBytes.Read(handle, first, position: 0) > 0;
    }
}
