using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IsoBuild.Content;

namespace IsoBuild.Tests;

/// <summary>The sample, built by the one command that the README gives, in two fresh copies of the repository.</summary>
public class SampleTests
{
    private const string Image = "samples/HelloIso/bin/Debug/net10.0/HelloIso.iso";

    [ToolFact("git")]
    public void Two_fresh_clones_give_the_same_image()
    {
        using TempDirectory folder = new(prefix: "isobuild-clones-");
        string first = BuildClone(folder, "one", isRepository: true, []);
        // A source archive in another place, another time zone, another language: none of it may show.
        string second = BuildClone(folder, "b/another one, à côté", isRepository: false, [("TZ", "Asia/Kathmandu"), ("LC_ALL", "tr_TR.UTF-8"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")]);

        Assert.True(File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second)), "the two images differ");

        using IsoImage image = IsoImage.Open(first);
        Assert.Empty(image.Diagnostics);
        Assert.Equal(["/HelloIso", "/HelloIso.deps.json", "/HelloIso.dll", "/HelloIso.pdb", "/HelloIso.runtimeconfig.json"], IsoBuild.Tests.Image.Files(first));
        string map = image.Layout.ToString();
        AssertSnapshotOfThisSdk(folder.Path, map);
    }

    /// <summary>A user's own test project, which holds the layout of an image.</summary>
    [Fact]
    public void The_layout_that_a_test_project_committed_is_held()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "LayoutSnapshot", "IsoBuild.Core");

        CommandResult passed = work.Dotnet("test", sample, "-nodeReuse:false").EnsureSuccess();
        Assert.Matches("Passed: +2", passed.Output);

