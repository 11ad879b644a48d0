namespace IsoBuild.Layout;

/// <summary>How an image has to end. What is missing is padding: zeros behind all else, but before what has its place at the end.</summary>
/// <param name="Padding">The least of it, in bytes.</param>
internal sealed record ImageEnd(long Padding)
{
    /// <summary>How long the image has to be at least, in bytes.</summary>
    public long LeastLength { get; init; }

    /// <summary>Of how many bytes an image has to be a multiple that would have a length without it: a whole number of sectors, which may grow with the length.</summary>
    public Func<long, long> MultipleFor { get; init; } = static _ => Bytes.Sector.Size;

    /// <summary>How much padding there has to be between what comes before it and what comes after it.</summary>
    public long PaddingFor(long before, long after)
    {
        var length = Math.Max(before + Bytes.Sector.AlignUp(Padding) + after, Bytes.Sector.AlignUp(LeastLength));
        var multiple = MultipleFor(length);
        return ((length + multiple - 1) / multiple * multiple) - before - after;
    }
}
