using IsoBuild.Diagnostics;

namespace IsoBuild.Inspection;

/// <summary>An entry that a consumer shows under another path than the one it was given.</summary>
/// <param name="Path">The path in the most faithful tree of the image.</param>
/// <param name="Shown">The path that the consumer shows; <see langword="null"/> when it shows none.</param>
public sealed record ShownDifferently(string Path, string? Shown);

/// <summary>What one consumer will make of an image.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="Sees">What it uses, in a few words: <c>Joliet</c>, <c>Rock Ridge</c>, <c>no boot record</c>.</param>
/// <param name="IsUsable">Whether it can use the image at all.</param>
/// <param name="Differently">The entries that it shows under another name, elsewhere, or not at all. What lies below a directory that is listed is not listed for that alone.</param>
/// <param name="Findings">What it stumbles over.</param>
public sealed record ConsumerView(ImageConsumer Consumer, string Sees, bool IsUsable, IReadOnlyList<ShownDifferently> Differently, IReadOnlyList<Diagnostic> Findings);

/// <summary>What a verification found.</summary>
/// <param name="Findings">Contradictions of the standards, errors first, otherwise in disk order.</param>
/// <param name="Consumers">What those who were asked for will make of the image.</param>
/// <param name="Labels">What the volume is called by those who look for it by name.</param>
public sealed record VerifyReport(IReadOnlyList<Diagnostic> Findings, IReadOnlyList<ConsumerView> Consumers, VolumeLabels Labels)
{
    /// <summary>Whether nothing found is an error, and every consumer asked for can use the image.</summary>
    public bool Passed =>
        !Findings.Concat(Consumers.SelectMany(consumer => consumer.Findings)).Any(finding => finding.Severity == DiagnosticSeverity.Error)
        && Consumers.All(consumer => consumer.IsUsable);

    /// <summary>Everything as plain text: a line for each finding, a paragraph for each consumer, the labels, and a last line that sums up. Lines end with a line feed.</summary>
    public override string ToString() => VerifyText.Write(this);
}
