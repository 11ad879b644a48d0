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
    /// <summary>Whether it is about files, directories and links: which there are, what they contain, and what is said of them.</summary>
    public bool IsAboutFiles => Kind is DifferenceKind.Entry or DifferenceKind.Content or DifferenceKind.Metadata;

    /// <summary>The message after a sign: <c>+</c> added, <c>-</c> removed, <c>~</c> changed, none for moved.</summary>
    public override string ToString() => DifferenceText.Line(Change, Message);
}

/// <summary>What <see cref="ImageDiff.ToString(DiffTextOptions)"/> prints.</summary>
public sealed record DiffTextOptions
{
    /// <summary>Whether only files, directories and links are compared in the text, not volume fields and locations.</summary>
    public bool FilesOnly { get; init; }

    /// <summary>Whether every difference gets a line. Otherwise, of many differences of one kind, the first are listed and the rest are counted.</summary>
    public bool IsComplete { get; init; }

    /// <summary>The sentence that follows where something is not listed.</summary>
    public string HowToSeeAll { get; init; } = "ImageDiff.Differences has all of them.";
}

/// <summary>The differences between two images: files first, then the volume and its layout, causes before effects.</summary>
/// <param name="Differences">Entries, content, metadata, volume fields, layout and what else differs, in that order.</param>
/// <param name="FirstByte">The offset of the first different byte; <see langword="null"/> if the images are identical.</param>
/// <param name="Cause">A description of the cause of the first difference; <see langword="null"/> if the images are identical.</param>
public sealed record ImageDiff(IReadOnlyList<ImageDifference> Differences, long? FirstByte, string? Cause)
{
    /// <summary>The number of bytes compared; for identical images, their size.</summary>
    public long Length { get; init; }

    /// <summary>Whether the images are the same, byte for byte.</summary>
    public bool AreIdentical => FirstByte is null;

    /// <summary>The differences in files, directories and links.</summary>
    public IEnumerable<ImageDifference> FileDifferences => Differences.Where(difference => difference.IsAboutFiles);

    /// <summary>Whether both images have the same files, directories and links with the same content and metadata, wherever they lie.</summary>
    public bool HaveSameFiles => !FileDifferences.Any();

    /// <summary>The differences as text, files first, one per line. Of many differences of one kind, the first are listed and the rest are counted. Lines end with LF.</summary>
    public override string ToString() => ToString(new DiffTextOptions());

    /// <summary>The differences as text, files first, one per line. Lines end with LF.</summary>
    /// <param name="options">What is printed.</param>
    public string ToString(DiffTextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return DifferenceText.Print(this, options);
    }
}
