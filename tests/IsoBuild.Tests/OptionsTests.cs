using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Tests;

/// <summary>What an image is called and dated.</summary>
public class OptionsTests
{
    [Fact]
    public void Fields_of_the_volume_and_the_chain_of_timestamps()
    {
        using Workspace work = new();
        work.Write("a/f.txt", "f");
        File.SetLastWriteTimeUtc(work.Path("a/f.txt"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(work.Path("a"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        const string Content = """<IsoContent Include="../a" TargetPath="." />""";
        string all = work.ImageProject("All", Content, "<IsoVolumeId>MY_DISC</IsoVolumeId><IsoPublisher>ME; MYSELF</IsoPublisher><IsoApplicationId>APP*</IsoApplicationId><IsoTimestamp>2024-05-06T07:08:09+02:00</IsoTimestamp><DeterministicTimestamp>1</DeterministicTimestamp><IsoFormats>joliet</IsoFormats><IsoLevel>1</IsoLevel><IsoFileName>x.iso</IsoFileName>");
        work.ImageProject("Plain-name", Content);
        work.ImageProject("Deterministic", Content, "<DeterministicTimestamp>86400</DeterministicTimestamp>");
        work.ImageProject("Clamp", Content, "<IsoTimestamp>2000-01-01T00:00:00Z</IsoTimestamp><IsoFileDates>Clamp</IsoFileDates>");
        work.ImageProject("Preserve", Content, "<IsoTimestamp>2000-01-01T00:00:00Z</IsoTimestamp><IsoFileDates>preserve</IsoFileDates>");
        CommandResult built = work.BuildAll().EnsureSuccess();
        Assert.DoesNotContain("warning", built.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ISOB1016", built.Output, StringComparison.Ordinal);

        using (IsoImage image = Image.Open(work.Path("All/bin/Debug/x.iso")))
        {
            VolumeInfo volume = image.Layout.Volume;
            Assert.Equal(("MY_DISC", "ME; MYSELF", "APP*"), (volume.VolumeId, volume.Publisher, volume.ApplicationId));
            Assert.Equal(DateTimeOffset.Parse("2024-05-06T05:08:09Z"), volume.Timestamp);
            Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Joliet, volume.Formats);
            Assert.Equal(1, volume.IsoLevel);
        }

        using (IsoImage image = Image.Open(work.Path("Plain-name/bin/Debug/Plain-name.iso")))
        {
            Assert.Equal("PLAIN_NAME", image.Layout.Volume.VolumeId);
            Assert.Equal(DateTimeOffset.Parse("1980-01-01T00:00:00Z"), image.Layout.Volume.Timestamp);
            Assert.Equal(ImageFormats.Default, image.Layout.Volume.Formats);
        }

        Assert.Equal(DateTimeOffset.Parse("1980-01-01T00:00:00Z"), DateOfFile("Plain-name"));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), DateOfFile("Deterministic"));
        Assert.Equal(DateTimeOffset.Parse("2000-01-01T00:00:00Z"), DateOfFile("Clamp"));
        Assert.Equal(DateTimeOffset.Parse("2001-02-03T04:05:06Z"), DateOfFile("Preserve"));

        work.Dotnet(["build", all, "--no-restore", "-p:IsoTimestamp="], ("SOURCE_DATE_EPOCH", "172800")).EnsureSuccess();
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), Timestamp("All/bin/Debug/x.iso"));
        work.Dotnet(["build", all, "--no-restore", "-p:IsoTimestamp=", "-p:DeterministicTimestamp="], ("SOURCE_DATE_EPOCH", "172800")).EnsureSuccess();
        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(2), Timestamp("All/bin/Debug/x.iso"));

        DateTimeOffset DateOfFile(string project) => Image.Node(work.Path($"{project}/bin/Debug/{project}.iso"), "/f.txt", node => node.Modified!.Value);
        DateTimeOffset? Timestamp(string path)
        {
            using IsoImage image = Image.Open(work.Path(path));
            return image.Layout.Volume.Timestamp;
        }
    }

    [Fact]
    public void Options_of_each_image_come_before_those_of_all()
    {
        using Workspace work = new();
        string[] names = ["a.txt", "b.txt", "c.pdb", "docs/d.pdb", "docs/e.txt", "docs/private/key.txt"];
        foreach (string name in names)
        {
            work.Write($"Img/files/{name}", "same");
        }

        string project = work.ImageProject(
            "Img",
            """
            <IsoImage Include="Bridge" IsoFormats="joliet;udf" IsoPaddingSectors="3" IsoVolumeSetId="BRIDGES" />
            <IsoImage Include="Alone" IsoFormats="Udf" IsoExclude="docs" IsoDedupe="false" />
            <IsoContent Include="files" TargetPath="." />
            <IsoContent Include="made\here" Kind="Directory" />
            """,
            "<IsoExclude>*.pdb</IsoExclude><IsoPaddingSectors>0</IsoPaddingSectors><IsoAlignment>4096</IsoAlignment><IsoSort>docs=-1;b.txt=1</IsoSort>");

        work.Build(project);

        using (IsoImage image = Image.Open(work.Path("Img/bin/Debug/Bridge.iso")))
        {
            Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Joliet | ImageFormats.Udf, image.Layout.Volume.Formats);
            Assert.Equal(3, image.Layout.Regions.Single(region => region.Kind == RegionKind.Padding).SectorCount);
            Region[] files = [.. image.Layout.Regions.Where(region => region.Kind == RegionKind.File)];
            Assert.Single(files);
            Assert.Equal(0, files[0].Offset % 4096);
        }

        Assert.Equal(["/a.txt", "/b.txt", "/docs/e.txt", "/docs/private/key.txt"], Image.Files(work.Path("Img/bin/Debug/Bridge.iso")));
        Assert.Contains("/made/here", Image.Directories(work.Path("Img/bin/Debug/Alone.iso")));
        Assert.Equal(["/a.txt", "/b.txt", "/c.pdb"], Image.Files(work.Path("Img/bin/Debug/Alone.iso")));
        using (IsoImage image = Image.Open(work.Path("Img/bin/Debug/Alone.iso")))
        {
            Assert.Equal(ImageFormats.Udf, image.Layout.Volume.Formats);
            Assert.Equal(3, image.Layout.Regions.Count(region => region.Kind == RegionKind.File));
            Assert.DoesNotContain(image.Layout.Regions, region => region.Kind == RegionKind.Padding);
        }
    }
}
