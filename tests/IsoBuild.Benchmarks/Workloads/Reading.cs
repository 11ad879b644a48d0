namespace IsoBuild.Benchmarks;

/// <summary>What is asked of an image without extracting it.</summary>
internal static class Reading
{
    public static void All(Session session)
    {
        Place place = session.Fast;
        if (!session.HasRoom("read many", place, 3 * session.Sizes.ManyBytes))
        {
            return;
        }

        string image = Images.Many(session, place);
        Isobuild isobuild = session.Isobuild;
        session.Compare(new Contest("list -l many", place.Format, isobuild.Read("list", "-l", image), Peers.Listers(image), Bars.List));
        session.Compare(new Contest("inspect many", place.Format, isobuild.Read("inspect", image), [isobuild.Read("--version") with { Name = "isobuild --version" }], Bars.Inspect) { RoundsAtLeast = 40 });
        session.Compare(new Contest("verify many", place.Format, isobuild.Read("verify", image), Peers.Readers(image), Bars.Verify));
        session.Compare(new Contest("layout many", place.Format, isobuild.Read("layout", image), Peers.Readers(image)));
    }
}
