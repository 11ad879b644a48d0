using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns MSBuild items into content of an image.</summary>
/// <remarks>
/// The target of an item is its <c>TargetPath</c>, else its <c>Link</c>. Without either, or when that ends in a separator,
/// the source's own name follows, below the <c>%(RecursiveDir)</c> that a glob found it in.
/// Items with <c>IsoBase</c> were found below that folder and keep their path from there.
/// Items that need not be on disk, see <see cref="ItemMetadata"/>, have their path in the image in <c>Include</c>.
/// What starts machines is told by <see cref="BootItems"/>.
/// </remarks>
internal static class ContentItems
{
    /// <summary>Which items are for an image: those that name it, and those that name none. A name that no image has is reported.</summary>
    public static ITaskItem[] ForImage(IEnumerable<ITaskItem> items, string image, ITaskItem[] images, DiagnosticLog log)
    {
        var chosen = new List<ITaskItem>();
        var unknown = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in items)
        {
            var names = item.GetMetadata("Image");
            if (names.Length == 0)
            {
                chosen.Add(item);
                continue;
            }

            var named = names.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            unknown.UnionWith(named.Where(name => !Array.Exists(images, known => known.ItemSpec.Equals(name, StringComparison.OrdinalIgnoreCase))));
            if (named.Length == 0 || named.Contains(image, StringComparer.OrdinalIgnoreCase))
            {
                chosen.Add(item);
            }
        }

        if (unknown.Count > 0)
        {
            log.Report(DiagnosticId.OptionUnknown, "IsoContent or IsoBootEntry", $"the image '{string.Join(';', unknown)}' is unknown; name one of {string.Join(", ", images.Select(known => known.ItemSpec))}");
        }

        return [.. chosen];
    }

    /// <summary>Adds every item of <paramref name="items"/>; what cannot be understood is reported.</summary>
    /// <param name="builder">Receives them.</param>
    /// <param name="items">The items.</param>
    /// <param name="folder">The project's folder.</param>
    /// <param name="log">Is told.</param>
    public static void AddTo(ImageBuilder builder, IEnumerable<ITaskItem> items, string folder, DiagnosticLog log)
    {
        foreach (var item in items)
        {
            if (item.GetMetadata("IsoBootEntry").Length > 0)
            {
                BootItems.AddEntry(builder, item, folder, log);
                continue;
            }

            var source = item.GetMetadata("FullPath");
            if (item.GetMetadata("IsoPartition").Length > 0)
            {
                BootItems.AddPartition(builder, item, source, log);
                continue;
            }

            if (item.GetMetadata("IsoLoader").Length > 0)
            {
                BootItems.AddLoader(builder, item, source, log);
                continue;
            }

            var metadata = ItemMetadata.Read(item, log);
            if (metadata.IsStated)
            {
                Add(builder, StatedTargetOf(item), metadata);
            }
            else if (BootItems.IsEfiBoot(item, log))
            {
                BootItems.AddEfiBoot(builder, Explicit(item), item, source, log);
            }
            else if (Directory.Exists(source))
            {
                builder.AddDirectory(TargetOf(item, source), source, metadata.Options);
            }
            else
            {
                builder.AddFile(TargetOf(item, source), source, metadata.Options);
            }
        }
    }

    /// <summary>A path that may be written from the image's root on, without the separator before it. Two begin the name of a server, and the engine refuses that.</summary>
    public static string FromRoot(string path) => path is ['/' or '\\', not ('/' or '\\'), ..] or ['/' or '\\'] ? path[1..] : path;

    private static void Add(ImageBuilder builder, string target, ItemMetadata metadata)
    {
        if (metadata.LinkTarget is { } linkTarget)
        {
            builder.AddLink(target, linkTarget, metadata.Options);
        }
        else if (metadata.HardLink is { } existing)
        {
            builder.AddHardLink(target, existing);
        }
        else if (metadata.Special is var (kind, major, minor))
        {
            builder.AddSpecial(target, kind, major, minor, metadata.Options);
        }
        else
        {
            builder.AddEmptyDirectory(target == "." ? "" : target, metadata.Options);
        }
    }

    private static string TargetOf(ITaskItem item, string source)
    {
        var target = Explicit(item);
        if (target.Length > 0 && target[^1] is not ('/' or '\\'))
        {
            return target == "." ? "" : target;
        }

        var found = item.GetMetadata("IsoBase") is { Length: > 0 } parent
            ? Path.GetRelativePath(parent, source)
            : ItemMetadata.FolderOfGlob(item) + Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        return Folder(target) + found;
    }

    private static string StatedTargetOf(ITaskItem item) => Explicit(item) switch
    {
        "" => item.ItemSpec,
        [.., '/' or '\\'] folder => Folder(folder) + Path.GetFileName(Path.TrimEndingDirectorySeparator(item.ItemSpec)),
        var target => target,
    };

    /// <summary>A lone separator is the image's root, not an absolute path.</summary>
    private static string Folder(string target) => target is "/" or "\\" or "./" or ".\\" ? "" : target;

    private static string Explicit(ITaskItem item) =>
        item.GetMetadata("TargetPath") is { Length: > 0 } target ? target : item.GetMetadata("Link");
}
