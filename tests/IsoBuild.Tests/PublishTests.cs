using System.Runtime.InteropServices;

namespace IsoBuild.Tests;

/// <summary>`dotnet publish`: the image holds exactly what was published, and the build's own image is not made.</summary>
public class PublishTests
{
    [Fact]
    public void Framework_dependent_then_trimmed_then_a_single_file()
    {
        using Workspace work = new();
        string app = work.Console("App", items: """<Content Include="data/**" CopyToPublishDirectory="PreserveNewest" />""");
        work.Write("App/data/sub/x.txt", "x");
        string rid = RuntimeInformation.RuntimeIdentifier;

        work.Publish(app);
        string published = "App/bin/Release/net10.0/publish";
        string image = "App/bin/Release/net10.0/App.iso";
        Assert.Equal(work.FilesOf(published), Image.Files(work.Path(image)));
        Assert.Contains("/data/sub/x.txt", Image.Files(work.Path(image)));
        Assert.Empty(Directory.EnumerateFiles(work.Path(published), "*.iso"));

        // Nothing to do: nothing done. A leftover is not published.
        DateTime written = File.GetLastWriteTimeUtc(work.Path(image));
        work.Write(published + "/leftover.txt", "");
        work.Publish(app, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(work.Path(image)));
        File.Delete(work.Path(image));
        work.Publish(app, "--no-restore", "--no-build");
        Assert.DoesNotContain("/leftover.txt", Image.Files(work.Path(image)));

        work.Publish(app, "-r", rid, "--self-contained", "-p:PublishTrimmed=true", "-o", work.Path("trimmed"));
        Assert.Equal(work.FilesOf("trimmed"), Image.Files(work.Path("App/bin/Release/net10.0", rid, "App.iso")));
        Assert.Contains("/System.Private.CoreLib.dll", Image.Files(work.Path("App/bin/Release/net10.0", rid, "App.iso")));

        work.Publish(app, "-r", rid, "--self-contained", "-p:PublishSingleFile=true", "-p:DebugType=embedded", "-o", work.Path("single"));
        Assert.Equal(work.FilesOf("single"), Image.Files(work.Path("App/bin/Release/net10.0", rid, "App.iso")));
        Assert.Equal(2, Image.Files(work.Path("App/bin/Release/net10.0", rid, "App.iso")).Length);
    }

    [Fact]
    public void Only_after_publish()
    {
        using Workspace work = new();
        string app = work.Console("App", "<IsoContentFrom>Publish</IsoContentFrom><IsoLayoutFile>layout.txt</IsoLayoutFile>");

        work.Build(app);
        Assert.False(File.Exists(work.Path("App/bin/Debug/net10.0/App.iso")));

        // Through the target alone, as an IDE publishes.
        work.Build(app, "--no-restore", "-t:Publish");
        Assert.Equal(work.FilesOf("App/bin/Debug/net10.0/publish"), Image.Files(work.Path("App/bin/Debug/net10.0/App.iso")));
        Assert.True(File.Exists(work.Path("App/layout.txt")));
    }
}
