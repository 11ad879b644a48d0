using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

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

        log.Report(DiagnosticId.InputNoFile, path, $"The committed layout is {kind}. Name a file.");
        return false;
    }

    /// <summary>Has no image contain what a killed build may have left beside it: where a file of ours is excluded, temporary ones are.</summary>
    public void KeepLeftoversOut(ImageBuilder builder)
    {
        if (path.Length > 0)
        {
            builder.Exclude(Path.Combine(Path.GetDirectoryName(path)!, ".isobuild-.tmp"));
        }
    }

    /// <summary>Whether <paramref name="layout"/> is what was committed, or nothing was.</summary>
    /// <exception cref="ImageException">What differs cannot be left to be looked at.</exception>
    public bool Holds(string layout, DiagnosticLog log, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || Difference(layout) is "")
        {
            ForgetReceived();
            return true;
        }

        new TextOutput(receivedPath, layout).Write(cancellationToken);
        if (Difference(layout) is { } difference)
        {
            log.Report(DiagnosticId.BaselineDiffers, path, "The image's layout differs from the committed one:", difference, $"To accept it, {HowToAccept}");
        }
        else
        {
            log.Report(DiagnosticId.BaselineMissing, path, $"The committed layout does not exist. To create it, {HowToAccept}");
        }

        return false;
    }

    /// <summary>What makes <paramref name="layout"/> the committed one; <see langword="null"/> where it is, or none is wanted.</summary>
    public TextOutput? ToAccept(string layout) => path.Length > 0 && Difference(layout) is not "" ? new TextOutput(path, layout) : null;

    /// <summary>Deletes what was left to be looked at.</summary>
    public void ForgetReceived()
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
