using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Json.Schema;

namespace IsoBuild.Core.Tests.Releases;

/// <summary>The schemas that the makers of formats publish.</summary>
internal static class JsonSchemas
{
    public static void AssertSpdx(string text) => AssertValid("spdx-2.3.schema.json", text);

    public static void AssertCycloneDx(string text) => AssertValid("bom-1.6.schema.json", text, "spdx.schema.json", "jsf-0.82.schema.json");

    public static bool IsCycloneDx(string text) => Evaluate("bom-1.6.schema.json", text, "spdx.schema.json", "jsf-0.82.schema.json").IsValid;

    public static bool IsSpdx(string text) => Evaluate("spdx-2.3.schema.json", text).IsValid;

    private static void AssertValid(string schema, string text, params string[] others)
    {
        EvaluationResults results = Evaluate(schema, text, others);
        Assert.True(results.IsValid, string.Join('\n', results.Details.Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Take(20)));
    }

    private static EvaluationResults Evaluate(string schema, string text, params string[] others)
    {
        EvaluationOptions options = new() { OutputFormat = OutputFormat.List };
        foreach (string other in others)
        {
            options.SchemaRegistry.Register(Read(other));
        }

        return Read(schema).Evaluate(JsonNode.Parse(text), options);
    }

    private static JsonSchema Read(string name, [CallerFilePath] string path = "") =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "Schemas", name)));
}
