using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Tool.Json;

/// <summary>An entry of <c>list --json</c>.</summary>
internal sealed record EntryJson
{
    public required string Path { get; init; }

    /// <summary>Of a path that is not UTF-8: its bytes, in hexadecimal. In <see cref="Path"/>, <c>\xE9</c> stands for the byte E9.</summary>
    public string? PathBytes { get; init; }

    /// <summary><c>file</c>, <c>directory</c>, <c>link</c>, <c>pipe</c>, <c>socket</c>, <c>characterDevice</c> or <c>blockDevice</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of a file, in bytes.</summary>
    public long? Length { get; init; }

    /// <summary>Absent where the tree has no date.</summary>
    public string? Modified { get; init; }

    /// <summary>Four octal digits; absent where the tree does not tell.</summary>
    public string? Mode { get; init; }

    public required uint Owner { get; init; }

    public required uint Group { get; init; }

    /// <summary>Whether the entry is marked as hidden; absent when it is not.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Of a link.</summary>
    public string? Target { get; init; }

    /// <summary>Of a link whose target is not UTF-8: its bytes, as of <see cref="PathBytes"/>.</summary>
    public string? TargetBytes { get; init; }

    /// <summary>Of a file of several names: how many there are.</summary>
    public int? LinkCount { get; init; }

    /// <summary>Of a file of several names that is not the first of them: that one's path.</summary>
    public string? HardLinkOf { get; init; }

    /// <summary>Where that path is not UTF-8: its bytes.</summary>
    public string? HardLinkOfBytes { get; init; }

    /// <summary>Of a device.</summary>
    public uint? Major { get; init; }

    /// <summary>Of a device.</summary>
    public uint? Minor { get; init; }

    /// <summary>As <c>getfacl</c> writes it, by numbers; absent when mode, owner and group say it all.</summary>
    public string? AccessControl { get; init; }

    /// <summary>Of a directory: what new entries get.</summary>
    public string? DefaultAccessControl { get; init; }

    /// <summary>By name, the values in Base64.</summary>
    public IReadOnlyDictionary<string, string>? ExtendedAttributes { get; init; }

    public static EntryJson Of(ContentNode node) => new()
    {
        Path = node.Path,
        PathBytes = BytesOf(node.Path),
        Type = node switch
        {
            ContentFile => "file",
            ContentDirectory => "directory",
            ContentLink => "link",
            ContentSpecial { Kind: SpecialKind.Pipe } => "pipe",
            ContentSpecial { Kind: SpecialKind.Socket } => "socket",
            ContentSpecial { Kind: SpecialKind.CharacterDevice } => "characterDevice",
            _ => "blockDevice",
        },
        Length = (node as ContentFile)?.Length,
        Modified = Json.Names.Date(node.Modified),
        Mode = node.Mode is { } mode ? Convert.ToString((int)mode, 8).PadLeft(4, '0') : null,
        Owner = node.OwnerId,
        Group = node.GroupId,
        Hidden = node.MarkedHidden != 0 ? true : null,
        Target = (node as ContentLink)?.Target,
        TargetBytes = BytesOf((node as ContentLink)?.Target),
        LinkCount = node is ContentFile { LinkCount: > 1 } file ? file.LinkCount : null,
        HardLinkOf = (node as ContentFile)?.HardLinkOf?.Path,
        HardLinkOfBytes = BytesOf((node as ContentFile)?.HardLinkOf?.Path),
        Major = DeviceOf(node)?.Major,
        Minor = DeviceOf(node)?.Minor,
        AccessControl = node.Attributes?.AccessControl,
        DefaultAccessControl = node.Attributes?.DefaultAccessControl,
        ExtendedAttributes = ValuesOf(node.Attributes),
    };

    private static string? BytesOf(string? text) => text is not null && NameBytes.IsRaw(text) ? Convert.ToHexString(NameBytes.Encode(text)) : null;

    private static SortedDictionary<string, string>? ValuesOf(AttributeList? attributes)
    {
        if (attributes is not { Extended.Count: > 0 })
        {
            return null;
        }

        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes.Extended)
        {
            values.TryAdd(attribute.Name, Convert.ToBase64String(attribute.Value.Span));
        }

        return values;
    }

    private static ContentSpecial? DeviceOf(ContentNode node) => node is ContentSpecial { Kind: SpecialKind.CharacterDevice or SpecialKind.BlockDevice } device ? device : null;
}
