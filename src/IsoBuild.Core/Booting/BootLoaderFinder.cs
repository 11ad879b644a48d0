using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using static IsoBuild.Content.ContentTreeBuilder;

namespace IsoBuild.Booting;

/// <summary>What was found of boot loaders in the content, and what it takes to start them.</summary>
internal sealed record FoundLoaders
{
    /// <summary>The boot entries to make: at most one for BIOS, one for UEFI and one for s390x.</summary>
    public List<BootEntry> Entries { get; } = [];

    /// <summary>What belongs into an EFI system partition that has to be made, by its path there.</summary>
    public List<(string Target, ContentFile File)> EfiContent { get; } = [];

    /// <summary>The code for the master boot record.</summary>
    public ContentFile? BootCode { get; set; }
}

/// <summary>Recognises boot loaders by the files that lie in the content, wherever their makers and distributions put them. Names count without their case.</summary>
/// <param name="content">The content, as far as it was added.</param>
/// <param name="wanted">Which loaders are looked for.</param>
/// <param name="diagnostics">Is told what was found and what is done with it.</param>
internal sealed class BootLoaderFinder(ContentTreeBuilder content, BootLoader wanted, DiagnosticBag diagnostics)
{
    /// <summary>What Microsoft's loader is made of: 8 virtual sectors, where every other BIOS loader fetches the rest itself.</summary>
    private const int WindowsLoadSize = 8;

    /// <summary>What GRUB's boot image has to have in it to find its configuration on the image, and the other modules beside that.</summary>
    private const string GrubModules = "biosdisk iso9660 part_msdos part_gpt normal configfile linux search search_label search_fs_file search_fs_uuid";

    private static readonly string[] IsolinuxFolders = ["isolinux", "boot/isolinux", "syslinux", "boot/syslinux", "boot/x86_64/loader", "boot/i386/loader", ""];
    private static readonly string[] GrubFolders = ["boot/grub/i386-pc", "boot/grub2/i386-pc", "boot/grub", "boot/grub2", "grub", "images", "boot", ""];
    private static readonly string[] LimineFolders = ["boot/limine", "limine", "boot", ""];
    private static readonly string[] EfiImages =
    [
        "boot/grub/efi.img", "boot/grub2/efi.img", "efi.img", "boot/efi.img", "images/efiboot.img", "EFI/BOOT/efiboot.img", "EFI/archiso/efiboot.img",
        "isolinux/efiboot.img", "boot/x86_64/efi", "boot/grub/efiboot.img", "efiboot.img",
    ];

    /// <summary>In the order in which they are looked for. What says least of itself comes last.</summary>
    private static readonly Candidate[] BiosCandidates =
    [
        new(BootLoader.Windows, "Windows", ["boot"], ["etfsboot.com"]) { LoadSize = WindowsLoadSize },
        new(BootLoader.Isolinux, "ISOLINUX", IsolinuxFolders, ["isolinux.bin"]) { HasBootInfoTable = true, BootCode = ["isohdpfx.bin", "isohdppx.bin"] },
        new(BootLoader.Grub, "GRUB 2", GrubFolders, ["eltorito.img", "bios.img", "grub_eltorito"]) { HasBootInfoTable = true, HasGrubBootInfo = true, BootCode = ["boot_hybrid.img"] },
        new(BootLoader.Limine, "Limine", LimineFolders, ["limine-bios-cd.bin", "limine-cd.bin"]) { HasBootInfoTable = true },
    ];

    private static readonly Candidate[] UefiCandidates =
    [
        new(BootLoader.Windows, "Windows", ["efi/microsoft/boot"], ["efisys.bin", "efisys_noprompt.bin"]),
        new(BootLoader.Limine, "Limine", LimineFolders, ["limine-uefi-cd.bin", "limine-cd-efi.bin"]),
    ];

