using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Reading;

namespace IsoBuild.Verifying;

/// <summary>Says what systems make of entries that are marked as hidden (ECMA-119 9.1.6, ECMA-167 4/14.4.3).</summary>
internal static class HiddenEntries
{
    /// <summary>Adds to what a system shows what it hides. Linux minds the mark in UDF; in ISO 9660 and Joliet only when mounted with <c>hide</c>.</summary>
    public static ConsumerView With(ConsumerView view, ImageReader reader)
    {
        var tree = view.Consumer switch
        {
            ImageConsumer.Linux => reader.Udf,
            ImageConsumer.Windows => reader.Udf ?? reader.Tree(ImageFormats.Joliet) ?? reader.Tree(reader.BestView),
            _ => null,
        };
        var marked = tree is null ? [] : Array.FindAll(tree.Content.AllNodes, node => node.MarkedHidden != 0);
        if (marked.Length == 0)
        {
            return view;
        }

        var findings = new Findings();
        foreach (var node in marked)
        {
            findings.Info(DiagnosticId.EntryMarkedHidden, node, offset: null, view.Consumer == ImageConsumer.Linux
                ? "The entry is marked as hidden: Linux does not show it in UDF. Mount with -o unhide to see it."
                : "The entry is marked as hidden: Windows lists it only when hidden files are shown.");
        }

        var differently = view.Differently as ShownEntries ?? new ShownEntries();
        if (view.Consumer == ImageConsumer.Linux)
        {
            differently.AddUnshown(marked);
        }

        return view with { Differently = differently, Findings = [.. view.Findings, .. findings.ToList()] };
    }
}
