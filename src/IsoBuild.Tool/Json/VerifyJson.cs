using IsoBuild.Comparing;
using IsoBuild.Diagnostics;
using IsoBuild.Verifying;

namespace IsoBuild.Tool.Json;

/// <summary>A finding: <c>severity</c> is <c>error</c>, <c>warning</c> or <c>info</c>.</summary>
internal sealed record FindingJson(string Severity, string Code, string? Item, long? Offset, string Message)
{
    public static FindingJson Of(Diagnostic diagnostic) =>
        new(Names.Camel(diagnostic.Severity), diagnostic.Code, diagnostic.Item, diagnostic.Offset, diagnostic.Message);
}

/// <summary>What <c>verify --json</c> writes.</summary>
internal sealed record VerifyJson(bool Passed, IEnumerable<FindingJson> Findings, IEnumerable<ConsumerJson> Consumers, LabelsJson Labels, ReproducibilityJson? Reproducible)
{
    public static VerifyJson Of(VerifyReport report, ReproducibilityReport? reproducible) => new(
        report.Passed && reproducible is not { IsReproducible: false },
        report.Findings.Select(FindingJson.Of),
        report.Consumers.Select(ConsumerJson.Of),
        LabelsJson.Of(report.Labels),
        reproducible is null ? null : ReproducibilityJson.Of(reproducible));
}

/// <summary>What one consumer makes of the image.</summary>
internal sealed record ConsumerJson(string Consumer, string Sees, bool IsUsable, IEnumerable<ShownJson> Differently, IEnumerable<FindingJson> Findings)
{
    public static ConsumerJson Of(ConsumerView view) => new(
        view.Consumer.ToString().ToLowerInvariant(),
        view.Sees,
        view.IsUsable,
        view.Differently.Select(entry => new ShownJson(entry.Path, entry.Shown)),
        view.Findings.Select(FindingJson.Of));
}

/// <summary>An entry that a consumer shows under another path, or, without <c>shown</c>, not at all.</summary>
internal sealed record ShownJson(string Path, string? Shown);

/// <summary>Whether building again gave the same bytes.</summary>
internal sealed record ReproducibilityJson(bool IsReproducible, string Circumstances, DiffJson? Difference, IEnumerable<FindingJson> Findings)
{
    public static ReproducibilityJson Of(ReproducibilityReport report) => new(
        report.IsReproducible,
        report.Circumstances,
        report.Difference is null ? null : DiffJson.Of(report.Difference),
        report.Diagnostics.Select(FindingJson.Of));
}
