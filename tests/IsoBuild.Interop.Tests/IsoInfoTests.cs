using System.Globalization;
using System.Text.RegularExpressions;

namespace IsoBuild.Interop.Tests;

/// <summary>cdrkit's isoinfo, which reads each tree on request.</summary>
[Collection(HardImagesCollection.Name)]
public sealed partial class IsoInfoTests(HardImages images)
{
    [ToolFact("isoinfo")]
    public void Lists_Rock_Ridge()
    {
        // The listing has days, not hours, and no set-user, set-group or sticky bits.
        Listing.AssertSame(
            Listing.Posix(images.All.Options).Select(seen => ToDay(seen) with { Mode = seen.Mode & (UnixFileMode)0b111_111_111 }),
            List(images.All, "-R"),
            Aspects.Length | Aspects.Mode | Aspects.Links | Aspects.Date);
    }

    [ToolFact("isoinfo")]
    public void Lists_Joliet() => Listing.AssertSame(
        Listing.Joliet(images.All.Options).Select(seen => ToDay(seen) with { Path = string.Concat(seen.Path.Select(InLatin1)) }),
        List(images.All, "-J"),
        Aspects.Length | Aspects.Date);

    [ToolTheory("isoinfo")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lists_the_plain_tree(int level)
    {
        Seen[] listed = [.. List(images.Plain(level))];

        // Version 1, and the dot before it, belong to every file (ECMA-119 7.5.1).
        Assert.All(listed.Where(seen => !seen.IsDirectory), seen => Assert.Matches("^[^.;]*\\.[^.;]*;1$", seen.Path[(seen.Path.LastIndexOf('/') + 1)..]));
        Seen[] files = [.. listed.Where(seen => !seen.IsDirectory)];
        Seen[] some = [.. files.Where((_, i) => i % 20 == 0 || !files[i].Path.StartsWith("MANY/", StringComparison.Ordinal))];
        Dictionary<string, string> hashes = some
            .Zip(Readers.HashesOf("isoinfo -i \"$image\" -x \"$path\" > \"$out\"", images.Plain(level).Path, [.. some.Select(seen => $"/{seen.Path}")]))
            .ToDictionary(pair => pair.First.Path, pair => pair.Second);
        Assert.All(some.Where(seen => seen.Length > 0), seen => Assert.Contains(HardTree.Entries, entry => entry.Sha256 == hashes[seen.Path] && entry.Length == seen.Length));
        Assert.Equal(some.Count(seen => seen.Length > 0), some.Where(seen => seen.Length > 0).Select(seen => hashes[seen.Path]).Distinct().Count());
        Assert.All(listed, seen => PlainTree.AssertLegal(WithoutVersion(seen), level));
        Assert.Equal(HardTree.Entries.Count, listed.Length);
    }

    [ToolTheory("isoinfo")]
    [InlineData("-R")]
    [InlineData("-J")]
    public void Extracts(string tree)
    {
        HardImage image = images.All;
        IEnumerable<Seen> all = tree == "-R"
            ? Listing.Posix(image.Options)
            : Listing.Joliet(image.Options).Where(seen => seen.Path.All(char.IsAscii));
        Seen[] some = [.. all.Where(seen => !seen.IsDirectory).Where((seen, i) => i % 50 == 0 || !seen.Path.StartsWith("many/", StringComparison.Ordinal))];

        IEnumerable<string> hashes = Readers.HashesOf($"isoinfo {tree} -i \"$image\" -x \"$path\" > \"$out\"", image.Path, [.. some.Select(seen => $"/{seen.Path}")]);

        Listing.AssertSame(some, some.Zip(hashes, (seen, hash) => new Seen(seen.Path, IsDirectory: false) { Sha256 = hash }), Aspects.Content);
    }

    [ToolFact("isoinfo")]
    public void Finds_the_volume_as_described()
    {
        string text = Readers.Run("isoinfo", "-d", "-i", images.All.Path).Output;

        Assert.Contains($"Volume id: {HardImages.VolumeId}\n", text, StringComparison.Ordinal);
        Assert.Contains("Publisher id: THE PUBLISHER\n", text, StringComparison.Ordinal);
        Assert.Contains("Application id: THE APPLICATION\n", text, StringComparison.Ordinal);
        Assert.Contains($"Volume size is: {new FileInfo(images.All.Path).Length / 2048}\n", text, StringComparison.Ordinal);
        Assert.Contains("Joliet with UCS level 3 found", text, StringComparison.Ordinal);
        Assert.Contains("Rock Ridge signatures version 1 found", text, StringComparison.Ordinal);
    }

    private static IEnumerable<Seen> List(HardImage image, params IEnumerable<string> tree)
    {
        CommandResult result = Readers.Run("isoinfo", [.. tree, "-l", "-i", image.Path]);
        Assert.Equal("", result.Error);
        string folder = "";
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("Directory listing of /", StringComparison.Ordinal))
            {
                folder = line["Directory listing of /".Length..].TrimEnd('/');
                continue;
            }

            Match match = ListedLine().Match(line);
            Assert.True(match.Success, line);
            string name = match.Groups["name"].Value;
            if (name is ".." or "." && folder.Length + name.Length > 1)
            {
                continue;
            }

            yield return new Seen(name == "." ? "" : Listing.Join(folder, name), line[0] == 'd')
            {
                Mode = Readers.Mode(match.Groups["mode"].Value),
                Links = int.Parse(match.Groups["links"].Value, CultureInfo.InvariantCulture),
                Length = long.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture),
                Modified = Readers.Date(match.Groups["date"].Value, "MMM d yyyy"),
            };
        }
    }

    /// <summary>This reader knows no character set with all of Unicode: what is not in Latin-1 becomes <c>_</c>, and what is comes in one byte, which is no UTF-8.</summary>
    private static char InLatin1(char c) => c switch
    {
        < '\u0080' => c,
        <= '\u00FF' => '\uFFFD',
        _ => '_',
    };

    private static Seen WithoutVersion(Seen seen) => seen.IsDirectory ? seen : seen with
    {
        Path = seen.Path.EndsWith(";1", StringComparison.Ordinal) ? seen.Path[..^2] : throw new InvalidDataException($"no version: {seen.Path}"),
    };

    private static Seen ToDay(Seen seen) => seen with { Modified = new DateTimeOffset(seen.Modified!.Value.UtcDateTime.Date, TimeSpan.Zero) };

    [GeneratedRegex("^(?<mode>[-a-z]{10}) +(?<links>[0-9]+) +0 +0 +(?<length>[0-9]+) (?<date>[A-Z][a-z]{2} +[0-9]+ [0-9]{4}) \\[ *[0-9]+ [0-9]{2}\\]  (?<name>.*) $", RegexOptions.Singleline)]
    private static partial Regex ListedLine();
}
