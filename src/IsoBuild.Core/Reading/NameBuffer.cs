namespace IsoBuild.Reading;

/// <summary>The characters of names while they are compared: most trees are read by somebody who keeps none of them.</summary>
internal sealed class NameBuffer
{
    private const int FirstSize = 1 << 13;
    private const int LargestSize = 1 << 20;

    private char[] characters = new char[FirstSize];
    private int used;

    /// <summary>Forgets all names, which are gone after this.</summary>
    public void Clear() => used = 0;

    /// <summary>Room for a name of that many characters at most, for <see cref="Keep"/> to take what there is.</summary>
    public Span<char> Room(int most)
    {
        if (characters.Length - used < most)
        {
            // What names there are stay in the buffer before.
            characters = new char[Math.Max(most, Math.Min(LargestSize, characters.Length * 2))];
            used = 0;
        }

        return characters.AsSpan(used, most);
    }

    /// <summary>Keeps so many characters of the last <see cref="Room"/>.</summary>
    public ReadOnlyMemory<char> Keep(int length)
    {
        var name = characters.AsMemory(used, length);
        used += length;
        return name;
    }

    public ReadOnlyMemory<char> Add(ReadOnlySpan<char> name)
    {
        name.CopyTo(Room(name.Length));
        return Keep(name.Length);
    }
}
