using System.Globalization;
using System.Text;
using static System.IO.UnixFileMode;

namespace IsoBuild.Interop.Tests;

/// <summary>A tree of what readers and writers of images get wrong: names, sizes, numbers, modes and dates.</summary>
/// <remarks>Every file that is not empty has content of its own, so that a tree with other names can be told by content.</remarks>
internal static class HardTree
{
    public const int ManyEntries = 3000;
    public const int DeepLevels = 30;

    /// <summary>The directory of names beyond the Basic Multilingual Plane.</summary>
    public const string BeyondBmp = "beyond the BMP";

    /// <summary>The directory that is scanned from disk.</summary>
    private const string Disk = "from disk";

    private static readonly DateTimeOffset ThatDay = Utc("2021-10-31T01:30:00Z");

    /// <summary>Everything, parents before their content; the root comes first, with an empty path.</summary>
    public static IReadOnlyList<HardEntry> Entries { get; } =
        [.. WithParents([.. Names(), .. Sizes(), .. ModesAndDates(), .. Many(), .. Deep(), .. OnDisk()])];

    /// <summary>Adds everything to an image.</summary>
    /// <param name="builder">The image.</param>
    /// <param name="folder">An empty folder, which receives what is to be scanned.</param>
    public static void AddTo(ImageBuilder builder, string folder)
    {
        WriteToDisk(folder);
        builder.AddDirectory(Disk, folder);
        foreach (HardEntry entry in Entries.Where(entry => entry.OnDisk is null))
        {
            Content.EntryOptions options = new() { Mode = entry.Mode, Modified = entry.Modified };
            _ = entry.Content is null
                ? builder.AddEmptyDirectory(entry.Path, options)
                : builder.AddFile(entry.Path, entry.Content, options);
        }
    }

    private static IEnumerable<HardEntry> Names()
    {
        const string folder = "names";
        yield return Text($"{folder}/Привет, мир.txt");
        yield return Text($"{folder}/Ёлка/ёжик");
        yield return Text($"{folder}/漢字かな交じり文.テキスト");
        yield return Text($"{folder}/e\u0301 decomposed");
        yield return Text($"{folder}/\u00E9 composed");
        yield return Text($"{folder}/\u05E9\u05DC\u05D5\u05DD right to left");
        yield return Text($"{folder}/ leading space");
        yield return Text($"{folder}/two  spaces in a row");
        yield return Text($"{folder}/trailing space ", joliet: "trailing space_");
        yield return Text($"{folder}/.leading-dot");
        yield return Text($"{folder}/..two-leading-dots");
        yield return Text($"{folder}/...", joliet: ".._");
        yield return Text($"{folder}/trailing-dot.", joliet: "trailing-dot_");
        yield return Text($"{folder}/trailing-dots...", joliet: "trailing-dots.._");
        yield return Text($"{folder}/folder.with.dots/NET8.0/x");
        yield return Text($"{folder}/many.dots.in.one.name.tar.gz");
        yield return Text($"{folder}/-rf");
        yield return Text($"{folder}/#hash %41 $HOME 'quote' \"double\" `backtick`");
        yield return Text($"{folder}/& | < > ~ ^ = + , ! @ [x] {{y}} (z)");

        // What ISO 9660 or Joliet do not allow.
        yield return Text($"{folder}/a:b", joliet: "a_b");
        yield return Text($"{folder}/star*", joliet: "star_");
        yield return Text($"{folder}/question?", joliet: "question_");
        yield return Text($"{folder}/version;1", joliet: "version_1");
        yield return Text($"{folder}/version;2", joliet: "version_2");
        yield return Text($"{folder}/control\u0001\u001F", joliet: "control__");
        yield return Text($"{folder}/tab\there", joliet: "tab_here");
        yield return Text($"{folder}/delete\u007F\u0085", joliet: "delete__");

        // Equal but for case.
        yield return Text($"{folder}/CASE.TXT");
        yield return Text($"{folder}/Case.txt", joliet: "Case_2.txt");
        yield return Text($"{folder}/case.txt", joliet: "case_3.txt");
        yield return Text($"{folder}/case folder/FILE");
        yield return Text($"{folder}/Case Folder/FILE");
        yield return Text($"{folder}/ПИСЬМО");
        yield return Text($"{folder}/письмо", joliet: "письмо_2");

        // Equal once they are shortened.
        string shared = new('s', 70);
        yield return Text($"{folder}/{shared}1.txt", joliet: $"{shared[..60]}.txt");
        yield return Text($"{folder}/{shared}2.txt", joliet: $"{shared[..58]}_2.txt");
        yield return Text($"{folder}/{shared}3.txt", joliet: $"{shared[..58]}_3.txt");
        yield return Text($"{folder}/Assembly.Name.Shared.By.Very.Many.Parts.One.dll");
        yield return Text($"{folder}/Assembly.Name.Shared.By.Very.Many.Parts.Two.dll");
        yield return Text($"{folder}/Assembly.Name.Shared.By.Very.Many.Parts.Two.pdb");

        // The longest there are, and those around what one directory record holds.
        const string lengths = "lengths";
        foreach (int bytes in new[] { 63, 64, 65, 100, 150, 155, 156, 157, 158, 159, 160, 161, 162, 170, 180, 190, 200, 247, 248, 249, 250, 251, 252, 253, 254, 255 })
        {
            string name = $"{bytes}-".PadRight(bytes, 'n');
            yield return Text($"{lengths}/{name}", joliet: bytes > 64 ? name[..64] : null);
        }

        yield return Text($"{lengths}/{new string('d', 255)}/{new string('f', 251)}.txt", joliet: $"{new string('f', 60)}.txt");
        yield return Text($"{lengths}/x{new string('я', 127)}", joliet: $"x{new string('я', 63)}");
        yield return Text($"{lengths}/{new string('漢', 85)}", joliet: new string('漢', 64));
        foreach (int bytes in new[] { 120, 129, 130, 157, 158, 240 })
        {
            string name = $"{bytes}-".PadRight(bytes, 'e');
            yield return new HardEntry($"{lengths}/{name}", null)
            {
                Joliet = name[..64],
                Mode = (UnixFileMode)0b111_101_000,
                Modified = Utc("1999-09-09T09:09:09Z"),
            };
        }

        // Where no reader's UCS-2 reaches.
        yield return Text($"{BeyondBmp}/\U0001F680 rocket.bin");
        yield return Text($"{BeyondBmp}/\U0001F469\u200D\U0001F4BB joined");
        yield return Text($"{BeyondBmp}/\U0001D518 folder/\U00020BB7.txt");
        // Cut at 64 units, a pair must stay whole: 63 remain.
        yield return Text($"{BeyondBmp}/x{string.Concat(Enumerable.Repeat("\U0001F680", 63))}", joliet: $"x{string.Concat(Enumerable.Repeat("\U0001F680", 31))}");
    }

