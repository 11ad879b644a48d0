namespace IsoBuild.Comparing;

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

    /// <summary>The position or size of a region.</summary>
    Layout,

    /// <summary>Bytes that no other difference accounts for.</summary>
    Bytes,
}

/// <summary>How the item of an <see cref="ImageDifference"/> changed.</summary>
public enum DifferenceChange
{
    /// <summary>Only the second image has it.</summary>
    Added,

    /// <summary>Only the first image has it.</summary>
    Removed,

    /// <summary>Both images have it, with differences.</summary>
    Changed,

    /// <summary>It is the same, but at another position.</summary>
    Moved,
}

/// <summary>One way in which two images differ.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Change">How it changed.</param>
/// <param name="Item">The descriptor, the path in the image, or the region.</param>
/// <param name="Message">A description of the difference, including the item: <c>file /app.dll grew by 1 sector (6656 -> 8704 bytes)</c>.</param>
/// <param name="Offset">The offset of the first different byte in the second image, if there is one.</param>
public sealed record ImageDifference(DifferenceKind Kind, DifferenceChange Change, string Item, string Message, long? Offset = null)
{
    /// <summary>The message after a sign: <c>+</c> added, <c>-</c> removed, <c>~</c> changed, none for moved.</summary>
    public override string ToString() => DifferenceText.Line(Change, Message);
}

/// <summary>The differences between two images, causes before effects.</summary>
/// <param name="Differences">Volume fields, entries, content, metadata, layout and what else differs, in that order.</param>
/// <param name="FirstByte">The offset of the first different byte; <see langword="null"/> if the images are identical.</param>
/// <param name="Cause">A description of the cause of the first difference; <see langword="null"/> if the images are identical.</param>
public sealed record ImageDiff(IReadOnlyList<ImageDifference> Differences, long? FirstByte, string? Cause)
{
    /// <summary>The number of bytes compared; for identical images, their size.</summary>
    public long Length { get; init; }

    /// <summary>Whether the images are the same, byte for byte.</summary>
    public bool AreIdentical => FirstByte is null;

    /// <summary>The differences as text, causes first, one per line. Of many differences of one kind, the first are listed and the rest are counted. Lines end with LF.</summary>
    public override string ToString() => DifferenceText.Print(this);
}
