namespace IsoBuild.Tasks;

/// <summary>An image that a build made.</summary>
/// <param name="InputsHash">The hash of what it was made of.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Warnings">What was reported on the way.</param>
internal sealed record MadeImage(string InputsHash, string Size, string Sha256, IReadOnlyList<ReportedWarning> Warnings)
{
    /// <summary>The files that it and its baseline are.</summary>
    public IReadOnlyList<MadeFile> Files { get; init; } = [];

    /// <summary>Whether nobody has written them since.</summary>
    public bool HasDates() => Files.All(file => file.HasDate());

    /// <summary>Whether they have the same bytes.</summary>
    public bool HasBytes(CancellationToken cancellationToken) => Files.All(file => file.HasDate() || file.HasBytes(cancellationToken));
}

/// <summary>A warning as MSBuild's log has it.</summary>
internal sealed record ReportedWarning(string Code, string Text);
