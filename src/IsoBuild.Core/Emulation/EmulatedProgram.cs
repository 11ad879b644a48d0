namespace IsoBuild.Emulation;

/// <summary>A program whose command lines are understood.</summary>
public enum EmulatedProgram
{
    /// <summary><c>mkisofs</c> of cdrtools or cdrkit: read like <see cref="Genisoimage"/>.</summary>
    Mkisofs,

    /// <summary><c>genisoimage</c> of cdrkit.</summary>
    Genisoimage,

    /// <summary><c>xorriso -as mkisofs</c>, which is also called <c>xorrisofs</c>.</summary>
    Xorrisofs,

    /// <summary><c>oscdimg</c> of Microsoft, formerly <c>cdimage</c>.</summary>
    Oscdimg,

    /// <summary><c>hdiutil makehybrid</c> of macOS.</summary>
    Hdiutil,
}
