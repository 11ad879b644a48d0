using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IsoBuild.Bytes;
using IsoBuild.Tool.Output;

namespace IsoBuild.Tool.Json;

/// <summary>Output for scripts: one JSON document, indented, UTF-8. Names stay as they are; new ones may join them.</summary>
internal static class JsonOutput
{
    public static Option<bool> Option() => new("--json") { Description = "Write JSON for scripts." };

    public static void Write<T>(Terminal terminal, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(terminal.Bytes, value, type);
        terminal.Line("");
    }
}

/// <summary>Writes texts with <c>\xE9</c> for a byte that is not UTF-8: half a surrogate pair, which carries it, is none of JSON's characters.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(NameBytes.Show(value));
}

/// <summary>How the shapes are written, decided when this is compiled.</summary>
[JsonSerializable(typeof(IEnumerable<EntryJson>))]
[JsonSerializable(typeof(LayoutJson))]
[JsonSerializable(typeof(SummaryJson))]
[JsonSerializable(typeof(VerifyJson))]
[JsonSerializable(typeof(DiffJson))]
[JsonSerializable(typeof(FolderDiffJson))]
internal sealed partial class JsonContext : JsonSerializerContext
{
    /// <summary>Names in camelCase, what is not there left out, letters of all languages as themselves; control and format characters are escaped.</summary>
    public static JsonContext Stable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = new UnseenEncoder(),
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new TextConverter() },
    });
}
