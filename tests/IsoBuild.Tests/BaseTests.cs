using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Tests;

/// <summary>Images that start from other images.</summary>
public class BaseTests
{
    [Fact]
    public void An_image_starts_from_another_and_is_made_anew_when_that_changes()
    {
        using Workspace work = new();
        string folder = work.Path("Img");
        MakeBase("one");
        work.Write("Img/more/docs/readme.txt", "of the new one");
        string project = work.ImageProject("Img", """<IsoContent Include="more" TargetPath="." />""", "<IsoBaseImage>base/base.iso</IsoBaseImage><IsoRemove>*.udeb; /run.sh</IsoRemove>");
        string image = Path.Combine(folder, "bin/Debug/Img.iso");

        work.Build(project, "-t:VerifyIso");

        using (IsoImage opened = Image.Open(image))
        {
            VolumeInfo volume = opened.Layout.Volume;
            Assert.Equal(("OF_THE_BASE", "SOMEBODY", 1, DateTimeOffset.Parse("2001-02-03T04:05:06Z")), (volume.VolumeId, volume.Publisher, volume.IsoLevel, volume.Timestamp));
            Assert.Equal(ImageFormats.Iso9660 | ImageFormats.Udf, volume.Formats);
        }

        Assert.Equal(["/content.txt", "/docs/readme.txt"], Image.Files(image));
        Assert.Equal("one", Image.Text(image, "/content.txt"));
        Assert.Equal("of the new one", Image.Text(image, "/docs/readme.txt"));

        DateTime written = File.GetLastWriteTimeUtc(image);
        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));

        MakeBase("two");
        work.Build(project, "--no-restore");
        Assert.Equal("two", Image.Text(image, "/content.txt"));

        // What is said comes before the base; and what was made is the base of what is made next, once it has another name.
        work.Build(project, "--no-restore", "-p:IsoVolumeId=NEW", "-p:IsoFormats=Joliet");
        using (IsoImage opened = Image.Open(image))
        {
            Assert.Equal(("NEW", ImageFormats.Iso9660 | ImageFormats.Joliet), (opened.Layout.Volume.VolumeId, opened.Layout.Volume.Formats));
        }

        work.Build(project, "--no-restore", "-p:IsoFileName=Next.iso", $"-p:IsoBaseImage={image}", "-p:IsoRemove=content.txt");
        Assert.True(File.Exists(image), "The base is gone.");
        Assert.Equal(["/docs/readme.txt"], Image.Files(Path.Combine(folder, "bin/Debug/Next.iso")));

        void MakeBase(string content)
        {
            Directory.CreateDirectory(Path.Combine(folder, "base"));
            new ImageBuilder(new ImageOptions { VolumeId = "OF_THE_BASE", Publisher = "SOMEBODY", IsoLevel = 1, Formats = ImageFormats.Iso9660 | ImageFormats.Udf, Timestamp = DateTimeOffset.Parse("2001-02-03T04:05:06Z") })
                .AddFile("content.txt", System.Text.Encoding.UTF8.GetBytes(content))
                .AddFile("docs/readme.txt", "of the base"u8.ToArray())
                .AddFile("pool/a.udeb", "a"u8.ToArray())
                .AddFile("run.sh", "#!/bin/sh\n"u8.ToArray())
                .Write(Path.Combine(folder, "base/base.iso"))
                .EnsureSuccess();
        }
    }
}
