using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IsoBuild.Tests;

/// <summary>What editors offer and explain (the MSBuild Editor of Visual Studio and VS Code reads it beside the targets): all that there is, and nothing else.</summary>
public partial class CompletionTests
{
    private static readonly string[] OutsideOfTables = ["BuildIsoDependsOn", "PublishIsoDependsOn", "VerifyIsoDependsOn"];

    private static readonly string Readme = File.ReadAllText(Repository.File("src/IsoBuild/README.md"));

    [Fact]
    public void Every_property_has_one()
    {
        using JsonDocument schema = Schema();
        string[] offered = Names(schema.RootElement.GetProperty("properties"));
        string images = File.ReadAllText(Repository.File("src/IsoBuild/build/IsoBuild.Images.targets"));
        string[] used = [.. PropertyUse().Matches(images).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.Empty(used.Except(offered));

        string tables = Section("Properties");
        string[] told = [.. Rows(tables).SelectMany(cells => Code().Matches(cells[0]).Select(match => match.Groups["name"].Value)).Where(name => name.StartsWith("Iso", StringComparison.Ordinal) || name == "EnableIsoBuild").Distinct()];
        Assert.Equal(told.Concat(OutsideOfTables).Order(StringComparer.Ordinal), offered);
    }

    [Fact]
    public void Every_item_and_its_metadata_and_every_target_has_one()
    {
        using JsonDocument schema = Schema();
        JsonElement items = schema.RootElement.GetProperty("items");
        string table = Section("Items");
        Dictionary<string, HashSet<string>> told = [];
        string item = "";
        foreach (string[] cells in Rows(table).Where(cells => cells[0] != "Item"))
        {
            item = Code().Match(cells[0]) is { Success: true } named ? named.Groups["name"].Value : item;
            told.TryAdd(item, []);
            told[item].UnionWith(Code().Matches(cells[1]).Select(match => match.Groups["name"].Value));
        }

        // Told elsewhere: `Device` with `Kind`, `Watch` with dotnet watch.
        told["IsoContent"].UnionWith(["Device", "Watch"]);
        foreach (string name in (string[])["IsoContent", "IsoBootEntry"])
        {
            Assert.Equal(told[name].Order(StringComparer.Ordinal), Names(items.GetProperty(name).GetProperty("metadata")));
        }

        Assert.Equal(
            Names(schema.RootElement.GetProperty("properties")).Except(OutsideOfTables).Except(["EnableIsoBuild", "IsoLayoutHashes", "IsoAcceptLayout"]),
            Names(items.GetProperty("IsoImage").GetProperty("metadata")));
        Assert.Equal(told["ProjectReference"].Append("$appliesTo").Order(StringComparer.Ordinal), Names(schema.RootElement.GetProperty("metadata")[0]));

        string[] targets = [.. Directory.EnumerateFiles(Repository.File("src/IsoBuild/build"), "*.targets").SelectMany(file => PublicTarget().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).Order(StringComparer.Ordinal)];
        Assert.Equal(targets, Names(schema.RootElement.GetProperty("targets")));
    }

    [Fact]
    public void Every_type_that_is_referred_to_is_there_and_every_description_says_something()
    {
        string text = File.ReadAllText(Repository.File("src/IsoBuild/build/IsoBuild.targets.buildschema.json"));
        using JsonDocument schema = JsonDocument.Parse(text);
        Assert.Equal(Names(schema.RootElement.GetProperty("types")), Reference().Matches(text).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("\"description\": \"\"", text, StringComparison.Ordinal);
        JsonElement types = schema.RootElement.GetProperty("types");
        Assert.Equal(Enum.GetNames<IsoBuild.Content.ImageFormats>().Except(["None", "Default"]).Order(StringComparer.Ordinal), Names(types.GetProperty("iso-format").GetProperty("values")));
        Assert.Equal(Enum.GetNames<IsoBuild.Content.FileDates>().Order(StringComparer.Ordinal), Names(types.GetProperty("iso-file-dates").GetProperty("values")));

        using ZipArchive package = ZipFile.OpenRead(PackageFeed.NupkgOf("IsoBuild"));
        using StreamReader packed = new(package.GetEntry("build/IsoBuild.targets.buildschema.json")!.Open());
        Assert.Equal(text, packed.ReadToEnd());
    }

    private static string Section(string title)
    {
        string rest = Readme[(Readme.IndexOf($"\n## {title}\n", StringComparison.Ordinal) + 1)..];
        return rest[..rest.IndexOf("\n## ", StringComparison.Ordinal)];
    }

    private static JsonDocument Schema() => JsonDocument.Parse(File.ReadAllText(Repository.File("src/IsoBuild/build/IsoBuild.targets.buildschema.json")));

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal)];

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1..]);

    [GeneratedRegex(@"`(?<name>[A-Za-z0-9]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\$\((?<name>Iso\w+)\)")]
    private static partial Regex PropertyUse();

    [GeneratedRegex(@"<Target Name=""(?<name>[A-Z]\w*)""")]
    private static partial Regex PublicTarget();

    [GeneratedRegex(@"#/types/(?<name>[\w-]+)")]
    private static partial Regex Reference();
}
