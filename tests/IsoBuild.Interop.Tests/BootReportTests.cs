using System.Text.RegularExpressions;
using IsoBuild.ElTorito;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Interop.Tests;

/// <summary>Other people's programs say of our boot catalogs what we say, and we of theirs what they say.</summary>
public sealed partial class BootReportTests
{
    private const int Floppy = 1_474_560;

    /// <summary>An entry as xorriso reports it.</summary>
    private sealed record Reported(string Platform, bool IsBootable, string Emulation, int Segment, int SystemType, int LoadSize, long Sector, string Path);

    [ToolFact("xorriso", "isoinfo")]
    public void Of_ours()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("ours.iso");
        new ImageBuilder(new ImageOptions { VolumeId = "BOOT", BootCatalog = "boot/boot.cat", EfiImage = "boot/efi.img" })
            .AddFile("boot/loader.bin", BootCode.BootSector("loader", 4096))
            .AddFile("boot/floppy.img", BootCode.BootSector("floppy", Floppy))
            .AddFile("boot/disk.img", BootCode.Disk("disk"))
            .AddEfiBoot("", BootCode.EfiProgram("program"))
            .AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", BootInfoTable = true })
            .AddBootEntry(new BootEntry { ImagePath = "boot/floppy.img", Emulation = BootEmulation.Floppy144, LoadSegment = 0x1000 })
            .AddBootEntry(new BootEntry { ImagePath = "boot/disk.img", Emulation = BootEmulation.HardDisk })
            .AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", Platform = BootPlatform.PowerPc, LoadSize = 7, IsBootable = false })
            .Write(iso).EnsureSuccess();

        Reported[] reported = Report(iso, out string text);
        AssertSame(iso, reported);
        Assert.Equal(["BIOS none", "UEFI none", "BIOS fd1.4", "BIOS hd", "PPC none"], reported.Select(entry => $"{entry.Platform} {entry.Emulation}"));
        Assert.Contains("El Torito cat path : /boot/boot.cat", text, StringComparison.Ordinal);
        Assert.Matches(@"El Torito img opts :\s+1\s+boot-info-table", text);

