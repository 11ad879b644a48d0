using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>A random tree, and options of every kind for the image of it.</summary>
internal sealed record RandomImage(RandomTree Tree, ImageOptions Options, int Rules)
{
    private static readonly ImageFormats[] Formats =
    [
        ImageFormats.Iso9660, ImageFormats.Joliet, ImageFormats.RockRidge, ImageFormats.Default,
        ImageFormats.Udf, ImageFormats.Default | ImageFormats.Udf, ImageFormats.Iso9660 | ImageFormats.Udf, ImageFormats.RockRidge | ImageFormats.Udf,
        ImageFormats.Iso1999, ImageFormats.Default | ImageFormats.Iso1999, ImageFormats.Default | ImageFormats.Iso1999 | ImageFormats.Udf,
    ];

    /// <summary>Everything follows from one number.</summary>
    public static RandomImage Make(int number)
    {
        Random random = new(number);
        ImageOptions options = new()
        {
            VolumeId = Pick("RANDOM", "Random volume", ""),
            Publisher = Pick("", "SOMEBODY, SOMEWHERE "),
            Timestamp = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero),
            Formats = Pick(Formats),
            IsoLevel = random.Next(1, 4),
            JolietLongNames = Once(3),
            RelocateDeepDirectories = Once(3),
            Dedupe = !Once(3),
            Alignment = Pick(2048, 2048, 4096, 65536),
            MediaChecksum = Once(4),
            PaddingSectors = Pick(0, 1, 2, 150),
        };
        // Every third, by its number: the others stay as they were.
        options = options with { HfsPlus = number % 3 == 0 };

        // UDF alone has no descriptor for the checksum.
        options = options with { MediaChecksum = options.MediaChecksum && options.Formats != ImageFormats.Udf };
        RandomTree tree = RandomTree.Make(random.Next());
        bool hasFeatures = !Once(5);
        int features = random.Next();
        return new RandomImage(hasFeatures ? RandomFeatures.AddTo(tree, features) : tree, options, Once(2) ? 0 : random.Next(1, int.MaxValue))
        {
            IsExtracted = Once(4),
            IsBuiltAgain = Once(20),
        };

        bool Once(int times) => random.Next(times) == 0;

        T Pick<T>(params T[] items) => items[random.Next(items.Length)];
    }

    /// <summary>Whether it is also extracted, which takes as long as everything else.</summary>
    public bool IsExtracted { get; init; }

    /// <summary>Whether it is also built in another second.</summary>
    public bool IsBuiltAgain { get; init; }

    public ImageBuilder Builder() => Rules == 0 ? Tree.Builder(Options) : Tree.Builder(Options).Describe(Rule);

    /// <summary>What an entry is given by the rule: it follows from its path alone; all names of one file are given the same, but for where they are hidden.</summary>
    public EntryOptions? Rule(string path)
    {
        if (Rules == 0)
        {
            return null;
        }

        EntryOptions? shared = RuleOf(Tree.FirstNameOf(path));
        return shared is null ? null : shared with { HiddenFrom = RuleOf(path)?.HiddenFrom };
    }

    private EntryOptions? RuleOf(string path)
    {
        int hash = Rules;
        foreach (char c in path)
        {
            hash = unchecked((hash * 31) + c);
        }

        Random random = new(hash & int.MaxValue);
        return random.Next(3) switch
        {
            0 => null,
            1 => new EntryOptions { SortWeight = random.Next(-3, 4) },
            _ => new EntryOptions
            {
                Compress = random.Next(2) == 0,
                HiddenFrom = random.Next(6) == 0 ? (ImageFormats)random.Next(32) : null,
            },
        };
    }

    public override string ToString() =>
        $"{Options.Formats}, level {Options.IsoLevel}, alignment {Options.Alignment}, padding {Options.PaddingSectors}, rules {Rules}"
        + $"{(Options.Dedupe ? "" : ", no dedupe")}{(Options.JolietLongNames ? ", long Joliet" : "")}{(Options.RelocateDeepDirectories ? ", relocated" : "")}{(Options.MediaChecksum ? ", checksum" : "")}{(Options.HfsPlus ? ", HFS+" : "")}\n{Tree}";

    /// <summary>Smaller images, one of which may fail as this one does.</summary>
    public IEnumerable<RandomImage> Smaller()
    {
        if (Rules != 0)
        {
            yield return this with { Rules = 0 };
        }

        ImageOptions plain = new() { Timestamp = Options.Timestamp, Formats = Options.Formats, PaddingSectors = 0 };
        foreach (ImageOptions options in (ImageOptions[])
        [
            Options with { VolumeId = "", Publisher = "" }, Options with { IsoLevel = 3 }, Options with { JolietLongNames = false }, Options with { RelocateDeepDirectories = false },
            Options with { Dedupe = true }, Options with { Alignment = 2048 }, Options with { MediaChecksum = false }, Options with { HfsPlus = false }, Options with { PaddingSectors = 0 }, plain,
        ])
        {
            if (options != Options)
            {
                yield return this with { Options = options };
            }
        }

        foreach (RandomTree tree in RandomTree.Shrink(Tree))
        {
            yield return this with { Tree = tree };
        }
    }
}
