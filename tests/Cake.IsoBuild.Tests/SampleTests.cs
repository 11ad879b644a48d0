namespace Cake.IsoBuild.Tests;

/// <summary>The sample pipeline, in a copy of its own.</summary>
public class SampleTests
{
    [Fact]
    public void The_pipeline_publishes_verifies_and_compares_with_the_last_release()
    {
        using CakeScript sample = new(work => Path.Combine(SampleCopy.Create(work, "CakePipeline", "Cake.IsoBuild"), "build.cake"));
        string released = File.ReadAllText(Repository.File("samples/CakePipeline/hello.layout.verified.txt"));

        // A compiler of another SDK may make Hello.dll larger or smaller; that must then be all.
        CommandResult first = sample.Cake();
        if (first.ExitCode != 0)
        {
            Assert.Contains("ISOB4002", first.All, StringComparison.Ordinal);
            Assert.Contains("~ file /hello/Hello.dll", first.All, StringComparison.Ordinal);
            Assert.NotEqual("10.0.401", sample.Work.Dotnet("--version").EnsureSuccess().Output.Trim());
            released = File.ReadAllText(sample.Work.Path("CakePipeline/hello.layout.received.txt"));
        }

        string image = sample.Work.Path("CakePipeline/artifacts/hello.iso");
        Assert.Equal(["/hello/Hello.deps.json", "/hello/Hello.dll", "/hello/Hello.runtimeconfig.json", "/readme.md", "/version.txt"], Image.Files(image));
        Assert.Contains("Windows will see: Joliet", first.Output, StringComparison.Ordinal);

        // A release that differs says so, keeps the committed layout, and is accepted on purpose only.
        sample.Work.Write("CakePipeline/docs/changes.md", "new");
        CommandResult changed = sample.Cake();
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("+ file /changes.md, 1 sector", changed.All, StringComparison.Ordinal);

        sample.Cake("--accept-layout", "--target=Compare", "--exclusive").EnsureSuccess();
        string accepted = File.ReadAllText(sample.Work.Path("CakePipeline/hello.layout.verified.txt"));
        Assert.Contains("/changes.md", accepted, StringComparison.Ordinal);
        Assert.NotEqual(released, accepted);
    }
}
