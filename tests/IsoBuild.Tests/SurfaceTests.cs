namespace IsoBuild.Tests;

/// <summary>The tasks and the library are one engine: the same content and options give the same bytes.</summary>
public class SurfaceTests
{
    [Fact]
    public void The_library_makes_the_bytes_that_the_build_made()
    {
        using Workspace work = new();
        work.Write("files/docs/ümläut.txt", "text");
        work.Write("files/install.sh", "#!/bin/sh\n");
        string project = work.Console(
            "App",
            "<IsoVolumeId>THE_APP</IsoVolumeId><IsoPublisher>Somebody</IsoPublisher><IsoTimestamp>2026-01-31T12:00:00Z</IsoTimestamp>",
            """<IsoContent Include="../files" TargetPath="extra" />""");
        work.Build(project);

        string output = work.Path("App", "bin", "Debug", "net10.0");
        string built = Path.Combine(output, "App.iso");
        string byLibrary = work.Path("library.iso");
        ImageOptions options = new() { VolumeId = "THE_APP", Publisher = "Somebody", Timestamp = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero) };
        new ImageBuilder(options)
            .AddDirectory("extra", work.Path("files"))
            .Exclude(built)
            .AddDirectory("", output)
            .Write(byLibrary, new WriteOptions { Threads = 1 })
            .EnsureSuccess();

        Assert.True(File.ReadAllBytes(built).AsSpan().SequenceEqual(File.ReadAllBytes(byLibrary)), "the two images differ");
    }
}
