namespace IsoBuild.Content;

/// <summary>What tells that a file is the one it was, beside size and date, which can be set: its number, its file system, and when the system saw it change last, in one number. A million files have one each.</summary>
/// <param name="Value">Their mixture; 0 when nobody knows.</param>
internal readonly record struct FileStamp(ulong Value)
{
    /// <summary>The stamp of a file as the system tells it.</summary>
    public static FileStamp Of(in UnixStatus status)
    {
        // Odd factors, so that none of them loses anything of what it multiplies.
        const ulong factor = 0x9E3779B97F4A7C15;
        var changed = unchecked((ulong)((status.ChangedSeconds * 1_000_000_000) + status.ChangedNanoseconds));
        var mixed = unchecked((((changed * factor) + status.Number) * factor) + status.Device);
        return new FileStamp(mixed == 0 ? 1 : mixed);
    }
}

/// <summary>What has become of a file since it was measured.</summary>
internal enum FileState
{
    /// <summary>It is as it was.</summary>
    Same,

    /// <summary>Size and date are as they were, but the system says that something happened: it was replaced, written with its date set back, given a further name or another mode.
    /// Some file systems also number their files anew. Its bytes decide.</summary>
    Touched,

    /// <summary>It is gone, or has another size or date.</summary>
    Changed,
}
