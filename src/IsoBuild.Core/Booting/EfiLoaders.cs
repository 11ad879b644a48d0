using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Fat;
using IsoBuild.Machines;

namespace IsoBuild.Booting;

/// <summary>The EFI programs of an EFI system partition: where those go whose place depends on what they are, and whether firmware finds and starts them.</summary>
/// <param name="diagnostics">Receives reports.</param>
internal sealed class EfiLoaders(DiagnosticBag diagnostics)
{
    /// <summary>Partitions of installed systems have hundreds of files in other folders; only what lies where firmware looks is read.</summary>
    private const string Start = EfiMachine.Folder + "BOOT";

    private const string Extension = ".EFI";

    private readonly List<(ContentFile File, EfiProgram Program)> loose = [];

    /// <summary>Takes a program whose place depends on what it is; a file that is none, or for a machine without a name, is reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">The machine that it is said to be for, if that was said.</param>
    public void Add(ContentFile file, Machine? expected)
    {
        var program = Read(file.Source, file.Path, out var isRead);
        if (program is not null && expected is { } machine && program.Machine?.Machine != machine)
        {
            diagnostics.Error(DiagnosticId.EfiProgramOtherMachine, file.Source.FilePath ?? file.Path, $"The file is a program for {EfiMachine.NameOf(program.Field)}, not for {MachineNames.NameOf(machine)}. Name the boot loader for {MachineNames.NameOf(machine)}, or the other machine.", file.Source.FilePath);
        }
        else if (program is { Machine: not null })
        {
            loose.Add((file, program));
        }
        else if (isRead)
        {
            diagnostics.Error(
                DiagnosticId.EfiProgramInvalid,
                file.Source.FilePath ?? "bytes given by the program",
                program is not null
                    ? $"The file is a program for {EfiMachine.NameOf(program.Field)}, for which UEFI defines no default file name. Give its path in the EFI system partition."
                    : "The file is not an EFI program (PE), so its path in the EFI system partition is unknown. Give the path, or name the right file.",
                file.Source.FilePath);
        }
    }

    /// <summary>The places of what was added. Where shim is, it is what firmware starts, and what shim starts lies beside it.</summary>
    /// <param name="placed">What has its place already.</param>
    public IEnumerable<FatEntry> Place(IReadOnlyList<FatEntry> placed)
    {
        var shims = new Dictionary<EfiMachine, string>();
        foreach (var (_, program) in loose.Where(each => each.Program.Kind == EfiProgramKind.Shim))
        {
            shims[program.Machine!] = program.SecondStage!;
        }

        foreach (var entry in placed)
        {
            if (loose.Count > 0 && entry.Source is not null && EfiMachine.LookingAt(entry.Path) is { } machine && Read(entry.Source, entry.Path, out _) is { Kind: EfiProgramKind.Shim } shim)
            {
                shims[machine] = shim.SecondStage!;
            }
        }

        foreach (var (file, program) in loose)
        {
            var machine = program.Machine!;
            var name = program.Kind switch
            {
                EfiProgramKind.MokManager => ManagerOf(machine),
                EfiProgramKind.ShimFallback => $"fb{machine.Suffix}.efi",
                EfiProgramKind.Shim => machine.FileName,
                _ => shims.GetValueOrDefault(machine, machine.FileName),
            };
            if (program.Kind != EfiProgramKind.Other)
            {
                diagnostics.Info(DiagnosticId.BootLoaderFound, file.Source.FilePath ?? name, $"{TitleOf(program.Kind)} for {machine.Name}: it becomes {EfiMachine.Folder}{name} in the EFI system partition.", file.Source.FilePath);
            }

            yield return new FatEntry(EfiMachine.Folder + name, file.Source, file.Modified);
        }
    }