    private static IEnumerable<HardEntry> Sizes()
    {
        const string folder = "sizes";
        yield return new HardEntry($"{folder}/empty", []);
        yield return new HardEntry($"{folder}/another empty.txt", []);
        yield return new HardEntry($"{folder}/empty folder", null);
        yield return new HardEntry($"{folder}/folder in folder/empty", null);
        foreach (int size in new[] { 1, 2047, 2048, 2049, 4096, 131071, 131072, 131073, 5 * 1024 * 1024 })
        {
            yield return Bytes($"{folder}/{size}.bin", size);
        }
    }

    private static IEnumerable<HardEntry> ModesAndDates()
    {
        yield return Program("modes/script", "#!/bin/sh\necho hello\n"u8);
        yield return Program("modes/elf", "\u007FELF\u0002\u0001\u0001"u8);
        yield return Text("modes/not a program");
        foreach (int mode in new[] { 0, 0b100_000_000, 0b110_000_000, 0b111_111_111, 0b100_100_100, 0b001_001_001 })
        {
            yield return Text($"modes/{Octal(mode)}") with { Mode = (UnixFileMode)mode };
        }

        yield return Text("modes/4755") with { Mode = SetUser | (UnixFileMode)0b111_101_101 };
        yield return Text("modes/2755") with { Mode = SetGroup | (UnixFileMode)0b111_101_101 };
        yield return new HardEntry("modes/sticky", null) { Mode = StickyBit | (UnixFileMode)0b111_111_111 };
        yield return new HardEntry("modes/private", null) { Mode = (UnixFileMode)0b111_000_000 };
        yield return Text("modes/private/file");

        foreach (string date in new[] { "1970-01-02T00:00:00Z", "1980-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2000-02-29T12:00:01Z", "2026-07-08T09:10:11Z" })
        {
            yield return Text($"dates/{date[..10]}") with { Modified = Utc(date) };
        }

        // Beyond 31 bits of seconds, and beyond 32.
        foreach (string date in new[] { "2038-01-19T03:14:07Z", "2038-01-19T03:14:08Z", "2060-06-15T00:00:00Z", "2100-02-28T23:59:59Z", "2110-01-01T00:00:00Z", "2155-12-31T23:59:59Z" })
        {
            yield return Text($"dates/{date[..10]} {date[17..19]}") with { Modified = Utc(date) };
        }

        yield return Text("dates/with a zone") with { Modified = DateTimeOffset.Parse("2026-07-08T01:02:03+05:30", CultureInfo.InvariantCulture) };
        yield return new HardEntry("dates/folder of 1995", null) { Modified = Utc("1995-08-24T00:00:00Z") };
        yield return Text("dates/folder of 1995/file");
    }

