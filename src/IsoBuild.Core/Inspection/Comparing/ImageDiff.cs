namespace IsoBuild.Inspection;

/// <summary>What an <see cref="ImageDifference"/> is about.</summary>
public enum DifferenceKind
{
    /// <summary>A field of a volume descriptor, or a descriptor that only one image has.</summary>
    Volume,

    /// <summary>A file, directory or link that only one image has, or that has another name.</summary>
    Entry,

    /// <summary>The content of a file.</summary>
    Content,

    /// <summary>Mode, owner, date or link target of an entry.</summary>
    Metadata,

    /// <summary>Where something lies, and how much room it takes.</summary>
    Layout,

    /// <summary>Bytes that no other difference accounts for.</summary>
    Bytes,
}

/// <summary>What became of the item of an <see cref="ImageDifference"/>.</summary>
public enum DifferenceChange
{
    /// <summary>Only the second image has it.</summary>
    Added,

    /// <summary>Only the first image has it.</summary>
    Removed,

    /// <summary>Both have it, but not alike.</summary>
    Changed,

    /// <summary>It is the same, and lies elsewhere.</summary>
    Moved,
}

/// <summary>One way in which two images differ.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Change">What became of it.</param>
/// <param name="Item">The descriptor, the path in the image, or the region.</param>
/// <param name="Message">What differs, in words, the item included: <c>file /app.dll grew by 1 sector (6656 -> 8704 bytes)</c>.</param>
/// <param name="Offset">The first byte of it that differs, in the second image, where one can be named.</param>
public sealed record ImageDifference(DifferenceKind Kind, DifferenceChange Change, string Item, string Message, long? Offset = null)
{
    /// <summary>The message behind a sign: <c>+</c> added, <c>-</c> removed, <c>~</c> changed, none for what merely moved.</summary>
    public override string ToString() => DifferenceText.Line(Change, Message);
}

/// <summary>How two images differ: causes before effects.</summary>
/// <param name="Differences">Volume fields, entries, content, metadata, layout and what else differs, in that order.</param>
/// <param name="FirstByte">The first byte that differs; <see langword="null"/> when the images are identical.</param>
/// <param name="Cause">What caused the first difference, in words; <see langword="null"/> when the images are identical.</param>
public sealed record ImageDiff(IReadOnlyList<ImageDifference> Differences, long? FirstByte, string? Cause)
{
    /// <summary>How many bytes were compared: the size of identical images.</summary>
    public long Length { get; init; }

    /// <summary>Whether the images are the same, byte for byte.</summary>
    public bool AreIdentical => FirstByte is null;

    /// <summary>The differences as text, causes first, one a line, lines ending in LF; of many of one sort, the first are told and the rest is counted.</summary>
    public override string ToString() => DifferenceText.Print(this);
}
