using System.Security.Cryptography;
using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Core.Tests.Writing;

/// <summary>Files that an image, or a text beside it, would take the place of: a former one goes, somebody else's stays.</summary>
public sealed class ReplacedFileTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public ReplacedFileTests() => folder.Write("s/a.txt", "precious");

    private string Content => folder.Combine("s");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("s/a.txt")]
    [InlineData("s/d/app.dll")]
    public void A_file_of_the_content_is_no_place_for_the_image(string name)
    {
        string file = folder.Write(name, "precious");

        Diagnostic error = Assert.Single(Small().Write(file).Diagnostics, IsError);

        Assert.Equal(("ISOB1020", DiagnosticSeverity.Error, file), (error.Code, error.Severity, error.SourcePath));
        Assert.Equal("precious", File.ReadAllText(file));
    }

    [Fact]
    public void Nor_is_one_that_a_link_leads_to_or_that_has_another_way_to_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.CreateSymbolicLink(folder.Combine("link.iso"), "s/a.txt");
        Directory.CreateSymbolicLink(folder.Combine("way"), "s");
        foreach (string place in (string[])["link.iso", "way/a.txt"])
        {
            Assert.Equal("ISOB1020", Assert.Single(Small().Write(folder.Combine(place)).Diagnostics, IsError).Code);
            Assert.Equal("ISOB1020", Assert.Single(new ImageBuilder(Images.Small).AddFile("", folder.Combine("s/a.txt")).Write(folder.Combine(place)).Diagnostics, IsError).Code);
        }

        Assert.Equal("precious", File.ReadAllText(folder.Combine("s/a.txt")));
    }

    [Fact]
    public void An_image_by_another_way_to_the_content_does_not_take_in_the_former()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateSymbolicLink(folder.Combine("way"), "s");
        File.CreateSymbolicLink(folder.Combine("link.iso"), "s/o.iso");
        foreach (string place in (string[])["s/o.iso", "way/o.iso", "link.iso"])
        {
            Small().Write(folder.Combine(place)).EnsureSuccess();
            Assert.Equal(["/a.txt"], Paths(folder.Combine("s/o.iso")));
        }
    }

    /// <summary>ECMA-119 8.1.2 and ECMA-167 2/9.1.2: the identifiers at sector 16; of raw sectors behind 16 or 24 bytes (ECMA-130 14).</summary>
    [Theory]
    [InlineData(32769, "CD001", true)]
    [InlineData(32769, "BEA01", true)]
    [InlineData(37649, "CD001", true)]
    [InlineData(37657, "CD001", true)]
    [InlineData(32768, "CD001", false)]
    [InlineData(2049, "CD001", false)]
    [InlineData(0, "", true)]
    public void A_former_image_and_an_empty_file_are(int offset, string identifier, bool isImage)
    {
        byte[] bytes = new byte[identifier.Length == 0 ? 0 : offset + 5];
        System.Text.Encoding.ASCII.GetBytes(identifier).CopyTo(bytes, offset);
        string file = folder.Write("s/o.iso", bytes);

        Assert.Equal(isImage, Small().Write(file).Succeeded);
    }

    [Theory]
    [InlineData(CompanionKind.SectorMap, "image    old.iso  17 sectors", true)]
    [InlineData(CompanionKind.SectorMap, "imagine", false)]
    [InlineData(CompanionKind.Picture, "<svg xmlns=\"http://www.w3.org/2000/svg\">", true)]
    [InlineData(CompanionKind.Picture, "<html>", false)]
    [InlineData(CompanionKind.Checksum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  x.iso\n", true)]
    [InlineData(CompanionKind.Checksum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 *x.iso\r\n", true)]
    [InlineData(CompanionKind.Checksum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData(CompanionKind.Checksum, "", true)]
    [InlineData(CompanionKind.Checksum, "mine\n", false)]
    [InlineData(CompanionKind.Checksum, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  x.iso\nmine\n", false)]
    [InlineData(CompanionKind.Checksum, "decade of notes\n", false)]
    [InlineData(CompanionKind.Spdx, "{\n  \"spdxVersion\": \"SPDX-2.3\",\n  \"creationInfo\": { \"creators\": [\n \"Tool: IsoBuild-0.9\"", true)]
    [InlineData(CompanionKind.Spdx, "{\n  \"spdxVersion\": \"SPDX-2.3\",\n  \"creationInfo\": { \"creators\": [\n \"Tool: other-0.9\"", false)]
    [InlineData(CompanionKind.CycloneDx, "{\n  \"bomFormat\": \"CycloneDX\",\n  \"name\": \"IsoBuild\"", true)]
    [InlineData(CompanionKind.CycloneDx, "{\n  \"bomFormat\": \"CycloneDX\",\n  \"name\": \"other\"", false)]
    [InlineData(CompanionKind.Provenance, "{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"buildType\": \"https://www.nuget.org/packages/IsoBuild.Core#image-v1\"", true)]
    [InlineData(CompanionKind.Provenance, "{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"buildType\": \"https://example.org/\"", false)]
    public void A_text_takes_the_place_of_a_former_one_of_its_kind(CompanionKind kind, string former, bool isSuch)
    {
        string text = folder.Write("x.iso.sha256", former);

        BuildResult made = Small().ExcludeCompanion(text, kind).Write(folder.Combine("x.iso"), new WriteOptions { Companions = _ => [new TextOutput(text, "new")] });

        Assert.Equal(isSuch, made.Succeeded);
        Assert.Equal(isSuch ? [] : ["ISOB1285"], made.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.Equal(isSuch ? "new" : former, File.ReadAllText(text));
        Assert.Equal(isSuch, File.Exists(folder.Combine("x.iso")));
    }

    [Fact]
    public void A_text_does_not_take_the_place_of_content()
    {
        string text = folder.Write("x.iso.sha256", "");

        BuildResult made = Small().AddFile("sum", text).ExcludeCompanion(text, CompanionKind.Checksum).Write(folder.Combine("x.iso"));

        Assert.Equal(("ISOB1285", text), (Assert.Single(made.Diagnostics).Code, made.Diagnostics[0].SourcePath));
        Assert.False(File.Exists(folder.Combine("x.iso")));
    }

    [Fact]
    public void Boot_code_is_not_replaced_by_the_image_that_it_is_for()
    {
        string code = folder.Write("code.bin", [0xFA, 0xF4]);

        BuildResult made = new ImageBuilder(Images.Small with { Hybrid = new() { BootCodePath = code } }).AddDirectory("", Content).Write(code);

        Assert.Contains(made.Diagnostics, error => error.Code == "ISOB1020" && error.SourcePath == code);
        Assert.Equal(2, new FileInfo(code).Length);
    }

    [Fact]
    public void Where_case_does_not_count_other_spellings_are_the_same_file()
    {
        folder.Write("s/o.iso", "former");
        folder.Write("s/Sum.txt", "former");
        SpellingOnDisk ignoresCase = new(path => File.Exists(path) || Directory.Exists(path) || Alike(path), directory => Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)));
        Exclusions exclusions = new() { Spelling = ignoresCase };
        string other = folder.Combine("S");
        exclusions.AddOutput(new ExcludedOutput(Path.Combine(other, "O.ISO")));
        exclusions.Add(Path.Combine(other, "sum.TXT"));
        DiagnosticBag diagnostics = new();
        ContentTreeBuilder tree = new(new DateRule(FileDates.Fixed, DateTimeOffset.UnixEpoch), diagnostics);
        DirectoryScanner scanner = new(tree, exclusions, diagnostics);

        scanner.AddDirectory([], Content, options: null, CancellationToken.None);
        scanner.AddFile(["x"], folder.Combine("s/o.iso"), options: null);

        Assert.Equal(["/", "/a.txt"], tree.Build().Nodes.Select(node => node.Path));
        Assert.Equal("ISOB1020", Assert.Single(diagnostics.ToList()).Code);

        static bool Alike(string path) =>
            Path.GetDirectoryName(path) is { } directory && (Directory.Exists(directory) ? directory : directory.ToLowerInvariant()) is var real && Directory.Exists(real)
            && Directory.EnumerateFileSystemEntries(real).Any(found => string.Equals(Path.GetFileName(found), Path.GetFileName(path), StringComparison.OrdinalIgnoreCase));
    }

    [RootTheory("losetup", "mkfs.exfat", "mount.exfat-fuse", "umount", "truncate")]
    [InlineData("s/O.ISO")]
    [InlineData("S/o.iso")]
    [InlineData("S/O.Iso")]
    public void So_it_is_on_exfat(string spelling)
    {
        string mount = folder.Combine("disk");
        Directory.CreateDirectory(mount);
        CommandResult ready = CommandLine.Run("sh", ["-c", "truncate -s 16M exfat && mkfs.exfat exfat >&2 && loop=$(losetup -f --show exfat) && echo $loop && { mount.exfat-fuse $loop disk >&2 || { losetup -d $loop; exit 1; }; }"], folder);
        ready.EnsureSuccess();
        try
        {
            Directory.CreateDirectory(Path.Combine(mount, "s"));
            File.WriteAllText(Path.Combine(mount, "s", "a.txt"), "a");
            foreach (string place in (string[])["s/o.iso", spelling])
            {
                string image = Path.Combine(mount, place);
                new ImageBuilder(Images.Small).AddDirectory("", Path.Combine(mount, "s")).ExcludeCompanion(image + ".sha256", CompanionKind.Checksum)
                    .Write(image, new WriteOptions { Companions = _ => [new TextOutput(image + ".sha256", "")] }).EnsureSuccess();
                Assert.Equal(["/a.txt"], Paths(image));
            }
        }
        finally
        {
            CommandLine.Run("umount", [mount]).EnsureSuccess();
            CommandLine.Run("losetup", ["-d", ready.Output.Trim()]).EnsureSuccess();
        }
    }

    [Fact]
    public void A_checksum_of_a_former_image_is_told()
    {
        string image = folder.Combine("x.iso");
        string sum = image + ".sha256";
        Small().Write(image).EnsureSuccess();
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image)));
        File.WriteAllText(sum, $"{digest}  x.iso\n");

        Diagnostic told = Assert.Single(Small().Write(image).EnsureSuccess().Diagnostics);
        Assert.Equal(("ISOB1286", DiagnosticSeverity.Info, true, sum), (told.Code, told.Severity, told.IsNotice, told.SourcePath));
        // Where the sum is known, it decides.
        Assert.Empty(Small().Write(image, new WriteOptions { ComputeSha256 = true }).EnsureSuccess().Diagnostics);
        folder.Write("s/b.txt", "b");
        Assert.Equal("ISOB1286", Assert.Single(Small().Write(image, new WriteOptions { ComputeSha256 = true }).EnsureSuccess().Diagnostics).Code);

        // Of another image, no checksum, or written by this very build.
        Assert.Empty(Small().Write(image, new WriteOptions { Companions = _ => [new TextOutput(sum, "new")] }).EnsureSuccess().Diagnostics);
        Assert.Empty(Small().Write(image).EnsureSuccess().Diagnostics);
        File.WriteAllText(sum, $"{digest}  y.iso\n");
        Assert.Empty(Small().Write(image).EnsureSuccess().Diagnostics);
    }

    private ImageBuilder Small() => new ImageBuilder(Images.Small).AddDirectory("", Content);

    private static string[] Paths(string image)
    {
        using IsoImage read = IsoImage.Open(image);
        return [.. read.Content.Nodes.OfType<ContentFile>().Select(node => node.Path)];
    }

    /// <summary>That nothing else is left of a directory is a warning beside it.</summary>
    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
}
