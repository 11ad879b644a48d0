namespace IsoBuild.Content;

/// <summary>How the trees of the base image spell an entry whose name they could not hold, or hold in another way.</summary>
internal sealed record KeptNames
{
    /// <summary>The identifier of the ISO 9660 tree, byte for character, without its version; <see langword="null"/> when that is made of the name.</summary>
    public string? Iso { get; init; }

    /// <summary>Whether <see cref="Iso"/>, of a file, comes with a version (ECMA-119 7.5.1).</summary>
    public bool HasIsoVersion { get; init; }

    /// <summary>The name in Joliet; <see langword="null"/> when it is the entry's own.</summary>
    public string? Joliet { get; init; }

    /// <summary>The name in ISO 9660:1999; <see langword="null"/> when it is the entry's own.</summary>
    public string? Iso1999 { get; init; }

    /// <summary>The name in UDF; <see langword="null"/> when it is the entry's own.</summary>
    public string? Udf { get; init; }

    /// <summary>Whether there is nothing to keep.</summary>
    public bool IsEmpty => Iso is null && Joliet is null && Iso1999 is null && Udf is null;
}
