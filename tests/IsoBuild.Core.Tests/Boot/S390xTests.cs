using System.Buffers.Binary;
using System.Text;
using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.ElTorito;

namespace IsoBuild.Core.Tests.Boot;

/// <summary>One bootable file of a kernel for s390x, its initrd and its command line.</summary>
public sealed class S390xTests : IDisposable
{
    private const int InitrdAt = 8 << 20;

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A file with the code by which QEMU's s390-ccw knows images, and the room for a command line that Linux' setup.h states.</summary>
    internal static byte[] Kernel(int length = 0x12345, ulong commandLine = 4096)
    {
        byte[] kernel = [.. Enumerable.Range(0, length).Select(i => (byte)((i * 7) + (i >> 8)))];
        Convert.FromHexString("020000186000005002000068600000504040404040404040").CopyTo(kernel, 8);
        if (length >= 0x10438)
        {
            BinaryPrimitives.WriteUInt64BigEndian(kernel.AsSpan(0x10430), commandLine);
        }

        return kernel;
    }

    [Theory]
    [InlineData(0x12345, InitrdAt)]
    [InlineData(InitrdAt + 1, InitrdAt + 4096)]
    public void Firmware_finds_everything_where_the_parameter_area_says(int length, int initrdAt)
    {
        byte[] kernel = Kernel(length);
        byte[] initrd = [.. Enumerable.Range(0, 5001).Select(i => (byte)(i / 3))];
        BootEntry entry = new() { ImagePath = "boot/s390x.img", Kernel = folder.Write("kernel", kernel), Initrd = folder.Write("initrd", initrd), CommandLine = "root=/dev/x a,b" };

        // By hand: PSW, initrd's place and size, command line, zeros up to the initrd.
        byte[] expected = new byte[initrdAt + initrd.Length];
        kernel.CopyTo(expected, 0);
        initrd.CopyTo(expected, initrdAt);
        Convert.FromHexString("80010000").CopyTo(expected, 4);
        BinaryPrimitives.WriteUInt64BigEndian(expected.AsSpan(0x10408), (ulong)initrdAt);
        BinaryPrimitives.WriteUInt64BigEndian(expected.AsSpan(0x10410), 5001);
        "root=/dev/x a,b\0"u8.CopyTo(expected.AsSpan(0x10480));

        using IsoImage image = Make(new ImageBuilder(Images.Small).AddBootEntry(entry));
        Assert.True(expected.AsSpan().SequenceEqual(((ContentFile)image.Content.Find("boot/s390x.img")!).ReadAll()));
        Assert.Equal(("/boot/s390x.img", BootPlatform.Bios, BootEmulation.None, 4), Assert.Single(image.Boot!.Entries.Select(found => (found.Path, found.Platform, found.Emulation, (int)found.LoadSize))));
    }

    [Fact]
    public void Without_an_initrd_the_kernel_keeps_its_length()
    {
        byte[] kernel = Kernel();
        using IsoImage image = Make(new ImageBuilder(Images.Small).AddBootEntry(new BootEntry { ImagePath = "s390x.img", Kernel = folder.Write("kernel", kernel) }));
        Convert.FromHexString("80010000").CopyTo(kernel, 4);
        kernel[0x10480] = 0;
        Assert.Equal(kernel, ((ContentFile)image.Content.Find("s390x.img")!).ReadAll());
    }

    /// <summary>BIOS machines boot from the first entry; s390-ccw looks through all of them.</summary>
    [Fact]
    public void Entries_for_other_machines_come_first_and_loaders_are_looked_for()
    {
        BootEntry s390x = new() { ImagePath = "boot/s390x.img", Kernel = folder.Write("kernel", Kernel()) };
        using IsoImage image = Make(new ImageBuilder(Images.Small with { BootLoader = BootLoader.Auto }).AddBootEntry(s390x).AddFile("isolinux/isolinux.bin", new byte[4096]));
        Assert.Equal(["/isolinux/isolinux.bin", "/boot/s390x.img"], image.Boot!.Entries.Select(entry => entry.Path));

        // Nor does it take the place of what a base has for BIOS.
        string first = folder.Combine("first.iso");
        new ImageBuilder(Images.Small).AddFile("bios.bin", new byte[2048]).AddBootEntry(new BootEntry { ImagePath = "bios.bin" }).Write(first).EnsureSuccess();
        using IsoImage second = Make(new ImageBuilder().BasedOn(first).AddBootEntry(s390x));
        Assert.Equal(["/bios.bin", "/boot/s390x.img"], second.Boot!.Entries.Select(entry => entry.Path));
    }

