namespace IsoBuild.Content;

/// <summary>How the dates of files and directories are chosen.</summary>
public enum FileDates
{
    /// <summary>The image's timestamp for everything. This is the default.</summary>
    Fixed,

    /// <summary>The source's modification date, but no later than the image's timestamp.</summary>
    Clamp,

    /// <summary>The source's modification date. The image then depends on when its source files were written.</summary>
    Preserve,
}
