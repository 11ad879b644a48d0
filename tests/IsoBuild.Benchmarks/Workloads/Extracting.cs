namespace IsoBuild.Benchmarks;

/// <summary>All files of an image, extracted into an empty folder.</summary>
internal static class Extracting
{
    public static void All(Session session)
    {
        foreach (Place place in session.Everywhere)
        {
            if (session.HasRoom("extract many", place, 5 * session.Sizes.ManyBytes))
            {
                Extract("extract many", Images.Many(session, place), place, Bars.ExtractMany);
            }

            if (session.HasRoom("extract big", place, 7 * session.Sizes.Big))
            {
                Extract("extract big", Images.Big(session, place), place, Bars.ExtractBig);
            }
        }

        void Extract(string name, string image, Place place, IReadOnlyList<Bar> bars) =>
            session.Compare(new Contest(name, place.Format, session.Isobuild.Extract(image, place), Peers.Extractors(image, place), bars));
    }
}
