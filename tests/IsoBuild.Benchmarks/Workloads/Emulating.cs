namespace IsoBuild.Benchmarks;

/// <summary>An image by the command line of another program, against the same by our own command, and by that program.</summary>
internal static class Emulating
{
    public static void All(Session session)
    {
        Place place = session.Fast;
        Make("tiny", Contents.Tiny(place), Bars.EmulateTiny, roundsAtLeast: 40);
        if (session.HasRoom("mkisofs many", place, 3 * session.Sizes.ManyBytes))
        {
            Make("many", Contents.Many(place, session.Sizes), Bars.EmulateMany, roundsAtLeast: 1);
        }

        void Make(string name, string content, IReadOnlyList<Bar> bars, int roundsAtLeast) => session.Compare(new Contest(
            "mkisofs " + name,
            place.Format,
            session.Isobuild.As(place, Isobuild.Name, "mkisofs", "-J", "-R", content),
            [session.Isobuild.Create(Isobuild.CreateName, place, content), .. Peers.Makers(content, place).Where(maker => maker.Name == Peers.Genisoimage)],
            bars) { RoundsAtLeast = roundsAtLeast });
    }
}
