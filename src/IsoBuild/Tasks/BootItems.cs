using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns MSBuild items into what starts machines from an image.</summary>
internal static class BootItems
{
    /// <summary>Adds an <c>IsoBootEntry</c>, whose <c>Include</c> is the boot image's path in the image, or only a name where <c>Source</c> says which file on disk it is.</summary>
    public static void AddEntry(ImageBuilder builder, ITaskItem item, string folder, DiagnosticLog log)
    {
        var entry = new BootEntry { ImagePath = ContentItems.FromRoot(item.ItemSpec.TrimEnd('/', '\\')) };
        foreach (var setting in BootText.Settings)
        {
            // Metadata have no hyphens: load-size is LoadSize.
            var name = string.Concat(setting.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
            var text = item.GetMetadata(name);
            if (text.Length > 0 && !BootText.TrySet(setting, text, ref entry, out var problem))
            {
                log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"{name}: '{text}' {problem}");
            }
        }

        builder.AddBootEntry(entry.ImageSource.Length == 0 ? entry : entry with { ImageSource = ItemMetadata.SourceOf(item, folder) });
    }

    /// <summary>Appends an <c>IsoPartition</c>, whose <c>Include</c> is a file on disk.</summary>
    public static void AddPartition(ImageBuilder builder, ITaskItem item, string source, DiagnosticLog log)
    {
        if (!AppendedPartition.TryParseNumber(item.GetMetadata("Number"), out var number, out var problem))
        {
            log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"Number: '{item.GetMetadata("Number")}' {problem}");
        }
        else if (!PartitionType.TryParse(item.GetMetadata("Type"), out var type, out problem))
        {
            log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"Type: '{item.GetMetadata("Type")}' {problem}");
        }
        else
        {
            builder.AppendPartition(new AppendedPartition { Number = number, Type = type, Path = source, Name = item.GetMetadata("Name") });
        }
    }

    /// <summary>Whether the item goes into the EFI system partition, in place of the image's trees.</summary>
    public static bool IsEfiBoot(ITaskItem item, DiagnosticLog log)
    {
        var text = item.GetMetadata("EfiBoot");
        if (text.Length > 0 && !bool.TryParse(text, out _))
        {
            log.Report(DiagnosticId.OptionUnknown, item.ItemSpec, $"EfiBoot: '{text}' is unknown; write true or false");
        }

        return bool.TryParse(text, out var isEfiBoot) && isEfiBoot;
    }

    /// <summary>Adds an item of the EFI system partition. Below a folder, as globs find them, a file keeps its path.</summary>
    public static void AddEfiBoot(ImageBuilder builder, string target, ITaskItem item, string source)
    {
        var folder = ItemMetadata.FolderOfGlob(item);
        if (target is [.., '/' or '\\'] || (target.Length == 0 && folder.Length > 0))
        {
            target += folder + Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        }

        builder.AddEfiBoot(target == "." ? "" : ContentItems.FromRoot(target), source);
    }
}
