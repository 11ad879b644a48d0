namespace IsoBuild.Interop.Tests.Machines;

/// <summary>A fact about a machine: it needs QEMU for it, its firmware, and boot loaders.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachineFactAttribute : FactAttribute
{
    /// <param name="machine">Its name.</param>
    public MachineFactAttribute(string machine)
    {
        MachineName = machine;
        Skip = MachineNeeds.SkipReason([machine], [])!;
    }

    public string MachineName { get; }
}

/// <summary>A theory about machines.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MachineTheoryAttribute : TheoryAttribute
{
    /// <param name="machines">Their names, separated by blanks.</param>
    /// <param name="files">Files of packages that it needs besides.</param>
    public MachineTheoryAttribute(string machines, params string[] files)
    {
        Machines = machines;
        Files = files;
        Skip = MachineNeeds.SkipReason(machines.Split(' '), files)!;
    }

    public string Machines { get; }

    public IReadOnlyList<string> Files { get; }
}

/// <summary>A theory about all machines that takes long: <c>ISOBUILD_LONG=1</c> runs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongMachineTheoryAttribute : TheoryAttribute
{
    public LongMachineTheoryAttribute() =>
        Skip = (ToolGuard.LongSkipReason ?? MachineNeeds.SkipReason([.. Machine.All.Keys], []))!;
}

file static class MachineNeeds
{
    public static string? SkipReason(string[] machines, string[] files) => ToolGuard.Required ? null
        : ToolGuard.SkipReason(machines.SelectMany(machine => Machine.All[machine].Needs).Append("grub-mkimage"))
            ?? MachineFiles.Missing(MachineMedia.Needs.Concat(files));
}
