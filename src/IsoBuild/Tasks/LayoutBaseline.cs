using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Inspection;

namespace IsoBuild.Tasks;

/// <summary>The sector map that a team committed, and the comparison of a new one with it.</summary>
internal sealed class LayoutBaseline(string path, string receivedPath)
{
    /// <summary>Whether it can be read: a pipe would be waited for.</summary>
    public bool IsFile(DiagnosticLog log)
    {
        if (DiskPath.WhyNoFile(path) is not { } kind)
        {
            return true;
        }

        log.Report(DiagnosticId.InputNoFile, path, $"It is {kind}, where the committed layout is to be read; name a file.");
        return false;
    }

    /// <summary>Whether <paramref name="layout"/> is what was committed, or nothing was.</summary>
    public bool Holds(string layout, DiagnosticLog log)
    {
        if (path.Length == 0 || Difference(layout) is "")
        {
            ForgetReceived();
            return true;
        }

        AtomicText.Write(receivedPath, layout);
        if (Difference(layout) is { } difference)
        {
            log.Report(DiagnosticId.BaselineDiffers, path, "The image's layout is not the committed one:", difference, $"To accept it, {HowToAccept}");
        }
        else
        {
            log.Report(DiagnosticId.BaselineMissing, path, $"The committed layout does not exist. To create it, {HowToAccept}");
        }

        return false;
    }

    /// <summary>Makes <paramref name="layout"/> the committed one.</summary>
    public void Accept(string layout, DiagnosticLog log)
    {
        ForgetReceived();
        if (path.Length > 0 && Difference(layout) is not "")
        {
            AtomicText.Write(path, layout);
            log.Note($"Accepted the layout into {path}");
        }
    }

    private void ForgetReceived()
    {
        if (File.Exists(receivedPath))
        {
            File.Delete(receivedPath);
        }
    }

    /// <summary>How the layout differs from the committed one; <see langword="null"/> when there is none.</summary>
    private string? Difference(string layout) => File.Exists(path) ? LayoutDiff.Describe(File.ReadAllText(path), layout) : null;

    private string HowToAccept => $"build with -p:IsoAcceptLayout=true, or copy '{receivedPath}' there.";
}
