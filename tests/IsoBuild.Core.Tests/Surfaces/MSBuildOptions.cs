using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IsoBuild.Surfaces;

namespace IsoBuild.Core.Tests.Surfaces;

/// <summary>What MSBuild and its editors need to know of options.</summary>
internal static class MSBuildOptions
{
    /// <summary>What else images say, each in its metadata or by the project's property of that name. The targets read these.</summary>
    private static readonly string[] Others =
    [
        "IsoContentFrom", "IsoExclude", "IsoMode", "IsoOwner", "IsoGroup", "IsoHide", "IsoMarkHidden", "IsoSort", "IsoCompress",
        "IsoBaseImage", "IsoRemove", "IsoKeepBaseBoot", "IsoChecksum", "IsoSbom", "IsoProvenance",
    ];

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Targets()
    {
        // The dates of a project may come from other properties, too.
        string[] names = [.. ImageOption.All.Select(option => option.Property).Where(name => name != "IsoTimestamp"), .. Others];
        StringBuilder text = new();
        text.Append("""
            <Project>

              <!-- Made of the table of options (src/IsoBuild.Core/Surfaces): see CONTRIBUTING.md.
                   What an image does not say in its metadata, the project's properties say for all images. One image has everything at once, which is what most builds need. -->
              <Target Name="_IsoTakeOptions">
                <ItemGroup>
                  <_IsoImage Include="@(IsoImage)" />
                </ItemGroup>

                <ItemGroup Condition="'@(IsoImage)' == ''">
                  <_IsoImage Include="$(AssemblyName)">

            """);
        foreach (string name in names)
        {
            text.Append($"        <{name}>$({name})</{name}>\n");
        }

        text.Append("""
                  </_IsoImage>
                </ItemGroup>

                <ItemGroup Condition="'@(IsoImage)' != ''">

            """);
        foreach (string name in names)
        {
            text.Append($"      <_IsoImage Condition=\"'%(_IsoImage.{name})' == ''\"><{name}>$({name})</{name}></_IsoImage>\n");
        }

        text.Append("""
                </ItemGroup>
              </Target>

            </Project>

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    public static string Completion(string schema)
    {
        JsonNode root = JsonNode.Parse(schema)!;
        JsonObject properties = root["properties"]!.AsObject();
        JsonObject metadata = root["items"]!["IsoImage"]!["metadata"]!.AsObject();
        foreach (ImageOption option in ImageOption.All)
        {
            foreach (JsonObject list in (JsonObject[])[properties, metadata])
            {
                // A type that lists what there is to choose from is written by hand.
                JsonNode? type = list[option.Property]?["type"]?.DeepClone();
                JsonObject entry = new()
                {
                    ["description"] = $"{option.Description}.".Replace("`", "", StringComparison.Ordinal),
                    ["type"] = type is JsonObject ? type : TypeOf(option),
                };
                if (list[option.Property]?["isList"] is { } isList)
                {
                    entry["isList"] = isList.DeepClone();
                }

                if (list == properties && option.Default.Length > 0)
                {
                    entry["defaultValue"] = option.Default;
                }

                list[option.Property] = entry;
            }
        }

        return root.ToJsonString(Written).ReplaceLineEndings("\n") + "\n";
    }

    private static string TypeOf(ImageOption option) => option.Syntax switch
    {
        OptionSyntax.Switch => "bool",
        OptionSyntax.Number => "int",
        OptionSyntax.PathOnDisk => "file",
        _ => "string",
    };
}
