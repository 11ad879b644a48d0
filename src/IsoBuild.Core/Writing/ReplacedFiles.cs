using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Writing;

/// <summary>Files of somebody else's that the image, or a text beside it, would take the place of.</summary>
internal static class ReplacedFiles
{
    /// <param name="exclusions">What is written, and what of it was met in directories.</param>
    /// <param name="companions">The texts beside the image.</param>
    /// <param name="inputs">Files that options name, such as that with the code of the master boot record.</param>
    /// <param name="diagnostics">Receives reports of them.</param>
    public static void Tell(Exclusions exclusions, IReadOnlyList<ExcludedOutput> companions, IEnumerable<string?> inputs, DiagnosticBag diagnostics)
    {
        foreach (var met in exclusions.Met.Where(output => output.Kind is null))
        {
            // What a link leads to is replaced, and not the link; a pipe or a device is written to.
            if (OutputTarget.TryFind(met.Path) is { IsStream: false } target && !FormerOutput.IsImage(target.Path, out var why))
            {
                diagnostics.Error(DiagnosticId.ImageIsSource, met.Path, $"Writing the image would overwrite this file, which is in a directory that goes into the image and {Objection("former image", why)}. Give the image another name or path, or delete the file.", met.Path);
                break;
            }
        }

        foreach (var text in companions)
        {
            // What would take the image's own place is told when all is ready, as two texts of one place are.
            if (OutputTarget.TryFind(text.Path) is { IsStream: false } target && exclusions.OutputAt(target.Path) is not { Kind: null } && !FormerOutput.IsText(target.Path, text.Kind!.Value, out var why))
            {
                diagnostics.Error(DiagnosticId.CompanionIsSource, text.Path, $"This file already exists and {Objection(CompanionText.FormerOf(text.Kind.Value), why)}, so it would be overwritten. Give the {CompanionText.Of(text.Kind.Value)} another name or path, or delete the file.", text.Path);
            }
        }

        foreach (var input in inputs)
        {
            if (input is { Length: > 0 } && exclusions.OutputAt(DiskFile.FullPath(input)) is not null)
            {
                diagnostics.Error(DiagnosticId.ImageIsSource, input, "The image, or a text file beside it, would overwrite this file, whose content goes into the image. Give it another name or path.", input);
            }
        }
    }

    private static string Objection(string what, string? why) => why is null ? $"is not a {what}" : $"cannot be read ({why.TrimEnd('.')}), so it may not be a {what}";
}
