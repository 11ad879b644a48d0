namespace IsoBuild.Content;

/// <summary>What goes wrong with sources once they are measured, in words.</summary>
internal static class SourceProblem
{
    public const string Changed = "The file changed while the image was being written. Build again when nothing else is writing to it.";

    public const string Disappeared = "The file disappeared while the image was being written. Build again when nothing else is writing to it.";

    public static string Unreadable(Exception failure) =>
        $"The file cannot be read: {failure.Message} Give the user who builds permission to read it, or leave it out.";
}
