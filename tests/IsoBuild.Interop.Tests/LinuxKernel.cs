using IsoBuild.Bytes;

namespace IsoBuild.Interop.Tests;

/// <summary>What the kernel is to mount: an image, by a file system and its options.</summary>
internal sealed record KernelMount(string Image, string Options, string Type = "iso9660")
{
    /// <summary>Blocks of 2048 bytes whose hashes are wanted beside those of whole files: of files too large for these.</summary>
    public IReadOnlyList<(string Path, long Block)> Blocks { get; init; } = [];

    /// <summary>A shell script that is run in the mounted file system first, and so changes the image.</summary>
    public string? Populate { get; init; }
}

/// <summary>What the kernel showed of a mount.</summary>
internal sealed record KernelView(IReadOnlyList<Seen> Entries, IReadOnlyList<string> Blocks);

/// <summary>Boots the Linux kernel of this machine's /boot in QEMU, without any privilege, and lets it mount images.</summary>
internal static class LinuxKernel
{
    private const string Boot = "/boot";
    private const string Modules = "/lib/modules";

    /// <summary>Puts busybox, the modules for virtio disks, ISO 9660 and UDF, the list of mounts and the init script into an initial file system.</summary>
    private const string MakeInitrd = """
        modules=$1; init=$2; mounts=$3; root=$4; initrd=$5
        mkdir -p "$root/bin" "$root/dev" "$root/proc" "$root/m"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk cdrom isofs crc-itu-t udf nls_utf8; do
            file=$(find "$modules" -name "$module.ko*")
            case $file in
                '') ;;
                *.xz) xz -dc "$file" > "$root/$module.ko" ;;
                *.zst) zstd -qdc "$file" > "$root/$module.ko" ;;
                *) cp "$file" "$root/$module.ko" ;;
            esac
        done
        cp "$init" "$root/init"
        cp "$mounts" "$root/mounts"
        shift 5
        for script; do cp "$script" "$root/"; done
        chmod +x "$root/init"
        cd "$root"
        find . | cpio -o -H newc --quiet > "$initrd"
        """;

    /// <summary>Writes what it sees onto the last disk: entries, link targets, hashes with their paths, and hashes of single blocks. Files from 64 MiB on are not read as a whole.</summary>
    private const string Init = """
        #!/bin/busybox sh
        /bin/busybox --install -s /bin
        export PATH=/bin
        mount -t proc proc /proc
        mount -t devtmpfs dev /dev
        # Whatever depends on another module gets in with a later round.
        for round in 1 2 3 4; do for module in /*.ko; do insmod $module 2>/dev/null; done; done
        {
            while read disk type options; do
                case $disk in
                    block) dd if="/m/$options" bs=2048 skip=$type count=1 2>/dev/null | sha256sum; continue ;;
                    populate)
                        mount -t udf -o rw,$options /dev/$type /m && cd /m && sh -eu /populate-$type || echo FAILED
                        cd /
                        umount /m
                        continue ;;
                esac
                umount /m 2>/dev/null
                echo "MOUNT $disk $type $options"
                mount -t $type -o ro,$options /dev/$disk /m || echo FAILED
                cd /m
                find . -exec stat -c '%F/%a/%Y/%s/%h/%u:%g/0x%t/0x%T/%i/%n' {} +
                echo LINKS
                find . -type l -exec sh -c 'for link; do echo "$link"; readlink "$link"; done' sh {} +
                echo HASHES
                find . -type f -size -65536k -exec sha256sum {} +
                cd /
                echo BLOCKS
            done < /mounts
            umount /m
            echo END
        } > /dev/$(cat /report) 2>&1
        sync
        poweroff -f
        """;

    /// <summary>What is missing to boot, or null.</summary>
    public static string? Missing => Find() is null ? $"no {Boot}/vmlinuz with modules of its version" : null;

    /// <summary>The views of one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="options">Mount options.</param>
    public static IReadOnlyList<IReadOnlyList<Seen>> Mount(string image, params string[] options) =>
        [.. Mount([.. options.Select(each => new KernelMount(image, each))]).Select(view => view.Entries)];

