using IsoBuild.Content;

namespace IsoBuild.Partitions;

/// <summary>Where a partition lies, said before anything of the image has an address. All numbers are blocks of 512 bytes.</summary>
internal abstract record PartitionPlace
{
    /// <summary>Always the same blocks: those of the system area, or none that anybody reads.</summary>
    public sealed record AtBlocks(long First, long Count) : PartitionPlace;

    /// <summary>From a block on, up to a partition that comes behind it, or else to where the table says that partitions end.</summary>
    public sealed record FromBlock(long First, PartitionPlace? Until) : PartitionPlace
    {
        /// <summary>Whether it ends with what lies before that partition, and not with the room between them.</summary>
        public bool HasRoomBehind { get; init; }
    }

    /// <summary>The image for UEFI of a number, from 0 on, as the catalog counts them.</summary>
    public sealed record OfEfiImage(int Number, bool InSectors) : PartitionPlace;

    /// <summary>A file of the image.</summary>
    public sealed record OfFile(string Path, bool InSectors) : PartitionPlace;

    /// <summary>The HFS+ volume over the files of the image.</summary>
    public sealed record OfAppleVolume : PartitionPlace;

    /// <summary>What is appended to the image for it.</summary>
    public sealed record OfAppended(AppendedContent Partition) : PartitionPlace;

    /// <summary>A file that somebody appended.</summary>
    public sealed record OfContent(ContentFile File) : PartitionPlace;

    /// <summary>What lies between two other partitions of the table; nothing, where they touch.</summary>
    public sealed record Between(PartitionPlace? After, PartitionPlace? Until) : PartitionPlace;
}

/// <summary>A partition of the base that is in the image for its own sake: no tree shows it, and no firmware is told to load it.</summary>
/// <param name="Name">What the sector map calls its region.</param>
/// <param name="Source">Its bytes.</param>
/// <param name="Alignment">Of how many bytes its place is a multiple.</param>
/// <param name="FormerOffset">Where it lies in the base image, in bytes: there it stays, while there is room.</param>
internal sealed record AppendedContent(string Name, ContentSource Source, long Alignment, long FormerOffset)
{
    /// <summary>The file that it is as far as the layout is concerned, once the content knows it.</summary>
    public ContentFile? File { get; private set; }

    /// <summary>Makes it a file of the content that no tree shows.</summary>
    public void AddTo(ContentTree content)
    {
        File = new ContentFile(Name, Source) { Parent = content.Root, Compress = false, StandsAlone = true };
        content.Unshown = [.. content.Unshown, File];
    }
}
