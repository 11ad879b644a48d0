using System.Globalization;
using System.Text.RegularExpressions;
using IsoBuild.Diagnostics;

namespace IsoBuild.Interop.Tests;

/// <summary>Files that go into the EFI system partition of a base, as mtools, fsck.fat and blkid see them.</summary>
public sealed class RemasterEfiTests : IDisposable
{
    private const string AsFile = "xorriso -as mkisofs -quiet -R -V F -e boot/efi.img -no-emul-boot";
    private const string Appended = "xorriso -as mkisofs -quiet -R -V F -append_partition 2 0xef TREE/boot/efi.img -e --interval:appended_partition_2:all:: -no-emul-boot -appended_part_as_gpt";

    private readonly TempDirectory temp = new();
    private readonly string from;
    private readonly string to;
    private readonly byte[] loader = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7 % 251))];

    public RemasterEfiTests() => (from, to) = (temp.Combine("base.iso"), temp.Combine("result.iso"));

    public void Dispose() => temp.Dispose();

    [ToolTheory("xorriso", "mkfs.fat", "mcopy", "fsck.fat", "blkid")]
    [InlineData(AsFile, 4, 3_000_000)]
    [InlineData(AsFile, 4, 5_000_000)]
    [InlineData(Appended, 32, 1000)]
    [InlineData(Appended, 32, 40_000_000)]
    public void What_the_partition_holds_stays(string writer, int megabytes, int added)
    {
        string esp = MakeBase(writer, megabytes);

        BuildResult result = new ImageBuilder().BasedOn(from)
            .AddEfiBoot("efi/boot/GRUB.CFG", "new"u8.ToArray())
            .AddEfiBoot("EFI/added/big", new byte[added])
            .Write(to).EnsureSuccess();

        string merged = Esp(to);
        Assert.Equal("new"u8, Content(merged, "EFI/BOOT/grub.cfg"));
        Assert.Equal(loader, Content(merged, "EFI/BOOT/BOOTX64.EFI"));
        Assert.Equal(added, Content(merged, "EFI/added/big").Length);
        Readers.Run("fsck.fat", "-n", merged);
        foreach (string field in (string[])["LABEL", "UUID", "SEC_TYPE"])
        {
            // SEC_TYPE is that of FAT12 and FAT16.
            Assert.Equal(Field(esp, field), Field(merged, field));
        }

        Assert.Contains("H", Readers.Run("mattrib", "-i", merged, "::EFI/BOOT/grub.efi.hidden").Output[..12], StringComparison.Ordinal);
        Assert.Equal(added < megabytes * 1_000_000 - 200_000, new FileInfo(merged).Length == new FileInfo(esp).Length);
        Assert.Contains(result.Diagnostics, told => told is { Id: DiagnosticId.EfiPartitionMerged, Severity: DiagnosticSeverity.Info });

        // The file of the tree is not that of the partition any more.
        Diagnostic copy = Assert.Single(result.Diagnostics, told => told.Id == DiagnosticId.EfiCopyDiffers);
        Assert.Equal((DiagnosticSeverity.Info, "/EFI/BOOT/grub.cfg"), (copy.Severity, copy.Item));
    }

    [ToolFact("xorriso", "mkfs.fat", "mcopy")]
    public void A_copy_that_is_replaced_too_is_not_told_of()
    {
        MakeBase(AsFile, 4);

        BuildResult both = new ImageBuilder().BasedOn(from).AddEfiBoot("EFI/BOOT/grub.cfg", "new"u8.ToArray()).AddFile("EFI/BOOT/grub.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();
        BuildResult tree = new ImageBuilder().BasedOn(from).AddEfiBoot("EFI/BOOT/other.cfg", "new"u8.ToArray()).AddFile("EFI/BOOT/grub.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.DoesNotContain(both.Diagnostics, told => told.Id == DiagnosticId.EfiCopyDiffers);
        Assert.Equal("/EFI/BOOT/grub.cfg", Assert.Single(tree.Diagnostics, told => told.Id == DiagnosticId.EfiCopyDiffers).Item);
    }

    /// <summary>The partition stays as it is: mtools read the old files from it.</summary>
    [ToolTheory("xorriso", "mkfs.fat", "mcopy")]
    [InlineData(AsFile)]
    [InlineData(Appended)]
    public void Copies_in_the_tree_that_change_are_told_of(string writer)
    {
        temp.Write("tree/EFI/other", "not in the partition");
        MakeBase(writer, 4);

        BuildResult replaced = new ImageBuilder().BasedOn(from).AddFile("EFI/BOOT/grub.cfg", "new"u8.ToArray()).AddFile("EFI/other", "new"u8.ToArray()).Write(to).EnsureSuccess();
        Assert.Equal("old"u8, Content(Esp(to), "EFI/BOOT/grub.cfg"));
        BuildResult removed = new ImageBuilder().BasedOn(from).Remove("EFI").Write(to).EnsureSuccess();
        Assert.Equal("old"u8, Content(Esp(to), "EFI/BOOT/grub.cfg"));
        BuildResult same = new ImageBuilder().BasedOn(from).AddFile("EFI/BOOT/grub.cfg", "old"u8.ToArray()).AddFile("EFI/other", "new"u8.ToArray()).Write(to).EnsureSuccess();

        foreach (BuildResult result in (BuildResult[])[replaced, removed])
        {
            Diagnostic told = Assert.Single(result.Diagnostics, told => told.Id == DiagnosticId.EfiCopyDiffers);
            Assert.Equal((DiagnosticSeverity.Info, true, "/EFI/BOOT/grub.cfg"), (told.Severity, told.IsNotice, told.Item));
        }

        Assert.DoesNotContain(same.Diagnostics, told => told.Id == DiagnosticId.EfiCopyDiffers);
    }

    /// <summary>A whole FAT image takes the place of the base's, and so does what is made where nothing of its booting is taken.</summary>
    [ToolFact("xorriso", "mkfs.fat", "mcopy")]
    public void A_new_partition_is_had_by_asking_for_it()
    {
        string esp = MakeBase(AsFile, 4);
        string other = temp.Combine("other.img");
        Readers.Shell("truncate -s 3M \"$1\"; mkfs.fat -n OTHER \"$1\" >/dev/null", other);

        new ImageBuilder().BasedOn(from).AddEfiBoot("", other).Write(to).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(other), File.ReadAllBytes(Esp(to)));

        new ImageBuilder().BasedOn(from, new BaseImageOptions { KeepBoot = false }).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", loader).Write(to).EnsureSuccess();
        Assert.NotEqual(Field(esp, "UUID"), Field(Esp(to), "UUID"));
    }

    /// <summary>What a tree has as a file stays what it is.</summary>
    [ToolFact("xorriso", "mkfs.fat")]
    public void An_image_for_UEFI_that_is_no_file_system_is_not_overwritten()
    {
        File.WriteAllBytes(temp.Combine("bad.img"), [.. Enumerable.Range(0, 4 << 20).Select(i => (byte)(1 + (i % 250)))]);
        Readers.Shell("xorriso -as mkisofs -quiet -r -e bad.img -no-emul-boot -o \"$1\" -graft-points bad.img=\"$2\"", from, temp.Combine("bad.img"));

        BuildResult refused = new ImageBuilder().BasedOn(from).AddEfiBoot("EFI/BOOT/grub.cfg", "new"u8.ToArray()).Write(to);
        Diagnostic told = Assert.Single(refused.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal((DiagnosticId.BaseEfiUnusable, "/bad.img"), (told.Id, told.Item));

        // A whole one takes its place, and that is said.
        Readers.Shell("truncate -s 3M \"$1\"; mkfs.fat \"$1\" >/dev/null", temp.Combine("good.img"));
        BuildResult replaced = new ImageBuilder().BasedOn(from).AddEfiBoot("", temp.Combine("good.img")).Write(to).EnsureSuccess();
        Assert.Equal("/bad.img", Assert.Single(replaced.Diagnostics, found => found is { Id: DiagnosticId.BaseBootReplaced, Severity: DiagnosticSeverity.Info }).Item);
        Assert.Equal(File.ReadAllBytes(temp.Combine("good.img")), File.ReadAllBytes(Esp(to)));
    }

    [ToolFact("xorriso", "mkfs.fat", "sgdisk")]
    public void A_partition_that_no_catalog_names_gets_no_second_one_beside_it()
    {
        Readers.Shell("mkdir \"$2\"; echo hello >\"$2\"/readme.txt; xorriso -as mkisofs -quiet -r -o \"$1\" \"$2\"; truncate -s 8M \"$1\"; sgdisk -a 1 -n 1:4000:10143 -t 1:ef00 \"$1\" >/dev/null; truncate -s 3M \"$3\"; mkfs.fat \"$3\" >/dev/null; dd if=\"$3\" of=\"$1\" bs=512 seek=4000 conv=notrunc status=none", from, temp.Combine("tree"), temp.Combine("efi.img"));

        BuildResult refused = new ImageBuilder().BasedOn(from).AddEfiBoot("EFI/BOOT/grub.cfg", "new"u8.ToArray()).Write(to);

        Diagnostic told = Assert.Single(refused.Diagnostics, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(DiagnosticId.BaseEfiUnusable, told.Id);
        Assert.Contains("block 4000", told.Message, StringComparison.Ordinal);
    }

    /// <summary>Of two images for UEFI the first is merged into, and stays the first.</summary>
    [ToolFact("xorriso", "mkfs.fat", "mcopy")]
    public void Several_entries_keep_their_order()
    {
        MakeBase("cp TREE/boot/efi.img TREE/other.img; xorriso -as mkisofs -quiet -R -V F -e boot/efi.img -no-emul-boot -eltorito-alt-boot -e other.img -no-emul-boot", 4);

        BuildResult result = new ImageBuilder().BasedOn(from).AddEfiBoot("EFI/BOOT/grub.cfg", "new"u8.ToArray()).Write(to).EnsureSuccess();

        Assert.Equal(Paths(from), Paths(to));
        Assert.Equal(["1  /boot/efi.img", "2  /other.img"], Paths(to));
        Assert.Equal("/boot/efi.img", Assert.Single(result.Diagnostics, found => found.Id == DiagnosticId.EfiPartitionMerged).Item);
        Assert.Equal("new"u8, Content(Esp(to), "EFI/BOOT/grub.cfg"));
        static string[] Paths(string image) => [.. Regex.Matches(Readers.Run("xorriso", "-indev", image, "-report_el_torito", "plain").Output, "img path : +([0-9] +/.*)").Select(found => found.Groups[1].Value)];
    }

    private string MakeBase(string writer, int megabytes)
    {
        string tree = temp.Combine("tree");
        string esp = temp.Combine("tree/boot/efi.img");
        temp.Write("tree/EFI/BOOT/grub.cfg", "old");
        temp.Write("tree/boot/readme", "beside");
        string program = temp.Combine("program");
        File.WriteAllBytes(program, loader);
        Readers.Shell("truncate -s $3M \"$1\"; mkfs.fat -n \"AN ESP\" -i 1234ABCD \"$1\" >/dev/null; mmd -i \"$1\" ::EFI ::EFI/BOOT; mcopy -i \"$1\" \"$2\" ::EFI/BOOT/BOOTX64.EFI; "
            + "mcopy -i \"$1\" \"$4\" ::EFI/BOOT/grub.cfg; mcopy -i \"$1\" \"$4\" ::EFI/BOOT/grub.efi.hidden; mattrib +h -i \"$1\" ::EFI/BOOT/grub.efi.hidden", esp, program, $"{megabytes}", temp.Combine("tree/EFI/BOOT/grub.cfg"));
        Readers.Shell($"{writer.Replace("TREE", "\"$2\"", StringComparison.Ordinal)} -o \"$1\" \"$2\"", from, tree);
        return esp;
    }

    /// <summary>The partition as the boot catalog says where it lies.</summary>
    private string Esp(string image)
    {
        Match found = Regex.Match(Readers.Run("xorriso", "-indev", image, "-report_el_torito", "plain").Output, @"UEFI .* (\d+)\n");
        string esp = temp.Combine("esp.img");
        using FileStream file = File.OpenRead(image);
        file.Position = 2048 * long.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
        byte[] head = new byte[512];
        file.ReadExactly(head);

        // A catalog counts no more than 65,535 sectors; the file system says how many it has (FAT 1.03, BPB_TotSec16 and BPB_TotSec32).
        int small = BitConverter.ToUInt16(head, 19);
        byte[] bytes = new byte[512L * (small > 0 ? small : BitConverter.ToUInt32(head, 32))];
        file.Position -= head.Length;
        file.ReadExactly(bytes);
        File.WriteAllBytes(esp, bytes);
        return esp;
    }

    private byte[] Content(string esp, string path)
    {
        string file = temp.Combine("content");
        File.Delete(file);
        Readers.Run("mcopy", "-i", esp, $"::{path}", file);
        return File.ReadAllBytes(file);
    }

    private static string Field(string esp, string field) => Readers.TryRun("blkid", "-p", "-s", field, "-o", "value", esp).Output;
}
