using System.Text.Json;

namespace IsoBuild.Provenance;

/// <summary>An in-toto statement (version 1) with provenance of SLSA (version 1): of what the image was made, and how.</summary>
internal static class SlsaStatement
{
    /// <summary>What the parameters and dependencies mean, which the page says.</summary>
    public const string BuildType = $"{ToolVersion.Home}#image-v1";

    public static string Write(DocumentIdentity image, HashedFiles files, BuildInputs inputs, string? baseSha256) => JsonText.Write(json =>
    {
        json.WriteString("_type", "https://in-toto.io/Statement/v1");
        json.WriteStartArray("subject");
        WriteResource(json, image.Name, image.Sha256);
        json.WriteEndArray();
        json.WriteString("predicateType", "https://slsa.dev/provenance/v1");
        json.WriteStartObject("predicate");
        json.WriteStartObject("buildDefinition");
        json.WriteString("buildType", BuildType);
        json.WriteStartObject("externalParameters");
        foreach (var (name, value) in inputs.Parameters)
        {
            switch (value)
            {
                case bool isOn:
                    json.WriteBoolean(name, isOn);
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                default:
                    json.WriteString(name, NameText.Of(value.ToString()!));
                    break;
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("resolvedDependencies");
        WriteResource(json, "content", ContentDigest.Of(files.All));
        if (baseSha256 is not null)
        {
            WriteResource(json, $"base/{NameText.Of(inputs.BaseName!)}", baseSha256);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("runDetails");
        json.WriteStartObject("builder");
        json.WriteString("id", ToolVersion.Home);
        json.WriteStartObject("version");
        json.WriteString(ToolVersion.Name, ToolVersion.Text);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteResource(Utf8JsonWriter json, string name, string sha256)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartObject("digest");
        json.WriteString("sha256", sha256);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
