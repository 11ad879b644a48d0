using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;
using IsoBuild.Partitions;

namespace IsoBuild.Core.Tests.Remastering;

/// <summary>What images start by that start from others.</summary>
public class RemasteredBootTests : IDisposable
{
    private readonly TempDirectory temp = new();

    private string Base => temp.Combine("base.iso");

    private string Result => temp.Combine("result.iso");

    public void Dispose() => temp.Dispose();

    private static byte[] Code(byte value, int length = 6000) => [.. Enumerable.Range(0, length).Select(i => (byte)(value + (i / 100)))];

    private static ImageBuilder Bootable(ImageOptions? options = null) => new ImageBuilder(options ?? Images.Small with { BootCatalog = "boot/boot.cat", EfiImage = "", Hybrid = new HybridOptions { BootCode = Code(7, 440) } })
        .AddFile("boot/bios.img", Code(1), new EntryOptions { HiddenFrom = ImageFormats.Joliet })
        .AddFile("boot/hidden.img", Code(2), new EntryOptions { HiddenFrom = (ImageFormats)31 })
        .AddBootEntry(new BootEntry { ImagePath = "boot/bios.img", BootInfoTable = true, GrubBootInfo = true, Id = "somebody" })
        .AddBootEntry(new BootEntry { ImagePath = "boot/hidden.img", Platform = BootPlatform.Mac, LoadSegment = 0x123, LoadSize = 3, SelectionType = 1, SelectionCriteria = new byte[] { 1, 2 }, IsBootable = false })
        .AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "an EFI program"u8.ToArray());

    private static string[] Entries(IsoImage image) => [.. image.Boot!.Entries.Select(entry =>
        $"{entry.Name} {entry.Emulation} {entry.IsBootable} {entry.LoadSegment:X} {entry.LoadSize} {entry.SelectionType} {Convert.ToHexString(entry.SelectionCriteria.Span)} {entry.Id} {entry.BootInfoTable} {entry.GrubBootInfo} {entry.Path} {entry.Length}")];

    [Fact]
    public void A_boot_image_goes_with_its_directory_and_one_that_takes_its_place_is_started()
    {
        Bootable().Write(Base).EnsureSuccess();
        BuildResult missing = new ImageBuilder().BasedOn(Base).Remove("boot").Write(Result);
        Assert.Contains(missing.Diagnostics, found => found.Id == DiagnosticId.BootImageMissing && found.Item == "boot/bios.img");

        new ImageBuilder().BasedOn(Base).Remove("boot").AddFile("boot/bios.img", Code(9)).Write(Result).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal(["bios /boot/bios.img", "mac ", "uefi "], image.Boot!.Entries.Select(entry => $"{entry.Name} {entry.Path}").Order(StringComparer.Ordinal));
        using Stream started = image.OpenBootImage(image.Boot.Entries[0]);
        Assert.Equal(Code(9)[0], started.ReadByte());
        Assert.Null(image.Boot.Path);
    }

    /// <summary>xorriso takes anything for <c>-e</c>; whether UEFI can start it is the business of whoever made the base.</summary>
    [Fact]
    public void A_boot_image_for_UEFI_that_is_no_file_system_comes_along()
    {
        new ImageBuilder(Images.Small).AddFile("boot/loader.bin", "no file system"u8.ToArray()).AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", Platform = BootPlatform.Uefi }).Write(Base).EnsureSuccess();
        new ImageBuilder().BasedOn(Base).AddFile("other.txt", "other"u8.ToArray()).Write(Result).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal(["uefi /boot/loader.bin 14"], image.Boot!.Entries.Select(entry => $"{entry.Name} {entry.Path} {entry.Length}"));
    }

    [Fact]
    public void Files_for_UEFI_and_options_for_disks_leave_the_GPT_and_the_code_of_the_base()
    {
        Bootable().Write(Base).EnsureSuccess();
        new ImageBuilder().BasedOn(Base).AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "another EFI program"u8.ToArray()).Write(Result).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Result))
        {
            Assert.Equal(GptState.Sound, image.PartitionTables.Gpt!.Primary);
        }

        new ImageBuilder().BasedOn(Base, new BaseImageOptions { Options = kept => kept with { Hybrid = new HybridOptions { Gpt = false } } }).Write(Result).EnsureSuccess();
        using IsoImage without = IsoImage.Open(Result);
        Assert.Null(without.PartitionTables.Gpt);
        Assert.Equal(Code(7, 440), File.ReadAllBytes(Result)[..440]);
    }

    [Fact]
    public void Nothing_is_lost_of_how_it_starts_and_addresses_are_right()
    {
        Bootable().Write(Base).EnsureSuccess();
        BuildResult result = new ImageBuilder().BasedOn(Base).AddFile("a first file", new byte[100_000]).Write(Result).EnsureSuccess();
        Assert.DoesNotContain(result.Diagnostics, found => found.Severity != DiagnosticSeverity.Info);
        using IsoImage before = IsoImage.Open(Base);
        using IsoImage after = IsoImage.Open(Result);
        Assert.Equal(3, before.Boot!.Entries.Count);
        Assert.Equal(Entries(before), Entries(after));
        Assert.Equal("/boot/boot.cat", after.Boot!.Path);
        for (int i = 0; i < 3; i++)
        {
            using Stream one = before.OpenBootImage(before.Boot.Entries[i]);
            using Stream other = after.OpenBootImage(after.Boot.Entries[i]);
            Assert.Equal(Unpatched(one), Unpatched(other));
        }

        Assert.Equal(before.PartitionTables.BootCode, after.PartitionTables.BootCode);
        Assert.Equal(GptState.Sound, after.PartitionTables.Gpt!.Backup);
        Assert.Equal(File.ReadAllBytes(Base)[..440], File.ReadAllBytes(Result)[..440]);
        Assert.DoesNotContain(after.Verify().Findings, found => found.Severity == DiagnosticSeverity.Error);
        Assert.Equal(Shown.By(before, ImageFormats.Joliet).Where(line => !line.Contains("boot.cat", StringComparison.Ordinal)), Shown.By(after, ImageFormats.Joliet).Where(line => !line.Contains("boot.cat", StringComparison.Ordinal) && !line.StartsWith("/a first file", StringComparison.Ordinal)));

        string again = temp.Combine("again.iso");
        new ImageBuilder().BasedOn(Result).AddFile("a first file", new byte[100_000]).Write(again).EnsureSuccess();
        Assert.Equal(File.ReadAllBytes(Result), File.ReadAllBytes(again));

        static byte[] Unpatched(Stream stream)
        {
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            bytes.AsSpan(8, Math.Min(56, bytes.Length - 8)).Clear();
            bytes.AsSpan(2548, 8).Clear();
            return bytes;
        }
    }

    [Fact]
    public void Entries_of_ones_own_replace_those_for_the_same_platform()
    {
        Bootable().Write(Base).EnsureSuccess();
        new ImageBuilder().BasedOn(Base).AddFile("mine.img", Code(9)).AddBootEntry(new BootEntry { ImagePath = "mine.img" }).Write(Result).EnsureSuccess();
        using (IsoImage image = IsoImage.Open(Result))
        {
            Assert.Equal(["/mine.img", null, null], image.Boot!.Entries.Select(entry => entry.Path));
            Assert.NotNull(image.Content.Find("boot/bios.img"));
        }

        new ImageBuilder().BasedOn(Base, new BaseImageOptions { KeepBoot = false }).Write(Result).EnsureSuccess();
        using IsoImage plain = IsoImage.Open(Result);
        Assert.Null(plain.Boot);
        Assert.False(plain.PartitionTables.HasMbr);
    }

    /// <summary>Who says something of the tables, or of UEFI, does not lose what the base starts by otherwise.</summary>
    [Theory]
    [InlineData(false, null, true)]
    [InlineData(true, null, true)]
    [InlineData(true, false, false)]
    public void Tables_stay_the_bases_but_for_what_is_given(bool isGiven, bool? gpt, bool hasGpt)
    {
        Bootable().Write(Base).EnsureSuccess();
        new ImageBuilder()
            .BasedOn(Base, new BaseImageOptions { Options = kept => isGiven ? kept with { Hybrid = new HybridOptions { Gpt = gpt } } : kept })
            .AddEfiBoot("EFI/BOOT/BOOTX64.EFI", "another EFI program"u8.ToArray())
            .Write(Result)
            .EnsureSuccess();

        using IsoImage before = IsoImage.Open(Base);
        using IsoImage after = IsoImage.Open(Result);
        Assert.Equal(File.ReadAllBytes(Base)[..440], File.ReadAllBytes(Result)[..440]);
        Assert.Equal(before.PartitionTables.DiskSignature, after.PartitionTables.DiskSignature);
        Assert.Equal(hasGpt ? before.PartitionTables.Gpt!.DiskId : null, after.PartitionTables.Gpt?.DiskId);
    }

    [Fact]
    public void A_boot_image_may_be_replaced_by_its_path_and_the_catalog_may_move()
    {
        Bootable().Write(Base).EnsureSuccess();
        new ImageBuilder().BasedOn(Base, new BaseImageOptions { Options = kept => kept with { BootCatalog = "other.cat" } }).AddFile("boot/bios.img", Code(9)).Write(Result).EnsureSuccess();
        using IsoImage image = IsoImage.Open(Result);
        Assert.Equal("/other.cat", image.Boot!.Path);
        Assert.Null(image.Content.Find("boot/boot.cat"));
        Assert.Equal(IsoBuild.Reading.BootPatchState.Right, image.Boot.Entries[0].BootInfoTable);
        Assert.Equal(Code(9)[64..2548], ((ContentFile)image.Content.Find("boot/bios.img")!).ReadAll()[64..2548]);
        Assert.Null(image.ContentOf(ImageFormats.Joliet)!.Find("boot/bios.img"));
    }

    [Fact]
    public void What_does_not_come_along_is_told()
    {
        // An Apple partition map, a partition that is no boot image, and a date that is given anew.
        byte[] bytes = Bootable(Images.Small with { Hybrid = new HybridOptions { BootCode = Code(7, 440), Gpt = false } }).ToBytes();
        "PM"u8.CopyTo(bytes.AsSpan(512));
        "ER"u8.CopyTo(bytes);
        bytes.AsSpan(446 + 48, 16).Clear();
        bytes[446 + 48 + 4] = 0x0C;
        bytes[446 + 48 + 8] = 100;
        bytes[446 + 48 + 12] = 4;
        File.WriteAllBytes(Base, bytes);
        BuildResult result = new ImageBuilder().BasedOn(Base, new BaseImageOptions { Options = kept => kept with { Timestamp = kept.Timestamp.AddDays(1) } }).Write(Result).EnsureSuccess();
        Assert.Equal(["boot/bios.img BaseUuidChanged", "Apple partition map BaseBootLost", "partition 4 BaseBootLost"], result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Warning).Select(found => $"{found.Item} {found.Id}"));
    }

    /// <summary>coreos-installer finds the area of images/ignition.img by a header in the last 24 bytes of the system area, and arguments for the kernel by the 72 bytes
    /// before it: "coreiso+", offset and length; "coreKarg", length, offset of the default, and up to six offsets, all of them as 64 bits with the least significant first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_CoreOS_is_told_of_places_is_made_anew_or_cleared(bool isReplaced)
    {
        byte[] bytes = new ImageBuilder(Images.Small).AddFile("grub.cfg", Code(5, 3000)).AddFile("images/ignition.img", Code(9, 5000)).ToBytes();
        int ignition = bytes.AsSpan().IndexOf(Code(9, 5000));
        int arguments = bytes.AsSpan().IndexOf(Code(5, 3000)) + 1234;
        Write("coreiso+"u8, 32744, ignition, 5000);
        Write("coreKarg"u8, 32672, 100, arguments, arguments + 7);
        File.WriteAllBytes(Base, bytes);

        ImageBuilder builder = new ImageBuilder().BasedOn(Base).AddFile("a", new byte[100_000]);
        BuildResult result = (isReplaced ? builder.AddFile("grub.cfg", Code(6, 3000)) : builder).Write(Result).EnsureSuccess();

        byte[] made = File.ReadAllBytes(Result);
        int nowAt = made.AsSpan().IndexOf(Code(9, 5000));
        Assert.NotEqual(ignition, nowAt);
        Assert.Equal("coreiso+"u8, made.AsSpan(32744, 8));
        Assert.Equal([nowAt, 5000], Numbers(made, 32752, 2));
        if (isReplaced)
        {
            Assert.Equal(["coreKarg BaseBootLost"], result.Diagnostics.Select(found => $"{found.Item} {found.Id}"));
            Assert.Equal(new byte[72], made[32672..32744]);
        }
        else
        {
            int argumentsAt = made.AsSpan().IndexOf(Code(5, 3000)) + 1234;
            Assert.Empty(result.Diagnostics);
            Assert.Equal("coreKarg"u8, made.AsSpan(32672, 8));
            Assert.Equal([100, argumentsAt, argumentsAt + 7, 0], Numbers(made, 32680, 4));
        }

        void Write(ReadOnlySpan<byte> word, int at, params ReadOnlySpan<long> numbers)
        {
            word.CopyTo(bytes.AsSpan(at));
            for (int i = 0; i < numbers.Length; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at + 8 + (8 * i)), numbers[i]);
            }
        }

        static long[] Numbers(byte[] from, int at, int count) => [.. Enumerable.Range(0, count).Select(i => System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(from.AsSpan(at + (8 * i))))];
    }

    [Fact]
    public void An_unknown_system_area_stays_as_it_is()
    {
        byte[] bytes = new ImageBuilder(Images.Small).AddFile("a", "a"u8.ToArray()).ToBytes();
        Code(3, 20_000).CopyTo(bytes.AsSpan(1000));
        File.WriteAllBytes(Base, bytes);
        BuildResult result = new ImageBuilder().BasedOn(Base).Write(Result).EnsureSuccess();
        Assert.Equal([DiagnosticId.BaseSystemAreaKept], result.Diagnostics.Select(found => found.Id));
        Assert.Equal(bytes[..32768], File.ReadAllBytes(Result)[..32768]);
    }
}
