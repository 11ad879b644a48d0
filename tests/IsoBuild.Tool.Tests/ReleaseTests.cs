namespace IsoBuild.Tool.Tests;

/// <summary>isobuild create --sbom, --provenance.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public ReleaseTests() => folder.Write("in/a.txt", "abc");

    public void Dispose() => folder.Dispose();

    [ToolFact("sha256sum")]
    public void Documents_lie_beside_the_image_and_never_in_it()
    {
        for (int i = 0; i < 2; i++)
        {
            Isobuild.Run(folder, "create", "in", "-o", "in/a.iso", "--sbom", "spdx", "--sbom", "CycloneDX", "--provenance", "--quiet").EnsureSuccess();
        }

        string digest = CommandLine.Run("sha256sum", ["in/a.iso"], folder).EnsureSuccess().Output[..64];
        Assert.All((string[])["spdx", "cdx", "intoto"], kind => Assert.Contains(digest, File.ReadAllText(folder.Combine($"in/a.iso.{kind}.json")), StringComparison.Ordinal));
        Assert.False(File.Exists(folder.Combine("in/a.iso.sha256")));
        using IsoImage image = IsoImage.Open(folder.Combine("in/a.iso"));
        Assert.Equal(["/", "/a.txt"], image.Content.Nodes.Select(node => node.Path));

        folder.Write("b.iso.intoto.json", "{}");
        CommandResult other = Isobuild.Run(folder, "create", "in/a.txt", "-o", "b.iso", "--provenance");
        Assert.Equal(1, other.ExitCode);
        Assert.StartsWith("error ISOB1285: b.iso.intoto.json: ", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create in -o - --sbom spdx", "--sbom: The image goes to a stream")]
    [InlineData("create in -o - --provenance", "--provenance: The image goes to a stream")]
    [InlineData("create in -o a.iso --sbom swid", "'swid' is not a bill of materials; --sbom takes spdx and cyclonedx.")]
    public void What_cannot_be_is_refused_in_words(string line, string message)
    {
        CommandResult result = Isobuild.Run(folder, line.Split(' '));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("a.iso")));
    }

    [LinuxFact]
    public void A_device_is_a_stream_too() => What_cannot_be_is_refused_in_words("create in -o /dev/null --provenance", "--provenance: The image goes to a stream");
}
