using System.Text.Json;
using IsoBuild.Diagnostics;

namespace IsoBuild.Tasks.Checks;

/// <summary>The properties, items and metadata that there are, as the schema that editors complete them from tells.</summary>
internal sealed class KnownNames
{
    private const string Schema = "IsoBuild.targets.buildschema.json";
    private const string Prefix = "Iso";

    /// <summary>What our targets and tasks themselves write to items.</summary>
    private static readonly string[] Internal =
    [
        "IsoBase", "IsoBootEntry", "IsoLoader", "IsoPartition", "IsoPublish", "IsoRecursiveDir", "IsoStage", "IsoTimestampSource",
        "ImagePath", "StampPath", "RecordsPath", "LayoutPath", "BaselinePath", "ChecksumPath", "SpdxPath", "CycloneDxPath", "ProvenancePath",
    ];

    /// <summary>What MSBuild and the SDKs write to items that projects pass on to ours, and words that mean something of their own.</summary>
    private static readonly string[] Usual =
    [
        "Link", "LinkBase", "TargetPath", "RelativePath", "CopyToOutputDirectory", "CopyToPublishDirectory", "Visible", "Pack", "PackagePath", "BuildAction", "SubType", "DependentUpon",
        "Generator", "LastGenOutput", "LogicalName", "Private", "HintPath", "Culture", "Type", "Version", "Watch", "OriginalItemSpec", "DestinationSubPath", "DestinationSubDirectory",
        "FullPath", "RootDir", "Filename", "Extension", "RelativeDir", "Directory", "RecursiveDir", "Identity", "ModifiedTime", "CreatedTime", "AccessedTime",
        "AdditionalProperties", "ReferenceOutputAssembly", "RuntimeIdentifier", "Platforms", "Id", "Hash", "Hint", "Model", "Section", "Sections",
    ];

    private readonly Dictionary<string, HashSet<string>> metadata = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> properties = new(StringComparer.OrdinalIgnoreCase);

    private KnownNames()
    {
    }

    /// <summary>Reads the schema.</summary>
    public static KnownNames Read()
    {
        using var stream = typeof(KnownNames).Assembly.GetManifestResourceStream(Schema)!;
        using var schema = JsonDocument.Parse(stream);
        var known = new KnownNames();
        known.properties.UnionWith(Names(schema.RootElement.GetProperty("properties")));
        foreach (var item in schema.RootElement.GetProperty("items").EnumerateObject())
        {
            if (item.Value.TryGetProperty("metadata", out var names))
            {
                known.metadata[item.Name] = new HashSet<string>(Names(names), StringComparer.OrdinalIgnoreCase);
            }
        }

        foreach (var extension in schema.RootElement.GetProperty("metadata").EnumerateArray())
        {
            known.metadata[extension.GetProperty("$appliesTo").GetString()!] = new HashSet<string>(Names(extension), StringComparer.OrdinalIgnoreCase);
        }

        return known;

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
    }

    /// <summary>The metadata of an item that somebody probably meant; <see langword="null"/> where <paramref name="name"/> is known, or somebody's own.</summary>
    public string? SimilarMetadata(string item, string name) =>
        Internal.Contains(name, StringComparer.OrdinalIgnoreCase) || Usual.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : Similar(name, metadata[item]);

    /// <summary>The property that somebody probably meant; <see langword="null"/> where <paramref name="name"/> is known, or somebody's own.</summary>
    public string? SimilarProperty(string name) => name.Contains(Prefix, StringComparison.OrdinalIgnoreCase) ? Similar(name, properties) : null;

    /// <summary>The item that somebody probably meant; <see langword="null"/> where <paramref name="name"/> is known, or somebody's own.</summary>
    public string? SimilarItem(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? Similar(name, metadata.Keys.Where(known => known.StartsWith(Prefix, StringComparison.Ordinal))) : null;

    /// <summary>Names are compared without the prefix, which some have and others do not.</summary>
    private static string? Similar(string name, IEnumerable<string> known)
    {
        var byBare = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var one in known)
        {
            if (string.Equals(one, name, StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            byBare[Bare(one)] = one;
        }

        var bare = Bare(name);
        return byBare.TryGetValue(bare, out var same) ? same : SimilarName.Find(bare, byBare.Keys) is { } similar ? byBare[similar] : null;
    }

    private static string Bare(string name) => name.Length > Prefix.Length && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
}
