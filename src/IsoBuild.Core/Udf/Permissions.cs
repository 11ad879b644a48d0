namespace IsoBuild.Udf;

/// <summary>The permissions of a file entry (ECMA-167 4/14.9.5): five bits each for others, the group and the owner, the upper two of which
/// (change attributes, delete) POSIX does not know.</summary>
internal static class Permissions
{
    private const int Group = 5;
    private const int Owner = 10;
    private const uint Write = 0x02;
    private const uint ChangeAttributes = 0x08;
    private const uint Delete = 0x10;
    private const uint Posix = 0x07;

    /// <summary>The owner may change attributes, and whoever may write may delete, as Linux records it.</summary>
    public static uint Of(UnixFileMode mode)
    {
        // Bit for bit, both order them alike: execute, write, read.
        var bits = (uint)mode;
        return WithDelete(bits & Posix)
            | (WithDelete(bits >> 3 & Posix) << Group)
            | ((WithDelete(bits >> 6 & Posix) | ChangeAttributes) << Owner);
    }

    public static UnixFileMode ToMode(uint permissions) =>
        (UnixFileMode)((permissions & Posix) | (permissions >> Group & Posix) << 3 | (permissions >> Owner & Posix) << 6);

    private static uint WithDelete(uint bits) => (bits & Write) != 0 ? bits | Delete : bits;
}
