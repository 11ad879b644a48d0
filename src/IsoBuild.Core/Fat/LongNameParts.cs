namespace IsoBuild.Fat;

/// <summary>Puts a long name together out of the entries before the one it belongs to.</summary>
internal sealed class LongNameParts
{
    private readonly char[] characters = new char[LongName.MaxEntries * LongName.CharactersPerEntry];
    private int count;
    private int missing;
    private byte checksum;

    /// <summary>Whether there are parts that have not been taken.</summary>
    public bool HasAny => count > 0;

    /// <summary>Adds the next entry; <see langword="false"/> when it does not go on with what there was, which is lost.</summary>
    public bool Add(ReadOnlySpan<byte> entry)
    {
        var (number, isLast) = LongName.Order(entry);
        var fits = isLast ? count == 0 : missing > 0 && number == missing && LongName.ChecksumOf(entry) == checksum;
        if (isLast && number is > 0 and <= LongName.MaxEntries)
        {
            (count, checksum) = (number, LongName.ChecksumOf(entry));
        }
        else if (!fits || isLast)
        {
            Clear();
            return false;
        }

        missing = number - 1;
        LongName.ReadPart(entry, characters.AsSpan(missing * LongName.CharactersPerEntry, LongName.CharactersPerEntry));
        return fits;
    }

    /// <summary>The name that belongs to a short one; <see langword="null"/> when the parts are another's, or not all there.</summary>
    public string? Take(ReadOnlySpan<byte> shortName)
    {
        var text = characters.AsSpan(0, count * LongName.CharactersPerEntry);
        var end = text.IndexOf('\0');
        var isWhole = count > 0 && missing == 0 && LongName.Checksum(shortName) == checksum;
        Clear();
        return isWhole ? new string(end < 0 ? text : text[..end]) : null;
    }

    public void Clear() => (count, missing) = (0, 0);
}
