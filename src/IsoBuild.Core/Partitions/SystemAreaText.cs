namespace IsoBuild.Partitions;

/// <summary>What the first 16 sectors hold, which ECMA-119 6.2.1 leaves to the system, in the words of the sector map.</summary>
internal static class SystemAreaText
{
    public const string Empty = "empty";

    /// <summary>The tables that there are: <c>MBR, GPT</c>; <c>in use</c> when there is something else.</summary>
    public static string Of(bool hasMbr, bool hasGpt, bool hasApple, bool hasLargeGpt = false)
    {
        (bool IsThere, string Name)[] tables = [(hasMbr, "MBR"), (hasGpt, "GPT"), (hasLargeGpt, "GPT of 4096-byte blocks"), (hasApple, "Apple partition map")];
        var found = string.Join(", ", tables.Where(table => table.IsThere).Select(table => table.Name));
        return found.Length == 0 ? "in use" : found;
    }
}
