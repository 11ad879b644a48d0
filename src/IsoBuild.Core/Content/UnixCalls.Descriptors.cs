using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <content>What is written to as it comes, whoever opened it, and what processes hold so that others wait.</content>
internal static partial class UnixCalls
{
    private const int GetDescriptorFlags = 1;
    private const int ClosesOnExec = 1;
    private const short HasRoom = 4;

    public const int FileTooLarge = 27;

    /// <summary>How long an interruption may wait.</summary>
    private const int PollMilliseconds = 100;

    /// <summary>Whether a descriptor was given to this process. What is not handed on to other programs was not handed to this one either: the runtime has opened it for itself.</summary>
    /// <returns><see langword="null"/> where the system does not tell.</returns>
    public static bool? IsGiven(int descriptor)
    {
        try
        {
            return FlagsOf(descriptor, GetDescriptorFlags) is >= 0 and var flags && (flags & ClosesOnExec) == 0;
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes to an open file or pipe where it stands, and moves it on, for everybody who has it.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled while a reader kept it waiting.</exception>
    public static void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, string path, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var written = Write(file, bytes, (nuint)bytes.Length);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            // Whoever shares a pipe may have said for all of them that nobody waits there.
            switch (Marshal.GetLastPInvokeError())
            {
                case Again:
                    cancellationToken.ThrowIfCancellationRequested();
                    var request = new PollRequest { Descriptor = (int)file.DangerousGetHandle(), Events = HasRoom };
                    _ = Poll(ref request, 1, PollMilliseconds);
                    break;
                case Interrupted:
                    break;
                default:
                    throw Failure(path);
            }
        }
    }

    /// <summary>Makes a directory.</summary>
    /// <returns>Whether it was this call that made it.</returns>
    public static bool TryMakeDirectory(string path)
    {
        const uint everybody = 0x1FF;
        return MakeDirectory(Name(path), everybody) == 0;
    }

    /// <summary>Opens a file that processes lock, and makes it when it is not there.</summary>
    /// <returns><see langword="null"/> where none can be had.</returns>
    public static SafeFileHandle? OpenLock(string path)
    {
        const uint everybody = 0x1B6;
        while (true)
        {
            var descriptor = Open(Name(path), Create | Exclusive | NotThroughLink | ReadWrite | CloseOnExec, everybody);
            if (descriptor < 0 && Marshal.GetLastPInvokeError() == IsThere)
            {
                descriptor = Open(Name(path), NotThroughLink | NonBlocking | ReadWrite | CloseOnExec);
                if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoAccess)
                {
                    descriptor = Open(Name(path), NotThroughLink | NonBlocking | CloseOnExec);
                }
            }

            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            // Between the two, whoever made it may have deleted it.
            if (Marshal.GetLastPInvokeError() is not NoEntry || !Directory.Exists(Path.GetDirectoryName(path)))
            {
                return null;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FlagsOf(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeDirectory(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
