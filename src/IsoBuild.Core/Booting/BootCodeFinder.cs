using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Booting;

/// <summary>The code for the master boot record that lies beside a boot loader in the content.</summary>
/// <param name="Bytes">The code; empty when there is none that can be used.</param>
/// <param name="Refusal">Why code that lies there is not used.</param>
internal sealed record FoundBootCode(ReadOnlyMemory<byte> Bytes, string? Refusal);

/// <summary>Looks for the code for the master boot record beside the boot image that BIOS machines boot from, whoever named that image.</summary>
internal sealed class BootCodeFinder(ContentTree content, DiagnosticBag diagnostics)
{
    /// <summary>Longer files are no code of a master boot record. Whoever has one of that name in the content for another reason loses nothing.</summary>
    private const int Longest = 512;

    /// <summary>What makers of boot loaders call it. Those of ISOLINUX differ in which disks they work on: the first works on most.</summary>
    private static readonly string[] Names = ["isohdpfx.bin", "isohdppx.bin", "boot_hybrid.img"];

    /// <summary>GRUB keeps its files for BIOS there, also where its boot image lies above.</summary>
    private const string GrubFolder = "i386-pc";

    /// <summary>The first code that belongs to the boot image.</summary>
    /// <param name="bios">What BIOS machines boot from.</param>
    /// <param name="known">The code that was found together with the boot loader.</param>
    public FoundBootCode Find(PlannedBoot bios, ContentFile? known)
    {
        string? refusal = null;
        foreach (var file in Candidates(bios, known))
        {
            var bytes = new byte[file.Length];
            if (!FileHead.TryRead(file, bytes, diagnostics))
            {
                continue;
            }

            var problems = new DiagnosticBag();
            var code = BootCodeFile.Load(new HybridOptions { BootCode = bytes }, problems);
            var why = code is null ? problems.ToList() is [var problem, ..] ? problem.Message : null
                : code.Kind is BootCodeKind.None or BootCodeKind.Message ? "It has no code."
                : HybridCheck.Unmet(code.Kind, new DiskBoot { BiosImage = bios.Image, IsGrub = bios.HasGrubInfo });
            if (why is null)
            {
                diagnostics.Info(DiagnosticId.BootLoaderFound, file.Path, "Found beside the boot loader: the MBR boot code, with which BIOS machines boot from a copy of the image on a disk.", file.Source.FilePath);
                return new FoundBootCode(bytes, Refusal: null);
            }

            refusal ??= $"{file.Path} is not used: {why}";
        }

        return new FoundBootCode(default, refusal);
    }

    private IEnumerable<ContentFile> Candidates(PlannedBoot bios, ContentFile? known)
    {
        var beside = ((bios.Entry.IsInTree ? content.Find(bios.Entry.ImagePath.Replace('\\', '/')) : null) ?? bios.Image).Parent;
        ContentDirectory?[] folders = [beside, NameCase.Find(beside, GrubFolder, ignoresCase: true) as ContentDirectory];
        return new ContentNode?[] { known }
            .Concat(folders.SelectMany(_ => Names, (folder, name) => NameCase.Find(folder, name, ignoresCase: true) is ContentLink link ? link.LeadsTo : NameCase.Find(folder, name, ignoresCase: true)))
            .OfType<ContentFile>()
            .Where(file => file is { Length: > 0 and <= Longest })
            .Distinct();
    }
}
