using System.Security.Cryptography;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>An entry of <see cref="FeatureTree"/>: a directory, unless one of content, target, other name or kind says what else it is.</summary>
internal sealed record FeatureEntry(string Path)
{
    public byte[]? Content { get; init; }

    /// <summary>Of a symbolic link, where it leads.</summary>
    public string? Target { get; init; }

    /// <summary>Of a symbolic link to a file of the tree, that file's path: what trees without links show in its place.</summary>
    public string? LeadsTo { get; init; }

    /// <summary>Of a further name, the first.</summary>
    public string? OtherNameOf { get; init; }

    public SpecialKind? Kind { get; init; }

    public uint Major { get; init; }

    public uint Minor { get; init; }

    public EntryOptions? Options { get; init; }

    public bool IsDirectory => Content is null && Target is null && OtherNameOf is null && Kind is null;

    public bool IsProgram => Content is [(byte)'#', (byte)'!', ..];

    public string Parent => Path[..Math.Max(0, Path.LastIndexOf('/'))];

    public string? Special => Kind switch
    {
        null => null,
        SpecialKind.Pipe => "pipe",
        SpecialKind.Socket => "socket",
        SpecialKind.CharacterDevice => $"character device {Major}:{Minor}",
        _ => $"block device {Major}:{Minor}",
    };

    /// <summary>What a reader of Rock Ridge is to see, but for the number of links.</summary>
    public Seen Posix(ImageOptions options) => new(Path, IsDirectory)
    {
        Length = Content?.Length ?? 0,
        Sha256 = Content is null ? null : Convert.ToHexStringLower(SHA256.HashData(Content)),
        Mode = Options?.Mode ?? (Target is not null ? (UnixFileMode)0b111_111_111 : IsDirectory || IsProgram ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100),
        Owner = $"{Options?.OwnerId ?? 0}:{Options?.GroupId ?? 0}",
        Modified = Options?.Modified ?? options.Timestamp,
        Target = Target,
        Special = Special,
    };
}
