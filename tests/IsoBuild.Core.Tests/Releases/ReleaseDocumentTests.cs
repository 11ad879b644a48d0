using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IsoBuild.Content;
using IsoBuild.ElTorito;
using IsoBuild.Layout;
using IsoBuild.Provenance;

namespace IsoBuild.Core.Tests.Releases;

/// <summary>Bills of materials and provenance: what they say is what other programs find in the image.</summary>
public sealed class ReleaseDocumentTests : IDisposable
{
    private const string EmptySha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
    private const string EmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>FIPS 180-4, and every other description: of "abc".</summary>
    private const string AbcSha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    private const string AbcSha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static readonly WriteOptions Hashing = new() { ComputeSha256 = true };

    private readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Documents name the image by its digest: beside another one, they are a former image's.</summary>
    [Fact]
    public void Documents_of_a_former_image_are_reported()
    {
        string path = folder.Combine("x.iso");
        string[] documents = [path + ".spdx.json", path + ".cdx.json", path + ".intoto.json"];
        Make("one", new WriteOptions { ComputeSha256 = true, Companions = Documents });
        Assert.Empty(Left(Make("one", Hashing)));
        Assert.Equal(documents, Left(Make("two", Hashing)));
        Assert.Equal(documents, Left(Make("two", write: null)));

        File.WriteAllText(documents[0], "{ }");
        Assert.Equal(documents[1..], Left(Make("two", Hashing)));

        BuildResult Make(string content, WriteOptions? write) => new ImageBuilder(Images.Small).AddFile("f", Encoding.UTF8.GetBytes(content)).Write(path, write).EnsureSuccess();

        IEnumerable<TextOutput> Documents(BuildResult made)
        {
            ReleaseDocuments release = made.ToReleaseDocuments();
            return [new(documents[0], release.ToSpdx()), new(documents[1], release.ToCycloneDx()), new(documents[2], release.ToProvenance())];
        }

        static IEnumerable<string?> Left(BuildResult made) => made.Diagnostics.Where(told => told.Id == Diagnostics.DiagnosticId.ChecksumLeftBehind).Select(told => told.Item);
    }

    /// <summary>Whoever has the image mounted repeats them in a shell.</summary>
    [ToolFact("sh", "find", "sort", "xargs", "sha256sum", "sha1sum", "tr", "cut")]
    public void Hashes_are_those_of_the_files_that_are_extracted()
    {
        BuildResult made = Write(Everything());
        using IsoImage image = IsoImage.Open(folder.Combine("x.iso"));
        image.Extract(folder.Combine("out"));
        string list = Shell("find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum");
        string sha1s = Shell("find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha1sum");
        Assert.NotEmpty(list);

        ReleaseDocuments documents = made.ToReleaseDocuments();
        JsonNode spdx = JsonNode.Parse(documents.ToSpdx())!;
        JsonNode cycloneDx = JsonNode.Parse(documents.ToCycloneDx())!;

        string[] files = [.. spdx["files"]!.AsArray().Select(file => $"{Checksum(file!, "SHA256")}  {file!["fileName"]}")];
        Assert.Equal(list.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.Equal(sha1s.TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal), spdx["files"]!.AsArray().Select(file => $"{Checksum(file!, "SHA1")}  {file!["fileName"]}").Order(StringComparer.Ordinal));
        Assert.Equal(files, cycloneDx["components"]!.AsArray().Select(file => $"{Hash(file!, "SHA-256")}  .{file!["name"]}"));

        // SPDX 2.3, 7.9.
        string code = Shell("find . -type f -print0 | xargs -0 sha1sum | cut -c1-40 | LC_ALL=C sort | tr -d '\\n' | sha1sum | cut -c1-40").Trim();
        Assert.Equal(code, (string?)spdx["packages"]![0]!["packageVerificationCode"]!["packageVerificationCodeValue"]);

        string content = Shell("find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64").Trim();
        JsonNode statement = JsonNode.Parse(documents.ToProvenance())!;
        Assert.Equal(content, (string?)Assert.Single(Dependencies(statement))!["digest"]!["sha256"]);

        string digest = CommandLine.Run("sha256sum", [folder.Combine("x.iso")]).EnsureSuccess().Output[..64];
        Assert.Equal(digest, (string?)statement["subject"]![0]!["digest"]!["sha256"]);
        Assert.Equal("x.iso", (string?)statement["subject"]![0]!["name"]);
        Assert.Equal(digest, Checksum(spdx["packages"]![0]!, "SHA256"));
        Assert.Equal(digest, Hash(cycloneDx["metadata"]!["component"]!, "SHA-256"));
    }

