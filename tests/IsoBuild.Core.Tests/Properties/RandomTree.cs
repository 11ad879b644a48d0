using FsCheck;
using FsCheck.Fluent;
using IsoBuild.Bytes;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>Content that provokes every rule of names, sizes and sectors.</summary>
internal sealed record RandomTree(IReadOnlyList<RandomEntry> Entries)
{
    /// <summary>Short once shrunk; the beginning is enough before that.</summary>
    public override string ToString() => string.Join('\n', Entries.Take(12)) + (Entries.Count > 12 ? $"\n… {Entries.Count} entries" : "");

    private readonly Dictionary<string, string> others = Entries.Where(entry => entry.OtherNameOf is not null).ToDictionary(entry => entry.Path, entry => entry.OtherNameOf!);

    /// <summary>Of a further name, that of the file itself.</summary>
    public string FirstNameOf(string path)
    {
        while (others.TryGetValue(path, out string? first))
        {
            path = first;
        }

        return path;
    }

    public ImageBuilder Builder(ImageOptions options) => AddTo(new ImageBuilder(options), Entries);

    public static ImageBuilder AddTo(ImageBuilder builder, IEnumerable<RandomEntry> entries)
    {
        foreach (RandomEntry entry in entries)
        {
            _ = entry switch
            {
                { Content: { } content } => builder.AddFile(entry.Path, content, entry.Options),
                { Target: { } target } => builder.AddLink(entry.Path, target, entry.Options),
                { OtherNameOf: { } first } => builder.AddHardLink(entry.Path, first),
                { Kind: { } kind } => builder.AddSpecial(entry.Path, kind, entry.Major, entry.Minor, entry.Options),
                _ => builder.AddEmptyDirectory(entry.Path, entry.Options),
            };
        }

        return builder;
    }

    public static Arbitrary<RandomTree> Arbitrary { get; } = Arb.From(Gen.Choose(0, int.MaxValue - 1).Select(Make), Shrink);

    private static readonly string[] Stems =
    [
        "readme", "File", "a", "A", "b", "lib.core", ".hidden", "..x", "...", "a..b", "with space", " lead", "x y.z w", "e\u0301", "\u00E9", "Ünïcödé",
        "日本語", "\U0001F600\U0001F680", "ß", "İstanbul", "ıI", "ﬀ", "Привет", "star*", "what?", "co:lon", "semi;1", "<>|\"'", "tab\t", "line\nfeed",
        "\u0001", "del\u007F", "c1\u0085", "trail.", "trail ", "CON", "~tilde", "-dash", "100%", "\u2028", "\u200F", "ÿ", "Ÿ", "а", "Σ", "ς", "\u212A",
        "caf\uDCE9", "\uDCFF\uDCFE", "\uDC83e\uDC83X", "half\uDCC3", "\uFFFD",
    ];

    private static readonly string[] Extensions = ["", "", ".txt", ".TXT", ".dll", ".tar.gz", ".jpeg", ".é", ".", ". ", ".verylongextension", "." + new string('x', 29), "." + new string('y', 40)];

    private static readonly int[] Lengths = [0, 0, 1, 7, 100, 2047, 2048, 2049, 5000, 131_072, 131_073];

    private static readonly byte[][] Magics = [[], [], "#!/bin/sh\n"u8.ToArray(), [0x7F, .. "ELF"u8], [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 2], [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 61], "#"u8.ToArray()];

