using IsoBuild.Diagnostics;
using IsoBuild.Inspection;

namespace IsoBuild.Tasks;

/// <summary>The sector map that a team committed, and the comparison of a new one with it.</summary>
internal sealed class LayoutBaseline(string path, string receivedPath)
{
    /// <summary>Whether <paramref name="layout"/> is what was committed, or was accepted now.</summary>
    public bool Check(string layout, bool accept, DiagnosticLog log)
    {
        if (path.Length == 0)
            return true;

        var committed = File.Exists(path) ? File.ReadAllText(path) : null;
        var difference = committed is null ? null : LayoutDiff.Describe(committed, layout);
        if (difference is "")
        {
            File.Delete(receivedPath);
            return true;
        }

        if (accept)
        {
            AtomicFile.Write(path, layout);
            File.Delete(receivedPath);
            log.Note($"Accepted the layout into {path}");
            return true;
        }

        AtomicFile.Write(receivedPath, layout);
        if (difference is null)
            log.Report(DiagnosticId.BaselineMissing, path, $"the committed layout does not exist. To create it, {HowToAccept}");
        else
            log.Report(DiagnosticId.BaselineDiffers, path, $"the image's layout is not the committed one:\n{difference.TrimEnd()}\nTo accept it, {HowToAccept}");
        return false;
    }

    private string HowToAccept => $"build with -p:IsoAcceptLayout=true, or copy '{receivedPath}' there.";
}
