using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;
using IsoBuild.Partitions;
using Microsoft.Build.Framework;

namespace IsoBuild.Tasks;

/// <summary>Turns MSBuild items into what starts machines from an image.</summary>
internal static class BootItems
{
    private const string Runtime = "RuntimeIdentifier";

    /// <summary>The machine that an item is for; <see langword="null"/> when it names none, or one that is reported.</summary>
    private static Machine? MachineOf(ITaskItem item, DiagnosticLog log)
    {
        var text = item.GetMetadata(Runtime);
        if (text.Length == 0 || MachineNames.OfRuntimeIdentifier(text) is not null)
        {
            return text.Length == 0 ? null : MachineNames.OfRuntimeIdentifier(text);
        }

        log.Report(DiagnosticId.RuntimeWithoutLoader, item.ItemSpec, $"RuntimeIdentifier: '{text}' names no machine that boots from images; write one that ends in x64, x86, arm64, arm, riscv64, loongarch64, ppc64le or s390x");
        return null;
    }

    /// <summary>Adds an <c>IsoBootEntry</c>, whose <c>Include</c> is the boot image's path in the image, or only a name where <c>Source</c> says which file on disk it is.</summary>
    public static void AddEntry(ImageBuilder builder, ITaskItem item, string folder, DiagnosticLog log)
    {
        var entry = new BootEntry { ImagePath = ContentItems.FromRoot(item.ItemSpec.TrimEnd('/', '\\')) };
        switch (MachineOf(item, log))
        {
            case null or Machine.Bios:
                break;
            case Machine.Ppc64le:
                log.Report(DiagnosticId.RuntimeWithoutLoader, item.ItemSpec, $"RuntimeIdentifier: machines of '{item.GetMetadata(Runtime)}' boot by /ppc/bootinfo.txt, not by a boot entry; add it and the boot loader that it names to IsoContent, or set IsoBoot to auto");
                break;
            case Machine.S390x:
                entry = entry with { LoadSize = BootEntry.WholeImage };
                break;
            default:
                entry = entry with { Platform = BootPlatform.Uefi };
                break;
        }

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

        builder.AddBootEntry(entry with { ImageSource = ItemMetadata.FileOf(item, "Source", folder), Kernel = ItemMetadata.FileOf(item, "Kernel", folder), Initrd = ItemMetadata.FileOf(item, "Initrd", folder) });
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

    /// <summary>Adds a boot loader for the machine of its runtime identifier.</summary>
    public static void AddLoader(ImageBuilder builder, ITaskItem item, string source, DiagnosticLog log)
    {
        if (MachineOf(item, log) is { } machine)
        {
            builder.AddLoader(machine, source);
        }
    }

    /// <summary>Adds an item of the EFI system partition. Below a folder, as globs find them, a file keeps its path.</summary>
    public static void AddEfiBoot(ImageBuilder builder, string target, ITaskItem item, string source, DiagnosticLog log)
    {
        if (item.GetMetadata(Runtime).Length > 0)
        {
            if (target.Length > 0)
            {
                log.Report(DiagnosticId.ItemContradictory, item.ItemSpec, "RuntimeIdentifier decides where a boot loader goes in the EFI system partition, and so does TargetPath; keep one of them");
            }
            else if (MachineOf(item, log) is { } machine && MachineNames.EfiFileName(machine) is null)
            {
                log.Report(DiagnosticId.RuntimeWithoutLoader, item.ItemSpec, $"RuntimeIdentifier: machines of '{item.GetMetadata(Runtime)}' have no UEFI; name the file as the Loader of an IsoRuntime item");
            }
            else
            {
                AddLoader(builder, item, source, log);
            }

            return;
        }

        var folder = ItemMetadata.FolderOfGlob(item);
        if (target is [.., '/' or '\\'] || (target.Length == 0 && folder.Length > 0))
        {
            target += folder + Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        }

        builder.AddEfiBoot(target == "." ? "" : ContentItems.FromRoot(target), source);
    }
}
