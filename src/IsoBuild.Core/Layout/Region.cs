using IsoBuild.Content;

namespace IsoBuild.Layout;

/// <summary>The kind of a <see cref="Region"/>.</summary>
public enum RegionKind
{
    /// <summary>The first 16 sectors, which ECMA-119 6.2.1 leaves to the system.</summary>
    SystemArea,

    /// <summary>A volume descriptor: one sector (ECMA-119 8); of UDF a sequence of them, an anchor, or the file set (ECMA-167 2/9, 3/10, 4/14.1).</summary>
    VolumeDescriptor,

    /// <summary>A path table (ECMA-119 9.4).</summary>
    PathTable,

    /// <summary>The directory records of one directory in one tree (ECMA-119 6.8), or its file identifiers in UDF (ECMA-167 4/14.4).</summary>
    Directory,

    /// <summary>System use fields that did not fit their directory records (SUSP 5.1).</summary>
    Continuation,

    /// <summary>The UDF file entries of a directory and of the files in it, a block each (ECMA-167 4/14.9).</summary>
    FileEntries,

    /// <summary>The content of a file.</summary>
    File,

    /// <summary>The boot catalog (El Torito 2.0), if it is not a file in a tree.</summary>
    BootCatalog,

    /// <summary>A boot image that is not a file in a tree.</summary>
    BootImage,

    /// <summary>A partition table at the image's end (UEFI 5.3.1).</summary>
    PartitionTable,

    /// <summary>Empty sectors at the end, before whatever must come last.</summary>
    Padding,

    /// <summary>Sectors that nothing refers to.</summary>
    Gap,

    /// <summary>A partition whose content is neither a file in a tree nor a boot image.</summary>
    Partition,

    /// <summary>MD5 checksums as libisofs stores them: of files, or of all that comes before.</summary>
    Checksum,

    /// <summary>A structure of an HFS+ volume over the same files: its header, or one of its own files (TN1150).</summary>
    HfsPlus,
}

/// <summary>Identifies a region, before and after it has an address.</summary>
/// <param name="Value">The ordinal number of its request.</param>
public readonly record struct RegionId(int Value);

/// <summary>A contiguous part of the image. Regions begin at sector boundaries and do not overlap.</summary>
public sealed class Region
{
    // Of a million regions, nearly all are files, which have no encoder.
    private readonly object subject;

    internal Region(RegionId id, RegionKind kind, long offset, long length, object subject, IRegionEncoder? encoder = null)
    {
        Id = id;
        Kind = kind;
        Offset = offset;
        Length = length;
        this.subject = encoder is null ? subject : new EncodedSubject(subject, encoder);
    }

    /// <summary>A region that is still to be placed.</summary>
    internal Region(RegionId id, RegionKind kind, long length, object subject, IRegionEncoder? encoder)
        : this(id, kind, offset: 0, length, subject, encoder)
    {
    }

    /// <summary>The identifier by which records refer to it while the image is made.</summary>
    public RegionId Id { get; }

    /// <summary>Its kind.</summary>
    public RegionKind Kind { get; }

    /// <summary>Its offset in the image, in bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>Its length in bytes. The rest of its last sector is zero.</summary>
    public long Length { get; }

    /// <summary>Its first sector (of 2048 bytes).</summary>
    public long Sector => Offset / Bytes.Sector.Size;

    /// <summary>The number of sectors it occupies.</summary>
    public long SectorCount => Bytes.Sector.Count(Length);

    /// <summary>Its name, unique within its kind: <c>primary</c>, <c>joliet /docs</c>, <c>/docs/readme.txt</c>.</summary>
    public string Name => Subject.ToString()!;

    /// <summary>What the region is about: a name, or the node whose content it holds.</summary>
    internal object Subject => (subject as EncodedSubject)?.Subject ?? subject;

    /// <summary>The file whose content is in the region; <see langword="null"/> for other kinds of regions, and if no tree of an image that was read shows the file.</summary>
    public ContentFile? File => subject as ContentFile ?? (subject as FileNames)?.File ?? (subject as FilePart)?.File ?? (subject as UnshownFile)?.File;

    /// <summary>Further paths with the same bytes, in ordinal order: files with equal content, and hard links.</summary>
    public IReadOnlyList<string> SharedBy => subject is FileNames { Names: { Count: > 1 } names } ? names.Rest : [];

    /// <summary>What the image stores in place of the file's own bytes, if it does.</summary>
    internal StoredForm? Stored => (subject as FileNames)?.Stored;

    /// <summary>What changes the file's bytes once they are copied.</summary>
    internal IReadOnlyList<IFixUp> FixUps => (subject as FileNames)?.FixUps ?? [];

    /// <summary>The other files of the content.</summary>
    internal IEnumerable<ContentFile> OtherFiles => (subject as FileNames)?.Others.OfType<ContentFile>() ?? [];

    /// <summary>Who writes its bytes; <see langword="null"/> for file content and for zeros.</summary>
    internal IRegionEncoder? Encoder => (subject as EncodedSubject)?.Encoder;

    /// <summary>Gives the region its place, before anybody but the planner sees it.</summary>
    internal void PlaceAt(long offset) => Offset = offset;

    /// <summary>The line of the sector map, without columns.</summary>
    public override string ToString() => $"{Sector} +{SectorCount} {Kind} {Name}";

    private sealed record EncodedSubject(object Subject, IRegionEncoder Encoder);
}