    [Theory]
    [InlineData("not", "", "", DiagnosticId.S390xKernelInvalid)]
    [InlineData("short", "", "", DiagnosticId.S390xKernelInvalid)]
    [InlineData("gone", "", "", DiagnosticId.SourceMissing)]
    [InlineData("kernel", "gone", "", DiagnosticId.SourceMissing)]
    [InlineData("kernel", "", "895", null)]
    [InlineData("kernel", "", "896", DiagnosticId.S390xCommandLineInvalid)]
    [InlineData("long", "", "4095", null)]
    [InlineData("long", "", "4096", DiagnosticId.S390xCommandLineInvalid)]
    [InlineData("kernel", "", "zero", DiagnosticId.S390xCommandLineInvalid)]
    [InlineData("", "kernel", "", DiagnosticId.BootEntryInvalid)]
    public void What_will_not_do(string kernel, string initrd, string commandLine, DiagnosticId? id)
    {
        folder.Write("not", new byte[0x20000]);
        folder.Write("short", Kernel(0x10400));
        folder.Write("kernel", Kernel(commandLine: 0));
        folder.Write("long", Kernel());
        string text = commandLine == "zero" ? "a\0b" : commandLine.Length == 0 ? "" : new string('x', int.Parse(commandLine));
        BootEntry entry = new() { ImagePath = "s390x.img", Kernel = OnDisk(kernel), Initrd = OnDisk(initrd), CommandLine = text };

        Diagnostic[] errors = [.. new ImageBuilder(Images.Small).AddBootEntry(entry).Write(new MemoryStream()).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)];

        Assert.Equal(id is null ? [] : [id.Value], errors.Select(error => error.Id));
        string OnDisk(string name) => name.Length == 0 ? "" : folder.Combine(name);
    }

    [Fact]
    public void It_is_a_file_of_the_tree_without_emulation()
    {
        string kernel = folder.Write("kernel", Kernel());
        foreach (BootEntry entry in (BootEntry[])
            [
                new() { ImageSource = kernel, Kernel = kernel }, new() { ImagePath = "a", Kernel = kernel, Platform = BootPlatform.Uefi }, new() { ImagePath = "a", Kernel = kernel, BootInfoTable = true },
                new() { ImagePath = "a", Kernel = kernel, Emulation = BootEmulation.HardDisk }, new() { ImagePath = "a", Kernel = kernel, GrubBootInfo = true },
            ])
        {
            Assert.Contains(new ImageBuilder(Images.Small).AddBootEntry(entry).Write(new MemoryStream()).Diagnostics, found => found.Id == DiagnosticId.BootEntryInvalid);
        }

        Assert.Contains(new ImageBuilder(Images.Small).AddBootEntry(new BootEntry { ImagePath = "a", Kernel = kernel }).Write(kernel).Diagnostics, found => found.Id == DiagnosticId.ImageIsSource);
    }

    [Fact]
    public void Texts_name_it_as_one_option_or_as_settings_of_an_entry()
    {
        BootEntry expected = new() { ImagePath = "boot/s390x.img", Kernel = "k", Initrd = "i", CommandLine = "a=1,2 b" };
        Assert.True(BootText.TryParseS390x("k,i,a=1,2 b", out BootEntry? entry, out _));
        Assert.Equal(expected, entry);
        Assert.True(BootText.TryParseEntry("boot/s390x.img,kernel=k,initrd=i,command-line=a=1,2 b", BootPlatform.Bios, out entry, out _));
        Assert.Equal(expected, entry);
        Assert.Equal("kernel=k initrd=i command-line=a=1,2 b", string.Join(' ', BootText.SettingsOf(expected).Select(setting => $"{setting.Name}={setting.Value}")));
        Assert.True(BootText.TryParseS390x("k", out entry, out _));
        Assert.Equal(new BootEntry { ImagePath = "boot/s390x.img", Kernel = "k" }, entry);
        Assert.False(BootText.TryParseS390x(",i", out _, out string problem));
        Assert.Contains("no kernel", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_changes_while_it_is_copied_is_reported()
    {
        string kernel = folder.Write("kernel", Kernel(0x400000));
        string initrd = folder.Write("initrd", Encoding.ASCII.GetBytes(new string('i', 10_000)));
        ImageBuilder builder = new ImageBuilder(Images.Small).AddBootEntry(new BootEntry { ImagePath = "s390x.img", Kernel = kernel, Initrd = initrd });
        BuildResult result = builder.Write(new MemoryStream(), new WriteOptions
        {
            Accept = _ =>
            {
                File.AppendAllText(initrd, "more");
                return true;
            },
        });
        Assert.Contains(result.Diagnostics, found => found.Id == DiagnosticId.SourceChanged);
    }

    private static IsoImage Make(ImageBuilder builder) => IsoImage.Open(new MemoryStream(builder.ToBytes()));
}
