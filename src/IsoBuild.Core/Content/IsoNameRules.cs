namespace IsoBuild.Content;

/// <summary>What names of the ISO 9660 tree may have beyond the standard (ECMA-119 7.5, 7.6). Current readers accept such names; old ones may not.</summary>
/// <remarks>Each is an option of mkisofs and genisoimage, whose names these are in most cases. A semicolon, which begins a version number, always becomes <c>_</c>.</remarks>
[Flags]
public enum IsoNameRules
{
    /// <summary>Names as the standard has them: <c>A-Z 0-9 _</c>, one dot, <c>;1</c>.</summary>
    None = 0,

    /// <summary>Lower case stays (<c>-allow-lowercase</c>).</summary>
    Lowercase = 1,

    /// <summary>Names have several dots, and directories have dots at all (<c>-allow-multidot</c>).</summary>
    MultiDot = 2,

    /// <summary>All printable characters of ASCII but <c>; / \</c> stay; letters are in upper case unless <see cref="Lowercase"/> is set (<c>-relaxed-filenames</c>).</summary>
    Relaxed = 4,

    /// <summary>Names may begin with a dot (<c>-ldots</c>, <c>-L</c>).</summary>
    LeadingDots = 8,

    /// <summary>Names have up to 37 characters instead of 31. Includes <see cref="NoVersion"/> (<c>-max-iso9660-filenames</c>).</summary>
    Long = 16,

    /// <summary>Names of files do not end in the version number <c>;1</c> (<c>-N</c>, <c>-omit-version-number</c>).</summary>
    NoVersion = 32,

    /// <summary>Names without extension do not end in a dot (<c>-d</c>, <c>-omit-period</c>).</summary>
    NoTrailingDot = 64,

    /// <summary>All of these but <see cref="Long"/> (<c>-U</c>, <c>-untranslated-filenames</c>).</summary>
    Untranslated = 128,
}
