using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>An entry of a random tree: a directory, unless one of content, target, other name or kind says what else it is.</summary>
internal sealed record RandomEntry(string Path, byte[]? Content, UnixFileMode? Mode, DateTimeOffset? Modified)
{
    /// <summary>Of a symbolic link, where it leads.</summary>
    public string? Target { get; init; }

    /// <summary>Of a further name, the path of the file, or of another further name of it.</summary>
    public string? OtherNameOf { get; init; }

    public SpecialKind? Kind { get; init; }

    public uint Major { get; init; }

    public uint Minor { get; init; }

    public uint? OwnerId { get; init; }

    public uint? GroupId { get; init; }

    public int? SortWeight { get; init; }

    public bool? Compress { get; init; }

    public ImageFormats? HiddenFrom { get; init; }

    public bool IsDirectory => Content is null && Target is null && OtherNameOf is null && Kind is null;

    public EntryOptions? Options =>
        Mode is null && Modified is null && OwnerId is null && GroupId is null && SortWeight is null && Compress is null && HiddenFrom is null ? null : new EntryOptions
        {
            Mode = Mode,
            Modified = Modified,
            OwnerId = OwnerId,
            GroupId = GroupId,
            SortWeight = SortWeight,
            Compress = Compress,
            HiddenFrom = HiddenFrom,
        };

    public override string ToString() =>
        $"{Path.Replace("\n", "\\n")} {What} {Mode} {Modified:s}"
        + $"{(OwnerId is null && GroupId is null ? "" : $" owner {OwnerId}:{GroupId}")}{(SortWeight is null ? "" : $" weight {SortWeight}")}{(Compress is true ? " compressed" : "")}{(HiddenFrom is null ? "" : $" hidden from {HiddenFrom}")}";

    private string What => this switch
    {
        { Content: { } content } => $"{content.Length}",
        { Target: { } target } => $"link to {target}",
        { OtherNameOf: { } first } => $"is {first}",
        { Kind: { } kind } => $"{kind} {Major}:{Minor}",
        _ => "directory",
    };
}
