namespace IsoBuild.Content;

/// <summary>Where the modes, owners and groups of files and directories come from.</summary>
public enum PosixModes
{
    /// <summary>0755 for directories and executables (ELF, Mach-O, <c>#!</c>), 0644 for the rest; owner and group 0. The same on every machine. This is the default.</summary>
    Normalized,

    /// <summary>Mode bits, owner and group as on the disk; on Windows, which has none of them, as <see cref="Normalized"/>. On macOS, owner and group are 0.
    /// The image then depends on the machine that makes it.</summary>
    Disk,

    /// <summary>Owner and group 0; 0444 for files, 0555 for directories and for files that anybody may execute on the disk. On Windows, and for content from memory, executables are known by their first bytes.</summary>
    ReadOnly,
}
