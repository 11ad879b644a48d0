using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What goes wrong with sources once they are measured, in words.</summary>
internal static class SourceProblem
{
    public const string Changed = "The file changed while the image was being written. Wait until nothing else writes to it, and build again.";

    public const string Disappeared = "The file disappeared while the image was being written. Wait until nothing else writes to it, and build again.";

    // Numbers of Windows, as .NET gives them.
    private const int SharingViolation = unchecked((int)0x8007_0020);
    private const int LockViolation = unchecked((int)0x8007_0021);

    /// <summary>The code for a file that could not be read; <see langword="null"/> stands for one that is not what it was.</summary>
    public static DiagnosticId CodeOf(Exception? failure) => IsGone(failure) || IsShort(failure) ? DiagnosticId.SourceChanged : DiagnosticId.SourceUnreadable;

    /// <summary>What is wrong with it, and what to do.</summary>
    public static string TextOf(Exception? failure) => IsGone(failure) ? Disappeared : IsShort(failure) ? Changed : Unreadable(failure!);

    private static bool IsGone(Exception? failure) => failure is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>There were fewer bytes than were measured, of a file or of the base.</summary>
    public static bool IsShort(Exception? failure) => failure is null or EndOfStreamException or ContentException { Diagnostic.Id: DiagnosticId.ExtractContentUnreadable };

    public static string Unreadable(Exception failure) => failure is IOException { HResult: SharingViolation or LockViolation }
        ? "The file cannot be read: another program has it open, and lets nobody else read it. Close it there, or leave it out."
        : $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.";
}
