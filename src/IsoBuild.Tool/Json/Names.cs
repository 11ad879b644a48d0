using System.Text.Json;

namespace IsoBuild.Tool.Json;

/// <summary>Names of enumerations as JSON has them.</summary>
internal static class Names
{
    public static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
