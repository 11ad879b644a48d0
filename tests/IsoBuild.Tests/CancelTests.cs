using System.Diagnostics;

namespace IsoBuild.Tests;

/// <summary>Ctrl+C in the middle of an image.</summary>
public class CancelTests
{
    [ToolFact("kill")]
    public async Task The_previous_image_stays_and_nothing_else()
    {
        using Workspace work = new();
        string project = work.ImageProject("Img", """<IsoContent Include="f.bin" />""");
        work.Write("Img/f.bin", "small");
        work.Build(project);
        string image = work.Path("Img/bin/Debug/Img.iso");
        byte[] before = File.ReadAllBytes(image);

        // Large enough for its checksum to take seconds; sparse, so that the disk need not hold it.
        using (FileStream large = File.OpenWrite(work.Path("Img/f.bin")))
        {
            large.SetLength(3L << 30);
        }

        ProcessStartInfo start = new(ToolGuard.Find("dotnet"), ["build", project, "--no-restore", "-nodeReuse:false", "-tl:off", "-p:IsoChecksum=true"]) { RedirectStandardOutput = true, WorkingDirectory = work.Path() };
        foreach ((string name, string? value) in DotnetEnvironment.Clean)
        {
            start.Environment[name] = value;
        }

        start.Environment["NUGET_PACKAGES"] = PackageFeed.RestoredPackages;
        using Process build = Process.Start(start)!;
        try
        {
            Task<string> output = build.StandardOutput.ReadToEndAsync();
            string folder = work.Path("Img/bin/Debug");
            Patience.Await(
                "the image is begun",
                () => OpenFiles.AreBegun(folder, count: 1),
                () => Assert.False(build.HasExited, "The build ended before it could be interrupted."));

            CommandLine.Run("kill", ["-INT", build.Id.ToString()]).EnsureSuccess();
            await build.WaitForExitAsync(new CancellationTokenSource(Limits.Program).Token);
            Assert.True(build.ExitCode != 0, await output);
        }
        finally
        {
            build.Kill(entireProcessTree: true);
        }

        Assert.Equal(["Img.iso"], Directory.EnumerateFileSystemEntries(work.Path("Img/bin/Debug")).Select(Path.GetFileName));
        Assert.Equal(before, File.ReadAllBytes(image));
    }
}
