using IsoBuild.Diagnostics;
using IsoBuild.Summarizing;

namespace IsoBuild.Verifying;

/// <summary>An entry that a consumer shows under a different path.</summary>
/// <param name="Path">The path in the most faithful tree of the image.</param>
/// <param name="Shown">The path that the consumer shows; <see langword="null"/> if it does not show the entry.</param>
public sealed record ShownDifferently(string Path, string? Shown);

/// <summary>How one consumer will see an image.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Sees">What it uses, in a few words: <c>Joliet</c>, <c>Rock Ridge</c>, <c>no boot record</c>.</param>
/// <param name="IsUsable">Whether it can use the image at all.</param>
/// <param name="Differently">The entries that it shows with a different name, elsewhere, or not at all. Entries below a listed directory are not listed just because of that directory.</param>
/// <param name="Findings">The problems that it has with the image.</param>
public sealed record ConsumerView(ImageConsumer Consumer, string Sees, bool IsUsable, IReadOnlyList<ShownDifferently> Differently, IReadOnlyList<Diagnostic> Findings);

/// <summary>The result of a verification.</summary>
/// <param name="Findings">The violations of the standards, errors first, otherwise in disk order.</param>
/// <param name="Consumers">How the requested consumers will see the image.</param>
/// <param name="Labels">The volume label as different systems show it.</param>
public sealed record VerifyReport(IReadOnlyList<Diagnostic> Findings, IReadOnlyList<ConsumerView> Consumers, VolumeLabels Labels)
{
    /// <summary>Whether there are no errors and every requested consumer can use the image.</summary>
    public bool Passed =>
        !Findings.Concat(Consumers.SelectMany(consumer => consumer.Findings)).Any(finding => finding.Severity == DiagnosticSeverity.Error)
        && Consumers.All(consumer => consumer.IsUsable);

    /// <summary>The report as plain text: a line for each finding, a paragraph for each consumer, the labels, and a summary line. Lines end with LF.</summary>
    public override string ToString() => VerifyText.Write(this);
}