    /// <summary>A directory of many sectors.</summary>
    private static IEnumerable<HardEntry> Many() =>
        Enumerable.Range(0, ManyEntries).Select(i => Text($"many/entry number {i}.txt"));

    private static IEnumerable<HardEntry> Deep()
    {
        string path = "deep";
        for (int level = 1; level <= DeepLevels; level++)
        {
            path += $"/level {level}";
        }

        yield return Text($"{path}/at the bottom");
    }

    private static IEnumerable<HardEntry> OnDisk()
    {
        foreach (string date in new[] { "1990-05-06T07:08:09Z", "2025-12-31T23:59:59Z", "2031-01-01T00:00:00Z", "2050-03-04T05:06:07Z" })
        {
            yield return Text($"{Disk}/{date[..4]}/written then") with { OnDisk = Utc(date) };
        }

        yield return new HardEntry($"{Disk}/empty", []) { OnDisk = ThatDay };
        yield return new HardEntry($"{Disk}/empty folder", null) { OnDisk = Utc("2001-02-03T04:05:06Z") };
        yield return Bytes($"{Disk}/{300_000}.bin", 300_000) with { OnDisk = ThatDay };
        yield return Program($"{Disk}/.hidden script", "#!/usr/bin/env sh\n# on disk\n"u8) with { OnDisk = ThatDay };
        yield return Text($"{Disk}/на диске") with { OnDisk = ThatDay };

        // A target path takes this for a separator; a name that is found on disk may hold it.
        yield return Text($"{Disk}/back\\slash") with { OnDisk = ThatDay, Joliet = "back_slash" };
    }

    private static void WriteToDisk(string folder)
    {
        HardEntry[] found = [.. Entries.Where(entry => entry.OnDisk is not null)];
        foreach (HardEntry entry in found)
        {
            string path = Place(entry);
            if (entry.Content is null)
            {
                Directory.CreateDirectory(path);
                continue;
            }

            File.WriteAllBytes(path, entry.Content);
            // The host's bits are nobody's business.
            File.SetUnixFileMode(path, entry.IsProgram ? UserRead : UserRead | UserExecute);
            File.SetLastWriteTimeUtc(path, entry.OnDisk!.Value.UtcDateTime);
        }

        // Directories last: whatever is put into them changes their dates.
        foreach (HardEntry entry in found.Where(entry => entry.IsDirectory))
        {
            Directory.SetLastWriteTimeUtc(Place(entry), entry.OnDisk!.Value.UtcDateTime);
        }

        string Place(HardEntry entry) => System.IO.Path.Join(folder, entry.Path[Disk.Length..]);
    }

    /// <summary>The directories that paths imply; those on disk have a date there, too.</summary>
    private static IEnumerable<HardEntry> WithParents(HardEntry[] entries)
    {
        Dictionary<string, HardEntry> all = new(StringComparer.Ordinal);
        foreach (HardEntry entry in entries.OrderBy(entry => !entry.IsDirectory))
        {
            all.Add(entry.Path, entry);
        }

        foreach (HardEntry entry in entries)
        {
            for (string path = entry.Parent; all.TryAdd(path, Directory(path)) && path.Length > 0;)
            {
                path = path[..Math.Max(0, path.LastIndexOf('/'))];
            }
        }

        return all.Values.OrderBy(entry => entry.Path, StringComparer.Ordinal);

        static HardEntry Directory(string path) => new(path, null)
        {
            OnDisk = path.StartsWith(Disk, StringComparison.Ordinal) ? ThatDay : null,
            Joliet = path switch
            {
                "names/case folder" => "case folder_2",
                _ when path.EndsWith(new string('d', 255), StringComparison.Ordinal) => new string('d', 64),
                _ => null,
            },
        };
    }

    private static HardEntry Text(string path, string? joliet = null) => new(path, Encoding.UTF8.GetBytes(path)) { Joliet = joliet };

    private static HardEntry Program(string path, ReadOnlySpan<byte> content) => new(path, content.ToArray()) { IsProgram = true };

    /// <summary>Bytes that repeat in no sector, the same on every run.</summary>
    private static HardEntry Bytes(string path, int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        content[0] = (byte)'x'; // a program by no accident
        return new HardEntry(path, content);
    }

    private static string Octal(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
