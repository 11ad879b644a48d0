using IsoBuild.Content;

namespace IsoBuild.Tests;

/// <summary>Paths as Windows writes them: the same on every system, in the image below its root, or an error that names the item.</summary>
public class WindowsPathTests
{
    /// <summary>Many directories of 200 characters each: a path of more than Windows opens, and than Linux opens.</summary>
    private static string Long(int length) => string.Join('/', Enumerable.Repeat(new string('x', 200), (length / 201) + 1));

    [Fact]
    public void Separators_drives_servers_and_long_paths()
    {
        using Workspace work = new();
        work.Write("shared/a.txt", "a");
        work.Write("shared/d/e/b.txt", "b");
        const string File = """<IsoContent Include="../shared/a.txt" """;
        const string Folder = """<IsoContent Include="../shared/d" """;
        const string Boot = """<IsoContent Include="../shared/a.txt" TargetPath="boot/a.txt" />""";
        (string Name, string Items, string Properties, string Expected)[] cases =
        [
            // Either separator, wherever one is written.
            ("Source", """<IsoContent Include="..\shared\a.txt" />""", "", "/a.txt"),
            ("Target", File + """TargetPath="a\b/c.txt" />""", "", "/a/b/c.txt"),
            ("Into", File + """TargetPath="a\b\" />""", "", "/a/b/a.txt"),
            ("Root", File + """TargetPath="\" />""", "", "/a.txt"),
            ("Link", File + """Link="k\a.txt" />""", "", "/k/a.txt"),
            ("FolderInto", Folder + """TargetPath="k\" />""", "", "/k/d/e/b.txt"),
            ("Glob", """<IsoContent Include="..\shared\**\*.txt" TargetPath="k\" />""", "", "/k/a.txt /k/d/e/b.txt"),
            ("LinkTarget", File + """TargetPath="q\a.txt" /><IsoContent Include="w\x" LinkTarget="..\q\a.txt" />""", "", "/q/a.txt /w/x=../q/a.txt"),
            ("HardLink", File + """TargetPath="k/a.txt" /><IsoContent Include="w\x" HardLink="\k\a.txt" />""", "", "/k/a.txt /w/x"),
            ("Boot", Boot + """<IsoBootEntry Include="\boot\a.txt" />""", "", "/boot/a.txt"),
            ("Efi", """<IsoContent Include="../shared/d" EfiBoot="true" TargetPath="\EFI" />""", @"<IsoEfiImage>\esp.img</IsoEfiImage>", "/esp.img"),
            ("Catalog", Boot + """<IsoBootEntry Include="boot/a.txt" />""", @"<IsoBootCatalog>boot\boot.cat</IsoBootCatalog>", "/boot/a.txt /boot/boot.cat"),

            // A colon further on is a character like others.
            ("Colon", File + """TargetPath="a/C:/x" />""", "", "/a/C:/x"),

            // A link's target is what somebody else's system makes of it.
            ("LinkToDrive", """<IsoContent Include="x" LinkTarget="C:\x" />""", "", "/x=C:/x"),
            ("LinkToServer", """<IsoContent Include="x" LinkTarget="\\server\share" />""", "", "/x=//server/share"),

            // Drives, servers and devices are in no image.
            ("Drive", File + """TargetPath="C:\x" />""", "", @"ISOB1004: C:\x: "),
            ("DriveRelative", File + """TargetPath="c:x" />""", "", "ISOB1004: c:x: "),
            ("DriveAlone", File + """TargetPath="C:" />""", "", "ISOB1004: C:: "),
            ("DriveInto", File + """TargetPath="C:/" />""", "", "ISOB1004: C:/a.txt: "),
            ("Server", File + """TargetPath="\\server\share\x" />""", "", @"ISOB1004: \\server\share\x: "),
            ("LongForm", File + """TargetPath="\\?\C:\x" />""", "", @"ISOB1004: \\?\C:\x: "),
            ("Device", File + """TargetPath="\\.\x" />""", "", @"ISOB1004: \\.\x: "),
            ("Climbs", File + """TargetPath="a\..\..\x" />""", "", @"ISOB1004: a\..\..\x: "),
            ("LinkDrive", File + """Link="C:\k\a.txt" />""", "", @"ISOB1004: C:\k\a.txt: "),
            ("FolderDrive", Folder + """TargetPath="C:\k" />""", "", @"ISOB1004: C:\k: "),
            ("StatedDrive", """<IsoContent Include="C:\x" LinkTarget="y" />""", "", "ISOB1004: C:/x: "),
            ("StatedServer", """<IsoContent Include="\\server\x" Kind="Directory" />""", "", "ISOB1004: //server/x: "),
            ("HardLinkDrive", File + """/><IsoContent Include="x" HardLink="C:\a.txt" />""", "", @"ISOB1004: C:\a.txt: "),
            ("HardLinkServer", File + """/><IsoContent Include="x" HardLink="\\server\a.txt" />""", "", @"ISOB1004: \\server\a.txt: "),
            ("EfiDrive", Folder + """EfiBoot="true" TargetPath="C:\EFI" />""", "", @"ISOB1004: C:\EFI: "),
            ("EfiServer", Folder + """EfiBoot="true" TargetPath="\\server\EFI" />""", "", @"ISOB1004: \\server\EFI: "),
            ("EfiClimbs", Folder + """EfiBoot="true" TargetPath="..\x" />""", "", "ISOB1004: "),
            ("EfiImageDrive", Folder + """EfiBoot="true" />""", @"<IsoEfiImage>C:\efi.img</IsoEfiImage>", @"ISOB1004: C:\efi.img: "),
            ("EfiImageServer", Folder + """EfiBoot="true" />""", @"<IsoEfiImage>\\server\efi.img</IsoEfiImage>", @"ISOB1004: \\server\efi.img: "),
            ("BootDrive", Boot + """<IsoBootEntry Include="C:\boot\a.txt" />""", "", "ISOB1004: C:/boot/a.txt: "),
            ("BootServer", Boot + """<IsoBootEntry Include="\\boot\a.txt" />""", "", "ISOB1004: //boot/a.txt: "),
            ("CatalogDrive", Boot + """<IsoBootEntry Include="boot/a.txt" />""", @"<IsoBootCatalog>C:\x.cat</IsoBootCatalog>", @"ISOB1004: C:\x.cat: "),
            ("CatalogServer", Boot + """<IsoBootEntry Include="boot/a.txt" />""", @"<IsoBootCatalog>\\server\x.cat</IsoBootCatalog>", @"ISOB1004: \\server\x.cat: "),

            // Sources that are nowhere here.
            ("FromDrive", """<IsoContent Include="C:\nowhere\a.txt" />""", "", "ISOB1001: "),
            ("FromServer", """<IsoContent Include="\\nowhere.invalid\share\a.txt" />""", "", "ISOB1001: "),
            ("FromLongForm", """<IsoContent Include="\\%3f\C:\nowhere\a.txt" />""", "", "ISOB1001: "),
            ("FromFar", $"""<IsoContent Include="../{Long(300)}" />""", "", "ISOB1001: "),
            ("FromFarther", $"""<IsoContent Include="../{Long(4500)}" />""", "", "ISOB1001: "),
            ("NameTooLong", $"""<IsoContent Include="../{new string('y', 300)}" />""", "", "ISOB1005: "),
            ("BaseOnDrive", File + "/>", @"<IsoBaseImage>C:\nowhere\b.iso</IsoBaseImage>", "ISOB1160: "),

            // Longer than Windows programs open, and than Linux does.
            ("Far", File + $"""TargetPath="{Long(300)}" />""", "", "/" + Long(300)),
            ("Farther", File + $"""TargetPath="{Long(4500)}" />""", "", "/" + Long(4500)),
        ];
        foreach (var one in cases)
        {
            work.ImageProject(one.Name, one.Items, one.Properties);
        }

        CommandResult built = work.BuildAll();
        Assert.All(cases, one =>
        {
            string project = work.Path(one.Name, one.Name + ".csproj");
            string image = work.Path(one.Name, "bin/Debug", one.Name + ".iso");
            string[] errors = [.. built.Output.Split('\n').Where(line => line.StartsWith($"{project} : error", StringComparison.Ordinal)).Distinct()];
            if (one.Expected[0] == '/')
            {
                Assert.Empty(errors);
                Assert.Equal(one.Expected, Entries(image));
            }
            else
            {
                Assert.StartsWith($"{project} : error {one.Expected}", Assert.Single(errors), StringComparison.Ordinal);
                Assert.False(System.IO.File.Exists(image));
            }
        });
        Assert.Contains(Workspace.Coded(built, "ISOB1047"), line => line.Contains("Farther.csproj : warning", StringComparison.Ordinal));
        Assert.DoesNotContain("MSB4018", built.Output, StringComparison.Ordinal);

        static string Entries(string image)
        {
            using IsoImage opened = IsoImage.Open(image);
            return string.Join(' ', opened.Content.Nodes.Where(node => node is ContentFile or ContentLink).Select(node => node is ContentLink link ? $"{node.Path}={link.Target}" : node.Path).Order(StringComparer.Ordinal));
        }
    }
}
