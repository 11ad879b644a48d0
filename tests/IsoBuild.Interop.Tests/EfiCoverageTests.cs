using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Reading;
using IsoBuild.Verifying;

namespace IsoBuild.Interop.Tests;

/// <summary>The sector count of a UEFI entry is the size of the partition: what it leaves out, firmware does not read (UEFI 13.3.2.1).</summary>
public sealed class EfiCoverageTests : IDisposable
{
    private const string Text = "started by UEFI";

    private readonly TempDirectory temp = new();

    /// <inheritdoc/>
    public void Dispose() => temp.Dispose();

    [ToolTheory(Firmware.Bios, "mkfs.fat", "mcopy")]
    [InlineData(BootEntry.WholeImage, true)]
    [InlineData(8, false)]
    public void OVMF_boots_from_an_entry_that_covers_its_file_system(int loadSize, bool isCovered)
    {
        string iso = temp.Combine("a.iso");
        BuildResult made = Make(iso, kibibytes: 12 * 1024, loadSize, hiddenFrom: 0);

        Assert.Equal(isCovered, Firmware.BootUefi(iso, BootMedium.Cd, isCovered ? Text : "failed to load").Contains(Text, StringComparison.Ordinal));
        Assert.Equal(isCovered, !made.Diagnostics.Any(found => found.Id == DiagnosticId.UefiLoadShort));
        Assert.Equal(isCovered, !Remade(iso).Diagnostics.Any(found => found.Id == DiagnosticId.UefiLoadShort));
        Assert.Equal(isCovered, !Verified(iso).Any(found => found is { Id: DiagnosticId.BootLoadShort, Severity: DiagnosticSeverity.Error }));
    }

    /// <summary>mkfs.fat makes whole tracks of 32 sectors: of 10,006 sectors it uses 9,984. The image keeps them all, in a tree or not.</summary>
    [ToolTheory("mkfs.fat", "mcopy")]
    [InlineData((ImageFormats)0)]
    [InlineData(ImageFormats.Default)]
    public void A_file_system_that_was_rounded_down_is_covered(ImageFormats hiddenFrom)
    {
        const int kibibytes = 5003;
        string iso = temp.Combine("a.iso");
        BuildResult made = Make(iso, kibibytes, BootEntry.WholeImage, hiddenFrom);

        using (IsoImage image = IsoImage.Open(iso))
        {
            BootEntryInfo entry = Assert.Single(image.Boot!.Entries);
            Assert.InRange(entry.Length, kibibytes * 1024, (kibibytes * 1024) + 2047);
        }

        Assert.DoesNotContain(made.Diagnostics, found => found.Id is DiagnosticId.UefiLoadShort or DiagnosticId.BootLoadTooLong);
        Assert.DoesNotContain(Remade(iso).Diagnostics, found => found.Id is DiagnosticId.UefiLoadShort or DiagnosticId.BootLoadTooLong);
        Assert.DoesNotContain(Verified(iso), found => found.Id is DiagnosticId.BootLoadShort or DiagnosticId.BootLoadTooLarge);
    }

    /// <summary>Of a file that is cut off, an entry covers all that there is: what is wrong with it is said once, and another load size mends nothing.</summary>
    [ToolTheory("mkfs.fat", "mcopy")]
    [InlineData(BootEntry.WholeImage, true)]
    [InlineData(8, false)]
    public void A_file_system_that_is_cut_off_is_not_told_to_be_covered(int loadSize, bool isCovered)
    {
        const int megabyte = 1 << 20;
        string iso = temp.Combine("a.iso");
        Make(iso, kibibytes: 5 * 1024, loadSize, hiddenFrom: 0, length: 4 * megabyte);

        List<Diagnostic> found = Verified(iso);
        Assert.Contains(found, finding => finding.Id == DiagnosticId.FatTruncated);
        Assert.Equal(isCovered, found.TrueForAll(finding => finding.Id != DiagnosticId.BootLoadShort));
    }

    private BuildResult Make(string iso, int kibibytes, int loadSize, ImageFormats hiddenFrom, int? length = null)
    {
        string partition = temp.Combine("efi.img");
        string program = temp.Combine("BOOTX64.EFI");
        File.WriteAllBytes(program, BootCode.EfiProgram(Text));
        Readers.Shell($"mkfs.fat -C \"$1\" {kibibytes} >/dev/null; mmd -i \"$1\" ::EFI ::EFI/BOOT; mcopy -i \"$1\" \"$2\" ::EFI/BOOT/BOOTX64.EFI", partition, program);
        if (length is { } bytes)
        {
            using FileStream cut = File.OpenWrite(partition);
            cut.SetLength(bytes);
        }

        return new ImageBuilder(new ImageOptions { VolumeId = "BOOT", PaddingSectors = 16 })
            .AddFile("efi.img", partition, new EntryOptions { HiddenFrom = hiddenFrom })
            .AddBootEntry(new BootEntry { ImagePath = "efi.img", Platform = BootPlatform.Uefi, LoadSize = loadSize })
            .Write(iso).EnsureSuccess();
    }

    private BuildResult Remade(string iso) => new ImageBuilder().BasedOn(iso).Write(temp.Combine("b.iso")).EnsureSuccess();

    private static List<Diagnostic> Verified(string iso)
    {
        using IsoImage image = IsoImage.Open(iso);
        VerifyReport report = image.Verify(new VerifyOptions { Consumers = [ImageConsumer.Uefi] });
        return [.. report.Findings, .. report.Consumers.SelectMany(view => view.Findings)];
    }
}
