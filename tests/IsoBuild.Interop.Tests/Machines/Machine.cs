namespace IsoBuild.Interop.Tests.Machines;

/// <summary>A machine with its firmware, in QEMU. All of it is in packages of Debian 12.</summary>
internal sealed record Machine
{
    private const string Ovmf = "/usr/share/OVMF/";
    private const string Aavmf = "/usr/share/AAVMF/";

    private static readonly string[] SecureMode = ["-machine", "q35,smm=on", "-global", "driver=cfi.pflash01,property=secure,value=on"];

    /// <summary>QEMU for its processor.</summary>
    public required string Qemu { get; init; }

    public required string[] Arguments { get; init; }

    /// <summary>Flash memory with the firmware, and as it comes from the factory with its variables; none where QEMU brings the firmware.</summary>
    public string Code { get; init; } = "";

    public string Variables { get; init; } = "";

    /// <summary>How it is given a disc, and a disk or stick.</summary>
    public required string Disc { get; init; }

    public required string Disk { get; init; }

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, Machine> All { get; } = new Dictionary<string, Machine>(StringComparer.Ordinal)
    {
        ["bios"] = new() { Qemu = Firmware.Bios, Arguments = ["-vga", "std"], Disc = "ide-cd", Disk = "usb" },
        ["x64"] = new() { Qemu = Firmware.Bios, Arguments = ["-vga", "std", "-machine", "q35"], Code = Ovmf + "OVMF_CODE_4M.fd", Variables = Ovmf + "OVMF_VARS_4M.fd", Disc = "ide-cd", Disk = "usb" },
        // With Microsoft's keys.
        ["x64-secure"] = new() { Qemu = Firmware.Bios, Arguments = ["-vga", "std", .. SecureMode], Code = Ovmf + "OVMF_CODE_4M.secboot.fd", Variables = Ovmf + "OVMF_VARS_4M.ms.fd", Disc = "ide-cd", Disk = "usb" },
        // The only firmware for it there is; it has no keys.
        ["ia32"] = new() { Qemu = "qemu-system-i386", Arguments = ["-vga", "std", .. SecureMode], Code = Ovmf + "OVMF32_CODE_4M.secboot.fd", Variables = Ovmf + "OVMF32_VARS_4M.fd", Disc = "ide-cd", Disk = "usb" },
        ["arm64"] = new() { Qemu = "qemu-system-aarch64", Arguments = ["-machine", "virt", "-cpu", "cortex-a57"], Code = Aavmf + "AAVMF_CODE.fd", Variables = Aavmf + "AAVMF_VARS.fd", Disc = "scsi-cd", Disk = "usb" },
        ["arm64-secure"] = new() { Qemu = "qemu-system-aarch64", Arguments = ["-machine", "virt", "-cpu", "cortex-a57"], Code = Aavmf + "AAVMF_CODE.ms.fd", Variables = Aavmf + "AAVMF_VARS.ms.fd", Disc = "scsi-cd", Disk = "usb" },
        ["arm"] = new() { Qemu = "qemu-system-arm", Arguments = ["-machine", "virt,highmem=off", "-cpu", "cortex-a15"], Code = Aavmf + "AAVMF32_CODE.fd", Variables = Aavmf + "AAVMF32_VARS.fd", Disc = "scsi-cd", Disk = "virtio" },
        // U-Boot looks at no disc drive here: what lies on a disk of virtio without partition tables, it reads as a disc.
        ["riscv64"] = new() { Qemu = "qemu-system-riscv64", Arguments = ["-machine", "virt", "-bios", UBoot.Opensbi, "-kernel", UBoot.Riscv], Disc = "virtio", Disk = "virtio" },
        ["ppc64le"] = new() { Qemu = "qemu-system-ppc64", Arguments = ["-machine", "pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off", "-cpu", "POWER9", "-vga", "none"], Disc = "scsi-cd", Disk = "scsi-hd" },
        ["s390x"] = new() { Qemu = "qemu-system-s390x", Arguments = ["-machine", "s390-ccw-virtio"], Disc = "scsi-cd-ccw", Disk = "virtio-ccw" },
    };

