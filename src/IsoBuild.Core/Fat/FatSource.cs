using IsoBuild.Content;
using IsoBuild.Diagnostics;

namespace IsoBuild.Fat;

/// <summary>The bytes of a FAT file system that is laid out: boot sectors, tables, directories and files, each made or fetched when it is read.</summary>
internal sealed class FatSource : ContentSource
{
    /// <summary>How much of a table is made at once: whole entries of every kind.</summary>
    private const int TablePart = 3 << 12;

    private readonly FatTree tree;
    private readonly DateTimeOffset date;
    private readonly uint firstFree;

    /// <summary>What has clusters, in their order: each goes on to the next one's first.</summary>
    private readonly FatItem[] placed;

    /// <summary>The first cluster of each.</summary>
    private readonly uint[] clusters;

    /// <param name="tree">What is stored, with its clusters.</param>
    /// <param name="boot">Where everything lies.</param>
    /// <param name="options">Dates and label.</param>
    /// <param name="firstFree">The first cluster behind all content.</param>
    public FatSource(FatTree tree, BootSector boot, FatOptions options, uint firstFree)
    {
        (this.tree, this.firstFree, Boot) = (tree, firstFree, boot);
        date = FatDate.Clamp(options.Timestamp);
        placed = [.. tree.Nodes.Where(item => item.Cluster != 0)];
        clusters = Array.ConvertAll(placed, item => item.Cluster);
    }

    public BootSector Boot { get; }

    public override long Length => Boot.Length;

    internal override OpenContent Open() => new(new Reader(this));

    /// <summary>How many clusters an item has.</summary>
    private long CountOf(FatItem item) => (item.StoredLength + Boot.ClusterSize - 1) / Boot.ClusterSize;

    /// <summary>The stretch that begins with everything before the tables.</summary>
    private byte[] EncodeReserved()
    {
        var bytes = new byte[Boot.ReservedSectors * Boot.BytesPerSector];
        Boot.Write(bytes);
        if (Boot.IsLarge)
        {
            var free = Boot.ClusterCount - (uint)placed.Sum(item => CountOf(item));
            InfoSector info = new(free, free == 0 ? InfoSector.Unknown : firstFree);
            info.Write(bytes.AsSpan(Boot.InfoSectorNumber * Boot.BytesPerSector));
            // The copies: boot sector and counts.
            bytes.AsSpan(0, 2 * Boot.BytesPerSector).CopyTo(bytes.AsSpan(Boot.BackupSector * Boot.BytesPerSector));
        }

        return bytes;
    }

    /// <summary>Makes the part of a table that begins at <paramref name="start"/>, a multiple of <see cref="TablePart"/>.</summary>
    private void EncodeTable(long start, Span<byte> destination)
    {
        destination.Clear();
        var kind = Boot.Kind;
        var first = (uint)AllocationTable.Entries(kind, start);
        var end = (uint)Math.Min(firstFree, AllocationTable.Entries(kind, start + destination.Length));
        var index = Array.BinarySearch(clusters, first);
        index = index < 0 ? ~index : index;
        for (var cluster = first; cluster < end; cluster++)
        {
            while (index < clusters.Length && clusters[index] <= cluster)
            {
                index++;
            }

            // Entry 1 says, by its highest bits, that the file system was left in order. What is skipped so that a file begins at a sector is free.
            var endOfItem = index == 0 ? 0 : clusters[index - 1] + CountOf(placed[index - 1]);
            if (cluster >= FatKinds.FirstCluster && cluster >= endOfItem)
            {
                continue;
            }

            var isLast = cluster == 1 || cluster + 1 == endOfItem;
            var next = cluster == 0 ? AllocationTable.MediaEntry(Boot.Media) : isLast ? AllocationTable.End : cluster + 1;
            AllocationTable.Write(kind, destination[(int)(AllocationTable.Offset(kind, cluster) - start)..], cluster, next);
        }
    }

    private byte[] EncodeDirectory(FatItem directory)
    {
        var bytes = new byte[directory.Slots * DirectoryEntry.Size];
        var rest = bytes.AsSpan();
        if (directory.Parent is { } parent)
        {
            DirectoryEntry.Write(rest, DirectoryEntry.Self, FatAttributes.Directory, directory.Modified!.Value, directory.Cluster, 0);
            // Of the root, 0, also where it is a chain.
            DirectoryEntry.Write(rest[DirectoryEntry.Size..], DirectoryEntry.Parent, FatAttributes.Directory, parent.Modified!.Value, parent.Parent is null ? 0 : parent.Cluster, 0);
        }
        else if (tree.Label.Length > 0)
        {
            DirectoryEntry.Write(rest, tree.Label.PadRight(ShortName.Size), FatAttributes.VolumeLabel, date, 0, 0);
        }

        rest = rest[(tree.HeadSlots(directory) * DirectoryEntry.Size)..];
        foreach (var child in directory.Children)
        {
            if (child.HasLongName)
            {
                LongName.Write(rest, child.Name, child.ShortName);
                rest = rest[(LongName.EntriesFor(child.Name) * DirectoryEntry.Size)..];
            }

            var attributes = child.Attributes | (child.IsDirectory ? FatAttributes.Directory : FatAttributes.Archive);
            DirectoryEntry.Write(rest, child.ShortName, attributes, child.Modified!.Value, child.Cluster, (uint)(child.Source?.Length ?? 0));
            rest = rest[DirectoryEntry.Size..];
        }

        return bytes;
    }

