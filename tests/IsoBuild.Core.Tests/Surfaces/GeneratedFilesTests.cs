using IsoBuild.Content;
using IsoBuild.Diagnostics;
using IsoBuild.Surfaces;

namespace IsoBuild.Core.Tests.Surfaces;

/// <summary>
/// What is made of the table of options and committed: Cake's settings, the targets' lists, what editors offer, and rows of the READMEs' tables.
/// After a change of the table, <c>ISOBUILD_GENERATE=1 dotnet test tests/IsoBuild.Core.Tests --filter FullyQualifiedName~GeneratedFiles</c> writes them.
/// </summary>
public class GeneratedFilesTests
{
    [Theory]
    [InlineData("src/Cake.IsoBuild/IsoBuildSettings.Options.cs")]
    [InlineData("src/Cake.IsoBuild/IsoSettingsExtensions.Options.cs")]
    [InlineData("src/Cake.IsoBuild/ImageMaker.Options.cs")]
    [InlineData("src/IsoBuild/build/IsoBuild.Options.targets")]
    [InlineData("src/IsoBuild/build/IsoBuild.Make.targets")]
    [InlineData("src/IsoBuild/build/IsoBuild.targets.buildschema.json")]
    [InlineData("src/IsoBuild/README.md")]
    [InlineData("src/IsoBuild.Tool/README.md")]
    public void They_are_what_the_table_says(string file)
    {
        string path = Repository.File(file);
        string committed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string generated = Path.GetFileName(file) switch
        {
            "IsoBuildSettings.Options.cs" => CakeOptions.Settings(),
            "IsoSettingsExtensions.Options.cs" => CakeOptions.Methods(),
            "ImageMaker.Options.cs" => CakeOptions.Reading(),
            "IsoBuild.Options.targets" => MSBuildOptions.Targets(),
            "IsoBuild.Make.targets" => MakeTargets.Text(),
            "IsoBuild.targets.buildschema.json" => MSBuildOptions.Completion(committed),
            _ => OptionRows.In(committed, isCommand: file.Contains("Tool", StringComparison.Ordinal)),
        };
        if (Environment.GetEnvironmentVariable("ISOBUILD_GENERATE") == "1")
        {
            File.WriteAllText(path, generated);
        }

        Assert.Equal(generated, committed);
    }