    [Theory]
    [InlineData(ImageFormats.Default)]
    [InlineData(ImageFormats.Default | ImageFormats.Udf)]
    [InlineData(ImageFormats.Iso9660)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Joliet)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Udf)]
    [InlineData(ImageFormats.Udf)]
    [InlineData(ImageFormats.Iso9660 | ImageFormats.Iso1999)]
    public void An_image_that_is_read_has_the_documents_of_the_one_that_was_planned(ImageFormats formats)
    {
        BuildResult made = Write(Everything(formats));
        ReleaseDocuments planned = made.ToReleaseDocuments();

        using IsoImage image = IsoImage.Open(folder.Combine("x.iso"));
        ReleaseDocuments read = ReleaseDocuments.Of(image.Layout, made.Sha256!.ToUpperInvariant());

        Assert.Equal(planned.ToSpdx(), read.ToSpdx());
        Assert.Equal(planned.ToCycloneDx(), read.ToCycloneDx());
        Assert.Throws<InvalidOperationException>(read.ToProvenance);
        JsonSchemas.AssertSpdx(planned.ToSpdx());
        JsonSchemas.AssertCycloneDx(planned.ToCycloneDx());
        Assert.Equal(image.Content.Nodes.OfType<ContentFile>().Count(), JsonNode.Parse(planned.ToCycloneDx())!["components"]!.AsArray().Count);
    }

    [Fact]
    public void What_one_tree_alone_shows_is_listed_and_what_none_shows_is_not()
    {
        BuildResult made = Write(new ImageBuilder(Images.Small)
            .AddFile("a.txt", "abc"u8.ToArray())
            .AddFile("for windows.txt", "abcd"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.RockRidge | ImageFormats.Iso9660 })
            .AddFile("for nobody.txt", "abcde"u8.ToArray(), new EntryOptions { HiddenFrom = ImageFormats.Default }));
        string planned = made.ToReleaseDocuments().ToCycloneDx();

        using IsoImage image = IsoImage.Open(folder.Combine("x.iso"));

        Assert.Equal(["/a.txt", "/for windows.txt"], JsonNode.Parse(planned)!["components"]!.AsArray().Select(file => (string?)file!["name"]));
        Assert.Equal(planned, ReleaseDocuments.Of(image.Layout, made.Sha256!).ToCycloneDx());
    }

    /// <summary>Every path has its entry; directories, links and devices have none.</summary>
    [Fact]
    public void Files_that_share_content_have_an_entry_each()
    {
        JsonNode bom = JsonNode.Parse(Write(new ImageBuilder(Images.Small)
            .AddFile("b.txt", "abc"u8.ToArray())
            .AddFile("d/a.txt", "abc"u8.ToArray())
            .AddFile("none", default(ReadOnlyMemory<byte>))
            .AddHardLink("c.txt", "b.txt")
            .AddLink("link", "b.txt")
            .AddSpecial("pipe", SpecialKind.Pipe)
            .AddEmptyDirectory("e")).ToReleaseDocuments().ToCycloneDx())!;

        Assert.Equal(
            [("/b.txt", AbcSha1, AbcSha256), ("/c.txt", AbcSha1, AbcSha256), ("/d/a.txt", AbcSha1, AbcSha256), ("/none", EmptySha1, EmptySha256)],
            bom["components"]!.AsArray().Select(file => ((string)file!["name"]!, Hash(file!, "SHA-1"), Hash(file!, "SHA-256"))));
    }

    /// <summary>A boot image is changed once it is copied; the same file beside it is not.</summary>
    [Fact]
    public void Boot_images_are_hashed_as_the_image_has_them()
    {
        string loader = folder.Write("loader.bin", [.. Enumerable.Range(0, 4096).Select(i => (byte)i)]);
        BuildResult made = Write(new ImageBuilder(Images.Small)
            .AddFile("boot/loader.bin", loader)
            .AddFile("copy.bin", loader)
            .AddBootEntry(new BootEntry { ImagePath = "boot/loader.bin", BootInfoTable = true }));

        using IsoImage image = IsoImage.Open(folder.Combine("x.iso"));
        JsonArray files = JsonNode.Parse(made.ToReleaseDocuments().ToCycloneDx())!["components"]!.AsArray();

        ContentFile[] content = [.. image.Content.Nodes.OfType<ContentFile>()];
        Assert.Equal(content.Select(file => (file.Path, Convert.ToHexStringLower(SHA256.HashData(file.ReadAll())))), files.Select(file => ((string)file!["name"]!, Hash(file!, "SHA-256"))));
        Assert.NotEqual(Hash(files.Single(file => (string?)file!["name"] == "/copy.bin")!, "SHA-256"), Hash(files.Single(file => (string?)file!["name"] == "/boot/loader.bin")!, "SHA-256"));
    }

    [Fact]
    public void Neither_folder_nor_date_nor_order_reaches_a_document()
    {
        string[] texts = [.. new[] { "one", "two" }.SelectMany(name =>
        {
            foreach (string file in name == "one" ? ["a.txt", "d/b.txt"] : (string[])["d/b.txt", "a.txt"])
            {
                string written = folder.Write($"{name}/in/{file}", file);
                File.SetLastWriteTimeUtc(written, new DateTime(name == "one" ? 2001 : 2019, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            }

            ReleaseDocuments documents = new ImageBuilder(Images.Small).AddDirectory("", folder.Combine(name, "in")).Write(folder.Combine(name, "x.iso"), Hashing).ToReleaseDocuments();
            return new[] { documents.ToSpdx(), documents.ToCycloneDx(), documents.ToProvenance() };
        })];

        Assert.Equal(texts[..3], texts[3..]);
        Assert.All(texts, text => Assert.DoesNotContain(Path.GetFileName(folder.Path), text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain('\r', text));
        Assert.All(texts, text => Assert.EndsWith("}\n", text, StringComparison.Ordinal));
        Assert.Contains("\"created\": \"1980-01-01T00:00:00Z\"", texts[0], StringComparison.Ordinal);
    }

    /// <summary>Names are told apart whatever they hold, and nothing but ASCII is written.</summary>
    [Fact]
    public void Names_of_any_bytes_are_one_text_each()
    {
        string[] names = [@"a\xE9", "a\uDCE9", "a\u00E9", "line\nend", "\u202Eturned", "\U0001F600", "quote\"", "a b"];
        ImageBuilder builder = new(Images.Small with { Formats = ImageFormats.Iso9660 | ImageFormats.RockRidge });
        foreach (string name in names)
        {
            // AddFile takes either separator.
            builder.AddFile(name.Replace('\\', '+'), Encoding.UTF8.GetBytes(name));
        }

        ReleaseDocuments documents = Write(builder).ToReleaseDocuments();

        string[] expected = ["/\u202Eturned", "/a b", @"/a\xE9", "/a\u00E9", "/a+xE9", "/line\nend", "/quote\"", "/\U0001F600"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), JsonNode.Parse(documents.ToCycloneDx())!["components"]!.AsArray().Select(file => (string)file!["name"]!).Order(StringComparer.Ordinal));
        Assert.All(documents.ToSpdx() + documents.ToCycloneDx(), c => Assert.True(c is '\n' or (>= ' ' and <= '~')));
        JsonSchemas.AssertSpdx(documents.ToSpdx());
        JsonSchemas.AssertCycloneDx(documents.ToCycloneDx());
        Assert.Equal([@"a\x5CxE9", @"a\xE9", @"\uD83D.", "\U0001F600"], new[] { @"a\xE9", "a\uDCE9", "\uD83D.", "\U0001F600" }.Select(NameText.Of));
    }

    /// <summary>What sha256sum escapes, what is no UTF-8, and what UTF-16 sorts unlike UTF-8.</summary>
    [LinuxFact]
    public void The_digest_of_the_content_is_what_a_shell_finds_whatever_the_names()
    {
        Directory.CreateDirectory(folder.Combine("in"));
        const string script = """
            n=$(printf 'line\nend'); r=$(printf 'raw\351')
            for f in 'back\slash' "$n" "$r" '😀' '～' A-z a.b; do printf '%s' "$f" > "$f"; done
            """;
        CommandLine.Run("sh", ["-c", script], folder.Combine("in")).EnsureSuccess();
        BuildResult made = Write(new ImageBuilder(Images.Small).AddDirectory("", folder.Combine("in")));

        string expected = CommandLine.Run("sh", ["-c", "find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum | cut -c1-64"], folder.Combine("in")).EnsureSuccess().Output.Trim();

        Assert.Equal(expected, (string?)Dependencies(JsonNode.Parse(made.ToReleaseDocuments().ToProvenance())!)[0]!["digest"]!["sha256"]);
        Assert.Equal(7, JsonNode.Parse(made.ToReleaseDocuments().ToSpdx())!["files"]!.AsArray().Select(file => (string?)file!["SPDXID"]).Distinct().Count());
    }

    [Fact]
    public void An_empty_image_has_documents()
    {
        ReleaseDocuments documents = Write(new ImageBuilder(Images.Small)).ToReleaseDocuments();

        JsonSchemas.AssertSpdx(documents.ToSpdx());
        JsonSchemas.AssertCycloneDx(documents.ToCycloneDx());
        Assert.Contains(EmptySha1, documents.ToSpdx(), StringComparison.Ordinal);
        Assert.Contains(EmptySha256, documents.ToProvenance(), StringComparison.Ordinal);
    }

    /// <summary>What the schemas would say of something else.</summary>
    [Fact]
    public void The_schemas_refuse_what_is_wrong()
    {
        ReleaseDocuments documents = Write(Everything()).ToReleaseDocuments();

        Assert.False(JsonSchemas.IsCycloneDx(documents.ToCycloneDx().Replace("\"type\": \"file\"", "\"type\": \"fil\"", StringComparison.Ordinal)));
        Assert.False(JsonSchemas.IsCycloneDx(documents.ToCycloneDx().Replace("\"alg\": \"SHA-1\"", "\"alg\": \"SHA1\"", StringComparison.Ordinal)));
        Assert.False(JsonSchemas.IsSpdx(documents.ToSpdx().Replace("\"CONTAINS\"", "\"HOLDS\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_statement_tells_the_options_and_the_base_and_no_path()
    {
        Write(new ImageBuilder(Images.Small).AddFile("a.txt", "abc"u8.ToArray()), "base/old.iso");
        string code = folder.Write("code/boot.img", [0xFA, 0xF4]);
        BuildResult made = Write(new ImageBuilder().BasedOn(folder.Combine("base/old.iso"), new BaseImageOptions
        {
            Options = kept => kept with { Publisher = "SOMEBODY", Dedupe = false, Timestamp = DateTimeOffset.UnixEpoch, Hybrid = new() { BootCodePath = code } },
        }).AddFile("b.txt", "b"u8.ToArray()));

        string text = made.ToReleaseDocuments().ToProvenance();
        JsonNode statement = JsonNode.Parse(text)!;

        Assert.Equal("https://in-toto.io/Statement/v1", (string?)statement["_type"]);
        Assert.Equal("https://slsa.dev/provenance/v1", (string?)statement["predicateType"]);
        JsonNode parameters = statement["predicate"]!["buildDefinition"]!["externalParameters"]!;
        Assert.Equal(
            """{"volumeId":"TEST","publisher":"SOMEBODY","timestamp":"1970-01-01T00:00:00Z","dedupe":false,"hybrid":true,"paddingSectors":1}""",
            parameters.ToJsonString());
        JsonNode based = Dependencies(statement)[1]!;
        Assert.Equal(("base/old.iso", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder.Combine("base/old.iso"))))), ((string?)based["name"], (string?)based["digest"]!["sha256"]));
        Assert.DoesNotContain(Path.GetFileName(folder.Path), text, StringComparison.Ordinal);
        Assert.DoesNotContain("boot.img", text, StringComparison.Ordinal);
    }

    /// <summary>The base is read before the image takes its place.</summary>
    [Fact]
    public void An_image_may_take_the_place_of_its_base()
    {
        string path = folder.Combine("x.iso");
        BuildResult first = Write(new ImageBuilder(Images.Small).AddFile("a.txt", "abc"u8.ToArray()));
        string text = "";

        new ImageBuilder().BasedOn(path).AddFile("b.txt", "b"u8.ToArray()).Write(path, Hashing with { Companions = made =>
        {
            text = made.ToReleaseDocuments().ToProvenance();
            return [];
        } }).EnsureSuccess();

        Assert.Contains($"\"sha256\": \"{first.Sha256}\"", text, StringComparison.Ordinal);
    }

    /// <summary>Documents of a project's own are referred to by what they are called: SPDX 2.3, 6.6; CycloneDX's BOM-Link.</summary>
    [Fact]
    public void Bills_of_materials_in_the_content_are_referred_to()
    {
        byte[] spdx = [.. "\uFEFF"u8, .. """{"spdxVersion":"SPDX-2.2","documentNamespace":"https://example.org/app/1"}"""u8];
        byte[] cycloneDx = """{"bomFormat":"CycloneDX","serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79","version":2}"""u8.ToArray();
        ReleaseDocuments documents = Write(new ImageBuilder(Images.Small)
            .AddFile("_manifest/spdx_2.2/manifest.spdx.json", spdx)
            .AddFile("bom.json", cycloneDx)
            .AddFile("a b.cdx.json", """{"bomFormat":"CycloneDX"}"""u8.ToArray())
            .AddFile("broken.cdx.json", "{"u8.ToArray())
            .AddFile("list.cdx.json", "[]"u8.ToArray())
            .AddFile("other.spdx.json", """{"spdxVersion":"SPDX-2.2","documentNamespace":"not a URI"}"""u8.ToArray())
            .AddFile("package.json", cycloneDx)).ToReleaseDocuments();

        JsonNode reference = Assert.Single(JsonNode.Parse(documents.ToSpdx())!["externalDocumentRefs"]!.AsArray())!;
        string sha1 = Convert.ToHexStringLower(SHA1.HashData(spdx));
        Assert.Equal(($"DocumentRef-{sha1}", "https://example.org/app/1", sha1), ((string?)reference["externalDocumentId"], (string?)reference["spdxDocument"], (string?)reference["checksum"]!["checksumValue"]));
        Assert.Equal(
            [("https://example.org/app/1", "/_manifest/spdx_2.2/manifest.spdx.json"), ("a%20b.cdx.json", "/a b.cdx.json"), ("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/2", "/bom.json")],
            JsonNode.Parse(documents.ToCycloneDx())!["externalReferences"]!.AsArray().Select(each => ((string?)each!["url"], (string?)each["comment"])));
        JsonSchemas.AssertSpdx(documents.ToSpdx());
        JsonSchemas.AssertCycloneDx(documents.ToCycloneDx());
    }

    [Fact]
    public void What_changed_since_it_was_copied_is_not_hashed()
    {
        string source = folder.Write("a.txt", "abc");
        string text = folder.Combine("x.iso.spdx.json");

        BuildResult changed = new ImageBuilder(Images.Small).AddFile("a.txt", source).Write(folder.Combine("x.iso"), Hashing with { Companions = made =>
        {
            File.WriteAllText(source, "abcd");
            return [new TextOutput(text, made.ToReleaseDocuments().ToSpdx())];
        } });
        BuildResult gone = new ImageBuilder(Images.Small).AddFile("a.txt", source).Write(folder.Combine("x.iso"), Hashing with { Companions = made =>
        {
            File.Delete(source);
            return [new TextOutput(text, made.ToReleaseDocuments().ToSpdx())];
        } });

        Assert.Equal(["ISOB1002", "ISOB1002"], new[] { changed, gone }.Select(result => Assert.Single(result.Diagnostics).Code));
        Assert.False(File.Exists(folder.Combine("x.iso")));
        Assert.False(File.Exists(text));
    }

    /// <summary>RFC 9562, 5.5; as Python has it: <c>uuid.uuid5(uuid.NAMESPACE_URL, "https://spdx.org/spdxdocs/x.iso-609f...")</c>.</summary>
    [Fact]
    public void The_serial_number_follows_from_the_digest()
    {
        ImageLayout layout = new ImageBuilder(Images.Small).Plan().Layout!.Named("x.iso");

        DocumentIdentity identity = new(layout, "609f456a77941f23ec7a2cddd6e455d022f150e55e2a37d8b2eb18c81cba8795");

        Assert.Equal("https://spdx.org/spdxdocs/x.iso-609f456a77941f23ec7a2cddd6e455d022f150e55e2a37d8b2eb18c81cba8795", identity.Namespace);
        Assert.Equal(new Guid("a453c69b-fe6f-5406-94ff-f9afae5dbfb1"), identity.Uuid);
    }

    [Fact]
    public void There_is_nothing_to_say_without_a_digest()
    {
        ImageBuilder builder = new(Images.Small);
        Assert.Throws<InvalidOperationException>(() => builder.Write(folder.Combine("x.iso")).ToReleaseDocuments());
        Assert.Throws<ArgumentException>(() => ReleaseDocuments.Of(builder.Plan().Layout!, "abc"));
    }

    private static ImageBuilder Everything(ImageFormats formats = ImageFormats.Default) => new ImageBuilder(Images.Small with { Formats = formats })
        .AddFile("a.txt", "abc"u8.ToArray())
        .AddFile("A-z.txt", "abcd"u8.ToArray())
        .AddFile("docs/b.txt", "abc"u8.ToArray())
        .AddFile("docs/empty", default(ReadOnlyMemory<byte>))
        .AddFile($"docs/{new string('n', 60)}.txt", new byte[100_000])
        .AddFile("\u00DCn\u00EF.txt", "u"u8.ToArray())
        .AddLink("link", "a.txt")
        .AddEmptyDirectory("none");

    private BuildResult Write(ImageBuilder builder, string path = "x.iso") => builder.Write(folder.Combine(path), Hashing).EnsureSuccess();

    private string Shell(string command) => CommandLine.Run("sh", ["-c", command], folder.Combine("out")).EnsureSuccess().Output;

    private static JsonArray Dependencies(JsonNode statement) => statement["predicate"]!["buildDefinition"]!["resolvedDependencies"]!.AsArray();

    private static string Checksum(JsonNode element, string algorithm) =>
        (string)element["checksums"]!.AsArray().Single(checksum => (string?)checksum!["algorithm"] == algorithm)!["checksumValue"]!;

    private static string Hash(JsonNode component, string algorithm) =>
        (string)component["hashes"]!.AsArray().Single(hash => (string?)hash!["alg"] == algorithm)!["content"]!;
}
