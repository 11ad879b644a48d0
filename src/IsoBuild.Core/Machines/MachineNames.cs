namespace IsoBuild.Machines;

/// <summary>The names of machines: as .NET has them in runtime identifiers, and as UEFI has them in the names of boot loaders.</summary>
public static class MachineNames
{
    /// <summary>The name as runtime identifiers have it: <c>x64</c>, <c>arm64</c>, <c>s390x</c>. Those of firmware that .NET does not tell apart are <c>bios</c> and <c>ia32</c>.</summary>
    public static string NameOf(Machine machine) => machine switch
    {
        Machine.RiscV64 => "riscv64",
        Machine.LoongArch64 => "loongarch64",
        _ => machine.ToString().ToLowerInvariant(),
    };

    /// <summary>The name in messages and tables, with the firmware: <c>x64 (UEFI)</c>.</summary>
    public static string TitleOf(Machine machine) => machine switch
    {
        Machine.Bios => "x86 (BIOS)",
        Machine.Ppc64le => "ppc64le (Open Firmware)",
        Machine.S390x => "s390x",
        _ => $"{NameOf(machine)} (UEFI)",
    };

    /// <summary>The name by which UEFI firmware looks for a boot loader in <c>EFI/BOOT</c> (UEFI 3.5.1.1): <c>BOOTX64.EFI</c>.</summary>
    /// <returns>The name; <see langword="null"/> if the machine's firmware is not UEFI.</returns>
    public static string? EfiFileName(Machine machine) => EfiMachine.Of(machine)?.FileName;

    /// <summary>Reads a machine's name (<c>arm64</c>, <c>bios</c>) or a runtime identifier (<c>linux-arm64</c>); case does not matter.</summary>
    public static bool TryParse(string text, out Machine machine)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var known in Enum.GetValues<Machine>())
        {
            if (NameOf(known).Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                machine = known;
                return true;
            }
        }

        var found = OfRuntimeIdentifier(text);
        machine = found.GetValueOrDefault();
        return found is not null;
    }

    /// <summary>The machine for which .NET builds with a runtime identifier: <c>linux-arm64</c>, <c>linux-musl-x64</c>, <c>win-x86</c>.</summary>
    /// <returns>The machine, with UEFI where there is a choice; <see langword="null"/> if the identifier names no machine, or one that boots from no image.</returns>
    public static Machine? OfRuntimeIdentifier(string runtimeIdentifier)
    {
        ArgumentNullException.ThrowIfNull(runtimeIdentifier);
        return runtimeIdentifier[(runtimeIdentifier.LastIndexOf('-') + 1)..].ToLowerInvariant() switch
        {
            "x64" => Machine.X64,
            "x86" => Machine.Ia32,
            "arm64" => Machine.Arm64,
            "arm" or "armel" or "armv6" => Machine.Arm,
            "riscv64" => Machine.RiscV64,
            "loongarch64" => Machine.LoongArch64,
            "ppc64le" => Machine.Ppc64le,
            "s390x" => Machine.S390x,
            _ => null,
        };
    }
}
