using System.Runtime.InteropServices;
using IsoBuild.Bytes;

namespace IsoBuild.Inspection;

/// <summary>What a region is known by in two images: kind and name, by its <see cref="TextDigest"/>; those alike are numbered.</summary>
internal readonly record struct RegionKey(string Kind, UInt128 Name, int Number);

/// <summary>Gives out <see cref="RegionKey"/>s, in disk order.</summary>
internal sealed class RegionNumbers
{
    private readonly Dictionary<(string Kind, UInt128 Name), int> seen = [];

    /// <summary>Whether regions of that kind are called after what they hold, which is not who they are.</summary>
    public static bool IsCalledByState(string kind) => kind is "system area" or "padding" or "gap";

    public RegionKey Next(string kind, string name)
    {
        var digest = TextDigest.Of(IsCalledByState(kind) ? "" : name);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, (kind, digest), out _);
        return new RegionKey(kind, digest, number++);
    }
}
