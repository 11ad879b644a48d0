namespace IsoBuild.Tests;

/// <summary>Every way to be wrong has its code, names what it is about, and leaves no image.</summary>
public class ErrorTests
{
    [Fact]
    public void Errors_on_the_project_that_they_concern()
    {
        using Workspace work = new();
        work.Write("shared/a.txt", "a");
        work.Write("shared/b.txt", "b");
        const string Content = """<IsoContent Include="../shared/a.txt" />""";
        (string Name, string Code, string About, string Items, string Properties)[] cases =
        [
            ("Missing", "ISOB1001", "nowhere.txt", """<IsoContent Include="nowhere.txt" />""", ""),
            ("Twice", "ISOB1003", "same.txt", """<IsoContent Include="../shared/a.txt" TargetPath="same.txt" /><IsoContent Include="../shared/b.txt" TargetPath="same.txt" />""", ""),
            ("Dots", "ISOB1004", "../x", """<IsoContent Include="../shared/a.txt" TargetPath="../x" />""", ""),
            ("Absolute", "ISOB1004", "/etc/x", """<IsoContent Include="../shared/a.txt" TargetPath="/etc/x" />""", ""),
            ("Drive", "ISOB1004", "C:", """<IsoContent Include="../shared/a.txt" TargetPath="C:\x" />""", ""),
            ("VolumeId", "ISOB1006", "", Content, $"<IsoVolumeId>{new string('V', 33)}</IsoVolumeId>"),
            ("Timestamp", "ISOB1008", "IsoTimestamp", Content, "<IsoTimestamp>yesterday</IsoTimestamp>"),
            ("Deterministic", "ISOB1008", "DeterministicTimestamp", Content, "<DeterministicTimestamp>1066-10-14T00:00:00Z</DeterministicTimestamp>"),
            ("Format", "ISOB1011", "hfs", Content, "<IsoFormats>Iso9660;hfs</IsoFormats>"),
            ("Dates", "ISOB1011", "IsoFileDates", Content, "<IsoFileDates>Sometimes</IsoFileDates>"),
            ("Level", "ISOB1011", "IsoLevel", Content, "<IsoLevel>5</IsoLevel>"),
            ("Mode", "ISOB1011", "a.txt", """<IsoContent Include="../shared/a.txt" Mode="rwx" />""", ""),
            ("Numbers", "ISOB1011", "IsoAlignment", Content, "<IsoAlignment>wide</IsoAlignment>"),
            ("Switch", "ISOB1011", "IsoDedupe", Content, "<IsoDedupe>perhaps</IsoDedupe>"),
            ("Expires", "ISOB1008", "IsoExpires", Content, "<IsoExpires>never</IsoExpires>"),
            ("Exclude", "ISOB1011", "IsoExclude: '../x' contains", Content, "<IsoExclude>*.pdb;../x</IsoExclude>"),
            ("Sort", "ISOB1011", "IsoSort: '*.dll=first' is not a weight", Content, "<IsoSort>*.dll=first</IsoSort>"),
            ("Hide", "ISOB1011", "IsoHide: 'hfs:*.dll' is not a tree", Content, "<IsoHide>hfs:*.dll</IsoHide>"),
            ("Compress", "ISOB1011", "IsoCompress: 'a**' has **", Content, "<IsoCompress>a**</IsoCompress>"),
            ("Weight", "ISOB1011", "a.txt: SortWeight: 'first' is not a weight", """<IsoContent Include="../shared/a.txt" SortWeight="first" />""", ""),
            ("Hidden", "ISOB1011", "a.txt: Hidden: 'hfs' is not a tree", """<IsoContent Include="../shared/a.txt" Hidden="hfs" />""", ""),
            ("Kind", "ISOB1011", "dev/x: the Kind 'Tape'", """<IsoContent Include="dev/x" Kind="Tape" />""", ""),
            ("Numberless", "ISOB1011", "dev/x: the Kind 'BlockDevice' with the Device '8'", """<IsoContent Include="dev/x" Kind="BlockDevice" Device="8" />""", ""),
            ("TwoThings", "ISOB4006", "x: LinkTarget, HardLink and Kind exclude each other", """<IsoContent Include="x" LinkTarget="y" HardLink="z" />""", ""),
            ("KindOfLink", "ISOB4006", "x: LinkTarget, HardLink and Kind exclude each other", """<IsoContent Include="x" LinkTarget="y" Kind="Pipe" />""", ""),
            ("TwoPlaces", "ISOB4006", "a.txt: RuntimeIdentifier decides where", """<IsoContent Include="../shared/a.txt" EfiBoot="true" RuntimeIdentifier="linux-x64" TargetPath="EFI/" />""", ""),
            ("NoMachine", "ISOB4010", "a.txt: RuntimeIdentifier: 'browser-wasm' names no machine", """<IsoContent Include="../shared/a.txt" EfiBoot="true" RuntimeIdentifier="browser-wasm" />""", ""),
            ("NoUefi", "ISOB4010", "a.txt: RuntimeIdentifier: machines of 'linux-s390x' have no UEFI", """<IsoContent Include="../shared/a.txt" EfiBoot="true" RuntimeIdentifier="linux-s390x" />""", ""),
            ("NoCatalog", "ISOB4010", "a.txt: RuntimeIdentifier: machines of 'linux-ppc64le' boot by /ppc/bootinfo.txt", """<IsoContent Include="../shared/a.txt" /><IsoBootEntry Include="a.txt" RuntimeIdentifier="linux-ppc64le" />""", ""),
            ("DeviceAlone", "ISOB4006", "a.txt: Device sets", """<IsoContent Include="../shared/a.txt" Device="1,3" />""", ""),
            ("ModeOfName", "ISOB4006", "x: Mode belongs to the file", """<IsoContent Include="x" HardLink="a.txt" Mode="600" />""", ""),
            ("NoFile", "ISOB1027", "/x", """<IsoContent Include="x" HardLink="gone.txt" />""", ""),
            ("From", "ISOB1011", "IsoContentFrom", Content, "<IsoContentFrom>Obj</IsoContentFrom>"),
            ("Image", "ISOB1011", "Nobody", """<IsoContent Include="../shared/a.txt" Image="Nobody" />""", ""),
            ("Baseline", "ISOB4001", "layout.txt", Content, "<IsoLayoutBaseline>layout.txt</IsoLayoutBaseline>"),
            ("Unwritable", "ISOB1019", "Unwritable.iso", Content, "<IsoOutputDir>../shared/a.txt/</IsoOutputDir>"),
            ("Old", "ISOB4003", "17.14", Content, "<_IsoMSBuildVersion>17.14.0</_IsoMSBuildVersion>"),
            ("OneFile", "ISOB4004", "IsoImage", """<IsoImage Include="A" IsoFileName="x.iso" /><IsoImage Include="B" IsoFileName="x.iso" />""", ""),
            ("Loader", "ISOB1011", "IsoBoot: 'lilo' is unknown; write none, auto, isolinux", Content, "<IsoBoot>lilo</IsoBoot>"),
            ("NoLoader", "ISOB1151", "Isolinux: The boot loader is not in the content. These files are looked for: isolinux/isolinux.bin", Content, "<IsoBoot>isolinux</IsoBoot>"),
            ("Hybrid", "ISOB1011", "IsoHybrid: 'usb' is unknown; write true or false", Content, "<IsoHybrid>usb</IsoHybrid>"),
            ("Gpt", "ISOB1011", "IsoHybridGpt: 'no' is unknown; write true or false", Content, "<IsoHybridGpt>no</IsoHybridGpt>"),
            ("BootCode", "ISOB1120", "gone.bin", Content, "<IsoHybridBootCode>gone.bin</IsoHybridBootCode>"),
            ("EfiBoot", "ISOB1011", "a.txt: EfiBoot: 'yes' is unknown; write true or false", """<IsoContent Include="../shared/a.txt" EfiBoot="yes" />""", ""),
            ("NoProgram", "ISOB1110", "a.txt", """<IsoContent Include="../shared/a.txt" EfiBoot="true" />""", ""),
            ("LoadSize", "ISOB1011", "boot.bin: LoadSize: '0' is not a load size; write a number of sectors of 512 bytes", Content + """<IsoBootEntry Include="boot.bin" LoadSize="0" />""", ""),
            ("Platform", "ISOB1011", "boot.bin: Platform: 'arm' is unknown; write bios, uefi, powerpc or mac", Content + """<IsoBootEntry Include="boot.bin" Platform="arm" />""", ""),
            ("NoBootImage", "ISOB1100", "boot.bin", Content + """<IsoBootEntry Include="boot.bin" />""", ""),
            ("BootImage", "ISOB1011", "Nobody", Content + """<IsoBootEntry Include="a.txt" Image="Nobody" />""", ""),
            ("NoBase", "ISOB1160", "gone.iso", Content, "<IsoBaseImage>gone.iso</IsoBaseImage>"),
            ("TextBase", "ISOB1161", "a.txt", Content, "<IsoBaseImage>../shared/a.txt</IsoBaseImage>"),
            ("OwnBase", "ISOB1020", "the image would overwrite its IsoBaseImage", Content, "<IsoBaseImage>bin/Debug/OwnBase.iso</IsoBaseImage>"),
            ("Remove", "ISOB1011", "IsoRemove: '*.pdb' cannot be removed, because there is no IsoBaseImage", Content, "<IsoRemove>*.pdb</IsoRemove>"),
            ("Fine", "", "", Content, ""),
        ];
        foreach (var one in cases)
        {
            work.ImageProject(one.Name, one.Items, one.Properties);
        }

        CommandResult built = work.BuildAll();

        Assert.NotEqual(0, built.ExitCode);
        Assert.All(cases, one =>
        {
            string project = work.Path(one.Name, one.Name + ".csproj");
            string[] said = [.. built.Output.Split('\n').Where(line => line.StartsWith(project, StringComparison.Ordinal) && line.Contains("error", StringComparison.Ordinal))];
            Assert.Equal(one.Code.Length > 0, said.Length > 0);
            Assert.All(said, line => Assert.Contains($"error {one.Code}: ", line, StringComparison.Ordinal));
            Assert.All(said, line => Assert.Contains(one.About, line, StringComparison.Ordinal));
            Assert.Equal(one.Code.Length == 0, File.Exists(work.Path(one.Name, "bin/Debug", one.Name + ".iso")));
        });
        Assert.Empty(Directory.EnumerateDirectories(work.Path("."), ".isobuild-*", SearchOption.AllDirectories));
        Assert.DoesNotContain("MSB4018", built.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_can_be_silenced_and_raised()
    {
        using Workspace work = new();
        const string Content = """<IsoContent Include="../f.txt" />""";
        work.Write("f.txt", "f");
        work.ImageProject("Warned", Content, "<IsoVolumeId>Größe</IsoVolumeId><IsoFormats>RockRidge</IsoFormats>");
        work.ImageProject("Silenced", Content, "<IsoVolumeId>Größe</IsoVolumeId><IsoFormats>RockRidge</IsoFormats><NoWarn>$(NoWarn);ISOB1007</NoWarn>");
        work.ImageProject("Raised", Content, "<IsoVolumeId>Größe</IsoVolumeId><IsoFormats>RockRidge</IsoFormats><WarningsAsErrors>$(WarningsAsErrors);ISOB1007</WarningsAsErrors>");
        work.ImageProject("AllRaised", Content, "<IsoVolumeId>Größe</IsoVolumeId><IsoFormats>RockRidge</IsoFormats><TreatWarningsAsErrors>true</TreatWarningsAsErrors>");

        CommandResult built = work.BuildAll();

        Assert.Contains($"{work.Path("Warned/Warned.csproj")} : warning ISOB1007", built.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Silenced.csproj : ", built.Output, StringComparison.Ordinal);
        Assert.Contains($"{work.Path("Raised/Raised.csproj")} : error ISOB1007", built.Output, StringComparison.Ordinal);
        Assert.Contains($"{work.Path("AllRaised/AllRaised.csproj")} : error ISOB1007", built.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(work.Path("Warned/bin/Debug/Warned.iso")) && File.Exists(work.Path("Silenced/bin/Debug/Silenced.iso")));
        Assert.False(File.Exists(work.Path("Raised/bin/Debug/Raised.iso")) || File.Exists(work.Path("AllRaised/bin/Debug/AllRaised.iso")));

        // Raised, it stays an error until something is done.
        Assert.NotEmpty(Workspace.Coded(work.Dotnet("build", "Raised/Raised.csproj", "--no-restore"), "ISOB1007"));
    }

    [Fact]
    public void A_bare_switch_that_makes_errors_of_warnings_leaves_the_previous_image()
    {
        using Workspace work = new();
        work.Write("Img/d/ok", "1");
        string project = work.ImageProject("Img", """<IsoContent Include="d" />""");
        work.Build(project);
        byte[] image = File.ReadAllBytes(work.Path("Img/bin/Debug/Img.iso"));

        // A name that Joliet has to change.
        work.Write("Img/d/a;b", "2");
        foreach (string argument in (string[])["-warnaserror", "-warnaserror", "-warnaserror:ISOB1010"])
        {
            CommandResult built = work.Dotnet("build", project, "--no-restore", argument);
            Assert.NotEqual(0, built.ExitCode);
            Assert.Contains(Workspace.Coded(built, "ISOB1010"), line => line.Contains("error ISOB1010", StringComparison.Ordinal));
            Assert.Equal(image, File.ReadAllBytes(work.Path("Img/bin/Debug/Img.iso")));
        }

        work.Build(project, "--no-restore");
        Assert.Contains("/d/a;b", Image.Files(work.Path("Img/bin/Debug/Img.iso")));
    }
}
