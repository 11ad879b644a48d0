using IsoBuild.Machines;
using IsoBuild.Summarizing;

namespace IsoBuild.Tests;

/// <summary>Images of a program for several machines, which boot from them.</summary>
public class RuntimeTests
{
    /// <summary>Without the small program that starts it, which would be another package for each platform.</summary>
    private const string Runtimes = "<RuntimeIdentifiers>linux-x64;linux-arm64</RuntimeIdentifiers><UseAppHost>false</UseAppHost>";

    [Fact]
    public void One_item_each_publishes_the_project_and_puts_the_loader_in_place()
    {
        using Workspace work = new();
        string app = work.Console("App", Runtimes + "<IsoContentFrom>None</IsoContentFrom>", """
            <IsoRuntime Include="linux-x64" Loader="tool.efi" />
            <IsoRuntime Include="linux-arm64" Loader="arm64.efi" IsoTargetPath="programs/arm" />
            <IsoRuntime Include="linux-s390x" Loader="kernel.img" Condition="false" />
            """);
        EveryBoot.WriteContent(work.Path("App"));

        work.Build(app);

        string image = work.Path("App/bin/Debug/net10.0/App.iso");
        Assert.Equal(["/boot/efi.img", .. Published("/linux-x64", "linux-x64"), .. Published("/programs/arm", "linux-arm64")], Image.Files(image));
        Assert.Equal([Machine.X64, Machine.Arm64], Machines(image).Select(boot => boot.Machine));

        IEnumerable<string> Published(string target, string runtime)
        {
            string[] files = work.FilesOf("App/bin/Debug/net10.0", runtime, "publish");
            Assert.Contains("/App.dll", files);
            return files.Select(file => target + file);
        }
    }

    [Fact]
    public void Another_project_is_published_and_loaders_without_UEFI_are_found()
    {
        using Workspace work = new();
        work.Console("App", Runtimes, reference: "");
        string disc = work.ImageProject("Disc", """
            <IsoRuntime Include="linux-x64" Project="../App/App.csproj" Loader="tool.efi" />
            <IsoRuntime Include="linux-arm64" Project="../App/App.csproj" />
            <IsoBootEntry Include="boot/loader.bin" />
            <IsoBootEntry Include="kernel.img" RuntimeIdentifier="linux-s390x" />
            <IsoContent Include="kernel.img" />
            <IsoContent Include="out/boot/loader.bin" TargetPath="boot/" />
            """);
        EveryBoot.WriteContent(work.Path("Disc"));
        byte[] kernel = new byte[5000];
        Convert.FromHexString("0008000080010000020000186000005002000068600000504040404040404040").CopyTo(kernel, 0);
        BootFiles.Write(work.Path("Disc"), "kernel.img", kernel);

        work.Build(disc);

        string image = work.Path("Disc/bin/Debug/Disc.iso");
        Assert.Contains("/linux-x64/App.dll", Image.Files(image));
        Assert.Contains("/linux-arm64/App.dll", Image.Files(image));
        Assert.Equal([(Machine.Bios, BootMedium.Disc), (Machine.X64, BootMedium.Disc), (Machine.S390x, BootMedium.Disc), (Machine.S390x, BootMedium.Disk)], Machines(image).Select(boot => (boot.Machine, boot.Medium)));
    }

    private static IReadOnlyList<MachineBoot> Machines(string path)
    {
        using IsoImage image = Image.Open(path);
        return image.Summary.Machines;
    }
}
