namespace IsoBuild.Inspection;

/// <summary>What an <see cref="ImageDifference"/> is about.</summary>
public enum DifferenceKind
{
    /// <summary>A field of a volume descriptor.</summary>
    Volume,

    /// <summary>A file, directory or link that only one image has.</summary>
    Entry,

    /// <summary>The content of a file.</summary>
    Content,

    /// <summary>Mode, owner, date or link target of an entry.</summary>
    Metadata,

    /// <summary>Where something lies.</summary>
    Layout,

    /// <summary>Bytes that no other difference accounts for.</summary>
    Bytes,
}

/// <summary>One way in which two images differ.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Item">The field, the path in the image, or the region.</param>
/// <param name="Message">What differs, in words: <c>volume identifier was A, is B</c>.</param>
/// <param name="Offset">The first byte of it that differs, in the second image, where one can be named.</param>
public sealed record ImageDifference(DifferenceKind Kind, string Item, string Message, long? Offset = null);

/// <summary>How two images differ: causes before effects.</summary>
/// <param name="Differences">Volume fields, entries, content, metadata, layout and what else differs, in that order.</param>
/// <param name="FirstByte">The first byte that differs; <see langword="null"/> when the images are identical.</param>
/// <param name="Cause">What caused the first difference, in words; <see langword="null"/> when the images are identical.</param>
public sealed record ImageDiff(IReadOnlyList<ImageDifference> Differences, long? FirstByte, string? Cause)
{
    /// <summary>Whether the images are the same, byte for byte.</summary>
    public bool AreIdentical => FirstByte is null;
}
