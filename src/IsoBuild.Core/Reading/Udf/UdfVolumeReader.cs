using System.Globalization;
using System.Text;
using IsoBuild.Bytes;
using IsoBuild.Diagnostics;
using IsoBuild.Layout;
using IsoBuild.Udf;

namespace IsoBuild.Reading;

/// <summary>Finds the UDF volume of an image (ECMA-167 2/8.3, 3/8.4; UDF 1.02 2.2).</summary>
internal sealed class UdfVolumeReader
{
    /// <summary>No writer makes longer sequences; a hostile one would be as long as the image.</summary>
    private const int MostSequenceBlocks = 1024;

    private const int MostRecognitionDescriptors = 64;

    private const int StructureSize = 2048;

    /// <summary>Sizes of sectors, in the order in which Linux and blkid try them. A volume that was made anew with smaller blocks leaves the old anchor in place, further on.</summary>
    private static readonly int[] BlockSizes = [512, 1024, 2048, 4096];

    private readonly ImageFile image;
    private readonly long start;
    private readonly DiagnosticBag diagnostics;
    private readonly List<(long Offset, string Name)> recognition = [];

    /// <summary>What the first descriptor that could not be read had wrong.</summary>
    private string? problem;
    private bool isUnsupported;

    /// <summary>The size of the descriptors of the volume recognition sequence.</summary>
    private int structureSize;

    private UdfVolumeReader(ImageFile image, long start, DiagnosticBag diagnostics)
    {
        this.image = image;
        this.start = start;
        this.diagnostics = diagnostics;
    }

    /// <summary>The UDF volume; <see langword="null"/> when there is none. One that is there and cannot be read is told of.</summary>
    /// <param name="image">The image.</param>
    /// <param name="start">The sector of 2048 bytes at which the session begins.</param>
    /// <param name="diagnostics">What is wrong with the volume.</param>
    /// <param name="refusal">Why a volume that is announced is not shown.</param>
    public static UdfVolumeReading? Read(ImageFile image, long start, DiagnosticBag diagnostics, out Diagnostic? refusal)
    {
        refusal = null;
        var reader = new UdfVolumeReader(image, start, diagnostics);
        if (!reader.Recognise())
        {
            return null;
        }

        var volume = reader.Find();
        if (volume is null)
        {
            var id = reader.isUnsupported ? DiagnosticId.UdfUnsupported : DiagnosticId.UdfUnreadable;
            refusal = new Diagnostic(
                id,
                DiagnosticSeverity.Warning,
                Item: null,
                $"The image announces a UDF volume, which cannot be shown: {reader.problem ?? "there is no anchor volume descriptor at block 256, nor at the end or 256 blocks before it"}. {(reader.isUnsupported ? "Use a program that knows it." : "Check that the image is whole, or get it again.")}");
        }

        return volume;
    }

    /// <summary>Goes through the volume recognition sequence (ECMA-167 2/8.3.1): descriptors of 2048 bytes, or of a sector where that is larger.</summary>
    private bool Recognise()
    {
        var first = (start + FixedAreas.SystemAreaSectors) * Sector.Size;
        Span<byte> head = stackalloc byte[8];
        foreach (var step in (int[])[StructureSize, 2 * StructureSize])
        {
            recognition.Clear();
            var isThere = false;
            for (var i = 0; i < MostRecognitionDescriptors; i++)
            {
                var offset = first + ((long)i * step);
                if (!image.TryRead(offset, head) || new RecognitionDescriptor(head) is not { IsKnown: true } found)
                {
                    break;
                }

                isThere |= found.IsNsr;
                if (found.IsBegin || found.IsNsr || found.IsEnd)
                {
                    recognition.Add((offset, Encoding.ASCII.GetString(found.Name).ToLowerInvariant()));
                }

                if (found.IsEnd)
                {
                    break;
                }
            }

            if (isThere)
            {
                structureSize = step;
                return true;
            }
        }

        return false;
    }

