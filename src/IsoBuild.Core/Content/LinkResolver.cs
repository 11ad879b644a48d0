using IsoBuild.Diagnostics;

namespace IsoBuild.Content;

/// <summary>Finds out where the symbolic links of a tree lead to, by their text alone: within the image, whatever the host has.</summary>
/// <param name="tree">The finished tree.</param>
internal sealed class LinkResolver(ContentTree tree)
{
    /// <summary>Linux follows as many before it calls it a loop.</summary>
    private const int MostLinksFollowed = 40;

    /// <summary>More than a path that any system takes; links that lead through links can be far longer.</summary>
    private const int MostNamesFollowed = 4096;

    private ContentNode place = tree.Root;
    private int names;
    private int links;

    /// <summary>Where a target ends.</summary>
    private enum End
    {
        Inside,
        Nowhere,
        Outside,
        Loop,
    }

    /// <summary>Notes of every link the file to which it leads, and says what not every reader of the image will see.</summary>
    /// <param name="tree">The finished tree.</param>
    /// <param name="formats">The trees of the image.</param>
    /// <param name="diagnostics">Receives reports of links and special files that trees without such things cannot show.</param>
    public static void Resolve(ContentTree tree, ImageFormats formats, DiagnosticBag diagnostics)
    {
        LinkResolver? resolver = null;
        foreach (var node in tree.AllNodes)
        {
            if (node is ContentLink link)
            {
                resolver ??= new LinkResolver(tree);
                var end = resolver.Follow(link);
                link.LeadsTo = end == End.Inside ? resolver.place as ContentFile : null;
                Report(link, end, resolver.place, formats, diagnostics);
            }
            else if (node is ContentSpecial && PlainTreesOf(node, formats) != 0)
            {
                Add(node, source: null, "Only Rock Ridge can show a pipe, a socket or a device", formats, diagnostics);
            }
        }
    }

    /// <summary>The trees that show an entry, and have no links.</summary>
    private static ImageFormats PlainTreesOf(ContentNode node, ImageFormats formats) =>
        formats & ~node.HiddenFrom & ~(formats.HasFlag(ImageFormats.RockRidge) ? ImageFormats.Iso9660 | ImageFormats.RockRidge : 0);

    private static void Report(ContentLink link, End end, ContentNode place, ImageFormats formats, DiagnosticBag diagnostics)
    {
        if (end == End.Outside)
        {
            var where = link.Target[0] == '/' ? "is absolute" : "points outside the image";
            diagnostics.Info(DiagnosticId.LinkLeavesImage, link.Path, $"The target {link.Target} of the symbolic link {where}. It is stored unchanged and resolves on the system that reads the image.", link.SourcePath);
        }

        if (link.LeadsTo is null)
        {
            if (PlainTreesOf(link, formats) == 0)
            {
                return;
            }

            var why = end switch
            {
                End.Outside => "points outside the image",
                End.Loop => "is part of a loop",
                End.Nowhere => "points to nothing in the image",
                _ => place is ContentDirectory ? "points to a directory" : "points to nothing that is a file",
            };
            Add(link, link.SourcePath, $"The symbolic link to {link.Target} {why}", formats, diagnostics);
        }
        else if (!formats.HasFlag(ImageFormats.RockRidge))
        {
            diagnostics.Info(DiagnosticId.LinkFollowed, link.Path, $"The symbolic link is shown as the file it points to, {link.LeadsTo!.Path}, because no tree of the image supports links.", link.SourcePath);
        }
    }

    private static void Add(ContentNode node, string? source, string what, ImageFormats formats, DiagnosticBag diagnostics)
    {
        var hasLinks = formats.HasFlag(ImageFormats.RockRidge);
        var isSeen = hasLinks && !node.HiddenFrom.HasFlag(ImageFormats.RockRidge);
        diagnostics.Add(new Diagnostic(
            DiagnosticId.EntryNotShown,
            isSeen ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            node.Path,
            isSeen ? $"{what}, so readers of the other trees do not see it."
                : hasLinks ? $"{what}, but it is hidden from Rock Ridge, so no reader will see it. Show it there, or leave it out."
                : $"{what}, so no reader will see it. Add Rock Ridge to the formats, or leave it out.") { SourcePath = source });
    }

    private End Follow(ContentLink link)
    {
        place = link.Parent!;
        (names, links) = (0, 0);
        return Follow(link.Target);
    }

    private End Follow(string target)
    {
        if (target[0] == '/')
        {
            // From the root of the system that has mounted the image somewhere.
            return End.Outside;
        }

        foreach (var range in target.AsSpan().Split('/'))
        {
            if (++names > MostNamesFollowed)
            {
                return End.Nowhere;
            }

            var end = target.AsSpan()[range] switch
            {
                "" or "." => place is ContentDirectory ? End.Inside : End.Nowhere,
                ".." => Ascend(),
                var name => Descend(name),
            };
            if (end != End.Inside)
            {
                return end;
            }
        }

        return End.Inside;
    }

    private End Ascend()
    {
        if (place is not ContentDirectory)
        {
            return End.Nowhere;
        }

        if (place.Parent is not { } parent)
        {
            return End.Outside;
        }

        place = parent;
        return End.Inside;
    }

    private End Descend(ReadOnlySpan<char> name)
    {
        if ((place as ContentDirectory)?.Find(name) is not { } found)
        {
            return End.Nowhere;
        }

        if (found is not ContentLink link)
        {
            place = found;
            return End.Inside;
        }

        return ++links > MostLinksFollowed ? End.Loop : Follow(link.Target);
    }
}
