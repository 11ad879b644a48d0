using System.Text;
using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>A tree of all that is more than a file in a directory: links, further names, pipes and devices, owners, equal files, deep directories.</summary>
internal static class FeatureTree
{
    public const int DeepLevels = 14;

    private static readonly DateTimeOffset ThatDay = new(2019, 8, 7, 6, 5, 4, TimeSpan.Zero);

    /// <summary>Everything, parents before their content; the root comes first, with an empty path.</summary>
    public static IReadOnlyList<FeatureEntry> Entries { get; } = [.. WithParents([.. Files(), .. Links(), .. FurtherNames(), .. Specials(), .. Deep()])];

    public static ImageBuilder AddTo(ImageBuilder builder, Func<FeatureEntry, bool>? where = null)
    {
        foreach (FeatureEntry entry in Entries.Where(entry => entry.Path.Length > 0 && where?.Invoke(entry) != false))
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

    /// <summary>As Rock Ridge is to show it.</summary>
    public static IEnumerable<Seen> Posix(ImageOptions options)
    {
        ILookup<string, FeatureEntry> directories = Entries.Where(entry => entry.IsDirectory && entry.Path.Length > 0).ToLookup(entry => entry.Parent);
        ILookup<string, FeatureEntry> names = Entries.Where(entry => entry.OtherNameOf is not null).ToLookup(entry => entry.OtherNameOf!);
        Dictionary<string, FeatureEntry> all = Entries.ToDictionary(entry => entry.Path);
        foreach (FeatureEntry entry in Entries)
        {
            FeatureEntry file = entry.OtherNameOf is { } first ? all[first] : entry;
            yield return file.Posix(options) with
            {
                Path = entry.Path,
                Links = entry.IsDirectory ? 2 + directories[entry.Path].Count() : 1 + names[file.Path].Count(),
            };
        }
    }

    /// <summary>As Joliet shows it: no two names may differ in case alone.</summary>
    public static IEnumerable<Seen> Joliet(ImageOptions options)
    {
        string second = string.Join('/', Enumerable.Range(1, 6).Select(level => $"level {level}").Prepend("deep")) + "/level 7";
        return WithoutLinks(options).Select(seen => seen.Path.StartsWith(second, StringComparison.Ordinal) ? seen with { Path = $"{second}_2{seen.Path[second.Length..]}" } : seen);
    }

    /// <summary>As trees without links show it (Joliet, UDF): the files that links lead to, and no devices.</summary>
    public static IEnumerable<Seen> WithoutLinks(ImageOptions options)
    {
        Dictionary<string, Seen> all = Posix(options).ToDictionary(seen => seen.Path);
        foreach (FeatureEntry entry in Entries.Where(entry => entry.Kind is null))
        {
            if (entry.Target is null)
            {
                yield return all[entry.Path];
            }
            else if (entry.LeadsTo is { } file)
            {
                yield return all[file] with { Path = entry.Path };
            }
        }
    }

    private static IEnumerable<FeatureEntry> Files()
    {
        yield return File("files/plain.txt");
        yield return File("files/owned.txt") with { Options = new EntryOptions { OwnerId = 1000, GroupId = 2000, Mode = (UnixFileMode)0b110_100_000, Modified = ThatDay } };
        yield return File("files/far away.txt") with { Options = new EntryOptions { OwnerId = 70_000, GroupId = 4_000_000_000 } };
        yield return new FeatureEntry("files/script") { Content = "#!/bin/sh\nexit 0\n"u8.ToArray() };
        yield return new FeatureEntry("files/owned folder") { Options = new EntryOptions { OwnerId = 33, GroupId = 34, Mode = (UnixFileMode)0b111_101_000, Modified = ThatDay } };
        yield return File("files/owned folder/inside");
        yield return new FeatureEntry("files/empty") { Content = [] };

        // Stored once.
        byte[] equal = [.. Enumerable.Range(0, 9000).Select(i => (byte)(i * 7))];
        yield return new FeatureEntry("same/one.bin") { Content = equal };
        yield return new FeatureEntry("same/two.bin") { Content = equal, Options = new EntryOptions { Modified = ThatDay, OwnerId = 5 } };
        yield return new FeatureEntry("same/of the same length.bin") { Content = [.. equal[..^1], 1] };
        yield return new FeatureEntry("elsewhere/three.bin") { Content = equal };

        yield return File("weights/first") with { Options = new EntryOptions { SortWeight = 1000 } };
        yield return File("weights/last") with { Options = new EntryOptions { SortWeight = -1000 } };

        byte[] text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i * 17} ")));
        yield return new FeatureEntry("text.txt") { Content = text };
    }

