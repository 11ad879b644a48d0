using System.Text.Json;

namespace IsoBuild.Provenance;

/// <summary>CycloneDX 1.6, as JSON: the image, and its files as components.</summary>
internal static class CycloneDxDocument
{
    public static string Write(DocumentIdentity image, HashedFiles files) => JsonText.Write(json =>
    {
        json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        json.WriteString("serialNumber", $"urn:uuid:{image.Uuid:D}");
        json.WriteNumber("version", 1);
        json.WriteStartObject("metadata");
        json.WriteString("timestamp", image.Timestamp);
        json.WriteStartObject("tools");
        json.WriteStartArray("components");
        json.WriteStartObject();
        json.WriteString("type", "application");
        json.WriteString("name", ToolVersion.Name);
        json.WriteString("version", ToolVersion.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("component");
        json.WriteString("type", "file");
        json.WriteString("bom-ref", "image");
        json.WriteString("name", image.Name);
        json.WriteStartArray("hashes");
        WriteHash(json, "SHA-256", image.Sha256);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("components");
        foreach (var file in files.All)
        {
            json.WriteStartObject();
            json.WriteString("type", "file");
            json.WriteString("name", NameText.Of(file.Path));
            json.WriteStartArray("hashes");
            WriteHash(json, "SHA-1", file.Sha1);
            WriteHash(json, "SHA-256", file.Sha256);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteReferences(json, files.Documents);
    });

    /// <summary>The bills of materials that lie in the image. One that nobody can refer to by a name of its own is referred to by its path.</summary>
    private static void WriteReferences(Utf8JsonWriter json, IReadOnlyList<OwnDocument> documents)
    {
        if (documents.Count == 0)
        {
            return;
        }

        json.WriteStartArray("externalReferences");
        foreach (var document in documents)
        {
            json.WriteStartObject();
            json.WriteString("type", "bom");
            json.WriteString("url", document.Uri.Length > 0 ? document.Uri : Uri.EscapeDataString(NameText.Of(document.File.Path)[1..]).Replace("%2F", "/", StringComparison.Ordinal));
            json.WriteString("comment", NameText.Of(document.File.Path));
            json.WriteStartArray("hashes");
            WriteHash(json, "SHA-1", document.File.Sha1);
            WriteHash(json, "SHA-256", document.File.Sha256);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteHash(Utf8JsonWriter json, string algorithm, string value)
    {
        json.WriteStartObject();
        json.WriteString("alg", algorithm);
        json.WriteString("content", value);
        json.WriteEndObject();
    }
}
