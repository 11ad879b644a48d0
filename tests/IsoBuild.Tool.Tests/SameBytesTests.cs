namespace IsoBuild.Tool.Tests;

/// <summary>The command and the MSBuild tasks are two doors to one engine.</summary>
public class SameBytesTests
{
    [Fact]
    public void The_command_makes_what_MSBuild_makes()
    {
        using Workspace work = new();
        string project = work.ImageProject(
            "Img",
            """<IsoContent Include="out" TargetPath="." /><IsoContent Include="notes.txt" TargetPath="docs/" />""",
            """
            <IsoPublisher>Somebody</IsoPublisher><IsoApplicationId>Something</IsoApplicationId><IsoTimestamp>2024-05-06T07:08:09Z</IsoTimestamp>
            <IsoLayoutFile>map.txt</IsoLayoutFile><IsoChecksum>true</IsoChecksum><IsoSbom>Spdx;CycloneDx</IsoSbom><IsoProvenance>true</IsoProvenance>
            """);
        work.Write("Img/out/Größe und Gewicht.txt", "text");
        work.Write("Img/out/bin/run.sh", "#!/bin/sh\n");
        work.Write("Img/out/bin/empty", "");
        work.Write("Img/notes.txt", "notes");
        Directory.CreateDirectory(work.Path("Img/out/none"));
        work.Build(project);

        string folder = work.Path("Img");
        Isobuild.Run(
            folder,
            ["create", "out", "docs/=notes.txt", "-o", "mine/Img.iso", "--publisher", "Somebody", "--application-id", "Something", "--timestamp", "2024-05-06T07:08:09Z", "--layout", "mine/map.txt", "--checksum", "--sbom", "cyclonedx,spdx", "--provenance"]).EnsureSuccess();

        string theirs = work.Path("Img/bin/Debug/Img.iso");
        string mine = work.Path("Img/mine/Img.iso");
        Assert.True(File.ReadAllBytes(theirs).AsSpan().SequenceEqual(File.ReadAllBytes(mine)), "The images differ.");
        Assert.All((string[])[".sha256", ".spdx.json", ".cdx.json", ".intoto.json"], beside => Assert.Equal(File.ReadAllText(theirs + beside), File.ReadAllText(mine + beside)));
        Assert.Equal(File.ReadAllText(work.Path("Img/map.txt")), File.ReadAllText(work.Path("Img/mine/map.txt")));
    }

