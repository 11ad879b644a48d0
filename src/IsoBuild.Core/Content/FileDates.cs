namespace IsoBuild.Content;

/// <summary>Where the dates of files and directories come from.</summary>
public enum FileDates
{
    /// <summary>Everything carries the image's timestamp: the default.</summary>
    Fixed,

    /// <summary>The source's modification date, but no later than the image's timestamp.</summary>
    Clamp,

    /// <summary>The source's modification date. The image then depends on when its sources were written.</summary>
    Preserve,
}
