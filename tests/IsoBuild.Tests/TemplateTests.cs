namespace IsoBuild.Tests;

/// <summary>`dotnet new`, and a build of what it made, as it made it.</summary>
public class TemplateTests
{
    [Fact]
    public void A_new_project_makes_an_image_and_goes_into_a_solution()
    {
        using Workspace work = new();
        string[] hive = Install(work);
        work.Dotnet(["new", "isoimage", "-n", "My.Disc", .. hive]).EnsureSuccess();
        work.Write("My.Disc/content/docs/more.txt", "more");

        work.Build("My.Disc");
        string image = work.Path("My.Disc/bin/Debug/My.Disc.iso");
        Assert.Equal(["/README.txt", "/docs/more.txt"], Image.Files(image));

        work.Dotnet(["new", "sln", "-n", "All", .. hive]).EnsureSuccess();
        work.Dotnet("sln", "add", "My.Disc").EnsureSuccess();
        File.Delete(image);
        work.Dotnet("build").EnsureSuccess();
        Assert.True(File.Exists(image));
    }

    [ToolFact("blkid")]
    public void A_new_seed_is_found_by_cloud_init()
    {
        using Workspace work = new();
        work.Dotnet(["new", "isoseed", "-n", "Web", "--hostname", "web-1", .. Install(work)]).EnsureSuccess();

        CommandResult built = work.Build("Web");

        Assert.DoesNotContain("warning", built.Output, StringComparison.Ordinal);
        string image = work.Path("Web/bin/Debug/Web.iso");
        Assert.Equal(["/meta-data", "/user-data"], Image.Files(image));
        Assert.Equal("instance-id: web-1\nlocal-hostname: web-1\n", Image.Text(image, "/meta-data"));
        Assert.StartsWith("#cloud-config\nhostname: web-1\n", Image.Text(image, "/user-data"), StringComparison.Ordinal);
        string found = CommandLine.Run("blkid", ["-p", "-o", "export", image], work.Path()).EnsureSuccess().Output;
        Assert.Contains("LABEL=CIDATA\n", found, StringComparison.Ordinal);
        Assert.Contains("TYPE=iso9660\n", found, StringComparison.Ordinal);
    }

    [ToolFact("xorriso", "/usr/lib/ISOLINUX/isolinux.bin", "/usr/lib/syslinux/modules/bios/ldlinux.c32", "/usr/lib/grub/x86_64-efi/monolithic/gcdx64.efi", "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux")]
    public void A_new_installer_medium_boots_on_both_kinds_of_firmware()
    {
        using Workspace work = new();
        work.Dotnet(["new", "isoinstaller", "-n", "Medium", "--label", "SETUP", .. Install(work)]).EnsureSuccess();

        CommandResult built = work.Build("Medium");

        Assert.DoesNotContain("warning", built.Output, StringComparison.Ordinal);
        string image = work.Path("Medium/bin/Debug/Medium.iso");
        string report = CommandLine.Run("xorriso", ["-indev", image, "-pvd_info", "-report_el_torito", "plain", "-report_system_area", "plain"], work.Path()).EnsureSuccess().All;
        Assert.Matches(@"Volume Id *: SETUP\n", report);
        Assert.Matches(@"El Torito boot img : *1 +BIOS +y", report);
        Assert.Matches(@"El Torito boot img : *2 +UEFI +y", report);
        Assert.Contains("isohybrid", report, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes("/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64/linux"), Image.Bytes(image, "/install/linux"));
    }

    [Fact]
    public void A_new_installer_medium_builds_without_boot_files_and_names_their_packages()
    {
        using Workspace work = new();
        work.Dotnet(["new", "isoinstaller", "-n", "Medium", .. Install(work)]).EnsureSuccess();

        CommandResult built = work.Build("Medium", "-p:IsolinuxDir=none", "-p:SyslinuxModules=none", "-p:GrubEfiDir=none", "-p:InstallerDir=none");

        string warning = Assert.Single(Workspace.Coded(built, "INSTALLER0001"));
        Assert.Contains("isolinux syslinux-common grub-efi-amd64-bin debian-installer-12-netboot-amd64.", warning, StringComparison.Ordinal);
        Assert.Equal(["/.disk/info", "/boot/grub/grub.cfg", "/isolinux/isolinux.cfg"], Image.Files(work.Path("Medium/bin/Debug/Medium.iso")));
    }

    [Theory]
    [InlineData("isoimage", "")]
    [InlineData("isoinstaller", "--label")]
    [InlineData("isoseed", "--hostname")]
    public void Help_says_what_a_template_is_for_and_what_it_asks(string template, string option)
    {
        using Workspace work = new();

        string help = work.Dotnet(["new", template, "--help", .. Install(work)]).EnsureSuccess().Output;

        Assert.Contains("ISO image", help, StringComparison.Ordinal);
        Assert.Contains("Description: A project that ", help, StringComparison.Ordinal);
        Assert.Contains(option, help, StringComparison.Ordinal);
        string readme = File.ReadAllText(Repository.File("src/IsoBuild.Templates/README.md"));
        Assert.Contains($"| `{template}` |", readme, StringComparison.Ordinal);
        Assert.Contains(option, readme, StringComparison.Ordinal);
    }

    /// <returns>The arguments that make `dotnet new` see the templates, and leave the user's own alone.</returns>
    private static string[] Install(Workspace work)
    {
        string[] hive = ["--debug:custom-hive", work.Path("hive")];
        // The project names the version of its template.
        Assert.Equal(work.Version, PackageFeed.VersionOf("IsoBuild.Templates"));
        work.Dotnet(["new", "install", PackageFeed.NupkgOf("IsoBuild.Templates"), .. hive]).EnsureSuccess();
        return hive;
    }
}
