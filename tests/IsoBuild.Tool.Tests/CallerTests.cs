using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace IsoBuild.Tool.Tests;

/// <summary>Programs that call others to make images, unchanged, with ours under the names that they look for. Other readers read what they made, and a second run makes the same bytes.</summary>
public sealed partial class CallerTests : IDisposable
{
    private const string Isolinux = "/usr/lib/ISOLINUX/isolinux.bin";
    private const string IsolinuxForDisks = "/usr/lib/ISOLINUX/isohdpfx.bin";
    private const string LiveBuild = "/usr/lib/live/build/binary_iso";

    private readonly TempDirectory folder = new();
    private readonly Dictionary<string, string?> environment;

    public CallerTests()
    {
        string program = Path.ChangeExtension(Isobuild.Assembly, OperatingSystem.IsWindows() ? ".exe" : null);
        environment = new(DotnetEnvironment.Clean)
        {
            ["LC_ALL"] = "C.UTF-8",
            // Programs of .NET look for it in few places; the tests may run with another one.
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            ["PATH"] = folder.Combine("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        };
        CommandLine.Run(program, ["as", "--install", folder.Combine("bin")], folder, environment).EnsureSuccess();
    }

    public void Dispose() => folder.Dispose();

    [ToolFact("cloud-localds", "isoinfo", "blkid", "qemu-img")]
    public void Cloud_localds()
    {
        folder.Write("user", "#cloud-config\n");
        folder.Write("meta", "instance-id: i\n");

        byte[] seed = Twice("seed.iso", "cloud-localds seed.iso user meta");

        Assert.Contains("LABEL=\"cidata\"", CommandLine.Run("blkid", ["-p", folder.Combine("seed.iso")]).Output, StringComparison.Ordinal);
        Assert.Equal(["/meta-data", "/user-data"], Paths("seed.iso", "-R"));
        Assert.Equal(["/meta-data", "/user-data"], Paths("seed.iso", "-J"));
        Assert.Equal("#cloud-config\n", Text("seed.iso", "/user-data"));

        // As a disk of another format, which another program makes of it.
        Run("cloud-localds --disk-format qcow2 seed.qcow2 user meta && qemu-img convert -O raw seed.qcow2 back.iso");
        Assert.True(File.ReadAllBytes(folder.Combine("back.iso")).AsSpan(0, seed.Length).SequenceEqual(seed));
    }

    /// <summary>It reads the image from standard output.</summary>
    [ToolTheory("nbdkit", "qemu-img", "isoinfo", "mformat", "mmd", "mcopy")]
    [InlineData("")]
    [InlineData("prog=bin/xorriso")]
    public void Nbdkit_iso(string program)
    {
        Tree();

        Twice("served.iso", $"nbdkit -U - iso tree params='-V \"My disc\" -J' {program} --run 'qemu-img convert -f raw -O raw \"$uri\" served.iso'");

        Assert.Contains("Volume id: My disc", Run("isoinfo -d -i served.iso").Output, StringComparison.Ordinal);
        Assert.Equal(["/boot", "/boot/efi.img", "/docs", "/docs/A long name.txt", "/docs/link"], Paths("served.iso", "-R"));
        Assert.Equal("long\n", Text("served.iso", "/docs/A long name.txt"));
    }

    /// <summary>The step of it that makes the image, of a tree that earlier steps would have made.</summary>
    [ToolTheory("lb", LiveBuild, "xorriso", "sfdisk", "mformat", "mmd", "mcopy", Isolinux, IsolinuxForDisks)]
    [InlineData("syslinux", "MBR partition      :   1   0x80")]
    [InlineData("grub-efi", "El Torito boot img :   1  UEFI")]
    [InlineData("'syslinux grub-efi'", "isohybrid")]
    public void Live_build(string loaders, string expected)
    {
        Tree();
        bool hasEfi = loaders.Contains("efi", StringComparison.Ordinal);
        folder.Write("binary/live/filesystem.squashfs", "hsqs");
        Run($"mkdir -p .build chroot binary/isolinux binary/boot/grub && cp {Isolinux} binary/isolinux && cp tree/boot/efi.img binary/boot/grub");
        Run($"lb config --build-with-chroot false --cache false --binary-images iso-hybrid --architectures amd64 --distribution bookworm --iso-volume 'Debian live' --bootloaders {loaders} && touch .build/bootstrap");
        // The one for root alone; none of this needs it.
        const string step = $"rm -f .build/binary_iso && SOURCE_DATE_EPOCH=1700000000 {LiveBuild}";

        Twice("live-image-amd64.hybrid.iso", step);

        string report = Report("live-image-amd64.hybrid.iso");
        Assert.Contains("Volume id    : 'Debian live'", report, StringComparison.Ordinal);
        Assert.Contains("'/live/filesystem.squashfs'", report, StringComparison.Ordinal);
        Assert.Contains(expected, report, StringComparison.Ordinal);
        Assert.Equal(hasEfi, report.Contains("El Torito boot img :   1  UEFI", StringComparison.Ordinal) || report.Contains("El Torito boot img :   2  UEFI", StringComparison.Ordinal));
        // ECMA-119 8.4.26, of the date that live-build hands over: 2023-11-14, 22:13:20.
        Assert.Equal("20231114221320", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(folder.Combine("live-image-amd64.hybrid.iso")), (16 * 2048) + 813, 14));
    }

    /// <summary>A caller like the one of iPXE: of three programs it takes the first that knows its options, which it finds out with <c>--version</c> behind them. What is not hybrid yet, isohybrid makes so.</summary>
    [ToolTheory("sh", "isohybrid", "xorriso", "mformat", "mmd", "mcopy", Isolinux)]
    [InlineData("", "genisoimage")]
    [InlineData("--set_all_file_dates 2026020304050600 --modification-date=2026020304050600", "xorrisofs")]
    public void Callers_that_ask_for_the_version(string dates, string expected)
    {
        Tree();
        folder.Write("caller", $$"""
            options="-J -R -l -no-emul-boot -eltorito-boot isolinux.bin -boot-load-size 4 -boot-info-table -eltorito-alt-boot -no-emul-boot -e efi.img {{dates}}"
            found=
            for program in no-such-program genisoimage mkisofs xorrisofs; do
                $program --version > /dev/null 2>&1 || continue
                $program $options --version disc > /dev/null 2>&1 || continue
                found=$program
                break
            done
            echo "$found"
            [ "$found" = xorrisofs ] && options="$options -isohybrid-gpt-basdat"
            $found -quiet -volid iPXE -preparer "The build" -appid "Network boot" -sysid iPXE -o net.iso $options disc
            """);
        Run($"mkdir disc && cp {Isolinux} tree/boot/efi.img disc");

        Twice("net.iso", "sh -e caller", out string said);
        // It takes other GUIDs each time.
        Run(expected == "xorrisofs" ? ":" : "isohybrid --uefi net.iso");

        Assert.Equal(expected, said.Trim());
        string report = Report("net.iso");
        Assert.Contains("boot-info-table isohybrid-suitable", report, StringComparison.Ordinal);
        Assert.Equal(expected == "genisoimage", report.Contains("System area summary: MBR isohybrid", StringComparison.Ordinal));
        Assert.Contains("El Torito boot img :   2  UEFI", report, StringComparison.Ordinal);
    }

    /// <summary>A caller like virt-install: it takes the first of three programs that is installed, all with the same options.</summary>
    [ToolTheory("sh", "isoinfo")]
    [InlineData("xorrisofs")]
    [InlineData("genisoimage")]
    [InlineData("mkisofs")]
    public void Callers_that_take_what_there_is(string installed)
    {
        folder.Write("seed/user-data", "#cloud-config\n");
        folder.Write("seed/meta-data", "instance-id: i\n");
        Run($"mkdir only && ln -s \"$(readlink -f bin/{installed})\" only/{installed}");
        string call = $"PATH=$PWD/only; for program in xorrisofs genisoimage mkisofs; do if command -v $program; then break; fi; done; $program -o seed.iso -J -input-charset utf8 -rational-rock -V cidata seed";

        Twice("seed.iso", call, out string said);

        Assert.EndsWith($"only/{installed}\n", said, StringComparison.Ordinal);
        Assert.Equal(["/meta-data", "/user-data"], Paths("seed.iso", "-J"));
    }

    /// <summary>The line of Limine's manual, of loaders of the same sizes.</summary>
    [ToolFact("sh", "xorriso", "sgdisk", "mformat", "mmd", "mcopy", "fsck.hfsplus")]
    public void Limine()
    {
        Tree();
        folder.Write("tree/boot/limine/limine-bios-cd.bin", BootFiles.Code(24576));
        Run("cp tree/boot/efi.img tree/boot/limine/limine-uefi-cd.bin");

        Twice("limine.iso", "xorriso -as mkisofs -R -r -J -b boot/limine/limine-bios-cd.bin -no-emul-boot -boot-load-size 4 -boot-info-table -hfsplus -apm-block-size 2048 --efi-boot boot/limine/limine-uefi-cd.bin -efi-boot-part --efi-boot-image --protective-msdos-label tree -o limine.iso");

        string report = Report("limine.iso");
        Assert.Matches(@"El Torito boot img :   1  BIOS  y   none  0x0000  0x00      4 ", report);
        Assert.Matches(@"El Torito boot img :   2  UEFI  y   none  0x0000  0x00   2880 ", report);
        Assert.Contains("APM partition name :   ", report, StringComparison.Ordinal);
        // Its installer puts the second stage behind a GPT that it shortens, so there must be a sound one, and nothing in its way.
        string checkedTable = Run("sgdisk --verify limine.iso").Output;
        Assert.Contains("No problems found", checkedTable, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +\d+ +\d+ +\d+ .* EF00 ", Run("sgdisk --print limine.iso").Output);
        // The file system for Macs, as a checker of such finds it by the GPT.
        Match apple = HfsPartition().Match(Run("sgdisk --print limine.iso").Output);
        Run($"dd if=limine.iso of=mac.img bs=512 skip={apple.Groups[1]} count=$(({apple.Groups[2]} - {apple.Groups[1]} + 1)) status=none && PATH=$PATH:/usr/sbin && fsck.hfsplus -n mac.img");
    }

    /// <summary>Buildroot calls its own xorriso in three ways, and isohybrid behind one of them.</summary>
    [ToolTheory("sh", "xorriso", "isohybrid", "sfdisk", "mformat", "mmd", "mcopy", Isolinux)]
    [InlineData("-boot-load-size 4 -boot-info-table -b isolinux/isolinux.bin", "isohybrid -t 0x96", "MBR partition      :   1   0x80  0x96")]
    [InlineData("-boot-load-size 4 -boot-info-table -b boot/grub/grub-eltorito.img", null, "El Torito boot img :   1  BIOS")]
    [InlineData("--efi-boot boot/fat.efi", null, "El Torito boot img :   1  UEFI")]
    [InlineData("-boot-load-size 4 -boot-info-table -b boot/grub/grub-eltorito.img --efi-boot boot/fat.efi", null, "El Torito boot img :   2  UEFI")]
    public void Buildroot(string options, string? after, string expected)
    {
        Tree();
        folder.Write("tree/boot/grub/grub-eltorito.img", BootFiles.Code(4096));
        Run($"mkdir tree/isolinux && cp {Isolinux} tree/isolinux && cp tree/boot/efi.img tree/boot/fat.efi");

        Twice("rootfs.iso9660", $"xorriso -as mkisofs -J -R -no-emul-boot {options} -o rootfs.iso9660 tree");
        // It numbers the disk anew each time.
        Run(after is null ? ":" : $"{after} rootfs.iso9660");

        Assert.Contains(expected, Report("rootfs.iso9660"), StringComparison.Ordinal);
    }

    /// <summary>A tree with a link, a long name and an EFI image.</summary>
    private void Tree()
    {
        folder.Write("tree/docs/A long name.txt", "long\n");
        folder.Write("BOOTX64.EFI", BootFiles.EfiProgram());
        Run("mkdir -p tree/boot && ln -s 'A long name.txt' tree/docs/link && truncate -s 1440K efi.img && mformat -i efi.img -f 1440 -N 12345678 :: && mmd -i efi.img ::EFI ::EFI/BOOT && mcopy -i efi.img BOOTX64.EFI ::EFI/BOOT && mv efi.img tree/boot");
    }

    /// <summary>Runs a line twice. What it makes is the same, whatever was there before, and the time between.</summary>
    private byte[] Twice(string image, string line) => Twice(image, line, out _);

    private byte[] Twice(string image, string line, out string said)
    {
        said = Run(line).Output;
        byte[] first = File.ReadAllBytes(folder.Combine(image));
        File.SetLastWriteTimeUtc(folder.Combine(image), DateTime.UnixEpoch);
        Run(line);
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(folder.Combine(image)));
        Assert.True(first.AsSpan().SequenceEqual(File.ReadAllBytes(folder.Combine(image))), $"Two runs made different bytes: {line}");
        return first;
    }

    private CommandResult Run(string line) => CommandLine.Run("sh", ["-c", line], folder, environment).EnsureSuccess();

    private string[] Paths(string image, string tree) => [.. Run($"isoinfo {tree} -f -i {image}").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private string Text(string image, string path) => Run($"isoinfo -R -i {image} -x '{path}'").Output;

    /// <summary>What the real xorriso finds.</summary>
    private string Report(string image) => CommandLine.Run("xorriso", ["-indev", folder.Combine(image), "-pvd_info", "-report_el_torito", "plain", "-report_system_area", "plain", "-find", "/"]).EnsureSuccess().All;

    [GeneratedRegex(@"(?m)^ +\d+ +(\d+) +(\d+) .* AF00 ")]
    private static partial Regex HfsPartition();
}
