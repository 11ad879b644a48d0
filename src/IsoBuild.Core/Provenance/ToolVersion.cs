using System.Reflection;

namespace IsoBuild.Provenance;

/// <summary>What made a document, as it says of itself. Images name no tool; documents have to.</summary>
internal static class ToolVersion
{
    public const string Name = "IsoBuild";

    /// <summary>Where whoever makes images is told of: its reference, which has a section for each kind of build.</summary>
    public const string Home = "https://www.nuget.org/packages/IsoBuild.Core";

    /// <summary>The version, without the commit that it was built of.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
