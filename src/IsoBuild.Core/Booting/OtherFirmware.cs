using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Machines;

namespace IsoBuild.Booting;

/// <summary>Recognises what machines boot from that have neither BIOS nor UEFI: Open Firmware (ppc64le) and IBM Z (s390x).</summary>
/// <param name="content">The content, as far as it was added.</param>
/// <param name="find">The first file of some names in some folders.</param>
/// <param name="diagnostics">Receives reports of what was found and what is done with it.</param>
internal sealed class OtherFirmware(ContentTreeBuilder content, Func<string[], string[], ContentFile?> find, DiagnosticBag diagnostics)
{
    /// <summary>Where GRUB for Open Firmware is put; firmware finds it by its ISO 9660 names, which have no hyphens.</summary>
    private static readonly string[] OpenFirmwareFolders = ["boot/grub", "boot/grub2", "boot", "grub", ""];
    private static readonly string[] OpenFirmwareNames = ["powerpc.elf", "grub.elf", "core.elf"];

    /// <summary>Where distributions put a kernel with its initrd for discs: Fedora, SUSE, Ubuntu, Debian, and names that say what they are.</summary>
    private static readonly string[] KernelFolders = ["images", "boot/s390x", "boot", "s390x", ""];
    private static readonly string[] KernelNames = ["cdboot.img", "cd.ikr", "ubuntu.ikr", "debian.ikr", "s390x.img", "s390x.ikr"];

    /// <summary>Looks for a program that Open Firmware starts. It reads no boot catalog: a text names the program, and is made where it is missing.</summary>
    /// <returns>Whether there is one.</returns>
    public bool FindOpenFirmware()
    {
        if (find([""], [BootInfoFile.Path]) is { } info)
        {
            return IsStarted(info);
        }

        if (find(OpenFirmwareFolders, OpenFirmwareNames) is not { } loader || !ForeignPrograms.IsPowerPc(HeadOf(loader)))
        {
            return false;
        }

        var names = BootInfoFile.Path.Split('/');
        content.AddFile(content.Directory(names.AsSpan()[..^1]), names[^1], new MemorySource(BootInfoFile.For(loader.Path[1..])), new EntryOptions { Mode = FileModes.Plain });
        content.Keep(names);
        diagnostics.Info(DiagnosticId.BootLoaderFound, loader.Path, $"A boot loader for Open Firmware: ppc64le machines boot from it. /{BootInfoFile.Path} is made, which names it.", loader.Source.FilePath);
        return true;
    }

    /// <summary>Looks for a kernel for IBM Z, with its initrd in the same file.</summary>
    public BootEntry? FindKernel()
    {
        if (find(KernelFolders, KernelNames) is not { } kernel || !ForeignPrograms.IsS390(HeadOf(kernel)))
        {
            return null;
        }

        diagnostics.Info(DiagnosticId.BootLoaderFound, kernel.Path, "A Linux kernel for IBM Z: s390x machines boot from it, by a boot entry of its own.", kernel.Source.FilePath);
        return new BootEntry { ImagePath = kernel.Path, LoadSize = BootEntry.WholeImage };
    }

    private bool IsStarted(ContentFile info)
    {
        var text = new byte[Math.Min(info.Length, BootInfoFile.MostBytes)];
        if (!FileHead.TryRead(info, text, diagnostics))
        {
            return false;
        }

        if (BootInfoFile.ProgramOf(text) is not { } path)
        {
            diagnostics.Warning(DiagnosticId.BootLoaderIncomplete, info.Path, "The text names no boot loader as Open Firmware (SLOF) reads it, so ppc64le machines do not boot from the image. Write <boot-script>boot &device;:\\boot\\grub\\powerpc.elf</boot-script> into it.", info.Source.FilePath);
            return false;
        }

        // ISO 9660 has an underscore for every character that it does not know.
        if (!path.Contains('_') && find([""], [path]) is null)
        {
            diagnostics.Warning(DiagnosticId.BootLoaderIncomplete, info.Path, $"The text names /{path}, which is not in the content, so ppc64le machines do not boot from the image. Add the file, or correct the text.", info.Source.FilePath);
            return false;
        }

        diagnostics.Info(DiagnosticId.BootLoaderFound, info.Path, $"Open Firmware: ppc64le machines boot /{path}, which it names.", info.Source.FilePath);
        return true;
    }

    private byte[] HeadOf(ContentFile file)
    {
        var head = new byte[ForeignPrograms.HeadSize];
        return FileHead.TryRead(file, head, diagnostics) ? head : [];
    }
}