        // The default entry, whose sectors isoinfo counts by 512 bytes too.
        string info = Readers.Run("isoinfo", "-d", "-i", iso).Output;
        Assert.Matches($@"Boot media 0 \(No Emulation Boot\)\s+Load segment 0\s+Sys type 0\s+Nsect 4\s+Bootoff \w+ {reported[0].Sector}\b", info);
        Assert.Contains("Key 55 AA", info, StringComparison.Ordinal);
    }

    [ToolTheory("genisoimage", "xorriso")]
    [InlineData("genisoimage", false)]
    [InlineData("genisoimage", true)]
    [InlineData("xorriso", false)]
    [InlineData("xorriso", true)]
    public void Of_theirs(string program, bool isFloppy)
    {
        using TempDirectory temp = new();
        temp.Write("tree/boot/loader.bin", BootCode.BootSector("loader", 40_000));
        temp.Write("tree/boot/floppy.img", BootCode.BootSector("floppy", Floppy));
        temp.Write("tree/boot/efi.img", new byte[1 << 20]);
        temp.Write("tree/readme.txt", "beside it");
        string iso = temp.Combine("theirs.iso");
        string[] first = isFloppy
            ? ["-b", "boot/floppy.img"]
            : ["-b", "boot/loader.bin", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table"];
        string[] all = ["-quiet", "-J", "-r", "-o", iso, "-c", "boot/boot.cat", .. first, "-eltorito-alt-boot", "-e", "boot/efi.img", "-no-emul-boot", temp.Combine("tree")];
        Readers.Run(program, program == "xorriso" ? ["-as", "mkisofs", .. all] : all);

        AssertSame(iso, Report(iso, out _));
        using IsoImage image = IsoImage.Open(iso);
        Assert.Equal("/boot/boot.cat", image.Boot!.Path);
        Assert.Equal(isFloppy ? BootPatchState.None : BootPatchState.Right, image.Boot.Entries[0].BootInfoTable);
        Assert.Equal(isFloppy ? Floppy : 40_000, image.Boot.Entries[0].Length);
        Assert.DoesNotContain(image.Verify().Findings, finding => (int)finding.Id is >= 3580 and < 3600 && finding.Id != Diagnostics.DiagnosticId.BootImageNotFat);
    }

    [ToolFact("xorriso")]
    public void Of_an_image_behind_the_volume()
    {
        using TempDirectory temp = new();
        string iso = temp.Combine("appended.iso");
        using (IsoImage ours = IsoImage.Open(new MemoryStream(Written(new ImageBuilder().AddEfiBoot("", BootCode.EfiProgram("program"))))))
        using (Stream partition = ours.OpenBootImage(ours.Boot!.Entries[0]))
        using (FileStream file = File.Create(temp.Combine("efi.img")))
        {
            partition.CopyTo(file);
        }

        temp.Write("tree/readme.txt", "beside it");
        Readers.Run("xorriso", "-as", "mkisofs", "-quiet", "-r", "-o", iso, "-append_partition", "2", "0xef", temp.Combine("efi.img"), "-e", "--interval:appended_partition_2:all::", "-no-emul-boot", temp.Combine("tree"));

        using IsoImage image = IsoImage.Open(iso);
        BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
        Assert.Equal((null, BootLengthSource.FileSystem, new FileInfo(temp.Combine("efi.img")).Length), (entry.Path, entry.LengthSource, entry.Length));
        Assert.Equal(["EFI", "EFI/BOOT", "EFI/BOOT/BOOTX64.EFI"], image.FilesOf(entry).Select(file => file.Path));
        ConsumerView uefi = Assert.Single(image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Uefi] }).Consumers);
        Assert.True(uefi.IsUsable);
    }

    private static byte[] Written(ImageBuilder builder)
    {
        using MemoryStream stream = new();
        builder.Write(stream).EnsureSuccess();
        return stream.ToArray();
    }

    private static void AssertSame(string iso, Reported[] reported)
    {
        using IsoImage image = IsoImage.Open(iso);
        Assert.Equal(
            reported,
            image.Boot!.Entries.Select(entry => new Reported(
                entry.Platform switch { BootPlatform.Bios => "BIOS", BootPlatform.Uefi => "UEFI", BootPlatform.PowerPc => "PPC", _ => "Mac" },
                entry.IsBootable,
                entry.Emulation switch { BootEmulation.None => "none", BootEmulation.Floppy12 => "fd1.2", BootEmulation.Floppy144 => "fd1.4", BootEmulation.Floppy288 => "fd2.8", _ => "hd" },
                entry.LoadSegment,
                entry.SystemType,
                entry.LoadSize,
                entry.Sector,
                entry.Path ?? "")));
    }

    private static Reported[] Report(string iso, out string text)
    {
        text = Readers.Run("xorriso", "-indev", iso, "-report_el_torito", "plain").Output;
        Dictionary<string, string> paths = PathLine().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return [.. ImageLine().Matches(text).Select(match => new Reported(
            match.Groups[2].Value,
            match.Groups[3].Value == "y",
            match.Groups[4].Value,
            Convert.ToInt32(match.Groups[5].Value, 16),
            Convert.ToInt32(match.Groups[6].Value, 16),
            int.Parse(match.Groups[7].Value),
            long.Parse(match.Groups[8].Value),
            paths.GetValueOrDefault(match.Groups[1].Value, "")))];
    }

    [GeneratedRegex(@"^El Torito boot img :\s+(\d+)\s+(\S+)\s+([yn])\s+(\S+)\s+(0x\w+)\s+(0x\w+)\s+(\d+)\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex ImageLine();

    [GeneratedRegex(@"^El Torito img path :\s+(\d+)\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex PathLine();
}
