using System.Numerics;
using IsoBuild.Bytes;
using IsoBuild.Layout;

namespace IsoBuild.Comparing;

/// <summary>What a region is known by in two images: kind and name, by their <see cref="TextDigest"/>; those alike are numbered in disk order.</summary>
internal readonly record struct RegionKey(UInt128 Name, int Number);

/// <summary>The keys of all regions of an image, and which region has which. An image of a few megabytes may have millions: they have some 30 bytes each here, a third of what a dictionary takes.</summary>
internal sealed class RegionKeys
{
    private const int None = -1;

    private readonly UInt128[] names;
    private readonly int[] numbers;

    /// <summary>A hash table of the regions' positions, which goes on with the next place where one is taken.</summary>
    private readonly int[] table;

    /// <param name="count">How many regions there are.</param>
    /// <param name="describe">The kind and the name of each, as sector maps have them.</param>
    public RegionKeys(int count, Func<int, (string Kind, string Name)> describe)
    {
        names = new UInt128[count];
        numbers = new int[count];
        table = new int[BitOperations.RoundUpToPowerOf2((uint)(count + (count / 2) + 1))];
        for (var i = 0; i < count; i++)
        {
            var (kind, name) = describe(i);
            names[i] = TextDigest.Of(LayoutText.IsCalledByState(kind) ? kind : $"{kind}\n{name}");
        }

        // First by name alone, where each takes the place of the last one that is called so, and counts on from it.
        Array.Fill(table, None);
        for (var i = 0; i < count; i++)
        {
            var place = names[i].GetHashCode() & (table.Length - 1);
            while (table[place] is >= 0 and var last && names[last] != names[i])
            {
                place = Next(place);
            }

            numbers[i] = table[place] < 0 ? 0 : numbers[table[place]] + 1;
            table[place] = i;
        }

        Array.Fill(table, None);
        for (var i = 0; i < count; i++)
        {
            var place = PlaceOf(this[i]);
            while (table[place] >= 0)
            {
                place = Next(place);
            }

            table[place] = i;
        }
    }

    public int Count => names.Length;

    public RegionKey this[int position] => new(names[position], numbers[position]);

    /// <summary>The position of the region that has a key; -1 when none has.</summary>
    public int Find(RegionKey key)
    {
        for (var place = PlaceOf(key); table[place] is >= 0 and var position; place = Next(place))
        {
            if (this[position] == key)
            {
                return position;
            }
        }

        return None;
    }

    /// <summary>For each region, the position of the one that has its key in another image; -1 where none has.</summary>
    public int[] PartnersIn(RegionKeys other)
    {
        var partners = new int[Count];
        for (var i = 0; i < partners.Length; i++)
        {
            partners[i] = other.Find(this[i]);
        }

        return partners;
    }

    /// <summary>Neighbouring numbers must not become neighbouring places: those of millions of gaps would be one run, which every other key had to pass.</summary>
    private int PlaceOf(RegionKey key) => HashCode.Combine(key.Name, key.Number) & (table.Length - 1);

    private int Next(int place) => (place + 1) & (table.Length - 1);
}