    /// <summary>The anchor at block 256 goes before those at the end: of a volume that was made anew with larger blocks, the old ones there may be left.</summary>
    private UdfVolumeReading? Find()
    {
        var sizes = PossibleBlockSizes();
        var anchors = sizes.ConvertAll(FindAnchors);
        foreach (var atEnd in (bool[])[false, true])
        {
            for (var i = 0; i < sizes.Count; i++)
            {
                foreach (var anchor in anchors[i].Where(place => place != FirstAnchor(sizes[i]) == atEnd))
                {
                    if (ReadFrom(anchor, anchors[i], sizes[i]) is { } volume)
                    {
                        return volume;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The likeliest first. Descriptors of the recognition sequence are longer than 2048 bytes where sectors are (2/8.4); beside ISO 9660, sectors have 2048 bytes.</summary>
    private List<int> PossibleBlockSizes()
    {
        var likeliest = structureSize > StructureSize ? structureSize : DescriptorSet.IsThere(image, start) ? Sector.Size : BlockSizes[0];
        return [likeliest, .. BlockSizes.Where(size => size != likeliest)];
    }

    private long FirstAnchor(int blockSize) => (start * Sector.Size) + (256L * blockSize);

    /// <summary>At block 256, at the last block, and 256 before that (3/8.4.2.1); in disk order. Those at the image's end are the last session's, and its first one is enough.</summary>
    private List<long> FindAnchors(int blockSize)
    {
        var last = (image.Length / blockSize) - 1;
        var found = new List<long>();
        Span<byte> block = stackalloc byte[512];
        foreach (var place in start > 0 ? [FirstAnchor(blockSize) / blockSize] : new SortedSet<long> { 256, last - 256, last })
        {
            if (place > 0 && place <= uint.MaxValue && image.TryRead(place * blockSize, block) && (new DescriptorTag(block).Check(TagId.Anchor, (uint)place) & ~(TagFaults.Version | TagFaults.Crc)) == 0)
            {
                found.Add(place * blockSize);
            }
        }

        return found;
    }

    private UdfVolumeReading? ReadFrom(long anchor, List<long> anchors, int blockSize)
    {
        Span<byte> block = stackalloc byte[AnchorPointer.Size];
        image.TryRead(anchor, block);
        var pointer = new AnchorPointer(block);
        var (main, reserve) = (Place(pointer.MainSequence, blockSize), Place(pointer.ReserveSequence, blockSize));
        var sequence = ReadSequence(main, blockSize);
        if (sequence is null && ReadSequence(reserve, blockSize) is { } other)
        {
            diagnostics.Warning(DiagnosticId.UdfUnreadable, item: null, $"The main volume descriptor sequence of UDF at byte {main.Offset} cannot be read: {problem}. The reserve sequence at byte {reserve.Offset} is used.");
            problem = null;
            sequence = other;
        }

        return sequence is null ? null : Make(sequence, anchors, main, reserve, blockSize);
    }

    private static (long Offset, long Length) Place(VolumeExtent extent, int blockSize) => (extent.Sector * (long)blockSize, extent.Length);

    /// <summary>The prevailing descriptors of a sequence; <see langword="null"/> when those are missing that lead to files.</summary>
    private UdfSequence? ReadSequence((long Offset, long Length) extent, int blockSize)
    {
        var found = new UdfSequence();
        var (offset, left) = (extent.Offset, extent.Length / blockSize);
        for (var total = 0; left > 0 && total < MostSequenceBlocks; total++)
        {
            var block = new byte[blockSize];
            if (!image.TryRead(offset, block))
            {
                problem ??= $"its descriptors at byte {offset} lie beyond the image's end at {image.Length}";
                break;
            }

            var tag = new DescriptorTag(block);
            var faults = tag.Faults;
            if (UdfTags.IsNone(faults) || tag.Id == TagId.Terminating)
            {
                break;
            }

            faults |= tag.Location == offset / blockSize ? 0 : TagFaults.Location;
            if (UdfTags.IsDoubtful(faults) && tag.Id is TagId.Partition or TagId.LogicalVolume)
            {
                // They say where everything lies, and there is a second copy.
                problem ??= $"its {(tag.Id == TagId.Partition ? "partition" : "logical volume")} descriptor at byte {offset} {UdfTags.Describe(faults)}";
                (offset, left) = (offset + blockSize, left - 1);
                continue;
            }

            Complain(faults, offset);
            if (tag.Id == TagId.VolumePointer)
            {
                // The sequence goes on elsewhere (3/10.3).
                var next = Place(new VolumePointer(block).Next, blockSize);
                (offset, left) = (next.Offset, next.Length / blockSize);
                continue;
            }

            found.Take(tag.Id, block);
            offset += blockSize;
            left--;
        }

        if (found.LogicalVolume is null || found.Partitions.Count == 0)
        {
            problem ??= $"there is no {(found.LogicalVolume is null ? "logical volume" : "partition")} descriptor in the sequence at byte {extent.Offset}";
            return null;
        }

        return found;
    }

    private UdfVolumeReading? Make(UdfSequence sequence, List<long> anchors, (long Offset, long Length) main, (long Offset, long Length) reserve, int blockSize)
    {
        var logical = new LogicalVolumeDescriptor(sequence.LogicalVolume);
        if (logical.BlockSize != blockSize)
        {
            problem ??= $"its logical blocks have {logical.BlockSize} bytes, its sectors {blockSize}, which UDF forbids";
            return null;
        }

        var domain = logical.DomainId;
        if (!domain.IsUdfDomain && domain.Name.Length > 0)
        {
            isUnsupported = true;
            problem ??= $"it is an ECMA-167 volume of another domain than UDF (\"{Shown(domain)}\")";
            return null;
        }

        var maps = new UdfPartitionMaps(image, sequence, blockSize, diagnostics);
        if (maps.Read(logical, out var refusal) is not { } partitions)
        {
            isUnsupported |= refusal.IsUnsupported;
            problem ??= refusal.Words;
            return null;
        }

        var partition = new PartitionDescriptor(FirstPartition(logical, sequence));
        var volume = new UdfVolumeReading
        {
            Image = image,
            Start = start * Sector.Size,
            BlockSize = blockSize,
            Partitions = partitions,
            SparingTables = maps.SparingTables,
            Info = Describe(sequence, logical, partition, blockSize),
            Writer = Encoding.Latin1.GetString(new PrimaryVolumeDescriptor(sequence.Primary).ImplementationId.ApplicationName),
            Recognition = recognition,
            Anchors = anchors,
            MainSequence = main,
            ReserveSequence = reserve,
            Integrity = Place(logical.Integrity, blockSize),
        };
        return FindFileSet(volume, logical.FileSet) ? volume : null;
    }

    /// <summary>The file set descriptor leads to the root directory (4/14.1); where there are several, the last one counts (UDF 1.02 2.3.2).</summary>
    private bool FindFileSet(UdfVolumeReading volume, LongExtent contents)
    {
        if (!volume.TryLocate(contents.Address, out var offset, out var room))
        {
            problem ??= $"its file set is said to lie in block {contents.Address.Block} of partition {contents.Address.Partition}, which there is not";
            return false;
        }

        var block = new byte[volume.BlockSize];
        var isFound = false;
        var length = Math.Min(Math.Min(contents.Length, room), (long)MostSequenceBlocks * volume.BlockSize);
        for (long at = 0; at + volume.BlockSize <= length && image.TryRead(offset + at, block); at += volume.BlockSize)
        {
            var descriptor = new FileSetDescriptor(block);
            var faults = descriptor.Tag.Check(TagId.FileSet, (uint)(contents.Address.Block + (at / volume.BlockSize)));
            if (UdfTags.IsNone(faults) || (faults & TagFaults.Id) != 0)
            {
                break;
            }

            Complain(faults, offset + at);
            if (descriptor.NextExtent is { Length: > 0 } next)
            {
                diagnostics.Warning(DiagnosticId.UdfUnsupported, item: null, $"The file set descriptor at byte {offset + at} says that newer ones are in block {next.Address.Block} of partition {next.Address.Partition}, which are not read: what is shown may be an old state of the volume.");
            }

            volume.Root = descriptor.RootIcb;
            volume.FileSetId = Text(descriptor.FileSetIdField);
            isFound = true;
        }

        volume.FileSet = (offset, length);
        volume.FileSetBlock = contents.Address.Block;
        problem ??= isFound ? null : $"there is no file set descriptor at byte {offset}";
        return isFound && HasRoot(volume, block);
    }

    private bool HasRoot(UdfVolumeReading volume, byte[] block)
    {
        var root = volume.Root.Address;
        if (!volume.TryLocate(root, out var offset, out _) || !image.TryRead(offset, block) || UdfTags.IsNone(new DescriptorTag(block).Faults) || new FileEntry(block) is not { IsSound: true, Type: UdfFileType.Directory })
        {
            problem ??= $"there is no file entry of a directory in block {root.Block} of partition {root.Partition}, where its root is said to be";
            return false;
        }

        return true;
    }

    /// <summary>The descriptor of the partition on which all the others are laid.</summary>
    private static byte[] FirstPartition(LogicalVolumeDescriptor logical, UdfSequence sequence) =>
        sequence.Partitions.TryGetValue(new PartitionMap(logical.Maps).PartitionNumber, out var partition) ? partition : sequence.Partitions.First().Value;

    private static UdfVolumeInfo Describe(UdfSequence sequence, LogicalVolumeDescriptor logical, PartitionDescriptor partition, int blockSize)
    {
        var primary = new PrimaryVolumeDescriptor(sequence.Primary);
        var use = new ImplementationUseDescriptor(sequence.VolumeInfo);
        var revision = logical.DomainId.UdfRevision;
        return new UdfVolumeInfo
        {
            VolumeId = Text(logical.VolumeIdField),
            PrimaryVolumeId = Text(primary.VolumeIdField),
            VolumeSetId = Text(primary.VolumeSetIdField),
            Recorded = primary.Recorded,
            Owner = Text(use.OwnerField),
            Organization = Text(use.OrganizationField),
            Contact = Text(use.ContactField),
            ApplicationId = Encoding.Latin1.GetString(primary.ApplicationId.ApplicationName),
            Revision = revision == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{revision >> 8:X}.{revision & 0xFF:X2}"),
            BlockSize = blockSize,
            PartitionOffset = partition.StartSector * (long)blockSize,
            PartitionLength = partition.SectorCount * (long)blockSize,
        };
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        _ = OstaText.TryReadField(field, out var text);
        return text.TrimEnd(' ', '\0');
    }

    private static string Shown(EntityId id) => LayoutText.Escape(Encoding.Latin1.GetString(id.Name));

    private void Complain(TagFaults faults, long offset)
    {
        if (UdfTags.Describe(faults) is { } words)
        {
            diagnostics.Warning(DiagnosticId.UdfTagWrong, item: null, $"The UDF descriptor at byte {offset} {words}; it is used as it is.");
        }
    }
}

/// <summary>The prevailing descriptors of a volume descriptor sequence (ECMA-167 3/8.4.3): of those of one kind, that of the highest number.</summary>
internal sealed class UdfSequence
{
    public byte[]? Primary { get; private set; }

    public byte[]? LogicalVolume { get; private set; }

    /// <summary>The implementation use volume descriptor that UDF knows (UDF 1.02 2.2.7); there may be others.</summary>
    public byte[]? VolumeInfo { get; private set; }

    /// <summary>By the numbers of the partitions.</summary>
    public Dictionary<ushort, byte[]> Partitions { get; } = [];

    public void Take(TagId id, byte[] block)
    {
        switch (id)
        {
            case TagId.PrimaryVolume when Primary is null || NumberOf(block) > NumberOf(Primary):
                Primary = block;
                break;
            case TagId.LogicalVolume when LogicalVolume is null || NumberOf(block) > NumberOf(LogicalVolume):
                LogicalVolume = block;
                break;
            case TagId.ImplementationUseVolume when new ImplementationUseDescriptor(block).Contents.Name.SequenceEqual(EntityId.VolumeInfo) && (VolumeInfo is null || NumberOf(block) > NumberOf(VolumeInfo)):
                VolumeInfo = block;
                break;
            case TagId.Partition:
                var number = new PartitionDescriptor(block).Number;
                if (!Partitions.TryGetValue(number, out var other) || NumberOf(block) > NumberOf(other))
                {
                    Partitions[number] = block;
                }

                break;
        }
    }

    /// <summary>All of them have it in one place (3/10.1.2, 3/10.5.2, 3/10.6.2).</summary>
    private static uint NumberOf(byte[] block) => new PartitionDescriptor(block).SequenceNumber;
}
