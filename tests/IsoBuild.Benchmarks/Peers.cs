namespace IsoBuild.Benchmarks;

/// <summary>The programs of others, each asked for what ours is asked for. Those that are not installed take no part.</summary>
internal static class Peers
{
    public const string Genisoimage = "genisoimage";
    public const string Xorriso = "xorriso";
    public const string Cat = "cat";
    public const string Cp = "cp";
    public const string Bsdtar = "bsdtar";
    public const string SevenZip = "7z";
    public const string Isoinfo = "isoinfo";

    /// <summary>All of them, with what makes each say its version.</summary>
    public static readonly (string Name, string Argument)[] All =
        [(Genisoimage, "--version"), (Xorriso, "--version"), (Bsdtar, "--version"), (SevenZip, "i"), (Isoinfo, "--version"), (Cp, "--version"), (Cat, "--version")];

    public static bool IsHere(string program) => ToolGuard.IsHere(program);

    /// <summary>Makers of an image of a folder's content. The last one only writes all bytes into one file.</summary>
    public static IReadOnlyList<Contender> Makers(string content, Place place) => Here(
        Maker(Genisoimage, place, image => [Genisoimage, "-quiet", "-J", "-R", "-o", image, content]),
        Maker(Xorriso, place, image => [Xorriso, "-as", "mkisofs", "-quiet", "-J", "-R", "-o", image, content]),
        Maker(Cat, place, image => ["sh", "-c", "find \"$1\" -type f -print0 | xargs -0 cat >\"$2\"", "sh", content, image]));

    public static IReadOnlyList<Contender> Extractors(string image, Place place) => Here(
        Extractor(Bsdtar, place, folder => [Bsdtar, "-xf", image, "-C", folder]),
        Extractor(SevenZip, place, folder => [SevenZip, "x", "-bd", "-bso0", "-o" + folder, image]),
        Extractor(Xorriso, place, folder => [Xorriso, "-osirrox", "on", "-indev", "stdio:" + image, "-extract", "/", folder]));

    public static IReadOnlyList<Contender> Listers(string image) => Here(new Contender(Isoinfo, Isoinfo, "-R", "-l", "-i", image));

    public static IReadOnlyList<Contender> Readers(string image) => Here(new Contender(Cat, Cat, image));

    /// <summary>Makers of an image that is <paramref name="image"/> with one more file. The first one adds nothing.</summary>
    public static IReadOnlyList<Contender> Remasters(string image, string added, Place place) => Here(
        Maker(Cp, place, made => [Cp, image, made]),
        Maker(Xorriso, place, made => [Xorriso, "-indev", "stdio:" + image, "-outdev", "stdio:" + made, "-map", added, "/" + Path.GetFileName(added), "-commit"]));

    /// <summary>Ours flushes its image to disk; with the others, that is done for them.</summary>
    private static Contender Maker(string name, Place place, Func<string, string[]> command)
    {
        string image = place.Combine(name + ".iso");
        return new Contender(name, command(image)) { Makes = image, IsFlushed = place.IsOnDisk };
    }

    private static Contender Extractor(string name, Place place, Func<string, string[]> command)
    {
        string folder = place.Combine(name + ".extracted");
        return new Contender(name, command(folder)) { Makes = folder, IntoFolder = true };
    }

    private static Contender[] Here(params Contender[] all) => [.. all.Where(one => IsHere(one.Name))];
}