    [Fact]
    public void Texts_say_the_same_back()
    {
        ImageOptions options = new();
        Dictionary<string, string> given = new()
        {
            ["VolumeId"] = "MY_DISC", ["Timestamp"] = "2024-05-06T07:08:09Z", ["FileDates"] = "Clamp", ["Formats"] = "Iso9660;RockRidge;Udf",
            ["IsoLevel"] = "1", ["Dedupe"] = "false", ["Alignment"] = "4096", ["DvdVideo"] = "false", ["BootLoader"] = "grub", ["EfiImage"] = "none",
            ["HybridBootCode"] = "none", ["HybridGpt"] = "false", ["Hybrid"] = "true", ["PaddingSectors"] = "7",
        };
        foreach (ImageOption option in ImageOption.All.Where(option => given.ContainsKey(option.Name)))
        {
            Assert.True(option.TryApply(given[option.Name], options, out options, out string problem), problem);
        }

        Assert.Equal(
            given.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            ImageOption.All.Select(option => KeyValuePair.Create(option.Name, option.TextOf(options)!)).Where(pair => pair.Value is not null).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(given.Count, given.Keys.Intersect(ImageOption.All.Select(option => option.Name)).Count());
    }

    /// <summary>Each alone: read, told again, and told by nobody where it is as by default.</summary>
    [Theory]
    [InlineData("VolumeId", "X")]
    [InlineData("Publisher", "X")]
    [InlineData("ApplicationId", "X")]
    [InlineData("SystemId", "X")]
    [InlineData("VolumeSetId", "X")]
    [InlineData("Preparer", "X")]
    [InlineData("CopyrightFile", "X")]
    [InlineData("AbstractFile", "X")]
    [InlineData("BibliographicFile", "X")]
    [InlineData("Expires", "2024-05-06T07:08:09Z")]
    [InlineData("Effective", "2024-05-06T07:08:09Z")]
    [InlineData("VolumeDate", "2024-05-06T07:08:09Z")]
    [InlineData("VolumeDate", "2024-05-06T07:08:09.25Z")]
    [InlineData("JolietLongNames", "true")]
    [InlineData("RelocateDeepDirectories", "true")]
    [InlineData("HfsPlus", "true")]
    [InlineData("HfsCreators", "*.txt=ttxt,TEXT;boot.efi=chrp,tbxi")]
    [InlineData("HfsBless", "System/Library/CoreServices")]
    [InlineData("MediaChecksum", "true")]
    [InlineData("UpdateChecksums", "true")]
    [InlineData("FollowLinks", "true")]
    [InlineData("FollowLinksOutside", "true")]
    [InlineData("PreserveHardLinks", "true")]
    [InlineData("TranslationTables", "true")]
    [InlineData("Modes", "Disk")]
    [InlineData("IsoNames", "Lowercase;NoVersion")]
    [InlineData("FileMode", "0600")]
    [InlineData("DirectoryMode", "01777")]
    [InlineData("SessionStart", "45000")]
    [InlineData("DvdVideo", "true")]
    [InlineData("BootCatalog", "boot/boot.cat")]
    [InlineData("EfiImage", "boot/esp.img")]
    [InlineData("SystemArea", "IP.BIN")]
    [InlineData("HybridBootCode", "isohdpfx.bin")]
    [InlineData("HybridGpt", "true")]
    [InlineData("HybridGpt4K", "true")]
    [InlineData("HybridPartitionOffset", "16")]
    [InlineData("HybridPartitionType", "0x83")]
    [InlineData("HybridPartitionType", "0fc63daf-8483-4772-8e79-3d69d8477de4")]
    public void One_alone(string name, string text)
    {
        ImageOption option = ImageOption.All.Single(option => option.Name == name);
        Assert.Null(option.TextOf(new ImageOptions()));
        Assert.True(option.TryApply(text, new ImageOptions(), out ImageOptions changed, out string problem), problem);
        Assert.Equal(text, option.TextOf(changed));
        Assert.Equal(option.Syntax == OptionSyntax.Time ? DiagnosticId.TimestampInvalid : DiagnosticId.OptionUnknown, option.WrongText);
    }

    [Theory]
    [InlineData("Timestamp", "yesterday")]
    [InlineData("BootLoader", "lilo")]
    [InlineData("Hybrid", "maybe")]
    [InlineData("IsoLevel", "two")]
    [InlineData("PaddingSectors", "1.5")]
    public void Wrong_texts_have_a_reason(string name, string text)
    {
        Assert.False(ImageOption.All.Single(option => option.Name == name).TryApply(text, new ImageOptions(), out _, out string problem));
        Assert.NotEmpty(problem);
    }

    /// <summary>Of what another implies, the later one says the last word.</summary>
    [Fact]
    public void Implied_options()
    {
        ImageOptions options = new();
        foreach ((string name, string text) in ((string, string)[])[("FollowLinksOutside", "true"), ("HybridBootCode", "a.bin"), ("Formats", " ; ")])
        {
            Assert.True(ImageOption.All.Single(option => option.Name == name).TryApply(text, options, out options, out _));
        }

        Assert.True(options.FollowLinks);
        Assert.NotNull(options.Hybrid);
        Assert.Equal(ImageFormats.Iso9660, options.Formats);
        ImageOption hybrid = ImageOption.All.Single(option => option.Name == "Hybrid");
        Assert.True(hybrid.TryApply("true", options, out ImageOptions kept, out _));
        Assert.Equal("a.bin", kept.Hybrid!.BootCodePath);
        Assert.True(hybrid.TryApply("false", options, out ImageOptions none, out _));
        Assert.Null(none.Hybrid);
    }

    [Theory]
    [InlineData("IsoLevel", "5", "is not an interchange level; write 1, 2, 3 or 4")]
    [InlineData("IsoNames", "lowercase,x", "names 'x', which is unknown; write Lowercase, MultiDot, Relaxed, LeadingDots, Long, NoVersion, NoTrailingDot or Untranslated")]
    [InlineData("IsoNames", "x", "is unknown; write Lowercase, MultiDot, Relaxed, LeadingDots, Long, NoVersion, NoTrailingDot or Untranslated")]
    [InlineData("Alignment", "3000", "is not an alignment; write a power of two from 2048 to 1048576")]
    [InlineData("Alignment", "2097152", "is not an alignment; write a power of two from 2048 to 1048576")]
    [InlineData("HybridPartitionOffset", "15", "is not a partition offset; write 0, or a number of sectors from 16 on")]
    [InlineData("HybridPartitionType", "0", "is not a partition type; write a number such as 0xef, or a GUID such as c12a7328-f81f-11d2-ba4b-00a0c93ec93b")]
    [InlineData("HfsCreators", "*.txt=ttxt", "is not PATTERN=CREATOR,TYPE; write two codes of four ASCII characters each, such as *.txt=ttxt,TEXT")]
    [InlineData("HfsCreators", "../a=ttxt,TEXT", "contains \"..\"; write the path relative to the image's root")]
    [InlineData("PaddingSectors", "-1", "is not a number of sectors; write 0 or more")]
    [InlineData("Dedupe", "no", "is unknown; write true or false")]
    [InlineData("FileDates", "Now", "is unknown; write Fixed, Clamp or Preserve")]
    [InlineData("Formats", "Joliet;HFS", "names 'HFS', which is unknown; write Iso9660, Joliet, RockRidge, Udf or Iso1999")]
    [InlineData("Formats", "HFS", "is unknown; write Iso9660, Joliet, RockRidge, Udf or Iso1999")]
    public void Wrong_texts_change_nothing(string name, string text, string expected)
    {
        ImageOptions options = new();
        Assert.False(ImageOption.All.Single(option => option.Name == name).TryApply(text, options, out ImageOptions changed, out string problem));
        Assert.Equal(expected, problem);
        Assert.Same(options, changed);
    }

    /// <summary>A property of the options that has no row would be on no surface.</summary>
    [Fact]
    public void Every_property_has_a_row() =>
        Assert.Equal(
            typeof(ImageOptions).GetProperties().Select(property => property.Name).Where(name => name != "EqualityContract").Order(StringComparer.Ordinal),
            ImageOption.All.Select(option => option.Name).Except(["HybridBootCode", "HybridGpt", "HybridGpt4K", "HybridPartitionOffset", "HybridPartitionType"]).Order(StringComparer.Ordinal));
}
