namespace IsoBuild.Interop.Tests;

/// <summary>The image that samples/InstallerMedia builds, with the package of this test run.</summary>
public sealed class InstallerMedium : IDisposable
{
    /// <summary>Of Debian's packages grub-efi-amd64-bin and debian-installer-12-netboot-amd64.</summary>
    public const string Grub = "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi";
    public const string Installer = "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/initrd.gz";

    /// <summary>What the payload prints first: the answers tell the installer to run it.</summary>
    public const string PayloadHello = "Hello from the payload.";

    private readonly Workspace work = new();
    private readonly Lazy<string> image;

    public InstallerMedium() => image = new Lazy<string>(() =>
    {
        string sample = SampleCopy.Create(work, "InstallerMedia", "IsoBuild");
        work.Build(sample);
        return Directory.EnumerateFiles(sample, "InstallerMedia.iso", SearchOption.AllDirectories).First();
    });

    public string Image => image.Value;

    public void Dispose() => work.Dispose();
}
