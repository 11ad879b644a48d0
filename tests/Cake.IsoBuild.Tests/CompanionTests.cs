using System.Security.Cryptography;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.IsoBuild.Tests;

/// <summary>The texts beside an image: ready before it takes its place, on the disk and in file systems that a script has instead.</summary>
public sealed class CompanionTests : IDisposable
{
    private readonly FakeCake cake = new();

    public CompanionTests() => cake.With("in/a.txt", "a");

    public void Dispose() => cake.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_written_and_one_that_cannot_be_leaves_all_as_it_was(bool isOnDisk)
    {
        cake.FileSystem = isOnDisk ? new FileSystem() : new OtherFileSystem();
        cake.IsoBuild("in", "a.iso", Settings("map.txt"));
        (byte[] image, string map, string checksum) = (File.ReadAllBytes(cake.Path("a.iso")), cake.Read("map.txt"), cake.Read("a.iso.sha256"));
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(image))}  a.iso\n", checksum);
        Assert.Contains("/a.txt", map, StringComparison.Ordinal);

        cake.With("in/b.txt", "b");
        Directory.CreateDirectory(cake.Path("taken.svg/in-it"));
        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", Settings("map.txt").WithLayoutSvg(isOnDisk ? "taken.svg" : "in/a.txt/no.svg")));

        Assert.StartsWith("ISOB4104: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(image, File.ReadAllBytes(cake.Path("a.iso")));
        Assert.Equal((map, checksum), (cake.Read("map.txt"), cake.Read("a.iso.sha256")));

        cake.IsoBuild("in", "a.iso", Settings("map.txt"));
        Assert.Contains("/b.txt", cake.Read("map.txt"), StringComparison.Ordinal);
        Assert.NotEqual(checksum, cake.Read("a.iso.sha256"));
        Assert.Empty(Directory.EnumerateFiles(cake.WorkingDirectory.FullPath, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_checksum_that_cannot_be_written_leaves_the_former_image()
    {
        cake.IsoBuild("in", "a.iso");
        byte[] image = File.ReadAllBytes(cake.Path("a.iso"));
        Directory.CreateDirectory(cake.Path("a.iso.sha256"));
        cake.With("in/b.txt", "b");

        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", Settings("map.txt")));

        Assert.StartsWith($"ISOB4104: {cake.WorkingDirectory}/a.iso.sha256: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(image, File.ReadAllBytes(cake.Path("a.iso")));
        Assert.False(cake.Exists("map.txt"));
    }

    [Fact]
    public void Two_texts_are_not_one_file()
    {
        CakeException failure = Assert.Throws<CakeException>(() => cake.IsoBuild("in", "a.iso", Settings("a.iso.sha256")));

        Assert.StartsWith($"ISOB4104: {cake.WorkingDirectory}/a.iso.sha256: ", failure.Message, StringComparison.Ordinal);
        Assert.False(cake.Exists("a.iso"));
        Assert.False(cake.Exists("a.iso.sha256"));
    }

    [Fact]
    public void Nobody_else_s_file_is_taken_for_a_former_output()
    {
        cake.With("a.iso.sha256", "mine");
        cake.With("map.txt", "mine");
        cake.With("p.svg", "mine");

        Refused("ISOB1020", () => cake.IsoBuild("in", "in/a.txt"));
        Refused("ISOB1285", () => cake.IsoBuild("in", "a.iso", new IsoBuildSettings { Checksum = true }));
        Refused("ISOB1285", () => cake.IsoBuild("in", "a.iso", new IsoBuildSettings { LayoutFile = "map.txt" }));
        Refused("ISOB1285", () => cake.IsoBuild("in", "a.iso", new IsoBuildSettings { LayoutSvg = "p.svg" }));

        Assert.Equal(("a", "mine", "mine", "mine"), (cake.Read("in/a.txt"), cake.Read("a.iso.sha256"), cake.Read("map.txt"), cake.Read("p.svg")));
        Assert.False(cake.Exists("a.iso"));
        cake.IsoBuild("in", "in/o.iso");
        cake.IsoBuild("in", "in/o.iso");

        static void Refused(string code, Action build) => Assert.Contains(code, Assert.Throws<CakeException>(build).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bills_of_materials_and_provenance_are_written(bool isOnDisk)
    {
        cake.FileSystem = isOnDisk ? new FileSystem() : new OtherFileSystem();

        string digest = cake.IsoBuild("in", "a.iso", new IsoBuildSettings().WithSbom().WithSbom(IsoSbomFormats.CycloneDx).WithProvenance()).Sha256!;

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(cake.Path("a.iso")))), digest);
        Assert.All((string[])["a.iso.spdx.json", "a.iso.cdx.json", "a.iso.intoto.json"], file => Assert.Contains(digest, cake.Read(file), StringComparison.Ordinal));
        Assert.Contains("\"fileName\": \"./a.txt\"", cake.Read("a.iso.spdx.json"), StringComparison.Ordinal);
        Assert.False(cake.Exists("a.iso.sha256"));

        // Never in the image, and never in the place of what is another's.
        cake.IsoBuild("in", "in/a.iso", new IsoBuildSettings().WithSbom());
        cake.IsoBuild("in", "in/a.iso", new IsoBuildSettings().WithSbom());
        Assert.Equal(["/a.txt"], Image.Files(cake.Path("in/a.iso")));
        cake.With("b.iso.cdx.json", "{}");
        Assert.Contains("ISOB1285", Assert.Throws<CakeException>(() => cake.IsoBuild("in", "b.iso", new IsoBuildSettings { Sbom = IsoSbomFormats.CycloneDx })).Message, StringComparison.Ordinal);
    }

    [ToolFact("mkfifo", "cat", "sh")]
    public async Task Pipes_are_written_to_and_links_are_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        CommandLine.Run("mkfifo", ["map", "image"], cake.Path(".")).EnsureSuccess();
        cake.With("store/there.iso", "former");
        File.SetUnixFileMode(cake.Path("store/there.iso"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(cake.Path("a.iso"), "store/there.iso");

        await Pour("map", () => cake.IsoBuild("in", "a.iso", Settings("map")));
        Assert.Contains("/a.txt", cake.Read("got"), StringComparison.Ordinal);
        Assert.Equal("store/there.iso", new FileInfo(cake.Path("a.iso")).LinkTarget);
        Assert.Equal(["/a.txt"], Image.Files(cake.Path("store/there.iso")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cake.Path("store/there.iso")));

        // What a pipe got has no file beside it.
        string? checksum = null;
        await Pour("image", () => checksum = cake.IsoBuild("in", "image", new IsoBuildSettings().WithVolumeId("A").WithChecksum()).Sha256);
        Assert.Equal(File.ReadAllBytes(cake.Path("a.iso")), File.ReadAllBytes(cake.Path("got")));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(cake.Path("got")))), checksum);
        Assert.False(cake.Exists("image.sha256"));
        Assert.Contains("ISOB1011", Assert.Throws<CakeException>(() => cake.IsoBuild("in", "image", new IsoBuildSettings().WithProvenance())).Message, StringComparison.Ordinal);

        async Task Pour(string pipe, Action build)
        {
            Task<CommandResult> reader = Task.Run(() => CommandLine.Run("sh", ["-c", $"cat {pipe} > got"], cake.Path(".")));
            build();
            (await reader).EnsureSuccess();
        }
    }

    private static IsoBuildSettings Settings(string map) => new IsoBuildSettings().WithLayoutFile(map).WithChecksum();

    /// <summary>One that is not Cake's own, as scripts' tests have.</summary>
    private sealed class OtherFileSystem : IFileSystem
    {
        private readonly FileSystem disk = new();

        public IFile GetFile(FilePath path) => disk.GetFile(path);

        public IDirectory GetDirectory(DirectoryPath path) => disk.GetDirectory(path);
    }
}
