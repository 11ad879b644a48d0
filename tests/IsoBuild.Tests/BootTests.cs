using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Partitions;
using IsoBuild.Reading;

namespace IsoBuild.Tests;

/// <summary>How machines boot from the images of a project.</summary>
public class BootTests
{
    [Fact]
    public void Entries_partition_and_tables_of_each_image()
    {
        using Workspace work = new();
        string project = work.ImageProject(
            "Img",
            """
            <IsoImage Include="Disc" IsoBootCatalog="boot/boot.cat" />
            <IsoImage Include="Stick" IsoHybrid="true" IsoHybridGpt="false" />
            <IsoImage Include="Coded" IsoHybridBootCode="mbr.bin" IsoEfiImage="none" />
            <IsoImage Include="Codeless" IsoHybridBootCode="None" />
            <IsoImage Include="Plain" />
            <IsoContent Include="out" TargetPath="." />
            <IsoBootEntry Include="boot/loader.bin" Image="Codeless" />
            <IsoBootEntry Include="/boot/loader.bin" LoadSize="6" LoadSegment="0x1000" BootInfoTable="true" GrubBootInfo="true" Id="TESTS" Image="Disc" />
            <IsoBootEntry Include="boot\floppy.img" Emulation="Floppy-1.2" Bootable="false" Selection="1:0A0B" Image="Disc" />
            <IsoBootEntry Include="boot/ppc.bin" Platform="powerpc" LoadSize="whole" Image="Disc;Stick" />
            <IsoContent Include="tool.efi" EfiBoot="true" Image="Stick;Coded" />
            <IsoContent Include="esp/**/*" TargetPath="EFI/" EfiBoot="true" Image="Stick" />
            """);
        EveryBoot.WriteContent(work.Path("Img"));

        work.Build(project, "-t:VerifyIso");

        using (IsoImage disc = Image.Open(Built("Disc")))
        {
            BootCatalogInfo catalog = disc.Boot!;
            Assert.Equal(("/boot/boot.cat", "TESTS"), (catalog.Path, catalog.Id));
            Assert.Equal(
                [
                    ("/boot/loader.bin", BootPlatform.Bios, BootEmulation.None, true, 0x1000, 6, 0, BootPatchState.Right, BootPatchState.Right),
                    ("/boot/floppy.img", BootPlatform.Bios, BootEmulation.Floppy12, false, 0, 1, 1, BootPatchState.None, BootPatchState.None),
                    ("/boot/ppc.bin", BootPlatform.PowerPc, BootEmulation.None, true, 0, 4, 0, BootPatchState.None, BootPatchState.None),
                ],
                catalog.Entries.Select(entry => (entry.Path!, entry.Platform, entry.Emulation, entry.IsBootable, entry.LoadSegment, entry.LoadSize, entry.SelectionType, entry.BootInfoTable, entry.GrubBootInfo)));
            Assert.Equal([0x0A, 0x0B], catalog.Entries[1].SelectionCriteria.ToArray());
            Assert.False(disc.PartitionTables.HasMbr);
        }

        using (IsoImage stick = Image.Open(Built("Stick")))
        {
            Assert.Equal([BootPlatform.PowerPc, BootPlatform.Uefi], stick.Boot!.Entries.Select(entry => entry.Platform));
            Assert.Equal("/boot/efi.img", stick.Boot.Entries[1].Path);
            Assert.Equal((BootCodeKind.Message, true), (stick.PartitionTables.BootCode, stick.PartitionTables.Gpt is null));
            AssertPartition(stick, stick.Boot.Entries[1], "::/EFI/BOOT/BOOTX64.EFI", "::/EFI/fonts/unicode.pf2");
        }

        using (IsoImage codeless = Image.Open(Built("Codeless")))
        {
            Assert.Equal((BootCodeKind.Message, true), (codeless.PartitionTables.BootCode, codeless.PartitionTables.Gpt is null));
        }

        using (IsoImage coded = Image.Open(Built("Coded")))
        {
            Assert.Equal((BootCodeKind.Other, true), (coded.PartitionTables.BootCode, coded.PartitionTables.Gpt is not null));
            Assert.Null(Assert.Single(coded.Boot!.Entries).Path);
        }

        using (IsoImage plain = Image.Open(Built("Plain")))
        {
            Assert.Null(plain.Boot);
            Assert.False(plain.PartitionTables.HasMbr);
        }

        string Built(string image) => work.Path($"Img/bin/Debug/{image}.iso");

        void AssertPartition(IsoImage image, BootEntryInfo entry, params string[] expected)
        {
            using (Stream partition = image.OpenBootImage(entry))
            using (FileStream copy = File.Create(work.Path("esp.img")))
            {
                partition.CopyTo(copy);
            }

            if (ToolGuard.SkipReason(["mdir"]) is null)
            {
                string[] files = CommandLine.Run("mdir", ["-/", "-b", "-i", work.Path("esp.img")], work.Path(".")).EnsureSuccess().Output.Split('\n');
                Assert.All(expected, file => Assert.Contains(file, files));
            }
        }
    }

