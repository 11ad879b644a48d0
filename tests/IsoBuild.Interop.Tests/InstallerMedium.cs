namespace IsoBuild.Interop.Tests;

/// <summary>The image that samples/InstallerMedia builds, with the package of this test run; its preseed file says hello.</summary>
public sealed class InstallerMedium : IDisposable
{
    /// <summary>Of Debian's packages grub-efi-amd64-bin and debian-installer-12-netboot-amd64.</summary>
    public const string Grub = "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi";
    public const string Installer = "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/initrd.gz";

    /// <summary>Said once the answers are read.</summary>
    public const string PreseedHello = "the preseed file was read";

    private readonly Workspace work = new();
    private readonly Lazy<string> image;

    public InstallerMedium() => image = new Lazy<string>(() =>
    {
        string sample = SampleCopy.Create(work, "InstallerMedia", "IsoBuild");
        File.AppendAllText(Path.Combine(sample, "preseed.cfg"), $"\nd-i preseed/early_command string echo {PreseedHello} > /dev/ttyS0\n");
        work.Build(sample);
        return Directory.EnumerateFiles(sample, "InstallerMedia.iso", SearchOption.AllDirectories).First();
    });

    public string Image => image.Value;

    public void Dispose() => work.Dispose();
}
