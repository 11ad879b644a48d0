using System.Collections;

namespace IsoBuild.TestSupport;

/// <summary>The environment of a shell in which nobody runs tests.</summary>
internal static class DotnetEnvironment
{
    public static IReadOnlyDictionary<string, string?> Clean { get; } = Compose();

    private static Dictionary<string, string?> Compose()
    {
        Dictionary<string, string?> environment = new(StringComparer.OrdinalIgnoreCase)
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["SOURCE_DATE_EPOCH"] = null,
        };

        // `dotnet test` tells the programs it starts which MSBuild it is, and where the user wants results.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (!environment.ContainsKey(name)
                && (name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Iso", StringComparison.OrdinalIgnoreCase)))
            {
                environment[name] = null;
            }
        }

        return environment;
    }
}
