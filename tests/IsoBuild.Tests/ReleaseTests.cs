using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace IsoBuild.Tests;

/// <summary>Bills of materials and provenance beside the images of a project.</summary>
public class ReleaseTests
{
    private const string Everything = "<IsoSbom>Spdx;CycloneDx</IsoSbom><IsoProvenance>true</IsoProvenance>";

    private static readonly string[] Extensions = ["", ".cdx.json", ".intoto.json", ".spdx.json"];

    [Fact]
    public void Documents_come_with_the_image_and_go_with_the_option()
    {
        using Workspace work = new();
        work.Write("Img/content/a.txt", "abc");
        work.Write("Img/content/docs/b.txt", "b");
        string project = work.ImageProject("Img", """<IsoContent Include="content" TargetPath="." />""", Everything);
        string image = work.Path("Img/bin/Debug/Img.iso");

        JsonNode made = JsonNode.Parse(work.Build(project, "-getItem:GeneratedIso", "-t:Build").Output)!["Items"]!["GeneratedIso"]![0]!;
        Assert.Equal([image + ".spdx.json", image + ".cdx.json", image + ".intoto.json"], new[] { "SpdxFile", "CycloneDxFile", "ProvenanceFile" }.Select(name => (string?)made[name]));
        Assert.Equal(Extensions, Beside());
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image)));
        JsonNode spdx = Json(".spdx.json");
        Assert.Equal(digest, (string?)spdx["packages"]![0]!["checksums"]![0]!["checksumValue"]);
        Assert.Equal(["./a.txt", "./docs/b.txt"], spdx["files"]!.AsArray().Select(file => (string?)file!["fileName"]));
        Assert.Equal(["/a.txt", "/docs/b.txt"], Json(".cdx.json")["components"]!.AsArray().Select(file => (string?)file!["name"]));
        Assert.Equal(digest, (string?)Json(".intoto.json")["subject"]![0]!["digest"]!["sha256"]);
        Assert.All(Extensions[1..], extension => Assert.DoesNotContain(work.Path(), File.ReadAllText(image + extension), StringComparison.Ordinal));

        // Nothing to do; then one that is gone, and one that was changed.
        DateTime written = File.GetLastWriteTimeUtc(image);
        string[] texts = Texts();
        work.Build(project, "--no-restore");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        File.Delete(image + ".cdx.json");
        work.Build(project, "--no-restore");
        Assert.Equal(texts, Texts());
        File.AppendAllText(image + ".spdx.json", "\n");
        work.Build(project, "--no-restore");
        Assert.Equal(texts, Texts());

        // In any case and spelling; what nobody asks for any more goes.
        work.Build(project, "--no-restore", "-p:IsoSbom= cyclonedx ", "-p:IsoProvenance=false");
        Assert.Equal(["", ".cdx.json"], Beside());
        work.Build(project, "--no-restore", "-p:IsoSbom=", "-p:IsoProvenance=false");
        Assert.Equal([""], Beside());
        work.Build(project, "--no-restore");
        Assert.Equal(texts, Texts());
        work.Dotnet("clean", project).EnsureSuccess();
        Assert.Empty(Beside());

        string[] Beside() => [.. Directory.EnumerateFiles(Path.GetDirectoryName(image)!, "Img.iso*").Select(file => file[image.Length..]).Order(StringComparer.Ordinal)];

        string[] Texts() => [.. Extensions[1..].Select(extension => File.ReadAllText(image + extension))];

        JsonNode Json(string extension) => JsonNode.Parse(File.ReadAllText(image + extension))!;
    }

    /// <summary>Of one application: built and published, never in its own image, the same in another folder and on another date.</summary>
    [Fact]
    public void Built_and_published_images_have_their_own_and_two_folders_the_same()
    {
        string[][] texts = [.. new[] { "one", "another" }.Select(name =>
        {
            using Workspace work = new(name);
            work.Write("docs/a.txt", "abc");
            File.SetLastWriteTimeUtc(work.Path("docs/a.txt"), name == "one" ? new DateTime(2001, 2, 3) : new DateTime(2019, 2, 3));
            string project = work.ImageProject("Img", $"""
                <IsoContent Include="../docs" />
                <IsoImage Include="A" IsoOutputDir="../docs" IsoSbom="Spdx" />
                <IsoImage Include="B" IsoOutputDir="../docs" IsoProvenance="true" IsoSbom="CycloneDx" IsoPublisher="SOMEBODY" />
                """);
            work.Build(project);
            string[] first = Read(work);
            Assert.Equal(["A.iso.spdx.json", "B.iso.cdx.json", "B.iso.intoto.json"], Directory.EnumerateFiles(work.Path("docs"), "*.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));
            work.Publish(project, "--no-restore", "-c", "Debug");
            Assert.Equal(first, Read(work));
            return first;
        })];

        Assert.Equal(texts[0], texts[1]);
        Assert.Contains("SOMEBODY", texts[0][2], StringComparison.Ordinal);

        static string[] Read(Workspace work) => [.. Directory.EnumerateFiles(work.Path("docs"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
    }

    [Fact]
    public void Values_are_not_guessed_and_files_of_others_stay()
    {
        using Workspace work = new();
        work.ImageProject("Sbom", "", "<IsoSbom>Spdx;Swid</IsoSbom>");
        work.ImageProject("Provenance", "", "<IsoProvenance>perhaps</IsoProvenance>");
        work.Write("Other/a.txt", "a");
        work.Write("Other/out/Other.iso.spdx.json", """{ "spdxVersion": "SPDX-2.3" }""");
        work.ImageProject("Other", """<IsoContent Include="a.txt" />""", "<IsoOutputDir>out</IsoOutputDir><IsoSbom>Spdx</IsoSbom>");
        CommandResult built = work.BuildAll();
        Assert.NotEqual(0, built.ExitCode);

        AssertError("Sbom", "ISOB1011", "IsoSbom: 'Swid' is unknown; write Spdx, CycloneDx, or both");
        AssertError("Provenance", "ISOB1011", "IsoProvenance: 'perhaps'");
        AssertError("Other", "ISOB1285", "is not a bill of materials (SPDX) that IsoBuild made");
        Assert.Equal("""{ "spdxVersion": "SPDX-2.3" }""", File.ReadAllText(work.Path("Other/out/Other.iso.spdx.json")));

        void AssertError(string project, string code, string text) => Assert.Contains(
            Workspace.Coded(built, code),
            line => line.Contains($"{project}.csproj", StringComparison.Ordinal) && line.Contains($"error {code}", StringComparison.Ordinal) && line.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_that_one_is_based_on_is_named_by_its_digest()
    {
        using Workspace work = new();
        Directory.CreateDirectory(work.Path("Img/base"));
        new ImageBuilder(new ImageOptions { VolumeId = "OLD" }).AddFile("old.txt", "old"u8.ToArray()).Write(work.Path("Img/base/old.iso")).EnsureSuccess();
        work.Write("Img/a.txt", "a");
        string project = work.ImageProject("Img", """<IsoContent Include="a.txt" />""", "<IsoBaseImage>base/old.iso</IsoBaseImage>" + Everything);

        work.Build(project);

        JsonNode statement = JsonNode.Parse(File.ReadAllText(work.Path("Img/bin/Debug/Img.iso.intoto.json")))!;
        JsonNode based = statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]![1]!;
        Assert.Equal(("base/old.iso", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(work.Path("Img/base/old.iso"))))), ((string?)based["name"], (string?)based["digest"]!["sha256"]));
    }
}
