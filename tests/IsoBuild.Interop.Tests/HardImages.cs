using IsoBuild.Content;
using IsoBuild.Layout;

namespace IsoBuild.Interop.Tests;

/// <summary>An image of <see cref="HardTree"/> and the options it was made with.</summary>
internal sealed record HardImage(string Path, ImageOptions Options);

/// <summary>Images of <see cref="HardTree"/>, each made once for all tests that read it.</summary>
public sealed class HardImages : IDisposable
{
    public const string VolumeId = "HARD_TREE";

    public static readonly DateTimeOffset Timestamp = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly TempDirectory folder = new();
    private readonly Dictionary<ImageOptions, HardImage> images = [];

    internal HardImage All => With(ImageFormats.Default);

    internal HardImage NoJoliet => With(ImageFormats.RockRidge);

    internal HardImage NoRockRidge => With(ImageFormats.Joliet);

    internal HardImage Plain(int level) => With(ImageFormats.Iso9660, level: level);

    internal HardImage With(ImageFormats formats, FileDates dates = FileDates.Fixed, int level = 3)
    {
        ImageOptions options = new()
        {
            VolumeId = VolumeId,
            Publisher = "THE PUBLISHER",
            ApplicationId = "THE APPLICATION",
            Timestamp = Timestamp,
            FileDates = dates,
            Formats = formats,
            IsoLevel = level,
        };
        lock (images)
        {
            if (!images.TryGetValue(options, out HardImage? image))
            {
                string scanned = folder.Combine($"scanned-{images.Count}");
                Directory.CreateDirectory(scanned);
                image = new HardImage(folder.Combine($"{images.Count}.iso"), options);
                ImageBuilder builder = new(options);
                HardTree.AddTo(builder, scanned);
                builder.Write(image.Path).EnsureSuccess();
                images.Add(options, image);
            }

            return image;
        }
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>Test classes that share the images; they run one after the other, each reader on its own.</summary>
[CollectionDefinition(Name)]
public sealed class HardImagesCollection : ICollectionFixture<HardImages>
{
    public const string Name = "hard images";
}