    /// <summary>Looks for what starts the image.</summary>
    /// <param name="needsBios">Whether nobody named a boot image for BIOS.</param>
    /// <param name="needsUefi">Whether nobody named one for UEFI.</param>
    public FoundLoaders Find(bool needsBios, bool needsUefi)
    {
        var found = new FoundLoaders();
        if (wanted == BootLoader.None)
        {
            return found;
        }

        var hasBios = needsBios && FindBios(found);
        var hasUefi = needsUefi && FindUefi(found);
        var hasOther = FindOther(found);
        var unmade = needsBios && !hasBios && IsAsked(BootLoader.Grub) ? GrubWithoutImage() : null;
        if (!hasBios && !hasUefi && !hasOther && !IsStated(needsBios, needsUefi))
        {
            Miss(unmade);
        }
        else if (unmade is not null)
        {
            diagnostics.Warning(DiagnosticId.BootLoaderIncomplete, unmade.Value.Folder, unmade.Value.Message);
        }

        return found;
    }

    /// <summary>Machines that are no PCs boot beside these.</summary>
    private bool FindOther(FoundLoaders found)
    {
        var other = new OtherFirmware(content, FindFile, diagnostics);
        var hasOpenFirmware = IsAsked(BootLoader.Grub) && other.FindOpenFirmware();
        if (wanted != BootLoader.Auto || other.FindKernel() is not { } kernel)
        {
            return hasOpenFirmware;
        }

        found.Entries.Add(kernel);
        return true;
    }

    /// <summary>Whether what starts the image is said by hand: any image will do, or one of the loader that is wanted.</summary>
    private bool IsStated(bool needsBios, bool needsUefi) => wanted == BootLoader.Auto || !(needsBios || needsUefi)
        ? !(needsBios && needsUefi)
        : (!needsBios && Array.Exists(BiosCandidates, IsWanted)) || (!needsUefi && Array.Exists(UefiCandidates, IsWanted));

    private bool IsWanted(Candidate candidate) => candidate.Loader == wanted && FileOf(candidate) is not null;

    private bool IsAsked(BootLoader loader) => wanted is BootLoader.Auto || wanted == loader;

