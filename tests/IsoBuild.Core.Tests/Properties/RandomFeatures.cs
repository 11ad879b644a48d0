using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Content;

namespace IsoBuild.Core.Tests.Properties;

/// <summary>Makes a tree of files and directories into one of all that an image holds: links of both kinds, devices, owners, weights, what is hidden and what is compressed.</summary>
internal static class RandomFeatures
{
    private static readonly string[] Targets =
    [
        "/", ".", "..", "../..", "../../../../../../../../../../../../../../../../..", "/usr/share/doc", "no/such/place", "./x", "a/../b", "日本/\U0001F600", " ", "a b", "back\\slash", "line\nfeed", "...", ".../....",
    ];

    private static readonly uint[] Numbers = [0, 1, 2, 1000, 65_535, 65_536, 2_147_483_648, 4_294_967_294, 4_294_967_295];

    private static readonly (uint Major, uint Minor)[] Devices = [(1, 3), (8, 1), (255, 255), (256, 0), (0, 255), (259, 70_000), (1, 256), (4095, 1_048_575)];

    /// <summary>Everything follows from one number.</summary>
    /// <param name="tree">Files and directories.</param>
    /// <param name="seed">The number.</param>
    public static RandomTree AddTo(RandomTree tree, int seed)
    {
        Random random = new(seed);
        List<RandomEntry> entries = [];
        List<RandomEntry> files = [];
        List<byte[]> contents = [];
        foreach (RandomEntry entry in tree.Entries)
        {
            RandomEntry made = entry.Content is { } content ? FromFile(entry, content) : entry;
            if (made.OtherNameOf is null)
            {
                made = Described(made);
            }

            if (made.Content is not null)
            {
                contents.Add(made.Content);
            }

            if (made.Content is not null || made.OtherNameOf is not null)
            {
                files.Add(made);
            }

            entries.Add(made);
        }

        return new RandomTree(entries);

        RandomEntry FromFile(RandomEntry entry, byte[] content)
        {
            RandomEntry nothing = new(entry.Path, null, entry.Mode, entry.Modified);
            switch (random.Next(16))
            {
                case 0 or 1:
                    return nothing with { Target = Target(entry.Path) };
                case 2 or 3 when files.Count > 0:
                    return new RandomEntry(entry.Path, null, null, null) { OtherNameOf = Pick(files).Path };
                case 4:
                    SpecialKind kind = (SpecialKind)random.Next(4);
                    (uint major, uint minor) = kind is SpecialKind.CharacterDevice or SpecialKind.BlockDevice ? Pick(Devices) : default;
                    return nothing with { Kind = kind, Major = major, Minor = minor };
                case 5 or 6 when contents.Count > 0:
                    return entry with { Content = Pick(contents) };
                case 7 or 8 when content.Length > 20:
                    return entry with { Content = Repeated(content), Compress = true };
                default:
                    return entry with { Compress = Once(20) ? Once(2) : null };
            }
        }

        RandomEntry Described(RandomEntry entry) => entry with
        {
            OwnerId = Once(5) ? Pick(Numbers) : null,
            GroupId = Once(5) ? Pick(Numbers) : null,
            SortWeight = entry.Content is not null && Once(6) ? random.Next(-3, 4) : null,
            HiddenFrom = Once(entry.IsDirectory ? 40 : 15) ? (ImageFormats)random.Next(32) : null,
        };

        string Target(string from)
        {
            switch (random.Next(5))
            {
                case 0:
                    return Pick(Targets);
                case 1:
                    // Of any length, with names of up to 255 bytes.
                    int length = Pick([1, 100, 150, 248, 249, 250, 255, 256, 500, 1000, 2047, 2048, 4000, 4095]);
                    int unit = Pick([1, 2, 9, 100, 200, 255]);
                    return string.Concat(Enumerable.Range(0, length).Select(i => i % (unit + 1) == unit && i < length - 1 ? '/' : (char)('a' + (i % 26))));
                default:
                    RandomEntry to = Pick(tree.Entries);
                    string target = string.Concat(Enumerable.Repeat("../", from.Count(c => c == '/'))) + (Once(6) ? "./" : "") + to.Path;
                    // Beside it, without a way round.
                    target = Parent(from) == Parent(to.Path) && Once(2) ? to.Path[(Parent(to.Path).Length == 0 ? 0 : Parent(to.Path).Length + 1)..] : target;
                    return NameBytes.CountOf(target) <= 4095 ? target : "..";
            }
        }

        bool Once(int times) => random.Next(times) == 0;

        T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
    }

    private static byte[] Repeated(byte[] content)
    {
        byte[] bytes = new byte[content.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = content[i % 7];
        }

        return bytes;
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
