namespace IsoBuild.Benchmarks;

/// <summary>An image with all that another has, and one file more.</summary>
internal static class Remastering
{
    public static void Add(Session session)
    {
        Place place = session.Disk;
        if (!session.HasRoom("remaster", place, 9 * session.Sizes.Base))
        {
            return;
        }

        string image = Images.Base(session, place);
        string added = place.Once("added.txt", file => File.WriteAllText(file, "added\n"));
        session.Compare(new Contest("remaster", place.Format, session.Isobuild.Create(place, added, "--base", image), Peers.Remasters(image, added, place), Bars.Remaster));
    }
}
