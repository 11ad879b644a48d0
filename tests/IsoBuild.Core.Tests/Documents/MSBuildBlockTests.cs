using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace IsoBuild.Core.Tests.Documents;

/// <summary>Blocks of MSBuild in the documents are well-formed, and know only properties, items and metadata that there are: those that editors offer.</summary>
public partial class MSBuildBlockTests
{
    private static readonly string[] OfMSBuild = ["Include", "Exclude", "Remove", "Update", "Condition"];

    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Repository.File("src/IsoBuild/build/IsoBuild.targets.buildschema.json"))).RootElement.Clone();

    private static readonly HashSet<string> Properties = [.. Names(Schema.GetProperty("properties"))];

    private static readonly Dictionary<string, HashSet<string>> Items = Schema.GetProperty("items").EnumerateObject()
        .ToDictionary(item => item.Name, item => item.Value.TryGetProperty("metadata", out JsonElement metadata) ? new HashSet<string>(Names(metadata)) : [], StringComparer.Ordinal);

    private static readonly HashSet<string> OfReferences = [.. Names(Schema.GetProperty("metadata")[0])];

    [Fact]
    public void Every_block_is_well_formed_and_uses_what_there_is()
    {
        CodeBlock[] blocks = [.. CodeBlock.All.Where(block => block.Language == "xml" && block.FragmentReason is null)];
        Assert.Contains(blocks, block => block.Document == "README.md");
        Assert.Contains(blocks, block => block.Document == "src/IsoBuild/README.md");

        Assert.Equal([], blocks.SelectMany(block => Faults(block.Code).Select(fault => $"{block}: {fault}")));
    }

    /// <summary>Elements in the text: <c>`&lt;IsoContent Include="docs" /&gt;`</c>.</summary>
    [Fact]
    public void So_is_every_element_in_the_text()
    {
        var elements = CodeBlock.Documents()
            .SelectMany(document => InlineElement().Matches(File.ReadAllText(Repository.File(document))).Select(match => (Document: document, Text: match.Groups["xml"].Value)))
            .ToArray();
        Assert.NotEmpty(elements);

        // `<Project Sdk="…">` names the beginning of a file.
        Assert.Equal([], elements.SelectMany(element => Faults(element.Text).Select(fault => $"{element.Document}: {element.Text}: {fault}")));
    }

    [Theory]
    [InlineData("<PropertyGroup><IsoBoott>auto</IsoBoott></PropertyGroup>", "no property IsoBoott")]
    [InlineData("<ItemGroup><IsoContents Include=\"x\" /></ItemGroup>", "no item IsoContents")]
    [InlineData("<ItemGroup><IsoContent Include=\"x\" Path=\"y\" /></ItemGroup>", "no metadata Path of IsoContent")]
    [InlineData("<ItemGroup><IsoContent Include=\"x\"><Path>y</Path></IsoContent></ItemGroup>", "no metadata Path of IsoContent")]
    [InlineData("<ItemGroup><ProjectReference Include=\"x\" IsoTarget=\"y\" /></ItemGroup>", "no metadata IsoTarget of ProjectReference")]
    [InlineData("<IsoContentFrom>None<IsoContentFrom>", "does not match")]
    [InlineData("<IsoContentfrom>None</IsoContentfrom>", "no property or item IsoContentfrom")]
    public void A_block_with_a_slip_is_reported(string block, string fault) => Assert.Contains(Faults(block), found => found.Contains(fault, StringComparison.Ordinal));

    private static IEnumerable<string> Faults(string code)
    {
        XElement root;
        try
        {
            root = XElement.Parse($"<Block>{code}</Block>");
        }
        catch (XmlException e)
        {
            return [e.Message];
        }

        return root.Descendants().SelectMany(element => Faults(element));
    }

    private static IEnumerable<string> Faults(XElement element)
    {
        string name = element.Name.LocalName;
        string parent = element.Parent!.Name.LocalName;
        bool isOurs = name.StartsWith("Iso", StringComparison.Ordinal);
        bool isMetadata = element.Parent.Parent?.Name.LocalName == "ItemGroup";
        if (isMetadata)
        {
            return IsKnownMetadata(parent, name) ? [] : [$"no metadata {name} of {parent}"];
        }

        return parent switch
        {
            "PropertyGroup" => isOurs && !Properties.Contains(name) ? [$"no property {name}"] : [],
            "ItemGroup" when isOurs && !Items.ContainsKey(name) => [$"no item {name}"],
            _ when isOurs && !Items.ContainsKey(name) => Properties.Contains(name) ? [] : [$"no property or item {name}"],
            _ => element.Attributes().Select(attribute => attribute.Name.LocalName)
                .Where(attribute => !OfMSBuild.Contains(attribute) && !IsKnownMetadata(name, attribute))
                .Select(attribute => $"no metadata {attribute} of {name}"),
        };
    }

    /// <summary>Of items that are not ours, what is called as ours is.</summary>
    private static bool IsKnownMetadata(string item, string metadata) => Items.TryGetValue(item, out HashSet<string>? known)
        ? known.Contains(metadata)
        : !metadata.StartsWith("Iso", StringComparison.Ordinal) || OfReferences.Contains(metadata);

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    [GeneratedRegex("`(?<xml><(?!Project |configuration)[A-Z]\\w+[^`\\n]*>)`")]
    private static partial Regex InlineElement();
}