    /// <summary>Programs and files that must be installed.</summary>
    public IEnumerable<string> Needs => Arguments.Where(argument => argument.StartsWith("/usr/", StringComparison.Ordinal)).Prepend(Qemu).Concat(Code.Length > 0 ? [Code, Variables] : []);

    /// <summary>Starts it from an image.</summary>
    /// <param name="image">The image file, which is not written to.</param>
    /// <param name="medium">As what it is given.</param>
    /// <param name="expected">The text on the serial line for which to wait.</param>
    /// <param name="arguments">Further arguments of QEMU.</param>
    /// <returns>All that came over the serial line until then.</returns>
    public string Boot(string image, string medium, string expected, params string[] arguments)
    {
        using TempDirectory temp = new();
        string[] flash = [];
        if (Code.Length > 0)
        {
            string variables = temp.Combine("variables.fd");
            File.Copy(Variables, variables);
            flash = ["-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={Code}", "-drive", $"if=pflash,unit=1,format=raw,file={variables}"];
        }

        return Firmware.Boot(Qemu, [.. Arguments, .. flash, .. Medium(medium, image), .. arguments], expected, Limits.Firmware);
    }

    /// <summary>Snapshots, so that nobody writes to the image.</summary>
    private static string[] Medium(string medium, string image) =>
    [
        .. Controller(medium),
        "-drive", $"if=none,id=medium,format=raw,{(medium.Contains("-cd", StringComparison.Ordinal) ? "media=cdrom,readonly=on" : "snapshot=on")},file={image}",
        .. Device(medium),
    ];

    private static string[] Controller(string medium) => medium switch
    {
        "usb" or "usb-cd" => ["-device", "qemu-xhci,id=usb"],
        "usb2" => ["-device", "usb-ehci,id=usb"],
        "scsi-cd" or "scsi-hd" => ["-device", "virtio-scsi-pci,id=scsi"],
        "scsi-cd-ccw" => ["-device", "virtio-scsi-ccw,id=scsi"],
        "ahci-cd" or "ahci" => ["-device", "ich9-ahci,id=ahci"],
        _ => [],
    };

    private static string[] Device(string medium) => medium switch
    {
        "ide-cd" => ["-device", "ide-cd,drive=medium,bus=ide.0,bootindex=0"],
        "ide-hd" => ["-device", "ide-hd,drive=medium,bus=ide.0,bootindex=0"],
        "ahci-cd" => ["-device", "ide-cd,drive=medium,bus=ahci.0,bootindex=0"],
        "ahci" => ["-device", "ide-hd,drive=medium,bus=ahci.0,bootindex=0"],
        "usb" or "usb2" => ["-device", "usb-storage,drive=medium,bus=usb.0,bootindex=0"],
        "usb-cd" => ["-device", "usb-bot,id=bridge,bus=usb.0", "-device", "scsi-cd,drive=medium,bus=bridge.0,bootindex=0"],
        "scsi-cd" or "scsi-cd-ccw" => ["-device", "scsi-cd,drive=medium,bus=scsi.0,bootindex=0"],
        "scsi-hd" => ["-device", "scsi-hd,drive=medium,bus=scsi.0,bootindex=0"],
        "virtio" => ["-device", "virtio-blk-pci,drive=medium,bootindex=0"],
        "virtio-ccw" => ["-device", "virtio-blk-ccw,drive=medium,bootindex=0"],
        "nvme" => ["-device", "nvme,serial=1,drive=medium,bootindex=0"],
        _ => throw new ArgumentOutOfRangeException(nameof(medium), medium, "No such medium."),
    };

    /// <summary>Of Debian's packages u-boot-qemu and opensbi.</summary>
    internal static class UBoot
    {
        public const string Riscv = "/usr/lib/u-boot/qemu-riscv64_smode/u-boot.bin";
        public const string Opensbi = "/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_jump.elf";
    }
}
