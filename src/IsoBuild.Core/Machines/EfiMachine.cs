using System.Globalization;

namespace IsoBuild.Machines;

/// <summary>A machine as UEFI knows it: the machine field of its programs, and the name by which firmware looks for one (UEFI 3.5.1.1, table 3.7).</summary>
/// <param name="Field">The machine field of a PE file.</param>
/// <param name="Suffix">What the names of its programs end in: <c>x64</c> in <c>BOOTX64.EFI</c> and <c>grubx64.efi</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Machine">The machine; <see langword="null"/> for those that .NET does not run on.</param>
internal sealed record EfiMachine(ushort Field, string Suffix, string Name, Machine? Machine = null)
{
    /// <summary>Where firmware looks.</summary>
    public const string Folder = "EFI/BOOT/";

    private const string Start = "BOOT";
    private const string End = ".EFI";

    private static readonly EfiMachine[] All =
    [
        new(0x014C, "ia32", "ia32", Machines.Machine.Ia32),
        new(0x0200, "ia64", "Itanium"),
        new(0x8664, "x64", "x64", Machines.Machine.X64),
        new(0x01C2, "arm", "arm", Machines.Machine.Arm),
        new(0xAA64, "aa64", "arm64", Machines.Machine.Arm64),
        new(0x5032, "riscv32", "riscv32"),
        new(0x5064, "riscv64", "riscv64", Machines.Machine.RiscV64),
        new(0x5128, "riscv128", "riscv128"),
        new(0x6232, "loongarch32", "loongarch32"),
        new(0x6264, "loongarch64", "loongarch64", Machines.Machine.LoongArch64),
    ];

    /// <summary><c>BOOTX64.EFI</c>.</summary>
    public string FileName => $"{Start}{Suffix.ToUpperInvariant()}{End}";

    /// <summary>The machine of a PE file's field; <see langword="null"/> where UEFI defines no name for it.</summary>
    public static EfiMachine? Of(ushort field) => Array.Find(All, machine => machine.Field == field);

    public static EfiMachine? Of(Machine machine) => Array.Find(All, known => known.Machine == machine);

    /// <summary>The machine whose firmware looks for a program at a path; <see langword="null"/> where none does. FAT does not tell capital letters from small ones.</summary>
    public static EfiMachine? LookingAt(string path) => path.StartsWith(Folder, StringComparison.OrdinalIgnoreCase)
        ? Array.Find(All, machine => path.AsSpan(Folder.Length).Equals(machine.FileName, StringComparison.OrdinalIgnoreCase))
        : null;

    /// <summary>What a machine field means, in words.</summary>
    public static string NameOf(ushort field) => Of(field)?.Name ?? string.Create(CultureInfo.InvariantCulture, $"machine type 0x{field:X4}");
}
