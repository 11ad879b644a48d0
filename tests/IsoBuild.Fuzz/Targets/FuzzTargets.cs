namespace IsoBuild.Fuzz;

/// <summary>What can be fuzzed of the library, by the names under which <c>tests/fuzz.sh</c> knows it.</summary>
public static class FuzzTargets
{
    public static IReadOnlyDictionary<string, FuzzTarget> All { get; } = new Dictionary<string, FuzzTarget>(StringComparer.Ordinal)
    {
        ["reader"] = ReaderTarget.Try,
        ["udf"] = ReaderTarget.Try,
        ["fat"] = FatTarget.Try,
        ["zisofs"] = ZisofsTarget.Try,
        ["baseline"] = BaselineTarget.Try,
        ["lists"] = ListsTarget.Try,
        ["remaster"] = RemasterTarget.Try,
    };
}
