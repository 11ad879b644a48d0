using IsoBuild.Comparing;

namespace IsoBuild.Tool.Json;

/// <summary>What <c>diff --json</c> writes of two images.</summary>
internal sealed record DiffJson(bool AreIdentical, bool HaveSameFiles, long Length, long? FirstByte, string? Cause, IEnumerable<DifferenceJson> Differences)
{
    public static DiffJson Of(ImageDiff diff, bool filesOnly = false) => new(
        diff.AreIdentical,
        diff.HaveSameFiles,
        diff.Length,
        diff.FirstByte,
        diff.Cause,
        (filesOnly ? diff.FileDifferences : diff.Differences).Select(DifferenceJson.Of));
}

/// <summary>What <c>diff --json</c> writes of an image and a directory.</summary>
internal sealed record FolderDiffJson(bool HaveSameFiles, IEnumerable<DifferenceJson> Differences, IEnumerable<FindingJson> Findings)
{
    public static FolderDiffJson Of(FolderDiff diff) => new(diff.AreSame, diff.Differences.Select(DifferenceJson.Of), diff.Diagnostics.Select(FindingJson.Of));
}

/// <summary>One difference: <c>kind</c> is <c>volume</c>, <c>entry</c>, <c>content</c>, <c>metadata</c>, <c>layout</c> or <c>bytes</c>;
/// <c>change</c> is <c>added</c>, <c>removed</c>, <c>changed</c> or <c>moved</c>.</summary>
internal sealed record DifferenceJson(string Kind, string Change, string Item, string Message, long? Offset)
{
    public static DifferenceJson Of(ImageDifference difference) =>
        new(Names.Camel(difference.Kind), Names.Camel(difference.Change), difference.Item, difference.Message, difference.Offset);
}
