using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Partitions;

/// <summary>Whether what is to start from disks fits what the image starts from discs.</summary>
internal static class HybridCheck
{
    private const string Item = "hybrid";

    /// <summary>Tells of what does not fit; <see langword="false"/> when no image can be made of it.</summary>
    /// <param name="code">The code of the master boot record.</param>
    /// <param name="boot">What the boot catalog will hold.</param>
    /// <param name="isKept">Whether the tables are those of another image, which may be there for partitions alone.</param>
    /// <param name="diagnostics">Is told.</param>
    public static bool Check(BootCodeFile code, DiskBoot boot, bool isKept, DiagnosticBag diagnostics)
    {
        if (Unmet(code.Kind, boot) is { } message)
        {
            diagnostics.Error(DiagnosticId.BootCodeWithoutImage, "boot code", message, code.Source);
            return false;
        }

        if (!isKept && !boot.HasEntries && code.Kind != BootCodeKind.Other)
        {
            diagnostics.Warning(DiagnosticId.HybridWithoutBoot, Item, "The image has partition tables, and nothing that starts: there is no boot entry. Add one, or leave the tables out.");
        }
        else if (code.Kind == BootCodeKind.Message && boot.BiosImage is not null)
        {
            var where = boot.HasEfi ? "in UEFI mode alone" : "not at all";
            diagnostics.Add(new Diagnostic(
                DiagnosticId.BootCodeMissing,
                boot.HasEfi ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
                Item,
                $"No code for the master boot record is given, so that the image starts from disks {where}. Name the code that belongs to {boot.BiosImage.Path}: ISOLINUX has isohdpfx.bin, GRUB has boot_hybrid.img."));
        }

        return true;
    }

    private static string? Unmet(BootCodeKind kind, DiskBoot boot) => kind switch
    {
        BootCodeKind.Isolinux when boot.BiosImage is null => "The code is ISOLINUX', and there is no boot entry for BIOS without emulation, which isolinux.bin has to be. Add the entry.",
        BootCodeKind.Isolinux when !IsIsolinux(boot.BiosImage) => $"The code is ISOLINUX', and {boot.BiosImage.Path} is no isolinux.bin of version 4 or later, which alone it starts. Name the code that belongs to that boot image.",
        BootCodeKind.Grub when boot.BiosImage is null => "The code is GRUB's, and there is no boot entry for BIOS without emulation, which GRUB's El Torito image has to be. Add the entry.",
        BootCodeKind.Grub when !boot.IsGrub => $"The code is GRUB's, and {boot.BiosImage.Path} is not told where it lies, as GRUB's image has to be. Ask for GRUB's boot info with its entry, or name the code that belongs to that boot image.",
        _ => null,
    };

    /// <summary>Whether a file has the bytes by which the code knows it. One that cannot be read is told of when it is copied.</summary>
    public static bool IsIsolinux(ContentFile file)
    {
        Span<byte> mark = stackalloc byte[BootCode.IsolinuxMark.Length];
        try
        {
            using var open = file.Source.Open();
            return open.Read(BootCode.IsolinuxMarkAt, mark) == mark.Length && mark.SequenceEqual(BootCode.IsolinuxMark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
