using IsoBuild.Inspection;

namespace IsoBuild.Tool.Json;

/// <summary>What <c>diff --json</c> writes.</summary>
internal sealed record DiffJson(bool AreIdentical, long? FirstByte, string? Cause, IEnumerable<DifferenceJson> Differences)
{
    public static DiffJson Of(ImageDiff diff) => new(
        diff.AreIdentical,
        diff.FirstByte,
        diff.Cause,
        diff.Differences.Select(difference => new DifferenceJson(Names.Camel(difference.Kind), difference.Item, difference.Message, difference.Offset)));
}

/// <summary>One difference: <c>kind</c> is <c>volume</c>, <c>entry</c>, <c>content</c>, <c>metadata</c>, <c>layout</c> or <c>bytes</c>.</summary>
internal sealed record DifferenceJson(string Kind, string Item, string Message, long? Offset);
