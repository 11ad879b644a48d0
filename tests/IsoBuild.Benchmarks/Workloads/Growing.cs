using System.Globalization;

namespace IsoBuild.Benchmarks;

/// <summary>More and more of something: time and memory grow with it, and no faster.</summary>
internal static class Growing
{
    public static void Million(Session session)
    {
        const long perFile = 4096 + 512;
        const long perFileOfImage = 2048 + 512;
        Place disk = session.Disk;
        int[] counts = session.Sizes.Growing;
        if (session.HasRoom("make million", disk, 2 * counts[^1] * (perFile + perFileOfImage)))
        {
            string content = Contents.Growing(disk, counts[^1]);
            session.Compare(new Contest("make million", disk.Format, session.Isobuild.Create(disk, content), Peers.Makers(content, disk), Bars.MakeMillion));
            Compare("a file of million", disk.Format, counts.Select(count => session.Isobuild.Create(Count(count), disk, Contents.Growing(disk, count))));
        }

        Place fast = session.Fast;
        if (session.HasRoom("make million", fast, 2 * counts[^1] * perFileOfImage))
        {
            Compare("a file of million", "library, " + fast.Format, counts.Select(count => LibraryCase.InMemory(Count(count), fast, count, 200)), Bars.MillionFromMemory);
        }

        void Compare(string name, string where, IEnumerable<Contender> programs, params IReadOnlyList<Bar> more)
        {
            // What counts is the share of as many files each time.
            Contender[] shares = [.. programs.Zip(counts, (program, count) => program with { Seconds = outcome => outcome.Seconds / count * counts[^1] })];
            session.Compare(new Contest(name + ", times a million", where, shares[^1], shares[..^1], [.. Bars.Linear(shares[..^1]), .. more]));
        }
    }

    public static void Shapes(Session session)
    {
        Place place = session.Fast;
        Alone("make directories with one file each", LibraryCase.InMemory(Isobuild.Name, place, session.Sizes.Directories, 1));
        Alone("make directories with one file each, with UDF", LibraryCase.InMemory(Isobuild.Name, place, session.Sizes.Directories, 1, udf: true));
        Alone("make one directory of many", LibraryCase.InMemory(Isobuild.Name, place, session.Sizes.OneDirectory, session.Sizes.OneDirectory));
        Alone("make one directory of many, with UDF", LibraryCase.InMemory(Isobuild.Name, place, session.Sizes.OneDirectory, session.Sizes.OneDirectory, udf: true));
        Alone("plan 6 TiB", LibraryCase.Sparse(Isobuild.Name, place));

        void Alone(string name, Contender ours) => session.Compare(new Contest(name, "library, " + place.Format, ours, []));
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture) + " files";
}
