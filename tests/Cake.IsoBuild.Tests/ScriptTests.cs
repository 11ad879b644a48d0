using IsoBuild;

namespace Cake.IsoBuild.Tests;

/// <summary>Real scripts, run by the real Cake, with the packed addin.</summary>
public sealed class ScriptTests
{
    private const string Script = """
        var target = Argument("target", "All");

        Task("Directory").Does(() => IsoBuild("content", "out/directory.iso"));

        Task("Settings").Does(() => IsoBuild(new IsoBuildSettings
        {
            Image = "out/settings.iso",
            VolumeId = "SETTINGS",
            LayoutFile = "out/settings.layout.txt",
            Formats = ImageFormats.RockRidge,
            FileDates = FileDates.Clamp,
            Content = { IsoContent.Directory("content"), IsoContent.Text("version.txt", "1.0") },
        }));

        Task("Globs").Does(() => IsoBuild("content", "out/globs.iso", GetFiles("content/**/*.md")));

        Task("Publish").Does(() =>
        {
            IsoPublish("app/App.csproj", "out/publish.iso", new DotNetPublishSettings { Configuration = "Release" }, new IsoBuildSettings()
                .WithFile("content/a.txt", "docs/")
                .WithChecksum());
        });

        Task("Read").IsDependentOn("Directory").IsDependentOn("Settings").Does(() =>
        {
            var summary = IsoInspect("out/directory.iso");
            Information($"{summary.Name} has {summary.Files} files");
            Information(IsoLayout("out/directory.iso"));
            IsoVerifyLayout("out/settings.iso", "out/settings.layout.txt");
            IsoVerify("out/directory.iso", new IsoVerifySettings().For(ImageConsumer.Linux));
            Information(IsoDiff("out/directory.iso", "out/directory.iso").AreIdentical ? "the same" : "different");
            IsoExtract("out/directory.iso", "extracted");
        });

        Task("All").IsDependentOn("Read").IsDependentOn("Globs").IsDependentOn("Publish");

        RunTarget(target);
        """;

    [Fact]
    public void A_script_builds_reads_and_extracts()
    {
        using CakeScript script = Prepare();

        CommandResult dry = script.Cake("--dryrun").EnsureSuccess();
        Assert.Contains("Globs", dry.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(script.Work.Path("out")));

        // Its image was never built: with --exclusive, what a task depends on does not run.
        CommandResult exclusive = script.Cake("--target=Read", "--exclusive");
        Assert.Equal(1, exclusive.ExitCode);
        Assert.Contains("Error: ISOB1001: ", exclusive.All, StringComparison.Ordinal);
        Assert.Contains("/out/directory.iso", exclusive.All, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", exclusive.All, StringComparison.Ordinal);
        Assert.False(Directory.Exists(script.Work.Path("out")));

        CommandResult all = script.Cake().EnsureSuccess();
        Assert.Equal(["/a.txt", "/docs/b.md"], Image.Files(Out("directory.iso")));
        Assert.Equal(["/a.txt", "/docs/b.md", "/version.txt"], Image.Files(Out("settings.iso")));
        Assert.Equal(["/docs/b.md"], Image.Files(Out("globs.iso")));
        Assert.Contains("directory.iso has 2 files", all.Output, StringComparison.Ordinal);
        Assert.Contains("the same", all.Output, StringComparison.Ordinal);
        Assert.Contains("Linux will see: ", all.Output, StringComparison.Ordinal);
        Assert.Equal("b", File.ReadAllText(script.Work.Path("extracted/docs/b.md")));
        Assert.Equal(IsoImage.Open(Out("settings.iso")).Layout.ToString(), File.ReadAllText(Out("settings.layout.txt")));

        string[] published = Image.Files(Out("publish.iso"));
        Assert.Contains("/App.dll", published);
        Assert.Contains("/docs/a.txt", published);
        // What an earlier publish left in the project's own folder is none of it.
        Assert.DoesNotContain("/stale.txt", published);
        Assert.True(File.Exists(Out("publish.iso.sha256")));

        string Out(string name) => script.Work.Path("out", name);
    }

    private static CakeScript Prepare()
    {
        CakeScript script = new(Script);
        script.Work.Write("content/a.txt", "a");
        script.Work.Write("content/docs/b.md", "b");
        script.Work.Console("app", reference: "");
        File.Move(script.Work.Path("app/app.csproj"), script.Work.Path("app/App.csproj"));
        script.Work.Write("app/bin/Release/net10.0/publish/stale.txt", "stale");
        return script;
    }
}
