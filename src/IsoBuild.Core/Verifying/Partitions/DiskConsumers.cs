using IsoBuild.Diagnostics;
using IsoBuild.Partitions;
using IsoBuild.Reading;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>What firmware makes of an image that was copied to a USB stick or a disk.</summary>
internal static class DiskConsumers
{
    /// <summary>Adds to what firmware makes of the disc what it makes of the disk.</summary>
    public static ConsumerView With(ConsumerView view, PartitionTableReading tables)
    {
        if (view.Consumer is not (ImageConsumer.Bios or ImageConsumer.Uefi) || tables is { Tables: { HasMbr: false, Gpt: null } })
        {
            return view;
        }

        var findings = new Findings();
        var sees = view.Consumer == ImageConsumer.Bios ? Bios(tables.Tables, findings) : Uefi(tables, findings);
        return view with { Sees = $"{view.Sees};  from a disk, {sees}", Findings = [.. view.Findings, .. findings.ToList()] };
    }

    /// <summary>PC firmware starts the code of the master boot record, some of it only where a partition is active.</summary>
    private static string Bios(PartitionTables tables, Findings findings)
    {
        if (!tables.HasMbr || tables.BootCode is BootCodeKind.None or BootCodeKind.Message)
        {
            findings.Info(DiagnosticId.DiskNotBootable, "master boot record", offset: 0, "The master boot record has no boot code, so BIOS machines do not boot from the image on a USB stick. If they must, add the MBR code of its boot loader.");
            return "nothing bootable";
        }

        if (!tables.Mbr.Any(partition => partition.IsActive))
        {
            findings.Warning(DiagnosticId.ActivePartitions, "master boot record", MasterBootRecord.TableAt, "No partition is marked as active, and some firmware does not boot from such a disk. Mark one as active.");
        }

        return PartitionText.CodeName(tables.BootCode);
    }

    private static string Uefi(PartitionTableReading tables, Findings findings)
    {
        if (DiskSystem.Of(tables) is { } system)
        {
            return system.Name;
        }

        findings.Info(DiagnosticId.DiskNotBootable, "partition tables", offset: 0, "No partition is an EFI system partition that firmware accepts. From a USB stick, UEFI machines boot only if their firmware also reads El Torito there, as EDK2 does. If they must boot, add a UEFI entry and a GPT.");
        return "no EFI system partition";
    }
}
