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
    /// <summary>No writer makes longer sequences of file set descriptors; a hostile one would be as long as the image.</summary>
    private const int MostFileSetBlocks = 1024;

    private const int MostRecognitionDescriptors = 64;

    private const int StructureSize = 2048;

    /// <summary>Sizes of sectors, in the order in which Linux and blkid try them. A volume that was made anew with smaller blocks leaves the old anchor in place, further on.</summary>
    private static readonly int[] BlockSizes = [512, 1024, 2048, 4096];

    private readonly ImageFile image;
    private readonly long start;
    private readonly DiagnosticBag diagnostics;
    private readonly List<(long Offset, string Name)> recognition = [];

    /// <summary>What the first volume that could not be read had wrong, and whether it is merely of a kind that is not read.</summary>
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
                $"The image announces a UDF volume, which cannot be shown: {reader.problem ?? "there is no anchor volume descriptor at block 256, at the end, or 256 blocks before the end"}. {(reader.isUnsupported ? "Use a program that supports it." : "Check that the image is complete, or get a fresh copy.")}");
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

    private UdfVolumeReading? Find()
    {
        var sizes = PossibleBlockSizes();
        var anchors = sizes.ConvertAll(FindAnchors);
        foreach (var (anchor, i) in InOrder(sizes, anchors))
        {
            if (ReadFrom(anchor, anchors[i], sizes[i]) is { } volume)
            {
                return volume;
            }
        }

        return null;
    }

    /// <summary>The anchor at block 256 goes before those at the end: of a volume that was made anew with larger blocks, the old ones there may be left. Where it is damaged, those at
    /// the end take its place; damaged ones are gone by only where there are no others.</summary>
    private IEnumerable<(long Anchor, int Size)> InOrder(List<int> sizes, List<List<(long Offset, bool IsSound)>> anchors)
    {
        List<(long, int)>[] order = [[], [], [], []];
        for (var i = 0; i < sizes.Count; i++)
        {
            var first = FirstAnchor(sizes[i]);
            var isFirstDamaged = anchors[i].Exists(found => found.Offset == first && !found.IsSound);
            foreach (var (offset, isSound) in anchors[i])
            {
                var place = (isSound ? 0 : 2) + (offset != first && !(isSound && isFirstDamaged) ? 1 : 0);
                order[place].Add((offset, i));
            }
        }

        return order.SelectMany(each => each);
    }

    /// <summary>The likeliest first. Descriptors of the recognition sequence are longer than 2048 bytes where sectors are (2/8.4); beside ISO 9660, sectors have 2048 bytes.</summary>
    private List<int> PossibleBlockSizes()
    {
        var likeliest = structureSize > StructureSize ? structureSize : DescriptorSet.IsThere(image, start) ? Sector.Size : BlockSizes[0];
        return [likeliest, .. BlockSizes.Where(size => size != likeliest)];
    }

    private long FirstAnchor(int blockSize) => (start * Sector.Size) + (256L * blockSize);

    /// <summary>At block 256, at the last block, and 256 before that (3/8.4.2.1); in disk order. Those at the image's end are the last session's, and its first one is enough.</summary>
    private List<(long Offset, bool IsSound)> FindAnchors(int blockSize)
    {
        var last = (image.Length / blockSize) - 1;
        var found = new List<(long, bool)>();
        Span<byte> block = stackalloc byte[512];
        foreach (var place in start > 0 ? [FirstAnchor(blockSize) / blockSize] : new SortedSet<long> { 256, last - 256, last })
        {
            if (place is > 0 and <= uint.MaxValue && image.TryRead(place * blockSize, block) && new DescriptorTag(block).Check(TagId.Anchor, (uint)place) is var faults && (faults & ~(TagFaults.Crc | TagFaults.Version)) == 0)
            {
                found.Add((place * blockSize, (faults & TagFaults.Crc) == 0));
            }
        }

        return found;
    }

    private UdfVolumeReading? ReadFrom(long anchor, List<(long Offset, bool IsSound)> anchors, int blockSize)
    {
        var pointer = PointerAt(anchor);
        var (main, reserve) = (Place(pointer.MainSequence, blockSize), Place(pointer.ReserveSequence, blockSize));
        if (Choose(main, reserve, blockSize, out var doubt) is not { } sequence || Make(sequence, anchors.ConvertAll(found => found.Offset), main, reserve, blockSize) is not { } volume)
        {
            return null;
        }

        Tell(sequence);

        if (doubt is not null)
        {
            Doubt(volume, DiagnosticId.UdfVolumeDoubtful, doubt);
        }

        if (!anchors.Exists(found => found.Offset == anchor && found.IsSound))
        {
            Doubt(volume, DiagnosticId.UdfVolumeDoubtful, $"The UDF anchor at byte {anchor} does not match the CRC in its tag, and no other anchor is usable: an older state of the volume, or another volume, may be shown. Compare the files with another copy.");
        }

        foreach (var (other, _) in anchors.Where(found => found.IsSound && found.Offset != anchor))
        {
            var theirs = PointerAt(other);
            var (first, second) = (Place(theirs.MainSequence, blockSize), Place(theirs.ReserveSequence, blockSize));
            if ((first, second) != (main, reserve) && Choose(first, second, blockSize, out _) is { } rival && !rival.LeadsWhere(sequence))
            {
                volume.Rival = (other, first.Offset);
            }
        }

        return volume;
    }

    private AnchorPointer PointerAt(long anchor)
    {
        var block = new byte[AnchorPointer.Size];
        image.TryRead(anchor, block);
        return new AnchorPointer(block);
    }

    /// <summary>The main sequence; where a block of it is damaged, the reserve (3/8.4.3); where that is as well, what can be read of both.</summary>
    private UdfSequence? Choose((long Offset, long Length) main, (long Offset, long Length) reserve, int blockSize, out string? doubt)
    {
        doubt = null;
        var sequence = UdfSequence.Read(image, main, blockSize);
        if (sequence.Problem is null)
        {
            return sequence;
        }

        var other = UdfSequence.Read(image, reserve, blockSize);
        if (other.Problem is null)
        {
            if (sequence is { HasGap: true, IsComplete: true } && !other.IsNewerThan(sequence))
            {
                return sequence;
            }

            other.Notes.Add($"The main volume descriptor sequence of UDF at byte {main.Offset} cannot be read: {sequence.Problem}. The reserve sequence at byte {reserve.Offset} is used.");
            return other;
        }

        Refuse(sequence.Problem, isUnsupported: false);
        sequence.Join(other);
        doubt = $"Both UDF volume descriptor sequences are damaged: in the main one, {sequence.Problem}; in the reserve one, {other.Problem}. An older state of the volume may be shown: compare the files with another copy.";
        return sequence.IsComplete ? sequence : null;
    }

    private static (long Offset, long Length) Place(VolumeExtent extent, int blockSize) => (extent.Sector * (long)blockSize, extent.Length);

    private UdfVolumeReading? Make(UdfSequence sequence, List<long> anchors, (long Offset, long Length) main, (long Offset, long Length) reserve, int blockSize)
    {
        var logical = new LogicalVolumeDescriptor(sequence.LogicalVolume);
        if (logical.BlockSize != blockSize)
        {
            Refuse($"its logical blocks have {logical.BlockSize} bytes but its sectors {blockSize}, which UDF does not allow", isUnsupported: false);
            return null;
        }

        var domain = logical.DomainId;
        if (!domain.IsUdfDomain && domain.Name.Length > 0)
        {
            Refuse($"it is an ECMA-167 volume with a domain other than UDF (\"{Shown(domain)}\")", isUnsupported: true);
            return null;
        }

        var maps = new UdfPartitionMaps(image, sequence, blockSize, diagnostics);
        if (maps.Read(logical, out var refusal) is not { } partitions)
        {
            Refuse(refusal.Words, refusal.IsUnsupported);
            return null;
        }

        // The first map could be read, so it has a partition.
        var partition = new PartitionDescriptor(sequence.Partitions[new PartitionMap(logical.Maps).PartitionNumber]);
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

    /// <summary>The file set descriptor leads to the root directory (4/14.1); where there are several, the last one counts (UDF 1.02 2.3.2), and one that is damaged only where there is no other.</summary>
    private bool FindFileSet(UdfVolumeReading volume, LongExtent contents)
    {
        if (!volume.TryLocate(contents.Address, out var offset, out var room))
        {
            Refuse($"its file set is in block {contents.Address.Block} of partition {contents.Address.Partition}, which does not exist", isUnsupported: false);
            return false;
        }

        var block = new byte[volume.BlockSize];
        var (isFound, isSound) = (false, false);
        var length = Math.Min(Math.Min(contents.Length, room), (long)MostFileSetBlocks * volume.BlockSize);
        for (long at = 0; at + volume.BlockSize <= length && image.TryRead(offset + at, block); at += volume.BlockSize)
        {
            var descriptor = new FileSetDescriptor(block);
            var faults = descriptor.Tag.Check(TagId.FileSet, (uint)(contents.Address.Block + (at / volume.BlockSize)));
            if (UdfTags.IsNone(faults) && block.AsSpan().ContainsAnyExcept((byte)0))
            {
                Doubt(volume, DiagnosticId.UdfVolumeDoubtful, $"The block at byte {offset + at}, among the UDF file set descriptors, is not one: an older state of the volume may be shown. Compare the files with another copy.");
                continue;
            }

            if (UdfTags.IsNone(faults) || (faults & TagFaults.Id) != 0)
            {
                break;
            }

            if (UdfTags.IsDoubtful(faults))
            {
                Doubt(volume, DiagnosticId.UdfTagWrong, $"The file set descriptor of UDF at byte {offset + at} {UdfTags.Describe(faults)}: an older state of the volume, or another volume, may be shown. Compare the files with another copy.");
                if (isSound)
                {
                    continue;
                }
            }
            else
            {
                isSound = true;
                Complain(faults, offset + at);
            }

            if (descriptor.NextExtent is { Length: > 0 } next)
            {
                Doubt(volume, DiagnosticId.UdfUnsupported, $"The file set descriptor at byte {offset + at} points to newer ones in block {next.Address.Block} of partition {next.Address.Partition}, which are not read: an old state of the volume may be shown.");
            }

            volume.Root = descriptor.RootIcb;
            volume.FileSetId = Text(descriptor.FileSetIdField);
            isFound = true;
        }

        volume.FileSet = (offset, length);
        volume.FileSetBlock = contents.Address.Block;
        if (!isFound)
        {
            Refuse($"there is no file set descriptor at byte {offset}", isUnsupported: false);
        }

        return isFound && HasRoot(volume, block);
    }

    private bool HasRoot(UdfVolumeReading volume, byte[] block)
    {
        var root = volume.Root.Address;
        if (!volume.TryLocate(root, out var offset, out _) || !image.TryRead(offset, block) || UdfTags.IsNone(new DescriptorTag(block).Faults) || new FileEntry(block) is not { IsSound: true, Type: UdfFileType.Directory })
        {
            Refuse($"there is no file entry of a directory in block {root.Block} of partition {root.Partition}, where its root should be", isUnsupported: false);
            return false;
        }

        return true;
    }

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

    /// <summary>Says why a volume cannot be shown: of several, what the first one has wrong.</summary>
    private void Refuse(string? words, bool isUnsupported)
    {
        if (problem is null)
        {
            (problem, this.isUnsupported) = (words, isUnsupported);
        }
    }

    /// <summary>Says what was remarked while the descriptors were read.</summary>
    private void Tell(UdfSequence sequence)
    {
        foreach (var note in sequence.Notes)
        {
            diagnostics.Warning(DiagnosticId.UdfUnreadable, item: null, note);
        }

        foreach (var (faults, offset) in sequence.Complaints)
        {
            Complain(faults, offset);
        }
    }

    /// <summary>Says why the volume's files may be other ones than they should be, here and with each of them.</summary>
    private void Doubt(UdfVolumeReading volume, DiagnosticId id, string message)
    {
        var doubt = new Diagnostic(id, DiagnosticSeverity.Warning, Item: null, message);
        diagnostics.Add(doubt);
        volume.Doubt ??= doubt;
    }

    private void Complain(TagFaults faults, long offset)
    {
        if (UdfTags.Describe(faults) is { } words)
        {
            diagnostics.Warning(DiagnosticId.UdfTagWrong, item: null, $"The UDF descriptor at byte {offset} {words}. It is used anyway.");
        }
    }
}
