namespace IsoBuild.Machines;

/// <summary>Whether a program lies where firmware of its machine looks for it.</summary>
internal static class EfiPlace
{
    /// <summary>What is wrong with a file of <c>EFI/BOOT</c>, as a sentence and what to do; <see langword="null"/> when nothing is.</summary>
    /// <param name="path">Its path in the EFI system partition.</param>
    /// <param name="program">The program that it is; <see langword="null"/> for a file that is none.</param>
    /// <param name="exists">Whether there is a file at a path.</param>
    public static string? Problem(string path, EfiProgram? program, Predicate<string> exists)
    {
        var looking = EfiMachine.LookingAt(path);
        if (program is null)
        {
            return looking is null ? null : $"Firmware of {looking.Name} machines looks here for a boot loader, but the file is not an EFI program (PE), so they do not boot from it. Put the boot loader for {looking.Name} there.";
        }

        var right = program.Machine is { } machine ? EfiMachine.Folder + machine.FileName : null;
        if (looking is not null)
        {
            return looking.Field == program.Field ? null
                : $"Firmware of {looking.Name} machines looks here for a boot loader, but this is a program for {EfiMachine.NameOf(program.Field)}, so they do not boot from it. {(right is null ? $"Put the boot loader for {looking.Name} there." : exists(right) ? $"Remove it, or put the boot loader for {looking.Name} there." : $"Rename it: firmware of {program.Machine!.Name} machines looks for {right}.")}";
        }

        return right is null || exists(right) ? null
            : $"This is a program for {program.Machine!.Name}, but no firmware looks for a boot loader of this name. Name it {right} (UEFI 3.5.1.1).";
    }
}
