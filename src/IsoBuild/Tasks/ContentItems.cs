using IsoBuild.Content;
using IsoBuild.Diagnostics;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns MSBuild items into content of an image.</summary>
/// <remarks>
/// The target of an item is its <c>TargetPath</c>, else its <c>Link</c>. Without either, or when that ends in a separator,
/// the source's own name follows, below the <c>%(RecursiveDir)</c> that a glob found it in.
/// Items with <c>IsoBase</c> were found below that folder and keep their path from there.
/// </remarks>
internal static class ContentItems
{
    /// <summary>Adds every item of <paramref name="items"/>; what cannot be understood is reported.</summary>
    public static void AddTo(ImageBuilder builder, IEnumerable<ITaskItem> items, DiagnosticLog log)
    {
        foreach (var item in items)
        {
            var source = item.GetMetadata("FullPath");
            var entry = ReadMode(item, log);
            if (Directory.Exists(source))
            {
                builder.AddDirectory(TargetOf(item, source), source, entry);
            }
            else
            {
                builder.AddFile(TargetOf(item, source), source, entry);
            }
        }
    }

    private static string TargetOf(ITaskItem item, string source)
    {
        var target = Explicit(item);
        if (target.Length > 0 && target[^1] is not ('/' or '\\'))
        {
            return target == "." ? "" : target;
        }

        // A lone separator is the image's root, not an absolute path.
        var folder = target is "/" or "\\" or "./" or ".\\" ? "" : target;
        var found = item.GetMetadata("IsoBase") is { Length: > 0 } parent
            ? Path.GetRelativePath(parent, source)
            : item.GetMetadata("IsoRecursiveDir") + Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        return folder + found;
    }

    private static string Explicit(ITaskItem item) =>
        item.GetMetadata("TargetPath") is { Length: > 0 } target ? target : item.GetMetadata("Link");

    private static EntryOptions? ReadMode(ITaskItem item, DiagnosticLog log)
    {
        var text = item.GetMetadata("Mode");
        if (text.Length == 0)
        {
            return null;
        }

        if (text.Length <= 5 && text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(text, 8) is var mode and <= 0xFFF)
        {
            return new EntryOptions { Mode = (UnixFileMode)mode };
        }

        log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"the mode '{text}' is not octal; write permission bits such as 644 or 0755");
        return null;
    }
}
