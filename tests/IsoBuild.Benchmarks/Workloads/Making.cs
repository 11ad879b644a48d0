namespace IsoBuild.Benchmarks;

/// <summary>An image of a folder, made by each program.</summary>
internal static class Making
{
    public static void Many(Session session)
    {
        foreach (Place place in session.Everywhere.Where(place => session.HasRoom("make many", place, 3 * session.Sizes.ManyBytes)))
        {
            Make(session, "make many", Contents.Many(place, session.Sizes), place, Bars.MakeMany);
        }
    }

    public static void Sdk(Session session)
    {
        const long room = 1_500_000_000;
        foreach (Place place in session.Everywhere.Where(place => session.HasRoom("make sdk", place, room)))
        {
            Make(session, "make sdk", Contents.Sdk(place, session.IsQuick), place, Bars.MakeSdk);
        }
    }

    public static void Big(Session session)
    {
        foreach (Place place in session.Everywhere.Where(place => session.HasRoom("make big", place, 5 * session.Sizes.Big)))
        {
            Make(session, "make big", Contents.Large(place, "big", 2, session.Sizes.Big), place, Bars.MakeBig);
        }
    }

    public static void Tiny(Session session)
    {
        Place place = session.Fast;
        string content = Contents.Tiny(place);
        session.Compare(new Contest("make tiny", place.Format, session.Isobuild.Create(place, content), Peers.Makers(content, place), Bars.MakeTiny) { RoundsAtLeast = 40 });
    }

    public static void Cloned(Session session)
    {
        foreach (string format in LoopMount.Cloning)
        {
            if (LoopMount.Missing(format) is { } missing)
            {
                session.Skip("make clone", format, missing);
            }
            else if (session.HasRoom("make clone", session.Disk, session.Sizes.CloneVolume))
            {
                using LoopMount mounted = new(format, session.Sizes.CloneVolume, session.Disk);
                string content = Contents.Large(mounted.Place, "clone", 8, session.Sizes.Cloned);
                Contender ours = session.Isobuild.Create(mounted.Place, content, "--align", "4096");
                session.Compare(new Contest("make clone", format, ours, Peers.Makers(content, mounted.Place), Bars.Clone));
            }
        }
    }

    private static void Make(Session session, string name, string content, Place place, IReadOnlyList<Bar> bars) =>
        session.Compare(new Contest(name, place.Format, session.Isobuild.Create(place, content), Peers.Makers(content, place), bars));
}