    /// <summary>All in one boot, which is what takes the time.</summary>
    public static IReadOnlyList<KernelView> Mount(IReadOnlyList<KernelMount> mounts)
    {
        string version = Find() ?? throw new InvalidOperationException(Missing);
        using TempDirectory folder = new();
        string[] images = [.. mounts.Select(mount => mount.Image).Distinct()];
        string report = folder.Combine("report");
        folder.Write("root/report", Disk(images.Length));
        string[] lines = [.. mounts.SelectMany(LinesOf)];
        string[] scripts = [.. mounts.Where(mount => mount.Populate is not null).Select(mount => folder.Write($"populate-{DiskOf(mount)}", mount.Populate!))];
        Readers.Shell(
            MakeInitrd, [$"{Modules}/{version}", folder.Write("init", Init), folder.Write("mounts", string.Join('\n', lines) + "\n"), folder.Combine("root"), folder.Combine("initrd"), .. scripts]);
        using (FileStream disk = File.Create(report))
        {
            disk.SetLength(8 << 20);
        }

        CommandResult console = CommandLine.Run(
            "qemu-system-x86_64",
            [
                "-accel", "tcg", "-m", "256", "-nographic", "-no-reboot", "-nic", "none",
                "-kernel", $"{Boot}/vmlinuz-{version}", "-initrd", folder.Combine("initrd"),
                "-append", "console=ttyS0 panic=-1",
                .. images.SelectMany(image => (string[])["-drive", $"file={image},format=raw,if=virtio{(mounts.Any(mount => mount.Image == image && mount.Populate is not null) ? "" : ",readonly=on")}"]),
                "-drive", $"file={report},format=raw,if=virtio",
            ],
            limit: Limits.Kernel);

        // The kernel hands names on as the bytes that they are.
        string text = NameBytes.Decode(File.ReadAllBytes(report)).TrimEnd('\0');
        Assert.True(text.EndsWith("END\n", StringComparison.Ordinal), $"{console.Output}\n{text}");
        Assert.False(text.Contains("FAILED\n", StringComparison.Ordinal), $"{text}\n{console.Output}");
        // Whatever the kernel has to say against an image.
        Assert.DoesNotMatch("(?i)isofs|iso ?9660.*(bad|error|corrupt)|UDF-fs: (error|warning)|I/O error", console.Output);
        return [.. text[..^"END\n".Length].Split("MOUNT ", StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

        static string Disk(int number) => $"vd{(char)('a' + number)}";

        string DiskOf(KernelMount mount) => Disk(Array.IndexOf(images, mount.Image));

        IEnumerable<string> LinesOf(KernelMount mount) =>
        [
            .. mount.Populate is null ? (string[])[] : [$"populate {DiskOf(mount)} {mount.Options}"],
            $"{DiskOf(mount)} {mount.Type} {mount.Options}",
            .. mount.Blocks.Select(block => $"block {block.Block} {block.Path}"),
        ];
    }

    private static KernelView Parse(string mount)
    {
        string[] lines = mount.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int links = Array.IndexOf(lines, "LINKS");
        int hashes = Array.IndexOf(lines, "HASHES");
        int blocks = Array.IndexOf(lines, "BLOCKS");
        Assert.True(links > 0 && hashes > links && blocks > hashes, mount);
        Dictionary<string, string> targets = lines[(links + 1)..hashes].Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        Dictionary<string, string> sums = lines[(hashes + 1)..blocks].ToDictionary(line => line[66..], line => line[..64]);
        return new KernelView([.. lines[1..links].Select(line => Entry(line, targets, sums))], [.. lines[(blocks + 1)..].Select(line => line[..64])]);
    }

    private static Seen Entry(string line, Dictionary<string, string> targets, Dictionary<string, string> sums)
    {
        string[] fields = line.Split('/', 10);
        Assert.Equal(10, fields.Length);
        string path = fields[^1];
        return new Seen(path == "." ? "" : path[2..], fields[0] == "directory")
        {
            Mode = (UnixFileMode)Convert.ToInt32(fields[1], 8),
            Modified = DateTimeOffset.FromUnixTimeSeconds(Number(fields[2])),
            Length = Number(fields[3]),
            Links = (int)Number(fields[4]),
            Owner = fields[5],
            Inode = fields[8],
            Target = targets.GetValueOrDefault(path),
            Special = fields[0] switch
            {
                "fifo" => "pipe",
                "socket" => "socket",
                "character special file" => $"character device {Device()}",
                "block special file" => $"block device {Device()}",
                _ => null,
            },
            Sha256 = sums.GetValueOrDefault(path),
        };

        string Device() => $"{Convert.ToUInt32(fields[6], 16)}:{Convert.ToUInt32(fields[7], 16)}";

        static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
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