    private bool FindBios(FoundLoaders found)
    {
        ContentFile? taken = null;
        foreach (var candidate in BiosCandidates)
        {
            if (!IsAsked(candidate.Loader) || FileOf(candidate) is not { } file)
            {
                continue;
            }

            if (taken is not null)
            {
                diagnostics.Info(DiagnosticId.BootLoaderPassedOver, file.Path, $"The content also has {candidate.Name}, but BIOS machines boot from {taken.Path}. To boot from this one, name its loader or add the boot entry by hand.");
                continue;
            }

            taken = file;
            found.Entries.Add(new BootEntry
            {
                ImagePath = file.Path,
                LoadSize = candidate.LoadSize,
                BootInfoTable = candidate.HasBootInfoTable,
                GrubBootInfo = candidate.HasGrubBootInfo,
            });
            found.BootCode = candidate.BootCode.Length == 0 ? null : FindFile(candidate.Folders, candidate.BootCode);
            Tell(candidate.Name, file, $"BIOS machines boot from it: no emulation, {candidate.LoadSize ?? 4} virtual sectors loaded{(candidate.HasBootInfoTable ? ", boot info table" : "")}{(candidate.HasGrubBootInfo ? ", GRUB's boot info" : "")}");
        }

        return taken is not null;
    }

    /// <summary>An image that is a partition comes before files of which one is made.</summary>
    private bool FindUefi(FoundLoaders found)
    {
        foreach (var candidate in UefiCandidates)
        {
            if (IsAsked(candidate.Loader) && FileOf(candidate) is { } file)
            {
                AddPartition(candidate.Name, file);
                return true;
            }
        }

        if (wanted is BootLoader.Windows or BootLoader.Limine)
        {
            return false;
        }

        if (wanted != BootLoader.SystemdBoot && FindFile([""], EfiImages) is { } image)
        {
            AddPartition("An EFI system partition", image);
            return true;
        }

        if (FindDirectory("EFI/BOOT") is not { } boot || !boot.Entries.Exists(IsLoader))
        {
            return false;
        }

        var systemd = FindDirectory("EFI/systemd") is not null || FindFile([""], ["loader/loader.conf"]) is not null;
        if (wanted == BootLoader.SystemdBoot && !systemd)
        {
            return false;
        }

        AddTree(found, FindDirectory("EFI")!, "EFI");
        if (systemd && FindDirectory("loader") is { } loader)
        {
            // It looks for its entries, and they for their kernels, on its own partition alone.
            AddTree(found, loader, "loader");
            AddKernels(found, loader);
        }

        diagnostics.Info(
            DiagnosticId.BootLoaderFound,
            boot.Node.Path,
            $"{(systemd ? "systemd-boot" : "A loader for UEFI")}: an EFI system partition is made from {found.EfiContent.Count} files of the content, and UEFI machines boot from it.");
        return true;

        void AddPartition(string name, ContentFile file)
        {
            found.Entries.Add(new BootEntry { ImagePath = file.Path, Platform = BootPlatform.Uefi, LoadSize = BootEntry.WholeImage });
            Tell(name, file, "UEFI machines boot from it: an EFI system partition");
        }
    }

    private static bool IsLoader(ContentNode node) =>
        node is ContentFile && node.Name.StartsWith("BOOT", StringComparison.OrdinalIgnoreCase) && node.Name.EndsWith(".EFI", StringComparison.OrdinalIgnoreCase);

    private static void AddTree(FoundLoaders found, Stage directory, string path)
    {
        foreach (var node in directory.Entries.OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            var target = $"{path}/{node.Name}";
            if (node is ContentDirectory)
            {
                AddTree(found, directory.Directories![node.Name], target);
            }
            else if (node is ContentFile file)
            {
                found.EfiContent.Add((target, file));
            }
        }
    }

    /// <summary>The files that the loader's entries name (Boot Loader Specification, type 1).</summary>
    private void AddKernels(FoundLoaders found, Stage loader)
    {
        const int longestEntry = 1 << 16;
        var known = new HashSet<string>(found.EfiContent.Select(file => file.Target), StringComparer.OrdinalIgnoreCase);
        foreach (var entry in (Find(loader, "entries")?.Entries ?? []).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is not ContentFile { Length: <= longestEntry } file || !file.Name.EndsWith(".conf", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            using var reader = new StreamReader(file.OpenStored());
            while (reader.ReadLine() is { } line)
            {
                foreach (var path in LoaderEntry.PathsIn(line))
                {
                    var target = path.TrimStart('/', '\\').Replace('\\', '/');
                    if (FindFile([""], [target]) is not { } kernel)
                    {
                        diagnostics.Warning(DiagnosticId.BootLoaderIncomplete, file.Path, $"The boot loader's configuration names {path}, which is not in the content, so this menu entry will not boot. Add the file, or correct the entry.", file.Source.FilePath);
                    }
                    else if (known.Add(target))
                    {
                        found.EfiContent.Add((target, kernel));
                    }
                }
            }
        }
    }

    private void Tell(string name, ContentFile file, string what) =>
        diagnostics.Info(DiagnosticId.BootLoaderFound, file.Path, $"{name}: {what}.", file.Source.FilePath);

    /// <summary>GRUB as distributions pack it: modules, from which the boot image is still to be made. It needs those modules that find the others.</summary>
    private (string Folder, string Message)? GrubWithoutImage()
    {
        foreach (var path in GrubFolders.Where(folder => folder.EndsWith("i386-pc", StringComparison.Ordinal)))
        {
            if (FindDirectory(path) is { } folder && folder.Entries.Exists(entry => entry is ContentFile && entry.Name.EndsWith(".mod", StringComparison.OrdinalIgnoreCase)))
            {
                var place = folder.Node.Path;
                return (place, $"GRUB 2 for BIOS is here without its boot image, eltorito.img, so BIOS machines do not boot from the image. Make the boot image in the content's directory: grub-mkimage -O i386-pc-eltorito -p {place[..place.LastIndexOf('/')]} -o {place[1..]}/eltorito.img {GrubModules}");
            }
        }

        return null;
    }

    private void Miss((string Folder, string Message)? unmade)
    {
        if (wanted == BootLoader.Auto)
        {
            if (unmade is not null)
            {
                diagnostics.Warning(DiagnosticId.BootLoaderIncomplete, unmade.Value.Folder, unmade.Value.Message);
                return;
            }

            diagnostics.Warning(DiagnosticId.BootLoaderMissing, "boot loader", "The content has no known boot loader (ISOLINUX, GRUB 2, Limine, systemd-boot, Windows; GRUB for ppc64le, a kernel for s390x), so no machine boots from the image. Add the loader's files, or add boot entries by hand.");
            return;
        }

        if (unmade is not null)
        {
            diagnostics.Error(DiagnosticId.BootLoaderMissing, unmade.Value.Folder, unmade.Value.Message);
            return;
        }

        var files = wanted == BootLoader.SystemdBoot
            ? "EFI/BOOT/BOOTX64.EFI, and loader/loader.conf or EFI/systemd"
            : string.Join(" or ", BiosCandidates.Concat(UefiCandidates).Where(candidate => candidate.Loader == wanted).Select(candidate => candidate.Where));
        diagnostics.Error(DiagnosticId.BootLoaderMissing, wanted.ToString(), $"The boot loader is not in the content. These files are looked for: {files}. Add them, or add boot entries by hand.");
    }

    private ContentFile? FileOf(Candidate candidate) => FindFile(candidate.Folders, candidate.Names);

    private ContentFile? FindFile(IEnumerable<string> folders, string[] names)
    {
        foreach (var folder in folders)
        {
            if (FindDirectory(folder) is not { } directory)
            {
                continue;
            }

            foreach (var name in names)
            {
                var inner = Path.GetDirectoryName(name) is { Length: > 0 } parent ? Walk(directory, parent.Replace('\\', '/')) : directory;
                var file = inner is null ? null : Best(inner.Entries.OfType<ContentFile>(), entry => entry.Name, Path.GetFileName(name));
                if (file is { Length: > 0 })
                {
                    return file;
                }
            }
        }

        return null;
    }

    private Stage? FindDirectory(string path) => Walk(content.Root, path);

    private static Stage? Walk(Stage from, string path)
    {
        Stage? stage = from;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            stage = stage is null ? null : Find(stage, name);
        }

        return stage;
    }

    private static Stage? Find(Stage directory, string name) =>
        directory.Directories is not { } directories ? null : directories.GetValueOrDefault(name) ?? Best(directories.Values, inner => inner.Node.Name, name);

    /// <summary>Who has a name: in its own spelling, or else in the first other one.</summary>
    private static T? Best<T>(IEnumerable<T> all, Func<T, string> nameOf, string name)
        where T : class
    {
        T? best = null;
        foreach (var each in all)
        {
            var its = nameOf(each);
            if (its.Equals(name, StringComparison.Ordinal))
            {
                return each;
            }

            if (its.Equals(name, StringComparison.OrdinalIgnoreCase) && (best is null || string.CompareOrdinal(its, nameOf(best)) < 0))
            {
                best = each;
            }
        }

        return best;
    }

    /// <summary>A boot image as loaders bring it along.</summary>
    private sealed record Candidate(BootLoader Loader, string Name, string[] Folders, string[] Names)
    {
        public int? LoadSize { get; init; }

        public bool HasBootInfoTable { get; init; }

        public bool HasGrubBootInfo { get; init; }

        /// <summary>What may lie beside it for the master boot record.</summary>
        public string[] BootCode { get; init; } = [];

        /// <summary>The first place where it is looked for.</summary>
        public string Where => Folders[0].Length == 0 ? Names[0] : $"{Folders[0]}/{Names[0]}";
    }
}
