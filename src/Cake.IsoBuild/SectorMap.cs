using System.Diagnostics.CodeAnalysis;
using Cake.Core;
using Cake.Core.IO;
using IsoBuild.Comparing;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Drawing;
using IsoBuild.Layout;

namespace Cake.IsoBuild;

/// <summary>What <see cref="IsoLayoutSettings"/> ask for: the map as a file, as a picture, and held against a committed one.</summary>
internal sealed class SectorMap(ICakeContext context, IsoLayoutSettings settings, DiagnosticLog log)
{
    private readonly FilePath? file = settings.LayoutFile?.MakeAbsolute(context.Environment);
    private readonly FilePath? svg = settings.LayoutSvg?.MakeAbsolute(context.Environment);
    private readonly FilePath? baseline = settings.LayoutBaseline?.MakeAbsolute(context.Environment);
    private string text = "";
    private bool isAccepted;

    /// <summary>What is written beside an image, and is no content of it.</summary>
    public IEnumerable<(FilePath Path, CompanionKind Kind)> OwnFiles
    {
        get
        {
            if (file is not null)
            {
                yield return (file, CompanionKind.SectorMap);
            }

            if (svg is not null)
            {
                yield return (svg, CompanionKind.Picture);
            }
        }
    }

    /// <summary>Whether a layout that differs from a committed one makes no image.</summary>
    [MemberNotNullWhen(true, nameof(baseline))]
    public bool IsCompared => baseline is not null && !settings.AcceptLayout;

    /// <summary>Where a layout that differs is left to be looked at, which is no content either.</summary>
    public FilePath? ReceivedFile => baseline is null ? null : Received(baseline);

    /// <summary>Prints the map, and reports when it is not the committed one.</summary>
    /// <returns>Whether it is, or is accepted.</returns>
    public bool Check(ImageLayout layout)
    {
        text = settings.LayoutHashes ? layout.ToStringWithHashes() : layout.ToString();
        if (!IsCompared)
        {
            return true;
        }

        var received = Received(baseline);
        if (TextFile.Read(context, baseline) is not { } committed)
        {
            TextFile.Write(context, received, text);
            log.Error(DiagnosticId.BaselineMissing, baseline.FullPath, $"The committed layout does not exist. To create it, {HowToAccept(received)}");
            return false;
        }

        var difference = LayoutDiff.Describe(committed, text);
        if (difference.Length == 0)
        {
            TextFile.Delete(context, received);
            return true;
        }

        TextFile.Write(context, received, text);
        log.Error(DiagnosticId.BaselineDiffers, baseline.FullPath, "The image's layout differs from the committed one:", difference, $"To accept it, {HowToAccept(received)}");
        return false;
    }

    /// <summary>What was asked for, to be written. Follows <see cref="Check"/>.</summary>
    public IEnumerable<(FilePath Path, string Text)> Texts(ImageLayout layout)
    {
        if (baseline is not null && settings.AcceptLayout && (TextFile.Read(context, baseline) is not { } committed || LayoutDiff.Describe(committed, text).Length > 0))
        {
            isAccepted = true;
            yield return (baseline, text);
        }

        if (file is not null)
        {
            yield return (file, text);
        }

        if (svg is not null)
        {
            yield return (svg, LayoutSvg.Draw(layout));
        }
    }

    /// <summary>Follows <see cref="Texts"/>, when they are written.</summary>
    public void Finish()
    {
        if (baseline is not null && settings.AcceptLayout)
        {
            TextFile.Delete(context, Received(baseline));
        }

        if (isAccepted)
        {
            log.Note($"Accepted the layout into {baseline!.FullPath}");
        }
    }

    /// <summary>As Verify names it: <c>x.received.txt</c> for <c>x.verified.txt</c>, and for <c>x.txt</c>.</summary>
    /// <summary>The name of the command line's argument is the script's own; this is the one that the documentation uses.</summary>
    private static string HowToAccept(FilePath received) =>
        $"run once with AcceptLayout set (accept: true of WithLayoutBaseline; `dotnet cake --accept-layout`, if the script says accept: HasArgument(\"accept-layout\")), or rename '{received.FullPath}'.";

    private static FilePath Received(FilePath baseline)
    {
        var name = baseline.GetFilename().FullPath;
        var extension = System.IO.Path.GetExtension(name);
        var stem = System.IO.Path.GetFileNameWithoutExtension(name);
        const string verified = ".verified";
        stem = stem.EndsWith(verified, StringComparison.Ordinal) ? stem[..^verified.Length] : stem;
        return baseline.GetDirectory().CombineWithFilePath($"{stem}.received{extension}");
    }
}
