using System.Text.Json;

namespace IsoBuild.Provenance;

/// <summary>A bill of materials that lies in the image: what a project says itself of what it is made of.</summary>
/// <param name="File">The file.</param>
/// <param name="IsSpdx">Whether it is one of SPDX; else it is one of CycloneDX.</param>
/// <param name="Uri">How others refer to it: its namespace (SPDX 2.3, 6.5), or its BOM-Link. Of a document of CycloneDX that has no serial number, empty.</param>
internal sealed record OwnDocument(HashedFile File, bool IsSpdx, string Uri)
{
    /// <summary>Larger ones are files like others.</summary>
    private const int Longest = 16 << 20;

    private const string SpdxEnd = ".spdx.json";
    private const string CycloneDxEnd = ".cdx.json";
    private const string CycloneDxName = "/bom.json";

    /// <summary>Whether a file is named like one.</summary>
    public static bool MayBe(string path, long length) =>
        length <= Longest && (Ends(path, SpdxEnd) || Ends(path, CycloneDxEnd) || Ends(path, CycloneDxName));

    /// <summary>What a file is by its content; <see langword="null"/> when it is no bill of materials, or none that others can refer to.</summary>
    public static OwnDocument? Read(HashedFile file, ReadOnlyMemory<byte> content)
    {
        try
        {
            // Microsoft.Sbom's begin with a mark.
            using var document = JsonDocument.Parse(content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // "#" stands between a document and what is in it (SPDX 2.3, 6.5).
            if (Text(root, "spdxVersion").StartsWith("SPDX-2.", StringComparison.Ordinal))
            {
                return Text(root, "documentNamespace") is var uri && IsUri(uri) ? new OwnDocument(file, IsSpdx: true, uri) : null;
            }

            return Text(root, "bomFormat") == "CycloneDX" ? new OwnDocument(file, IsSpdx: false, LinkOf(root)) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A BOM-Link: <c>urn:cdx:serialNumber/version</c>.</summary>
    private static string LinkOf(JsonElement root)
    {
        const string prefix = "urn:uuid:";
        var serial = Text(root, "serialNumber");
        var version = root.TryGetProperty("version", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) && value > 0 ? value : 1;
        return serial.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(serial[prefix.Length..], "D", out var id)
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"urn:cdx:{id:D}/{version}")
            : "";
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static bool IsUri(string text) => !text.Contains('#', StringComparison.Ordinal) && System.Uri.IsWellFormedUriString(text, UriKind.Absolute);

    private static bool Ends(string path, string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