    /// <summary>Everything follows from one number: that is what a failure prints.</summary>
    public static RandomTree Make(int seed)
    {
        Random random = new(seed);
        List<RandomEntry> entries = [];
        Fill("", depth: 0, budget: random.Next(1, 40));
        return new RandomTree(entries);

        void Fill(string path, int depth, int budget)
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            // Now and then a directory that spans sectors, of names that are alike in their first 31 (or 64) characters.
            bool crowded = random.Next(12) == 0;
            string common = Pick(["entry", "a-name-with-more-than-thirty-one-characters-", new string('q', 70), new string('é', 64)]);
            int count = crowded ? random.Next(40, 120) : random.Next(budget + 1);
            for (int i = 0; i < count; i++)
            {
                string name = crowded ? $"{common}{i}" : Name();
                if (!names.Add(name))
                {
                    continue;
                }

                string child = path + name;
                bool isDirectory = depth < 14 && random.Next(crowded ? 30 : 3) == 0;
                entries.Add(new RandomEntry(child, isDirectory ? null : Bytes(crowded), Mode(), Date()));
                if (isDirectory)
                {
                    Fill(child + "/", depth + 1, budget / 2);
                }
            }

            // Depth beyond the eight levels of ECMA-119 6.8.2.1, which nobody enforces.
            if (depth == 0 && random.Next(4) == 0)
            {
                string deep = "deep";
                for (int i = 0; i < 12; i++)
                {
                    deep += $"/{Pick(["d", "Directory", "directory-of-a-longer-name"])}{i}";
                }

                entries.Add(new RandomEntry(deep, null, Mode(), Date()));
                entries.Add(new RandomEntry(deep + "/bottom", [1, 2, 3], null, null));
            }
        }

        string Name()
        {
            string name = random.Next(8) switch
            {
                0 => Long(),
                1 => Case(Pick(Stems) + Pick(Extensions)),
                2 => $"{Pick(Stems)}{random.Next(100)}{Pick(Extensions)}",
                _ => Pick(Stems) + Pick(Extensions),
            };
            // What no image stores is an error, and tested elsewhere; a letter and a colon would be a drive.
            return name is "." or ".." || (name.Length > 1 && name[1] == ':') ? "other" : name;
        }

        string Long()
        {
            string unit = Pick(["x", "é", "日", "\U0001F600", "ab. c", "long name ", "\uDC83e"]);
            int bytes = NameBytes.CountOf(unit);
            int limit = Pick([64, 65, 66, 100, 126, 127, 128, 129, 156, 190, 248, 252, 253, 254, 255]);
            string name = string.Concat(Enumerable.Repeat(unit, limit / bytes));
            string extension = random.Next(2) == 0 ? "" : Pick([".txt", ".x", "."]);
            name = name.TrimEnd(' ');
            while (NameBytes.CountOf(name) + extension.Length > 255)
            {
                name = name[..^(char.IsLowSurrogate(name[^1]) ? 2 : 1)];
            }

            return name + extension;
        }

        string Case(string name) => string.Concat(name.Select(c => char.IsAsciiLetter(c) && random.Next(2) == 0 ? (char)(c ^ 0x20) : c));

        byte[] Bytes(bool small)
        {
            byte[] magic = Pick(Magics);
            byte[] bytes = new byte[small ? random.Next(3) : Pick(Lengths)];
            random.NextBytes(bytes);
            magic.AsSpan(0, Math.Min(magic.Length, bytes.Length)).CopyTo(bytes);
            return bytes;
        }

        UnixFileMode? Mode() => random.Next(4) == 0 ? (UnixFileMode)random.Next(0x1000) : null;

        DateTimeOffset? Date() => random.Next(4) == 0 ? new DateTimeOffset(1970 + random.Next(186), 1 + random.Next(12), 1 + random.Next(28), random.Next(24), random.Next(60), random.Next(60), TimeSpan.Zero) : null;

        T Pick<T>(T[] items) => items[random.Next(items.Length)];
    }

    /// <summary>Without one half or the other, and then without one entry. What is another name of something goes with it.</summary>
    public static IEnumerable<RandomTree> Shrink(RandomTree tree)
    {
        int count = tree.Entries.Count;
        if (count > 1)
        {
            yield return Whole(tree.Entries.Take(count / 2));
            yield return Whole(tree.Entries.Skip(count / 2));
        }

        for (int i = 0; i < count; i++)
        {
            yield return Whole(tree.Entries.Where((_, index) => index != i));
        }
    }

    private static RandomTree Whole(IEnumerable<RandomEntry> entries)
    {
        List<RandomEntry> rest = [.. entries];
        for (int before = -1; before != rest.Count;)
        {
            before = rest.Count;
            HashSet<string> paths = [.. rest.Select(entry => entry.Path)];
            rest.RemoveAll(entry => entry.OtherNameOf is { } first && !paths.Contains(first));
        }

        return new RandomTree(rest);
    }
}
