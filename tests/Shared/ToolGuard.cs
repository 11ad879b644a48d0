namespace IsoBuild.TestSupport;

/// <summary>Tests that need other people's programs: skipped where these are missing, failing where they must be there.</summary>
internal static class ToolGuard
{
    /// <summary>Set to 1 where a missing tool must not pass for a skipped test.</summary>
    public const string RequireVariable = "ISOBUILD_REQUIRE_TOOLS";

    private static readonly string[] Extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];

    public static bool Required => Environment.GetEnvironmentVariable(RequireVariable) == "1";

    /// <summary>Why a test that takes long is not run, or null.</summary>
    public static string? LongSkipReason { get; } = Environment.GetEnvironmentVariable("ISOBUILD_LONG") == "1" ? null : "takes long: ISOBUILD_LONG=1 runs it";

    /// <summary>Why a test cannot run, or null.</summary>
    public static string? SkipReason(IEnumerable<string> tools) => Required ? null : Missing(tools);

    /// <summary>The program's path, or a failure that says what to install.</summary>
    public static string Find(string tool) => Locate(tool)
        ?? throw new InvalidOperationException($"{Missing([tool])}; install it{(Required ? $", or unset {RequireVariable} to skip tests that need it" : "")}");

    public static bool IsHere(string tool) => Locate(tool) is not null;

    private static string? Missing(IEnumerable<string> tools)
    {
        string[] missing = [.. tools.Where(tool => Locate(tool) is null)];
        return missing.Length == 0 ? null : $"not on PATH: {string.Join(", ", missing)}";
    }

    private static string? Locate(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        // Where makers of file systems lie, and what is not on everybody's PATH.
        .Append("/usr/sbin")
        .SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, tool + extension)))
        .FirstOrDefault(File.Exists);
}