    [Fact]
    public void The_log_tells_which_loader_was_found_and_what_is_done_with_it()
    {
        using Workspace work = new();
        BootFiles.Write(work.Path("Img"), "in/isolinux/isolinux.bin", BootFiles.Code(4096));
        BootFiles.Write(work.Path("Img"), "in/boot/grub/i386-pc/eltorito.img", BootFiles.Code(4096));
        BootFiles.Write(work.Path("Img"), "in/EFI/BOOT/BOOTX64.EFI", BootFiles.EfiProgram());
        string project = work.ImageProject("Img", """<IsoContent Include="in" TargetPath="." />""", "<IsoBoot>Auto</IsoBoot>");

        // As plain as it is typed.
        CommandResult built = work.Build(project);

        Assert.Contains(Workspace.Coded(built, "ISOB1150"), line => line.Contains("/isolinux/isolinux.bin: ISOLINUX: BIOS machines boot from it: no emulation, 4 virtual sectors loaded, boot info table.", StringComparison.Ordinal));
        Assert.Contains(Workspace.Coded(built, "ISOB1150"), line => line.Contains("/EFI/BOOT: A loader for UEFI: ", StringComparison.Ordinal));
        Assert.Contains(Workspace.Coded(built, "ISOB1152"), line => line.Contains("/boot/grub/i386-pc/eltorito.img: The content also has GRUB 2", StringComparison.Ordinal));
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        using (IsoImage image = Image.Open(work.Path("Img/bin/Debug/Img.iso")))
        {
            Assert.Equal([BootPlatform.Bios, BootPlatform.Uefi], image.Boot!.Entries.Select(entry => entry.Platform));
        }

        CommandResult quiet = work.Build(project, "--no-restore", "-v:q", "-p:IsoBoot=grub");
        Assert.DoesNotContain("ISOB1150", quiet.Output, StringComparison.Ordinal);
        using (IsoImage image = Image.Open(work.Path("Img/bin/Debug/Img.iso")))
        {
            Assert.Equal("/boot/grub/i386-pc/eltorito.img", image.Boot!.Entries[0].Path);
        }
    }

    [Fact]
    public void Whatever_starts_it_makes_the_image_anew_when_it_changes()
    {
        using Workspace work = new();
        EveryBoot.WriteContent(work.Path("Img"));
        string project = work.ImageProject(
            "Img",
            """
            <IsoContent Include="out" TargetPath="." />
            <IsoBootEntry Include="boot/loader.bin" LoadSize="$(Size)" />
            <IsoContent Include="tool.efi" EfiBoot="true" />
            <IsoContent Include="esp" TargetPath="EFI" EfiBoot="true" />
            """,
            "<IsoHybrid>true</IsoHybrid><IsoHybridBootCode>mbr.bin</IsoHybridBootCode>");
        string image = work.Path("Img/bin/Debug/Img.iso");
        List<string> arguments = ["--no-restore"];
        work.Build(project);
        DateTime written = File.GetLastWriteTimeUtc(image);

        Skips("nothing");
        Makes("metadata of an entry", () => arguments.Add("-p:Size=5"));
        Makes("an option", () => arguments.Add("-p:IsoBootCatalog=boot.cat"));
        Makes("the boot code", () => BootFiles.Write(work.Path("Img"), "mbr.bin", BootFiles.Code(301)));
        Makes("the boot image", () => BootFiles.Write(work.Path("Img"), "out/boot/loader.bin", BootFiles.Code(5001)));
        Makes("a program of the partition", () => BootFiles.Write(work.Path("Img"), "tool.efi", BootFiles.EfiProgram(5000)));
        Makes("a file in a directory of the partition", () => BootFiles.Write(work.Path("Img"), "esp/added.cfg", BootFiles.Code(3)));
        Makes("without the partition's tables", () => arguments.Add("-p:IsoHybridGpt=false"));
        Skips("nothing again");

        void Makes(string reason, Action change)
        {
            change();
            work.Build(project, [.. arguments]);
            DateTime now = File.GetLastWriteTimeUtc(image);
            Assert.True(now != written, $"Not made anew: {reason}");
            written = now;
        }

        void Skips(string reason)
        {
            work.Build(project, [.. arguments]);
            Assert.True(File.GetLastWriteTimeUtc(image) == written, $"Made anew: {reason}");
        }
    }
}