    /// <summary>Reports what firmware does not find or does not start, of files that somebody added.</summary>
    /// <param name="files">Everything in the partition.</param>
    /// <param name="isAdded">Whether a path was not in the partition of the base: of that, nothing is reported, for who builds cannot change it.</param>
    /// <param name="item">What the partition is called.</param>
    public void Check(IReadOnlyCollection<(string Path, ContentSource? Source)> files, Predicate<string> isAdded, string item)
    {
        var known = new Dictionary<string, ContentSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, source) in files)
        {
            if (source is not null)
            {
                known.TryAdd(path, source);
            }
        }

        foreach (var (path, source) in known.OrderBy(file => file.Key, StringComparer.Ordinal).ToList())
        {
            if (!path.StartsWith(Start, StringComparison.OrdinalIgnoreCase) || !path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || path.LastIndexOf('/') >= EfiMachine.Folder.Length)
            {
                continue;
            }

            var program = Read(source, path, out var isRead);
            if (isRead && isAdded(path) && EfiPlace.Problem(path, program, known.ContainsKey) is { } problem)
            {
                diagnostics.Warning(DiagnosticId.EfiProgramMisplaced, $"{item}: /{path}", problem, source.FilePath);
            }

            if (program?.Machine is { } machine && EfiMachine.LookingAt(path) == machine)
            {
                CheckChain(path, program, machine, known, isAdded, item);
            }
        }
    }

    /// <summary>Firmware with Secure Boot starts shim, and shim what is signed by whom it trusts.</summary>
    private void CheckChain(string path, EfiProgram program, EfiMachine machine, Dictionary<string, ContentSource> known, Predicate<string> isAdded, string item)
    {
        if (program.Kind == EfiProgramKind.Grub && program.IsSigned && isAdded(path))
        {
            diagnostics.Info(DiagnosticId.SecureBootIncomplete, $"{item}: /{path}", $"This is a signed GRUB. Firmware with Secure Boot trusts shim, which starts it; without shim, machines boot from it only if Secure Boot is off or their firmware has its key. Add shim of the same distribution, and leave the paths of both out.");
        }

        if (program.Kind != EfiProgramKind.Shim)
        {
            return;
        }

        var second = EfiMachine.Folder + program.SecondStage;
        var manager = EfiMachine.Folder + ManagerOf(machine);
        if (!isAdded(path) && !isAdded(second) && !isAdded(manager))
        {
            return;
        }

        Unsigned(path, program);
        if (!known.TryGetValue(second, out var source))
        {
            diagnostics.Warning(DiagnosticId.SecureBootIncomplete, $"{item}: /{path}", $"This is shim, which starts {second}, but that is not in the partition, so machines do not boot. Add the signed boot loader (GRUB) of the same distribution.");
        }
        else if (Read(source, second, out _) is { } next)
        {
            if (next.Field != program.Field)
            {
                diagnostics.Warning(DiagnosticId.EfiProgramMisplaced, $"{item}: /{second}", $"shim for {machine.Name} starts this program, but it is for {EfiMachine.NameOf(next.Field)}. Put the boot loader for {machine.Name} there.");
            }

            Unsigned(second, next);
        }

        if (!known.ContainsKey(manager))
        {
            diagnostics.Warning(DiagnosticId.SecureBootIncomplete, $"{item}: /{path}", $"This is shim, but its MokManager, {manager}, is not in the partition, so nobody can enrol a key when shim does not trust the boot loader. Add it from the same package.");
        }

        void Unsigned(string place, EfiProgram what)
        {
            if (!what.IsSigned)
            {
                diagnostics.Warning(DiagnosticId.SecureBootUnsigned, $"{item}: /{place}", "The program has no signature, so machines with Secure Boot refuse it. Use the signed file of the distribution, or sign it.");
            }
        }
    }

    private static string ManagerOf(EfiMachine machine) => $"mm{machine.Suffix}.efi";

    private static string TitleOf(EfiProgramKind kind) => kind switch
    {
        EfiProgramKind.Shim => "shim",
        EfiProgramKind.MokManager => "MokManager",
        EfiProgramKind.ShimFallback => "shim's fallback",
        _ => "GRUB",
    };

    private EfiProgram? Read(ContentSource source, string path, out bool isRead)
    {
        isRead = true;
        try
        {
            return EfiProgram.Read(source);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error(DiagnosticId.SourceUnreadable, source.FilePath ?? path, SourceProblem.Unreadable(failure), source.FilePath);
            isRead = false;
            return null;
        }
    }
}
