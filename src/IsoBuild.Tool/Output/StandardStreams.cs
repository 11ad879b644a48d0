using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Tool.Output;

/// <summary>Which of the standard streams the caller has left open. Where one is closed, its number is that of whatever is opened next:
/// a pipe of the runtime, or the image, into which messages would then be written.</summary>
internal static partial class StandardStreams
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private static readonly bool[] Closed = new bool[Error + 1];
    private static readonly List<SafeFileHandle> Held = [];

    /// <summary>Looks, and takes the numbers that are free. To be called before any file is opened.</summary>
    public static void Claim()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            for (var number = Input; number <= Error; number++)
            {
                // A number that is not handed on to other programs was not handed to this one either: the runtime has opened something there.
                Closed[number] = Flags(number, GetFlags) is < 0 or CloseOnExec;
            }

            while (Array.IndexOf(Closed, true) >= 0)
            {
                var handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                Held.Add(handle);
                if (handle.DangerousGetHandle() > Error)
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            // As far as is known, they are open.
        }
    }

    public static bool IsClosed(int number) => Closed[number];

    // Both numbers are the same on every Unix.
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Flags(int descriptor, int command);
}
