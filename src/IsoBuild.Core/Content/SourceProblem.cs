using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>What goes wrong with sources once they are measured, in words.</summary>
internal static class SourceProblem
{
    public const string Changed = "The file changed while the image was being written. Wait until nothing else writes to it, and build again.";

    public const string Disappeared = "The file disappeared while the image was being written. Wait until nothing else writes to it, and build again.";

    /// <summary>The code for a file that could not be read; <see langword="null"/> stands for one that is not what it was.</summary>
    public static DiagnosticId CodeOf(Exception? failure) => IsGone(failure) || IsShort(failure) ? DiagnosticId.SourceChanged : DiagnosticId.SourceUnreadable;

    /// <summary>What is wrong with it, and what to do.</summary>
    public static string TextOf(Exception? failure) => IsGone(failure) ? Disappeared : IsShort(failure) ? Changed : Unreadable(failure!);

    private static bool IsGone(Exception? failure) => failure is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>There were fewer bytes than were measured, of a file or of the base.</summary>
    public static bool IsShort(Exception? failure) => failure is null or EndOfStreamException or ContentException { Diagnostic.Id: DiagnosticId.ExtractContentUnreadable };

    public static string Unreadable(Exception failure) =>
        $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.";
}
