using System.Collections.Immutable;
using System.Runtime.InteropServices;
using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The volume fields of an image.</summary>
/// <param name="VolumeId">The volume identifier of the primary descriptor, without padding.</param>
/// <param name="Timestamp">The modification date in the primary volume descriptor; <see langword="null"/> if it is not valid.</param>
/// <param name="Formats">The directory trees.</param>
/// <param name="IsoLevel">The lowest interchange level (ECMA-119 10) that the ISO 9660 tree conforms to; 4 if a name is too long for any level.</param>
public sealed record VolumeInfo(string VolumeId, DateTimeOffset? Timestamp, ImageFormats Formats, int IsoLevel)
{
    /// <summary>The publisher identifier of the primary descriptor, without padding.</summary>
    public string Publisher { get; init; } = "";

    /// <summary>The application identifier of the primary descriptor, without padding.</summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>The system identifier of the primary descriptor, without padding.</summary>
    public string SystemId { get; init; } = "";

    /// <summary>The volume set identifier of the primary descriptor, without padding.</summary>
    public string VolumeSetId { get; init; } = "";

    /// <summary>The data preparer identifier of the primary descriptor, without padding.</summary>
    public string Preparer { get; init; } = "";

    /// <summary>The copyright file identifier of the primary descriptor, as the file is named in its tree: <c>LICENSE.TXT;1</c>.</summary>
    public string CopyrightFile { get; init; } = "";

    /// <summary>The abstract file identifier of the primary descriptor.</summary>
    public string AbstractFile { get; init; } = "";

    /// <summary>The bibliographic file identifier of the primary descriptor.</summary>
    public string BibliographicFile { get; init; } = "";

    /// <summary>The expiration date; <see langword="null"/> if the primary volume descriptor has none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The effective date; <see langword="null"/> if the primary volume descriptor has none.</summary>
    public DateTimeOffset? Effective { get; init; }
}

/// <summary>The layout of an image: what is in which sectors. A plan computes it, and reading an image recovers it. Immutable.</summary>
public sealed class ImageLayout
{
    private readonly Region[] regions;
    private readonly Region[] inner = [];
    private int[] positions;

    /// <param name="regions">In disk order, with ids from 0 on.</param>
    /// <param name="length">The image's size in bytes.</param>
    /// <param name="volume">What the image says of its volume.</param>
    /// <param name="name">The image's file name, if it has one.</param>
    internal ImageLayout(Region[] regions, long length, VolumeInfo volume, string name = "")
    {
        this.regions = regions;
        Length = length;
        Volume = volume;
        Name = name;
        positions = new int[regions.Length];
        for (var i = 0; i < regions.Length; i++)
        {
            Note(regions[i], i);
        }
    }

    private void Note(Region region, int position)
    {
        // Stretches of regions have numbers among theirs.
        if (region.Id.Value >= positions.Length)
        {
            Array.Resize(ref positions, Math.Max(region.Id.Value + 1, positions.Length * 2));
        }

        positions[region.Id.Value] = position;
    }

    private ImageLayout(ImageLayout other, string name)
    {
        (regions, inner, positions, Length, Volume, FirstBlock) = (other.regions, other.inner, other.positions, other.Length, other.Volume, other.FirstBlock);
        Name = name;
        Views = other.Views;
        ShownFiles = other.ShownFiles;
    }

    /// <summary>The image's file name; empty if it has none.</summary>
    public string Name { get; }

    /// <summary>The image's size in bytes.</summary>
    public long Length { get; }

    /// <summary>The image's size in sectors of 2048 bytes.</summary>
    public long SectorCount => Bytes.Sector.Count(Length);

    /// <summary>The volume fields of the image.</summary>
    public VolumeInfo Volume { get; }

    /// <summary>How many bytes of files there are.</summary>
    internal long FileBytes
    {
        get
        {
            long total = 0;
            foreach (var region in regions)
            {
                total += region.Kind == RegionKind.File ? region.Length : 0;
            }

            return total;
        }
    }

    /// <summary>Partitions and boot images, which span regions.</summary>
    public ImmutableArray<View> Views { get; internal init; } = [];

    /// <summary>Every region, in disk order.</summary>
    public ImmutableArray<Region> Regions => ImmutableCollectionsMarshal.AsImmutableArray(regions);

    /// <summary>Lists every file by every path that the image shows, also those that have no region.</summary>
    internal Func<IEnumerable<ShownFile>> ShownFiles { get; init; } = static () => [];

    /// <summary>The region that a part was given under <paramref name="id"/>.</summary>
    internal Region this[RegionId id] => positions[id.Value] is >= 0 and var position ? regions[position] : inner[~positions[id.Value]];

    /// <summary>Files whose content is a stretch of another region, in disk order: nobody has to write them.</summary>
    internal IReadOnlyList<Region> Inner
    {
        get => inner;
        init
        {
            inner = [.. value];
            for (var i = 0; i < inner.Length; i++)
            {
                Note(inner[i], ~i);
            }
        }
    }

    /// <summary>The logical block at which a region begins, as records store it.</summary>
    internal uint BlockOf(RegionId id) => checked((uint)(FirstBlock + this[id].Sector));

    /// <summary>The block that the image's first sector has on its disc, from which all addresses count: 0, unless the image is meant to be a later session.</summary>
    internal long FirstBlock { get; private init; }

    /// <summary>The same layout with addresses that count from a sector of a disc.</summary>
    internal ImageLayout StartingAt(long block) => new(this, Name) { FirstBlock = block };

    /// <summary>The same layout with partitions.</summary>
    internal ImageLayout With(ImmutableArray<View> views) => new(this, Name) { Views = views };

    /// <summary>The same layout with the files that it shows.</summary>
    internal ImageLayout Showing(Func<IEnumerable<ShownFile>> files) => new(this, Name) { ShownFiles = files };

    /// <summary>The same layout under another file name.</summary>
    internal ImageLayout Named(string name) => new(this, name);

    /// <summary>The sector map: stable text with one line per region, in disk order. Lines end with LF.</summary>
    public override string ToString() => LayoutText.Print(this, contentHashes: false);

    /// <summary>Writes the sector map line by line, with the same text as <see cref="ToString"/> or <see cref="ToStringWithHashes"/>.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="contentHashes">Whether to include the SHA-256 of every file's content.</param>
    /// <exception cref="ContentException">The content is far larger than the image (<see cref="CheckContentSize"/>).</exception>
    /// <exception cref="IOException">A file cannot be read, or the text cannot be written.</exception>
    public void WriteTo(TextWriter writer, bool contentHashes = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        LayoutText.Write(this, contentHashes, writer);
    }

    /// <summary>Throws if reading all files would take far more than the image's size. The limit is 4 times the size of the image plus 64 MiB, where 64 bytes of holes or of decompressed content count as one.</summary>
    /// <exception cref="ContentException">There is more than that (ISOB3033).</exception>
    public void CheckContentSize() => ContentBudget.Check(this);

    /// <summary>The sector map with the SHA-256 of every file's content. Every file is read for this.</summary>
    /// <exception cref="ContentException">The content is far larger than the image (<see cref="CheckContentSize"/>).</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string ToStringWithHashes() => LayoutText.Print(this, contentHashes: true);
}
