using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Machines;

namespace IsoBuild.Partitions;

/// <summary>Whether the boot code for disks fits the boot image for discs.</summary>
internal static class HybridCheck
{
    private const string Item = "hybrid";

    /// <summary>Tells of what does not fit; <see langword="false"/> when no image can be made of it.</summary>
    /// <param name="code">The code of the master boot record.</param>
    /// <param name="boot">What the boot catalog will hold.</param>
    /// <param name="isKept">Whether the tables are those of another image, or there are partitions in them that somebody appended: they may be there for these alone.</param>
    /// <param name="isCodeless">Whether somebody said that there is to be no code.</param>
    /// <param name="diagnostics">Is told.</param>
    public static bool Check(BootCodeFile code, DiskBoot boot, bool isKept, bool isCodeless, DiagnosticBag diagnostics)
    {
        if (Unmet(code.Kind, boot) is { } message)
        {
            diagnostics.Error(DiagnosticId.BootCodeWithoutImage, "boot code", message, code.Source);
            return false;
        }

        if (!isKept && boot is { HasEntries: false, HasBootInfo: false } && code.Kind != BootCodeKind.Other)
        {
            diagnostics.Warning(DiagnosticId.HybridWithoutBoot, Item, $"The image has partition tables, but neither a boot entry nor /{BootInfoFile.Path}, so no machine boots from it. Add a boot entry, or leave the partition tables out.");
        }
        else if (code.Kind == BootCodeKind.Message && !isCodeless && WhyNotFromDisks(boot) is { } why)
        {
            // Whoever keeps the tables of an image that boots otherwise was told when that image was made.
            diagnostics.Add(new Diagnostic(DiagnosticId.BootCodeMissing, isKept && boot.HasEfi ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning, Item, why));
        }

        return true;
    }

    /// <summary>Why BIOS machines boot from the image as a disc, and not as a disk; <see langword="null"/> when they boot from neither.</summary>
    private static string? WhyNotFromDisks(DiskBoot boot)
    {
        if ((boot.BiosImage?.Path ?? boot.EmulatedPath) is not { } path)
        {
            return null;
        }

        var who = boot.HasEfi ? "machines boot from USB sticks and disks only in UEFI mode, not in BIOS mode" : "BIOS machines do not boot from USB sticks and disks";
        var what = boot.BiosImage is null
            ? $"{path} is booted with emulation, which works only from discs, and there is no MBR boot code. Add a BIOS entry without emulation and its MBR code"
            : boot.CodeRefusal is { } refusal ? $"there is no MBR boot code for {path}. {refusal.TrimEnd('.')}"
            : $"there is no MBR boot code for {path}. Put the boot loader's code beside it (ISOLINUX has isohdpfx.bin, GRUB has boot_hybrid.img), or name the file";
        return $"The image is to boot from disks, too, but {who}: {what}. If they need not, set the boot code to none.";
    }

    /// <summary>What the code needs and does not find.</summary>
    public static string? Unmet(BootCodeKind kind, DiskBoot boot) => kind switch
    {
        BootCodeKind.Isolinux when boot.BiosImage is null => "The MBR code is that of ISOLINUX, but there is no BIOS boot entry without emulation for isolinux.bin. Add the entry.",
        BootCodeKind.Isolinux when !IsIsolinux(boot.BiosImage.Source) => $"The MBR code is that of ISOLINUX and boots only isolinux.bin of version 4 or later, but {boot.BiosImage.Path} is not one. Name the MBR code that belongs to that boot image.",
        BootCodeKind.Grub when boot.BiosImage is null => "The MBR code is that of GRUB, but there is no BIOS boot entry without emulation for GRUB's El Torito image. Add the entry.",
        BootCodeKind.Grub when !boot.IsGrub => $"The MBR code is that of GRUB, but no GRUB boot info is written into {boot.BiosImage.Path}, which GRUB needs to find itself. Turn GRUB's boot info on for its entry, or name the MBR code that belongs to that boot image.",
        _ => null,
    };

    /// <summary>Whether a file has the bytes by which the code knows it. One that cannot be read is told of when it is copied.</summary>
    public static bool IsIsolinux(ContentSource source)
    {
        Span<byte> mark = stackalloc byte[BootCode.IsolinuxMark.Length];
        try
        {
            using var open = source.Open();
            return open.Read(BootCode.IsolinuxMarkAt, mark) == mark.Length && mark.SequenceEqual(BootCode.IsolinuxMark);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