        work.Write("LayoutSnapshot/content/added.txt", "one sector more");
        CommandResult failed = work.Dotnet("test", sample, "-nodeReuse:false");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("+ file /added.txt, 1 sector", failed.Output, StringComparison.Ordinal);
    }

    [ToolFact("blkid")]
    public void The_seed_for_cloud_init_has_what_the_templates_say_and_is_found_by_its_name()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "CloudInitSeed", "IsoBuild");
        string image = Path.Combine(sample, "bin/Debug/CloudInitSeed.iso");

        Assert.Contains($"CloudInitSeed -> {image}", work.Build(sample).Output, StringComparison.Ordinal);

        Assert.Equal(["/meta-data", "/user-data"], IsoBuild.Tests.Image.Files(image));
        Assert.Equal(File.ReadAllText(Path.Combine(sample, "meta-data")).Replace("{{HostName}}", "instance-1", StringComparison.Ordinal), IsoBuild.Tests.Image.Text(image, "/meta-data"));
        Assert.StartsWith("#cloud-config\n", IsoBuild.Tests.Image.Text(image, "/user-data"), StringComparison.Ordinal);

        // NoCloud asks for a file system of type vfat or iso9660 with this label.
        string found = CommandLine.Run("blkid", ["-p", "-o", "export", image], sample).EnsureSuccess().Output;
        Assert.Contains("LABEL=CIDATA\n", found, StringComparison.Ordinal);
        Assert.Contains("TYPE=iso9660\n", found, StringComparison.Ordinal);

        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(sample, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        work.Build(sample, "--no-restore", "-p:HostName=web-1");
        Assert.Contains("web-1", IsoBuild.Tests.Image.Text(image, "/meta-data"), StringComparison.Ordinal);
        Assert.Contains("web-1", IsoBuild.Tests.Image.Text(image, "/user-data"), StringComparison.Ordinal);
        Assert.DoesNotContain("{{", IsoBuild.Tests.Image.Text(image, "/meta-data") + IsoBuild.Tests.Image.Text(image, "/user-data"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_for_Windows_Setup_are_where_it_looks()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "WindowsUnattend", "IsoBuild");
        string image = Path.Combine(sample, "bin/Debug/WindowsUnattend.iso");

        work.Build(sample);

        using (IsoImage opened = IsoBuild.Tests.Image.Open(image))
        {
            Assert.Equal("UNATTEND", opened.Layout.Volume.VolumeId);
            // Windows reads Joliet; the folder's name is Microsoft's, with its dollars.
            ContentTree windows = opened.ContentOf(ImageFormats.Joliet)!;
            Assert.Equal(["/$WinPEDriver$/readme.txt", "/Autounattend.xml"], windows.Nodes.OfType<ContentFile>().Select(file => file.Path).Order(StringComparer.Ordinal));
            using Stream answers = Assert.IsType<ContentFile>(windows.Find("Autounattend.xml")).OpenRead();
            XElement root = XDocument.Load(answers).Root!;
            Assert.Equal(XName.Get("unattend", "urn:schemas-microsoft-com:unattend"), root.Name);
        }

        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(sample, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        work.Write("WindowsUnattend/content/$WinPEDriver$/disk/disk.inf", "[Version]\n");
        work.Build(sample, "--no-restore");
        Assert.Contains("/$WinPEDriver$/disk/disk.inf", IsoBuild.Tests.Image.Files(image));
    }

    [Fact]
    public void The_installer_without_its_boot_files_says_which_packages_they_are_in()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "InstallerMedia", "IsoBuild");
        Directory.CreateDirectory(work.Path("empty"));
        string empty = work.Path("empty") + "/";

        CommandResult built = work.Dotnet("build", sample, $"-p:IsolinuxDir={empty}", $"-p:SyslinuxModules={empty}", $"-p:GrubEfi={empty}gcdx64.efi", $"-p:InstallerDir={empty}", $"-p:LibStdCpp={empty}");

        Assert.NotEqual(0, built.ExitCode);
        string error = Assert.Single(Workspace.Coded(built, "INSTALLER0001"));
        Assert.Contains($"{empty}isolinux.bin", error, StringComparison.Ordinal);
        Assert.Contains("apt-get install isolinux syslinux-common grub-efi-amd64-bin debian-installer-12-netboot-amd64 libstdc++6.", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(sample, "*.iso", SearchOption.AllDirectories));
    }

    /// <summary>Folders with and without a final slash, and files: whatever a user has unpacked, and however he names it.</summary>
    [Theory]
    [InlineData("isolinux", "modules", "grub", "installer", "lib")]
    [InlineData("isolinux/", "modules/", "grub/", "installer/", "lib/")]
    [InlineData("isolinux/isolinux.bin", "modules/ldlinux.c32", "grub/gcdx64.efi", "installer/linux", "lib/libstdc++.so.6")]
    [InlineData("isolinux/isohdpfx.bin", "modules", "grub/signed.efi", "installer/initrd.gz", "lib")]
    public void The_installer_takes_its_boot_files_by_folder_or_by_file(string isolinux, string modules, string grub, string installer, string library)
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "InstallerMedia", "IsoBuild");
        foreach (string file in (string[])["isolinux/isolinux.bin", "isolinux/isohdpfx.bin", "modules/ldlinux.c32", "grub/gcdx64.efi", "grub/signed.efi", "installer/linux", "installer/initrd.gz", "lib/libstdc++.so.6"])
        {
            work.Write($"boot/{file}", file);
        }

        CommandResult evaluated = work.Dotnet(
            "msbuild", sample, "-getItem:IsoContent", "-getProperty:LibStdCppFile", "-t:RequireBootFiles",
            $"-p:IsolinuxDir={work.Path("boot", isolinux)}", $"-p:SyslinuxModules={work.Path("boot", modules)}", $"-p:GrubEfi={work.Path("boot", grub)}",
            $"-p:InstallerDir={work.Path("boot", installer)}", $"-p:LibStdCpp={work.Path("boot", library)}").EnsureSuccess();

        using JsonDocument json = JsonDocument.Parse(evaluated.Output);
        string[] taken =
        [
            .. json.RootElement.GetProperty("Items").GetProperty("IsoContent").EnumerateArray().Select(item => item.GetProperty("FullPath").GetString()!).Where(path => !path.StartsWith(sample, StringComparison.Ordinal)),
            json.RootElement.GetProperty("Properties").GetProperty("LibStdCppFile").GetString()!,
        ];
        string expectedGrub = grub == "grub/signed.efi" ? grub : "grub/gcdx64.efi";
        Assert.Equal(
            ((string[])["isolinux/isolinux.bin", "isolinux/isohdpfx.bin", "modules/ldlinux.c32", expectedGrub, "installer/linux", "installer/initrd.gz", "lib/libstdc++.so.6"]).Select(file => work.Path("boot", file)),
            taken);
    }

    /// <summary>Three platforms of one project. What a platform's program is, its first bytes say: ELF's machine, or PE's.</summary>
    [Fact]
    public void One_project_is_in_the_image_for_each_of_its_platforms()
    {
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "MultiPlatform", "IsoBuild");
        string image = Path.Combine(sample, "bin/Release/MultiPlatform.iso");

        work.Build(sample, "-c", "Release");

        Assert.Equal(["/linux-arm64/hello", "/linux-x64/hello", "/readme.txt", "/win-x64/hello.exe"], IsoBuild.Tests.Image.Files(image));
        // The gABI: e_machine at byte 18, 62 is x86-64 and 183 is AArch64. Of PE, the offset at byte 60, and 4 bytes behind its signature 0x8664, AMD64.
        Assert.Equal(62, BinaryPrimitives.ReadUInt16LittleEndian(IsoBuild.Tests.Image.Bytes(image, "/linux-x64/hello").AsSpan(18)));
        Assert.Equal(183, BinaryPrimitives.ReadUInt16LittleEndian(IsoBuild.Tests.Image.Bytes(image, "/linux-arm64/hello").AsSpan(18)));
        byte[] windows = IsoBuild.Tests.Image.Bytes(image, "/win-x64/hello.exe");
        Assert.Equal(0x8664, BinaryPrimitives.ReadUInt16LittleEndian(windows.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(windows.AsSpan(60)) + 4)));

        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64)
        {
            string platform = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? "linux-x64" : "linux-arm64";
            string program = work.Path("hello");
            File.WriteAllBytes(program, IsoBuild.Tests.Image.Bytes(image, $"/{platform}/hello"));
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Dictionary<string, string?> withoutDotnet = new() { ["DOTNET_ROOT"] = work.Path("nowhere") };
            Assert.Equal($"Hello from {platform}", CommandLine.Run(program, [], sample, withoutDotnet).EnsureSuccess().Output.Trim());
        }
    }

    /// <summary>What MSBuild takes for its own in a text: escapes, lists, properties, items, metadata, quotes, and backslashes, which it takes for separators of paths.</summary>
    [Fact]
    public void The_text_of_a_seed_stays_byte_by_byte()
    {
        const string text = "#cloud-config\nruncmd:\n  - [sh, -c, \"printf '%s\\n' C:\\Temp\\a; echo \\\\server\\share\"]\n  - echo $(hostname) $(Configuration) @(Template) %(Identity) %3B %20 100% \u00e9\n\n  \n# no end of line, and a tab\t";
        using Workspace work = new();
        string sample = SampleCopy.Create(work, "CloudInitSeed", "IsoBuild");
        string image = Path.Combine(sample, "bin/Debug/CloudInitSeed.iso");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0xE9, 0xFF];
        File.WriteAllBytes(Path.Combine(sample, "user-data"), bytes);
        // As Git checks out on Windows.
        File.WriteAllText(Path.Combine(sample, "meta-data"), "instance-id: {{HostName}}\r\nlocal-hostname: {{HostName}}\r\n");

        work.Build(sample);

        Assert.Equal(bytes, IsoBuild.Tests.Image.Bytes(image, "/user-data"));
        Assert.Equal("instance-id: instance-1\nlocal-hostname: instance-1\n", IsoBuild.Tests.Image.Text(image, "/meta-data"));
    }

    /// <summary>The host program and the compiler's output belong to one SDK: under another, sizes are others, and what is held is their order.</summary>
    private static void AssertSnapshotOfThisSdk(string folder, string map)
    {
        string held = File.ReadAllText(Repository.File("tests/IsoBuild.Tests/SampleTests.HelloIso.10.0.401.verified.txt"));
        string sdk = CommandLine.Run("dotnet", ["--version"], folder).EnsureSuccess().Output.Trim();
        if (sdk == "10.0.401")
        {
            Snapshot.Match(map, method: "HelloIso.10.0.401");
            Assert.Contains(map, File.ReadAllText(Repository.File("README.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(Names(held), Names(map));
        }

        static string[] Names(string text) =>
            [.. text.ReplaceLineEndings("\n").Split('\n').Skip(4).Select(line => Regex.Replace(line, @"^ *[-\d]+ +\d+  |  \d+ bytes$", ""))];
    }

    private static string BuildClone(TempDirectory folder, string name, bool isRepository, (string Name, string Value)[] environment)
    {
        string clone = folder.Combine(name);
        CopySources(clone);
        if (isRepository)
        {
            Git(clone, "init", "-q");
            Git(clone, "add", "-A");
            Git(clone, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "All");
        }

        Dictionary<string, string?> variables = new(DotnetEnvironment.Clean) { ["NUGET_PACKAGES"] = folder.Combine("packages") };
        foreach ((string variable, string value) in environment)
        {
            variables[variable] = value;
        }

        CommandResult built = CommandLine.Run("dotnet", ["build", "samples/HelloIso", "-nodeReuse:false", "-tl:off"], clone, variables).EnsureSuccess();
        string image = Path.Combine(clone, Image.Replace('/', Path.DirectorySeparatorChar));
        Assert.Contains($"HelloIso -> {image}", built.Output, StringComparison.Ordinal);
        return image;
    }

    private static CommandResult Git(string folder, params string[] arguments) => CommandLine.Run("git", arguments, folder).EnsureSuccess();

    /// <summary>What a commit of the work tree would hold.</summary>
    private static void CopySources(string destination)
    {
        string[] files = Git(Repository.Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output
            .Split('\0', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string file in files.Where(file => !file.StartsWith("tests/", StringComparison.Ordinal) && File.Exists(Repository.File(file))))
        {
            string copy = Path.Combine(destination, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Repository.File(file), copy);
        }
    }
}
