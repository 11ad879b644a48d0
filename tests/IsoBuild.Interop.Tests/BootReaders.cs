using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Interop.Tests;

/// <summary>Other people's programs that read boot catalogs, partition tables and EFI system partitions.</summary>
internal static class BootReaders
{
    private const int BlocksInSector = 4;

    /// <summary>Holds all that they say of an image against what we say of it.</summary>
    public static void AssertAgreement(string path)
    {
        using IsoImage image = IsoImage.Open(path);
        Assert.Empty(image.Diagnostics);
        IsoinfoAgrees(path, image.Boot!);
        XorrisoAgrees(path, image);
        if (image.PartitionTables.Gpt is { } gpt)
        {
            Assert.Contains("No problems found.", Readers.Run("sgdisk", "-v", path).Output, StringComparison.Ordinal);
            FdiskAgrees(path, gpt);
        }

        foreach (BootEntryInfo entry in image.Boot!.Entries.Where(entry => entry.Platform == BootPlatform.Uefi))
        {
            FatAgrees(path, image, entry);
        }
    }

    /// <summary>It shows the default entry alone.</summary>
    private static void IsoinfoAgrees(string path, BootCatalogInfo boot)
    {
        string shown = Readers.Run("isoinfo", "-d", "-i", path).Output;
        BootEntryInfo entry = boot.Entries[0];
        Assert.Equal(boot.Sector, Number(shown, @"boot catalog is in sector (\d+)"));
        // As it writes it: 0 for x86, and 239 for what it knows no name of.
        Assert.Equal((int)boot.Platform, Number(shown, @"Arch (\d+)"));
        Assert.Contains("Key 55 AA", shown, StringComparison.Ordinal);
        Assert.Contains(entry.IsBootable ? "Bootid 88 " : "Bootid 0 ", shown, StringComparison.Ordinal);
        Assert.Equal((int)entry.Emulation, Number(shown, @"Boot media (\d+)"));
        Assert.Equal(entry.LoadSize, Convert.ToInt32(Regex.Match(shown, @"Nsect ([0-9A-F]+)").Groups[1].Value, 16));
        Assert.Equal(entry.Sector, Number(shown, @"Bootoff [0-9A-F]+ (\d+)"));
    }

    private static void XorrisoAgrees(string path, IsoImage image)
    {
        string report = Readers.Run("xorriso", "-indev", path, "-report_el_torito", "plain", "-report_system_area", "plain").Output;
        BootCatalogInfo boot = image.Boot!;
        Assert.Equal(boot.Sector, Number(report, @"El Torito catalog +: (\d+)"));
        Assert.Equal(
            boot.Entries.Select(entry => Invariant($"{entry.Number} {(entry.Platform == BootPlatform.Uefi ? "UEFI" : "BIOS")} {(entry.IsBootable ? 'y' : 'n')} {(entry.Emulation == BootEmulation.Floppy144 ? "fd1.4" : "none")} {entry.LoadSize} {entry.Sector}")),
            Regex.Matches(report, @"El Torito boot img : +(\d+) +(\S+) +(\S) +(\S+) +0x0000 +0x00 +(\d+) +(\d+)").Select(row => string.Join(' ', row.Groups.Values.Skip(1))));
        foreach (BootEntryInfo entry in boot.Entries)
        {
            string patches = Regex.Match(report, Invariant($@"El Torito img opts : +{entry.Number} +(.*)")).Groups[1].Value;
            Assert.Equal(entry.BootInfoTable == BootPatchState.Right, patches.Contains("boot-info-table", StringComparison.Ordinal));
            Assert.Equal(entry.GrubBootInfo == BootPatchState.Right, patches.Contains("grub2-boot-info", StringComparison.Ordinal));
            Assert.Equal(entry.Path ?? "", Regex.Match(report, Invariant($@"El Torito img path : +{entry.Number} +(.*)")).Groups[1].Value);
        }

        Assert.Equal(
            image.PartitionTables.Mbr.Select(partition => Invariant($"{partition.Number} {(partition.IsActive ? "0x80" : "0x00")} 0x{partition.Type:x2} {partition.FirstBlock} {partition.BlockCount}")),
            Regex.Matches(report, @"MBR partition +: +(\d+) +(\S+) +(\S+) +(\d+) +(\d+)").Select(row => string.Join(' ', row.Groups.Values.Skip(1))));
        Assert.Equal(
            (image.PartitionTables.Gpt?.Partitions ?? []).Select(partition => Invariant($"{partition.Number} {partition.FirstBlock} {partition.BlockCount}")),
            Regex.Matches(report, @"GPT start and size : +(\d+) +(\d+) +(\d+)").Select(row => string.Join(' ', row.Groups.Values.Skip(1))));
    }

    private static void FdiskAgrees(string path, GptTable gpt)
    {
        string shown = Readers.Run("fdisk", "-l", path).Output;
        Assert.Contains("Disklabel type: gpt", shown, StringComparison.Ordinal);
        Assert.Contains($"Disk identifier: {gpt.DiskId.ToString().ToUpperInvariant()}", shown, StringComparison.Ordinal);
        Assert.Equal(
            gpt.Partitions.Select(partition => Invariant($"{partition.Number} {partition.FirstBlock} {partition.LastBlock} {partition.BlockCount}")),
            Regex.Matches(shown, Regex.Escape(path) + @"(\d+) +(\d+) +(\d+) +(\d+) ").Select(row => string.Join(' ', row.Groups.Values.Skip(1))));
    }

    /// <summary>The partition, cut out of the image where the catalog and the GPT say that it lies.</summary>
    private static void FatAgrees(string path, IsoImage image, BootEntryInfo entry)
    {
        if (image.PartitionTables.Gpt is { } gpt)
        {
            Assert.Contains(gpt.Partitions, partition =>
                partition.TypeName == "EFI system partition" && partition.FirstBlock == (ulong)entry.Sector * BlocksInSector && partition.BlockCount == (ulong)entry.Length / 512);
        }

        using TempDirectory temp = new();
        string partition = temp.Combine("esp.img");
        using (FileStream from = File.OpenRead(path))
        {
            byte[] bytes = new byte[entry.Length];
            from.Seek(entry.Sector * 2048, SeekOrigin.Begin);
            from.ReadExactly(bytes);
            File.WriteAllBytes(partition, bytes);
        }

        Readers.Run("fsck.fat", "-n", partition);
        IReadOnlyList<BootImageFile> files = image.FilesOf(entry);
        Assert.Equal(
            files.Select(file => $"::/{file.Path}{(file.IsDirectory ? "/" : "")}").Order(StringComparer.Ordinal),
            Readers.Run("mdir", "-/", "-b", "-i", partition, "::/").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        foreach (BootImageFile file in files.Where(file => !file.IsDirectory))
        {
            string copy = temp.Combine("copy");
            Readers.Run("mcopy", "-n", "-o", "-i", partition, $"::/{file.Path}", copy);
            using Stream ours = file.OpenRead();
            using MemoryStream memory = new();
            ours.CopyTo(memory);
            Assert.True(memory.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(copy)), $"{file.Path} differs");
        }
    }

    private static long Number(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern);
        Assert.True(match.Success, $"{pattern} is not in: {text}");
        return long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
