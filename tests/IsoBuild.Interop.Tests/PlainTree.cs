namespace IsoBuild.Interop.Tests;

/// <summary>The hard tree under names of ISO 9660 alone: each name must follow the rules, and each file is known by its content.</summary>
internal static class PlainTree
{
    private static readonly Dictionary<string, HardEntry> ByContent = HardTree.Entries
        .Where(entry => entry.Length > 0)
        .ToDictionary(entry => entry.Sha256);

    /// <summary>Names whose form is a promise, at levels 2 and 3.</summary>
    private static readonly Dictionary<string, string> LongNames = new()
    {
        ["names/CASE.TXT"] = "NAMES/CASE.TXT",
        ["names/Case.txt"] = "NAMES/CASE_2.TXT",
        ["names/case.txt"] = "NAMES/CASE_3.TXT",
        ["names/.leading-dot"] = "NAMES/_LEADING_DOT",
        ["names/many.dots.in.one.name.tar.gz"] = "NAMES/MANY_DOTS_IN_ONE_NAME_TAR.GZ",
        ["names/folder.with.dots/NET8.0/x"] = "NAMES/FOLDER_WITH_DOTS/NET8_0/X",
        ["names/Assembly.Name.Shared.By.Very.Many.Parts.One.dll"] = "NAMES/ASSEMBLY_NAME_SHARED_BY_VER.DLL",
        ["names/Assembly.Name.Shared.By.Very.Many.Parts.Two.dll"] = "NAMES/ASSEMBLY_NAME_SHARED_BY_V_2.DLL",
        ["sizes/131072.bin"] = "SIZES/131072.BIN",
    };

    /// <summary>The same at level 1: eight characters and three.</summary>
    private static readonly Dictionary<string, string> ShortNames = new()
    {
        ["names/CASE.TXT"] = "NAMES/CASE.TXT",
        ["names/Case.txt"] = "NAMES/CASE_2.TXT",
        ["names/many.dots.in.one.name.tar.gz"] = "NAMES/MANY_DOT.GZ",
        ["names/folder.with.dots/NET8.0/x"] = "NAMES/FOLDER_W/NET8_0/X",
        ["names/Assembly.Name.Shared.By.Very.Many.Parts.One.dll"] = "NAMES/ASSEMBLY.DLL",
        ["names/Assembly.Name.Shared.By.Very.Many.Parts.Two.dll"] = "NAMES/ASSEMB_2.DLL",
        ["sizes/131072.bin"] = "SIZES/131072.BIN",
    };

    /// <param name="actual">What a reader sees, with lengths, hashes and dates; without versions.</param>
    /// <param name="level">The interchange level.</param>
    /// <param name="options">How the image was made.</param>
    /// <param name="asSeen">What the reader makes of dates, where it is not what they are.</param>
    public static void AssertMatches(IEnumerable<Seen> actual, int level, ImageOptions options, Func<Seen, Seen>? asSeen = null)
    {
        asSeen ??= seen => seen;
        Seen[] all = [.. actual];
        Assert.Equal(HardTree.Entries.Count, all.Length);
        Assert.Equal(all.Length, all.Select(seen => seen.Path).Distinct(StringComparer.Ordinal).Count());

        Dictionary<string, string> realPaths = new(StringComparer.Ordinal) { [""] = "" };
        foreach (Seen seen in all.Where(seen => seen.Length > 0 && !seen.IsDirectory))
        {
            Assert.True(ByContent.TryGetValue(seen.Sha256!, out HardEntry? entry), $"{seen.Path} has the content of no file");
            Seen expected = asSeen(seen with { Length = entry.Length, Modified = entry.DateWith(options) });
            Assert.Equal((expected.Length, expected.Modified), (seen.Length, seen.Modified));
            Learn(realPaths, seen.Path, entry.Path);
        }

        Assert.Equal(ByContent.Keys.Order(), all.Where(seen => seen.Length > 0 && !seen.IsDirectory).Select(seen => seen.Sha256!).Order());
        Assert.Equal(realPaths.Count, realPaths.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(HardTree.Entries.Count(entry => entry.IsDirectory), all.Count(seen => seen.IsDirectory));
        Assert.All(all, seen => AssertLegal(seen, level));
        foreach ((string real, string plain) in level == 1 ? ShortNames : LongNames)
        {
            Assert.True(realPaths.TryGetValue(plain, out string? found), $"{plain} is missing");
            Assert.Equal(real, found);
        }
    }

    /// <summary>ECMA-119 7.5, 7.6 and 10: capitals, digits and <c>_</c>; 8.3, or 30 with the extension, or 31 of a directory.</summary>
    public static void AssertLegal(Seen seen, int level)
    {
        foreach (string name in seen.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = name.Split('.');
            bool isLegal = parts.Length <= 2 && parts.All(part => part.All(c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
                && (level == 1
                    ? parts[0].Length <= 8 && (parts.Length == 1 || parts[1].Length <= 3)
                    : parts.Sum(part => part.Length) <= (parts.Length == 1 && seen.IsDirectory ? 31 : 30) || parts.Length == 1 && name.Length <= 31);
            Assert.True(isLegal, $"{seen.Path} is no name of level {level}");
        }

        Assert.True(!seen.IsDirectory || !seen.Path.Contains('.', StringComparison.Ordinal), $"{seen.Path} is a directory with an extension");
    }

    /// <summary>Every directory on the way has one name in either tree.</summary>
    private static void Learn(Dictionary<string, string> realPaths, string plain, string real)
    {
        while (plain.Length > 0)
        {
            Assert.True(realPaths.TryAdd(plain, real) || realPaths[plain] == real, $"{plain} is {realPaths.GetValueOrDefault(plain)}, and also {real}");
            plain = plain[..Math.Max(0, plain.LastIndexOf('/'))];
            real = real[..Math.Max(0, real.LastIndexOf('/'))];
        }

        Assert.Equal("", real);
    }
}
