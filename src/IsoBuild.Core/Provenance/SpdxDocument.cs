using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IsoBuild.Bytes;

namespace IsoBuild.Provenance;

/// <summary>SPDX 2.3, as JSON: the image as a package, and its files.</summary>
internal static class SpdxDocument
{
    private const string Document = "SPDXRef-DOCUMENT";
    private const string Image = "SPDXRef-Image";
    private const string Unknown = "NOASSERTION";

    public static string Write(DocumentIdentity image, HashedFiles files)
    {
        string[] ids = [.. IdsOf(files.All)];
        return JsonText.Write(json =>
        {
            json.WriteString("spdxVersion", "SPDX-2.3");
            json.WriteString("dataLicense", "CC0-1.0");
            json.WriteString("SPDXID", Document);
            json.WriteString("name", image.Name);
            json.WriteString("documentNamespace", image.Namespace);
            json.WriteStartObject("creationInfo");
            json.WriteString("created", image.Timestamp);
            json.WriteStartArray("creators");
            json.WriteStringValue($"Tool: {ToolVersion.Name}-{ToolVersion.Text}");
            json.WriteEndArray();
            json.WriteEndObject();
            WriteReferences(json, files.Documents);
            json.WriteStartArray("packages");
            WriteImage(json, image, files.All);
            json.WriteEndArray();
            json.WriteStartArray("files");
            for (var i = 0; i < ids.Length; i++)
            {
                WriteFile(json, files.All[i], ids[i]);
            }

            json.WriteEndArray();
            json.WriteStartArray("relationships");
            WriteRelationship(json, Document, "DESCRIBES", Image);
            foreach (var id in ids)
            {
                WriteRelationship(json, Image, "CONTAINS", id);
            }

            json.WriteEndArray();
        });
    }

    /// <summary>The package verification code (SPDX 2.3, 7.9): the SHA-1 of the SHA-1s of all files, sorted, one behind the other.</summary>
    public static string VerificationCode(IEnumerable<HashedFile> files)
    {
        using var hash = RunningHash.Start(HashAlgorithmName.SHA1);
        foreach (var sha1 in files.Select(file => file.Sha1).Order(StringComparer.Ordinal))
        {
            hash.Append(Encoding.ASCII.GetBytes(sha1));
        }

        return Convert.ToHexStringLower(hash.Finish());
    }

    /// <summary>An identifier has letters, digits, dots and dashes (SPDX 2.3, 8.2): a hash of the path, which stays when other files come and go. Trees may show two files by one path.</summary>
    private static IEnumerable<string> IdsOf(IReadOnlyList<HashedFile> files)
    {
        var same = 1;
        for (var i = 0; i < files.Count; i++)
        {
            same = i > 0 && files[i].Path == files[i - 1].Path ? same + 1 : 1;
            var hash = Convert.ToHexStringLower(RunningHash.Of(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(NameText.Of(files[i].Path))).AsSpan(0, 16));
            yield return same == 1 ? $"SPDXRef-File-{hash}" : string.Create(CultureInfo.InvariantCulture, $"SPDXRef-File-{hash}-{same}");
        }
    }

    private static void WriteImage(Utf8JsonWriter json, DocumentIdentity image, IReadOnlyList<HashedFile> files)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", Image);
        json.WriteString("name", image.Name);
        json.WriteString("packageFileName", image.Name);
        json.WriteString("supplier", Unknown);
        json.WriteString("downloadLocation", Unknown);
        json.WriteBoolean("filesAnalyzed", true);
        json.WriteStartObject("packageVerificationCode");
        json.WriteString("packageVerificationCodeValue", VerificationCode(files));
        json.WriteEndObject();
        json.WriteStartArray("checksums");
        WriteChecksum(json, "SHA256", image.Sha256);
        json.WriteEndArray();
        json.WriteString("licenseConcluded", Unknown);
        WriteUnknown(json, "licenseInfoFromFiles");
        json.WriteString("licenseDeclared", Unknown);
        json.WriteString("copyrightText", Unknown);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, HashedFile file, string id)
    {
        json.WriteStartObject();
        json.WriteString("SPDXID", id);
        json.WriteString("fileName", $".{NameText.Of(file.Path)}");
        json.WriteStartArray("checksums");
        WriteChecksum(json, "SHA1", file.Sha1);
        WriteChecksum(json, "SHA256", file.Sha256);
        json.WriteEndArray();
        json.WriteString("licenseConcluded", Unknown);
        WriteUnknown(json, "licenseInfoInFiles");
        json.WriteString("copyrightText", Unknown);
        json.WriteEndObject();
    }

    /// <summary>The documents of SPDX that lie in the image (SPDX 2.3, 6.6).</summary>
    private static void WriteReferences(Utf8JsonWriter json, IEnumerable<OwnDocument> documents)
    {
        var references = documents.Where(document => document.IsSpdx).DistinctBy(document => (document.Uri, document.File.Sha1)).ToList();
        if (references.Count == 0)
        {
            return;
        }

        json.WriteStartArray("externalDocumentRefs");
        foreach (var document in references)
        {
            json.WriteStartObject();
            json.WriteString("externalDocumentId", $"DocumentRef-{document.File.Sha1}");
            json.WriteString("spdxDocument", document.Uri);
            json.WritePropertyName("checksum");
            WriteChecksum(json, "SHA1", document.File.Sha1);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRelationship(Utf8JsonWriter json, string from, string type, string to)
    {
        json.WriteStartObject();
        json.WriteString("spdxElementId", from);
        json.WriteString("relationshipType", type);
        json.WriteString("relatedSpdxElement", to);
        json.WriteEndObject();
    }

    private static void WriteChecksum(Utf8JsonWriter json, string algorithm, string value)
    {
        json.WriteStartObject();
        json.WriteString("algorithm", algorithm);
        json.WriteString("checksumValue", value);
        json.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(Unknown);
        json.WriteEndArray();
    }
}
