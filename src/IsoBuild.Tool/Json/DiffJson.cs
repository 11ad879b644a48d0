using IsoBuild.Comparing;


namespace IsoBuild.Tool.Json;

/// <summary>What <c>diff --json</c> writes.</summary>
internal sealed record DiffJson(bool AreIdentical, long Length, long? FirstByte, string? Cause, IEnumerable<DifferenceJson> Differences)
{
    public static DiffJson Of(ImageDiff diff) => new(
        diff.AreIdentical,
        diff.Length,
        diff.FirstByte,
        diff.Cause,
        diff.Differences.Select(difference => new DifferenceJson(Names.Camel(difference.Kind), Names.Camel(difference.Change), difference.Item, difference.Message, difference.Offset)));
}

/// <summary>One difference: <c>kind</c> is <c>volume</c>, <c>entry</c>, <c>content</c>, <c>metadata</c>, <c>layout</c> or <c>bytes</c>;
/// <c>change</c> is <c>added</c>, <c>removed</c>, <c>changed</c> or <c>moved</c>.</summary>
internal sealed record DifferenceJson(string Kind, string Change, string Item, string Message, long? Offset);
