using IsoBuild.Layout;

namespace IsoBuild.Tasks;

/// <summary>Where an image has the bytes of the files that it was made of.</summary>
internal sealed class StoredPlaces
{
    private readonly Dictionary<string, Region> regions;

    public StoredPlaces(ImageLayout layout)
    {
        regions = new Dictionary<string, Region>(layout.Regions.Length, StringComparer.Ordinal);

        // What firmware starts may have been changed once it was copied.
        var patched = layout.Views.Where(view => view.Kind == ViewKind.BootImage).Select(view => view.Offset).ToHashSet();
        foreach (var region in layout.Regions)
        {
            if (region is { Kind: RegionKind.File, File: { Source.FilePath: { } path } file } && region.Length == file.Length && !patched.Contains(region.Offset))
            {
                regions[path] = region;
            }
        }
    }

    /// <summary>The offset of a file's bytes; <see langword="null"/> where the image does not have them as they are on disk.</summary>
    public long? Of(InputFile file) => regions.TryGetValue(file.Path, out var region) && region.Length == file.Length ? region.Offset : null;
}
