using System.Globalization;
using IsoBuild.Diagnostics;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Inspection;

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
            findings.Info(DiagnosticId.DiskStartsNot, "master boot record", offset: 0, "The master boot record has no code that starts anything: from a USB stick, the image does not start in BIOS mode. Give it the code that belongs to its boot loader if it is to.");
            return "nothing that starts";
        }

        if (!tables.Mbr.Any(partition => partition.IsActive))
        {
            findings.Warning(DiagnosticId.ActivePartitions, "master boot record", MasterBootRecord.TableAt, "No partition is marked as active: some firmware starts no disk of that kind. Mark one of them.");
        }

        return PartitionText.CodeName(tables.BootCode);
    }

    /// <summary>EDK2 takes the GPT, if it is sound and protected; else El Torito, as from a disc; else the master boot record, if no typed entries overlap.</summary>
    private static string Uefi(PartitionTableReading tables, Findings findings)
    {
        var known = tables.Tables;
        var isProtected = known.Mbr.Any(partition => partition is { Type: MbrPartition.Protective, FirstBlock: GptHeader.PrimaryBlock });
        if (tables.Gpt is { State: GptState.Sound } gpt)
        {
            var within = gpt.Partitions.Where(partition => partition.IsWithin(gpt.Header.FirstUsableBlock, gpt.Header.LastUsableBlock)).ToList();
            var system = within.Find(partition => partition.TypeId == GptPartition.EfiSystem && within.TrueForAll(other => other == partition || !other.Overlaps(partition)));
            if (system is not null && isProtected)
            {
                return string.Create(CultureInfo.InvariantCulture, $"the EFI system partition {system.Number} of the GPT");
            }
        }

        if (known.Mbr.FirstOrDefault(partition => partition.Type == MbrPartition.EfiSystem) is { } entry)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the EFI system partition {entry.Number} of the master boot record");
        }

        findings.Info(DiagnosticId.DiskStartsNot, "partition tables", offset: 0, "No partition is an EFI system partition that firmware takes: from a USB stick, the image starts in UEFI mode only where firmware looks for El Torito there too, as EDK2 does. Add an entry for UEFI, and a GPT, if it is to.");
        return "no EFI system partition";
    }
}
