using IsoBuild.Diagnostics;
using IsoBuild.Machines;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>What machines boot from an image, on whichever medium.</summary>
internal sealed class MachineConsumers(ImageReader reader)
{
    /// <summary>Where discs have their boot record.</summary>
    private const long RecordAt = 17L * Bytes.Sector.Size;

    private IReadOnlyList<MachineBoot>? boots;

    /// <summary>The machine that a consumer is; <see langword="null"/> for systems, and for firmware of several machines.</summary>
    public static Machine? MachineOf(ImageConsumer consumer) => consumer switch
    {
        ImageConsumer.Ia32 => Machine.Ia32,
        ImageConsumer.X64 => Machine.X64,
        ImageConsumer.Arm => Machine.Arm,
        ImageConsumer.Arm64 => Machine.Arm64,
        ImageConsumer.RiscV64 => Machine.RiscV64,
        ImageConsumer.LoongArch64 => Machine.LoongArch64,
        ImageConsumer.Ppc64le => Machine.Ppc64le,
        ImageConsumer.S390x => Machine.S390x,
        _ => null,
    };

    /// <summary>What a machine boots; <see langword="null"/> for consumers that are none.</summary>
    public ConsumerView? Of(ImageConsumer consumer)
    {
        if (MachineOf(consumer) is not { } machine)
        {
            return null;
        }

        boots ??= MachineFinder.Find(reader);
        var findings = new Findings();
        var disc = boots.FirstOrDefault(boot => boot.Machine == machine && boot.Medium == BootMedium.Disc);
        var disk = boots.FirstOrDefault(boot => boot.Machine == machine && boot.Medium == BootMedium.Disk);
        if (disc is null && disk is null)
        {
            findings.Error(DiagnosticId.BootNothingFor, MachineNames.NameOf(machine), offset: null, $"These machines find nothing to boot from, on a disc or on a disk. {WhatToDo(machine)}");
            return new ConsumerView(consumer, "nothing bootable", IsUsable: false, [], findings.ToList());
        }

        if (disc is null || disk is null)
        {
            findings.Info(DiagnosticId.MediumNotBootable, MachineNames.NameOf(machine), disc is null ? RecordAt : 0, disc is null
                ? "These machines boot from the image on a USB stick or a disk, but not as a disc. If they must, add its EFI system partition to the boot catalog."
                : "These machines boot from the image as a disc, but find no partition to boot from on a USB stick or a disk. If they must, make a hybrid image.");
        }

        var sees = disc is null ? "nothing bootable" : Text(disc);
        return new ConsumerView(consumer, $"{sees};  from a disk, {(disk is null ? "nothing bootable" : Text(disk))}", IsUsable: true, [], findings.ToList());
    }

    private static string Text(MachineBoot boot) => $"{boot.Loader} ({boot.Reason})";

    private static string WhatToDo(Machine machine) => machine switch
    {
        Machine.Ppc64le => $"Add a boot loader for Open Firmware, and /{BootInfoFile.Path}, which names it.",
        Machine.S390x => "Add a boot entry whose image is a Linux kernel for s390x, with its initrd.",
        _ => $"Add a boot loader for {MachineNames.NameOf(machine)} as EFI/BOOT/{MachineNames.EfiFileName(machine)} to the EFI system partition.",
    };
}