    /// <summary>Reads at any place; holds a part of a table, one directory and one open file.</summary>
    private sealed class Reader(FatSource source) : ContentReader
    {
        private readonly BootSector boot = source.Boot;
        private byte[]? reserved;
        private byte[]? table;
        private long tableStart = -1;
        private FatItem? directory;
        private byte[] directoryBytes = [];
        private FatItem? file;
        private OpenContent content;

        public override int Read(long position, Span<byte> buffer)
        {
            if (position >= source.Length || buffer.Length == 0)
            {
                return 0;
            }

            buffer = buffer[..(int)Math.Min(buffer.Length, source.Length - position)];
            if (position < boot.TableOffset(0))
            {
                return Copy(reserved ??= source.EncodeReserved(), position, buffer);
            }

            if (position < boot.RootOffset)
            {
                return ReadTable((position - boot.TableOffset(0)) % boot.TableLength, buffer);
            }

            return position < boot.DataOffset
                ? ReadItem(source.tree.Root, position - boot.RootOffset, boot.DataOffset - boot.RootOffset, buffer)
                : ReadData(position, buffer);
        }

        public override void Dispose()
        {
            content.Dispose();
            content = default;
            file = null;
        }

        private int ReadTable(long offset, Span<byte> buffer)
        {
            var start = offset - (offset % TablePart);
            var length = (int)Math.Min(TablePart, boot.TableLength - start);
            if (start != tableStart)
            {
                tableStart = start;
                source.EncodeTable(start, (table ??= new byte[TablePart]).AsSpan());
            }

            return Copy(table.AsSpan(0, length), offset - start, buffer);
        }

        private int ReadData(long position, Span<byte> buffer)
        {
            var cluster = FatKinds.FirstCluster + ((position - boot.DataOffset) / boot.ClusterSize);
            if (cluster >= source.firstFree)
            {
                buffer.Clear();
                return buffer.Length;
            }

            var index = Array.BinarySearch(source.clusters, (uint)cluster);
            index = index < 0 ? ~index - 1 : index;
            var item = source.placed[index];
            var end = boot.ClusterOffset(index + 1 < source.placed.Length ? source.clusters[index + 1] : source.firstFree);
            var start = boot.ClusterOffset(item.Cluster);
            return ReadItem(item, position - start, end - start, buffer);
        }

        /// <summary>Reads what lies in the clusters of a file or directory, zeros behind it included.</summary>
        private int ReadItem(FatItem item, long position, long length, Span<byte> buffer)
        {
            buffer = buffer[..(int)Math.Min(buffer.Length, length - position)];
            if (position >= item.StoredLength)
            {
                buffer.Clear();
                return buffer.Length;
            }

            return item.IsDirectory ? Copy(Directory(item), position, buffer) : ReadFile(item, position, buffer);
        }

        private byte[] Directory(FatItem item)
        {
            if (!ReferenceEquals(directory, item))
            {
                (directory, directoryBytes) = (item, source.EncodeDirectory(item));
            }

            return directoryBytes;
        }

        /// <exception cref="ContentException">The file is not what it was when it was laid out.</exception>
        private int ReadFile(FatItem item, long position, Span<byte> buffer)
        {
            var original = item.Source!;
            if (!ReferenceEquals(file, item))
            {
                Dispose();
                content = original.Open();
                file = item;
            }

            var rest = original.Length - position;
            var count = content.Read(position, buffer[..(int)Math.Min(buffer.Length, rest)]);
            if (count == 0 || (count == rest && original is FileSource disk && disk.StateOf(content.Handle) != FileState.Same))
            {
                throw new ContentException(new Diagnostic(DiagnosticId.SourceChanged, DiagnosticSeverity.Error, original.FilePath ?? item.Path, SourceProblem.Changed) { SourcePath = original.FilePath });
            }

            return count;
        }

        private static int Copy(ReadOnlySpan<byte> bytes, long position, Span<byte> buffer)
        {
            var rest = bytes[(int)position..];
            rest = rest[..Math.Min(rest.Length, buffer.Length)];
            rest.CopyTo(buffer);
            return rest.Length;
        }
    }
}
