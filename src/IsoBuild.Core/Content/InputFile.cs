using IsoBuild.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace IsoBuild.Content;

/// <summary>Opens what the user names to be read: an image, a base, boot code, a committed sector map. What is no file (a pipe, a socket, a character device) is refused
/// before it is opened, which might wait for ever. A drive or a disk is as good as a file.</summary>
internal static class InputFile
{
    /// <param name="path">The path on disk.</param>
    /// <param name="options">How it will be read.</param>
    /// <exception cref="ImageException">It is no file (ISOB1280).</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle Open(string path, FileOptions options = FileOptions.None)
    {
        var reachable = DiskFile.ReachablePath(path);
        if (!UnixCalls.AreSupported)
        {
            return KindOf(reachable) is { } kind ? throw Refused(path, kind) : OpenNamed(reachable, options);
        }

        SafeFileHandle held;
        try
        {
            held = UnixCalls.Hold(reachable);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // There is nothing there, which .NET says as it always does.
            return OpenNamed(reachable, options);
        }

        using (held)
        {
            // Between the look and the opening nobody can put a pipe there: what is opened is what was looked at.
            var status = UnixCalls.Look(held, reachable);
            return KindOf(status) is { } kind ? throw Refused(path, kind) : OpenHeld(held, reachable, options);
        }
    }

    /// <summary>What is at a path that is no file and no disk, in words; <see langword="null"/> for everything else.</summary>
    public static string? KindOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        return UnixCalls.AreSupported
            ? UnixCalls.TryLookThrough(path, out var status) ? KindOf(status) : null
            : UnixFile.KindOf(path);
    }

    private static string? KindOf(in UnixStatus status) =>
        status.IsPipe ? "a pipe" : status.IsSocket ? "a socket" : status.IsCharacterDevice ? "a character device" : null;

    private static SafeFileHandle OpenHeld(SafeFileHandle held, string path, FileOptions options)
    {
        try
        {
            return OpenNamed(UnixCalls.DescriptorPath(held), options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It may not be read, which is told of its own name; or /proc is not there.
            return OpenNamed(path, options);
        }
    }

    private static SafeFileHandle OpenNamed(string path, FileOptions options) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, options);

    private static ImageException Refused(string path, string kind) => new(new Diagnostic(
        DiagnosticId.InputNoFile,
        DiagnosticSeverity.Error,
        path,
        $"It is {kind}, but a file is needed that allows random access and can be read more than once. Write its content to a file first, and name that file. The <(...) of a shell is a pipe, too.") { SourcePath = path });
}
