namespace IsoBuild.Content;

/// <summary>What goes wrong with sources once they are measured, in words.</summary>
internal static class SourceProblem
{
    public const string Changed = "The file changed while the image was being written. Wait until nothing else writes to it, and build again.";

    public const string Disappeared = "The file disappeared while the image was being written. Wait until nothing else writes to it, and build again.";

    public static string Unreadable(Exception failure) =>
        $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.";
}
