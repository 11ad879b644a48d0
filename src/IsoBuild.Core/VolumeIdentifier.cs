using IsoBuild.Iso9660;

namespace IsoBuild;

/// <summary>Volume identifiers.</summary>
public static class VolumeIdentifier
{
    /// <summary>The longest identifier, in characters (ECMA-119 8.4.6).</summary>
    public const int MaxLength = 32;

    /// <summary>Makes a valid identifier from any name: upper case, <c>_</c> for characters that are not allowed, at most 32 characters. <c>Hello.App</c> becomes <c>HELLO_APP</c>.</summary>
    public static string Derive(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var restricted = IsoText.Restrict(name, IsoText.IsD);
        return restricted[..Math.Min(restricted.Length, MaxLength)];
    }
}