    [Fact]
    public void With_every_option_the_command_MSBuild_and_the_library_make_the_same()
    {
        using Workspace work = new();
        string project = work.ImageProject(
            "Img",
            """
            <IsoContent Include="out" TargetPath="." />
            <IsoContent Include="notes.txt" TargetPath="docs\" />
            <IsoContent Include="bin\log" LinkTarget="..\data\log.txt" />
            <IsoContent Include="again.bin" TargetPath="data/" HardLink="\data\one.bin" />
            <IsoContent Include="dev/null" Kind="CharacterDevice" Device="1,3" />
            <IsoContent Include="run/in" Kind="pipe" />
            <IsoContent Include="var/empty" Kind="Directory" />
            """,
            $"""
            <IsoVolumeId>EVERYTHING</IsoVolumeId><IsoVolumeSetId>SET</IsoVolumeSetId><IsoSystemId>SYSTEM</IsoSystemId>
            <IsoPublisher>SOMEBODY</IsoPublisher><IsoPreparer>SOMEBODY_ELSE</IsoPreparer><IsoApplicationId>SOMETHING</IsoApplicationId>
            <IsoCopyrightFile>COPYING.TXT</IsoCopyrightFile><IsoAbstractFile>ABSTRACT.TXT</IsoAbstractFile><IsoBibliographicFile>BIBLIO.TXT</IsoBibliographicFile>
            <IsoEffective>2025-01-01T00:00:00Z</IsoEffective><IsoExpires>2026-01-01T00:00:00Z</IsoExpires><IsoTimestamp>{EveryOption.Timestamp}</IsoTimestamp><IsoVolumeDate>{EveryOption.VolumeDate}</IsoVolumeDate><IsoSystemArea>area.bin</IsoSystemArea>
            <IsoFileDates>Clamp</IsoFileDates><IsoFormats>Joliet;RockRidge;Udf</IsoFormats><IsoJolietLongNames>true</IsoJolietLongNames><IsoLevel>2</IsoLevel>
            <IsoHfsPlus>true</IsoHfsPlus><IsoHfsCreators>*.txt=ttxt,TEXT;run.sh=Shel,Scpt</IsoHfsCreators><IsoHfsBless>data</IsoHfsBless>
            <IsoRelocateDeepDirectories>true</IsoRelocateDeepDirectories><IsoDedupe>false</IsoDedupe><IsoAlignment>4096</IsoAlignment>
            <IsoPaddingSectors>7</IsoPaddingSectors><IsoMediaChecksum>true</IsoMediaChecksum><IsoUpdateChecksums>true</IsoUpdateChecksums><IsoDvdVideo>true</IsoDvdVideo><IsoPreserveHardLinks>true</IsoPreserveHardLinks>
            <IsoTranslationTables>true</IsoTranslationTables><IsoNames>lowercase,no-trailing-dot</IsoNames><IsoModes>ReadOnly</IsoModes><IsoFileMode>0640</IsoFileMode><IsoDirectoryMode>0750</IsoDirectoryMode>
            <IsoExclude>*.pdb</IsoExclude><IsoMode>*.sh=0700</IsoMode><IsoOwner>data=33; 1000</IsoOwner><IsoGroup>data/*.bin=7</IsoGroup>
            <IsoHide>joliet:run.sh;joliet:data/private</IsoHide><IsoMarkHidden>COPYING.TXT</IsoMarkHidden><IsoSort>data\two.bin=10;*.dll=-3</IsoSort><IsoCompress>data/log.txt</IsoCompress>
            """);
        EveryOption.WriteContent((path, text) => work.Write($"Img/{path}", text));
        work.Build(project);

        string folder = work.Path("Img");
        Isobuild.Run(folder, EveryOption.CommandLine).EnsureSuccess();

        byte[] expected = EveryOption.Make(folder, work.Path("library.iso"));
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(work.Path("Img/bin/Debug/Img.iso"))), "MSBuild's image differs from the library's.");
        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(work.Path("Img/mine.iso"))), "The command's image differs from the library's.");
    }

    [Fact]
    public void With_everything_that_starts_the_command_MSBuild_and_the_library_make_the_same_and_from_that_base_the_same_again()
    {
        using Workspace work = new();
        string project = work.ImageProject(
            "Img",
            $"""
            <IsoImage Include="Starts" IsoVolumeId="STARTS" IsoTimestamp="{EveryBoot.Timestamp}" IsoFormats="Joliet;RockRidge;Udf" IsoBootCatalog="/boot/boot.cat" IsoEfiImage="boot/efi.img" IsoEfiFilesInTree="true" IsoHybridBootCode="mbr.bin" IsoHybridGpt="true" IsoHybridPartitionType="0x83" />
            <IsoImage Include="Again" IsoVolumeId="STARTS_AGAIN" IsoBaseImage="bin/Debug/Starts.iso" IsoRemove="docs/old.txt" />
            <IsoContent Include="out" TargetPath="." Image="Starts" />
            <IsoBootEntry Include="/boot/loader.bin" LoadSize="6" LoadSegment="1000" BootInfoTable="true" GrubBootInfo="true" Id="TESTS" Image="Starts" />
            <IsoBootEntry Include="boot\floppy.img" Emulation="floppy1.2" Bootable="false" Selection="1:0a0b" Image="Starts" />
            <IsoBootEntry Include="boot/ppc.bin" Platform="PowerPC" LoadSize="whole" Image="Starts" />
            <IsoBootEntry Include="boot/s390x.img" Kernel="kernel" Initrd="initrd" CommandLine="console=ttysclp0 a,b" Image="Starts" />
            <IsoBootEntry Include="mac" Source="mac.bin" Platform="Mac" Image="Starts" />
            <IsoBootEntry Include="mac-data" Partition="7" Platform="Mac" Image="Starts" />
            <IsoPartition Include="data.img" Number="7" Type="0x0C" Image="Starts" />
            <IsoContent Include="tool.efi" EfiBoot="true" Image="Starts" />
            <IsoContent Include="esp" TargetPath="EFI" EfiBoot="true" Image="Starts" />
            <IsoContent Include="arm64.efi" EfiBoot="true" RuntimeIdentifier="linux-arm64" Image="Starts" />
            <IsoContent Include="new" TargetPath="." Image="Again" />
            """);
        string folder = work.Path("Img");
        EveryBoot.WriteContent(folder);
        work.Build(project);

        Isobuild.Run(folder, EveryBoot.CommandLine).EnsureSuccess();
        Isobuild.Run(folder, EveryBoot.CommandLineAgain).EnsureSuccess();

        byte[] expected = EveryBoot.Make(folder, work.Path("library.iso"));
        AssertSame(expected, "Img/bin/Debug/Starts.iso");
        AssertSame(expected, "Img/mine.iso");
        byte[] again = EveryBoot.MakeFrom(work.Path("library.iso"), folder, work.Path("again.iso"));
        AssertSame(again, "Img/bin/Debug/Again.iso");
        AssertSame(again, "Img/mine-again.iso");

        void AssertSame(byte[] bytes, string image) =>
            Assert.True(bytes.AsSpan().SequenceEqual(File.ReadAllBytes(work.Path(image))), $"{image} differs from the library's image.");
    }
}