    private static IEnumerable<FeatureEntry> Links()
    {
        yield return Link("links/to file", "../files/plain.txt", leadsTo: "files/plain.txt");
        yield return Link("links/beside", "to file", leadsTo: "files/plain.txt");
        yield return Link("links/around", "./.././links/../files/./plain.txt", leadsTo: "files/plain.txt");
        yield return Link("links/through a folder", "to folder/plain.txt", leadsTo: "files/plain.txt");
        yield return Link("links/to folder", "../files");
        yield return Link("links/nowhere", "no/such/place");
        yield return Link("links/absolute", "/usr/share/doc");
        yield return Link("links/root", "/");
        yield return Link("links/here", ".");
        yield return Link("links/up", "..");
        yield return Link("links/far up", "../../../../../..");
        yield return Link("links/itself", "itself");
        yield return Link("links/ünïcode 日本", "../файл/日本語/🚀");
        yield return Link("links/long name", new string('c', 255));
        yield return Link("links/long path", string.Join('/', Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), 1 + (i * 5 % 60)))));
        yield return Link("links/many ups", string.Concat(Enumerable.Repeat("../", 120)) + "x");
        yield return Link("links/" + new string('l', 240), "../files/" + new string('t', 230));
        yield return Link("links/dated", "../files/plain.txt", leadsTo: "files/plain.txt") with { Options = new EntryOptions { Modified = ThatDay, OwnerId = 1000, GroupId = 1000 } };
    }

    private static IEnumerable<FeatureEntry> FurtherNames()
    {
        yield return File("hard/first") with { Options = new EntryOptions { OwnerId = 7, Modified = ThatDay } };
        yield return new FeatureEntry("hard/second") { OtherNameOf = "hard/first" };
        yield return new FeatureEntry("hard/sub/third") { OtherNameOf = "hard/first" };
        yield return new FeatureEntry("another name of a script") { OtherNameOf = "files/script" };
        yield return File("hard/lonely");
    }

    private static IEnumerable<FeatureEntry> Specials()
    {
        yield return new FeatureEntry("dev/pipe") { Kind = SpecialKind.Pipe, Options = new EntryOptions { Mode = (UnixFileMode)0b110_000_000, OwnerId = 3 } };
        yield return new FeatureEntry("dev/socket") { Kind = SpecialKind.Socket };
        yield return new FeatureEntry("dev/null") { Kind = SpecialKind.CharacterDevice, Major = 1, Minor = 3, Options = new EntryOptions { Mode = (UnixFileMode)0b110_110_110 } };
        yield return new FeatureEntry("dev/sda1") { Kind = SpecialKind.BlockDevice, Major = 8, Minor = 1, Options = new EntryOptions { GroupId = 6, Modified = ThatDay } };
        yield return new FeatureEntry("dev/nvme") { Kind = SpecialKind.BlockDevice, Major = 259, Minor = 70_000 };
        yield return new FeatureEntry("dev/widest") { Kind = SpecialKind.CharacterDevice, Major = 4095, Minor = 1_048_575 };
    }

    private static IEnumerable<FeatureEntry> Deep()
    {
        string path = "deep";
        for (int level = 1; level <= DeepLevels; level++)
        {
            path += $"/level {level}";
            yield return File($"{path}/file of {level}");
        }

        yield return Link($"{path}/link", "../../x");
        yield return File("deep/level 1/level 2/level 3/level 4/level 5/level 6/LEVEL 7/another branch/x");
    }

    private static IEnumerable<FeatureEntry> WithParents(FeatureEntry[] entries)
    {
        Dictionary<string, FeatureEntry> all = entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        foreach (FeatureEntry entry in entries)
        {
            for (string path = entry.Parent; all.TryAdd(path, new FeatureEntry(path)) && path.Length > 0;)
            {
                path = path[..Math.Max(0, path.LastIndexOf('/'))];
            }
        }

        return all.Values.OrderBy(entry => entry.Path, StringComparer.Ordinal);
    }

    private static FeatureEntry File(string path) => new(path) { Content = Encoding.UTF8.GetBytes(path) };

    private static FeatureEntry Link(string path, string target, string? leadsTo = null) => new(path) { Target = target, LeadsTo = leadsTo };
}
