namespace IsoBuild.Reading;

/// <summary>How to open an image.</summary>
public sealed record OpenOptions
{
    /// <summary>The image's name in layouts and messages. Default: its file name.</summary>
    public string? Name { get; init; }

    /// <summary>The session to show, from 1. Default: the last, as drives do.</summary>
    public int? Session { get; init; }

    /// <summary>The sector of its disc at which the image begins, if it is a later session alone (<see cref="ImageOptions.SessionStart"/>). Layouts then count sectors from the start of the disc; those before the image are empty.</summary>
    public int SessionStart
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Whether a stream stays open when the image is closed.</summary>
    public bool LeaveOpen { get; init; }
}
