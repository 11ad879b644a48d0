namespace IsoBuild.Benchmarks;

/// <summary>Images that are read, made by ours.</summary>
internal static class Images
{
    public static string Many(Session session, Place place) => place.Once("many.iso", image => Create(session, Contents.Many(place, session.Sizes), image));

    public static string Big(Session session, Place place) => place.Once("big.iso", image => Create(session, Contents.Large(place, "big", 2, session.Sizes.Big), image));

    /// <summary>An image that others are based on.</summary>
    public static string Base(Session session, Place place) => place.Once("base.iso", image =>
    {
        string content = Contents.Large(place, "base", 4, session.Sizes.Base);
        Create(session, content, image);
        TempDirectory.Delete(content);
    });

    private static void Create(Session session, string content, string image) =>
        CommandLine.Run(session.Isobuild.Program, ["create", content, "-o", image, "-q"]).EnsureSuccess();
}
