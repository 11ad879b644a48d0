namespace IsoBuild.Reading;

/// <summary>How to open an image.</summary>
public sealed record OpenOptions
{
    /// <summary>The name that the layout and messages use; the file's own name when left out.</summary>
    public string? Name { get; init; }

    /// <summary>Which session of a multi-session image to show, from 1 on; the last one when left out, as drives do.</summary>
    public int? Session { get; init; }

    /// <summary>Whether a stream stays open when the image is closed.</summary>
    public bool LeaveOpen { get; init; }
}
