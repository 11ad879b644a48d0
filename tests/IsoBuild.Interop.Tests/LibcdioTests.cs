using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IsoBuild.Interop.Tests;

/// <summary>libcdio, as iso-info and iso-read: what VLC, Kodi and Rufus read with. It prefers Joliet.</summary>
[Collection(HardImagesCollection.Name)]
public sealed partial class LibcdioTests(HardImages images)
{
    [ToolFact("iso-info")]
    public void Lists_Joliet() => Listing.AssertSame(
        Listing.Joliet(images.All.Options).Where(IsReadable).Select(Shortened),
        List(images.All),
        Aspects.Length | Aspects.Date);

    [ToolFact("iso-info")]
    public void Lists_Rock_Ridge() => Listing.AssertSame(
        Listing.Posix(images.All.Options).Select(AsSeen),
        List(images.All, "--no-joliet"),
        Aspects.Length | Aspects.Mode | Aspects.Links | Aspects.Date);

    /// <summary>Unlike the listing, extraction goes by Rock Ridge names.</summary>
    [ToolFact("iso-info", "iso-read")]
    public void Reads_files()
    {
        Seen[] some = [.. Listing.Posix(images.All.Options)
            .Where(seen => !seen.IsDirectory)
            .Where((seen, i) => i % 50 == 0 || !seen.Path.StartsWith("many/", StringComparison.Ordinal))];

        // Names are cut, and no directory is entered whose attributes are continued.
        Seen[] reached = [.. some
            .Where(seen => !Readers.AttributesAreContinued(new Seen(seen.Path[..seen.Path.LastIndexOf('/')], IsDirectory: true)))
            .Select(seen => seen with { Path = Readers.WithoutContinuation(seen) })];
        IEnumerable<string> hashes = Readers.HashesOf("iso-read -i \"$image\" -e \"$path\" -o \"$out\"", images.All.Path, [.. reached.Select(seen => $"/{seen.Path}")]);

        Assert.Equal(some.Length - 1, reached.Length);
        Listing.AssertSame(reached, reached.Zip(hashes, (seen, hash) => new Seen(seen.Path, IsDirectory: false) { Sha256 = hash }), Aspects.Content);
    }

    /// <summary>The reader takes Joliet for UCS-2, and gives a directory up in which one name has a character beyond it.</summary>
    private static bool IsReadable(Seen seen) => !seen.Path.StartsWith($"{HardTree.BeyondBmp}/", StringComparison.Ordinal);

    /// <summary>The reader gives a name in UTF-8 no more bytes than the identifier has in UCS-2: not enough for characters of three.</summary>
    private static Seen Shortened(Seen seen)
    {
        string[] names = seen.Path.Split('/');
        int room = 2 * names[^1].Length;
        byte[] bytes = Encoding.UTF8.GetBytes(names[^1]);
        names[^1] = Encoding.UTF8.GetString(bytes.AsSpan()[..Math.Min(room, bytes.Length)]);
        return seen with { Path = string.Join('/', names) };
    }

    /// <summary>The reader ignores continuation areas. Without the attributes there it shows no mode and no links, and a directory as a file; and never a sticky bit.</summary>
    private static Seen AsSeen(Seen seen)
    {
        bool isBare = Readers.AttributesAreContinued(seen);
        return new Seen(Readers.WithoutContinuation(seen), seen.IsDirectory && !isBare)
        {
            Links = isBare ? 0 : seen.Links,
            Mode = isBare ? UnixFileMode.None : seen.Mode & ~UnixFileMode.StickyBit,
            Modified = seen.Modified,
            Length = isBare && seen.IsDirectory ? 2048 : seen.Length,
        };
    }

    private static IEnumerable<Seen> List(HardImage image, params IEnumerable<string> options)
    {
        CommandResult result = Readers.Run("iso-info", ["--no-header", .. options, "-l", "-i", image.Path]);
        string? folder = null;
        int unreadable = 0;
        foreach (string line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '/' && line[^1] == ':')
            {
                folder = line[1..^1].TrimEnd('/');
                continue;
            }

            Match match = ListedLine().Match(line);
            if (Unreadable().IsMatch(line))
            {
                Assert.True(unreadable++ < 3, line);
                continue;
            }

            Assert.True(match.Success || folder is null, line);
            string name = match.Groups["name"].Value;
            if (folder is null || name == ".." || (name == "." && folder.Length > 0))
            {
                continue;
            }

            string mode = match.Groups["mode"].Value;
            yield return new Seen(name == "." ? "" : Listing.Join(folder, name), mode[0] == 'd')
            {
                Mode = mode.Length > 1 ? Readers.Mode(mode) : null,
                Links = match.Groups["links"].Success ? int.Parse(match.Groups["links"].Value, CultureInfo.InvariantCulture) : null,
                Length = long.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture),
                Modified = Readers.Date(match.Groups["date"].Value, "MMM dd yyyy HH:mm:ss"),
            };
        }
    }

    /// <summary>What is said, in three lines, of the one directory that cannot be read.</summary>
    [GeneratedRegex("^(\\+\\+ WARN: (Iconv failed|Invalid directory stat)|Error getting above directory)")]
    private static partial Regex Unreadable();

    [GeneratedRegex("^  (?<mode>[-a-z]+)( +(?<links>[0-9]+) 0 0)? \\[LSN +[0-9]+\\] +(?<length>[0-9]+) (?<date>[A-Z][a-z]{2} [0-9 :]+[0-9])  (?<name>.*)$", RegexOptions.Singleline)]
    private static partial Regex ListedLine();
}
