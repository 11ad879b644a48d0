using IsoBuild.Content;

namespace IsoBuild.Interop.Tests;

/// <summary>Images of <see cref="FeatureTree"/>, each made once for all tests of a class.</summary>
public sealed class FeatureImages : IDisposable
{
    /// <summary>libisofs refuses targets of more than 1,024 bytes; libcdio ends itself when a long name has a long target.</summary>
    private const int LongestTarget = 200;

    private readonly TempDirectory folder = new();

    public FeatureImages()
    {
        All = Make("all", Options, where: null);
        ShortTargets = Make("short", Options, HasShortTarget);
        Moved = Make("moved", Options with { RelocateDeepDirectories = true, Dedupe = false }, HasShortTarget);
    }

    /// <summary>What all of them are made with.</summary>
    internal static ImageOptions Options { get; } = new()
    {
        VolumeId = "FEATURES",
        Formats = ImageFormats.RockRidge,
        SystemId = "LINUX",
        VolumeSetId = "THE_SET",
        Publisher = "THE PUBLISHER",
        Preparer = "THE PREPARER",
        ApplicationId = "THE APPLICATION",
        CopyrightFile = "text.txt",
        AbstractFile = "text.txt",
        BibliographicFile = "text.txt",
        Timestamp = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Expires = new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Effective = new DateTimeOffset(2021, 2, 3, 4, 5, 6, TimeSpan.Zero),
        PaddingSectors = 0,
    };

    internal string All { get; }

    /// <summary>Without links whose target is long.</summary>
    internal string ShortTargets { get; }

    /// <summary>Like <see cref="ShortTargets"/>; directories below the eighth level lie elsewhere.</summary>
    internal string Moved { get; }

    public void Dispose() => folder.Dispose();

    internal static bool HasShortTarget(FeatureEntry entry) => entry.Target is not { Length: > LongestTarget };

    /// <summary>What a reader of Rock Ridge is to see: of an image without long targets, all but those.</summary>
    internal static IEnumerable<Seen> Posix(bool withLongTargets) =>
        FeatureTree.Posix(Options).Where(seen => withLongTargets || seen.Target is not { Length: > LongestTarget });

    private string Make(string name, ImageOptions options, Func<FeatureEntry, bool>? where)
    {
        string path = folder.Combine($"{name}.iso");
        FeatureTree.AddTo(new ImageBuilder(options), where).Write(path).EnsureSuccess();
        return path;
    }
}
