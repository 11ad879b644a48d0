namespace IsoBuild.Interop.Tests;

/// <summary>Boots the Linux kernel of this machine's /boot in QEMU, without any privilege, and lets it mount an image.</summary>
internal static class LinuxKernel
{
    private const string Boot = "/boot";
    private const string Modules = "/lib/modules";

    /// <summary>A boot takes seconds, also without KVM.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Puts busybox, the modules for virtio disks and ISO 9660 and the init script into an initial file system.</summary>
    private const string MakeInitrd = """
        modules=$1; init=$2; root=$3; initrd=$4
        mkdir -p "$root/bin" "$root/dev" "$root/proc" "$root/m"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk cdrom isofs nls_utf8; do
            file=$(find "$modules" -name "$module.ko*")
            case $file in
                '') ;;
                *.xz) xz -dc "$file" > "$root/$module.ko" ;;
                *.zst) zstd -qdc "$file" > "$root/$module.ko" ;;
                *) cp "$file" "$root/$module.ko" ;;
            esac
        done
        cp "$init" "$root/init"
        chmod +x "$root/init"
        cd "$root"
        find . | cpio -o -H newc --quiet > "$initrd"
        """;

    /// <summary>Writes what it sees onto the second disk: entries, then hashes, each with its path.</summary>
    private const string Init = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t devtmpfs dev /dev
        # Whatever depends on another module gets in with a later round.
        for round in 1 2 3 4; do for module in /*.ko; do insmod $module 2>/dev/null; done; done
        {
            for options in $(sed 's/.*mounts=\([^ ]*\).*/\1/; s/:/ /g' /proc/cmdline); do
                echo "MOUNT $options"
                mount -t iso9660 -o ro,$options /dev/vda /m || echo FAILED
                cd /m
                find . -exec stat -c '%F/%a/%Y/%s/%n' {} +
                echo HASHES
                find . -type f -exec sha256sum {} +
                cd /
                umount /m
            done
            echo END
        } > /dev/vdb 2>&1
        sync
        poweroff -f
        """;

    /// <summary>What is missing to boot, or null.</summary>
    public static string? Missing => Find() is null ? $"no {Boot}/vmlinuz with modules of its version" : null;

    /// <summary>The tree of each mount.</summary>
    /// <param name="image">The image.</param>
    /// <param name="mounts">Mount options.</param>
    public static IReadOnlyList<IReadOnlyList<Seen>> Mount(string image, params string[] mounts)
    {
        string version = Find() ?? throw new InvalidOperationException(Missing);
        using TempDirectory folder = new();
        string report = folder.Combine("report");
        Readers.Shell(MakeInitrd, $"{Modules}/{version}", folder.Write("init", Init), folder.Combine("root"), folder.Combine("initrd"));
        using (FileStream disk = File.Create(report))
        {
            disk.SetLength(4 << 20);
        }

        CommandResult console = CommandLine.Run(
            "qemu-system-x86_64",
            [
                "-accel", "tcg", "-m", "256", "-nographic", "-no-reboot", "-nic", "none",
                "-kernel", $"{Boot}/vmlinuz-{version}", "-initrd", folder.Combine("initrd"),
                "-append", $"console=ttyS0 panic=-1 mounts={string.Join(':', mounts)}",
                "-drive", $"file={image},format=raw,if=virtio,readonly=on",
                "-drive", $"file={report},format=raw,if=virtio",
            ],
            timeout: Limit);

        string text = File.ReadAllText(report).TrimEnd('\0');
        Assert.True(text.EndsWith("END\n", StringComparison.Ordinal), $"{console.Output}\n{text}");
        Assert.DoesNotContain("FAILED\n", text, StringComparison.Ordinal);
        // Whatever the kernel has to say against an image.
        Assert.DoesNotMatch("(?i)isofs|iso ?9660.*(bad|error|corrupt)|I/O error", console.Output);
        return [.. text[..^"END\n".Length].Split("MOUNT ", StringSplitOptions.RemoveEmptyEntries).Select(mount => (IReadOnlyList<Seen>)[.. Parse(mount)])];
    }

    private static IEnumerable<Seen> Parse(string mount)
    {
        string[] lines = mount.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int end = Array.IndexOf(lines, "HASHES");
        Assert.True(end > 0, mount);
        Dictionary<string, string> hashes = lines[(end + 1)..].ToDictionary(line => line[66..], line => line[..64]);
        foreach (string[] fields in lines[1..end].Select(line => line.Split('/', 5)))
        {
            Assert.Equal(5, fields.Length);
            yield return new Seen(fields[4] == "." ? "" : fields[4][2..], fields[0] == "directory")
            {
                Mode = (UnixFileMode)Convert.ToInt32(fields[1], 8),
                Modified = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture)),
                Length = long.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture),
                Sha256 = hashes.GetValueOrDefault(fields[4]),
            };
        }
    }

    private static string? Find() => !Directory.Exists(Modules) ? null : Directory.GetDirectories(Modules)
        .Select(folder => Path.GetFileName(folder))
        .Where(version => File.Exists($"{Boot}/vmlinuz-{version}"))
        .Order(StringComparer.Ordinal)
        .LastOrDefault();
}

/// <summary>A fact that needs QEMU, a kernel and what goes with it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelFactAttribute : FactAttribute
{
    public KernelFactAttribute() =>
        Skip = (ToolGuard.SkipReason(["qemu-system-x86_64", "busybox", "cpio"]) ?? (ToolGuard.Required ? null : LinuxKernel.Missing))!;
}
