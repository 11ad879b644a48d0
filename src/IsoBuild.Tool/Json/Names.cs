using System.Text.Json;
using IsoBuild.Content;

namespace IsoBuild.Tool.Json;

/// <summary>Names of enumerations, texts and dates as JSON has them.</summary>
internal static class Names
{
    public static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>An empty text is absent.</summary>
    public static string? Text(string text) => text.Length == 0 ? null : text;

    public static string? Date(DateTimeOffset? date) => date is { } instant ? ImageTimestamp.Format(instant) : null;
}
